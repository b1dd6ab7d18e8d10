import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.figures import Item
from desktop.formlib.model import ChoiceList
from desktop.formlib.office import Office
from desktop.formlib.problems import say_with_answers
from desktop.formlib.result import Cell, Result
from desktop.formlib.types import Setting, show
from tests.unit.quarter import (
    OFFICE,
    entry,
    figures,
    form,
    found,
    kinds,
    records,
    sentences,
    settled,
)

NAME = "out_of_court_resolution_review"
MEETING = date(2025, 3, 13)
FOLD = Office(on=OFFICE.on, settings={"out_of_court_person_answers": True})
HELD = entry(MEETING, on_date=MEETING.isoformat(), status="held")
NOT_RECORDED = {"unknown": "not_recorded"}
SUPPLIED = {"MEETINGS": "13 March 2025"}
PREPARED = (
    ("case_ref", "force_ref"),
    ("cohort", "age_band"),
    ("offence_group",),
    ("flags",),
    ("resolution", "resolution_other"),
    ("decided_month",),
    ("gravity_score", "gravity_edition"),
    ("earlier",),
    ("victim",),
    ("decided_by",),
)
IN_THE_ROOM = (
    ("stood_out", "stood_out_why"),
    ("first_green", "first_amber", "first_red"),
    ("rationale",),
    ("eligible",),
    ("victim_asked",),
    ("joint",),
    ("conditions",),
    ("verdict",),
    ("reasons",),
    ("observation",),
    ("needed", "needed_from"),
    ("preferred",),
    ("feedback_to",),
    ("theme_for_panel", "theme", "urgent"),
)
AFTERWARDS = ("fed_back", "fed_back_on", "acknowledged_on", "feedback_reply")
VERDICTS = ("appropriate", "with_observations", "inappropriate", "no_conclusion")
FOLDED = ("sex", "care", "needs", "ethnicity")


def case(**answers: object) -> dict[str, object]:
    prepared: dict[str, object] = {
        "case_ref": "OOCR-2025-001",
        "cohort": "child",
        "age_band": "a14_15",
        "offence_group": "shoplifting",
        "resolution": "CR",
        "decided_month": "2025-01",
        "gravity_score": 2,
        "gravity_edition": "child_2025",
        "earlier": "none",
        "victim": "business",
        "decided_by": "sergeant",
        "rationale": "clear",
        "eligible": "yes",
        "victim_asked": "yes",
        "joint": "yes",
        "conditions": "yes",
        "verdict": "appropriate",
        "theme_for_panel": "no",
        "urgent": "no",
    }
    return {**prepared, **answers}


def published() -> list[dict[str, object]]:
    """The meeting of 13 March 2025 with what was published of it, and no more."""
    verdicts: list[object] = ["with_observations"] * 6 + ["inappropriate"] * 4 + [NOT_RECORDED] * 5
    return [
        {"case_ref": f"OOCR-2025-{n:03}", "cohort": "youth", "verdict": verdict}
        for n, verdict in enumerate(verdicts, 1)
    ]


def published_figures() -> dict[str, Result]:
    return figures(NAME, heard(*published()), meetings=[HELD])


def heard(*cases: Mapping[str, object]) -> list[Item]:
    return records(NAME, cases, MEETING)


def test_ten_answers_are_prepared_and_fourteen_are_given_in_the_room_in_practices_order() -> None:
    asked = [field.id for section in form(NAME).sections for field in section.fields]
    listed = [id_ for question in (*PREPARED, *IN_THE_ROOM) for id_ in question]
    assert asked == [*listed, *AFTERWARDS, *FOLDED]
    assert (len(PREPARED), len(IN_THE_ROOM)) == (10, 14)
    first = [f.id for s in form(NAME).sections if s.sitting == 1 for f in s.fields]
    assert first == [id_ for question in PREPARED for id_ in question]


def test_a_prepared_case_is_asked_for_nothing_of_the_room() -> None:
    prepared = {
        field.id: case()[field.id]
        for section in form(NAME).sections
        if section.sitting == 1
        for field in section.fields
        if field.id in case()
    }
    assert found(NAME, prepared, sitting=1) == ()
    assert {p.field for p in found(NAME, prepared)} == {
        "rationale",
        "eligible",
        "victim_asked",
        "joint",
        "conditions",
        "verdict",
        "theme_for_panel",
        "urgent",
    }


def test_a_whole_case_is_finished_with_nothing_to_say() -> None:
    assert found(NAME, case()) == ()


def test_the_verdict_takes_one_key_of_four_and_may_say_that_it_was_not_recorded() -> None:
    verdict = form(NAME).fields["verdict"]
    entries = form(NAME).options(verdict).entries
    assert tuple(e.code for e in entries) == VERDICTS
    assert (verdict.keys, verdict.unknowns) == ("1234", ("not_recorded",))
    assert found(NAME, case(verdict=NOT_RECORDED)) == ()
    assert {e.attributes["fill"] for e in entries} == {
        "solid",
        "stripes",
        "crosshatch",
        "empty",
    }


def test_a_case_reads_in_the_words_that_were_in_use_when_it_was_heard() -> None:
    verdict = form(NAME).fields["verdict"]
    shipped = form(NAME).options(verdict)
    reworded = [replace(e, label=f"{e.label} (2026)") for e in shipped.entries]
    later = Office(on=OFFICE.on, lists={"verdict": ChoiceList("verdict", "", tuple(reworded))})
    assert show("inappropriate", Setting(form(NAME), verdict, OFFICE)) == (
        "Inappropriate and inconsistent with police policies and/or the CPS Code for Crown "
        "Prosecutors"
    )
    assert show("inappropriate", Setting(form(NAME), verdict, later)).endswith("(2026)")
    assert found(NAME, case(), later) == ()


@pytest.mark.parametrize(
    ("answers", "rules"),
    [
        (
            {"verdict": "with_observations"},
            ["observation_before_approval", "feedback_before_approval"],
        ),
        ({"verdict": "inappropriate"}, ["observation_before_approval", "feedback_before_approval"]),
        ({"verdict": "no_conclusion"}, ["needed_before_approval"]),
        (
            {
                "verdict": "inappropriate",
                "observation": "The reasons say little.",
                "feedback_to": ["officer"],
            },
            [],
        ),
        ({"verdict": "no_conclusion", "needed": "The victim's view"}, []),
    ],
)
def test_what_minutes_need_is_asked_at_their_approval_and_never_stops_the_room(
    answers: dict[str, object], rules: list[str]
) -> None:
    given = found(NAME, case(**answers))
    assert kinds(given) == dict.fromkeys(rules, "approval")
    assert not any(problem.blocks for problem in given)


@pytest.mark.parametrize("code", ["SC", "CC", "CKW", "PND"])
def test_an_adults_resolution_for_a_child_of_seventeen_is_recorded_and_is_a_finding(
    code: str,
) -> None:
    given = found(NAME, case(resolution=code, age_band="a16_17"))
    assert kinds(given)["adults_only"] == "finding"
    assert not any(problem.blocks for problem in given)
    said = next(problem.say for problem in given if problem.rule == "adults_only")
    assert said.endswith("is for adults only.")


def test_a_youth_case_counts_as_a_childs_and_an_adult_takes_an_adults_resolution() -> None:
    assert kinds(found(NAME, case(cohort="youth", resolution="SC"))) == {"adults_only": "finding"}
    adult = case(cohort="adult", age_band="a25_34")
    assert kinds(found(NAME, {**adult, "resolution": "SC"})) == {}
    assert kinds(found(NAME, {**adult, "resolution": "YC"})) == {"children_only": "finding"}
    assert kinds(found(NAME, case(cohort={"unknown": "not_known"}, resolution="SC"))) == {}


def test_a_caution_not_in_force_is_a_finding_until_the_office_says_from_which_month_it_is() -> None:
    adult = case(cohort="adult", age_band="a25_34", resolution="DC", decided_month="2026-03")
    assert kinds(found(NAME, adult)) == {"not_in_force": "finding"}
    office = Office(on=OFFICE.on, settings={"new_cautions_from": "2026-03"})
    assert kinds(found(NAME, adult, office)) == {}
    assert kinds(found(NAME, {**adult, "decided_month": "2026-02"}, office)) == {
        "not_in_force": "finding"
    }


def test_a_resolution_with_conditions_and_none_recorded_is_a_finding() -> None:
    given = found(NAME, case(resolution="YCC", conditions="does_not_apply"))
    assert kinds(given) == {"no_conditions": "finding"}
    assert kinds(found(NAME, case(resolution="CR", conditions="does_not_apply"))) == {}


def test_a_score_above_the_top_of_its_matrix_is_a_finding() -> None:
    assert kinds(found(NAME, case(gravity_score=5, gravity_edition="youth_2013"))) == {
        "off_the_scale": "finding"
    }
    assert kinds(found(NAME, case(gravity_score=5, gravity_edition="child_2025"))) == {}


def test_an_age_that_disagrees_with_the_cohort_is_to_be_explained() -> None:
    answers = case(cohort="adult", age_band="a16_17")
    given = found(NAME, answers)
    assert kinds(given) == {"age_and_cohort": "explain"}
    assert [problem.blocks for problem in given] == [True]
    why = {"_why": {"age_and_cohort": "Eighteen between offence and decision"}}
    assert not any(problem.blocks for problem in found(NAME, {**answers, **why}))


def test_only_what_applies_is_asked() -> None:
    adult = settled(NAME, case(cohort="adult", age_band="a25_34", resolution="SC")).shown
    assert "joint" not in adult
    assert "conditions" not in adult
    child = settled(NAME, case(resolution="YCC")).shown
    assert {"joint", "conditions"} <= child
    assert "reasons" not in child
    assert "needed" not in child
    assert {"reasons", "observation"} <= settled(NAME, case(verdict="inappropriate")).shown


def test_nobody_sees_ethnicity_before_the_verdict_and_everybody_sees_age_and_sex() -> None:
    hidden = [field.id for field in form(NAME).fields.values() if field.hide_until]
    assert hidden == ["ethnicity"]
    undecided = {k: v for k, v in case().items() if k != "verdict"}
    supplied = {**undecided, "sex": "female", "ethnicity": "W1"}
    before = settled(NAME, supplied, FOLD)
    assert {"age_band", "sex"} <= before.shown
    assert "ethnicity" not in before.shown
    assert before.values["ethnicity"] == "W1"  # what the force supplied is kept, unseen
    after = settled(NAME, {**supplied, "verdict": "appropriate"}, FOLD)
    assert "ethnicity" in after.shown


def test_answers_about_the_person_are_off_until_an_office_switches_them_on() -> None:
    assert not set(FOLDED) & settled(NAME, case(sex="female")).shown
    assert set(FOLDED) <= settled(NAME, case(), FOLD).shown


def test_fifteen_cases_are_6_with_observations_4_inappropriate_and_5_not_recorded() -> None:
    results = published_figures()
    assert results["meetings"].value == Known(1)
    assert results["heard"].value == Known(15)
    cells = {cell.code: cell.value for cell in results["verdicts"].cells}
    assert cells["with_observations"] == Known(6)
    assert cells["inappropriate"] == Known(4)
    assert cells["not_recorded"] == Known(5)
    assert isinstance(cells["appropriate"], NotKnown)
    assert isinstance(cells["no_conclusion"], NotKnown)
    assert results["inappropriate"].value == Known(4)
    assert results["inappropriate"].of == Known(15)
    assert results["inappropriate"].unknown == 5
    assert isinstance(results["appropriate"].value, NotKnown)
    assert isinstance(results["no_conclusion"].value, NotKnown)
    assert results["not_recorded"].value == Known(5)
    assert isinstance(results["fed_back"].value, NotKnown)


def test_the_published_meeting_is_said_in_plain_words() -> None:
    said = sentences(NAME, published_figures(), SUPPLIED)
    assert said["brief"] == [
        "a panel looked at **15** youth cases.",
        "It found **4** not appropriate and **6** appropriate with observations.",
        "The result is not recorded for **5**.",
    ]
    assert said["done"] == ["The panel met on 13 March 2025 and looked at 15 cases."]
    observations, inappropriate = said["found"]
    assert observations == "Appropriate with observations: 6 of 15 (40%)."
    assert inappropriate == (
        "Inappropriate, and inconsistent with police policies and/or the CPS Code for Crown "
        "Prosecutors: 4 of 15 (27%)."
    )
    assert said["chart"] == [
        "15 cases: 4 not appropriate, 6 appropriate with observations, 5 not recorded"
    ]
    assert said["not_known"] == [
        "The result of 5 cases.",
        "How many findings were fed back.",
        "With 15 cases one case changes a share a good deal: read numbers, not percentages.",
    ]
    assert said["paragraphs"][0] == (
        "The Out-of-Court Resolutions Scrutiny Panel met on 13 March 2025 and reviewed 15 youth "
        "cases. 6 were found appropriate with observations, and a further 4 inappropriate and "
        "inconsistent with police policies and/or the CPS Code for Crown Prosecutors. The result "
        "is not recorded for 5."
    )
    assert len(said["paragraphs"]) == 2
    assert "individual officers and senior police leads" in said["paragraphs"][1]


def test_no_sentence_says_that_five_cases_were_appropriate() -> None:
    said = sentences(NAME, published_figures(), SUPPLIED)
    every = [line.replace("*", "") for lines in said.values() for line in lines]
    assert len(every) > 10
    assert not [line for line in every if re.search(r"\b5\b[^.,:]*\bappropriate", line)]
    assert not [
        line for line in every if re.search(r"\bappropriate[^.,]*: [05]\b", line, re.IGNORECASE)
    ]


def test_cases_typed_so_far_do_not_speak_for_a_meeting_entered_as_a_total() -> None:
    typed = heard(case(), case(), case(verdict="inappropriate"))
    three = figures(NAME, typed, meetings=[HELD])
    said = sentences(NAME, {**three, "heard": Result(Known(15))}, SUPPLIED)
    assert said["brief"] == ["a panel looked at **15** cases."]
    assert not [line for line in said["found"] if "ppropriate" in line]
    assert said["not_known"][0] == "The panel's verdicts."


def test_a_meeting_entered_by_its_verdicts_alone_is_said_as_well() -> None:
    nothing = figures(NAME, [], meetings=[HELD])
    cells = (Cell("inappropriate", "", Known(4)), Cell("not_recorded", "", Known(5)))
    total = Result(Known(15), cells=(Cell("with_observations", "", Known(6)), *cells))
    said = sentences(NAME, {**nothing, "heard": Result(Known(15)), "verdicts": total}, SUPPLIED)
    assert said["brief"][1:] == [
        "It found **4** not appropriate and **6** appropriate with observations.",
        "The result is not recorded for **5**.",
    ]
    assert "4 of 15 (27%)." in said["found"][1]


def test_a_meeting_with_every_verdict_says_so_and_speaks_of_no_gap() -> None:
    cases = [
        case(),
        case(cohort="adult", age_band="a18_24"),
        case(verdict="no_conclusion"),
        case(verdict="inappropriate", fed_back="yes", theme_for_panel="yes"),
        case(verdict="with_observations", fed_back="not_yet", urgent="safeguarding"),
    ]
    results = figures(NAME, heard(*cases), meetings=[HELD])
    assert sum(value(results, code) for code in VERDICTS) == 5
    assert results["not_recorded"].value == Known(0)
    said = sentences(NAME, results, SUPPLIED)
    looked, views = said["brief"]
    assert looked == "a panel looked at **5** cases."
    assert views == (
        "It found **2** appropriate, **1** appropriate with observations and **1** not appropriate."
    )
    assert said["found"][0] == "Appropriate: 2 of 5 (40%)."
    assert "No conclusion yet: 1. The panel looks again when it has what it needs." in said["found"]
    assert said["next"][1:] == [
        "Findings fed back: 1 of 2.",
        "Suggested as a theme for the panel: 1 case.",
        "Passed on the same day, for somebody's safety or for how an officer behaved: 1 case.",
    ]
    assert said["not_known"] == [
        "With 5 cases one case changes a share a good deal: read numbers, not percentages."
    ]
    assert len(said["paragraphs"]) == 2
    assert "not recorded" not in said["paragraphs"][0]


def value(results: Mapping[str, Result], name: str) -> int:
    amount = results[name].value
    assert isinstance(amount, Known)
    return int(amount.value)


def test_a_case_heard_before_anybody_typed_a_verdict_is_counted_and_not_recorded() -> None:
    silent = {k: v for k, v in case().items() if k != "verdict"}
    results = figures(NAME, heard(silent, case(), case(verdict="inappropriate")))
    assert results["heard"].value == Known(3)
    assert results["not_recorded"].value == Known(1)
    assert results["inappropriate"].value == Known(1)
    assert results["inappropriate"].of == Known(3)
    assert results["inappropriate"].unknown == 1


def test_the_victim_is_counted_only_where_there_was_one() -> None:
    cases = [
        case(),
        case(victim_asked="tried"),
        case(victim_asked="record_does_not_say"),
        case(victim="nobody", victim_asked="no_victim"),
    ]
    asked = figures(NAME, heard(*cases))["victim_asked"]
    assert (asked.value, asked.of) == (Known(1), Known(3))


def test_reasons_recorded_in_part_are_not_clearly_recorded() -> None:
    cases = [case(), case(rationale="partly"), case(rationale="no")]
    results = figures(NAME, heard(*cases))["rationale"]
    assert (results.value, results.of) == (Known(1), Known(3))


def test_a_case_may_have_three_reasons_and_is_one_case() -> None:
    one = case(verdict="inappropriate", reasons=["R01", "R06", "R12"])
    results = figures(NAME, heard(one, case(verdict="with_observations", reasons=["R01"])))
    assert results["reasons"].value == Known(2)
    assert results["reasons"].cell("R01") == Known(2)
    assert results["reasons"].cell("R06") == Known(1)
    four = case(verdict="inappropriate", reasons=["R01", "R06", "R12", "R18"])
    assert [p.kind for p in found(NAME, four) if p.field == "reasons"] == ["stop"]


def test_gravity_scores_of_two_matrices_are_never_put_together() -> None:
    cases = [
        case(gravity_score=3),
        case(gravity_score=3, gravity_edition="youth_2013"),
        case(gravity_score=NOT_RECORDED),
    ]
    results = figures(NAME, heard(*cases))
    # By which matrix the third was scored nobody wrote down.
    assert results["gravity_child_2025"].value == AtLeast(1, 1)
    assert results["gravity_child_2025"].cell("3") == AtLeast(1, 1)
    assert results["gravity_youth_2013"].cell("3") == AtLeast(1, 1)
    assert results["gravity_adult_2013"].value == AtLeast(0, 1)
    assert not [f for f in form(NAME).figures.values() if "gravity_score" in (f.what, f.of)]


def test_a_theme_not_asked_about_is_not_taken_for_none() -> None:
    results = published_figures()
    assert results["themes"].value == AtLeast(0, 15)
    assert "Suggested as a theme" not in " ".join(sentences(NAME, results, SUPPLIED)["next"])


def test_a_meeting_that_was_cancelled_was_not_held() -> None:
    cancelled = entry(date(2025, 2, 1), on_date="2025-02-01", status="cancelled")
    results = figures(NAME, [], meetings=[cancelled])
    assert results["meetings"].value == Known(0)
    said = sentences(NAME, results, {"PERIOD": "1 January 2025 to 31 March 2025"})
    assert (said["brief"], said["done"]) == (
        ["the panel did not meet."],
        ["The panel did not meet."],
    )
    assert said["found"] + said["next"] + said["not_known"] == []
    (paragraph,) = said["paragraphs"]
    assert paragraph.endswith("did not meet in the period 1 January 2025 to 31 March 2025.")


def test_the_finding_names_the_resolution_in_words() -> None:
    rule = next(rule for rule in form(NAME).rules if rule.id == "adults_only")
    said = say_with_answers(form(NAME), rule.say, settled(NAME, case(resolution="SC")), OFFICE)
    assert said == "“Simple caution” is for adults only."
