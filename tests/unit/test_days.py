from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.days import (
    add_days,
    add_working_days,
    days_between,
    is_working_day,
    minutes_between,
    working_days,
)

EASTER_2025 = frozenset({date(2025, 4, 18), date(2025, 4, 21)})
NEW_YEAR_2025 = frozenset({date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1)})

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
holidays = st.frozensets(st.dates(date(2020, 1, 1), date(2020, 3, 31)), max_size=12)
near = st.dates(date(2019, 12, 1), date(2020, 4, 30))


@pytest.mark.parametrize(
    ("told", "last_day"),
    [
        (date(2025, 1, 31), date(2025, 2, 28)),
        (date(2025, 3, 3), date(2025, 3, 31)),
        (date(2024, 12, 3), date(2024, 12, 31)),
    ],
)
def test_a_window_of_28_days_begins_the_day_after_and_counts_every_day(
    told: date, last_day: date
) -> None:
    assert add_days(told, 28) == last_day


def test_days_another_body_held_a_request_are_added_to_its_window() -> None:
    assert add_days(date(2025, 1, 31), 28, 9) == date(2025, 3, 9)


def test_calendar_days_between_two_dates() -> None:
    assert days_between(date(2024, 2, 28), date(2024, 3, 1)) == 2
    assert days_between(date(2025, 3, 2), date(2025, 3, 1)) == -1


def test_the_same_day_took_no_working_days_and_the_next_took_one() -> None:
    assert working_days(date(2025, 3, 3), date(2025, 3, 3), frozenset()) == 0
    assert working_days(date(2025, 3, 3), date(2025, 3, 4), frozenset()) == 1


def test_a_weekend_and_the_easter_holidays_are_not_working_days() -> None:
    assert working_days(date(2025, 4, 17), date(2025, 4, 22), EASTER_2025) == 1
    assert working_days(date(2025, 4, 17), date(2025, 4, 22), frozenset()) == 3
    assert working_days(date(2025, 3, 1), date(2025, 3, 2), frozenset()) == 0


def test_working_days_over_christmas() -> None:
    assert working_days(date(2024, 12, 20), date(2025, 1, 3), NEW_YEAR_2025) == 7


def test_a_holiday_on_a_weekend_takes_nothing_away() -> None:
    saturday = frozenset({date(2025, 3, 8)})
    assert working_days(date(2025, 3, 3), date(2025, 3, 10), saturday) == 5


def test_an_end_before_its_start_counts_backwards() -> None:
    assert working_days(date(2025, 3, 10), date(2025, 3, 3), frozenset()) == -5


@given(near, st.integers(0, 100), holidays)
def test_working_days_agree_with_counting_one_by_one(
    start: date, length: int, free: frozenset[date]
) -> None:
    one_by_one = sum(is_working_day(start + timedelta(days=n), free) for n in range(1, length + 1))
    assert working_days(start, start + timedelta(days=length), free) == one_by_one


@given(near, near, near, holidays)
def test_working_days_of_two_stretches_add_up(
    a: date, b: date, c: date, free: frozenset[date]
) -> None:
    whole = working_days(a, c, free)
    assert working_days(a, b, free) + working_days(b, c, free) == whole


@given(near, st.integers(1, 60), holidays)
def test_a_day_so_many_working_days_on_is_that_many_working_days_away(
    start: date, count: int, free: frozenset[date]
) -> None:
    due = add_working_days(start, count, free)
    assert is_working_day(due, free)
    assert working_days(start, due, free) == count


@given(days, st.integers(-400, 400))
def test_adding_days_and_counting_them_agree(start: date, count: int) -> None:
    assert days_between(start, add_days(start, count)) == count


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("19:30", "20:15", 45),
        ("23:50", "00:10", 20),
        ("00:00", "23:59", 1439),
        ("09:05", "09:05", 0),
        ("10:00", "09:59", 1439),
    ],
)
def test_minutes_between_two_times_run_over_midnight(start: str, end: str, minutes: int) -> None:
    assert minutes_between(start, end) == minutes


@given(st.times(), st.integers(0, 1439))
def test_minutes_between_finds_any_length_up_to_a_day(start: object, length: int) -> None:
    begin = f"{start:%H:%M}"
    later = (int(begin[:2]) * 60 + int(begin[3:]) + length) % 1440
    assert minutes_between(begin, f"{later // 60:02}:{later % 60:02}") == length
