"""What is not whole: sources of which a total shows, or does not say, that more is missing.

Where a total was entered because records are missing, what the others say is not all there is: 26
visits entered as a total and no record are not 26 visits without a serious issue. Where an office
entered that the number of issues is not stated, a register without any does not say that there was
none. And what is a part of a whole that is not known is at least what is here, and never nought.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.formlib.amounts import Amount, AtLeast, NotKnown
from desktop.formlib.load_figures import REGISTERS
from desktop.formlib.model import Figure, Form
from desktop.formlib.result import Cell, Result, not_known
from desktop.returns.combining import Used
from desktop.returns.compiled import FigureValue

NOTHING_YET = "no record of this time is here yet"
NO_MEETING_YET = "no meeting of this time is entered yet"

_MAY_GROW = ("slots_met", "weeks_covered", "months_covered", "time_slots", "people")
"""Built-ins to which a record more could only add."""
_FROM_MEETINGS = ("records", "meetings", "recommendations", "learning")
"""What there is of a panel only where it met."""
_BESIDE = ("people", "open_balance", "oldest_open")
"""Built-ins that do not come from the period's records alone."""


@dataclass(frozen=True, slots=True)
class Gap:
    """That not all of what a figure counts is here: `missing` of it, 0 where nobody says how many.

    `why` says so in words. Where `only_nought`, a number stands, because it was counted, and a
    nought does not; where `later`, of figures by a later day than that of coming in.
    """

    missing: int
    why: str
    only_nought: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """A figure as it was counted here, beside what is used of it."""

    figure: Figure
    here: Result
    used: Used


def empty(*, met: bool) -> dict[str, Gap]:
    """Give the gaps of a time of which no record is here, and some are to be expected.

    A panel of which no meeting is entered (not `met`) has not been seen to make anything either.
    """
    if met:
        return {"records": Gap(0, NOTHING_YET, only_nought=True)}
    return dict.fromkeys(_FROM_MEETINGS, Gap(0, NO_MEETING_YET, only_nought=True))


def gaps_of(form: Form, counts: Iterable[Counts], known: Mapping[str, Gap]) -> dict[str, Gap]:
    """Find what is not whole, by source: records, the rows of a group, or a register.

    A total of a source shows it: it is more than what is here, or its number is not stated.
    `known` are gaps found before.
    """
    found = dict(known)
    for one in counts:
        if one.figure.how != "count" or not one.used.is_entered:
            continue
        gap, source = _gap(form, one), one.figure.over
        if gap is not None and _weight(gap) > _weight(found.get(source)):
            found[source] = gap
    return found


def entered_with_gap(form: Form, one: Counts, gaps: Mapping[str, Gap]) -> Result:
    """Give what is left of an entered total.

    Where the number of the whole time is not stated, what is here is the least there is. And a
    nought of a part of the time is none of the whole while no meeting of the rest is entered.
    """
    figure, stated = one.figure, one.used.result
    if figure.over == "meetings":
        return with_gap(form, figure, stated, gaps)
    counts_all = figure.how == "count" and _is_whole(form, figure)
    if not one.used.is_whole or not counts_all or _by_later_day(form, figure):
        return stated
    if not isinstance(stated.value, NotKnown):
        return stated
    least = _with(figure, one.here, Gap(0, stated.value.why))
    return stated if isinstance(least.value, NotKnown) else least


def _gap(form: Form, one: Counts) -> Gap | None:
    figure, stated, here = one.figure, one.used.result.value, one.here.value
    is_whole = _is_whole(form, figure)
    if isinstance(stated, NotKnown):
        why = f"{figure.label}: {stated.why}"
        later = _by_later_day(form, figure)
        return Gap(0, why, only_nought=later, later=later) if is_whole else None
    counted = 0 if isinstance(here, NotKnown) else here.value
    missing = int(stated.value - counted)
    if missing <= 0 or not (is_whole or figure.over == "records"):
        return None
    return Gap(missing, f"{missing} {'record is' if missing == 1 else 'records are'} not here")


def _weight(gap: Gap | None) -> tuple[int, int]:
    """Say which gap of a source tells most: how many are missing, then that some may be."""
    return (-1, 0) if gap is None else (0 if gap.only_nought else 1, gap.missing)


def _is_whole(form: Form, figure: Figure) -> bool:
    """Say whether a figure counts all there is of its source, and not some, or those of a day."""
    everything = figure.where is None or figure.where == form.header.completed
    return everything and not figure.by and figure.as_at is None


def _by_later_day(form: Form, figure: Figure) -> bool:
    """Say whether a figure counts by another day than that on which something comes in."""
    if figure.as_at is not None:
        return True
    first = ("", form.header.date_field) if figure.over == "records" else ("",)
    return figure.over not in form.rows and (figure.dated_by or "") not in first


def _may_be_later(form: Form, figure: Figure) -> bool:
    by_row = figure.over in form.rows and bool(figure.dated_by)
    return by_row or _by_later_day(form, figure)


def with_gap(form: Form, figure: Figure, result: Result, gaps: Mapping[str, Gap]) -> Result:
    """Give what is left of a figure where what it counts is not whole.

    A number of what is here is then at least that; a share, an average or a middle value of it is
    not known. What does not come from there stays as it is.
    """
    gap = max((gaps[s] for s in _sources(form, figure) if s in gaps), key=_weight, default=None)
    if gap is None or (gap.later and not _may_be_later(form, figure)):
        return result
    return _without_nought(figure, result, gap) if gap.only_nought else _with(figure, result, gap)


def part_of(figure: Figure, result: Result, whole: FigureValue | None) -> Result:
    """Give what is left of a part where its whole is not known."""
    if whole is None or not isinstance(whole.result.value, NotKnown):
        return result
    return _with(figure, result, Gap(0, f"{whole.figure.label}: {whole.result.value.why}"))


def _with(figure: Figure, result: Result, gap: Gap) -> Result:
    if figure.how in ("count", "sum", "most", "distinct") or figure.what in _MAY_GROW:
        return Result(
            _at_least(result.value, gap),
            of=result.of,
            cells=tuple(
                Cell(cell.code, cell.label, _at_least(cell.value, gap)) for cell in result.cells
            ),
            unknown=result.unknown + gap.missing,
            records=result.records,
        )
    return not_known(gap.why, result.records)


def _without_nought(figure: Figure, result: Result, gap: Gap) -> Result:
    """Leave a number as it is: it was counted. A nought, or so many of none, says nothing."""
    covers = figure.what in _MAY_GROW
    base = result.value if result.of is None or covers else result.of
    if isinstance(base, NotKnown) or base.value > 0:
        return result
    return Result(NotKnown(gap.why), of=result.of if covers else None)


def _sources(form: Form, figure: Figure) -> Iterator[str]:
    """Give what a figure comes from: its source, and what that is filled from in its turn.

    Rows come with records, and what they track is put into registers. The office makes
    recommendations without records, too: of these the records say nothing.
    """
    if figure.how == "built_in":
        if figure.what not in _BESIDE:
            yield "records"
        return
    yield figure.over
    tracked = [id_ for id_, group in form.rows.items() if _register(group.tracked) == figure.over]
    yield from tracked
    if figure.over in form.rows or (tracked and figure.over == "issues"):
        yield "records"


def _register(tracked: str) -> str:
    return tracked if tracked in REGISTERS else f"{tracked}s"


def _at_least(amount: Amount, gap: Gap) -> Amount:
    if isinstance(amount, NotKnown) or amount.value <= 0:
        return amount if isinstance(amount, NotKnown) else NotKnown(gap.why)
    unknown = amount.unknown if isinstance(amount, AtLeast) else 0
    return AtLeast(amount.value, unknown + gap.missing if gap.missing else 0)
