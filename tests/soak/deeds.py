"""What a desk is made to do, and what is in it afterwards: the model that real desks are held to.

A record is known by a token in its text, so that the model knows it before it has an id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal[
    "open",
    "save",
    "change",
    "finish",
    "send",
    "receive",
    "passphrase",
    "code",
    "key",
    "back up",
    "restore",
    "close",
]
Role = Literal["laptop", "office", "old"]

CAME = 0
"""The version of a record that came in a file."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to be done.

    `tokens` are the records it is about, `version` is what a changed one says, `name` is the
    new passphrase, the file to take in or the backup to go back to.
    """

    kind: Kind
    tokens: frozenset[str] = frozenset()
    version: int = 1
    name: str = ""

    @property
    def token(self) -> str:
        """The one record that it is about."""
        (token,) = self.tokens
        return token


@dataclass(frozen=True, slots=True)
class Entry:
    """A record: which version of its text is there, and how far it has come."""

    version: int
    status: str


@dataclass(frozen=True, slots=True)
class State:
    """All that must be in a desk: its records by token, and its files by the tokens in them."""

    records: Mapping[str, Entry]
    files: frozenset[frozenset[str]] = frozenset()

    def after(self, deed: Deed, role: Role) -> "State":
        """Give what a desk holds when a deed is done; going back to a backup is not one of them."""
        records = dict(self.records)
        if deed.kind in ("save", "change"):
            records[deed.token] = Entry(deed.version, "open")
        elif deed.kind == "finish":
            status = "finished" if role == "laptop" else "filed"
            records[deed.token] = replace(records[deed.token], status=status)
        elif deed.kind == "send":
            records |= {one: replace(records[one], status="sent") for one in deed.tokens}
        elif deed.kind == "receive":
            records = {one: Entry(CAME, "filed") for one in deed.tokens} | records
        if deed.kind in ("send", "receive"):
            return State(records, self.files | {deed.tokens})
        return State(records, self.files)

    def with_status(self, status: str) -> list[str]:
        """Give the tokens of the records that have come so far, in order."""
        return sorted(one for one, entry in self.records.items() if entry.status == status)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a desk's program says: that it will do something, or that it is done and durable.

    `result` is the new recovery code or the name of the new backup.
    """

    done: bool
    deed: Deed
    result: str = ""
