"""Keeping a file where the person wants it."""

from pathlib import Path

from desktop.errors import UserError


def keep_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises UserError."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise UserError(
            f"{path.name} could not be saved ({error.strerror}).", "Choose another place for it."
        ) from None
