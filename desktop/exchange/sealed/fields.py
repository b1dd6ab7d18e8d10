"""Taking values out of a body that others wrote: each is what it should be, or WrongContent."""

import re
import unicodedata
from collections.abc import Container, Mapping
from datetime import UTC, datetime
from typing import Any

import pyrage

from desktop.exchange.sealed.refusals import WrongContent

LONGEST_LINE = 300
LONGEST_ID = 100
LONGEST_TEXT = 1_000_000
MOST_ITEMS = 100_000

_KEY = re.compile("[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.toml")
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{one}{n}" for one in ("com", "lpt") for n in range(10)}
# Invisible signs that make a text read otherwise than it is written.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidied(text: str) -> str:
    """Give a text as one line of ordinary length, without the signs that `Fields.line` refuses."""
    plain = (" " if one.isspace() else one for one in text if not _is_strange(one))
    return " ".join("".join(plain).split())[:LONGEST_LINE]


def _is_strange(sign: str) -> bool:
    """Say whether a sign ends a line, steers a screen or turns what stands beside it."""
    steers = unicodedata.category(sign) in ("Cc", "Zl", "Zp") and not sign.isspace()
    return steers or sign in _TURNING


class Fields:
    """One object of a body; `path` says where it is, for the detail of a refusal."""

    def __init__(self, data: object, path: str = "body") -> None:
        """Take a JSON value that has to be an object."""
        if not isinstance(data, dict):
            raise WrongContent(f"{path} is not an object")
        self._data: Mapping[str, object] = data
        self._path = path

    def wrong(self, key: str) -> WrongContent:
        """Make the refusal of a field."""
        return WrongContent(f"{self._path}.{key}")

    def has(self, key: str) -> bool:
        """Say whether the field is there and not null."""
        return self._data.get(key) is not None

    def inner(self, key: str) -> "Fields":
        """Give the object of a field."""
        return Fields(self._data.get(key), f"{self._path}.{key}")

    def objects(self, key: str, most: int = MOST_ITEMS) -> list["Fields"]:
        """Give the objects of a list."""
        return [
            Fields(one, f"{self._path}.{key}[{place}]")
            for place, one in enumerate(self._list(key, most))
        ]

    def items(self, key: str, most: int = MOST_ITEMS) -> dict[str, "Fields"]:
        """Give the objects of an object, by their names."""
        found = self.json(key, most)
        return {name: Fields(one, f"{self._path}.{key}.{name[:40]}") for name, one in found.items()}

    def json(self, key: str, most: int = MOST_ITEMS) -> dict[str, Any]:
        """Give an object as it is; who uses it checks what is in it."""
        found = self._data.get(key)
        if not isinstance(found, dict) or len(found) > most:
            raise self.wrong(key)
        return found

    def jsons(self, key: str, most: int = MOST_ITEMS) -> tuple[dict[str, Any], ...]:
        """Give the objects of a list as they are."""
        found = self._list(key, most)
        for one in found:
            if not isinstance(one, dict):
                raise self.wrong(key)
        return tuple(found)

    def line(self, key: str, most: int = LONGEST_LINE) -> str:
        """Give a text of one line that has something in it."""
        return self._line(key, self._data.get(key), most)

    def line_or_nothing(self, key: str, most: int = LONGEST_LINE) -> str:
        """Give a text of one line, or "" if there is none."""
        return self.line(key, most) if self._data.get(key) not in (None, "") else ""

    def text(self, key: str, most: int = LONGEST_TEXT) -> str:
        """Give a text of any number of lines, which may be empty."""
        return self._text(key, self._data.get(key), most)

    def texts(self, key: str, most: int, longest: int = LONGEST_TEXT) -> dict[str, str]:
        """Give an object of texts."""
        found = self.json(key, most)
        return {
            self._line(key, name, LONGEST_LINE): self._text(key, one, longest)
            for name, one in found.items()
        }

    def file_texts(self, key: str, most: int, longest: int) -> dict[str, str]:
        """Give an object of texts by file names: *.toml, and safe in a folder of any system."""
        found = self.texts(key, most, longest)
        folded = {name.lower() for name in found}
        for name in found:
            if not _FILE_NAME.fullmatch(name) or name.lower().partition(".")[0] in _DEVICES:
                raise self.wrong(key)
        if len(folded) != len(found):
            raise self.wrong(key)
        return found

    def id(self, key: str) -> str:
        """Give an id that a desk made: one line without a stroke that a path could be made of."""
        text = self.line(key, LONGEST_ID)
        if text != text.strip(" .") or not {"/", "\\"}.isdisjoint(text):
            raise self.wrong(key)
        return text

    def id_or_nothing(self, key: str) -> str:
        """Give such an id, or "" if there is none."""
        return self.id(key) if self._data.get(key) not in (None, "") else ""

    def any_id(self, key: str) -> str:
        """Give an id that a person may have chosen in a desk file: any text, never a path."""
        return self._any_id(key, self._data.get(key))

    def any_id_or_none(self, key: str) -> str | None:
        """Give an id of any text, or None if there is none."""
        return self.any_id(key) if self.has(key) else None

    def any_id_or_nothing(self, key: str) -> str:
        """Give an id of any text, or "" if there is none."""
        return self.any_id(key) if self._data.get(key) not in (None, "") else ""

    def any_ids(self, key: str, most: int) -> tuple[str, ...]:
        """Give a list of ids of any text."""
        return tuple(self._any_id(key, one) for one in self._list(key, most))

    def integer(self, key: str, least: int = 0, most: int = 2**53) -> int:
        """Give a whole number in these bounds."""
        found = self._data.get(key)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise self.wrong(key)
        return found

    def one_of(self, key: str, allowed: Container[str]) -> str:
        """Give one of the words that are allowed."""
        found = self._data.get(key)
        if not isinstance(found, str) or found not in allowed:
            raise self.wrong(key)
        return found

    def hash(self, key: str) -> str:
        """Give 64 hexadecimal digits: a SHA-256."""
        return self._hash(key, self._data.get(key))

    def hashes(self, key: str, most: int) -> tuple[str, ...]:
        """Give a list of hashes."""
        return tuple(self._hash(key, one) for one in self._list(key, most))

    def key(self, key: str) -> str:
        """Give a key that verifies: 32 bytes, written as hexadecimal digits."""
        return self.hash(key)

    def recipient(self, key: str) -> str:
        """Give a recipient that age can seal for."""
        found = self.line(key)
        try:
            return str(pyrage.x25519.Recipient.from_str(found))
        except pyrage.RecipientError:
            raise self.wrong(key) from None

    def moment(self, key: str) -> datetime:
        """Give a moment with its time zone, as UTC."""
        try:
            found = datetime.fromisoformat(self.line(key, 40))
            if found.tzinfo is None:
                raise self.wrong(key)
            return found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.wrong(key) from None

    def _list(self, key: str, most: int) -> list[Any]:
        found = self._data.get(key)
        if not isinstance(found, list) or len(found) > most:
            raise self.wrong(key)
        return found

    def _text(self, key: str, found: object, most: int) -> str:
        if not isinstance(found, str) or len(found) > most or "\0" in found:
            raise self.wrong(key)
        return found

    def _line(self, key: str, found: object, most: int) -> str:
        text = self._text(key, found, most)
        strange = any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in text)
        if not text.strip() or strange or not _TURNING.isdisjoint(text):
            raise self.wrong(key)
        return text

    def _any_id(self, key: str, found: object) -> str:
        if not (text := self._text(key, found, LONGEST_ID)):
            raise self.wrong(key)
        return text

    def _hash(self, key: str, found: object) -> str:
        if not isinstance(found, str) or not _KEY.fullmatch(found):
            raise self.wrong(key)
        return found
