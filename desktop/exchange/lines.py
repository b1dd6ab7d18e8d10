"""Reading a desk file line by line: JSON Lines in UTF-8, one object a line with a `type`."""

import codecs
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError

LARGEST_FILE = 500_000_000
LARGEST_LINE = 5_000_000
_DEEPEST = 12
_HEAD = 4096
_BLANK = b" \t\r\n\xef\xbb\xbf"  # the mark of Windows' own editor is none either


class DeskFileError(UserError):
    """A desk file that cannot be used: which line, and why. Nothing of it was imported."""

    def __init__(self, line: int, reason: str) -> None:
        """Word the refusal; `line` counts from 1, 0 stands for the whole file."""
        place = f"Line {line} of the file" if line else "The file"
        super().__init__(f"{place}: {reason}.", "Nothing was imported. Correct it and try again.")
        self.line = line
        self.reason = reason


class NoDeskFile(DeskFileError):
    """What was given is no desk file at all, or cannot be read."""

    def __init__(self, sentence: str, next_step: str) -> None:
        """Keep both parts as they are."""
        super().__init__(0, sentence)
        UserError.__init__(self, sentence, next_step)


class Wrong(Exception):
    """Something in a line cannot be used; the text says what, and the line adds its number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a desk file: its number, what it is, and the rest of it."""

    number: int
    type: str
    data: Mapping[str, object]

    def refuse(self, reason: str) -> DeskFileError:
        """Make the refusal of this line."""
        return DeskFileError(self.number, reason)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say in plain words what keeps a file from being read. Raises NoDeskFile."""
    try:
        if path.is_dir():
            raise NoDeskFile("This is a folder.", "Name the files in it instead.")
        yield
    except FileNotFoundError:
        raise NoDeskFile(
            "This file is not there.", "Check its name, and the folder it is in."
        ) from None
    except PermissionError:
        raise NoDeskFile(
            "You may not read this file.", "Ask whoever put it there for a copy of your own."
        ) from None
    except OSError:
        raise NoDeskFile(
            "This file cannot be read.", "Check the disk or memory stick that it is on."
        ) from None


def read_lines(path: Path) -> Iterator[Line]:
    """Read the lines of a desk file; empty ones are passed over. Raises DeskFileError."""
    with readable(path):
        if path.stat().st_size > LARGEST_FILE:
            raise DeskFileError(0, "it is larger than a desk file can be")
        with path.open("rb") as file:
            _insist_on_text(file.peek(_HEAD)[:_HEAD])
            number = found = 0
            while raw := file.readline(LARGEST_LINE + 1):
                number += 1
                if len(raw) > LARGEST_LINE:
                    raise DeskFileError(number, "it is longer than a line can be")
                if raw.strip(_BLANK):
                    found += 1
                    yield _read(number, raw)
    if not found:
        raise NoDeskFile("The file is empty: nothing was taken in.", "Ask for it to be sent again.")


def begins_as_lines(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of a desk file, or there are none."""
    begun = head.lstrip(_BLANK)
    return not begun or begun.startswith(b"{")


def _insist_on_text(head: bytes) -> None:
    """Tell a picture or a document from a desk file with a bad first line."""
    if begins_as_lines(head):
        return
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        is_text = False
    else:
        is_text = b"\0" not in head
    if not is_text:
        raise NoDeskFile(
            "This is not a desk file: it is not text. Nothing was imported.",
            "Choose a file that Scrutiny Desk has written.",
        )


def _read(number: int, raw: bytes) -> Line:
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise DeskFileError(number, "it is not text in UTF-8") from None
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Twice) else "it is not a JSON object"
        raise DeskFileError(number, reason) from None
    if "\\u" in text and not _can_be_kept(data):
        raise DeskFileError(number, "it has half of a sign, which no text can hold")
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        raise DeskFileError(number, "it is not an object with a “type”")
    if _depth(data) > _DEEPEST:
        raise DeskFileError(number, "it is nested too deeply")
    return Line(number, data.pop("type"), data)


class _Twice(ValueError):
    """A key that stands twice in one object: nobody can say which was meant."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            said = key[:40].encode(errors="replace").decode()
            raise _Twice(f"“{said}” is there twice")
        found[key] = value
    return found


def _can_be_kept(data: object) -> bool:
    """Say whether all texts can be written: JSON lets one half of a pair of signs stand alone."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def _no_constant(word: str) -> object:
    raise ValueError(word)


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(item) for item in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((_depth(item) for item in value), default=0)
    return 0
