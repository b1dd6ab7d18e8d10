from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.returns.dates_text import range_text, weekday_text
from desktop.returns.periods import (
    Kind,
    Period,
    any_dates,
    calendar_year,
    financial_year,
    last_eight,
    nth_quarter,
    parse_period,
    previous,
    quarter,
    quarter_of,
    same_last_year,
    year_to_date,
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
quarters = st.builds(quarter_of, days)
stretches = st.builds(
    lambda start, length: any_dates(start, start + timedelta(days=length)),
    days,
    st.integers(0, 800),
)
periods: st.SearchStrategy[Period] = st.one_of(
    quarters,
    stretches,
    st.builds(year_to_date, st.integers(1990, 2090), st.integers(1, 4)),
    st.builds(financial_year, st.integers(1990, 2090)),
    st.builds(calendar_year, st.integers(1990, 2090)),
)


def test_quarter_four_is_january_to_march_of_the_next_calendar_year() -> None:
    period = quarter("2024-25-Q4")
    assert (period.start, period.end) == (date(2025, 1, 1), date(2025, 3, 31))
    assert period.label == "January to March 2025"
    assert period.title == "1 January to 31 March 2025 (quarter 4 of 2024/25)"
    assert period.year == "2024/25"
    assert period.days == 90


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [
        (1, date(2024, 4, 1), date(2024, 6, 30)),
        (2, date(2024, 7, 1), date(2024, 9, 30)),
        (3, date(2024, 10, 1), date(2024, 12, 31)),
        (4, date(2025, 1, 1), date(2025, 3, 31)),
    ],
)
def test_the_four_quarters_of_a_financial_year(number: int, start: date, end: date) -> None:
    period = nth_quarter(2024, number)
    assert (period.start, period.end, period.kind) == (start, end, Kind.QUARTER)


@pytest.mark.parametrize("typed", ["2024-25-Q4", "2024/25 Q4", " 2024-25-q4 ", "2024-25 Q4"])
def test_a_quarter_is_read_as_people_write_it(typed: str) -> None:
    assert quarter(typed) == nth_quarter(2024, 4)
    assert parse_period(typed) == nth_quarter(2024, 4)


def test_the_turn_of_the_century_is_a_financial_year_too() -> None:
    assert quarter("1999-00-Q4").end == date(2000, 3, 31)


@pytest.mark.parametrize(
    ("code", "title", "label"),
    [
        (
            "2024-25-to-Q3",
            "1 April to 31 December 2024 (2024/25 to the end of quarter 3)",
            "April to December 2024",
        ),
        (
            "2024-25",
            "1 April 2024 to 31 March 2025 (financial year 2024/25)",
            "April 2024 to March 2025",
        ),
        ("2024", "1 January to 31 December 2024 (calendar year)", "January to December 2024"),
        ("2025-02-03..2025-03-14", "3 February to 14 March 2025", "3 February to 14 March 2025"),
        ("2025-02-01..2025-02-28", "1 to 28 February 2025", "February 2025"),
        ("2024-12-01..2025-02-28", "1 December 2024 to 28 February 2025", None),
        ("2025-02-03..2025-02-03", "3 February 2025", "3 February 2025"),
    ],
)
def test_other_periods_and_what_they_are_called(code: str, title: str, label: str | None) -> None:
    period = parse_period(code)
    assert period.title == title
    assert period.label == label or label is None
    assert period.code == code


def test_dates_that_are_a_quarter_or_a_year_are_that_quarter_or_year() -> None:
    assert parse_period("2024-04-01..2024-06-30") == quarter("2024-25-Q1")
    assert parse_period("2024-04-01..2025-03-31") == financial_year(2024)
    assert parse_period("2024-01-01..2024-12-31") == calendar_year(2024)
    assert parse_period("2024-04-01..2024-06-29").kind is Kind.DATES


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "'' does not name a period."),
        ("last quarter", "'last quarter' does not name a period."),
        ("2024-25-Q5", "There is no quarter 5."),
        ("2024-26-Q4", "2024-26 is not a financial year."),
        ("2024-25-to-Q0", "There is no quarter 0."),
        ("2025-02-30..2025-03-01", "There is no date 2025-02-30."),
        ("2025-03-31..2025-01-01", "The period ends before it starts."),
        ("0024", "The year 24 is too far away."),
    ],
)
def test_a_period_that_cannot_be_read_says_why_and_what_to_write(typed: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_period(typed)
    assert refused.value.sentence == sentence
    assert refused.value.next_step


def test_a_wrong_financial_year_is_answered_with_the_right_one() -> None:
    with pytest.raises(UserError) as refused:
        quarter("1999-01-Q4")
    assert refused.value.next_step == ("A financial year runs into the next one, such as 1999-00.")


def test_years_from_1900_to_2199_can_be_reported_on() -> None:
    assert parse_period("1900").start.year == 1900
    assert parse_period("2199").end.year == 2199
    for far in ("1899", "2200"):
        with pytest.raises(UserError, match="too far away"):
            parse_period(far)


def test_a_quarter_that_cannot_be_read_says_how_to_write_one() -> None:
    with pytest.raises(UserError, match="such as 2024-25-Q4"):
        quarter("2024-25")


def test_the_quarter_before_and_the_same_quarter_last_year() -> None:
    period = quarter("2024-25-Q4")
    assert previous(period) == quarter("2024-25-Q3")
    assert same_last_year(period) == quarter("2023-24-Q4")
    assert previous(quarter("2024-25-Q1")) == quarter("2023-24-Q4")


def test_the_last_eight_quarters_come_oldest_first_and_end_before_this_one() -> None:
    run = last_eight(quarter("2024-25-Q4"))
    assert [each.code for each in run] == [
        "2022-23-Q4",
        "2023-24-Q1",
        "2023-24-Q2",
        "2023-24-Q3",
        "2023-24-Q4",
        "2024-25-Q1",
        "2024-25-Q2",
        "2024-25-Q3",
    ]


def test_a_year_to_date_has_the_same_months_a_year_earlier_before_it() -> None:
    assert previous(parse_period("2024-25-to-Q3")) == parse_period("2023-24-to-Q3")


def test_whole_months_have_whole_months_before_them() -> None:
    assert previous(parse_period("2025-02-01..2025-03-31")).code == "2024-12-01..2025-01-31"


def test_other_dates_have_as_many_days_before_them() -> None:
    assert previous(parse_period("2025-03-01..2025-03-10")).code == "2025-02-19..2025-02-28"


def test_a_leap_day_has_a_last_year_too() -> None:
    assert same_last_year(parse_period("2024-02-10..2024-02-29")).code == "2023-02-10..2023-02-28"
    assert same_last_year(parse_period("2025-02-01..2025-02-28")).code == "2024-02-01..2024-02-29"


def test_ranges_say_nothing_twice() -> None:
    assert range_text(date(2025, 1, 3), date(2025, 1, 9)) == "3 to 9 January 2025"
    assert weekday_text(date(2024, 12, 30)) == "Monday 30 December 2024"


@given(days)
def test_every_day_lies_in_its_quarter_and_in_no_neighbour(day: date) -> None:
    period = quarter_of(day)
    assert day in period
    assert day not in previous(period)
    assert previous(period).end + timedelta(days=1) == period.start


@given(st.integers(1990, 2090))
def test_four_quarters_make_a_financial_year(first_year: int) -> None:
    year = financial_year(first_year)
    parts = [nth_quarter(first_year, number) for number in (1, 2, 3, 4)]
    assert sum(part.days for part in parts) == year.days
    assert (parts[0].start, parts[3].end) == (year.start, year.end)


@given(periods)
def test_the_code_of_a_period_reads_back_as_that_period(period: Period) -> None:
    assert parse_period(period.code) == period


@given(periods)
def test_the_period_before_ends_before_and_last_year_is_a_year_earlier(period: Period) -> None:
    before, last_year = previous(period), same_last_year(period)
    assert before.end < period.start or period.kind is Kind.YEAR_TO_DATE
    assert before.end < period.end
    assert 364 <= (period.start - last_year.start).days <= 366
    assert 364 <= (period.end - last_year.end).days <= 367
