"""Columns say of thousands of items at once what is said of each by itself."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.conditions import Look, read_condition, truth
from desktop.formlib.entries import Entries, Item, Records, Rows
from desktop.formlib.office import Office
from tests.unit.formtext import sample

PERIOD = (date(2025, 1, 1), date(2025, 3, 31))
FORM = sample(
    '{ id = "ahead", type = "choice", ask = "Ahead", options = { yes = "Yes", no = "No" } }',
    '{ id = "held", type = "integer", ask = "Held", show_if = { ahead = "yes" } }',
    '{ id = "seen", type = "integer", ask = "Seen", show_if = { held = { more_than = 0 } } }',
    '{ id = "kind", type = "choice", ask = "Kind", list = "iopc_category" }',
    '{ id = "tags", type = "choices", ask = "Tags", options = { a = "A", b = "B" } }',
    '{ id = "pilot", type = "integer", ask = "Pilot", in_use_from = 2025-02-01 }',
    '{ id = "points", type = "rows", ask = "Points" }',
    rest="""
[[section]]
id = "more"
title = "More"
switch = "more"
field = [{ id = "extra", type = "integer", ask = "Extra" }]

[rows.points]
one = "point"
field = [
  { id = "right", type = "yes_no", list = "yes_no", ask = "Right?" },
  { id = "why", type = "text", ask = "Why?", show_if = { right = "no" } },
]
""",
)
CONDITIONS = [
    read_condition(table)
    for table in (
        {"ahead": "yes"},
        {"ahead": {"is_not": ["yes", "no"]}},
        {"held": {"more_than": 2}, "ahead": "yes"},
        {"seen": {"at_most": "held"}},
        {"held": {"at_least": "setting:limit"}},
        [{"kind.group": "A"}, {"tags": {"includes": "a"}}, {"pilot": 1}],
        {"tags": {"more_than": 1}},
        {"kind": {"known": True}},
        {"tags": {"answered": False}},
        {"on": {"in_period": True}},
        {"on": {"after": "period:start"}},
        {"extra": 0},
        {"place": "p1", "meeting": ""},
    )
]
UNKNOWN = st.just({"unknown": "not_known"})
ANSWERS = st.fixed_dictionaries(
    {"on": st.dates(date(2024, 12, 1), date(2025, 4, 30)).map(str)},
    optional={
        "ahead": st.sampled_from(["yes", "no"]) | UNKNOWN,
        "held": st.integers(0, 4) | UNKNOWN,
        "seen": st.integers(0, 4) | st.just("2.5"),
        "kind": st.sampled_from(["A1", "B1", "none such"]) | UNKNOWN,
        "tags": st.lists(st.sampled_from(["a", "b"]), unique=True) | UNKNOWN,
        "pilot": st.integers(0, 1) | st.booleans(),
        "extra": st.integers(0, 1),
    },
)
ITEMS = st.lists(
    st.builds(
        Item,
        st.uuids().map(str),
        ANSWERS,
        st.none() | st.dates(date(2024, 12, 1), date(2025, 4, 30)),
        st.sampled_from(["", "p1"]),
        stub=st.booleans(),
    ),
    max_size=6,
)
OFFICES = st.booleans().map(lambda on: Office(PERIOD[1], settings={"more": on, "limit": 2}))


def look_at(item: Item, office: Office) -> Look:
    """Look at one record by itself."""
    values: Mapping[str, object] = {"place": item.place, "meeting": item.meeting, **item.values}

    def is_open(name: str) -> bool:
        section = next((s for s in FORM.sections if name in {f.id for f in s.fields}), None)
        if item.stub or section is None:
            return item.stub
        parts = (section, FORM.fields[name])
        return all(truth(part.show_if, look) is not False for part in parts)

    look = Look(values, office.settings, office.attributes(FORM, FORM.fields), is_open, PERIOD)
    return look


@given(ITEMS, OFFICES)
def test_of_each_record_a_condition_is_what_it_is_of_it_alone(
    items: list[Item], office: Office
) -> None:
    columns = Records(items, FORM, office, PERIOD)
    looks = [look_at(item, office) for item in items]
    for condition in CONDITIONS:
        assert list(columns.truths(condition)) == [truth(condition, look) for look in looks]


@given(ITEMS, OFFICES)
def test_of_each_record_a_value_is_what_it_is_of_it_alone(
    items: list[Item], office: Office
) -> None:
    columns = Records(items, FORM, office, PERIOD)
    looks = [look_at(item, office) for item in items]
    for name in ("held", "seen", "kind", "kind.group", "tags", "place", "setting:limit", "none"):
        assert list(columns.values(name)) == [look.value(name) for look in looks]
    for name in ("held", "pilot", "extra", "none"):
        assert list(columns.opened(name)) == [look.is_open(name) for look in looks]


@pytest.mark.parametrize(
    ("name", "day", "more", "unasked"),
    [
        ("pilot", "2025-01-31", True, True),
        ("pilot", "2025-02-01", True, False),
        ("extra", "2025-02-01", True, False),
        ("extra", "2025-02-01", False, True),
        ("ahead", "2025-01-31", False, False),
        ("held", "2025-01-31", False, False),
    ],
)
def test_what_was_not_in_use_or_is_switched_off_was_not_asked(
    name: str, day: str, *, more: bool, unasked: bool
) -> None:
    office = Office(PERIOD[1], settings={"more": more})
    columns = Records([Item("a", {"on": day, "ahead": "no"})], FORM, office, PERIOD)
    assert list(columns.unasked(name)) == [unasked]


def test_what_looks_for_an_answer_is_open_where_one_is_missing() -> None:
    items = [
        Item("a", {"on": "2025-02-01", "kind": "A1"}),
        Item("b", {"on": "2025-02-01", "kind": {"unknown": "not_known"}}),
        Item("c", {"on": "2025-02-01"}),
    ]
    columns = Records(items, FORM, Office(PERIOD[1]), PERIOD)
    known, answered, none = (
        read_condition({"kind": test})
        for test in ({"known": True}, {"answered": True}, {"answered": False})
    )
    assert list(columns.truths(known)) == [True, False, False]
    assert list(columns.possible(known)) == [True, None, None]
    assert list(columns.possible(answered)) == [True, True, None]
    assert list(columns.possible(none)) == [False, False, True]


@pytest.mark.parametrize("name", ["class_code", "severity", "what"])
def test_of_an_entry_what_the_office_judges_later_is_open(name: str) -> None:
    entries = Entries([Item("a", {"count": 7})], FORM, Office(PERIOD[1]), PERIOD)
    assert entries.opened(name) == [name != "what"]
    assert entries.values(name) == [None]
    assert entries.numbers("count") == [7]


def test_whether_true_is_one_is_asked_of_each_by_itself() -> None:
    items = [Item("a", {"pilot": True}), Item("b", {"pilot": 1})]
    columns = Records(items, FORM, Office(PERIOD[1]), PERIOD)
    assert columns.truths(read_condition({"pilot": 1})) == [False, True]


def test_a_row_has_its_own_answers_first_and_those_of_a_stub_are_to_come() -> None:
    items = [
        Item("a", {"on": "2025-02-01", "ahead": "yes", "points": [{"right": "no"}, {}]}),
        Item("b", {"on": "2025-02-02"}, stub=True),
        Item("c", {"on": "2025-02-03", "points": []}),
    ]
    office = Office(PERIOD[1])
    rows = Rows("points", Records(items, FORM, office, PERIOD), FORM, office, PERIOD)
    assert rows.records == ["a", "a", "b"]
    assert rows.gaps == {2}
    assert rows.values("right") == ["no", None, None]
    assert rows.values("ahead") == ["yes", "yes", None]
    assert rows.opened("why") == [True, False, True]
    assert rows.truths(read_condition({"right": "yes"})) == [False, None, None]
