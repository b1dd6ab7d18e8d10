"""The tracker: recommendations and learning, from the day they are made to their evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.ids import new_id

KINDS = ("recommendation", "learning")
REPLIES = ("none", "accepted", "partly", "rejected")


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of a recommendation when it is made.

    `text` None: the source does not state it; `count` lets several such be one line.
    """

    scheme: str
    made_on: date
    text: str | None = None
    kind: str = "recommendation"
    made_to: str = ""
    count: int = 1
    due: date | None = None
    ref: str = ""
    meeting_id: str | None = None
    record_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A line of the tracker. `repeat_of`: the earlier line that came back in this one."""

    id: str
    scheme: str
    kind: str
    meeting_id: str | None
    record_ids: tuple[str, ...]
    ref: str
    text: str | None
    made_to: str
    made_on: date
    count: int
    due: date | None
    reply: str
    reply_on: date | None
    reply_text: str
    evidence: str
    evidence_on: date | None
    reported_on: date | None
    status: str
    repeat_of: str | None


def add(session: Session, made: Made) -> Recommendation:
    """Put a recommendation or a piece of learning in the tracker. Raises UserError, NotHere.

    Only lines without a text may stand for several.
    """
    if made.count < 1 or (made.count > 1 and made.text):
        raise UserError(
            "Each recommendation has a line of its own.",
            "Enter one line for each text, or a number without a text.",
        )
    if made.meeting_id is not None:
        kept(session, models.Meeting, made.meeting_id, "meeting")
    row = models.Recommendation(
        id=new_id(),
        scheme=made.scheme,
        kind=made.kind,
        meeting_id=made.meeting_id,
        record_ids=list(made.record_ids),
        ref=made.ref,
        made_to=made.made_to,
        made_on=made.made_on,
        count=made.count,
        due=made.due,
    )
    row.text = _text(made.text)
    session.add(row)
    return _saved(session, row)


def change(session: Session, id: str, made: Made) -> Recommendation:
    """Correct what was said when it was made; reply and evidence stay. Raises NotHere."""
    row = _row(session, id)
    row.text, row.made_to, row.made_on = _text(made.text), made.made_to, made.made_on
    row.count, row.due, row.ref = made.count, made.due, made.ref
    row.meeting_id, row.record_ids = made.meeting_id, list(made.record_ids)
    return _saved(session, row)


def reply(
    session: Session, id: str, answer: str, on: date | None, text: str = ""
) -> Recommendation:
    """Keep the force's reply: accepted, partly, rejected, or none after all. Raises NotHere."""
    row = _row(session, id)
    row.reply, row.reply_text = answer, text.strip()
    row.reply_on = on if answer != "none" else None
    return _saved(session, row)


def give_evidence(session: Session, id: str, text: str, on: date) -> Recommendation:
    """Keep what shows that it was done, and when it was seen. Raises NotHere, UserError."""
    if not text.strip():
        raise UserError("Say what was seen.", "One line is enough.")
    row = _row(session, id)
    row.evidence, row.evidence_on = text.strip(), on
    return _saved(session, row)


def report(session: Session, id: str, on: date) -> Recommendation:
    """Note that it was reported to the panel it is fed up to. Raises NotHere."""
    row = _row(session, id)
    row.reported_on = on
    return _saved(session, row)


def close(session: Session, id: str) -> Recommendation:
    """Close a line: it was rejected, or there is evidence. Raises NotHere, UserError."""
    row = _row(session, id)
    if row.reply == "none" and row.evidence_on is None:
        raise UserError(
            "There is no reply and no evidence yet.",
            "Enter the reply, or what was seen to be done.",
        )
    if row.reply in ("accepted", "partly") and row.evidence_on is None:
        raise UserError(
            "It was accepted, but nothing shows yet that it was done.",
            "Enter the evidence first.",
        )
    row.status = "closed"
    return _saved(session, row)


def reopen(session: Session, id: str) -> Recommendation:
    """Open a closed line again. Raises NotHere."""
    row = _row(session, id)
    row.status = "open"
    return _saved(session, row)


def came_back(session: Session, id: str, earlier: str) -> Recommendation:
    """Say that a line says again what an `earlier` one said; that one came back. Raises NotHere."""
    row, before = _row(session, id), _row(session, earlier)
    if id == earlier or before.made_on > row.made_on:
        raise UserError("Only an earlier one can have come back.", "Choose an earlier line.")
    row.repeat_of, before.status = earlier, "came_back"
    return _saved(session, row)


def recommendation(session: Session, id: str) -> Recommendation:
    """Give one line. Raises NotHere."""
    return data(Recommendation, _row(session, id))


def tracker(
    session: Session,
    *,
    scheme: str | None = None,
    kinds: Sequence[str] = KINDS,
    statuses: Sequence[str] = ("open",),
) -> tuple[Recommendation, ...]:
    """Give lines of the tracker, earliest first."""
    line = models.Recommendation
    query = select(line).where(line.kind.in_(kinds), line.status.in_(statuses))
    if scheme is not None:
        query = query.where(line.scheme == scheme)
    return every(Recommendation, session.scalars(query.order_by(line.made_on, line.id)))


def awaiting_reply(session: Session, today: date) -> tuple[Recommendation, ...]:
    """Give open lines without a reply whose day has passed, longest waiting first."""
    line = models.Recommendation
    query = select(line).where(line.status == "open", line.reply == "none", line.due < today)
    return every(Recommendation, session.scalars(query.order_by(line.due, line.id)))


def made_at(session: Session, meeting: str) -> tuple[Recommendation, ...]:
    """Give what a meeting asked for, in the order it was entered."""
    line = models.Recommendation
    query = select(line).where(line.meeting_id == meeting)
    return every(Recommendation, session.scalars(query.order_by(line.made_on, line.id)))


def _row(session: Session, id: str) -> models.Recommendation:
    return kept(session, models.Recommendation, id, "recommendation")


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None


def _saved(session: Session, row: models.Recommendation) -> Recommendation:
    session.flush()
    return data(Recommendation, row)
