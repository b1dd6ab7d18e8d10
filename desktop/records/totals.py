"""Entered totals: a figure typed in with its source, because its records do not exist (yet).

A total is for a period or for a meeting. Each part of a figure (`cell`, a code) is a line of its
own; a part left out is not stated. Records take its place later (see `returns`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.records.rows import every, in_order, kept
from desktop.store import models
from desktop.store.ids import new_id
from desktop.store.models import EnteredTotal


@dataclass(frozen=True, slots=True)
class Where:
    """What a total is for: a figure of a form, and a period or a meeting."""

    form: str
    figure: str
    start: date | None = None
    end: date | None = None
    meeting_id: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One number: of the figure itself (`cell` empty) or of one part. None: not known."""

    cell: str
    numerator: int | None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """One line of an entered total as it is kept."""

    id: str
    form: str
    figure: str
    start: date | None
    end: date | None
    meeting_id: str | None
    cell: str
    numerator: int | None
    denominator: int | None
    source: str
    entered_by: str
    entered_at: datetime
    note: str


def enter_total(
    session: Session,
    where: Where,
    parts: Sequence[Part],
    *,
    source: str,
    who: str,
    note: str = "",
) -> tuple[Total, ...]:
    """Keep a total with all its parts, in place of one entered before for the same.

    Raises UserError without a source, for numbers below nought, for parts above the whole, and
    where neither a period nor a meeting is named; NotHere.
    """
    _refuse_wrong(where, parts, source)
    if where.meeting_id is not None:
        kept(session, models.Meeting, where.meeting_id, "meeting")
    for row in _rows(session, where):
        session.delete(row)
    rows = [
        EnteredTotal(
            id=new_id(),
            form=where.form,
            figure=where.figure,
            start=where.start,
            end=where.end,
            meeting_id=where.meeting_id,
            cell=part.cell,
            numerator=part.numerator,
            denominator=part.denominator,
            source=source.strip(),
            entered_by=who,
            entered_at=clock.now(),
            note=note,
        )
        for part in parts
    ]
    session.add_all(rows)
    session.flush()
    return every(Total, rows)


def remove_total(session: Session, where: Where) -> None:
    """Take a total back, with all its parts."""
    for row in _rows(session, where):
        session.delete(row)
    session.flush()


def total_for(session: Session, where: Where) -> tuple[Total, ...]:
    """Give what was entered for a figure and a period or a meeting; empty where nothing was."""
    return every(Total, _rows(session, where))


def totals(session: Session, form: str | None = None) -> tuple[Total, ...]:
    """Give all entered totals, of one form or of all, in the order they were entered."""
    query = select(EnteredTotal).order_by(EnteredTotal.id)
    if form is not None:
        query = query.where(EnteredTotal.form == form)
    return every(Total, session.scalars(query))


def _rows(session: Session, where: Where) -> list[EnteredTotal]:
    query = select(EnteredTotal).where(
        EnteredTotal.form == where.form, EnteredTotal.figure == where.figure
    )
    wanted = (where.start, where.end, where.meeting_id)
    rows = session.scalars(query.order_by(EnteredTotal.id))
    return [row for row in rows if (row.start, row.end, row.meeting_id) == wanted]


def _refuse_wrong(where: Where, parts: Sequence[Part], source: str) -> None:
    in_order(where.start, where.end, "The period")
    if where.meeting_id is None and (where.start is None or where.end is None):
        raise UserError("Say what the total is for.", "Choose a period or a meeting.")
    if not source.strip():
        raise UserError("Say where the numbers come from.", "Name the paper or the person.")
    numbers = [n for part in parts for n in (part.numerator, part.denominator) if n is not None]
    if any(number < 0 for number in numbers):
        raise UserError("A total cannot be less than nought.", "Enter 0 or more, or not known.")
    for part in parts:
        if None not in (part.numerator, part.denominator) and (
            (part.numerator or 0) > (part.denominator or 0)
        ):
            raise UserError(
                f"{part.numerator} of {part.denominator} cannot be.",
                "Enter the part first and the whole second.",
            )
