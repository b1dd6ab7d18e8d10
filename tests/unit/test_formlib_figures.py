"""Figures: counted from records, rows and registers; what does not say is never nought."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.office import Office
from desktop.formlib.result import Result
from desktop.formlib.settle import settle
from tests.unit.formtext import sample

UNKNOWN = {"unknown": "not_known"}
Q4 = (date(2025, 1, 1), date(2025, 3, 31))
OFFICE = Office(date(2025, 3, 31), names={"p1": "North", "p2": "South"})
FORM = sample(
    '{ id = "ahead", type = "choice", ask = "Ahead", options = { yes = "Yes", no = "No" } }',
    '{ id = "held", type = "integer", ask = "Held", or = ["not_known"], '
    'show_if = { ahead = "yes" } }',
    '{ id = "seen", type = "integer", ask = "Seen", show_if = { held = { more_than = 0 } } }',
    '{ id = "kind", type = "choice", ask = "Kind", optional = true, or = ["not_known"], '
    'list = "iopc_category" }',
    '{ id = "dogs", type = "register", ask = "Dogs", optional = true }',
    '{ id = "pilot", type = "integer", ask = "Pilot", in_use_from = 2025-02-01 }',
    '{ id = "points", type = "rows", ask = "Points", optional = true }',
    rest="""
[[section]]
id = "more"
title = "More"
switch = "more"
field = [{ id = "extra", type = "integer", ask = "Extra" }]

[rows.points]
one = "point"
field = [
  { id = "right", type = "yes_no", list = "yes_no", ask = "Right?", or = ["not_known"] },
  { id = "why", type = "text", ask = "Why?", show_if = { right = "no" } },
]

[figure]
recommended = { count = "recommendations", with = { many = true }, label = "Recommended" }
people = { built_in = "people", label = "People" }
made = { count = "records", where = { ahead = "yes" }, label = "Made", unit = ["visit", "visits"] }
by_place = { count = "records", by = "place", label = "By place" }
by_kind = { count = "records", by = "kind", label = "By kind" }
by_group = { count = "records", by = "kind.group", label = "By group" }
held = { sum = "held", label = "Held" }
pilot = { sum = "pilot", label = "Pilot" }
extra = { sum = "extra", label = "Extra" }
access = { share = "seen", of = "held", label = "Access", base = "people held" }
ahead = { share = { ahead = "yes" }, of = { ahead = ["yes", "no"] }, label = "Ahead" }
middle = { median = "held", range = true, label = "Middle" }
average = { mean = "held", decimals = 1, label = "Average" }
longest = { most = "held", label = "Most" }
fewest = { least = "held", label = "Least" }
dogs = { distinct = "dogs", label = "Dogs" }
points = { count = "points", label = "Points" }
issues = { count = "issues", label = "Issues" }
serious = { count = "issues", where = { severity = 3 }, label = "Serious" }
graded = { count = "issues", by = "severity", list = "issue_severity", label = "By grade" }

[figure.not_right]
share = { right = "no" }
of = { right = ["yes", "no"] }
over = "points"
label = "Not right"

[figure.reasons]
count = "points"
where = { why = { answered = true } }
label = "Reasons"

[figure.overdue]
count = "issues"
as_at = ["raised_on", "closed_on"]
where = { due = { before = "period:end" } }
label = "Overdue"

[figure.open]
count = "issues"
as_at = ["raised_on", "closed_on"]
label = "Open"
""",
)


def item(id_: str, day: str = "2025-02-01", place: str = "p1", **answers: object) -> Item:
    values = settle(FORM, {"on": day, **answers}, OFFICE).values
    return Item(id_, values, date.fromisoformat(day), place)


def entry(id_: str, on: str, **values: object) -> Item:
    return Item(id_, values, date.fromisoformat(on))


def figures(
    *records: Item, office: Office = OFFICE, **registers: tuple[Item, ...]
) -> Mapping[str, Result]:
    return evaluate(FORM, {"records": records, **registers}, Q4, office)


FIVE = (
    item("a", ahead="yes", held=11, seen=6, pilot=0, dogs=["d1", "d2"], kind="A1"),
    item("b", ahead="yes", held=0, pilot=1, place="p2", dogs=["d2"], kind="A2"),
    item("c", ahead="yes", held=4, seen=4, pilot=2, kind=UNKNOWN, dogs=[]),
    item("d", ahead="no", pilot=0, dogs=[], kind="B1"),
    item("e", day="2025-04-01", ahead="yes", held=50, seen=50, pilot=0),
)


def test_only_records_of_the_period_count_and_each_is_named() -> None:
    made = figures(*FIVE)["made"]
    assert made == Result(Known(3), records=("a", "b", "c"))


def test_a_question_that_did_not_apply_is_no_gap() -> None:
    found = figures(*FIVE)
    assert found["held"] == Result(Known(15), records=("a", "b", "c", "d"))
    # The visit with nobody in custody has nobody to be seen; it takes nothing from the share.
    assert (found["access"].value, found["access"].of) == (Known(10), Known(15))
    assert found["access"].unknown == 0


def test_a_record_that_does_not_say_makes_a_sum_at_least() -> None:
    found = figures(*FIVE, item("f", ahead="yes", held=UNKNOWN, pilot=0), item("g", ahead="yes"))
    assert found["held"].value == AtLeast(15, 2)
    assert found["access"].unknown == 2
    assert (found["access"].value, found["access"].of) == (Known(10), Known(15))
    assert found["pilot"].value == AtLeast(3, 1)


def test_a_share_of_which_no_record_gives_both_numbers_is_not_known() -> None:
    found = figures(item("a", ahead="yes", held=UNKNOWN, pilot=0))["access"]
    assert found.value == found.of == NotKnown("not recorded for 1")


def test_a_share_has_its_base() -> None:
    assert figures(*FIVE)["ahead"] == Result(Known(3), of=Known(4), records=("a", "b", "c", "d"))


def test_middle_values_leave_out_what_does_not_apply() -> None:
    found = figures(*FIVE)
    assert (found["middle"].value, found["average"].value) == (Known(4), Known(5))
    assert found["middle"].spread is not None
    assert (found["middle"].spread.low, found["middle"].spread.high) == (0, 11)
    assert (found["longest"].value, found["fewest"].value) == (Known(11), Known(0))


def test_the_most_of_those_that_say_may_not_be_the_most_of_all() -> None:
    found = figures(*FIVE, item("f", ahead="yes", held=UNKNOWN, pilot=0))
    assert found["longest"].value == AtLeast(11, 1)
    assert found["middle"].unknown == 1


def test_without_records_a_count_is_nought_and_a_middle_is_not_known() -> None:
    found = figures()
    assert found["made"].value == found["held"].value == Known(0)
    assert found["middle"].value == NotKnown("there are no records")


def test_a_dog_seen_on_two_visits_is_one_dog() -> None:
    assert figures(*FIVE)["dogs"].value == Known(2)


def test_cells_have_the_words_of_their_list_and_a_row_for_what_does_not_say() -> None:
    found = figures(*FIVE)
    kinds = {cell.code: cell.value for cell in found["by_kind"].cells}
    assert (kinds["A1"], kinds["A2"], kinds["B1"]) == (Known(1), Known(1), Known(1))
    assert kinds["C"] == NotKnown("not recorded for 1")
    assert kinds["not_known"] == Known(1)
    places = [(cell.label, cell.value) for cell in found["by_place"].cells]
    assert places == [("North", Known(3)), ("South", Known(1))]
    groups = {cell.code: (cell.label, cell.value) for cell in found["by_group"].cells}
    assert groups["A"] == ("Delivery of duties and service", Known(2))


def test_a_visit_whose_report_has_not_come_counts_and_leaves_its_numbers_open() -> None:
    stub = Item("s", {"on": "2025-02-10", "ahead": "yes"}, date(2025, 2, 10), "p1", stub=True)
    found = figures(*FIVE, stub)
    assert found["made"].value == Known(4)
    assert found["held"].value == AtLeast(15, 1)
    assert found["points"].value == AtLeast(0, 1)
    assert found["dogs"].value == AtLeast(2, 1)
    assert found["access"].unknown == 1


def test_questions_not_yet_in_use_and_sections_switched_off_are_no_nought() -> None:
    before = item("a", day="2025-01-31", ahead="yes", held=0)
    after = item("b", day="2025-02-01", ahead="yes", held=0)
    assert figures(before)["pilot"].value == NotKnown("not asked then")
    assert figures(before, after)["pilot"].value == AtLeast(0, 2)
    three = item("c", day="2025-02-02", ahead="yes", held=0, pilot=3)
    assert figures(before, three)["pilot"].value == AtLeast(3, 1)
    assert figures(before)["extra"].value == NotKnown("not asked then")
    switched_on = Office(OFFICE.on, settings={"more": True})
    assert figures(before, office=switched_on)["extra"].value == AtLeast(0, 1)


def test_rows_are_counted_for_themselves() -> None:
    rows = [
        {"id": "1", "right": "yes"},
        {"id": "2", "right": "no", "why": "late"},
        {"id": "3", "right": UNKNOWN},
    ]
    found = figures(item("a", ahead="yes", held=0, pilot=0, points=rows))
    assert found["points"] == Result(Known(3), records=("a",))
    assert found["reasons"].value == Known(1)
    assert found["not_right"].value == Known(1)
    assert found["not_right"].of == AtLeast(2, 1)


ISSUES = (
    entry(
        "1",
        "2025-01-10",
        raised_on="2025-01-10",
        closed_on="2025-02-01",
        due="2025-01-20",
        severity=1,
    ),
    entry("2", "2025-02-10", raised_on="2025-02-10", closed_on=None, due="2025-02-20", severity=2),
    entry(
        "3",
        "2024-12-10",
        raised_on="2024-12-10",
        closed_on="2025-04-02",
        due="2025-05-01",
        severity=3,
    ),
)


def test_issues_raised_and_issues_open_at_the_end_are_different_counts() -> None:
    found = figures(issues=ISSUES)
    assert found["issues"].value == Known(2)
    assert (found["open"].value, found["open"].records) == (Known(2), ("2", "3"))
    assert (found["overdue"].value, found["overdue"].records) == (Known(1), ("2",))


def test_an_issue_that_nobody_has_graded_may_be_serious() -> None:
    assert figures(issues=ISSUES)["serious"].value == Known(0)
    ungraded = entry("4", "2025-03-01", raised_on="2025-03-01", severity=None)
    assert figures(issues=(*ISSUES, ungraded))["serious"].value == AtLeast(0, 1)


def test_a_figure_may_name_the_list_that_has_the_words_for_its_cells() -> None:
    cells = figures(issues=ISSUES)["graded"].cells
    assert [(cell.code, cell.value) for cell in cells] == [
        ("1", Known(1)),
        ("2", Known(1)),
        ("3", Known(0)),
    ]
    assert cells[0].label.startswith("1 ")


def test_a_register_that_nobody_keeps_gives_not_known_and_built_in_figures_are_left() -> None:
    found = figures()
    assert isinstance(found["issues"].value, NotKnown)
    assert "people" not in found


def test_an_entry_that_stands_for_seven_counts_seven() -> None:
    made = entry("r", "2025-02-18", count=7)
    assert figures(recommendations=(made,))["recommended"].value == Known(7)


@given(st.lists(st.integers(0, 40) | st.none(), max_size=12))
def test_sums_and_shares_agree_with_plain_arithmetic(numbers: list[int | None]) -> None:
    records = [
        item(str(n), ahead="yes", held=UNKNOWN if held is None else held, pilot=0, seen=held or 0)
        for n, held in enumerate(numbers)
    ]
    found = figures(*records)
    known = [held for held in numbers if held is not None]
    gaps = numbers.count(None)
    assert found["held"].value == (AtLeast(sum(known), gaps) if gaps else Known(sum(known)))
    if any(known):
        assert found["access"].value == found["access"].of
    if known:
        mean = found["average"].value
        assert isinstance(mean, Known)
        assert abs(Fraction(mean.value) - Fraction(sum(known), len(known))) <= Fraction(1, 20)


@pytest.mark.parametrize("day", ["2024-12-31", "2025-04-01"])
def test_the_days_beside_the_period_do_not_count(day: str) -> None:
    assert figures(item("a", day=day, ahead="yes", held=0))["made"].value == Known(0)
