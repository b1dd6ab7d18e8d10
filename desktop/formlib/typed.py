"""Reading what people type: "1930", "7.30pm", "today", "21 nov".

Each gives a typed value or says in one sentence what to enter instead.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME = re.compile(r"([0-9]{1,2})[:.h ]?([0-9]{2})?\s*(am|pm|noon|midnight)?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})(?:[/.\- ]([0-9]{2}|[0-9]{4}))?", re.ASCII)
_WORDS = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?([a-z]{3,9})\.?,?\s*([0-9]{2}|[0-9]{4})?", re.ASCII
)
_OLDEST = 1900


class Unreadable(Exception):
    """What was typed cannot be read; the text says what to enter."""


def read_integer(text: str) -> int:
    """Read a whole number, with or without thousands commas."""
    if not re.fullmatch(r"-?([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})", text.strip(), re.ASCII):
        raise Unreadable("Enter a whole number, such as 12")
    return int(text.replace(",", ""))


def read_decimal(text: str) -> str:
    """Read a number with decimals into its plain text, such as "21.5"."""
    whole = r"-?([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})"
    # "2,5" is refused: read as 25 it would be ten times too much.
    if not re.fullmatch(rf"{whole}(\.[0-9]{{1,6}})?", text.strip(), re.ASCII):
        raise Unreadable("Enter a number, such as 2.5")
    return str(Decimal(text.strip().replace(",", "")))


def read_time(text: str) -> str:
    """Read a time of day on the 24-hour or 12-hour clock into "HH:MM"."""
    found = text.strip().lower().replace("a.m.", "am").replace("p.m.", "pm")
    found = {"noon": "12noon", "midday": "12noon", "midnight": "12midnight"}.get(found, found)
    match = _TIME.fullmatch(found)
    if match is None:
        raise Unreadable("Enter a time, such as 19:30 or 7.30pm")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half in ("noon", "midnight") and (hour, minute) != (12, 0):
        raise Unreadable("Enter a time, such as 19:30 or 7.30pm")
    if match[2] is None and half is None and len(match[1]) < 2 and hour < 10:
        # A bare "7" could be morning or evening.
        raise Unreadable("Enter hours and minutes, such as 07:00 or 7pm")
    if half in ("am", "pm", "noon", "midnight"):
        if not 1 <= hour <= 12:
            raise Unreadable("Enter a time, such as 19:30 or 7.30pm")
        hour = hour % 12 + (12 if half in ("pm", "noon") else 0)
    if hour > 23 or minute > 59:
        raise Unreadable("Enter a time between 00:00 and 23:59")
    return f"{hour:02}:{minute:02}"


def read_date(text: str, today: date) -> str:
    """Read a date into "YYYY-MM-DD"; one without a year is the latest such day up to today."""
    found = " ".join(text.strip().lower().split())
    near = {"today": 0, "yesterday": 1, "tomorrow": -1}
    if found in near:
        return (today - timedelta(days=near[found])).isoformat()
    for number, name in enumerate(_WEEKDAYS):
        if found in (name.lower(), name[:3].lower()):
            return (today - timedelta(days=(today.weekday() - number) % 7)).isoformat()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found, re.ASCII):
        year, month, day = (int(part) for part in found.split("-"))
        return _day(year, month, day).isoformat()
    match = _DAY_FIRST.fullmatch(found)
    if match is not None:
        return _dated(int(match[1]), int(match[2]), match[3], today).isoformat()
    for weekday in _WEEKDAYS:
        found = re.sub(rf"^{weekday[:3].lower()}[a-z]*,? ", "", found)
    match = _WORDS.fullmatch(found)
    if match is not None and _month(match[2]):
        return _dated(int(match[1]), _month(match[2]), match[3], today).isoformat()
    raise Unreadable("Enter a date, such as 21 November 2026 or 21/11/26")


def read_month(text: str, today: date) -> str:
    """Read a month into "YYYY-MM"."""
    found = text.strip().lower()
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", found, re.ASCII)
    if match is not None:
        return _day(int(match[1]), int(match[2]), 1).isoformat()[:7]
    match = re.fullmatch(r"([0-9]{1,2})/([0-9]{4})", found, re.ASCII)
    if match is not None:
        return _day(int(match[2]), int(match[1]), 1).isoformat()[:7]
    match = re.fullmatch(r"([a-z]{3,9})\s*([0-9]{4})?", found, re.ASCII)
    if match is None or not _month(match[1]):
        raise Unreadable("Enter a month, such as March 2025")
    return _dated(1, _month(match[1]), match[2], today).isoformat()[:7]


def _month(word: str) -> int:
    number = _MONTH.get(word[:3], 0)
    return (
        number
        if number and MONTHS[number - 1].lower().startswith(word)
        else (9 if word == "sept" else 0)
    )


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    last = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    if (month, day) == (2, 29):
        last = next(year for year in range(last, last - 9, -1) if _is_leap(year))
    return _day(last, month, day)


def _is_leap(year: int) -> bool:
    # Not from `calendar`, which is 3 ms on the way to the page that asks for the passphrase.
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _day(year: int, month: int, day: int) -> date:
    if year < _OLDEST:
        raise Unreadable("Enter the year with four figures, such as 2025")
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("There is no such day. Enter a date, such as 21 November 2026") from None


def say_date(value: str) -> str:
    """Write a stored date in full: "Friday 28 February 2025" without its weekday."""
    day = date.fromisoformat(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_day(value: str) -> str:
    """Write a stored date with its weekday, to be read back while typing."""
    return f"{_WEEKDAYS[date.fromisoformat(value).weekday()]} {say_date(value)}"


def say_month(value: str) -> str:
    """Write a stored month: "March 2025"."""
    year, month = value.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"
