"""Conditions: true, false, or undecided where an answer is not known."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.amounts import AtLeast
from desktop.formlib.conditions import STATE_TESTS, TESTS, Look, read_condition, truth

UNKNOWN = {"unknown": "not_known"}


def ask(
    condition: object,
    answers: Mapping[str, object] | None = None,
    asked: tuple[str, ...] = (),
    **settings: object,
) -> bool | None:
    look = Look(
        answers or {},
        settings=settings,
        attribute=lambda _name, code, attribute: {"A1": {"group": "A"}}.get(str(code), {}).get(
            attribute
        ),
        is_open=asked.__contains__,
        period=(date(2025, 1, 1), date(2025, 3, 31)),
    )
    return truth(read_condition(condition), look)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ({"a": "x"}, {"a": "x"}, True),
        ({"a": ["x", "y"]}, {"a": "y"}, True),
        ({"a": "x"}, {"a": "y"}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": {"is_not": "x"}}, {"a": "y"}, True),
        ({"a": "x", "b": "y"}, {"a": "x", "b": "z"}, False),
        ([{"a": "x"}, {"b": "y"}], {"a": "z", "b": "y"}, True),
        ({"a": {"includes": ["x", "y"]}}, {"a": ["y", "z"]}, True),
        ({"a": {"includes": "x"}}, {"a": []}, False),
        ({"a": {"more_than": 3}}, {"a": 4}, True),
        ({"a": {"more_than": 3}}, {"a": "3.5"}, True),
        ({"a": {"at_most": "b"}}, {"a": 4, "b": 4}, True),
        ({"a": {"at_least": 2, "less_than": 4}}, {"a": 4}, False),
        ({"a": {"after": "b"}}, {"a": "2025-02-01", "b": "2025-01-31"}, True),
        ({"a": {"after": date(2025, 1, 31)}}, {"a": "2025-01-31"}, False),
        ({"a": date(2025, 1, 31)}, {"a": "2025-01-31"}, True),
        ({"a": {"in_period": True}}, {"a": "2025-03-31"}, True),
        ({"a": {"in_period": False}}, {"a": "2025-04-01"}, True),
        ({"a": {"before": "period:end"}}, {"a": "2025-03-31"}, False),
        ({"a": {"less_than": 2}}, {"a": ["one"]}, True),
        ({"a": {"less_than": 2}}, {"a": ["one", "two"]}, False),
        ({"a.group": "A"}, {"a": "A1"}, True),
        ({"a.group": "A"}, {"a": "B9"}, False),
        ({"a": {"answered": True}}, {"a": []}, False),
        ({"a": {"answered": True}}, {"a": UNKNOWN}, True),
        ({"a": {"known": True}}, {"a": UNKNOWN}, False),
        ({"a": "not_known"}, {"a": UNKNOWN}, True),
    ],
)
def test_a_condition_is_true_or_false(
    condition: object, answers: Mapping[str, object], expected: object
) -> None:
    assert ask(condition, answers) is expected


@pytest.mark.parametrize(
    "condition",
    [
        {"a": "x"},
        {"a": {"is_not": "x"}},
        {"a": {"includes": "x"}},
        {"a": {"more_than": 3}},
        {"a": {"after": "b"}},
        {"a": {"in_period": True}},
        {"a.group": "A"},
    ],
)
def test_what_is_not_known_leaves_a_condition_undecided(condition: object) -> None:
    assert ask(condition, {"a": UNKNOWN, "b": "2025-01-01"}) is None


def test_an_answer_that_is_still_to_come_is_undecided_and_one_not_asked_for_is_no() -> None:
    assert ask({"a": "x"}, asked=("a",)) is None
    assert ask({"a": "x"}) is False
    assert ask({"a": {"answered": False}}, asked=("a",)) is True


def test_false_wins_over_undecided_in_and_true_wins_in_or() -> None:
    answers = {"a": UNKNOWN, "b": "y"}
    assert ask({"a": "x", "b": "z"}, answers) is False
    assert ask([{"a": "x"}, {"b": "y"}], answers) is True
    assert ask([{"a": "x"}, {"b": "z"}], answers) is None


def test_a_setting_that_the_office_has_not_made_decides_nothing() -> None:
    assert ask({"wait": {"more_than": "setting:limit"}}, {"wait": 12}) is None
    assert ask({"wait": {"more_than": "setting:limit"}}, {"wait": 12}, limit=10) is True
    assert ask({"setting:pilot": True}) is False
    assert ask({"setting:pilot": True}, pilot=True) is True


@pytest.mark.parametrize("digits", ["٣", "1e999", "1_0", " 1", "0x1", "NaN", "Infinity"])
def test_only_plain_digits_are_a_number(digits: str) -> None:
    assert ask({"a": {"at_least": 0}}, {"a": digits}) is None


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"more_than": 1}, True),
        ({"more_than": 2}, None),
        ({"at_least": 2}, True),
        ({"less_than": 2}, False),
        ({"less_than": 3}, None),
        ({"at_most": 2}, None),
        ({"is": 1}, False),
        ({"is": 2}, None),
        ({"is_not": 1}, True),
        ({"known": True}, True),
    ],
)
def test_at_least_two_is_compared_as_two_or_more(test: object, expected: object) -> None:
    assert ask({"a": test}, {"a": AtLeast(2, 1)}) is expected


plain_values = st.none() | st.integers(-5, 5) | st.sampled_from(["x", "2025-01-31", "3"])
lists = st.lists(st.sampled_from(["x", "y"]), max_size=3)
amounts = st.sampled_from([UNKNOWN, AtLeast(1, 1), AtLeast(3, 0)])
operands = st.integers(-5, 5) | st.sampled_from(["b", "setting:limit", date(2025, 1, 31)])


@given(st.sampled_from(sorted({*TESTS, *STATE_TESTS})), plain_values | lists | amounts, operands)
def test_every_test_takes_every_value_and_every_operand(
    name: str, value: object, operand: object
) -> None:
    wants_flag = name in (*STATE_TESTS, "in_period")
    answers = {"a": value, "b": 2} if value is not None else {"b": 2}
    assert ask({"a": {name: True if wants_flag else operand}}, answers) in (True, False, None)


@given(plain_values | lists, st.lists(st.sampled_from(["x", "y", 1, 3]), min_size=1, max_size=3))
def test_is_and_is_not_are_never_both_true_nor_both_false(value: object, wanted: object) -> None:
    answers = {} if value is None else {"a": value}
    both = (ask({"a": wanted}, answers, ("a",)), ask({"a": {"is_not": wanted}}, answers, ("a",)))
    assert both in ((True, False), (False, True), (None, None))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([], "empty list"),
        ({}, "a condition is a table"),
        ("x", "a condition is a table"),
        ({"a": {}}, "asks nothing"),
        ({"a": {"like": "x"}}, "is no test"),
        ({"a": {"answered": "yes"}}, "true or false"),
        ({"a": {"in_period": 1}}, "true or false"),
        ({"a": {"more_than": [1]}}, "a number, a date or the name"),
        ({"a": {"more_than": float("nan")}}, "a number, a date or the name"),
    ],
)
def test_a_condition_that_says_nothing_is_refused(data: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_condition(data)
