"""Periods a return may cover, what people call them, and the periods they compare with.

The year is the financial year, from 1 April: quarter 1 is April to June and quarter 4 January
to March, so that January to March 2025 is quarter 4 of 2024/25. Both ends of a period belong
to it.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.errors import UserError
from desktop.returns.dates_text import months_text, range_text

_APRIL = 4
_EARLIEST, _LATEST = 1900, 2200

_QUARTER = re.compile(r"(\d{4})\s*[-/]\s*(\d{2})\s*[- ]\s*[Qq](\d)")
_TO_DATE = re.compile(r"(\d{4})\s*[-/]\s*(\d{2})\s*[- ]\s*to\s*[- ]\s*[Qq](\d)")
_FINANCIAL = re.compile(r"(\d{4})\s*[-/]\s*(\d{2})")
_CALENDAR = re.compile(r"\d{4}")
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2})\s*\.\.\s*(\d{4}-\d{2}-\d{2})")


class Kind(StrEnum):
    """What kind of period it is; decides which periods it compares with."""

    QUARTER = "quarter"
    YEAR_TO_DATE = "year_to_date"
    FINANCIAL_YEAR = "financial_year"
    CALENDAR_YEAR = "calendar_year"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included; `label` is short: "January to March 2025"."""

    start: date
    end: date
    kind: Kind
    label: str

    @property
    def title(self) -> str:
        """The dates in full: "1 January to 31 March 2025 (quarter 4 of 2024/25)"."""
        called = {
            Kind.QUARTER: f"quarter {_number(self.start)} of {self.year}",
            Kind.YEAR_TO_DATE: f"{self.year} to the end of quarter {_number(self.end)}",
            Kind.FINANCIAL_YEAR: f"financial year {self.year}",
            Kind.CALENDAR_YEAR: "calendar year",
        }.get(self.kind)
        dates = range_text(self.start, self.end)
        return f"{dates} ({called})" if called else dates

    @property
    def year(self) -> str:
        """The financial year its first day lies in, as offices write it: "2024/25"."""
        first = _first_year(self.start)
        return f"{first}/{(first + 1) % 100:02}"

    @property
    def code(self) -> str:
        """What `parse_period` reads back: "2024-25-Q4", "2024-04-01..2024-05-14"."""
        year = self.year.replace("/", "-")
        match self.kind:
            case Kind.QUARTER:
                return f"{year}-Q{_number(self.start)}"
            case Kind.YEAR_TO_DATE:
                return f"{year}-to-Q{_number(self.end)}"
            case Kind.FINANCIAL_YEAR:
                return year
            case Kind.CALENDAR_YEAR:
                return str(self.start.year)
            case Kind.DATES:
                return f"{self.start}..{self.end}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        """Say whether `day` lies in the period."""
        return self.start <= day <= self.end


def quarter(code: str) -> Period:
    """Read a quarter such as "2024-25-Q4" (or "2024/25 Q4")."""
    found = _QUARTER.fullmatch(code.strip())
    if not found:
        raise UserError(
            f"{code!r} does not name a quarter.",
            "Write the financial year and the quarter, such as 2024-25-Q4 for January to March "
            "2025.",
        )
    return nth_quarter(_read_year(found[1], found[2]), _read_quarter(found[3]))


def nth_quarter(first_year: int, number: int) -> Period:
    """Give quarter 1 to 4 of the financial year that begins on 1 April of `first_year`."""
    start = _months_on(date(first_year, _APRIL, 1), 3 * (number - 1))
    end = _month_end(_months_on(start, 2))
    return Period(start, end, Kind.QUARTER, months_text(start, end))


def quarter_of(day: date) -> Period:
    """Give the quarter that `day` lies in."""
    return nth_quarter(_first_year(day), _number(day))


def year_to_date(first_year: int, number: int) -> Period:
    """Give 1 April of `first_year` to the end of quarter `number` of that financial year."""
    start, end = date(first_year, _APRIL, 1), nth_quarter(first_year, number).end
    return Period(start, end, Kind.YEAR_TO_DATE, months_text(start, end))


def financial_year(first_year: int) -> Period:
    """Give the financial year that begins on 1 April of `first_year`."""
    start, end = date(first_year, _APRIL, 1), date(first_year + 1, _APRIL - 1, 31)
    return Period(start, end, Kind.FINANCIAL_YEAR, months_text(start, end))


def calendar_year(year: int) -> Period:
    """Give 1 January to 31 December of `year`."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    return Period(start, end, Kind.CALENDAR_YEAR, months_text(start, end))


def any_dates(start: date, end: date) -> Period:
    """Give the period between two dates.

    Dates that happen to be a quarter or a year are that quarter or year, so that they compare
    with quarters and years.
    """
    if end < start:
        raise UserError(
            "The period ends before it starts.",
            f"Put the earlier date first, such as {end}..{start}.",
        )
    same: tuple[Callable[[], Period], ...] = (
        lambda: quarter_of(start),
        lambda: financial_year(_first_year(start)),
        lambda: calendar_year(start.year),
    )
    for make in same:
        if (made := make()).start == start and made.end == end:
            return made
    whole = _whole_months(start, end)
    label = months_text(start, end) if whole else range_text(start, end)
    return Period(start, end, Kind.DATES, label)


def parse_period(text: str) -> Period:
    """Read a period as people type it.

    "2024-25-Q4", "2024-25-to-Q3" (year to date), "2024-25" (financial year), "2024" (calendar
    year), "2024-04-01..2024-06-30" (any dates).
    """
    typed = text.strip()
    if found := _TO_DATE.fullmatch(typed):
        return year_to_date(_read_year(found[1], found[2]), _read_quarter(found[3]))
    if found := _DATES.fullmatch(typed):
        return any_dates(_read_day(found[1]), _read_day(found[2]))
    if found := _FINANCIAL.fullmatch(typed):
        return financial_year(_read_year(found[1], found[2]))
    if _CALENDAR.fullmatch(typed):
        return calendar_year(_sane(int(typed)))
    if _QUARTER.fullmatch(typed):
        return quarter(typed)
    raise UserError(
        f"{text!r} does not name a period.",
        "Write a quarter such as 2024-25-Q4, a year such as 2024-25, or two dates such as "
        "2024-04-01..2024-06-30.",
    )


def previous(period: Period) -> Period:
    """Give the period before: the quarter before, the year before.

    A year to date has the same months a year earlier before it. Other dates have as many whole
    months before them where they are whole months, otherwise as many days.
    """
    match period.kind:
        case Kind.QUARTER:
            return quarter_of(period.start - timedelta(days=1))
        case Kind.DATES:
            end = period.start - timedelta(days=1)
            if _whole_months(period.start, period.end):
                return any_dates(_months_on(period.start, -_month_count(period)), end)
            return any_dates(period.start - timedelta(days=period.days), end)
        case _:
            return same_last_year(period)


def same_last_year(period: Period) -> Period:
    """Give the same dates a year earlier; 29 February becomes 28, a month's end stays its end."""
    first = _first_year(period.start) - 1
    match period.kind:
        case Kind.QUARTER:
            return nth_quarter(first, _number(period.start))
        case Kind.YEAR_TO_DATE:
            return year_to_date(first, _number(period.end))
        case Kind.FINANCIAL_YEAR:
            return financial_year(first)
        case Kind.CALENDAR_YEAR:
            return calendar_year(period.start.year - 1)
        case Kind.DATES:
            start, end = _year_earlier(period.start), _year_earlier(period.end)
            if _whole_months(period.start, period.end):
                end = _month_end(end)
            return any_dates(start, end)


def last_eight(period: Period) -> tuple[Period, ...]:
    """Give the eight periods before this one, oldest first."""
    run: list[Period] = []
    for _ in range(8):
        run.append(previous(run[-1] if run else period))
    return tuple(reversed(run))


def _first_year(day: date) -> int:
    return day.year if day.month >= _APRIL else day.year - 1


def _number(day: date) -> int:
    return (day.month - _APRIL) % 12 // 3 + 1


def _months_on(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end == _month_end(end)


def _month_count(period: Period) -> int:
    years = period.end.year - period.start.year
    return years * 12 + period.end.month - period.start.month + 1


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def _read_year(first: str, second: str) -> int:
    year = _sane(int(first))
    if int(second) != (year + 1) % 100:
        raise UserError(
            f"{first}-{second} is not a financial year.",
            f"A financial year runs into the next one, such as {year}-{(year + 1) % 100:02}.",
        )
    return year


def _read_quarter(number: str) -> int:
    if number not in "1234":
        raise UserError(
            f"There is no quarter {number}.",
            "Quarters run from Q1 (April to June) to Q4 (January to March).",
        )
    return int(number)


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UserError(
            f"There is no date {text}.", "Write year, month and day, such as 2024-06-30."
        ) from None
    _sane(day.year)
    return day


def _sane(year: int) -> int:
    if not _EARLIEST <= year < _LATEST:
        raise UserError(f"The year {year} is too far away.", "Check the year.")
    return year
