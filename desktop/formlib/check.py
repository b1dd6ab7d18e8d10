"""Are the shipped forms sound, and is the lock kept?

Run as `python -m desktop.formlib.check`; with `--write` new ids are added to the lock.
"""

import sys
from pathlib import Path

from desktop import paths
from desktop.errors import UserError
from desktop.formlib import lock
from desktop.formlib.load import load_forms


def main(arguments: list[str], folder: Path) -> int:
    """Check the forms of a folder; with `--write` add new ids to the lock. Gives the exit code."""
    try:
        forms = load_forms(folder)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    path = folder / "fields.lock"
    gone = lock.broken(forms, path)
    for line in gone:
        sys.stderr.write(f"“{line}” is in {path.name}, but no form keeps it any more.\n")
    if gone:
        return 1
    if "--write" in arguments:
        sys.stdout.write(f"{lock.write(forms, path)} lines added to {path.name}\n")
    locked = path.read_text("utf-8").split("\n") if path.exists() else []
    missing = set(lock.lock_lines(forms)) - set(locked)
    if missing:
        sys.stderr.write(f"{len(missing)} lines are not in {path.name} yet; run with --write.\n")
        return 1
    sys.stdout.write(f"{len(forms)} forms are sound\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], paths.forms()))
