"""The kennel visit: its order on paper, golden numbers, and what it says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

import pytest

from desktop import paths
from desktop.formlib.amounts import AtLeast, Known
from desktop.formlib.conditions import Look, holds
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.load import load_forms
from desktop.formlib.model import Line
from desktop.formlib.office import Office
from desktop.formlib.problems import Problem, problems
from desktop.formlib.result import Result, not_known
from desktop.formlib.sentences import say
from desktop.formlib.settle import Settled, settle

FORM = load_forms(paths.forms())["animal_welfare_visit"]
Q4 = (date(2025, 1, 1), date(2025, 3, 31))
LIMITS = {"wait_limit_minutes": 10, "visit_longest_minutes": 300}
OFFICE = Office(date(2025, 3, 31), settings=LIMITS)

PAPER = {
    "1": ["site"],
    "2": ["visit_on"],
    "3": ["visitors"],
    "4": ["arrived", "let_in", "left", "wait_reason"],
    "5": ["went_round"],
    "6": ["told_at_start"],
    "7": ["on_site"],
    "8": ["seen"],
    "9": ["not_seen_why"],
    "10": ["dogs"],
    "11": ["kennels"],
    "12": ["water"],
    "13": ["comfort", "temperature"],
    "14": ["food"],
    "15": ["exercise"],
    "16": ["unwell"],
    "17": ["vehicles", "vehicles_right"],
    "18": ["training", "training_how", "equipment", "training_care"],
    "19": ["to_put_right", "serious", "serious_now", "serious_told_at"],
    "20": ["done_well", "told_retired", "told_rehomed", "records_seen", "told_role"],
}
ALL_OUT = {
    "site": "kennels",
    "visit_on": "2025-01-14",
    "visitors": ["dee", "eve"],
    "arrived": "10:00",
    "let_in": "10:05",
    "left": "10:50",
    "went_round": "kennel_staff",
    "told_at_start": ["dogs_on_site", "fire", "isolating"],
    "on_site": 0,
    "kennels": "all_right",
    "water": "all_right",
    "comfort": "all_right",
    "food": "all_right",
    "exercise": "all_right",
    "unwell": "no",
    "training": "no",
    "serious": "no",
    "told_role": "sergeant",
}
USUAL = {**ALL_OUT, "on_site": 9, "seen": 7, "not_seen_why": ["working"]}
ROW = {"id": "r1", "topic": "water", "what": "Bowl empty", "told_role": "handler"}


def settled(answers: Mapping[str, object], office: Office = OFFICE) -> Settled:
    return settle(FORM, answers, office)


def said(answers: Mapping[str, object], office: Office = OFFICE) -> list[Problem]:
    return list(problems(FORM, settled(answers, office), {}, office))


def broken(answers: Mapping[str, object], office: Office = OFFICE) -> list[str]:
    """Give the rules that do not hold, or the questions still to be answered."""
    return [problem.rule or problem.field for problem in said(answers, office)]


def test_the_questions_stand_in_the_order_of_the_paper_form() -> None:
    numbered = [item for item in FORM.fields.values() if item.number]
    found = {n: [f.id for f in group] for n, group in groupby(numbered, lambda f: f.number)}
    assert found == PAPER
    assert list(found) == list(PAPER) == [str(n) for n in range(1, 21)]


def test_the_rest_is_the_page_for_the_office() -> None:
    rest = [item for item in FORM.fields.values() if not item.number]
    assert [item.id for item in rest] == ["private_note", "hours", "miles", "fellow_agreed"]
    assert not [item.id for item in rest if item.public or not item.optional]


def test_nothing_is_asked_that_needs_touching_a_dog() -> None:
    asked = " ".join(item.ask.lower() for item in FORM.fields.values())
    assert not [w for w in ("weigh", "score", "teeth", "ears", "gait", "coat") if w in asked]


def test_a_usual_visit_needs_the_mandatory_answers_and_nothing_else() -> None:
    assert said(USUAL) == []
    for id_ in USUAL:
        without = {name: value for name, value in USUAL.items() if name != id_}
        assert said(without), id_


def test_all_dogs_out_working_is_an_answer() -> None:
    assert said(ALL_OUT) == []
    assert settled(ALL_OUT).values["dogs_seen"] == "0"


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"seen": 10}, ["seen_of_all"]),
        ({"seen": 9}, []),
        ({"dogs": ["rex", "max"]}, []),
        ({"seen": 1, "dogs": ["rex", "max"]}, ["named_of_seen"]),
        ({"let_in": "10:30"}, ["wait_reason", "waited_long"]),
        ({"let_in": "10:30", "wait_reason": "busy"}, ["waited_long"]),
        ({"left": "09:00"}, ["stayed_long"]),
        ({"let_in": "09:50", "wait_reason": "busy"}, ["waited_long", "let_in_first"]),
        ({"visitors": ["dee"]}, ["in_pairs"]),
        ({"told_at_start": ["none", "fire"]}, ["told_nothing"]),
        ({"vehicles": 2}, ["vehicles_right"]),
        ({"training": "yes"}, ["training_how", "equipment", "training_care"]),
        ({"serious": "yes"}, ["serious_told_at"]),
        ({"temperature": "8.5", "told_retired": 1, "records_seen": ["health"]}, []),
    ],
)
def test_what_is_asked_and_said_follows_from_the_answers(
    changed: dict[str, object], wanted: list[str]
) -> None:
    assert broken({**USUAL, **changed}) == wanted


def test_which_dogs_is_asked_for_where_the_office_keeps_a_standard() -> None:
    strict = Office(OFFICE.on, settings={**LIMITS, "dogs_seen_months": 6})
    (found,) = said(USUAL, strict)
    assert found.say == ("The office wants every dog seen within 6 months: say which dogs you saw.")
    assert said({**USUAL, "dogs": ["rex"]}, strict) == []
    assert said(ALL_OUT, strict) == []


@pytest.mark.parametrize(
    ("id_", "answer"),
    [
        ("kennels", "needs_attention"),
        ("water", "needs_attention"),
        ("comfort", "needs_attention"),
        ("food", "needs_attention"),
        ("exercise", "needs_attention"),
        ("unwell", "yes"),
    ],
)
def test_what_needs_attention_asks_for_one_line_about_it(id_: str, answer: str) -> None:
    (missing,) = said({**USUAL, id_: answer})
    assert missing.say == (
        f"Say what was wrong with “{FORM.fields[id_].name}” under “To put right”"
    )
    row: dict[str, object] = {**ROW, "topic": id_, "sorted": "before_we_left"}
    if id_ == "unwell":
        assert broken({**USUAL, id_: answer, "to_put_right": [row]}) == ["staff_knew", "vet"]
        row |= {"staff_knew": "yes", "vet": {"unknown": "did_not_ask"}}
    assert said({**USUAL, id_: answer, "to_put_right": [row]}) == []


def test_not_looked_at_opens_nothing() -> None:
    assert said({**USUAL, "food": "not_looked_at"}) == []


def test_training_and_vehicles_open_lines_too() -> None:
    seen = {"training": "yes", "training_how": "mixed", "equipment": "yes", "vehicles": 1}
    answers = {**USUAL, **seen, "training_care": "needs_attention", "vehicles_right": "all_right"}
    assert broken(answers) == ["opens:equipment:equipment", "opens:training_care:training_care"]


def test_what_tells_one_dog_or_handler_apart_is_not_public() -> None:
    fields = [*FORM.fields.values(), *FORM.rows["to_put_right"].fields]
    assert [f.id for f in fields if f.type == "register" and f.public] == []


# Figures


def visit(id_: str, on: str = "2025-01-14", **changed: object) -> Item:
    values = settled({**USUAL, **changed, "visit_on": on}).values
    return Item(id_, values, date.fromisoformat(on), "kennels")


def issue(id_: str, raised: str = "2025-01-14", **values: object) -> Item:
    kept = {"raised_on": raised, "topic": "water", "status": "open", **values}
    return Item(id_, kept, date.fromisoformat(raised), "kennels")


def dog(id_: str, status: str, on: str, **values: object) -> Item:
    return Item(id_, {"status": status, "status_on": on, **values}, date.fromisoformat(on))


def figures(
    *records: Item, issues: tuple[Item, ...] = (), dogs: tuple[Item, ...] = ()
) -> dict[str, Result]:
    return evaluate(FORM, {"records": records, "issues": issues, "dogs": dogs}, Q4, OFFICE)


THREE = (
    visit("a", dogs=["rex", "max"], vehicles=2, vehicles_right="all_right", hours="3.5"),
    visit(
        "b",
        "2025-02-11",
        seen=2,
        dogs=["rex", "zoe"],
        training="yes",
        training_how="rewards",
        equipment="no",
        training_care="all_right",
        vehicles=0,
    ),
    visit("c", "2025-03-11", on_site=0, vehicles=1, vehicles_right="all_right", unwell="yes"),
)


def test_a_dog_seen_on_two_visits_is_one_different_dog_and_two_dogs_seen() -> None:
    found = figures(*THREE)
    assert found["visits"] == Result(Known(3), records=("a", "b", "c"))
    assert found["different_dogs"].value == Known(3)
    assert (found["dogs_seen"].value, found["dogs_on_site"].value) == (Known(9), Known(18))
    assert (found["seen_rate"].value, found["seen_rate"].of) == (Known(9), Known(18))


def test_a_visit_that_names_no_dog_leaves_the_number_open() -> None:
    assert figures(*THREE, visit("d"))["different_dogs"].value == AtLeast(3, 1)


def test_vehicles_training_and_unwell_dogs() -> None:
    found = figures(*THREE)
    assert found["vehicles"].value == Known(3)
    assert found["training_seen"].value == Known(1)
    ways = {cell.code: cell.value for cell in found["training_by_way"].cells}
    assert ways == {"rewards": Known(1), "mixed": Known(0), "force": Known(0)}
    assert (found["unwell"].value, found["serious_visits"].value) == (Known(1), Known(0))
    assert found["hours"].value == AtLeast(Decimal("3.5"), 2)


def test_issues_by_topic_and_days_to_close() -> None:
    found = figures(
        issues=(
            issue("1", severity=1, class_code="food_water", sorted="before_we_left"),
            issue("2", topic="unwell", closed_on="2025-02-13", days_to_close=30),
            issue("3", "2024-11-01", closed_on="2025-01-02", days_to_close=62),
        )
    )
    assert (found["issues"].value, found["serious"].value) == (Known(2), AtLeast(0, 1))
    topics = {cell.code: cell.value for cell in found["issues_by_topic"].cells}
    assert (topics["water"], topics["unwell"], topics["food"]) == (Known(1), Known(1), Known(0))
    assert found["days_to_close"].value == Known(46)
    classes = [cell.code for cell in found["issues_by_class"].cells]
    assert classes[:2] == ["kennels", "food_water"]
    assert "allegation" not in classes


def test_dogs_retired_in_the_period_and_where_they_went() -> None:
    dogs = (
        dog("rex", "retired", "2025-02-01", went_to="handler"),
        dog("max", "retired", "2025-03-01"),
        dog("old", "retired", "2024-03-01", went_to="charity"),
        dog("zoe", "working", "2025-01-10"),
    )
    found = figures(dogs=dogs)
    assert (found["retired"].value, found["rehomed"].value) == (Known(2), Known(1))


def test_a_visit_known_to_have_been_made_counts_and_meets_its_slot() -> None:
    stub = Item("s", {"visit_on": "2025-03-11"}, date(2025, 3, 11), "kennels", stub=True)
    found = figures(THREE[0], stub)
    assert found["visits"].value == Known(2)
    assert found["dogs_seen"].value == AtLeast(7, 1)
    assert holds(FORM.header.completed, Look(FORM.header.stub))


# What it says

SUPPLIED = {
    "PERIOD": "1 January 2025 to 31 March 2025",
    "COMING_UP": "Training for new animal welfare visitors on 10 June 2025.",
    "STORIES": "",
    "RAISED": "",
    "OUTCOMES": "",
    "NEWS": "",
}
BUILT_IN = {
    "months_covered": Result(Known(3), of=Known(3)),
    "scheduled_met": not_known("no rota is kept for this period"),
    "dogs_due": not_known("no register of dogs is kept"),
    "on_list": Result(Known(11)),
    "to_be_trained": Result(Known(7)),
    "interested": Result(Known(7)),
    "active": Result(Known(4)),
    "joined": Result(Known(7)),
    "left": Result(Known(0)),
}


def lines(key: str, results: Mapping[str, Result]) -> list[str]:
    of: tuple[Line, ...] = getattr(FORM.report, key)
    always = key == "paragraphs"
    said_ = (say(line, FORM.figures, results, SUPPLIED, always=always) for line in of)
    return [line for line in said_ if line]


def test_the_sample_quarter_in_brief_and_in_its_section() -> None:
    found = {**figures(*THREE), **BUILT_IN}
    assert lines("brief", found) == [
        "visitors made **3** visits to the kennels.",
        "The target of one a month was met.",
    ]
    assert lines("done", found) == [
        "3 visits; the target was met in all 3 months.",
        "Dogs on site at those visits: 18; seen: 9.",
        "On the scheme's list: 11 visitors, 7 of them still to be trained.",
    ]
    assert lines("next", found) == [SUPPLIED["COMING_UP"]]


def test_paragraphs_54_to_56_of_the_sample_quarter() -> None:
    visits, people, training = lines("paragraphs", {**figures(*THREE), **BUILT_IN})
    assert visits == (
        "There is a target of a minimum of one visit per month to the Dog Unit kennels. In the "
        "period 1 January 2025 to 31 March 2025 there were 3 visits, and the target was achieved."
    )
    assert people == (
        "7 volunteers have expressed an interest in joining the scheme, bringing the total number "
        "to 11 visitors (7 still to be trained)."
    )
    assert training == SUPPLIED["COMING_UP"]


def test_three_visits_in_january_do_not_meet_three_months() -> None:
    january = figures(*(visit(str(n), f"2025-01-{n:02}") for n in (6, 13, 20)))
    found = {**january, **BUILT_IN, "months_covered": Result(Known(1), of=Known(3))}
    assert lines("brief", found)[1] == "The target of one a month was met in **1** of 3 months."
    assert "the target was achieved in 1 of 3 months." in lines("paragraphs", found)[0]


def test_what_the_published_report_does_not_say_is_said_to_be_missing() -> None:
    published: dict[str, Result] = dict.fromkeys(FORM.figures, not_known("not stated"))
    published |= {"visits": Result(Known(3)), "months_covered": Result(Known(3), of=Known(3))}
    assert lines("not_known", published) == [
        "Dogs seen.",
        "What was found.",
        "Dogs retired or rehomed.",
    ]
    assert lines("found", published) == []


def test_seven_who_are_interested_are_not_active() -> None:
    status = {id_: FORM.figures[id_].arguments.get("status") for id_ in ("active", "to_be_trained")}
    assert status == {"active": ["active"], "to_be_trained": ["interest", "vetting", "training"]}
    listed = FORM.figures["on_list"].arguments["status"]
    assert isinstance(listed, list)
    assert "left" not in listed


def test_each_figure_has_a_label_and_each_share_says_of_what() -> None:
    assert [f.id for f in FORM.figures.values() if not f.label or not any(f.unit)] == []
    assert [f.id for f in FORM.figures.values() if f.how == "share" and not f.base] == []
