"""What an office answers, as a typed value and as a body to sign; see payload.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self, get_args

from desktop.exchange.sealed.deciding import Decision
from desktop.exchange.sealed.fields import Fields

MOST_MESSAGES = 2_000
MOST_HEADS = 200

About = Literal["issue", "note", "record"]


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of an audit: its number (0: none yet) and its hash."""

    seq: int
    hash: str

    def to_body(self) -> dict[str, object]:
        """Give it as JSON."""
        return {"seq": self.seq, "hash": self.hash}

    @classmethod
    def from_fields(cls, said: Fields) -> Self:
        """Read it."""
        return cls(said.integer("seq"), said.hash("hash"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record that was sent: the decision, and a sentence for its writer."""

    record_id: str
    number: int
    hash: str
    decision: Decision
    sentence: str

    def to_body(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "record_id": self.record_id,
            "number": self.number,
            "hash": self.hash,
            "decision": self.decision,
            "sentence": self.sentence,
        }

    @classmethod
    def from_fields(cls, said: Fields) -> Self:
        """Read it."""
        decisions: dict[str, Decision] = {one: one for one in get_args(Decision)}
        return cls(
            record_id=said.any_id("record_id"),
            number=said.integer("number"),
            hash=said.hash("hash"),
            decision=decisions[said.one_of("decision", decisions)],
            sentence=said.text("sentence", 2_000),
        )


@dataclass(frozen=True, slots=True)
class Note:
    """A message that goes along: about an issue or a record (its id), or about neither ("")."""

    id: str
    kind: About
    about: str
    text: str
    at: datetime

    def to_body(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "about": self.about,
            "text": self.text,
            "at": self.at.isoformat(),
        }

    @classmethod
    def from_fields(cls, said: Fields) -> Self:
        """Read it."""
        abouts: dict[str, About] = {one: one for one in get_args(About)}
        return cls(
            id=said.id("id"),
            kind=abouts[said.one_of("kind", abouts)],
            about=said.any_id_or_nothing("about"),
            text=said.text("text", 20_000),
            at=said.moment("at"),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """The office's answer: what became of each record, its messages, and both audits' heads.

    `laptop` is the key of the laptop that it answers, `head` the office's newest audit entry,
    `heads_seen` those of the laptop that the office knows. `for_submission` may be "" where an
    office only sends messages.
    """

    id: str
    for_submission: str
    laptop: str
    results: tuple[Outcome, ...]
    messages: tuple[Note, ...]
    head: Head
    heads_seen: tuple[Head, ...]
    made_at: datetime

    def to_body(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "id": self.id,
            "for_submission": self.for_submission,
            "laptop": self.laptop,
            "results": [result.to_body() for result in self.results],
            "messages": [message.to_body() for message in self.messages],
            "head": self.head.to_body(),
            "heads_seen": [head.to_body() for head in self.heads_seen],
            "made_at": self.made_at.isoformat(),
        }

    @classmethod
    def from_body(cls, body: object) -> Self:
        """Read it. WrongContent."""
        said = Fields(body)
        return cls(
            id=said.id("id"),
            for_submission=said.id_or_nothing("for_submission"),
            laptop=said.key("laptop"),
            results=tuple(Outcome.from_fields(one) for one in said.objects("results")),
            messages=tuple(
                Note.from_fields(one) for one in said.objects("messages", MOST_MESSAGES)
            ),
            head=Head.from_fields(said.inner("head")),
            heads_seen=tuple(
                Head.from_fields(one) for one in said.objects("heads_seen", MOST_HEADS)
            ),
            made_at=said.moment("made_at"),
        )
