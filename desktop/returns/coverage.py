"""What was due and what was covered: weeks, months and rota slots.

Three different measures of visiting, each printed under its own name, because 26 visits can cover
25 weeks and three visits in January cover one month of three:

* *visits made* counts visits;
* *weeks (or months) covered* counts, of the weeks each operational place was due a visit, those in
  which the target was met: two visits in one week do not cover two weeks, and a target of two a
  week is met at two;
* *slots met* counts the rota's planned visits that were made.

When a week is due: the place is operational on the week's anchor day (see `weeks`), and a target
is in force that day. A month has no such day of its own, so it is due when the place is
operational on at least half of its days; one day's closure then cannot take a month away, nor
one day's opening add one. Kennels that close for building work on 20 January 2025 were open for 19
of January's 31 days: January is due, February is not. The target for a month, and the period it
belongs to, are those of its middle day (the 16th; in February the 15th).

A visit lies in the week or month of the day it counts on (`weeks.counted_on`): the anchor day of
its slot's week, or its own date when it has no slot. Only real visits belong here; practice,
training and the office's own visits are left out by whoever selects them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from desktop.formlib.amounts import Known, Share
from desktop.returns.periods import Period
from desktop.returns.weeks import WeekSetting, week_of, weeks_of

Every = Literal["week", "month"]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in force from `start` to `end`, both included; None is open-ended."""

    start: date
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        """Say whether `day` lies in the span."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Place:
    """A custody suite or kennels, and when it was operational."""

    id: str
    name: str
    operational: tuple[Span, ...]

    def is_open(self, day: date) -> bool:
        """Say whether the place was operational on `day`."""
        return any(day in span for span in self.operational)


@dataclass(frozen=True, slots=True)
class Target:
    """So many visits every week or month; `place` None means each operational place.

    A target for one place goes before one for all; of two, the one that began later.
    """

    place: str | None
    count: int
    every: Every
    in_force: Span


class Visit(NamedTuple):
    """A visit: the day it counts on, the slot it was made for, and whether it was made.

    `made` is false for a visit that was abandoned or turned away. A visit known to have been made
    whose report has not come is made.
    """

    id: str
    place: str
    counted_on: date
    slot: str | None = None
    made: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """One planned visit of the rota; a cancelled one was not scheduled."""

    id: str
    place: str
    week_start: date
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One week or month of one place.

    `needed` is the number of visits the target asks for, 0 when none was due because the place
    was closed or had no target. `visits` are the ids of the visits made in it.
    """

    place: Place
    start: date
    end: date
    needed: int
    visits: tuple[str, ...]

    @property
    def due(self) -> bool:
        """Whether a visit was due."""
        return self.needed > 0

    @property
    def met(self) -> bool:
        """Whether it was due and the target was met."""
        return self.due and len(self.visits) >= self.needed


@dataclass(frozen=True, slots=True)
class Coverage:
    """The weeks or months of each place in a period, with what was due and met.

    Every cell is here, due or not, by place and then date: the calendar printed as evidence.
    """

    every: Every
    cells: tuple[Cell, ...]

    @property
    def share(self) -> Share:
        """Met of due."""
        met = sum(cell.met for cell in self.cells)
        return Share(Known(met), Known(sum(cell.due for cell in self.cells)))

    @property
    def missed(self) -> tuple[Cell, ...]:
        """The cells that were due and not met."""
        return tuple(cell for cell in self.cells if cell.due and not cell.met)

    def of_place(self, place: str) -> "Coverage":
        """Give the same for one place."""
        return Coverage(self.every, tuple(c for c in self.cells if c.place.id == place))


@dataclass(frozen=True, slots=True)
class SlotsMet:
    """The rota's slots of a period: ids of those met and of those not, and visits beside the rota.

    `beside` are visits made in the period without a slot, or for a slot already met.
    """

    met: tuple[str, ...]
    not_met: tuple[str, ...]
    beside: tuple[str, ...]

    @property
    def share(self) -> Share:
        """Met of planned."""
        return Share(Known(len(self.met)), Known(len(self.met) + len(self.not_met)))


def weeks_covered(
    period: Period,
    places: Sequence[Place],
    targets: Sequence[Target],
    visits: Iterable[Visit],
    settings: Sequence[WeekSetting] = (),
    *,
    until: date = date.max,
) -> Coverage:
    """Compare each place's weeks with its weekly target: those that have ended by `until`.

    `visits` may hold more than the period's: give all of `weeks.days_to_select`, because a visit
    on 30 December may cover a week that belongs to January.
    """
    made: dict[tuple[str, date], list[str]] = defaultdict(list)
    for visit in _made(visits):
        monday = visit.counted_on - timedelta(days=visit.counted_on.weekday())
        made[visit.place, monday].append(visit.id)
    weeks = [week for week in weeks_of(period, settings) if week.end <= until]
    cells = []
    for place in places:
        for week in weeks:
            needed = (
                _target(place, targets, "week", week.anchor) if place.is_open(week.anchor) else 0
            )
            ids = tuple(made[place.id, week.start])
            cells.append(Cell(place, week.start, week.end, needed, ids))
    return Coverage("week", tuple(cells))


def months_covered(
    period: Period,
    places: Sequence[Place],
    targets: Sequence[Target],
    visits: Iterable[Visit],
    *,
    until: date = date.max,
) -> Coverage:
    """Compare each place's months with its monthly target: those that have ended by `until`.

    A month belongs to the period of its middle day.
    """
    made: dict[tuple[str, date], list[str]] = defaultdict(list)
    for visit in _made(visits):
        made[visit.place, visit.counted_on.replace(day=1)].append(visit.id)
    months = [(start, end) for start, end in _months(period) if end <= until]
    cells = []
    for place in places:
        for start, end in months:
            days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
            mostly = 2 * sum(place.is_open(day) for day in days) >= len(days)
            needed = _target(place, targets, "month", _middle(start, end)) if mostly else 0
            cells.append(Cell(place, start, end, needed, tuple(made[place.id, start])))
    return Coverage("month", tuple(cells))


def slots_met(
    period: Period,
    slots: Iterable[Slot],
    visits: Iterable[Visit],
    settings: Sequence[WeekSetting] = (),
    *,
    until: date = date.max,
) -> SlotsMet:
    """Compare the rota with the visits made for it, in the weeks that have ended by `until`.

    A slot belongs to the period its week belongs to. It is met by the first visit made for it,
    whenever that was; a visit abandoned or turned away meets none.
    """
    planned = {
        slot.id: slot
        for slot in slots
        if not slot.cancelled
        and (week := week_of(slot.week_start, settings)).anchor in period
        and week.end <= until
    }
    first: dict[str, str] = {}
    beside: list[str] = []
    for visit in _made(visits):
        if visit.slot in planned and visit.slot not in first:
            first[visit.slot] = visit.id
        elif visit.counted_on in period:
            beside.append(visit.id)
    met = tuple(slot for slot in planned if slot in first)
    return SlotsMet(met, tuple(slot for slot in planned if slot not in first), tuple(beside))


def visits_made(period: Period, visits: Iterable[Visit]) -> tuple[str, ...]:
    """Give the ids of the visits made that count in the period."""
    return tuple(visit.id for visit in _made(visits) if visit.counted_on in period)


def _made(visits: Iterable[Visit]) -> Iterable[Visit]:
    return (visit for visit in visits if visit.made)


def _target(place: Place, targets: Sequence[Target], every: Every, day: date) -> int:
    held = [
        target
        for target in targets
        if target.every == every and target.place in (None, place.id) and day in target.in_force
    ]
    chosen = max(held, key=lambda t: (t.place is not None, t.in_force.start), default=None)
    return chosen.count if chosen else 0


def _months(period: Period) -> list[tuple[date, date]]:
    found = []
    start = period.start.replace(day=1)
    while start <= period.end:
        following = (start + timedelta(days=31)).replace(day=1)
        end = following - timedelta(days=1)
        if _middle(start, end) in period:
            found.append((start, end))
        start = following
    return found


def _middle(start: date, end: date) -> date:
    return start + timedelta(days=((end - start).days + 1) // 2)
