"""Totals the office entered because records do not exist (yet): used until the records are whole.

A total for a meeting stands until the meeting's records are declared complete; one for a period
until the scheme's records are complete (`complete_from`). Both are shown, and a difference is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Amount, Known, NotKnown, add
from desktop.formlib.model import Figure, Form
from desktop.formlib.result import Cell, Result
from desktop.returns.compiled import Entered
from desktop.returns.periods import Period
from desktop.store import models

_NOT_STATED = NotKnown("not stated in the source")


@dataclass(frozen=True, slots=True)
class Total:
    """One line of an entered total: the figure itself (`cell` empty) or one part of it."""

    figure: str
    start: date
    end: date
    meeting: str | None
    complete: bool
    cell: str
    numerator: int | None
    denominator: int | None
    source: str


def totals_of(session: Session, form: str) -> tuple[Total, ...]:
    """Read all entered totals of a form; one for a meeting lies on the meeting's day."""
    meetings = {row.id: row for row in session.scalars(select(models.Meeting))}
    query = (
        select(models.EnteredTotal)
        .where(models.EnteredTotal.form == form)
        .order_by(models.EnteredTotal.id)
    )
    found = []
    for row in session.scalars(query):
        meeting = meetings.get(row.meeting_id or "")
        start = row.start or (meeting.on_date if meeting is not None else None)
        end = row.end or (meeting.on_date if meeting is not None else None)
        if start is None or end is None:
            continue  # it names neither a period nor a meeting, so it can stand for nothing
        found.append(
            Total(
                row.figure,
                start,
                end,
                row.meeting_id,
                meeting is not None and meeting.complete,
                row.cell,
                row.numerator,
                row.denominator,
                row.source,
            )
        )
    return tuple(found)


def entered_for(figure: Figure, totals: Iterable[Total], period: Period) -> Entered | None:
    """Give the total entered for a figure and a period, or for the meetings held in it.

    A total for exactly the period goes before those of meetings, which add up.
    """
    own = [t for t in totals if t.figure == figure.id]
    exact = [t for t in own if t.meeting is None and (t.start, t.end) == (period.start, period.end)]
    if exact:
        return Entered(_result(exact), _sources(exact))
    held = [t for t in own if t.meeting is not None and not t.complete and t.start in period]
    if not held:
        return None
    return Entered(
        _result(held), _sources(held), tuple(dict.fromkeys(t.meeting or "" for t in held))
    )


def combined(
    figure: Figure, records: Result, entered: Entered | None, *, complete: bool
) -> tuple[Result, bool, str]:
    """Choose between what records give and what was entered.

    Gives the result to use, whether it is the entered one, and a sentence where both are known
    and differ. `complete` says that the period's records are declared complete.
    """
    if entered is None:
        return records, False, ""
    differ = ""
    both_known = isinstance(records.value, Known) and isinstance(entered.result.value, Known)
    if both_known and records.value != entered.result.value:
        differ = (
            f"{figure.label}: the records give {_said(records.value)}, "
            f"the entered total is {_said(entered.result.value)} ({entered.source})."
        )
    return (records, False, differ) if complete else (entered.result, True, differ)


def complete_from(session: Session, form: Form) -> date | None:
    """Give the day from which the scheme's records are declared complete."""
    scheme = session.get(models.Scheme, form.scheme)
    return scheme.complete_from if scheme is not None else None


def _result(totals: Sequence[Total]) -> Result:
    whole = [t for t in totals if not t.cell]
    cells = {t.cell: t for t in totals if t.cell}
    parts = tuple(Cell(code, code, _amount(t.numerator)) for code, t in cells.items())
    value = add(_amount(t.numerator) for t in whole) if whole else add(c.value for c in parts)
    has_base = any(t.denominator is not None for t in whole)
    of = add(_amount(t.denominator) for t in whole) if has_base else None
    return Result(value, of=of, cells=parts)


def _amount(value: int | None) -> Amount:
    return _NOT_STATED if value is None else Known(value)


def _sources(totals: Sequence[Total]) -> str:
    return "; ".join(dict.fromkeys(t.source for t in totals if t.source))


def _said(amount: Amount) -> str:
    return str(amount.value) if isinstance(amount, Known) else "not known"
