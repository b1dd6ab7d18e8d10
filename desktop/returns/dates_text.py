"""Dates and stretches of time in words, as a report prints them."""

from datetime import date

from desktop.formlib.typed import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_text(day: date) -> str:
    """Write a date: "13 March 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_text(day: date) -> str:
    """Write a date with its weekday: "Monday 30 December 2024"."""
    return f"{WEEKDAYS[day.weekday()]} {day_text(day)}"


def range_text(start: date, end: date) -> str:
    """Write two dates without saying a year or month twice: "1 January to 31 March 2025"."""
    if start == end:
        return day_text(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_text(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} to {day_text(end)}"
    return f"{day_text(start)} to {day_text(end)}"


def months_text(start: date, end: date) -> str:
    """Write whole months: "January to March 2025", "October 2024 to March 2025"."""
    first, last = MONTHS[start.month - 1], f"{MONTHS[end.month - 1]} {end.year}"
    if start.year != end.year:
        return f"{first} {start.year} to {last}"
    return last if start.month == end.month else f"{first} to {last}"
