"""One record as people read it: its header, its answers, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.model import Form
from desktop.records import identifiers
from desktop.records.rows import data, every, kept
from desktop.store import models

DONE = ("finished", "sent", "filed")
"""The statuses of a record that was finished: what it says stands."""


@dataclass(frozen=True, slots=True)
class Record:
    """One filled form.

    `people` are person ids, `answers` typed values by field id, `unread` what was typed and could
    not be read. `revision` counts the changes after finishing, `version` every save.
    """

    id: str
    form: str
    form_version: int
    scheme: str
    status: str
    sitting: int
    place_id: str | None
    on_date: date | None
    counted_on: date | None
    counted_by: str | None
    meeting_id: str | None
    case_ref: str | None
    hearing_no: int | None
    slot_id: str | None
    reference: str
    purpose: str
    source: str
    on_paper: bool
    typed_by: str
    people: tuple[str, ...]
    answers: Mapping[str, object]
    unread: Mapping[str, str]
    revision: int
    version: int
    created_at: datetime
    changed_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finished record's answers as they stood before a change, and who changed them and why."""

    number: int
    at: datetime
    who: str
    reason: str
    answers: Mapping[str, object]


def record(session: Session, id: str, *, reveal: Form | None = None) -> Record:
    """Read one record. With its form as `reveal`, the names and numbers of people in it too.

    Raises NotHere.
    """
    row = row_of(session, id)
    if reveal is None:
        return data(Record, row)
    found = identifiers.kept_of(session, id)
    answers, unread = identifiers.put_back(reveal, row, found)
    return data(Record, row, answers=answers, unread=unread)


def revisions(session: Session, id: str) -> tuple[Earlier, ...]:
    """Give what a record said before each change after finishing, oldest first."""
    query = (
        select(models.Revision)
        .where(models.Revision.record_id == id)
        .order_by(models.Revision.number)
    )
    return every(Earlier, session.scalars(query))


def row_of(session: Session, id: str) -> models.Record:
    """Give the database's own row, for this room only. Raises NotHere."""
    return kept(session, models.Record, id, "record")
