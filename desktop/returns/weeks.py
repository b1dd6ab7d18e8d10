"""Which quarter a week belongs to, and with it which quarter a visit counts in.

A week runs from Monday to Sunday and belongs to the period that holds its anchor day. Unless the
office has set another weekday the anchor is Thursday, the week's middle day (the rule of ISO
8601), so that a week belongs to the quarter that holds most of its days. No anchor gives 13 weeks
in every quarter: by Thursday October to December 2026 has 14 and January to March 2027 has 12, by
Monday 13 each. So the count of weeks is always printed beside what was counted.

A setting takes effect only on a 1 April, and the setting in force on a week's Monday decides that
week. Each week has one anchor day, therefore, and lies in exactly one quarter, also where the
setting changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from desktop.returns.dates_text import WEEKDAYS, day_text, weekday_text
from desktop.returns.periods import Kind, Period

_APRIL = 4
_DAYS = 7


class Anchor(StrEnum):
    """The day of a week that decides its quarter, as the office's setting stores it."""

    MOST_DAYS = "most_days"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def offset(self) -> int:
        """Days from the week's Monday to its anchor day."""
        if self is Anchor.MOST_DAYS:
            return WEEKDAYS.index("Thursday")
        return WEEKDAYS.index(self.value.capitalize())


@dataclass(frozen=True, slots=True)
class WeekSetting:
    """The office's choice of anchor; `valid_from` None means from the beginning."""

    anchor: Anchor
    valid_from: date | None = None

    @property
    def takes_effect(self) -> date:
        """The first 1 April on or after `valid_from`."""
        if self.valid_from is None:
            return date.min
        first = date(self.valid_from.year, _APRIL, 1)
        return first if self.valid_from <= first else first.replace(year=first.year + 1)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday `start` to Sunday `end`, and the day that decides its quarter."""

    start: date
    end: date
    anchor: date


class Counted(NamedTuple):
    """The day a visit counts on, and whether its slot or its own date decided that."""

    on: date
    by: Literal["slot", "date"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A visit that counts in a period it was not made in, or was made in one it does not count in.

    `into` is true when the period gains the visit and false when it loses it.
    """

    on: date
    into: bool


def anchor_rule(settings: Sequence[WeekSetting], monday: date) -> Anchor:
    """Give the anchor in force on a week's Monday; without a setting, most days.

    Of two settings that take effect on the same 1 April the one made later holds.
    """
    held = [setting for setting in settings if setting.takes_effect <= monday]
    latest = max(held, key=lambda s: s.valid_from or date.min, default=None)
    return latest.anchor if latest else Anchor.MOST_DAYS


def week_of(day: date, settings: Sequence[WeekSetting] = ()) -> Week:
    """Give the week that `day` lies in."""
    monday = day - timedelta(days=day.weekday())
    anchor = monday + timedelta(days=anchor_rule(settings, monday).offset)
    return Week(monday, monday + timedelta(days=_DAYS - 1), anchor)


def weeks_of(period: Period, settings: Sequence[WeekSetting] = ()) -> tuple[Week, ...]:
    """Give the weeks whose anchor day lies in the period, in order."""
    week = week_of(period.start, settings)
    found: list[Week] = []
    while week.start <= period.end:
        if week.anchor in period:
            found.append(week)
        week = week_of(week.start + timedelta(days=_DAYS), settings)
    return tuple(found)


def days_to_select(period: Period, settings: Sequence[WeekSetting] = ()) -> tuple[date, date]:
    """Give the first and last day on which a visit may matter for the period.

    A week of the period may begin before it or end after it: visits on these days may cover one
    of its weeks although they lie outside it.
    """
    weeks = weeks_of(period, settings)
    if not weeks:
        return period.start, period.end
    return min(period.start, weeks[0].start), max(period.end, weeks[-1].end)


def counted_on(
    on: date, slot_week_start: date | None, settings: Sequence[WeekSetting] = ()
) -> Counted:
    """Say which day a visit made on `on` counts on.

    A routine visit counts in the quarter of the week it was planned for: on the anchor day of its
    slot's week. One without a slot counts by its own date.
    """
    if slot_week_start is None:
        return Counted(on, "date")
    return Counted(week_of(slot_week_start, settings).anchor, "slot")


def moved(on: date, counted: date, period: Period) -> Moved | None:
    """Say whether a note is due because a visit was made in one period and counts in another."""
    if (on in period) == (counted in period):
        return None
    return Moved(on, into=counted in period)


def moved_text(visits: Sequence[Moved], period: Period) -> str:
    """Write the note about visits that moved, or nothing when none did.

    "1 visit counts here although it was made on 31 March 2025: its rota week belongs to January
    to March 2025."
    """
    said = []
    for into in (True, False):
        days = sorted(visit.on for visit in visits if visit.into is into)
        if len(days) == 1:
            does = "" if into else "does not "
            said.append(
                f"1 visit {does}count{'s' if into else ''} here although it was made on "
                f"{_days_text(days)}: its rota week {does}belong{'s' if into else ''} to "
                f"{period.label}."
            )
        elif days:
            do = "" if into else "do not "
            said.append(
                f"{len(days)} visits {do}count here although they were made on "
                f"{_days_text(days)}: their rota weeks {do}belong to {period.label}."
            )
    return " ".join(said)


def setting_text(period: Period, settings: Sequence[WeekSetting] = ()) -> str:
    """Say the rule and what it gives for a period, to be printed beside the figures.

    "A week runs from Monday to Sunday and belongs to the quarter that holds most of its days.
    That gives 13 weeks, from Monday 30 December 2024 to Sunday 30 March 2025."
    """
    weeks = weeks_of(period, settings)
    rules = dict.fromkeys(
        anchor_rule(settings, week.start) for week in weeks or (week_of(period.start),)
    )
    holder = "quarter" if period.kind is Kind.QUARTER else "period"
    said = f" and later to the {holder} ".join(_belongs(rule) for rule in rules)
    text = f"A week runs from Monday to Sunday and belongs to the {holder} {said}."
    if not weeks:
        return f"{text} No week belongs to {period.label}."
    many = f"{len(weeks)} {'week' if len(weeks) == 1 else 'weeks'}"
    span = f"from {weekday_text(weeks[0].start)} to {weekday_text(weeks[-1].end)}"
    return f"{text} That gives {many}, {span}."


def _belongs(rule: Anchor) -> str:
    if rule is Anchor.MOST_DAYS:
        return "that holds most of its days"
    return f"its {rule.value.capitalize()} lies in"


def _days_text(days: Sequence[date]) -> str:
    texts = [day_text(day) for day in dict.fromkeys(days)]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
