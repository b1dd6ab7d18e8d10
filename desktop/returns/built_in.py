"""The few figures that a form names but cannot say in its own language: weeks, slots, balances.

Each takes what was read for a form and a period and the figure's `with` table, and gives a result
with the ids of the records behind it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown
from desktop.formlib.counted import Item
from desktop.formlib.model import Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Cell, Result, not_known
from desktop.returns.balance import Membership, people_ledger
from desktop.returns.compiled import Ledger
from desktop.returns.coverage import Coverage, Every, months_covered, slots_met, weeks_covered
from desktop.returns.dates_text import day_text
from desktop.returns.grounds import Grounds
from desktop.returns.open_cases import Cases, oldest_open, open_at_end, opening_for
from desktop.returns.periods import Period
from desktop.returns.standing import Standing

Arguments: TypeAlias = Mapping[str, object]

BALANCES = ("open_balance", "oldest_open")
"""Built-ins that need cases from before the period."""

_BANDS = (6, 10, 14, 18)
"""Hours at which a time of day ends and the next begins, unless a form gives its own `bands`."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a built-in may look at: the form, the period and what was read for it.

    `cases` is what balances stand on, less their openings, which a figure names. `coverage` is the
    period's calendar, where there are targets.
    """

    form: Form
    period: Period
    grounds: Grounds
    sources: Mapping[str, Sequence[Item]]
    cases: Cases
    office: Office
    coverage: Coverage | None

    def over(self, stretch: Period) -> "Asking":
        """Give the same over a stretch of the period."""
        return replace(self, period=stretch, coverage=coverage_of(stretch, self.grounds))


@dataclass(frozen=True, slots=True)
class Found:
    """A built-in's result, and how a balance comes about."""

    result: Result
    ledger: Ledger | None = None


def built_in(figure: Figure, asking: Asking) -> Found:
    """Work out a built-in figure; one that this program does not know is not known."""
    work_out = _BUILT_IN.get(str(figure.what))
    if work_out is None:
        return Found(not_known("the program lacks this figure"))
    found = work_out(asking, figure.arguments)
    return found if isinstance(found, Found) else Found(found)


def _slots_met(asking: Asking, _arguments: Arguments) -> Result:
    """Slots of the rota met, of those planned."""
    grounds = asking.grounds
    found = slots_met(asking.period, grounds.slots, grounds.visits, grounds.standing.weeks)
    if not found.met and not found.not_met:
        return not_known("no rota is kept for this period")
    first: dict[str | None, str] = {}
    for visit in grounds.visits:
        if visit.made:
            first.setdefault(visit.slot, visit.id)
    share = found.share
    records = tuple(first[slot] for slot in found.met)
    return Result(share.numerator, of=share.denominator, records=records)


def coverage_of(period: Period, grounds: Grounds) -> Coverage | None:
    """Give the calendar of a scheme's weeks, or of its months, whichever its targets ask for."""
    every = {target.every for target in grounds.standing.targets}
    if "week" in every:
        return _calendar(period, grounds, "week")
    return _calendar(period, grounds, "month") if "month" in every else None


def _calendar(period: Period, grounds: Grounds, every: Every) -> Coverage:
    kept = grounds.standing
    if every == "week":
        return weeks_covered(period, kept.places, kept.targets, grounds.visits, kept.weeks)
    return months_covered(period, kept.places, kept.targets, grounds.visits)


def _weeks_covered(asking: Asking, _arguments: Arguments) -> Result:
    """Suite-weeks with enough visits, of those due."""
    return _covered(asking, "week")


def _months_covered(asking: Asking, _arguments: Arguments) -> Result:
    """Months with enough visits, of those due."""
    return _covered(asking, "month")


def _covered(asking: Asking, every: Every) -> Result:
    coverage = asking.coverage
    if coverage is None or coverage.every != every:
        coverage = _calendar(asking.period, asking.grounds, every)
    if not any(cell.due for cell in coverage.cells):
        return not_known("no target was in force")
    share = coverage.share
    cells = []
    for place in asking.grounds.standing.places:
        own = coverage.of_place(place.id)
        if any(cell.due for cell in own.cells):
            cells.append(Cell(place.id, place.name, own.share.numerator))
    records = tuple(dict.fromkeys(id_ for cell in coverage.cells for id_ in cell.visits))
    return Result(share.numerator, of=share.denominator, cells=tuple(cells), records=records)


def _time_slots(asking: Asking, arguments: Arguments) -> Result:
    """Different weekdays and times of day at which visitors arrived, of all for each place."""
    arrived = str(arguments.get("arrived", "arrived"))
    own = arguments.get("bands")
    bands = own if isinstance(own, list) else _BANDS
    made = {visit.id for visit in asking.grounds.visits if visit.made}
    found: dict[tuple[str, int, int], str] = {}
    weekdays: dict[str, int] = {}  # there are few days and hours for thousands of visits
    band_of: dict[str, int] = {}
    unknown = 0
    for item in asking.sources.get("records", ()):
        counted = item.counted_on
        if item.record not in made or counted is None or counted not in asking.period:
            continue
        day, time = item.values.get(asking.form.header.on), item.values.get(arrived)
        if not isinstance(day, str) or not isinstance(time, str):
            unknown += 1
            continue
        if day not in weekdays:
            weekdays[day] = date.fromisoformat(day).weekday()
        hour = time[:2]
        if hour not in band_of:
            band_of[hour] = sum(int(hour) >= ends for ends in bands)
        found.setdefault((item.place, weekdays[day], band_of[hour]), item.record)
    places = sum(
        any(
            span.start <= asking.period.end and (span.end or date.max) >= asking.period.start
            for span in place.operational
        )
        for place in asking.grounds.standing.places
    )
    if not places:
        return not_known("no place was open")
    seen = len(found)
    value: Amount = AtLeast(seen, unknown) if unknown else Known(seen)
    records = tuple(dict.fromkeys(found.values()))
    of = Known(7 * (len(bands) + 1) * places)
    return Result(value, of=of, unknown=unknown, records=records)


def _open_balance(asking: Asking, arguments: Arguments) -> Found:
    """Open at the start, and received, less closed; not known while the opening number is not."""
    return Found(*open_at_end(_cases(asking, arguments), asking.period))


def _oldest_open(asking: Asking, arguments: Arguments) -> Result:
    """Working days since the oldest open case came in, at the end of the period."""
    return oldest_open(_cases(asking, arguments), asking.period, asking.office.holidays)


def _cases(asking: Asking, arguments: Arguments) -> Cases:
    """Give what a balance stands on: `what` names its openings, the others the counts beside it.

    A figure that does not name these goes by the form's open balance.
    """
    figures = asking.form.figures.values()
    balance = next((f.arguments for f in figures if f.what == "open_balance"), {})
    named = {**balance, **arguments}
    return replace(
        asking.cases,
        openings=asking.grounds.standing.openings.get(str(named.get("what", "open")), ()),
        came=str(named.get("received", "")),
        left=str(named.get("closed", "")),
    )


def days_needed(standing: Standing, period: Period) -> tuple[date, ...]:
    """Give the mornings on which a balance must know the open cases: openings, and the start."""
    chosen = (opening_for(openings, period) for openings in standing.openings.values())
    early = {one.as_at for one in chosen if one is not None and one.as_at < period.start}
    return (*sorted(early), period.start)


def _people(asking: Asking, arguments: Arguments) -> Found:
    """People on the list: with one of some statuses at the end, or who joined or left.

    Of the form's own scheme, or of several `schemes`, where somebody in two counts once. Before
    the list's first day there are no numbers, and who is put on it that day has not joined then.
    """
    schemes = arguments.get("schemes")
    wanted = schemes if isinstance(schemes, list) else [asking.form.scheme]
    held = tuple(m for m in asking.grounds.standing.memberships if m.scheme in wanted)
    if not held:
        return Found(not_known("no list of people is kept"))
    first = min(m.start or date.min for m in held)
    begins = NotKnown(f"the list of people begins on {day_text(first)}")
    if first > asking.period.end:
        return Found(Result(begins))
    people = people_ledger(asking.period, _with_status(held, arguments.get("status")))
    opening, came, left = (
        begins if first >= asking.period.start else Known(number)
        for number in (people.opening, people.joiners, people.leavers)
    )
    moved = arguments.get("moved")
    if moved in ("joined", "left"):
        return Found(Result(came if moved == "joined" else left))
    closing = Known(people.closing)
    return Found(Result(closing), Ledger(opening, came, left, closing))


def _with_status(held: Sequence[Membership], statuses: object) -> Sequence[Membership]:
    """Let everybody without one of the statuses have left, as far as a figure goes."""
    if not isinstance(statuses, list):
        return held
    return [m if m.status in statuses else replace(m, status="left") for m in held]


def _dogs_due(asking: Asking, arguments: Arguments) -> Result:
    """Working dogs that no visit has seen for some months, at the end of the period.

    A dog that retired or died since was perhaps working then: nobody keeps what it was before.
    """
    end = asking.period.end
    last = end.isoformat()
    working, perhaps = [], 0
    for dog in asking.sources.get("dogs", ()):
        since = str(dog.values.get("status_on") or "")
        if dog.values.get("status") == "working" and since <= last:
            working.append(dog)
        elif since > last and dog.values.get("status") in ("retired", "died"):
            perhaps += 1
    if not working and not perhaps:
        return not_known("no register of dogs is kept")
    months = _whole(asking, arguments.get("months"))
    if not months:
        return not_known("the office has set no time within which every dog is to be seen")
    count = end.year * 12 + end.month - 1 - months
    since = f"{count // 12:04}-{count % 12 + 1:02}-{min(end.day, 28):02}"
    due = sum(not str(dog.values.get("last_seen_on") or "") > since for dog in working)
    return Result(_at_least(due, perhaps), of=_at_least(len(working), perhaps), unknown=perhaps)


def _whole(asking: Asking, argument: object) -> int:
    """Give an argument that is a number, or names a setting that holds one; 0 without."""
    if isinstance(argument, str) and argument.startswith("setting:"):
        argument = asking.office.settings.get(argument.removeprefix("setting:"))
    return argument if isinstance(argument, int) else 0


def _at_least(number: int, perhaps: int) -> Amount:
    return AtLeast(number, perhaps) if perhaps else Known(number)


_BUILT_IN: Mapping[str, Callable[[Asking, Arguments], Result | Found]] = {
    "slots_met": _slots_met,
    "weeks_covered": _weeks_covered,
    "months_covered": _months_covered,
    "time_slots": _time_slots,
    "open_balance": _open_balance,
    "oldest_open": _oldest_open,
    "people": _people,
    "dogs_due": _dogs_due,
}
