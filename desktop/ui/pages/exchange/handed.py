"""What somebody hands to the program: a file or a text, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.ui import invited


@dataclass(frozen=True, slots=True)
class Handed:
    """A file or a pasted text. `read` may be slow and raises UserError."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something of which nothing was taken, and why."""

    name: str
    error: UserError


def of_file(path: Path) -> Handed:
    """Take a file; only its own name is shown, without the folders it is in."""
    return Handed(_printable(path.name), lambda: invited.content_of([path]))


def of_text(text: str, name: str) -> Handed:
    """Take a pasted text; `name` is what it is called on the page."""
    return Handed(name, lambda: text.encode("utf-8", "replace"))


def _printable(name: str) -> str:
    said = "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
    return said if len(said) <= 80 else f"{said[:79]}…"
