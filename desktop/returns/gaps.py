"""What a desk does not hold, so that nought is a gap and no number.

A new desk asked about 2014 does not answer that nobody visited. From the first record, meeting,
issue or recommendation on, or from the day the office declared its records complete, what is not
there did not happen. And where a total was entered because records are missing, what the others
say is not all there is: 26 visits entered as a total and no record are not 26 visits without a
serious issue.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.formlib.amounts import Amount, AtLeast, NotKnown
from desktop.formlib.model import Figure, Form
from desktop.formlib.result import Cell, Result, not_known
from desktop.store import models

NOTHING_KEPT = "no records are kept here of that time"

_MAY_GROW = ("slots_met", "weeks_covered", "months_covered", "time_slots")
"""Built-ins to which a record more could only add."""
_BESIDE = ("people", "open_balance", "oldest_open")
"""Built-ins that do not come from the period's records alone."""


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


def with_gap(form: Form, figure: Figure, result: Result, missing: int) -> Result:
    """Give what is left of a figure where a total shows that `missing` records are not here.

    A number of what the records hold is then at least that; a share, an average or a middle value
    of them is not known. What does not come from the records stays as it is.
    """
    if not missing or not _from_records(form, figure):
        return result
    why = f"{missing} {'record is' if missing == 1 else 'records are'} not here"
    if figure.how in ("count", "sum", "most", "distinct") or figure.what in _MAY_GROW:
        return Result(
            _at_least(result.value, missing, why),
            of=result.of,
            cells=tuple(
                Cell(cell.code, cell.label, _at_least(cell.value, missing, why))
                for cell in result.cells
            ),
            unknown=result.unknown + missing,
            records=result.records,
        )
    return not_known(why, result.records)


def _from_records(form: Form, figure: Figure) -> bool:
    if figure.how == "built_in":
        return figure.what not in _BESIDE
    tracked = {f"{group.tracked}s" for group in form.rows.values() if group.tracked == "issue"}
    return figure.over in ("records", *form.rows, *tracked)


def _at_least(amount: Amount, missing: int, why: str) -> Amount:
    if isinstance(amount, NotKnown) or amount.value <= 0:
        return amount if isinstance(amount, NotKnown) else NotKnown(why)
    unknown = amount.unknown if isinstance(amount, AtLeast) else 0
    return AtLeast(amount.value, unknown + missing)
