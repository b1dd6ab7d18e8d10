"""Records and entered totals of one figure put together: which is used, and where they differ.

Both are kept. Where a total stands it is used; for the days and meetings it does not stand for,
the records are added to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from desktop.formlib.amounts import Amount, Known, number_text
from desktop.formlib.counted import Item
from desktop.formlib.model import Figure
from desktop.formlib.result import Result, not_known
from desktop.returns.compiled import Entered
from desktop.returns.entered import Stated, chosen, together
from desktop.returns.periods import Period, any_dates

Only: TypeAlias = Callable[[Item], bool]
"""Says which items are to be counted."""
WorkOut: TypeAlias = Callable[[Figure, Period, Only | None], Result]
"""Works a figure out of the records of a stretch of time; without `Only` of all of them."""

_DAY = timedelta(days=1)
_AT_THE_END = ("open_balance", "oldest_open", "dogs_due")
_ADDS_UP = ("slots_met", "weeks_covered", "months_covered")
_NO_SUM = "entered as a total for a part of the period only"


@dataclass(frozen=True, slots=True)
class Used:
    """The result used; what was entered, used or not; and sentences where both differ.

    `is_whole` says that what was entered stands for all of the period, and not for parts of it.
    """

    result: Result
    is_entered: bool = False
    is_whole: bool = False
    entered: Entered | None = None
    differ: tuple[str, ...] = ()


def put_together(
    figure: Figure,
    records: Result,
    totals: Iterable[Stated],
    period: Period,
    items: Mapping[str, Sequence[Item]],
    work_out: WorkOut,
) -> Used:
    """Choose between what records give for a period and what was entered of a figure.

    `totals` are the figure's, with labelled cells; `items` what the records were counted from.
    """
    found = _fitting(figure, totals, period)
    if not found:
        return Used(records)
    differ = tuple(
        sentence
        for one in found
        if (sentence := _difference(figure, one, _stretch(one, period), items, work_out))
    )
    standing = [one for one in found if not one.gives_way]
    entered = _entered(standing or found)
    if not standing:
        return Used(records, entered=entered, differ=differ)
    used = _sum(figure, standing, period, items, work_out)
    parts = [one for one in standing if not one.meeting]
    is_whole = bool(parts) and not _uncovered(period, parts)
    return Used(used, is_entered=True, is_whole=is_whole, entered=entered, differ=differ)


def _fitting(figure: Figure, totals: Iterable[Stated], period: Period) -> tuple[Stated, ...]:
    """Leave out what cannot stand for the figure: of a balance all but the one at the end."""
    found = chosen(totals, period)
    if figure.how == "built_in" or figure.as_at is not None:
        found = tuple(one for one in found if not one.meeting)
    return tuple(one for one in found if one.end == period.end) if _at_the_end(figure) else found


def _at_the_end(figure: Figure) -> bool:
    if figure.as_at is not None or figure.what in _AT_THE_END:
        return True
    return figure.what == "people" and "moved" not in figure.arguments


def _adds_up(figure: Figure) -> bool:
    return figure.how in ("count", "sum", "share") or figure.what in (*_ADDS_UP, "people")


def _sum(
    figure: Figure,
    standing: Sequence[Stated],
    period: Period,
    items: Mapping[str, Sequence[Item]],
    work_out: WorkOut,
) -> Result:
    """Add what stands and what the records of the other days and meetings give."""
    whole = (standing[0].start, standing[0].end) == (period.start, period.end)
    if len(standing) == 1 and (whole or _at_the_end(figure)):
        return standing[0].result
    held = {one.meeting for one in standing if one.meeting}

    def beside(item: Item) -> bool:
        return item.meeting not in held

    parts = [one for one in standing if not one.meeting]
    rest = [
        work_out(figure, stretch, beside if held else None)
        for stretch in (_uncovered(period, parts) if parts else (period,))
        # Where only meetings were entered there need be no other.
        if parts or _any(figure, items, stretch, beside)
    ]
    if not rest and len(standing) == 1:
        return standing[0].result
    if not _adds_up(figure):
        return not_known(_NO_SUM)
    return together([*(one.result for one in standing), *rest])


def _uncovered(period: Period, parts: Sequence[Stated]) -> tuple[Period, ...]:
    """Give the stretches of a period that no part covers; the parts are in order."""
    found = []
    start = period.start
    for part in parts:
        if start < part.start:
            found.append(any_dates(start, part.start - _DAY))
        start = part.end + _DAY
    if start <= period.end:
        found.append(any_dates(start, period.end))
    return tuple(found)


def _stretch(one: Stated, period: Period) -> Period:
    return period if one.meeting else any_dates(one.start, one.end)


def _difference(
    figure: Figure,
    one: Stated,
    stretch: Period,
    items: Mapping[str, Sequence[Item]],
    work_out: WorkOut,
) -> str:
    """Say where a total and the records it stands for differ; nothing where there are none."""

    def its_own(item: Item) -> bool:
        return item.meeting == one.meeting

    only = its_own if one.meeting else None
    if not _any(figure, items, stretch, only):
        return ""
    found = work_out(figure, stretch, only)
    pairs = [("", (found.value, found.of), (one.result.value, one.result.of))]
    pairs += [
        (f", {cell.label}", (found.cell(cell.code), None), (cell.value, None))
        for cell in one.result.cells
    ]
    for part, (ours, our_base), (theirs, their_base) in pairs:
        if _differ(ours, theirs) or _differ(our_base, their_base):
            return (
                f"{figure.label}{part}: the records give {_said(ours, our_base)}, the entered "
                f"total is {_said(theirs, their_base)}{f' ({one.source})' if one.source else ''}."
            )
    return ""


def _differ(ours: Amount | None, theirs: Amount | None) -> bool:
    return isinstance(ours, Known) and isinstance(theirs, Known) and ours.value != theirs.value


def _said(amount: Amount, base: Amount | None) -> str:
    if not isinstance(amount, Known):
        return "not known"
    said = number_text(amount.value)
    return f"{said} of {number_text(base.value)}" if isinstance(base, Known) else said


def _any(
    figure: Figure, items: Mapping[str, Sequence[Item]], stretch: Period, only: Only | None
) -> bool:
    """Say whether any record, or any entry of the figure's register, lies in a stretch of time."""
    return any(
        item.counted_on is not None and item.counted_on in stretch and (only is None or only(item))
        for source in {"records", figure.over}
        for item in items.get(source, ())
    )


def _entered(totals: Sequence[Stated]) -> Entered:
    return Entered(
        together([one.result for one in totals]) if len(totals) > 1 else totals[0].result,
        "; ".join(dict.fromkeys(one.source for one in totals if one.source)),
        tuple(dict.fromkeys(one.meeting for one in totals if one.meeting)),
    )
