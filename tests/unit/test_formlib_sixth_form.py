"""A sixth kind of record is a file and no code: from its TOML to the sentences of the report."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from desktop.formlib.amounts import AtLeast, Known
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.load import load_form
from desktop.formlib.lock import lock_lines
from desktop.formlib.model import Line
from desktop.formlib.office import Office
from desktop.formlib.problems import live_lines, problems
from desktop.formlib.result import Result
from desktop.formlib.sentences import say
from desktop.formlib.settle import settle
from desktop.formlib.types import Setting, read, show
from tests.unit.formtext import LISTS

PATH = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"
FORM = load_form(PATH, LISTS)
OFFICE = Office(
    date(2025, 3, 31), settings={"court_delay_minutes": 15}, names={"c1": "The court", "p1": "Ann"}
)
Q4 = (date(2025, 1, 1), date(2025, 3, 31))
MONDAY = {
    "court": "c1",
    "seen_on": "2025-03-03",
    "observers": ["p1"],
    "due_at": "10:00",
    "began_at": "10:40",
    "delay_reason": "lawyer",
    "cases": 8,
    "by_video": 3,
    "in_person": 5,
    "absent": 0,
    "plain": "some",
    "barriers": ["language"],
    "met": [
        {
            "id": "r1",
            "topic": "language",
            "what": "The interpreter was sent elsewhere",
            "told_role": "usher",
            "sorted": "no",
        }
    ],
}
TUESDAY = {
    **MONDAY,
    "seen_on": "2025-03-11",
    "began_at": "10:10",
    "cases": 2,
    "by_video": 2,
    "in_person": 0,
    "plain": "yes",
    "barriers": [],
    "met": [],
}


def said(answers: Mapping[str, object]) -> list[str]:
    found = settle(FORM, answers, OFFICE)
    return [problem.say for problem in problems(FORM, found, {}, OFFICE)]


def test_its_answers_are_typed_shown_and_asked_for() -> None:
    def at(name: str) -> Setting:
        return Setting(FORM, FORM.fields[name], OFFICE)

    assert read("10.40", at("began_at")) == "10:40"
    assert read("3 March", at("seen_on")) == "2025-03-03"
    assert show(["language"], at("barriers")) == "No interpreter"
    assert show(MONDAY["met"], at("met")) == "1 × barrier"
    assert said({}) == [
        "Choose an answer to “Which court?”",
        "Enter a date for “Date”",
        "Choose an answer to “Who observed?”",
        "Enter a time for “When was the first case due?”",
        "Enter a time for “When did it begin?”",
        "Enter a number for “How many cases did you see?”",
    ]


def test_its_rules_and_its_live_line_hold() -> None:
    assert said(MONDAY) == said(TUESDAY) == []
    assert said({**MONDAY, "in_person": 4}) == [
        "By video, in the room and without the person come to 7, not 8."
    ]
    (line,) = live_lines(FORM, settle(FORM, MONDAY, OFFICE), OFFICE)
    assert line.text.endswith("5 in the room, 0 without the person: all accounted for")
    assert said({**MONDAY, "met": []}) == [
        "Say what was wrong with “No interpreter” under “What you met”"
    ]


def test_a_short_delay_asks_for_no_reason() -> None:
    assert "delay_reason" not in settle(FORM, TUESDAY, OFFICE).values
    assert settle(FORM, MONDAY, OFFICE).values["delay"] == 40


def results() -> dict[str, Result]:
    records = [
        Item(id_, settle(FORM, answers, OFFICE).values, date.fromisoformat(day), "c1")
        for id_, answers, day in (("m", MONDAY, "2025-03-03"), ("t", TUESDAY, "2025-03-11"))
    ]
    stub = Item("s", {"court": "c1", "seen_on": "2025-03-20"}, date(2025, 3, 20), "c1", stub=True)
    return evaluate(FORM, {"records": [*records, stub]}, Q4, OFFICE)


def test_its_figures_add_up() -> None:
    found = results()
    assert (found["sittings"].value, found["cases"].value) == (Known(3), AtLeast(10, 1))
    assert (found["by_video"].value, found["by_video"].of) == (Known(5), Known(10))
    assert found["delay"].value == Known(25)
    assert {c.code: c.value for c in found["barriers"].cells}["language"] == AtLeast(1, 1)


def test_it_speaks_in_the_report() -> None:
    supplied = {"PERIOD": "1 January 2025 to 31 March 2025", "STORIES": ""}
    report = FORM.report

    def lines(of: tuple[Line, ...], *, always: bool = False) -> list[str]:
        found = (say(line, FORM.figures, results(), supplied, always=always) for line in of)
        return [line for line in found if line]

    assert lines(report.brief) == ["observers watched **at least 10** cases at **3** sittings."]
    assert lines(report.done) == [
        "3 sittings, at least 10 cases.",
        "The middle delay was 25 minutes, from 10 to 40.",
    ]
    assert lines(report.found) == [
        "By video: 5 of 10 cases seen (50%).",
        "No interpreter: at least 1.",  # the stub may have met it, too
    ]
    assert lines(report.next) == []  # of the stub it is not known what was sorted
    assert lines(report.not_known) == []
    assert lines(report.paragraphs, always=True) == [
        (
            "Court observers watched at least 10 cases at 3 sittings in the period 1 January 2025 "
            "to 31 March 2025."
        )
    ]


def test_it_can_be_locked_like_the_others() -> None:
    lines = lock_lines({FORM.id: FORM})
    assert "court_observation.met.sorted choice" in lines
    assert "court_observation # by_video" in lines
