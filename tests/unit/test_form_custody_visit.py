"""The custody visit: its order on paper, short visits, golden numbers, and what it says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

import pytest

from desktop import paths
from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.conditions import Look, holds
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form, Line
from desktop.formlib.office import Office
from desktop.formlib.problems import Problem, live_lines, problems
from desktop.formlib.result import Cell, Result, not_known
from desktop.formlib.sentences import say
from desktop.formlib.settle import Settled, settle

FORM = load_forms(paths.forms())["custody_visit"]
Q4 = (date(2025, 1, 1), date(2025, 3, 31))
LIMITS = {"wait_limit_minutes": 10, "visit_longest_minutes": 300}
OFFICE = Office(date(2025, 3, 31), settings=LIMITS, names={"keyham": "Keyham Lane"})
APRIL = Office(date(2025, 4, 30), settings={**LIMITS, "immigration_pilot": True})
UNKNOWN = {"unknown": "not_known"}

# The questions of the paper form, by number; the page for the office has none.
PAPER = {
    "1": ["suite"],
    "2": ["visit_on"],
    "3": ["visitors"],
    "4": ["arrived"],
    "5": ["let_in"],
    "5a": ["wait_reason", "wait_explained", "wait_agreed"],
    "6": ["went_ahead", "what_happened", "cut_short_why"],
    "7": ["briefed_by"],
    "8": ["in_custody"],
    "9": ["children", "women"],
    "9a": ["immigration_only"],
    "10": ["spoke_to", "spoke_children", "spoke_women"],
    "11": ["said_no"],
    "12": ["asleep", "busy", "unsafe", "out", "no_time"],
    "13": ["refused", "refused_role", "refused_why"],
    "14": ["private"],
    "15": ["rights"],
    "16": ["health"],
    "17": ["care"],
    "18": ["looked_at", "building"],
    "19": ["safety", "safety_now", "safety_told_at", "safety_told_role", "safety_said"],
    "20": ["to_put_right"],
    "21": ["requests", "requests_done"],
    "22": ["done_well"],
    "23": ["staff", "staff_how"],
    "24": ["told_role", "left"],
}
HEAD = {
    "suite": "keyham",
    "visit_on": "2025-01-09",
    "visitors": ["ann", "bob"],
    "arrived": "19:30",
}
TURNED_AWAY = {
    **HEAD,
    "went_ahead": "turned_away",
    "what_happened": "Nobody came to the door",
    "told_role": "front_desk",
}
NOBODY_IN = {
    **HEAD,
    "let_in": "19:35",
    "went_ahead": "yes",
    "briefed_by": "custody_sergeant",
    "in_custody": 0,
    "looked_at": ["cells"],
    "building": [],
    "safety": "no",
    "staff": "helpful",
    "told_role": "custody_sergeant",
    "left": "20:05",
}
QUIET = {
    **NOBODY_IN,
    "in_custody": 11,
    "children": 0,
    "women": 0,
    "spoke_to": 6,
    "said_no": 1,
    "asleep": 3,
    "busy": 1,
    "unsafe": 0,
    "out": 0,
    "no_time": 0,
    "refused": "no",
    "private": "yes",
    "rights": [],
    "health": [],
    "care": [],
}
LIGHT = {
    "id": "r1",
    "topic": "light",
    "what": "Cell light very bright",
    "where": "Cell",
    "told_role": "inspector",
    "sorted": UNKNOWN,
}


def settled(answers: Mapping[str, object], office: Office = OFFICE) -> Settled:
    return settle(FORM, answers, office)


def said(answers: Mapping[str, object], office: Office = OFFICE) -> list[Problem]:
    return list(problems(FORM, settled(answers, office), {}, office))


def broken(answers: Mapping[str, object], office: Office = OFFICE) -> list[str]:
    """Give the rules that do not hold, or the questions still to be answered."""
    return [problem.rule or problem.field for problem in said(answers, office)]


# The paper form


def test_the_questions_stand_in_the_order_of_the_paper_form() -> None:
    numbered = [item for item in FORM.fields.values() if item.number]
    found = {n: [f.id for f in group] for n, group in groupby(numbered, lambda f: f.number)}
    assert found == PAPER
    assert list(found) == list(PAPER)


def test_there_are_24_questions_and_the_rest_is_for_the_office_or_switched_on() -> None:
    assert [n for n in PAPER if n.isdigit()] == [str(n) for n in range(1, 25)]
    rest = {s.id: [f.id for f in s.fields if not f.number] for s in FORM.sections}
    assert {id_: fields for id_, fields in rest.items() if fields} == {
        "immigration": [
            "immigration_spoke",
            "immigration_told",
            "immigration_help",
            "immigration_next",
            "immigration_hours",
        ],
        "details": ["person_details"],
        "office": ["private_note", "hours", "miles", "fellow_agreed"],
    }


def test_parts_of_a_question_are_on_one_page() -> None:
    pages: dict[str, set[str]] = {}
    for section in FORM.sections:
        for item in section.fields:
            pages.setdefault(item.number, set()).add(section.id)
    assert all(len(pages[number]) == 1 for number in PAPER)


def test_no_question_asks_for_a_name_an_offence_ethnicity_or_a_birthday() -> None:
    asked = " ".join(
        f.ask.lower()
        for f in [*FORM.fields.values(), *(f for g in FORM.rows.values() for f in g.fields)]
    )
    assert not [w for w in ("name", "offence", "ethnic", "born", "birth") if w in asked]


def test_every_free_text_asks_for_no_names() -> None:
    fields = [*FORM.fields.values(), *(f for g in FORM.rows.values() for f in g.fields)]
    free = [f for f in fields if f.type in ("text", "long_text") and f.public]
    assert [f.id for f in free if f.id != "where" and "name" not in f.hint.lower()] == []


def test_every_answer_about_one_person_says_why_it_is_asked() -> None:
    assert all(item.why for item in FORM.rows["person_details"].fields)


# Short visits


def test_a_visit_turned_away_is_finished_in_six_answers() -> None:
    for outcome in ("turned_away", "suite_closed"):
        answers = {**TURNED_AWAY, "went_ahead": outcome}
        # The sixth is two: that the visit did not go ahead, and why.
        assert len({FORM.fields[id_].number for id_ in answers}) == 6
        assert said(answers) == []
        found = settled(answers)
        # Beside the six only what may be left empty: the time let in.
        assert found.shown == {*answers, "let_in"}
        assert all(FORM.fields[id_].optional for id_ in found.shown - set(answers))


def test_why_a_visit_was_not_made_must_be_said_and_why_it_was_cut_short_may_be() -> None:
    for outcome in ("turned_away", "suite_closed"):
        silent = {**TURNED_AWAY, "went_ahead": outcome}
        del silent["what_happened"]
        assert [one.field for one in said(silent)] == ["what_happened"]
    found = settled({**QUIET, "went_ahead": "cut_short"})
    assert said({**QUIET, "went_ahead": "cut_short"}) == []
    assert "cut_short_why" in found.shown
    assert "what_happened" not in found.shown


def test_what_was_typed_before_the_visit_turned_out_not_made_is_dropped() -> None:
    values = settled({**QUIET, "went_ahead": "turned_away"}).values
    assert "in_custody" not in values
    assert "rights" not in values


def test_a_visit_with_nobody_in_custody_asks_about_nobody() -> None:
    assert said(NOBODY_IN) == []
    assert len(NOBODY_IN) == 14
    assert settled(NOBODY_IN).values["people_seen"] == "0"
    assert live_lines(FORM, settled(NOBODY_IN), OFFICE) == ()


def test_a_quiet_night_needs_the_mandatory_answers_and_nothing_else() -> None:
    assert said(QUIET) == []
    filled_in = ("suite", "visit_on", "visitors", "said_no", "asleep", "busy", "unsafe", "out")
    typed = set(QUIET) - {*filled_in, "no_time"}
    assert len(typed) == 19
    for id_ in QUIET:
        without = {name: value for name, value in QUIET.items() if name != id_}
        assert said(without), id_


def test_numbers_that_are_mostly_nought_begin_at_nought() -> None:
    noughts = ("said_no", "asleep", "busy", "unsafe", "out", "no_time")
    assert {FORM.fields[id_].default for id_ in noughts} == {0}


# The wait


def test_a_wait_within_the_limit_asks_nothing_and_a_longer_one_asks_three_things() -> None:
    within = settled({**QUIET, "let_in": "19:40"})
    assert (within.values["wait"], within.values["waited_long"]) == (10, "no")
    late = {**QUIET, "let_in": "19:41"}
    assert broken(late) == ["wait_reason", "wait_explained", "wait_agreed", "waited_long"]
    finding = said(late)[-1]
    assert (finding.kind, finding.blocks) == ("finding", False)
    assert finding.say.startswith("You waited 11 minutes, longer than the office's limit of 10.")


def test_a_wait_over_midnight_is_short() -> None:
    values = settled({**QUIET, "arrived": "23:55", "let_in": "00:02", "left": "00:40"}).values
    assert (values["wait"], values["stayed"]) == (7, 38)


def test_without_a_limit_no_wait_is_long_nor_short() -> None:
    values = settled({**QUIET, "let_in": "20:30"}, Office(OFFICE.on)).values
    assert values["wait"] == 60
    assert "waited_long" not in values


def test_times_the_wrong_way_round_are_asked_about() -> None:
    answers = {**QUIET, "let_in": "19:25", "wait_reason": "busy", "wait_explained": "yes"}
    assert broken({**answers, "wait_agreed": "yes"}) == ["waited_long", "let_in_first"]


def test_a_visit_that_went_ahead_needs_the_time_of_entry() -> None:
    answers = {name: value for name, value in QUIET.items() if name != "let_in"}
    (found,) = said(answers)
    assert (found.field, found.kind, found.rule) == ("let_in", "stop", "let_in_needed")


# The seven numbers


def test_the_live_line_says_that_everyone_is_accounted_for() -> None:
    (line,) = live_lines(FORM, settled(QUIET), OFFICE)
    assert line.text == "11 in, 6 seen, 1 said no, 4 not asked: everyone accounted for"


def test_an_unexplained_remainder_is_accepted_with_one_tap() -> None:
    answers = {**QUIET, "asleep": 2}
    (line,) = live_lines(FORM, settled(answers), OFFICE)
    assert (line.text, line.adds_up) == ("11 in, 6 seen, 1 said no, 3 not asked", False)
    (found,) = said(answers)
    assert (found.rule, found.kind, found.blocks) == ("everyone", "explain", True)
    assert found.say.startswith("Those seen, those who said no and those not asked come to 10, not")
    rule = next(rule for rule in FORM.rules if rule.id == "everyone")
    assert rule.reasons == ("People came and went",)
    (kept,) = said({**answers, "_why": {"everyone": rule.reasons[0]}})
    assert not kept.blocks


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        ({"children": 12, "spoke_children": 0}, ["children_of_all"]),
        ({"women": 12, "spoke_women": 0}, ["women_of_all"]),
        ({"children": 8, "spoke_children": 7}, ["children_of_seen"]),
        ({"women": 8, "spoke_women": 7}, ["women_of_seen"]),
        ({"children": 1, "spoke_children": 2}, ["children_came"]),
        ({"women": 1, "spoke_women": 2}, ["women_came"]),
        ({"looked_at": ["none", "cells"]}, ["looked_at_nothing"]),
        ({"requests": 2, "requests_done": 3}, ["requests_done"]),
        ({"visitors": ["ann"]}, ["in_pairs"]),
        ({"left": "01:00"}, ["stayed_long"]),
        ({"visitors": ["ann", "bob", "cy"], "requests": 0, "done_well": "Kind to a child"}, []),
    ],
)
def test_only_what_cannot_be_true_or_needs_a_word_is_said(
    changed: dict[str, object], rules: list[str]
) -> None:
    assert broken({**QUIET, **changed}) == rules


def test_one_visitor_alone_can_be_recorded_with_a_reason() -> None:
    answers = {**QUIET, "visitors": ["ann"], "_why": {"in_pairs": "The other fell ill"}}
    assert not [problem for problem in said(answers) if problem.blocks]


# What to put right


def test_the_light_at_keyham_lane_takes_one_tick_and_one_line() -> None:
    ticked = {**QUIET, "building": ["light"]}
    (missing,) = said(ticked)
    assert missing.say == "Say what was wrong with “Light” under “To put right”"
    assert said({**ticked, "to_put_right": [LIGHT]}) == []
    assert FORM.rows["to_put_right"].tracked == "issue"


def test_each_question_offers_the_topics_of_its_own() -> None:
    offered = {
        id_: [entry.code for entry in FORM.options(FORM.fields[id_]).entries]
        for id_ in ("rights", "health", "care", "building")
    }
    assert [len(codes) for codes in offered.values()] == [5, 5, 7, 7]
    every = FORM.options(FORM.rows["to_put_right"].fields[0])
    assert {code for codes in offered.values() for code in codes} < {e.code for e in every.entries}
    assert all(entry.attributes.get("issue_class") for entry in every.entries[:-1])


def test_a_custody_number_may_be_given_only_where_something_is_left_to_do() -> None:
    for sorted_, kept in (("before_we_left", False), ("promised", True), ("not_yet", True)):
        row = {**LIGHT, "sorted": sorted_, "custody_number": "KL/123/25"}
        values = settled({**QUIET, "building": ["light"], "to_put_right": [row]}).values
        rows = values["to_put_right"]
        assert isinstance(rows, list)
        assert ["custody_number" in one for one in rows] == [kept]
    field = next(f for f in FORM.rows["to_put_right"].fields if f.id == "custody_number")
    assert field.identifier
    assert field.optional
    assert field.erase == "setting:visit_identifiers_months"


def test_a_worry_about_safety_asks_when_whom_and_what() -> None:
    assert broken({**QUIET, "safety": "yes"}) == [
        "safety_told_at",
        "safety_told_role",
        "safety_said",
    ]
    assert "safety_now" in settled({**QUIET, "safety": "yes"}).shown
    assert FORM.fields["safety_said"].sensitive


def test_not_asking_is_an_answer() -> None:
    skipped = {"rights": {"unknown": "did_not_ask"}, "care": {"unknown": "did_not_ask"}}
    assert said({**QUIET, **skipped}) == []


def test_the_note_to_the_coordinator_is_not_for_others() -> None:
    office = next(section for section in FORM.sections if section.id == "office")
    assert not [item.id for item in office.fields if item.public or not item.optional]


# The pilot, and one person


def test_the_pilots_question_comes_with_its_date_and_the_offices_switch() -> None:
    march = {**QUIET, "visit_on": "2025-03-31"}
    april = {**QUIET, "visit_on": "2025-04-01"}
    off = replace(APRIL, settings=LIMITS)
    assert "immigration_only" not in settled(march, APRIL).shown
    assert "immigration_only" not in settled(april, off).shown
    assert "immigration_only" in settled(april, APRIL).shown
    assert said(april, APRIL) == []  # nobody could say: it may stay empty


def test_the_pilots_page_opens_when_somebody_is_held_only_for_immigration() -> None:
    answers = {**QUIET, "visit_on": "2025-04-01", "immigration_only": 2}
    assert broken(answers, APRIL) == ["immigration_spoke", "immigration_hours"]
    answers |= {"immigration_spoke": 1, "immigration_hours": "5.5"}
    assert broken(answers, APRIL) == ["immigration_told", "immigration_help", "immigration_next"]
    assert broken({**answers, "immigration_spoke": 7}, APRIL)[-1] == "immigration_of_seen"
    nobody = {**QUIET, "visit_on": "2025-04-01", "immigration_only": 0}
    assert said(nobody, APRIL) == []


def test_one_persons_details_are_asked_only_where_the_office_switched_them_on() -> None:
    assert "person_details" not in settled(QUIET).shown
    on = replace(OFFICE, settings={**LIMITS, "custody_person_details": True})
    assert "person_details" in settled(QUIET, on).shown
    assert said(QUIET, on) == []


# Figures


def visit(id_: str, *, office: Office = OFFICE, **changed: object) -> Item:
    values = settled({**QUIET, **changed}, office).values
    on = date.fromisoformat(str(values["visit_on"]))
    return Item(id_, values, on, str(values["suite"]))


def away(id_: str, outcome: str = "turned_away") -> Item:
    values = settled({**TURNED_AWAY, "went_ahead": outcome}).values
    return Item(id_, values, date(2025, 1, 20), "keyham")


def stub(id_: str) -> Item:
    values = {**HEAD, **FORM.header.stub}
    del values["arrived"]
    return Item(id_, values, date(2025, 3, 30), "keyham", stub=True)


def figures(*records: Item, issues: tuple[Item, ...] = ()) -> dict[str, Result]:
    return evaluate(FORM, {"records": records, "issues": issues}, Q4, OFFICE)


def issue(id_: str, raised: str = "2025-01-09", **values: object) -> Item:
    kept = {"raised_on": raised, "topic": "light", "place": "keyham", "status": "open", **values}
    return Item(id_, kept, date.fromisoformat(raised), "keyham")


GOLDEN = (
    visit("a"),
    visit(
        "b",
        visit_on="2025-02-03",
        suite="second",
        let_in="19:55",
        wait_reason="busy",
        wait_explained="yes",
        wait_agreed="not_told",
        went_ahead="cut_short",
        in_custody=4,
        children=1,
        women=2,
        spoke_to=2,
        spoke_children=1,
        spoke_women=0,
        said_no=1,
        asleep=0,
        unsafe=0,
        requests=3,
        requests_done=2,
        hours="4.5",
        miles="21",
    ),
    visit("c", visit_on="2025-02-10", in_custody=0, let_in="19:32", safety="yes", safety_said="x"),
    away("d"),
    away("e", "suite_closed"),
)


def test_visits_made_attempted_cut_short_and_turned_away_are_different_counts() -> None:
    found = figures(*GOLDEN)
    numbers = {id_: found[id_].value for id_ in ("visits", "attempted", "cut_short", "turned_away")}
    assert numbers == {
        "visits": Known(3),
        "attempted": Known(5),
        "cut_short": Known(1),
        "turned_away": Known(2),
    }
    assert found["visits"].records == ("a", "b", "c")
    cells = {cell.label: cell.value for cell in found["visits_by_suite"].cells}
    assert cells == {"Keyham Lane": Known(2), "second": Known(1)}


def test_what_meets_a_slot_is_what_counts_as_made() -> None:
    for outcome, meets in (("yes", True), ("cut_short", True), ("turned_away", False)):
        assert holds(FORM.header.completed, Look({"went_ahead": outcome})) is meets
    assert holds(FORM.header.completed, Look(FORM.header.stub))


def share(found: Mapping[str, Result], id_: str) -> tuple[object, object]:
    value, of = found[id_].value, found[id_].of
    assert isinstance(value, Known)
    assert isinstance(of, Known)
    return value.value, of.value


def test_people_seen_asked_and_refusing_have_three_bases() -> None:
    found = figures(*GOLDEN)
    assert found["in_custody"].value == Known(15)
    assert found["seen"].value == Known(8)
    assert share(found, "access_rate") == (8, 15)
    assert share(found, "offer_rate") == (10, 15)
    assert share(found, "acceptance_rate") == (8, 10)
    assert share(found, "decline_rate") == (2, 10)
    assert found["access_rate"].unknown == found["decline_rate"].unknown == 0


def test_reasons_for_not_asking_leave_out_those_who_said_no() -> None:
    found = figures(*GOLDEN)
    assert found["not_asked"].value == Known(5)
    reasons = ("asleep", "busy", "unsafe", "out", "no_time")
    assert {share(found, f"not_asked_{reason}") for reason in reasons} == {(3, 5), (2, 5), (0, 5)}


def test_the_average_counts_a_visit_with_nobody_in_custody_but_none_turned_away() -> None:
    assert figures(*GOLDEN)["seen_per_visit"].value == Known(Decimal("2.7"))  # 8 in 3


def test_children_women_and_people_held_for_immigration() -> None:
    found = figures(*GOLDEN)
    assert found["children_in_custody"].value == Known(1)
    assert share(found, "children_seen") == (1, 1)
    assert share(found, "women_seen") == (0, 2)
    assert found["immigration_held"].value == NotKnown("not asked then")
    in_april = {"visit_on": "2025-04-09", "immigration_hours": UNKNOWN}
    april = (
        visit("f", office=APRIL, immigration_only=2, immigration_spoke=1, **in_april),
        visit("g", office=APRIL, visit_on="2025-04-16"),
    )
    quarter = (date(2025, 4, 1), date(2025, 6, 30))
    later = evaluate(FORM, {"records": april}, quarter, APRIL)
    assert later["immigration_held"].value == AtLeast(2, 1)
    assert share(later, "immigration_seen") == (1, 2)


def test_breakdowns_of_people_are_marked_so_that_small_numbers_are_guarded() -> None:
    marked = {figure.id for figure in FORM.figures.values() if figure.people}
    assert marked == {
        "children_in_custody",
        "children_seen",
        "women_in_custody",
        "women_seen",
        "immigration_held",
        "immigration_seen",
    }


def test_waits_at_the_door() -> None:
    found = figures(*GOLDEN)
    assert share(found, "waited_long") == (1, 3)
    assert found["wait_median"].value == Known(5)
    assert found["wait_most"].value == Known(25)
    assert found["wait_not_agreed"].value == Known(1)
    assert figures()["wait_median"].value == NotKnown("there are no records")


def test_requests_hours_and_miles_say_how_many_do_not_say() -> None:
    found = figures(*GOLDEN)
    assert found["requests"].value == AtLeast(3, 2)
    assert share(found, "requests_done") == (2, 3)
    assert found["hours"].value == AtLeast(Decimal("4.5"), 2)
    assert found["miles"].value == AtLeast(21, 2)


def test_a_visit_whose_report_has_not_come_counts_and_guesses_nothing() -> None:
    found = figures(visit("a"), stub("s"))
    assert found["visits"].value == Known(2)
    assert found["in_custody"].value == AtLeast(11, 1)
    assert found["wait_most"].value == AtLeast(5, 1)
    assert found["safety"].value == AtLeast(0, 1)
    assert found["access_rate"].unknown == 1


ISSUES = (
    issue("1", severity=1, class_code="cells", sorted="before_we_left", status="resolved"),
    issue("2", severity=2, sorted="later", resolved_on="2025-02-01", due="2025-01-30"),
    issue("3", severity=2, sorted=UNKNOWN, closed_on="2025-03-10", days_to_close=60),
    issue("4", "2024-12-01", severity=3, sorted="no", closed_on="2025-01-31", days_to_close=61),
    issue("5", "2024-12-02", severity=1, sorted="no", due="2025-06-30"),
)


def test_issues_are_counted_when_raised_closed_and_left_open() -> None:
    found = figures(issues=ISSUES)
    numbers = ("issues", "closed_issues", "open_issues", "overdue_issues", "sorted_later")
    assert [found[id_].value for id_ in numbers] == [
        Known(3),
        Known(2),
        Known(3),
        Known(1),
        Known(1),
    ]
    assert share(found, "sorted_before_left") == (1, 2)
    assert found["days_to_close"].value == Known(61)  # 60.5, half up
    classes = {cell.code: cell.value for cell in found["issues_by_class"].cells}
    assert classes["cells"] == Known(1)
    assert classes["not_recorded"] == Known(2)


def test_an_issue_that_is_not_graded_may_be_serious() -> None:
    assert figures(issues=ISSUES)["serious"].value == Known(0)
    found = figures(issues=(*ISSUES, issue("6")))
    assert found["serious"].value == AtLeast(0, 1)
    assert found["ungraded"].value == Known(1)
    serious = figures(issues=(*ISSUES, issue("6"), issue("7", severity=3)))["serious"]
    assert serious.value == AtLeast(1, 1)


# What it says

STORY = "One issue raised was bright lighting at Keyham Lane. An inspector resolved it in person."
NEWS = "The scheme joins the pilot on immigration detainees from April 2025."
SUPPLIED = {
    "PERIOD": "1 January 2025 to 31 March 2025",
    "STORIES": STORY,
    "RAISED": "One issue raised was bright lighting at Keyham Lane.",
    "OUTCOMES": "An inspector resolved it in person.",
    "NEWS": NEWS,
    "WEEKS": "13",
    "PLACES": "2",
    "TARGET": "one visit a week (local target)",
}
BUILT_IN = {
    "scheduled_met": Result(Known(26), of=Known(26)),
    "weeks_covered": Result(
        Known(26), of=Known(26), cells=(Cell("a", "A", Known(13)), Cell("b", "B", Known(13)))
    ),
    "time_slots": Result(Known(20), of=Known(70)),
    "visitors_active": Result(Known(9)),
    "visitors_on_list": Result(Known(9)),
    "visitors_joined": Result(Known(0)),
    "visitors_left": Result(Known(0)),
}
THURSDAYS = [date(2025, 1, 2) + timedelta(weeks=week) for week in range(13)]
SAMPLE = tuple(
    visit(f"{suite} {day}", suite=suite, visit_on=day.isoformat())
    for suite in ("keyham", "second")
    for day in THURSDAYS
)
SETTLED_LIGHT = issue("1", severity=1, sorted=UNKNOWN, status="resolved")


def lines(key: str, results: Mapping[str, Result], form: Form = FORM, **supplied: str) -> list[str]:
    of: tuple[Line, ...] = getattr(form.report, key)
    words = {**SUPPLIED, **supplied}
    always = key == "paragraphs"
    said_ = (say(line, form.figures, results, words, always=always) for line in of)
    return [line for line in said_ if line]


def quarter(**changed: Result) -> dict[str, Result]:
    return {**figures(*SAMPLE, issues=(SETTLED_LIGHT,)), **BUILT_IN, **changed}


def test_the_sample_quarter_in_brief() -> None:
    assert lines("brief", quarter()) == [
        "visitors made all **26** of their scheduled visits (100%).",
        "They saw no serious issues.",
    ]


def test_the_sample_quarters_five_lines() -> None:
    found = quarter()
    assert lines("due", found) == [
        "Each operational custody suite is due at least one visit a week (local target)."
    ]
    assert lines("done", found) == [
        "26 of 26 scheduled visits, 100%.",
        "The weekly target was met in 26 of 26 suite-weeks.",
        "Suite-weeks due: 26; the period has 13 weeks x 2 suites.",
    ]
    assert lines("found", found)[:2] == ["No serious issues.", SUPPLIED["RAISED"]]
    assert lines("next", found)[0] == "An inspector resolved it in person."
    assert lines("not_known", found) == []


def test_paragraphs_51_to_53_of_the_sample_quarter() -> None:
    target, issues, news = lines("paragraphs", quarter())
    assert target == (
        "There is a locally agreed target of a minimum of one custody visit per week per "
        "operational custody suite. In the period 1 January 2025 to 31 March 2025 there were 26 "
        "visits; 100% of scheduled visits took place (26 of 26)."
    )
    assert issues == f"There were no serious issues of note. {STORY}"
    assert news == NEWS


def test_two_visits_in_one_week_are_said_as_what_they_are() -> None:
    found = quarter(weeks_covered=Result(Known(25), of=Known(26)))
    assert "The weekly target was met in 25 of 26 suite-weeks (96.2%)." in lines("done", found)
    fewer = quarter(scheduled_met=Result(Known(25), of=Known(26)))
    assert lines("brief", fewer)[0] == (
        "visitors made **25** of their **26** scheduled visits (96%)."
    )


def test_while_an_issue_is_not_graded_nothing_says_that_none_was_serious() -> None:
    found = {**figures(*SAMPLE, issues=(SETTLED_LIGHT, issue("2"))), **BUILT_IN}
    everything = [
        line
        for key in ("brief", "found", "next", "not_known", "paragraphs")
        for line in lines(key, found)
    ]
    assert not [line for line in everything if "serious issue" in line.lower()]
    assert "How serious they are: 1 issue, not graded yet." in everything
    assert lines("paragraphs", found)[1] == STORY


def test_a_serious_issue_and_a_worry_about_safety_are_said() -> None:
    worry = visit("x", safety="yes", safety_told_at="19:50", safety_told_role="inspector")
    found = {**figures(*SAMPLE, worry, issues=(issue("1", severity=3),)), **BUILT_IN}
    assert lines("brief", found)[1:] == [
        "They raised **1** serious issue.",
        "On **1** visit there was a worry about someone's safety.",
    ]
    assert lines("paragraphs", found)[1].startswith("The visits raised 1 serious issue.")
    only_worry = {**figures(*SAMPLE, worry, issues=()), **BUILT_IN}
    assert "No serious issues." not in lines("found", only_worry)
    assert lines("paragraphs", only_worry)[1].startswith("No issue was graded as serious. On 1")


def test_a_quarter_of_published_totals_says_what_they_do_not_tell() -> None:
    gap = not_known("the published report does not say")
    published: dict[str, Result] = dict.fromkeys(FORM.figures, gap)
    published |= {
        "visits": Result(Known(26)),
        "scheduled_met": Result(Known(26), of=Known(26)),
        "serious": Result(Known(0)),
        "safety": Result(Known(0)),
    }
    assert lines("brief", published) == [
        "visitors made all **26** of their scheduled visits (100%).",
        "They saw no serious issues.",
    ]
    assert lines("not_known", published) == [
        "Which suites were visited in which weeks.",
        "How many people were in custody, seen, or declined.",
        "Waiting times.",
        "How many lesser issues there were.",
    ]
    assert lines("paragraphs", published)[1] == f"There were no serious issues of note. {STORY}"


def test_without_any_visit_nothing_is_called_in_order() -> None:
    empty = {**figures(), **BUILT_IN, "scheduled_met": Result(Known(0), of=Known(26))}
    assert lines("brief", empty) == ["visitors made **0** of their **26** scheduled visits (0%)."]
    assert "No serious issues." not in lines("found", empty)


def test_each_figure_has_a_label_and_each_share_says_of_what() -> None:
    assert [f.id for f in FORM.figures.values() if not f.label or not any(f.unit)] == []
    shares = [f for f in FORM.figures.values() if f.how == "share"]
    assert [f.id for f in shares if not f.base] == []


def test_when_visitors_come_is_for_the_coordinator_only() -> None:
    assert [f.id for f in FORM.figures.values() if not f.public] == ["time_slots"]


def test_what_is_left_out_has_its_reason() -> None:
    assert all(":" in note or ";" in note for note in FORM.notes)
