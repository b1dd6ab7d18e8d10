"""Totals the office entered because records do not exist (yet), and which of them stand.

A total stands for a period or for a meeting until the records of it are whole: those of a meeting
when it is declared complete, those of a period when the scheme's records are complete from its
first day on (`complete_from`). For a longer period the totals of its parts stand together: four
quarters make a year. A total that reaches over an end of the period cannot be divided and says
nothing about it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Amount, Known, NotKnown, add
from desktop.formlib.result import Cell, Result
from desktop.returns.periods import Period
from desktop.store import models

_NOT_STATED = NotKnown("not stated in the source")


@dataclass(frozen=True, slots=True)
class Stated:
    """What was entered of one figure, for a period or for a meeting.

    A meeting's total lies on the meeting's day. `gives_way` says that the records it stands for
    are declared complete, so that it is only compared with them.
    """

    figure: str
    start: date
    end: date
    meeting: str
    gives_way: bool
    result: Result
    source: str


def stated_totals(
    session: Session, complete_from: Mapping[str, date | None]
) -> dict[str, list[Stated]]:
    """Read all totals entered, by form.

    `complete_from` gives, by form, the day from which its scheme's records are complete.
    """
    table = models.EnteredTotal
    query = select(table).where(table.form.in_(complete_from))
    rows = session.scalars(query.order_by(table.entered_at, table.id)).all()
    meetings = _meetings(session, {row.meeting_id for row in rows if row.meeting_id})
    lines: dict[tuple[str, str, date, date, str], list[models.EnteredTotal]] = {}
    for row in rows:
        meeting = meetings.get(row.meeting_id or "")
        start = row.start or (meeting.on_date if meeting is not None else None)
        end = row.end or (meeting.on_date if meeting is not None else None)
        if start is None or end is None:
            continue  # it names neither a period nor a meeting, so it can stand for nothing
        key = (row.form, row.figure, start, end, meeting.id if meeting is not None else "")
        lines.setdefault(key, []).append(row)
    found: dict[str, list[Stated]] = {}
    for (form, figure, start, end, held), its in lines.items():
        day = complete_from[form]
        whole = day is not None and day <= start
        gives_way = whole or (bool(held) and meetings[held].complete)
        used = list({row.cell: row for row in its}.values())  # of two for one, the last entered
        result, source = _result(used), _sources(row.source for row in used)
        found.setdefault(form, []).append(
            Stated(figure, start, end, held, gives_way, result, source)
        )
    return found


def chosen(totals: Iterable[Stated], period: Period) -> tuple[Stated, ...]:
    """Give what was entered of one figure for a period: for it as a whole, or for parts of it.

    Parts are periods that do not overlap, the longest first, and the meetings held on no day of
    these.
    """
    within = [one for one in totals if period.start <= one.start and one.end <= period.end]
    spans = [one for one in within if not one.meeting]
    parts: list[Stated] = []
    for one in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end < part.start or part.end < one.start for part in parts):
            parts.append(one)
    held = [
        one
        for one in within
        if one.meeting and not any(part.start <= one.start <= part.end for part in parts)
    ]
    return tuple(sorted((*parts, *held), key=lambda one: (one.start, one.meeting)))


def together(results: Sequence[Result]) -> Result:
    """Add the results of several parts of a period; what one part does not know, none knows."""
    codes = {cell.code: cell.label for result in results for cell in result.cells}
    bases = [result.of for result in results if result.of is not None]
    return Result(
        add(result.value for result in results),
        of=add(bases) if len(bases) == len(results) else None,
        cells=tuple(
            Cell(code, label, add(result.cell(code) for result in results))
            for code, label in codes.items()
        ),
        unknown=sum(result.unknown for result in results),
        records=tuple(dict.fromkeys(id_ for result in results for id_ in result.records)),
    )


def _meetings(session: Session, ids: set[str]) -> dict[str, models.Meeting]:
    """Give the meetings of which totals were entered."""
    query = select(models.Meeting).where(models.Meeting.id.in_(ids))
    return {row.id: row for row in session.scalars(query)} if ids else {}


def _result(rows: Sequence[models.EnteredTotal]) -> Result:
    whole = [row for row in rows if not row.cell]
    cells = {row.cell: row for row in rows if row.cell}
    parts = tuple(Cell(code, code, _amount(row.numerator)) for code, row in cells.items())
    value = add(_amount(row.numerator) for row in whole[-1:] or cells.values())
    of = next((row.denominator for row in whole[-1:] if row.denominator is not None), None)
    return Result(value, of=None if of is None else Known(of), cells=parts)


def _amount(value: int | None) -> Amount:
    return _NOT_STATED if value is None else Known(value)


def _sources(sources: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(source for source in sources if source))
