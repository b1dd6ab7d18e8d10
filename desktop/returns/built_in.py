"""The few figures that a form names but cannot say in its own language: weeks, slots, balances.

Each takes the form, the figure, the period, what it stands on, and gives a result with the ids of
the records behind it. A form's `with` table gives its arguments.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from desktop.formlib import days
from desktop.formlib.amounts import Known
from desktop.formlib.counted import Item
from desktop.formlib.model import Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Cell, Result, not_known
from desktop.returns.balance import Case, open_balance, people_ledger
from desktop.returns.coverage import Coverage, months_covered, slots_met, weeks_covered
from desktop.returns.grounds import Grounds
from desktop.returns.periods import Period

Arguments: TypeAlias = Mapping[str, object]

BALANCES = {"open_balance", "oldest_open"}
"""Built-ins that need cases from before the period."""

_BANDS = ((0, 6), (6, 10), (10, 14), (14, 18), (18, 24))


@dataclass(frozen=True, slots=True)
class Asking:
    """What a built-in may look at: the form, the period and what was read for it.

    `cases` are the records a balance is made of; `complete` says that none is missing.
    """

    form: Form
    period: Period
    grounds: Grounds
    sources: Mapping[str, Sequence[Item]]
    cases: Sequence[Item]
    office: Office
    complete: bool


def built_in(figure: Figure, asking: Asking) -> Result:
    """Work out a built-in figure; one that this program does not know is not known."""
    found = _BUILT_IN.get(str(figure.what))
    return found(asking, figure.arguments) if found else not_known("the program lacks this figure")


def _slots_met(asking: Asking, _arguments: Arguments) -> Result:
    """Slots of the rota met, of those planned."""
    grounds = asking.grounds
    found = slots_met(asking.period, grounds.slots, grounds.visits, grounds.weeks)
    if not found.met and not found.not_met:
        return not_known("no rota is kept for this period")
    by_slot = {visit.slot: visit.id for visit in grounds.visits if visit.made}
    share = found.share
    records = tuple(by_slot[slot] for slot in found.met if slot in by_slot)
    return Result(share.numerator, of=share.denominator, records=records)


def _covered(coverage: Coverage, asking: Asking) -> Result:
    if not any(cell.due for cell in coverage.cells):
        return not_known("no target was in force")
    share = coverage.share
    cells = []
    for place in asking.grounds.places:
        own = coverage.of_place(place.id)
        if any(cell.due for cell in own.cells):
            cells.append(Cell(place.id, place.name, own.share.numerator))
    records = tuple(dict.fromkeys(id_ for cell in coverage.cells for id_ in cell.visits))
    return Result(share.numerator, of=share.denominator, cells=tuple(cells), records=records)


def coverage_of(period: Period, grounds: Grounds) -> Coverage | None:
    """Give the calendar of a scheme's weeks, or of its months, whichever its targets ask for."""
    every = {target.every for target in grounds.targets}
    if "week" in every:
        return weeks_covered(period, grounds.places, grounds.targets, grounds.visits, grounds.weeks)
    if "month" in every:
        return months_covered(period, grounds.places, grounds.targets, grounds.visits)
    return None


def _weeks_covered(asking: Asking, _arguments: Arguments) -> Result:
    """Suite-weeks with enough visits, of those due."""
    ground = asking.grounds
    return _covered(
        weeks_covered(asking.period, ground.places, ground.targets, ground.visits, ground.weeks),
        asking,
    )


def _months_covered(asking: Asking, _arguments: Arguments) -> Result:
    """Months with enough visits, of those due."""
    ground = asking.grounds
    return _covered(
        months_covered(asking.period, ground.places, ground.targets, ground.visits), asking
    )


def _time_slots(asking: Asking, arguments: Arguments) -> Result:
    """Different weekdays and times of day at which visitors arrived, of 35 for each place."""
    arrived = str(arguments.get("arrived", "arrived"))
    on = asking.form.header.on
    made = {visit.id for visit in asking.grounds.visits if visit.made}
    found: dict[tuple[str, int, int], str] = {}
    unknown = 0
    for item in asking.sources.get("records", ()):
        if item.record not in made or item.counted_on is None:
            continue
        if item.counted_on not in asking.period:
            continue
        day, time = item.values.get(on), item.values.get(arrived)
        if not isinstance(day, str) or not isinstance(time, str):
            unknown += 1
            continue
        hour = int(time[:2])
        band = next(number for number, (start, end) in enumerate(_BANDS) if start <= hour < end)
        found.setdefault((item.place, date.fromisoformat(day).weekday(), band), item.record)
    open_places = sum(
        any(
            span.start <= asking.period.end and (span.end or date.max) >= asking.period.start
            for span in place.operational
        )
        for place in asking.grounds.places
    )
    if not open_places:
        return not_known("no place was open")
    return Result(
        Known(len(found)),
        of=Known(7 * len(_BANDS) * open_places),
        unknown=unknown,
        records=tuple(dict.fromkeys(found.values())),
    )


def _cases(asking: Asking) -> list[Case]:
    opened, closed = asking.form.header.opened, asking.form.header.closed
    cases = []
    for item in asking.cases:
        start, end = item.values.get(opened), item.values.get(closed)
        if isinstance(start, str):
            left = date.fromisoformat(end) if isinstance(end, str) else None
            cases.append(Case(item.record, date.fromisoformat(start), left))
    return cases


def _open_balance(asking: Asking, arguments: Arguments) -> Result:
    """Open at the start, and received, less closed; not known while the opening number is not."""
    opening = asking.grounds.openings.get(str(arguments.get("what", "open")))
    cases = _cases(asking)
    balance = open_balance(asking.period, cases, opening, complete=asking.complete)
    end = asking.period.end
    still = tuple(c.id for c in cases if c.opened <= end and (c.closed is None or c.closed > end))
    return Result(balance.open_at_end, records=still)


def _oldest_open(asking: Asking, _arguments: Arguments) -> Result:
    """Working days since the oldest open case came in, at the end of the period."""
    end = asking.period.end
    still = [c for c in _cases(asking) if c.opened <= end and (c.closed is None or c.closed > end)]
    if not asking.complete:
        return not_known("older cases may have no record here")
    if not still:
        return not_known("none was open")
    oldest = min(still, key=lambda case: (case.opened, case.id))
    count = days.working_days(oldest.opened, end, asking.office.holidays)
    return Result(Known(count), records=(oldest.id,))


def _people(asking: Asking, arguments: Arguments) -> Result:
    """People of the scheme: with one of some statuses at the end, or who joined or left."""
    held = asking.grounds.memberships
    if not held:
        return not_known("no list of people is kept")
    moved = arguments.get("moved")
    ledger = people_ledger(asking.period, held)
    if moved == "joined":
        return Result(Known(ledger.joiners))
    if moved == "left":
        return Result(Known(ledger.leavers))
    statuses = arguments.get("status")
    if isinstance(statuses, list):
        # Everybody else has left, as far as this figure goes.
        held = tuple(m if m.status in statuses else replace(m, status="left") for m in held)
        ledger = people_ledger(asking.period, held)
    return Result(Known(ledger.closing))


def _dogs_due(asking: Asking, arguments: Arguments) -> Result:
    """Working dogs that no visit has seen for some months, at the end of the period."""
    months = int(str(arguments.get("months", 6)))
    dogs = [d for d in asking.sources.get("dogs", ()) if d.values.get("status") == "working"]
    if not dogs:
        return not_known("no register of dogs is kept")
    end = asking.period.end
    count = end.year * 12 + end.month - 1 - months
    since = f"{count // 12:04}-{count % 12 + 1:02}-{min(end.day, 28):02}"
    due = [d for d in dogs if not str(d.values.get("last_seen_on") or "") > since]
    return Result(Known(len(due)), of=Known(len(dogs)))


_BUILT_IN: Mapping[str, Callable[[Asking, Arguments], Result]] = {
    "slots_met": _slots_met,
    "weeks_covered": _weeks_covered,
    "months_covered": _months_covered,
    "time_slots": _time_slots,
    "open_balance": _open_balance,
    "oldest_open": _oldest_open,
    "people": _people,
    "dogs_due": _dogs_due,
}
