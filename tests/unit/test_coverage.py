from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.amounts import Known, Share, share_percent
from desktop.returns.coverage import (
    Place,
    Slot,
    Span,
    Target,
    Visit,
    months_covered,
    slots_met,
    visits_made,
    weeks_covered,
)
from desktop.returns.periods import any_dates, quarter
from desktop.returns.weeks import Anchor, WeekSetting, counted_on, weeks_of

Q4 = quarter("2024-25-Q4")
LONG_AGO = date(2000, 1, 1)
ALWAYS = Span(LONG_AGO)
MONDAY = (WeekSetting(Anchor.MONDAY),)
FIRST = Place("first", "First suite", (ALWAYS,))
SECOND = Place("second", "Second suite", (ALWAYS,))
KENNELS = Place("kennels", "Kennels", (ALWAYS,))
WEEKLY = Target(None, 1, "week", ALWAYS)
MONTHLY = Target(None, 1, "month", ALWAYS)


def share(met: int, due: int) -> Share:
    return Share(Known(met), Known(due))


def weekly_visits(place: Place, skip: int | None = None) -> list[Visit]:
    weeks = weeks_of(Q4)
    return [
        Visit(f"{place.id}-{n}", place.id, week.anchor, slot=f"slot-{place.id}-{n}")
        for n, week in enumerate(weeks)
        if n != skip
    ]


def rota(place: Place) -> list[Slot]:
    return [
        Slot(f"slot-{place.id}-{n}", place.id, week.start) for n, week in enumerate(weeks_of(Q4))
    ]


def test_a_visit_a_week_to_two_suites_covers_26_of_26_suite_weeks() -> None:
    visits = weekly_visits(FIRST) + weekly_visits(SECOND)
    covered = weeks_covered(Q4, [FIRST, SECOND], [WEEKLY], visits)
    assert covered.share == share(26, 26)
    assert covered.of_place("first").share == share(13, 13)
    assert covered.missed == ()
    assert slots_met(Q4, rota(FIRST) + rota(SECOND), visits).share == share(26, 26)


def test_two_visits_in_one_week_do_not_cover_two_weeks() -> None:
    visits = weekly_visits(FIRST) + weekly_visits(SECOND, skip=5)
    visits.append(Visit("twice", "second", visits[-1].counted_on))
    covered = weeks_covered(Q4, [FIRST, SECOND], [WEEKLY], visits)
    assert len(visits_made(Q4, visits)) == 26
    assert covered.share == share(25, 26)
    assert share_percent(covered.share, 1) == "96.2%"
    assert [cell.place.name for cell in covered.missed] == ["Second suite"]
    assert covered.missed[0].start == date(2025, 2, 3)


def test_october_to_december_2026_is_28_suite_weeks_by_thursday_and_26_by_monday() -> None:
    period = quarter("2026-27-Q3")
    by_thursday = weeks_covered(period, [FIRST, SECOND], [WEEKLY], [])
    by_monday = weeks_covered(period, [FIRST, SECOND], [WEEKLY], [], MONDAY)
    assert by_thursday.share == share(0, 28)
    assert by_monday.share == share(0, 26)


def test_a_suite_closed_for_part_of_the_quarter_is_due_fewer_weeks() -> None:
    closed = Place("second", "Second suite", (Span(LONG_AGO, date(2025, 2, 12)),))
    covered = weeks_covered(Q4, [FIRST, closed], [WEEKLY], weekly_visits(FIRST))
    assert covered.of_place("second").share == share(0, 6)
    assert covered.share == share(13, 19)


def test_a_suite_that_closes_on_the_anchor_day_is_due_that_week_and_the_day_before_not() -> None:
    on_thursday = Place("a", "A", (Span(LONG_AGO, date(2025, 1, 2)),))
    on_wednesday = Place("b", "B", (Span(LONG_AGO, date(2025, 1, 1)),))
    assert weeks_covered(Q4, [on_thursday], [WEEKLY], []).share == share(0, 1)
    assert weeks_covered(Q4, [on_wednesday], [WEEKLY], []).share == share(0, 0)


def test_a_suite_that_reopens_is_due_again() -> None:
    spans = (Span(LONG_AGO, date(2025, 1, 31)), Span(date(2025, 3, 1)))
    covered = weeks_covered(Q4, [Place("first", "First suite", spans)], [WEEKLY], [])
    assert covered.share == share(0, 9)


def test_a_target_of_two_a_week_is_met_at_two() -> None:
    twice = Target(None, 2, "week", ALWAYS)
    thursday = date(2025, 1, 16)
    one = [Visit("1", "first", thursday)]
    two = [*one, Visit("2", "first", thursday + timedelta(days=2))]
    assert weeks_covered(Q4, [FIRST], [twice], one).share == share(0, 13)
    assert weeks_covered(Q4, [FIRST], [twice], two).share == share(1, 13)


def test_a_place_with_its_own_target_follows_it_and_the_later_of_two_holds() -> None:
    targets = [
        WEEKLY,
        Target("second", 2, "week", ALWAYS),
        Target(None, 3, "week", Span(date(2025, 3, 1))),
    ]
    cells = weeks_covered(Q4, [FIRST, SECOND], targets, []).cells
    assert [cell.needed for cell in cells if cell.place is FIRST] == [1] * 9 + [3] * 4
    assert {cell.needed for cell in cells if cell.place is SECOND} == {2}


def test_nothing_is_due_before_a_target_is_in_force_or_after_it_ends() -> None:
    target = Target(None, 1, "week", Span(date(2025, 1, 10), date(2025, 1, 24)))
    assert weeks_covered(Q4, [FIRST], [target], []).share == share(0, 2)


def test_a_visit_on_30_december_covers_the_first_week_although_it_counts_in_december() -> None:
    visit = Visit("early", "first", counted_on(date(2024, 12, 30), None).on)
    covered = weeks_covered(Q4, [FIRST], [WEEKLY], [visit])
    assert covered.cells[0].visits == ("early",)
    assert covered.cells[0].met
    assert visits_made(Q4, [visit]) == ()


def test_a_visit_made_late_covers_the_week_it_was_planned_for() -> None:
    slot = Slot("slot", "first", date(2025, 3, 24))
    on, _ = counted_on(date(2025, 3, 31), slot.week_start)
    visit = Visit("late", "first", on, slot="slot")
    assert weeks_covered(Q4, [FIRST], [WEEKLY], [visit]).cells[-1].met
    assert slots_met(Q4, [slot], [visit]).share == share(1, 1)


def test_a_visit_abandoned_or_turned_away_covers_nothing_and_meets_no_slot() -> None:
    turned_away = Visit("1", "first", date(2025, 1, 16), slot="slot", made=False)
    slot = Slot("slot", "first", date(2025, 1, 13))
    assert weeks_covered(Q4, [FIRST], [WEEKLY], [turned_away]).share == share(0, 13)
    assert slots_met(Q4, [slot], [turned_away]).share == share(0, 1)
    assert visits_made(Q4, [turned_away]) == ()


def test_a_cancelled_slot_was_not_scheduled() -> None:
    slots = [
        Slot("1", "first", date(2025, 1, 13)),
        Slot("2", "first", date(2025, 1, 20), cancelled=True),
    ]
    visit = Visit("v", "first", date(2025, 1, 16), slot="1")
    assert slots_met(Q4, slots, [visit]).share == share(1, 1)


def test_two_visits_for_one_slot_meet_one_and_the_other_is_beside_the_rota() -> None:
    slot = Slot("1", "first", date(2025, 1, 13))
    visits = [
        Visit("a", "first", date(2025, 1, 16), slot="1"),
        Visit("b", "first", date(2025, 1, 16), slot="1"),
        Visit("c", "first", date(2025, 1, 18)),
    ]
    found = slots_met(Q4, [slot], visits)
    assert (found.met, found.not_met, found.beside) == (("1",), (), ("b", "c"))


def test_a_slot_belongs_to_the_quarter_of_its_week() -> None:
    slots = [Slot("in", "first", date(2024, 12, 30)), Slot("out", "first", date(2025, 3, 31))]
    assert slots_met(Q4, slots, []).not_met == ("in",)
    assert slots_met(Q4, slots, [], MONDAY).not_met == ("out",)


def test_three_kennel_visits_in_january_are_three_visits_and_one_of_three_months() -> None:
    visits = [Visit(str(n), "kennels", date(2025, 1, 7 * n)) for n in (1, 2, 3)]
    assert len(visits_made(Q4, visits)) == 3
    assert months_covered(Q4, [KENNELS], [MONTHLY], visits).share == share(1, 3)


def test_one_kennel_visit_a_month_covers_three_of_three_months() -> None:
    visits = [Visit(str(n), "kennels", date(2025, n, 20)) for n in (1, 2, 3)]
    assert months_covered(Q4, [KENNELS], [MONTHLY], visits).share == share(3, 3)


@pytest.mark.parametrize(
    ("last_open_day", "due"),
    [
        (date(2025, 1, 10), [0, 0, 0]),
        (date(2025, 1, 15), [0, 0, 0]),
        (date(2025, 1, 16), [1, 0, 0]),
        (date(2025, 1, 20), [1, 0, 0]),
        (date(2025, 2, 13), [1, 0, 0]),
        (date(2025, 2, 14), [1, 1, 0]),
    ],
)
def test_a_month_is_due_when_the_place_was_open_on_half_its_days(
    last_open_day: date, due: list[int]
) -> None:
    place = Place("kennels", "Kennels", (Span(LONG_AGO, last_open_day),))
    assert [cell.needed for cell in months_covered(Q4, [place], [MONTHLY], []).cells] == due


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 1, 16), date(2025, 2, 14), [1]),
        (date(2025, 1, 17), date(2025, 2, 15), [2]),
        (date(2025, 3, 1), date(2025, 4, 16), [3, 4]),
        (date(2025, 3, 1), date(2025, 4, 15), [3]),
        (date(2025, 3, 17), date(2025, 4, 1), []),
    ],
)
def test_a_month_belongs_to_the_period_that_holds_its_middle_day(
    first: date, last: date, months: list[int]
) -> None:
    cells = months_covered(any_dates(first, last), [KENNELS], [MONTHLY], []).cells
    assert [cell.start.month for cell in cells] == months
    assert all(cell.start.day == 1 and (cell.end + timedelta(days=1)).day == 1 for cell in cells)


def test_a_place_is_open_on_its_first_and_on_its_last_day() -> None:
    place = Place("a", "A", (Span(date(2025, 1, 9), date(2025, 1, 23)),))
    assert weeks_covered(Q4, [place], [WEEKLY], []).share == share(0, 3)


def test_a_period_of_one_day_may_hold_a_week_and_a_month() -> None:
    thursday = any_dates(date(2025, 1, 16), date(2025, 1, 16))
    assert weeks_covered(thursday, [KENNELS], [WEEKLY], []).share == share(0, 1)
    assert months_covered(thursday, [KENNELS], [MONTHLY], []).share == share(0, 1)


@pytest.mark.parametrize(
    ("until", "weeks"),
    [
        (date(2024, 12, 31), 0),
        (date(2025, 1, 4), 0),
        (date(2025, 1, 5), 1),  # the week of 30 December ends
        (date(2025, 2, 9), 6),
        (date(2025, 3, 30), 13),
        (date.max, 13),
    ],
)
def test_a_week_that_has_not_ended_is_neither_met_nor_missed(until: date, weeks: int) -> None:
    visits = weekly_visits(FIRST, skip=2)
    met = weeks - (weeks > 2)
    assert weeks_covered(Q4, [FIRST], [WEEKLY], visits, until=until).share == share(met, weeks)
    assert slots_met(Q4, rota(FIRST), visits, until=until).share == share(met, weeks)


@pytest.mark.parametrize(
    ("until", "months"),
    [(date(2025, 1, 30), 0), (date(2025, 1, 31), 1), (date(2025, 3, 30), 2), (date.max, 3)],
)
def test_a_month_that_has_not_ended_is_neither_met_nor_missed(until: date, months: int) -> None:
    january = [Visit("one", "kennels", date(2025, 1, 15))]
    covered = months_covered(Q4, [KENNELS], [MONTHLY], january, until=until)
    assert covered.share == share(min(months, 1), months)


def test_one_day_closed_in_its_middle_does_not_take_a_month_away() -> None:
    spans = (Span(LONG_AGO, date(2025, 1, 15)), Span(date(2025, 1, 17)))
    covered = months_covered(Q4, [Place("kennels", "Kennels", spans)], [MONTHLY], [])
    assert covered.share == share(0, 3)


def test_weekly_and_monthly_targets_are_separate() -> None:
    assert months_covered(Q4, [FIRST], [WEEKLY], []).share == share(0, 0)
    assert weeks_covered(Q4, [FIRST], [MONTHLY], []).share == share(0, 0)
    assert share_percent(share(0, 0)) == "no percentage"


days = st.dates(date(2024, 11, 1), date(2025, 5, 31))
spans = st.builds(
    lambda start, length: Span(start, None if length is None else start + timedelta(days=length)),
    days,
    st.none() | st.integers(0, 90),
)
places = st.builds(
    lambda name, held: Place(name, name, tuple(held)),
    st.sampled_from(["a", "b"]),
    st.lists(spans, max_size=2),
)
visits = st.lists(
    st.builds(Visit, st.uuids().map(str), st.sampled_from(["a", "b"]), days, made=st.booleans()),
    max_size=12,
)
targets = st.builds(Target, st.none(), st.integers(1, 2), st.just("week"), spans)


@given(places, targets, visits, st.sampled_from(Anchor))
def test_weeks_covered_agree_with_looking_at_each_day(
    place: Place, target: Target, held: list[Visit], anchor: Anchor
) -> None:
    settings = (WeekSetting(anchor),)
    due = met = 0
    for week in weeks_of(Q4, settings):
        if not (place.is_open(week.anchor) and week.anchor in target.in_force):
            continue
        due += 1
        seen = sum(
            visit.made and visit.place == place.id and week.start <= visit.counted_on <= week.end
            for visit in held
        )
        met += seen >= target.count
    assert weeks_covered(Q4, [place], [target], held, settings).share == share(met, due)


@given(days, st.integers(0, 200), st.integers(0, 200))
def test_every_month_belongs_to_one_of_two_periods_that_meet(
    start: date, first: int, second: int
) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second + 1)
    parts = [any_dates(start, middle), any_dates(middle + timedelta(days=1), end)]
    months = [
        cell.start
        for part in parts
        for cell in months_covered(part, [KENNELS], [MONTHLY], []).cells
    ]
    whole = months_covered(any_dates(start, end), [KENNELS], [MONTHLY], []).cells
    assert months == [cell.start for cell in whole]


@given(visits)
def test_a_visit_more_never_lowers_what_is_covered(held: list[Visit]) -> None:
    both = [Place("a", "A", (ALWAYS,)), Place("b", "B", (ALWAYS,))]
    before = weeks_covered(Q4, both, [WEEKLY], held)
    after = weeks_covered(Q4, both, [WEEKLY], [*held, Visit("x", "a", date(2025, 2, 6))])
    assert {c.start for c in after.missed} <= {c.start for c in before.missed}
    assert after.share.denominator == before.share.denominator
    assert sum(cell.met for cell in after.cells) <= sum(visit.made for visit in held) + 1
