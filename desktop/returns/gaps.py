"""From which day on a desk keeps anything, so that nought before it is a gap and no number.

A new desk asked about 2014 does not answer that nobody visited. From the first record, meeting,
issue or recommendation on, or from the day the office declared its records complete, it answers;
what is not whole of that time is told in `wholes`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.formlib.model import Form
from desktop.store import models

NOTHING_KEPT = "no records are kept here of that time"


def kept_since(
    session: Session, form: Form, complete_from: date | None, anchor: Callable[[date], date]
) -> date | None:
    """Give the first day of which the desk keeps something of a form's scheme; None: of no day.

    `anchor` turns the Monday of a slot's week into the day on which its visit counts.
    """
    *days, counted_on, counted_by = session.execute(
        _BEGUN, {"scheme": form.scheme, "form": form.id}
    ).one()
    if counted_on is not None and counted_by == "slot":
        counted_on = anchor(counted_on)
    found = (day for day in (*days, counted_on, complete_from) if day is not None)
    return min(found, default=None)


def _begun() -> Select[*tuple[Any, ...]]:
    """Ask for the first day of each register of a `scheme`, and of the records of a `form`."""
    scheme: ColumnElement[str] = bindparam("scheme")
    record = models.Record
    first = (
        select(record.id)
        .where(
            record.form == bindparam("form"),
            record.counted_on.is_not(None),
            record.purpose == "real",
            record.status.not_in(("draft", "binned")),
        )
        .order_by(record.counted_on)
        .limit(1)
        .scalar_subquery()
    )
    meeting, issue, asked = models.Meeting, models.Issue, models.Recommendation
    return select(
        _first(meeting.on_date, meeting.scheme == scheme, meeting.status == "held"),
        _first(issue.raised_on, issue.scheme == scheme),
        _first(asked.made_on, asked.scheme == scheme),
        select(record.counted_on).where(record.id == first).scalar_subquery(),
        select(record.counted_by).where(record.id == first).scalar_subquery(),
    )


def _first(day: InstrumentedAttribute[date], *where: ColumnElement[bool]) -> ScalarSelect[date]:
    return select(day).where(*where).order_by(day).limit(1).scalar_subquery()


_BEGUN = _begun()
