"""Keeping a file where the person wants it."""

from pathlib import Path

from desktop.errors import UserError
from desktop.store.durable import replace_file


def keep_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner only, and return once it is on the disk.

    Raises UserError.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise UserError(
            f"{path.name} could not be saved ({error.strerror}).", "Choose another place for it."
        ) from None
