"""Cases on the list of a meeting: a hearing is one look at one case at one meeting.

A case that comes to no conclusion is heard again: a new record with the same case reference and
the next hearing number, which begins with what was prepared before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.records.drafts import new_draft, touched, write
from desktop.records.record import Record, record, row_of
from desktop.store import models
from desktop.store.ids import new_id


class OnTheListAlready(UserError):
    """The case is on the list of this meeting already."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case on a meeting's list. `sitting` 1: being prepared; `status` as of any record."""

    id: str
    case_ref: str | None
    hearing_no: int | None
    status: str
    sitting: int
    version: int


def add_case(
    session: Session,
    form: Form,
    meeting: str,
    facts: Mapping[str, object],
    *,
    office: Office,
    who: str,
) -> Record:
    """Put a case on the list of a meeting with what is known of it before the day.

    `facts` are answers by field id; without a reference one is made. Raises OnTheListAlready,
    NotHere.
    """
    draft = new_draft(session, form, office=office, who=who, meeting=meeting)
    row = row_of(session, draft.id)
    write(session, form, row, {**draft.answers, **facts}, {}, office)
    _refuse_twice(session, row)
    row.status = "open"
    touched(row)
    session.flush()
    return record(session, row.id, reveal=form)


def carry_over(
    session: Session, form: Form, id: str, meeting: str, *, office: Office, who: str
) -> Record:
    """Put a case on the list of a later meeting, with what was prepared for this one.

    Raises OnTheListAlready, NotHere, UserError where the meeting is not a later one.
    """
    earlier = record(session, id, reveal=form)
    before, after = (session.get(models.Meeting, one) for one in (earlier.meeting_id, meeting))
    if before is not None and after is not None and after.on_date <= before.on_date:
        raise UserError(
            "A case is carried over to a later meeting.", "Choose a meeting after this one."
        )
    prepared = {
        field.id for section in form.sections if section.sitting == 1 for field in section.fields
    }
    facts: dict[str, object] = {}
    for name, value in earlier.answers.items():
        if name in prepared:
            facts[name] = _anew(value) if name in form.rows else value
    return add_case(session, form, meeting, facts, office=office, who=who)


def cases(session: Session, meeting: str, form: Form | None = None) -> tuple[Case, ...]:
    """Give the cases on the list of a meeting, of one form or of all, by reference."""
    table = models.Record
    query = select(
        table.id, table.case_ref, table.hearing_no, table.status, table.sitting, table.version
    ).where(table.meeting_id == meeting, table.status != "binned")
    if form is not None:
        query = query.where(table.form == form.id)
    query = query.order_by(table.case_ref, table.hearing_no, table.id)
    return tuple(Case(*row) for row in session.execute(query))


def hearings(session: Session, form: Form, case_ref: str) -> tuple[Case, ...]:
    """Give every hearing of one case, the first one first."""
    table = models.Record
    query = (
        select(
            table.id, table.case_ref, table.hearing_no, table.status, table.sitting, table.version
        )
        .where(table.form == form.id, table.case_ref == case_ref, table.status != "binned")
        .order_by(table.hearing_no, table.id)
    )
    return tuple(Case(*row) for row in session.execute(query))


def _refuse_twice(session: Session, row: models.Record) -> None:
    table = models.Record
    same = select(table.id).where(
        table.meeting_id == row.meeting_id,
        table.form == row.form,
        table.case_ref == row.case_ref,
        table.id != row.id,
        table.status != "binned",
    )
    if row.case_ref and session.scalars(same).first() is not None:
        raise OnTheListAlready(
            f"{row.case_ref} is on the list of this meeting already.", "Open it there."
        )


def _anew(rows: object) -> object:
    """Give rows ids of their own: a row's id is that of its line in a register."""
    listed: Sequence[object] = rows if isinstance(rows, list) else []
    return [{**row, "id": new_id()} for row in listed if isinstance(row, dict)]
