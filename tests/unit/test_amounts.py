from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.formlib.amounts import (
    Amount,
    AtLeast,
    Known,
    NotKnown,
    Part,
    Share,
    add,
    from_json,
    gap,
    number_text,
    percent,
    remainder,
    round_half_up,
    share_from_json,
    share_percent,
    share_to_json,
    subtract,
    to_json,
    total,
    with_remainder,
    words,
)

counts = st.integers(0, 10_000)
decimals = st.decimals(0, 10_000, places=2)
numbers = counts | decimals
amounts: st.SearchStrategy[Amount] = st.one_of(
    st.builds(Known, numbers),
    st.builds(AtLeast, numbers, counts),
    st.builds(NotKnown, st.text(max_size=20)),
)


def test_a_sum_over_records_that_all_say_is_known() -> None:
    assert total([3, 0, Decimal("2.5")]) == Known(Decimal("5.5"))
    assert total([]) == Known(0)


def test_a_sum_over_records_that_do_not_all_say_is_at_least() -> None:
    assert total([3, None, 2, None]) == AtLeast(5, 2)
    assert total([None]) == AtLeast(0, 1)


def test_adding_keeps_what_is_missing() -> None:
    assert add([Known(1), AtLeast(2, 1), AtLeast(3, 2)]) == AtLeast(6, 3)
    assert add([AtLeast(2, 1), AtLeast(3, 0)]) == AtLeast(5, 0)


def test_adding_something_not_known_gives_not_known_with_each_reason_once() -> None:
    reason = NotKnown("opening balance not stated")
    other = NotKnown("no figure held")
    assert add([Known(40), reason, AtLeast(1, 1), other, reason]) == NotKnown(
        "opening balance not stated; no figure held"
    )


def test_subtraction_gives_only_what_can_be_proved() -> None:
    assert subtract(Known(40), Known(35)) == Known(5)
    assert subtract(AtLeast(8, 1), Known(3)) == AtLeast(5, 1)
    assert isinstance(subtract(AtLeast(3, 1), Known(8)), NotKnown)
    assert isinstance(subtract(AtLeast(8, 1), Known(8)), NotKnown)
    assert isinstance(subtract(Known(8), AtLeast(3, 1)), NotKnown)
    assert isinstance(subtract(AtLeast(8, 1), AtLeast(3, 1)), NotKnown)
    assert subtract(NotKnown("not stated"), Known(1)) == NotKnown("not stated")


def test_fifteen_cases_with_six_and_four_leave_a_row_of_five_not_recorded() -> None:
    parts = (Part("With observations", Known(6)), Part("Inappropriate", Known(4)))
    rows = with_remainder(Known(15), parts, "Not recorded")
    assert rows == (*parts, Part("Not recorded", Known(5), remainder=True))


def test_parts_that_make_the_whole_need_no_remainder_row() -> None:
    parts = (Part("Upheld", Known(6)), Part("Not upheld", Known(4)))
    assert with_remainder(Known(10), parts, "Not recorded") == parts


def test_parts_that_come_to_more_than_the_total_leave_nothing_negative() -> None:
    assert remainder(Known(20), [Known(22)]) == NotKnown("the parts come to more than the total")


def test_nothing_is_left_when_what_is_known_of_the_parts_fills_the_whole() -> None:
    assert remainder(Known(10), [Known(4), AtLeast(6, 1)]) == Known(0)
    assert isinstance(remainder(Known(10), [Known(4), AtLeast(5, 1)]), NotKnown)
    assert remainder(AtLeast(10, 1), [Known(4)]) == AtLeast(6, 1)
    assert isinstance(remainder(NotKnown("not stated"), [Known(4)]), NotKnown)


@pytest.mark.parametrize(("n", "printed"), [(1, "13%"), (3, "38%"), (5, "63%"), (7, "88%")])
def test_eighths_round_half_up_as_the_published_tables_do(n: int, printed: str) -> None:
    assert percent(n, 8) == printed


@pytest.mark.parametrize(
    ("n", "of", "places", "printed"),
    [
        (4, 15, 0, "27%"),
        (25, 26, 1, "96.2%"),
        (26, 26, 0, "100%"),
        (26, 26, 1, "100.0%"),
        (0, 26, 0, "0%"),
        (26, 24, 0, "108%"),
        (1, 400, 0, "under 1%"),
        (399, 400, 0, "over 99%"),
        (1, 4000, 1, "under 0.1%"),
        (1, 0, 0, "no percentage"),
    ],
)
def test_percentages_as_printed(n: int, of: int, places: int, printed: str) -> None:
    assert percent(n, of, places) == printed


def test_a_percentage_of_something_not_known_is_never_given() -> None:
    assert percent(Known(35), NotKnown("not stated")) == "no percentage"
    assert percent(Known(35), AtLeast(40, 1)) == "no percentage"
    assert percent(NotKnown("not stated"), Known(40)) == "not known"
    assert percent(AtLeast(0, 2), Known(40)) == "not known"


def test_at_least_four_of_fifteen_is_rounded_down_because_27_would_be_false() -> None:
    assert share_percent(Share(AtLeast(4, 1), Known(15))) == "at least 26%"
    assert share_percent(Share(AtLeast(4, 1), Known(15)), 1) == "at least 26.6%"


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(0, 2))
@example(202, 201, 0)
def test_a_percentage_is_half_up_and_only_all_is_a_hundred(n: int, of: int, places: int) -> None:
    said = percent(n, of, places)
    if said.startswith("over 100"):
        assert n > of
    elif said.startswith(("under", "over")):
        assert 0 < n < of
    else:
        printed = Fraction(said.removesuffix("%").replace(",", ""))
        off = printed - Fraction(n * 100, of)
        half = Fraction(1, 2 * 10**places)
        assert -half < off <= half
        assert (printed == 100) == (n == of)
        assert (printed == 0) == (n == 0)


@given(st.fractions(-1000, 1000), st.integers(0, 3))
def test_rounding_is_to_the_nearest_with_halves_up(value: Fraction, places: int) -> None:
    off = Fraction(round_half_up(value, places)) - value
    assert -Fraction(1, 2 * 10**places) < off <= Fraction(1, 2 * 10**places)


def test_rounding_takes_a_decimal_as_it_is_written() -> None:
    assert str(round_half_up(Decimal("12.5"))) == "13"
    assert str(round_half_up(Decimal("2.345"), 2)) == "2.35"
    assert str(round_half_up(7, 1)) == "7.0"


def test_amounts_in_words() -> None:
    visit = ("visit", "visits")
    assert words(Known(26), visit) == "26 visits"
    assert words(Known(1), visit) == "1 visit"
    assert words(Known(0), visit) == "0 visits"
    assert words(AtLeast(3, 1), visit) == "at least 3 visits"
    assert words(AtLeast(1, 0), visit) == "at least 1 visit"
    assert words(AtLeast(0, 4), visit) == "not known"
    assert words(NotKnown("not stated"), visit) == "not known"
    assert words(Known(1234567)) == "1,234,567"


def test_numbers_have_thousands_commas_and_keep_their_decimals() -> None:
    assert number_text(999) == "999"
    assert number_text(Decimal("1234.50")) == "1,234.50"
    assert number_text(Decimal("1E+3")) == "1,000"


def test_the_gap_behind_an_amount_is_said() -> None:
    assert gap(Known(3)) == ""
    assert gap(AtLeast(3, 1)) == "1 does not say"
    assert gap(AtLeast(3, 2)) == "2 do not say"
    assert gap(AtLeast(1, 0)) == "how many more is not stated"
    assert gap(NotKnown("not stated")) == "not stated"


@given(amounts)
def test_what_is_kept_as_json_reads_back_the_same_and_with_the_same_type(amount: Amount) -> None:
    back = from_json(to_json(amount))
    assert back == amount
    if not isinstance(amount, NotKnown) and not isinstance(back, NotKnown):
        assert type(back.value) is type(amount.value)
        assert str(back.value) == str(amount.value)


@given(amounts, amounts)
def test_a_share_kept_as_json_reads_back_the_same(numerator: Amount, denominator: Amount) -> None:
    share = Share(numerator, denominator)
    assert share_from_json(share_to_json(share)) == share


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"known": 1.5},
        {"known": True},
        {"known": "many"},
        {"known": "NaN"},
        {"known": None},
        {"known": 1, "unknown": 1},
        {"at_least": 1},
        {"at_least": 1, "unknown": -1},
        {"not_known": 3},
    ],
)
def test_other_json_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="amount"):
        from_json(kept)


def test_other_json_is_refused_for_a_share() -> None:
    with pytest.raises(ValueError, match="not a share"):
        share_from_json({"n": {"known": 1}})


truths = st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=6)


def _holds(amount: Amount, truth: int) -> bool:
    match amount:
        case Known(value):
            return value == truth
        case AtLeast(value):
            return truth >= value
        case NotKnown():
            return True


@given(truths, truths, truths)
def test_no_arithmetic_ever_claims_what_is_not_true(
    first: list[tuple[int, bool]], second: list[tuple[int, bool]], rest: list[tuple[int, bool]]
) -> None:
    def seen(records: list[tuple[int, bool]]) -> Amount:
        return total(value if said else None for value, said in records)

    def truth(records: list[tuple[int, bool]]) -> int:
        return sum(value for value, _ in records)

    a, b = truth(first), truth(second)
    assert _holds(seen(first), a)
    assert _holds(add([seen(first), seen(second)]), a + b)
    assert _holds(subtract(seen(first), seen(second)), a - b)
    whole = [*first, *second, *rest]
    assert _holds(remainder(seen(whole), [seen(first), seen(second)]), truth(rest))


@given(st.lists(amounts, max_size=5))
def test_adding_is_known_only_when_every_part_is(parts: list[Amount]) -> None:
    added = add(parts)
    assert isinstance(added, Known) == all(isinstance(part, Known) for part in parts)
    assert isinstance(added, NotKnown) == any(isinstance(part, NotKnown) for part in parts)
