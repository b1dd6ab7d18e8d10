from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown
from desktop.returns.chance import Rule, counts_differ, shares_differ
from desktop.returns.compare import Change, Held, Sort, change, compare, run_text

BEFORE = "October to December 2024"
NOW = "January to March 2025"
COUNT = Sort()
LESS_IS_BETTER = Sort(better="less")
EXACT = Sort(nature="exact")
DAYS = Sort(better="less", nature="measure")


def counted(before: int, now: int, sort: Sort = COUNT) -> Change:
    return change(Held(NOW, Known(now)), Held(BEFORE, Known(before)), sort)


def shared(before: tuple[int, int], now: tuple[int, int], sort: Sort = COUNT) -> Change:
    return change(
        Held(NOW, Known(now[0]), Known(now[1])),
        Held(BEFORE, Known(before[0]), Known(before[1])),
        sort,
    )


def test_one_to_four_is_too_few_to_tell_and_never_a_percentage() -> None:
    found = counted(1, 4, LESS_IS_BETTER)
    assert found == Change("3 more than in October to December 2024 (1), too few to tell", 3)
    assert "%" not in found.text


def test_a_change_that_chance_would_give_has_no_arrow() -> None:
    assert counted(24, 30) == Change(
        "6 more than in October to December 2024 (24), within what chance would give", 6
    )


def test_a_real_change_has_an_arrow_and_a_verdict_where_one_way_is_better() -> None:
    text = "20 fewer than in October to December 2024 (30)"
    assert counted(30, 10) == Change(text, -20, "down")
    assert counted(30, 10, LESS_IS_BETTER) == Change(text, -20, "down", "better")
    assert counted(30, 10, Sort(better="more")) == Change(text, -20, "down", "worse")
    assert counted(10, 30, Sort(better="more")).verdict == "better"
    assert counted(10, 30, LESS_IS_BETTER).verdict == "worse"


def test_the_same_number_is_level_and_of_few_is_only_the_same() -> None:
    assert counted(26, 26) == Change("the same as in October to December 2024 (26)", 0, "level")
    assert counted(3, 3) == Change("the same as in October to December 2024 (3)", 0)


def test_people_on_a_list_are_a_fact_however_few() -> None:
    assert counted(4, 11, EXACT) == Change("7 more than in October to December 2024 (4)", 7, "up")


def test_a_middle_number_of_days_needs_ten_records_on_both_sides() -> None:
    few = change(Held(NOW, Known(21), behind=35), Held(BEFORE, Known(24), behind=9), DAYS)
    enough = change(Held(NOW, Known(21), behind=35), Held(BEFORE, Known(24), behind=10), DAYS)
    assert few == Change("3 less than in October to December 2024 (24), too few to tell", -3)
    assert enough == Change("3 less than in October to December 2024 (24)", -3, "down", "better")


def test_a_sum_with_decimals_is_judged_as_a_measure() -> None:
    hours = change(
        Held(NOW, Known(Decimal("40.5")), behind=30), Held(BEFORE, Known(38), behind=30), COUNT
    )
    assert hours.text == "2.5 more than in October to December 2024 (38)"
    assert hours.by == Decimal("2.5")
    assert hours.arrow == "up"


def test_a_share_of_a_tiny_base_is_never_given_an_arrow_or_points() -> None:
    assert shared((1, 12), (9, 15)) == Change(
        "too few to tell: 1 of 12 in October to December 2024"
    )


def test_a_share_changes_by_percentage_points() -> None:
    found = shared((10, 40), (30, 40), Sort(better="more"))
    assert (
        found.text == "50 percentage points higher than in October to December 2024 (10 of 40, 25%)"
    )
    assert (found.by, found.arrow, found.verdict) == (50, "up", "better")


def test_counts_of_ten_and_shares_of_twenty_are_enough_to_judge() -> None:
    assert counted(9, 0).text.endswith("too few to tell")
    assert counted(10, 0).arrow == "down"
    assert shared((0, 19), (19, 19)).arrow == ""
    assert shared((0, 20), (20, 20)).arrow == "up"


def test_a_measure_without_a_count_of_records_is_never_judged() -> None:
    assert change(Held(NOW, Known(30)), Held(BEFORE, Known(10)), DAYS, Rule(few=1)).arrow == ""


def test_a_share_beside_a_bare_count_is_not_compared() -> None:
    found = change(Held(NOW, Known(30)), Held(BEFORE, Known(10), Known(30)), COUNT)
    assert found == Change("no percentage to compare for January to March 2025")


def test_a_chance_of_exactly_the_limit_is_real_and_more_is_not() -> None:
    # Three found fall on one side altogether in 2 of the 20 ways to draw 3 of 6.
    assert shares_differ((0, 3), (3, 3), Rule(chance=Fraction(1, 10)))
    assert not shares_differ((0, 3), (3, 3))


def test_one_percentage_point_is_one_point() -> None:
    found = shared((50, 100), (49, 100))
    assert found.text == (
        "1 percentage point lower than in October to December 2024 (50 of 100, 50%), "
        "within what chance would give"
    )
    assert found.arrow == ""


def test_points_are_the_difference_of_the_percentages_as_printed() -> None:
    sort = Sort(decimals=1)
    assert shared((25, 26), (26, 26), sort).by == Decimal("3.8")
    assert shared((53, 200), (61, 200)).by == 4


def test_the_same_share_is_level() -> None:
    assert shared((26, 26), (28, 28)).arrow == "level"
    assert (
        shared((26, 26), (28, 28)).text
        == "the same as in October to December 2024 (26 of 26, 100%)"
    )


def test_a_share_of_nothing_or_of_something_not_fully_known_is_not_compared() -> None:
    nothing = f"no percentage to compare for {BEFORE}"
    assert shared((0, 0), (4, 40)).text == nothing
    at_least = Held(BEFORE, AtLeast(4, 1), Known(40))
    assert change(Held(NOW, Known(4), Known(40)), at_least, COUNT).text == nothing


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "no figure held for October to December 2024"),
        (NotKnown("opening balance not stated"), "not known for October to December 2024"),
        (AtLeast(3, 1), "cannot be compared: not all is known for October to December 2024"),
    ],
)
def test_a_missing_value_is_said_and_nothing_is_computed(value: Amount | None, said: str) -> None:
    assert change(Held(NOW, Known(30)), Held(BEFORE, value), COUNT) == Change(said)


def test_a_base_that_is_not_known_is_not_known() -> None:
    before = Held(BEFORE, Known(3), NotKnown("not stated"))
    assert change(Held(NOW, Known(3), Known(30)), before, COUNT).text == f"not known for {BEFORE}"


def test_at_least_five_beside_three_is_at_least_two_more() -> None:
    now = Held(NOW, AtLeast(5, 1))
    assert change(now, Held(BEFORE, Known(3)), COUNT) == Change(
        "at least 2 more than in October to December 2024 (3)"
    )
    assert change(now, Held(BEFORE, Known(8)), COUNT) == Change(
        "cannot be compared: not all is known for January to March 2025"
    )


def test_verdicts_on_different_themes_are_not_compared_and_the_reason_is_said() -> None:
    before = Held(BEFORE, Known(30), why_not="the panel looked at another theme")
    assert change(Held(NOW, Known(60)), before, COUNT).text == (
        "not compared with October to December 2024: the panel looked at another theme"
    )


def test_the_last_eight_are_said_as_the_range_they_lie_in() -> None:
    held = [Held(str(n), Known(n)) for n in (24, 20, 31, 26)]
    assert run_text(held, COUNT) == "between 20 and 31 in the 4 periods before"
    assert run_text([*held, Held("x", None)], COUNT, "quarters") == (
        "between 20 and 31 in 4 of the 5 quarters before"
    )
    assert run_text(held[:1] * 8, COUNT) == "24 in the 8 periods before"


def test_a_run_leaves_out_what_is_not_exactly_known() -> None:
    held = [
        Held("1", Known(9), Known(10)),
        Held("2", Known(1), Known(8)),
        Held("3", Known(0), Known(0)),
        Held("4", AtLeast(1, 1), Known(8)),
        Held("5", Known(1), AtLeast(8, 1)),
        Held("6", Known(8), Known(8), why_not="another theme"),
    ]
    assert run_text(held, COUNT) == "between 13% and 90% in 2 of the 6 periods before"
    assert run_text([Held("1", None)], COUNT) == "no figure held for the periods before"
    assert run_text([], COUNT) == "no figure held for the periods before"


def test_a_figure_is_compared_with_three_pasts() -> None:
    found = compare(
        Held(NOW, Known(26)),
        Held(BEFORE, Known(25)),
        Held("January to March 2024", None),
        [Held("1", Known(26)), Held("2", Known(25))],
        COUNT,
    )
    assert found.previous.by == 1
    assert found.same_last_year.text == "no figure held for January to March 2024"
    assert found.run == "between 25 and 26 in the 2 periods before"


def test_the_office_may_set_how_few_are_few() -> None:
    now, before = Held(NOW, Known(9)), Held(BEFORE, Known(1))
    assert change(now, before, COUNT).arrow == ""
    assert change(now, before, COUNT, Rule(few=5)).arrow == "up"


def test_a_longer_period_is_allowed_for() -> None:
    now, before = Held(NOW, Known(60), days=365), Held(BEFORE, Known(15), days=90)
    assert change(now, before, COUNT).arrow == ""
    assert counted(15, 60).arrow == "up"


def test_counts_agree_with_tables_of_the_binomial() -> None:
    # Two-sided 5% points of a fair coin: 9 of 10, 15 of 20, 21 of 30 heads.
    assert counts_differ(1, 9)
    assert not counts_differ(2, 8)
    assert counts_differ(5, 15)
    assert not counts_differ(6, 14)
    assert counts_differ(9, 21) is (2 * sum(comb(30, k) for k in range(10)) * 20 <= 2**30)


def test_shares_agree_with_a_worked_table() -> None:
    # Fisher's tea: 3 of 4 and 1 of 4 has a chance of 34 in 70, 4 of 4 and 0 of 4 of 2 in 70.
    assert not shares_differ((1, 4), (3, 4))
    assert shares_differ((0, 4), (4, 4))
    assert shares_differ((1, 4), (3, 4), Rule(chance=Fraction(34, 70)))
    assert not shares_differ((1, 4), (3, 4), Rule(chance=Fraction(33, 70)))


small = st.integers(0, 120)


@given(small, small)
def test_two_counts_of_equal_periods_differ_the_same_either_way_round(a: int, b: int) -> None:
    assert counts_differ(a, b) == counts_differ(b, a)
    assert not counts_differ(a, a)


@given(small, small, st.integers(1, 20))
def test_a_wider_gap_is_no_less_of_a_change(a: int, gap: int, more: int) -> None:
    if counts_differ(a, a + gap):
        assert counts_differ(a, a + gap + more)


@given(small, small, st.integers(80, 100), st.integers(80, 100))
def test_counts_follow_the_definition(a: int, b: int, first: int, second: int) -> None:
    odds = [comb(a + b, k) * second**k * first ** (a + b - k) for k in range(a + b + 1)]
    rare = sum(weight for weight in odds if weight <= odds[b])
    assert counts_differ(a, b, (first, second)) == (20 * rare <= sum(odds))


tables = st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(tables, tables)
def test_two_shares_differ_the_same_either_way_round(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    assert shares_differ(a, b) == shares_differ(b, a)
    assert not shares_differ(a, a)


@given(small, small)
def test_an_arrow_is_never_given_to_what_chance_explains(a: int, b: int) -> None:
    found = counted(a, b, LESS_IS_BETTER)
    if max(a, b) < 10 or not (a == b or counts_differ(a, b)):
        assert (found.arrow, found.verdict) == ("", "")
    else:
        assert found.arrow == ("level" if a == b else "up" if b > a else "down")
    assert found.by == b - a
    assert "%" not in found.text
