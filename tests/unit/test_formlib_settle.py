"""Settling: what applies is kept, what follows is worked out, and a gap stays a gap."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.office import Office
from desktop.formlib.settle import answered, settle
from tests.unit.formtext import OFFICE, sample, settled

UNKNOWN = {"unknown": "not_known"}
VISIT = sample(
    '{ id = "ahead", type = "yes_no", list = "yes_no", ask = "Did it go ahead?" }',
    '{ id = "came", type = "time", ask = "Came", or = ["not_known"], show_if = { ahead = "yes" } }',
    '{ id = "let_in", type = "time", ask = "Let in", show_if = { ahead = "yes" } }',
    '{ id = "why", type = "text", ask = "Why so long?", '
    'show_if = { wait = { more_than = "setting:limit" } } }',
    '{ id = "who", type = "text", ask = "Who said so?", show_if = { why = { answered = true } } }',
    rest="""
[calculate]
wait = { minutes_between = ["came", "let_in"], label = "You waited", unit = "minutes" }
""",
)
TEN = Office(OFFICE.on, settings={"limit": 10})


def test_answers_to_questions_that_do_not_apply_are_dropped_top_to_bottom() -> None:
    long = {"ahead": "yes", "came": "19:30", "let_in": "19:50", "why": "busy", "who": "sergeant"}
    assert settled(VISIT, long, TEN).values["who"] == "sergeant"
    assert settled(VISIT, {**long, "ahead": "no"}, TEN).values == {
        "on": "2025-03-01",
        "ahead": "no",
    }


def test_a_question_may_depend_on_what_was_worked_out_above_it() -> None:
    at_once = settled(VISIT, {"ahead": "yes", "came": "19:30", "let_in": "19:40"}, TEN)
    late = settled(VISIT, {"ahead": "yes", "came": "23:55", "let_in": "00:10"}, TEN)
    assert (at_once.values["wait"], "why" in at_once.shown) == (10, False)
    assert (late.values["wait"], "why" in late.shown) == (15, True)


def test_without_the_offices_limit_the_question_is_not_asked() -> None:
    found = settled(VISIT, {"ahead": "yes", "came": "19:30", "let_in": "21:00"})
    assert found.values["wait"] == 90
    assert "why" not in found.shown


def test_nothing_is_worked_out_from_a_gap_or_from_something_not_known() -> None:
    gap = settled(VISIT, {"ahead": "yes", "came": "19:30"}, TEN)
    unknown = settled(VISIT, {"ahead": "yes", "came": UNKNOWN, "let_in": "19:40"}, TEN)
    assert "wait" not in gap.values
    assert unknown.values["wait"] == UNKNOWN
    assert unknown.calculated(VISIT) == {"wait": UNKNOWN}
    assert answered(unknown.values, "came")
    assert not answered(gap.values, "let_in")


ALL = sample(
    '{ id = "a", type = "integer", ask = "A", optional = true }',
    '{ id = "b", type = "decimal", ask = "B", optional = true }',
    '{ id = "told", type = "date", ask = "Told" }',
    '{ id = "sent", type = "date", ask = "Sent" }',
    '{ id = "other", type = "date", ask = "Other" }',
    rest="""
[calculate]
both = { sum = ["a", "b"] }
left = { rest = ["both", "a"] }
more = { sum = ["a", 3] }
days = { days = ["told", "sent"] }
worked = { working_days = ["told", "sent"] }
last = { add_days = ["told", "setting:window", "days"] }
gone = { first = ["sent", "other"] }
state = { choose = [
  { is = "late", when = { sent = { after = "last" } } },
  { is = "sent", when = { sent = { known = true } } },
  { is = "open" },
] }
""",
)
WINDOW = Office(date(2025, 6, 1), settings={"window": 28}, holidays=frozenset({date(2025, 4, 18)}))


def test_every_operation_works_on_typed_answers() -> None:
    answers = {
        "a": 2,
        "b": "1.5",
        "told": "2025-04-17",
        "sent": "2025-04-22",
        "other": "2025-05-01",
    }
    values = settled(ALL, answers, WINDOW).values
    assert {name: values[name] for name in ("both", "left", "more")} == {
        "both": "3.5",
        "left": "1.5",
        "more": 5,
    }
    assert (values["days"], values["worked"]) == (5, 2)  # Good Friday and a weekend between
    assert values["last"] == "2025-05-20"
    assert (values["gone"], values["state"]) == ("2025-04-22", "sent")


def test_of_unknowns_alone_the_first_is_passed_on_and_an_answer_wins() -> None:
    unknown = {"unknown": "not_known"}
    assert settled(ALL, {"sent": unknown}, WINDOW).values["gone"] == unknown
    found = settled(ALL, {"sent": unknown, "other": "2025-02-03"}, WINDOW)
    assert found.values["gone"] == "2025-02-03"
    assert "gone" not in settled(ALL, {}, WINDOW).values


def test_the_first_answer_given_is_taken_and_the_last_choice_needs_no_condition() -> None:
    values = settled(ALL, {"other": "2025-05-01"}, WINDOW).values
    assert (values["gone"], values["state"]) == ("2025-05-01", "open")
    assert "last" not in values


DATED = sample(
    '{ id = "old", type = "text", ask = "Old", in_use_to = 2025-03-31, optional = true }',
    '{ id = "new", type = "text", ask = "New", in_use_from = 2025-04-01, optional = true }',
    rest="""
[[section]]
id = "pilot"
title = "Pilot"
switch = "pilot"
in_use_from = 2025-04-01
field = [{ id = "extra", type = "text", ask = "Extra", optional = true }]
""",
)


def test_a_visit_of_march_written_up_in_april_is_asked_what_was_asked_in_march() -> None:
    april = Office(date(2025, 4, 2), settings={"pilot": True})
    assert settle(DATED, {"on": "2025-03-31"}, april).shown == {"on", "old"}
    assert settle(DATED, {"on": "2025-04-01"}, april).shown == {"on", "new", "extra"}
    assert settle(DATED, {}, april).shown == {"on", "new", "extra"}
    assert settle(DATED, {"on": "2025-04-01"}, Office(april.on)).shown == {"on", "new"}


HIDDEN = sample(
    '{ id = "verdict", type = "choice", ask = "Verdict", options = { ok = "Right" } }',
    '{ id = "ethnicity", type = "text", ask = "Ethnicity", hide_until = "verdict" }',
)


def test_what_is_hidden_until_a_judgement_is_kept_but_not_shown() -> None:
    before = settled(HIDDEN, {"ethnicity": "not stated"})
    after = settled(HIDDEN, {"ethnicity": "not stated", "verdict": "ok"})
    assert before.values["ethnicity"] == "not stated"
    assert "ethnicity" not in before.shown
    assert "ethnicity" in after.shown


ROWS = sample(
    '{ id = "rows", type = "rows", ask = "Rows", optional = true }',
    rest="""
[rows.rows]
one = "row"
field = [
  { id = "done", type = "yes_no", list = "yes_no", ask = "Done?" },
  { id = "number", type = "text", ask = "Number", show_if = { done = "no" }, optional = true },
]
""",
)


def test_an_answer_of_a_row_that_does_not_apply_is_dropped_and_its_id_kept() -> None:
    rows = [{"id": "1", "done": "no", "number": "7"}, {"id": "2", "done": "yes", "number": "8"}]
    assert settled(ROWS, {"rows": rows}).values["rows"] == [rows[0], {"id": "2", "done": "yes"}]


def test_explanations_are_kept_beside_the_answers() -> None:
    assert settled(ROWS, {"_why": {"late": "snow"}}).values["_why"] == {"late": "snow"}
    assert "_why" not in settled(ROWS, {"_why": "snow"}).values


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "unknown", "done", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = sorted({"_why", *VISIT.fields, *ALL.fields, *ROWS.fields})


@given(
    st.sampled_from([VISIT, ALL, ROWS, DATED, HIDDEN]),
    st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6),
)
def test_answers_of_any_shape_settle_and_settling_again_changes_nothing(
    form: object, answers: Mapping[str, object]
) -> None:
    once = settle(form, answers, WINDOW)  # type: ignore[arg-type]  # sampled_from mixes no types
    again = settle(form, once.values, WINDOW)  # type: ignore[arg-type]  # as above
    assert repr(again.values) == repr(once.values)  # repr: a stored NaN is not itself
    assert again.shown == once.shown


@pytest.mark.parametrize("huge", ["9999-12-31", "0001-01-01"])
def test_days_beyond_the_calendar_are_not_worked_out(huge: str) -> None:
    office = Office(date(2025, 6, 1), settings={"window": 10**9})
    assert "last" not in settled(ALL, {"told": huge, "sent": huge}, office).values
