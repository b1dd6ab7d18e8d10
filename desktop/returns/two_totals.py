"""Totals that contradict each other: all of them said with their sources, and which one is used.

Two may be entered for the same figure and time, by two people or from two files; and the totals of
a period's months or meetings may come to more than the one entered for the whole period.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Known, add, number_text
from desktop.formlib.model import Form
from desktop.returns.compiled import FigureValue
from desktop.returns.dates_text import day_text
from desktop.returns.entered import Stated, chosen, stated_totals
from desktop.returns.periods import Period, any_dates
from desktop.returns.story import joined
from desktop.store.models import EnteredTotal, Meeting

_ADD_UP = ("count", "sum")
_LONGER = "None is used: a total of a longer time stands for it."
_Key: TypeAlias = tuple[str, str, str]
"""A figure, the first day of a time, and a meeting: one of both."""


def contradictions(
    session: Session, form: Form, figures: Mapping[str, FigureValue], period: Period
) -> tuple[tuple[str, str], ...]:
    """Give, by figure, a sentence for each contradiction between totals of a period.

    `figures` are the form's for the period: what they say is used, and where it is from.
    """
    rows = _rows(session, form.id, period)
    if not rows:
        return ()
    stated = stated_totals(session, {form.id: None}).get(form.id, [])
    standing = {
        _key(one)
        for id_ in figures
        for one in chosen([one for one in stated if one.figure == id_], period)
    }
    return (
        *_two_for_one(rows, figures, standing),
        *_parts_above_whole(stated, figures, period),
    )


def _key(one: Stated) -> _Key:
    return one.figure, "" if one.meeting else one.start.isoformat(), one.meeting


def _rows(session: Session, form: str, period: Period) -> list[tuple[str, EnteredTotal]]:
    """Give the totals that lie in a period, with what they are for, as they were entered."""
    held_on = select(Meeting.id, Meeting.on_date).where(
        Meeting.on_date.between(period.start, period.end)
    )
    days = {row.id: row.on_date for row in session.execute(held_on)}
    query = select(EnteredTotal).where(EnteredTotal.form == form)
    found = []
    for row in session.scalars(query.order_by(EnteredTotal.entered_at, EnteredTotal.id)):
        held = days.get(row.meeting_id or "")
        if held is not None:
            found.append((f"the meeting of {day_text(held)}", row))
        elif row.start and row.end and period.start <= row.start and row.end <= period.end:
            found.append((any_dates(row.start, row.end).label, row))
    return found


def _two_for_one(
    rows: Sequence[tuple[str, EnteredTotal]],
    figures: Mapping[str, FigureValue],
    standing: Collection[_Key],
) -> Iterator[tuple[str, str]]:
    def what(one: tuple[str, EnteredTotal]) -> tuple[str, str, str]:
        return one[1].figure, one[0], one[1].cell

    for (id_, when, cell), group in groupby(sorted(rows, key=what), key=what):
        totals = [row for _, row in group]
        value = figures.get(id_)
        if value is None or len({(row.numerator, row.denominator) for row in totals}) == 1:
            continue
        label = value.figure.label
        if cell:
            words = {part.code: part.label for part in value.result.cells}
            label = f"{label}, {words.get(cell, cell)}"
        both = joined([f"{_number(row)} ({_origin(row)})" for row in totals])
        start = totals[0].start.isoformat() if totals[0].start else ""
        stands = (id_, start, totals[0].meeting_id or "") in standing
        used = _which(value, totals) if stands else _LONGER
        yield id_, f"{label}, {when}: the totals entered differ, {both}. {used}"


def _which(value: FigureValue, totals: Sequence[EnteredTotal]) -> str:
    """Say which of some totals is used and why; the last one entered is."""
    if value.source != "entered":
        return "None is used: the figure is counted from its records."
    used = f"Used is {_number(totals[-1])}"
    if totals[-1].entered_at == totals[-2].entered_at:
        return f"{used}, but they came together. Enter the right one again."
    return f"{used}, because it was entered last."


def _parts_above_whole(
    stated: Sequence[Stated], figures: Mapping[str, FigureValue], period: Period
) -> Iterator[tuple[str, str]]:
    for one in stated:
        value = figures.get(one.figure)
        whole = one.result.value
        if value is None or (one.start, one.end) != (period.start, period.end) or one.meeting:
            continue
        others = [other for other in stated if other.figure == one.figure and other is not one]
        parts = [part for part in chosen(others, period) if isinstance(part.result.value, Known)]
        together = add(part.result.value for part in parts)
        if (
            value.figure.how in _ADD_UP
            and isinstance(whole, Known)
            and isinstance(together, Known)
            and together.value > whole.value
        ):
            said = joined([_part(part) for part in parts])
            used = (
                f"Used is {number_text(whole.value)}, because it is the total of the whole time."
                if value.source == "entered"
                else "None is used: the figure is counted from its records."
            )
            sentence = (
                f"{value.figure.label}: the total entered is {number_text(whole.value)} "
                f"({one.source or 'source not stated'}), and its parts come to "
                f"{number_text(together.value)}: {said}. {used}"
            )
            yield one.figure, sentence


def _part(part: Stated) -> str:
    value = part.result.value
    number = number_text(value.value) if isinstance(value, Known) else "not known"
    when = f"in {any_dates(part.start, part.end).label}"
    if part.meeting:
        when = f"at the meeting of {day_text(part.start)}"
    return f"{number} {when} ({part.source or 'source not stated'})"


def _number(row: EnteredTotal) -> str:
    said = "not known" if row.numerator is None else str(row.numerator)
    return said if row.denominator is None else f"{said} of {row.denominator}"


def _origin(row: EnteredTotal) -> str:
    source = row.source or "source not stated"
    return f"{source}, entered by {row.entered_by}" if row.entered_by else source
