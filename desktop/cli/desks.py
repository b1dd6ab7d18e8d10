"""Which desk is meant, and the passphrase that opens it."""

import argparse
import warnings
from getpass import GetPassWarning, getpass
from pathlib import Path

from desktop import paths
from desktop.errors import UserError
from desktop.store.layout import desk_folder, desks_in


def find_desk(data: Path | None, name: str | None) -> Path:
    """Give the folder of the desk that is named, or of the only one there is.

    `data` is the folder that holds the desks, this user's own if left out. Raises UserError.
    """
    root = data or paths.default_data()
    found = desks_in(root)
    names = ", ".join(path.name for path in found)
    if not found:
        raise UserError(
            f"There is no desk in {root} yet.", "Open Scrutiny Desk once to set one up."
        )
    if name is not None:
        if desk_folder(root, name) not in found:
            raise UserError(f"There is no desk “{name}” in {root}.", f"There are: {names}.")
        return desk_folder(root, name)
    if len(found) > 1:
        raise UserError(f"There are several desks: {names}.", "Say which with --desk NAME.")
    return found[0]


def names_desk(arguments: argparse.Namespace) -> bool:
    """Say whether a desk is meant, for what can be done with one or without.

    One is where it is named, its passphrase is given, or the folder that is named holds one.
    """
    if arguments.desk is not None or arguments.passphrase_file is not None:
        return True
    return arguments.data is not None and bool(desks_in(arguments.data))


def place_to_restore(data: Path | None, name: str | None) -> Path:
    """Give the folder of the desk that a backup replaces, or makes anew. Raises UserError."""
    root = data or paths.default_data()
    if name is None and not desks_in(root):
        raise UserError(
            f"There is no desk in {root} yet.", "Say what to call the restored one: --desk NAME."
        )
    if name is None:
        return find_desk(data, None)
    if Path(name).name != name:
        raise UserError(f"“{name}” is a path.", "Give the desk's name; --data names the folder.")
    return desk_folder(root, name)


def passphrase(file: Path | None) -> str:
    """Read the passphrase from a file, or ask for it. Raises UserError."""
    if file is None:
        return _asked()
    try:
        # Windows' own editor begins a file with a mark that nobody typed.
        return file.read_text("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise UserError(
            f"{file} cannot be read.", "Name a text file with the passphrase."
        ) from None


def _asked() -> str:
    """Ask for the passphrase; rather not at all than where it would show on the screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass("Passphrase: ")
        except (EOFError, GetPassWarning):
            raise UserError(
                "There is no terminal here to ask for the passphrase.",
                "Name a file that holds it with --passphrase-file.",
            ) from None
