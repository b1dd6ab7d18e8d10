"""Sentences of the report: filled from figures, left out where a figure is not known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown
from desktop.formlib.conditions import read_condition
from desktop.formlib.model import Figure, Line
from desktop.formlib.result import Cell, Result, Spread
from desktop.formlib.sentences import PARTS, faults_in, fill, names_in, say, words_for

FIGURES = {
    "visits": Figure("visits", "Visits made", "count", "records", unit=("visit", "visits")),
    "met": Figure("met", "Met", "built_in", "slots_met", base="scheduled visits"),
    "covered": Figure("covered", "Covered", "built_in", "weeks_covered", decimals=1),
    "wait": Figure("wait", "Wait", "median", "wait", unit=("minute", "minutes")),
}
GAP = NotKnown("not stated")
ALL = Known(26)


def results(visits: Amount = ALL) -> dict[str, Result]:
    cells = (Cell("north", "North", Known(1)), Cell("south", "South", GAP))
    return {
        "visits": Result(visits, cells=cells, unknown=2),
        "met": Result(Known(26), of=Known(26)),
        "covered": Result(Known(25), of=Known(26)),
        "wait": Result(Known(Decimal("7.5")), spread=Spread(0, 41, 26)),
    }


def sentence(
    text: str, visits: Amount = ALL, *, always: bool = False, **supplied: str
) -> str | None:
    return say(Line(text), FIGURES, results(visits), supplied, always=always)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{visits} were made.", "26 visits were made."),
        ("{visits.n}", "26"),
        ("{met.n} of {met.of} {met.base} ({met.pct})", "26 of 26 scheduled visits (100%)"),
        ("{covered.n} of {covered.of} ({covered.pct})", "25 of 26 (96.2%)"),
        ("{wait}, from {wait.low} to {wait.high}", "7.5 minutes, from 0 to 41"),
        ("{visits[north]}", "1 visit"),
        ("{visits[north].pct} of {visits.unit}", "4% of visits"),
        ("{visits.rest}", "2"),
    ],
)
def test_a_figure_is_said_in_its_parts(text: str, words: str) -> None:
    assert sentence(text) == words


@pytest.mark.parametrize("gap", [GAP, AtLeast(0, 3)])
def test_a_line_with_a_figure_that_is_not_known_is_left_out(gap: Amount) -> None:
    assert sentence("{visits} were made.", gap) is None
    assert sentence("{visits} were made.", gap, always=True) == "not known were made."


def test_a_line_with_a_cell_that_is_not_known_is_left_out() -> None:
    assert sentence("{visits[south].n} in the south.") is None
    assert sentence("{visits[south].n} in the south.", always=True) == "not known in the south."


def test_at_least_is_said() -> None:
    assert sentence("{visits} were made.", AtLeast(3, 1)) == "at least 3 visits were made."


def test_a_word_that_the_report_does_not_supply_leaves_the_line_out() -> None:
    assert sentence("{STORIES}", STORIES="They fixed it.") == "They fixed it."
    assert sentence("{STORIES}", STORIES="") is None
    assert sentence("{STORIES}") is None
    assert sentence("In {PERIOD}.", always=True) == "In not stated."


def test_a_paragraph_of_which_nothing_remains_is_no_paragraph() -> None:
    assert sentence("{NEWS}", always=True, NEWS="") is None
    assert sentence("No issues. {NEWS}", always=True, NEWS="") == "No issues."


def test_a_setting_is_supplied_by_its_whole_name() -> None:
    line = Line("within {setting:days} days")
    assert say(line, FIGURES, results(), {"setting:days": "28"}) == "within 28 days"


@pytest.mark.parametrize(
    ("when", "visits", "said"),
    [
        ({"visits": 0}, Known(0), True),
        ({"visits": 0}, AtLeast(0, 1), False),
        ({"visits": 0}, GAP, False),
        ({"visits": {"known": False}}, GAP, True),
        ({"visits": {"known": False}}, AtLeast(0, 1), True),
        ({"visits": {"more_than": 0}}, AtLeast(1, 1), True),
        ({"visits": {"less_than": 5}}, AtLeast(1, 1), False),
        ({"met": {"at_least": "met.of"}}, Known(26), True),
        ({"covered": {"less_than": "covered.of"}}, Known(26), True),
        ({"visits.rest": 2}, Known(26), True),
        ({"visits.north": {"more_than": 0}}, Known(26), True),
        ({"visits.south": 0}, Known(26), False),
    ],
)
def test_a_line_is_said_only_when_its_condition_certainly_holds(
    when: object, visits: Amount, said: object
) -> None:
    line = Line("Said.", read_condition(when))
    assert (say(line, FIGURES, results(visits), {}) == "Said.") is said


def test_a_not_known_line_is_said_only_while_its_figure_is_not_known() -> None:
    line = Line("How many visits were made.", of="visits")
    assert say(line, FIGURES, results(GAP), {}) == "How many visits were made."
    assert say(line, FIGURES, results(AtLeast(0, 1)), {}) == "How many visits were made."
    assert say(line, FIGURES, results(), {}) is None


@pytest.mark.parametrize(
    "text", ["{x.__class__}", "{x.n", "x}", "{x!r}", "{x[0][1]}", "{}", "{x + 1}", "{x.Pct}"]
)
def test_nothing_in_braces_is_ever_evaluated(text: str) -> None:
    assert list(faults_in(text, PARTS))
    assert fill(text, lambda name, cell, part: f"<{name}|{cell}|{part}>") in (
        text,
        "<x||__class__>",
    )


def test_a_part_that_does_not_exist_says_not_known() -> None:
    assert words_for(FIGURES["met"], results()["met"], part="__class__") == "not known"


def test_the_names_of_a_sentence_can_be_had_with_and_without_supplied_words() -> None:
    text = "{visits} in {PERIOD}, {met.pct}, {setting:office}"
    assert names_in(text) == ["visits", "PERIOD", "met", "setting:office"]
    assert names_in(text, figures=True) == ["visits", "met"]


@given(st.text(alphabet="{}[].:abcxyzN_ 0", max_size=40))
def test_filling_leaves_everything_but_names_as_it_stands(text: str) -> None:
    assert fill(text, _again) == text


def _again(name: str, cell: str, part: str) -> str:
    return f"{{{name}{f'[{cell}]' if cell else ''}{f'.{part}' if part else ''}}}"
