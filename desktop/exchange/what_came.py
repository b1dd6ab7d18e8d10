"""What a file is that somebody hands to a desk: a sealed file or its text, or a desk file."""

from pathlib import Path

from desktop.exchange.lines import NoDeskFile, begins_as_lines, readable
from desktop.exchange.sealed.armour import NoSealedText, read_any
from desktop.exchange.sealed.envelope import MOST_FILE, is_sealed
from desktop.exchange.sealed.refusals import NotASealedFile, TooLarge
from desktop.exchange.sealed.signed import is_signed

_HEAD = 4096


def sealed_in(path: Path) -> bytes | None:
    """Give the sealed file or invitation that is in a file, also as text; None if there is none.

    What is no sealed file is read as a desk file, which says best what is wrong with it. Raises
    NoDeskFile where it cannot be read, and subclasses of SealedFileError.
    """
    with readable(path):
        if path.exists() and not path.is_file():
            return None  # a pipe, which can be read once only
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if begins_as_lines(head):
                return None
            if size > MOST_FILE:
                if is_sealed(head) or is_signed(head):
                    raise TooLarge
                return None
            content = head + file.read()
    try:
        return read_any(content)
    except (NotASealedFile, NoSealedText):
        return None


def insist_on_desk_file(path: Path) -> None:
    """Say where a sealed file is opened, where it is given as a desk file. Raises NoDeskFile."""
    if sealed_in(path) is not None:
        raise NoDeskFile(
            "This is a sealed file or an invitation, and no desk file. Nothing was imported.",
            "Take it in where what came from laptops or the office is opened: on the page that "
            "sends and receives.",
        )
