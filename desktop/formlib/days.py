"""Days and minutes between what forms hold: dates, and times as "HH:MM" text.

Nothing is parsed and no law is kept here: how many days a window has, and which days are bank
holidays, are the office's dated data and come in as arguments.
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

MINUTES_IN_A_DAY = 24 * 60
_SATURDAY = 5


def days_between(start: date, end: date) -> int:
    """Count calendar days from `start` to `end`: 0 on the same day, negative when end is first."""
    return (end - start).days


def add_days(start: date, *counts: int) -> date:
    """Give the date that many calendar days after `start`; bank holidays count.

    This is how a window of n days "starting with the day after" `start` ends: regulation 29 of
    the Police (Complaints and Misconduct) Regulations 2020 (SI 2020/2) words the time for asking
    for a review so, and days another body held the request, left out of account, are one more
    count. Told on 31 January 2025, with 28 days, the last day is 28 February 2025.
    """
    return start + timedelta(days=sum(counts))


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Say whether `day` is Monday to Friday and not one of `holidays`."""
    return day.weekday() < _SATURDAY and day not in holidays


def working_days(start: date, end: date, holidays: AbstractSet[date]) -> int:
    """Count the working days after `start` up to and including `end`.

    The same day is 0 and the next working day 1, so a request received and answered on one day
    took no working days. When `end` comes first the count is negative.
    """
    if end < start:
        return -working_days(end, start, holidays)
    weeks, odd = divmod((end - start).days, 7)
    count = weeks * 5 + sum(
        (start + timedelta(days=n)).weekday() < _SATURDAY for n in range(1, odd + 1)
    )
    return count - sum(start < day <= end and day.weekday() < _SATURDAY for day in holidays)


def add_working_days(start: date, count: int, holidays: AbstractSet[date]) -> date:
    """Give the working day that is `count` working days after `start` (`count` 1 or more).

    For answers that are due in so many working days: `working_days(start, due)` is `count`.
    """
    day = start
    left = count
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day


def minutes_between(start: str, end: str) -> int:
    """Count minutes from one "HH:MM" to the next, over midnight where the end is earlier.

    From "23:50" to "00:10" is 20. The same time gives 0: two times alone cannot tell a full day
    from no time at all.
    """
    return (_minutes(end) - _minutes(start)) % MINUTES_IN_A_DAY


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
