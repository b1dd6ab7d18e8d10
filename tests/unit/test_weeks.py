from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.returns.periods import any_dates, parse_period, previous, quarter, quarter_of
from desktop.returns.weeks import (
    Anchor,
    Counted,
    Moved,
    WeekSetting,
    anchor_rule,
    counted_on,
    days_to_select,
    moved,
    moved_text,
    setting_text,
    week_of,
    weeks_of,
)

Q4 = quarter("2024-25-Q4")
MONDAY = (WeekSetting(Anchor.MONDAY),)

days = st.dates(date(2015, 1, 1), date(2040, 12, 31))
settings = st.lists(st.builds(WeekSetting, st.sampled_from(Anchor), st.none() | days), max_size=3)


def test_the_weeks_of_january_to_march_2025_begin_in_december() -> None:
    weeks = weeks_of(Q4)
    assert len(weeks) == 13
    assert weeks[0].start == date(2024, 12, 30)
    assert weeks[-1].end == date(2025, 3, 30)
    assert {week.anchor.weekday() for week in weeks} == {3}


@pytest.mark.parametrize(
    ("code", "by_thursday", "by_monday"),
    [
        ("2024-25-Q2", 13, 14),
        ("2026-27-Q3", 14, 13),
        ("2026-27-Q4", 12, 13),
    ],
)
def test_no_anchor_gives_thirteen_weeks_in_every_quarter(
    code: str, by_thursday: int, by_monday: int
) -> None:
    assert len(weeks_of(quarter(code))) == by_thursday
    assert len(weeks_of(quarter(code), (WeekSetting(Anchor.THURSDAY),))) == by_thursday
    assert len(weeks_of(quarter(code), MONDAY)) == by_monday


def test_sundays_give_fourteen_weeks_in_october_to_december_2023() -> None:
    assert len(weeks_of(quarter("2023-24-Q3"), (WeekSetting(Anchor.SUNDAY),))) == 14


def test_a_setting_made_in_the_year_takes_effect_on_the_next_first_of_april() -> None:
    rules = (WeekSetting(Anchor.MONDAY, date(2026, 9, 15)),)
    assert rules[0].takes_effect == date(2027, 4, 1)
    assert len(weeks_of(quarter("2026-27-Q3"), rules)) == 14
    assert anchor_rule(rules, date(2027, 3, 29)) is Anchor.MOST_DAYS
    assert anchor_rule(rules, date(2027, 4, 5)) is Anchor.MONDAY


def test_a_setting_made_on_the_first_of_april_takes_effect_that_day() -> None:
    assert WeekSetting(Anchor.MONDAY, date(2026, 4, 1)).takes_effect == date(2026, 4, 1)


def test_a_week_that_begins_on_the_first_of_april_follows_the_new_setting() -> None:
    rules = (WeekSetting(Anchor.SUNDAY, date(2024, 4, 1)),)
    assert anchor_rule(rules, date(2024, 4, 1)) is Anchor.SUNDAY
    assert anchor_rule(rules, date(2024, 3, 25)) is Anchor.MOST_DAYS


def test_the_later_of_two_settings_in_one_year_holds() -> None:
    rules = (
        WeekSetting(Anchor.SUNDAY, date(2026, 11, 1)),
        WeekSetting(Anchor.MONDAY, date(2026, 9, 1)),
    )
    assert anchor_rule(rules, date(2027, 4, 5)) is Anchor.SUNDAY


@given(days, settings)
def test_every_week_lies_in_exactly_one_quarter(day: date, rules: list[WeekSetting]) -> None:
    period = quarter_of(day)
    after = quarter_of(period.end + timedelta(days=1))
    run = [*weeks_of(previous(period), rules), *weeks_of(period, rules), *weeks_of(after, rules)]
    starts = [week.start for week in run]
    assert starts == [starts[0] + timedelta(weeks=n) for n in range(len(starts))]


@given(days)
def test_a_week_belongs_by_default_to_the_quarter_that_holds_most_of_its_days(day: date) -> None:
    week = week_of(day)
    own = quarter_of(week.anchor)
    assert sum(week.start + timedelta(days=n) in own for n in range(7)) >= 4


@given(days, st.integers(0, 60), settings)
def test_the_days_to_select_hold_the_period_and_all_its_weeks(
    start: date, length: int, rules: list[WeekSetting]
) -> None:
    period = any_dates(start, start + timedelta(days=length))
    first, last = days_to_select(period, rules)
    assert first <= period.start
    assert last >= period.end
    for week in weeks_of(period, rules):
        assert first <= week.start
        assert week.end <= last
        assert week.start.weekday() == 0
        assert week.start <= week.anchor <= week.end


def test_a_visit_with_a_slot_counts_in_the_quarter_of_its_rota_week() -> None:
    early = counted_on(date(2024, 12, 30), date(2024, 12, 30))
    late = counted_on(date(2025, 3, 31), date(2025, 3, 24))
    assert early == Counted(date(2025, 1, 2), "slot")
    assert late == Counted(date(2025, 3, 27), "slot")
    assert early.on in Q4
    assert late.on in Q4


def test_a_visit_without_a_slot_counts_by_its_date() -> None:
    assert counted_on(date(2024, 12, 30), None) == Counted(date(2024, 12, 30), "date")
    assert counted_on(date(2025, 3, 31), None).on in Q4


def test_by_monday_the_rota_week_of_30_december_belongs_to_the_quarter_before() -> None:
    assert counted_on(date(2025, 1, 2), date(2024, 12, 30), MONDAY).on not in Q4


def test_a_note_is_due_only_where_the_quarter_changes() -> None:
    assert moved(date(2025, 1, 15), date(2025, 1, 16), Q4) is None
    assert moved(date(2024, 12, 30), date(2025, 1, 2), Q4) == Moved(date(2024, 12, 30), into=True)
    assert moved(date(2025, 3, 31), date(2025, 4, 3), Q4) == Moved(date(2025, 3, 31), into=False)
    assert moved(date(2025, 4, 3), date(2025, 4, 10), Q4) is None


def test_the_note_says_which_visits_count_here_and_which_do_not() -> None:
    assert moved_text([], Q4) == ""
    assert moved_text([Moved(date(2025, 3, 31), into=False)], Q4) == (
        "1 visit does not count here although it was made on 31 March 2025: its rota week does "
        "not belong to January to March 2025."
    )
    both = [Moved(date(2025, 4, 1), into=True), Moved(date(2024, 12, 30), into=True)]
    assert moved_text(both, Q4) == (
        "2 visits count here although they were made on 30 December 2024 and 1 April 2025: their "
        "rota weeks belong to January to March 2025."
    )


def test_two_visits_on_one_day_name_the_day_once() -> None:
    both = [Moved(date(2025, 4, 1), into=True)] * 2
    assert "2 visits count here although they were made on 1 April 2025:" in moved_text(both, Q4)


def test_the_setting_is_printed_with_the_weeks_it_gives() -> None:
    assert setting_text(Q4) == (
        "A week runs from Monday to Sunday and belongs to the quarter that holds most of its "
        "days. That gives 13 weeks, from Monday 30 December 2024 to Sunday 30 March 2025."
    )
    assert setting_text(quarter("2026-27-Q3"), MONDAY) == (
        "A week runs from Monday to Sunday and belongs to the quarter its Monday lies in. That "
        "gives 13 weeks, from Monday 5 October 2026 to Sunday 3 January 2027."
    )


def test_a_year_with_two_settings_prints_both() -> None:
    rules = (WeekSetting(Anchor.MONDAY, date(2026, 4, 1)),)
    assert setting_text(parse_period("2026"), rules).startswith(
        "A week runs from Monday to Sunday and belongs to the period that holds most of its days "
        "and later to the period its Monday lies in. That gives 53 weeks,"
    )


def test_two_days_without_an_anchor_hold_no_week() -> None:
    weekend = parse_period("2025-03-01..2025-03-02")
    assert weeks_of(weekend) == ()
    assert days_to_select(weekend) == (weekend.start, weekend.end)
    assert setting_text(weekend).endswith("No week belongs to 1 to 2 March 2025.")
