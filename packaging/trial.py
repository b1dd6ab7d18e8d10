"""Try the folder that PyInstaller made, as somebody who has nothing else: `trial.py FOLDER`.

The program runs with an empty home, from an empty folder and without a screen. Gives the exit code
of its self-test, and says how large the folder is and how long the test took.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

# What a program finds in any session; nothing of this checkout or of its Python.
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP")


def size_of(folder: Path) -> int:
    """Give the size of all files below a folder in bytes, each counted once."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


def environment(home: Path) -> dict[str, str]:
    """Give the environment of somebody who just came to this computer."""
    own = {name: os.environ[name] for name in _KEPT if name in os.environ}
    folders = {name: str(home) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA")}
    return {**own, **folders, "QT_QPA_PLATFORM": "offscreen"}


def main(folder: Path) -> int:
    """Run the self-test and say what came of it."""
    [program] = (path for path in folder.iterdir() if path.stem == folder.name)
    with TemporaryDirectory() as home:
        begun = perf_counter()
        ended = subprocess.run(
            [program.absolute(), "--self-test"], cwd=home, env=environment(Path(home)), check=False
        )
        taken = perf_counter() - begun
        left = sorted(path.name for path in Path(home).rglob("*"))
    print(f"{folder}: {size_of(folder) / 1e6:.0f} MB, self-test {taken:.1f} s.")
    if left:
        print(f"The self-test left files behind: {', '.join(left)}.", file=sys.stderr)
        return 1
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
