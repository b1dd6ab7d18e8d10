"""What travels, as typed values and as bodies to sign: records here, the rest by name.

`to_body` gives plain JSON; `from_body` reads what others made and raises WrongContent. Keys it does
not know are passed over, so that a later version may say more. Keys that verify are hexadecimal
digits. What is signed says nothing about who may be believed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Self, get_args

from desktop.exchange.lines import LARGEST_LINE
from desktop.exchange.naming import canonical
from desktop.exchange.sealed.fields import Fields
from desktop.exchange.sealed.invitation_body import FormInUse, Invitation, Invited
from desktop.exchange.sealed.receipt_body import MOST_HEADS, About, Head, Note, Outcome, Receipt
from desktop.exchange.sealed.words import fingerprint

MOST_RECORDS = 2_000
"""Of one file; each record takes a while to put in its place."""
MOST_VERSIONS = 1_000

Purpose = Literal["records", "cases"]


def line_hash(line: Mapping[str, object]) -> str:
    """Give the hash that names a version: the SHA-256 of its line, written in one way."""
    return hashlib.sha256(canonical(line).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """One version of a record: its desk-file line, and all versions that it continues."""

    id: str
    number: int
    hash: str
    builds_on: tuple[str, ...]
    line: Mapping[str, Any] = field(repr=False)

    def to_body(self) -> dict[str, object]:
        """Give it as JSON; only the newest MOST_VERSIONS of `builds_on` travel."""
        return {
            "id": self.id,
            "number": self.number,
            "hash": self.hash,
            "builds_on": list(self.builds_on[-MOST_VERSIONS:]),
            "line": dict(self.line),
        }

    @classmethod
    def from_fields(cls, said: Fields) -> Self:
        """Read it and check its hash, and that the line is of the record it says."""
        line = said.json("line")
        written = canonical(line).encode()
        if len(written) > LARGEST_LINE or line.get("type") != "record":
            raise said.wrong("line")
        found = cls(
            id=said.any_id("id"),
            number=said.integer("number"),
            hash=said.hash("hash"),
            builds_on=said.hashes("builds_on", MOST_VERSIONS),
            line=line,
        )
        if line.get("id") != found.id:
            raise said.wrong("id")
        if hashlib.sha256(written).hexdigest() != found.hash or found.hash in found.builds_on:
            raise said.wrong("hash")
        return found


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A laptop introducing itself: its keys, whose it is, and the invitation that allows it.

    `let_in` is the code that lets its person back in, sealed for the office ("": none). `words`
    are those of the key, to compare by telephone; they do not travel but are worked out again.
    """

    verify_key: str
    recipient: str
    name: str
    person_id: str | None
    invitation: str
    token: str = field(repr=False)
    let_in: str = field(repr=False)
    words: tuple[str, ...]

    def to_body(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "verify_key": self.verify_key,
            "recipient": self.recipient,
            "name": self.name,
            "person_id": self.person_id,
            "invitation": self.invitation,
            "token": self.token,
            "let_in": self.let_in,
        }

    @classmethod
    def from_body(cls, body: object) -> Self:
        """Read it. WrongContent."""
        return cls.from_fields(Fields(body))

    @classmethod
    def from_fields(cls, said: Fields) -> Self:
        """Read it."""
        verify_key = said.key("verify_key")
        return cls(
            verify_key=verify_key,
            recipient=said.recipient("recipient"),
            name=said.line("name"),
            person_id=said.any_id_or_none("person_id"),
            invitation=said.id("invitation"),
            token=said.line("token"),
            let_in=said.text("let_in", 20_000),
            words=fingerprint(bytes.fromhex(verify_key)),
        )


@dataclass(frozen=True, slots=True)
class Submission:
    """Records on their way from one desk to another.

    `office` is the office's id, `head` the sender's newest audit entry, `heads` those of the
    receiver that the sender was told before. `laptop` goes along until a receipt has come.
    """

    id: str
    office: str
    laptop: Enrolment | None
    head: Head
    heads: tuple[Head, ...]
    records: tuple[SealedRecord, ...]
    made_at: datetime
    purpose: Purpose

    def to_body(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "id": self.id,
            "office": self.office,
            "laptop": self.laptop.to_body() if self.laptop else None,
            "head": self.head.to_body(),
            "heads": [head.to_body() for head in self.heads],
            "records": [record.to_body() for record in self.records],
            "made_at": self.made_at.isoformat(),
            "purpose": self.purpose,
        }

    @classmethod
    def from_body(cls, body: object) -> Self:
        """Read it. WrongContent; a record that stands twice is one reason."""
        said = Fields(body)
        records = tuple(
            SealedRecord.from_fields(one) for one in said.objects("records", MOST_RECORDS)
        )
        if len({record.id for record in records}) != len(records):
            raise said.wrong("records")
        purposes: dict[str, Purpose] = {one: one for one in get_args(Purpose)}
        return cls(
            id=said.id("id"),
            office=said.id("office"),
            laptop=Enrolment.from_fields(said.inner("laptop")) if said.has("laptop") else None,
            head=Head.from_fields(said.inner("head")),
            heads=tuple(Head.from_fields(one) for one in said.objects("heads", MOST_HEADS)),
            records=records,
            made_at=said.moment("made_at"),
            purpose=purposes[said.one_of("purpose", purposes)],
        )


__all__ = [
    "About",
    "Enrolment",
    "FormInUse",
    "Head",
    "Invitation",
    "Invited",
    "Note",
    "Outcome",
    "Purpose",
    "Receipt",
    "SealedRecord",
    "Submission",
    "line_hash",
]
