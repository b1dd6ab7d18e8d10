"""Whom the office owes an answer, and what it would say: read before the answer is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.sealed import enrolling, receipts, sending
from desktop.exchange.sealed.messages import news_for
from desktop.store.models import Message, Parcel


@dataclass(frozen=True, slots=True)
class Owed:
    """What a laptop's next answer would bring that no answer has brought before.

    `records` counts those of its files since the last answer, `messages` what was written to its
    person and what became of what they raised. `last` is when an answer was made, None: never.
    """

    peer_id: str
    name: str
    records: int
    messages: int
    last: datetime | None

    @property
    def is_owed(self) -> bool:
        """Say whether there is anything new to say."""
        return bool(self.records or self.messages)


def owed(session: Session) -> tuple[Owed, ...]:
    """Give all confirmed laptops by name, each with what its next answer would bring."""
    return tuple(
        _owed(session, one.id, one.name)
        for one in enrolling.laptops(session)
        if one.state == "confirmed"
    )


def _owed(session: Session, peer_id: str, name: str) -> Owed:
    theirs = select(Parcel).where(Parcel.peer_id == peer_id)
    given = theirs.where(Parcel.kind == receipts.KIND, Parcel.direction == "out")
    last = session.scalars(given.order_by(Parcel.id.desc())).first()
    came = theirs.where(Parcel.kind == sending.KIND, Parcel.direction == "in")
    files = list(session.scalars(came.order_by(Parcel.at, Parcel.id)))
    unsent = select(Message.id).where(
        Message.peer_id == peer_id, Message.direction == "out", Message.parcel_id.is_(None)
    )
    return Owed(
        peer_id,
        name,
        records=_records(files, str(last.contents.get("last", "")) if last else ""),
        messages=len(session.scalars(unsent).all()) + len(news_for(session, peer_id)),
        last=last.at if last is not None else None,
    )


def _records(files: Iterable[Parcel], answered: str) -> int:
    """Count the records in the files that came after the one answered last."""
    found: set[str] = set()
    for row in files:
        records = row.contents.get("records")
        found |= {str(one[0]) for one in records} if isinstance(records, list) else set()
        if row.id == answered:
            found = set()
    return len(found)
