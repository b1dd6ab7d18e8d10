"""The file in which a laptop sends its records to the office.

`write_for_office` is all that the rest of the program needs to know of it. A desk that belongs to
an office writes a sealed file; one that does not, an open desk file.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.exchange.exporting import kind_lines, write_bytes, write_lines
from desktop.exchange.kinds import KINDS
from desktop.exchange.record_lines import write_records
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.sending import make_submission
from desktop.formlib.model import Form
from desktop.store import models

_TO_SEND = ("finished", "sent")
# What the office knows better of a place or a person than a visitor does stays out of the file.
_KNOWN_BY = {
    "place": ("type", "id", "scheme", "name"),
    "person": ("type", "id", "name", "kind"),
    "dog": ("type", "id", "name", "kind", "status"),
}


def is_sealed(session: Session) -> bool:
    """Say whether only the office can read the file. An open one is read by whoever gets it."""
    return office_of(session) is not None


def file_name(day: date, *, sealed: bool = False) -> str:
    """Suggest a name for the file; nobody's name is in it."""
    return f"for-the-office-{day.isoformat()}.{'age' if sealed else 'jsonl'}"


def write_for_office(
    session: Session, path: Path, forms: Mapping[str, Form], ids: Sequence[str]
) -> tuple[str, ...]:
    """Write records to a file for the office and give the ids of those that are in it.

    That is those of `ids` that are finished or were sent before, and real: what was written for
    practice stays here. With them go the names of the places, people and dogs in them, their
    meetings and slots; never an identifier, unless the file is sealed: then they are sent with
    it. Raises UserError where none is left to send, or the file cannot be written.
    """
    if is_sealed(session):
        made = make_submission(session, forms, ids)
        write_bytes(path, made.blob)
        return made.record_ids
    query = select(models.Record).where(
        models.Record.id.in_(ids),
        models.Record.status.in_(_TO_SEND),
        models.Record.purpose == "real",
    )
    records = session.scalars(query.order_by(models.Record.id)).all()
    if not records:
        raise UserError("None of these records is finished now.", "Look at the list again.")
    sent = tuple(row.id for row in records)
    write_lines(path, _lines(session, forms, records))
    return sent


def _lines(
    session: Session, forms: Mapping[str, Form], records: Sequence[models.Record]
) -> Iterator[Mapping[str, object]]:
    slots = {row.slot_id for row in records if row.slot_id}
    meetings = {row.meeting_id for row in records if row.meeting_id}
    named = {text for row in records for text in _texts([row.answers, row.people, row.place_id])}
    for slot in session.scalars(select(models.Slot).where(models.Slot.id.in_(slots))):
        named |= {slot.place_id, *slot.pair}
    for type_, keys in _KNOWN_BY.items():
        kind = KINDS[type_]
        for line in kind_lines(session, kind, kind.table.c.id.in_(named)):
            yield {key: line[key] for key in keys if key in line}
    yield from kind_lines(session, KINDS["slot"], models.Slot.id.in_(slots))
    yield from kind_lines(session, KINDS["meeting"], models.Meeting.id.in_(meetings))
    yield from write_records(session, forms, hand_over=False, only=[row.id for row in records])


def _texts(value: object) -> Iterator[str]:
    """Give every text in some answers: those that are ids of something name it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
