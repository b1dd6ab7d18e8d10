from collections.abc import Mapping
from datetime import date

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.figures import Item
from desktop.formlib.result import Result, not_known
from tests.unit.quarter import (
    Q1,
    entry,
    figures,
    form,
    found,
    kinds,
    records,
    sentences,
    settled,
)

NAME = "custody_record_review"
MEETING = date(2025, 2, 18)
HELD = entry(MEETING, on_date=MEETING.isoformat(), status="held")
SUPPLIED = {"MEETINGS": "18 February 2025", "RECOMMENDED_TO": "the Custody Inspector"}
PREPARED = (
    ("record_ref", "custody_number"),
    ("suite",),
    ("theme",),
    ("cohort",),
    ("sex",),
    ("length",),
)
THEMES = {
    "strip_search": 7,
    "force": 4,
    "safety_clothing": 4,
    "child_overnight": 4,
    "mental_health": 3,
}
BEFORE_THE_THEME = (
    ("reviewers", "stood_out"),
    ("detention",),
    ("rights",),
    ("risk",),
    ("vulnerability",),
    ("aa_called", "aa_came", "aa_hours", "aa_steps"),
    ("health",),
    ("reviews",),
    ("care",),
)
AFTER_THE_THEME = (
    ("release",),
    ("judgement",),
    ("observation", "good_practice", "heard_by"),
    ("today", "today_role", "today_time"),
)
AFTERWARDS = ("ethnicity", "blacked_out", "changes_view", "changes_why")
CORE = ("detention", "rights", "risk", "vulnerability", "health", "reviews", "care", "release")


def record(**answers: object) -> dict[str, object]:
    prepared: dict[str, object] = {
        "record_ref": "R-2025-001",
        "suite": "keyham",
        "theme": "none",
        "cohort": "adult",
        "sex": "male",
        "length": "h12_24",
        "reviewers": ["ann"],
        **dict.fromkeys(CORE, "yes"),
        "vulnerability": "does_not_apply",
        "judgement": "appropriate",
        "today": "no",
    }
    return {**prepared, **answers}


def heard(*answers: Mapping[str, object]) -> list[Item]:
    return records(NAME, answers, MEETING)


def block(theme: str) -> list[str]:
    return [f.id for s in form(NAME).sections if s.id == theme for f in s.fields]


def test_six_answers_are_prepared_and_fourteen_are_given_in_the_room_in_practices_order() -> None:
    asked = [field.id for section in form(NAME).sections for field in section.fields]
    listed = [id_ for question in (*PREPARED, *BEFORE_THE_THEME) for id_ in question]
    listed += [id_ for theme in THEMES for id_ in block(theme)]
    listed += [id_ for question in AFTER_THE_THEME for id_ in question]
    assert asked == [*listed, *AFTERWARDS]
    assert len(PREPARED) == 6
    # The theme's block is the tenth question.
    assert (len(BEFORE_THE_THEME) + 1, len(BEFORE_THE_THEME) + 1 + len(AFTER_THE_THEME)) == (10, 14)
    first = [f.id for s in form(NAME).sections if s.sitting == 1 for f in s.fields]
    assert first == [id_ for question in PREPARED for id_ in question]


@pytest.mark.parametrize(("theme", "count"), THEMES.items())
def test_a_theme_opens_its_own_block_and_no_other(theme: str, count: int) -> None:
    assert len(block(theme)) == count
    shown = settled(NAME, record(theme=theme)).shown
    assert set(block(theme)) <= shown
    assert not {id_ for other in THEMES if other != theme for id_ in block(other)} & shown
    missing = {problem.field for problem in found(NAME, record(theme=theme))}
    assert missing == set(block(theme))


def test_a_record_without_a_theme_is_finished_with_nothing_to_say() -> None:
    assert found(NAME, record()) == ()
    assert not {id_ for theme in THEMES for id_ in block(theme)} & settled(NAME, record()).shown


def test_every_step_is_answered_on_the_four_way_scale() -> None:
    scale = [e.code for e in form(NAME).lists["record_scale"].entries]
    assert scale == ["yes", "no", "record_does_not_say", "does_not_apply"]
    steps = {*CORE, "aa_called", "aa_came", "aa_steps"} | {i for t in THEMES for i in block(t)}
    on_scale = {f.id for f in form(NAME).fields.values() if f.list == "record_scale"}
    assert on_scale == steps


def test_an_appropriate_adult_is_asked_about_for_a_child_or_a_vulnerable_person() -> None:
    assert "aa_called" not in settled(NAME, record()).shown
    assert "aa_called" in settled(NAME, record(cohort="child")).shown
    assert "aa_called" in settled(NAME, record(vulnerability="no")).shown
    came = settled(NAME, record(cohort="child", aa_called="yes", aa_came="yes")).shown
    assert {"aa_came", "aa_hours", "aa_steps"} <= came
    did_not_come = settled(NAME, record(cohort="child", aa_called="no", aa_came="yes"))
    assert "aa_came" not in did_not_come.values  # an answer left over from before a change


def test_a_child_without_an_appropriate_adult_is_recorded_and_is_a_finding() -> None:
    given = found(NAME, record(cohort="child", aa_called="no"))
    assert kinds(given) == {"child_without_adult": "finding"}
    assert not any(problem.blocks for problem in given)


@pytest.mark.parametrize("judgement", ["with_observations", "not_appropriate", "too_thin"])
def test_an_observation_is_asked_for_when_minutes_are_approved_and_never_in_the_room(
    judgement: str,
) -> None:
    given = found(NAME, record(judgement=judgement))
    assert kinds(given) == {"observation_before_approval": "approval"}
    assert not any(problem.blocks for problem in given)
    assert found(NAME, record(judgement=judgement, observation="Reviews were late.")) == ()


def test_the_judgement_takes_one_key_of_four() -> None:
    judgement = form(NAME).fields["judgement"]
    assert judgement.keys == "1234"
    assert len(form(NAME).options(judgement).entries) == 4


def test_nobody_sees_ethnicity_before_the_judgement_and_everybody_sees_age_and_sex() -> None:
    hidden = [field.id for field in form(NAME).fields.values() if field.hide_until]
    assert hidden == ["ethnicity"]
    supplied = {k: v for k, v in record(ethnicity="B1").items() if k != "judgement"}
    before = settled(NAME, supplied)
    assert {"cohort", "sex"} <= before.shown
    assert not set(AFTERWARDS) & before.shown
    assert before.values["ethnicity"] == "B1"  # what the force supplied is kept, unseen
    after = settled(NAME, record(ethnicity="B1")).shown
    assert {"ethnicity", "changes_view"} <= after


def test_someone_needed_today_is_asked_for_by_role_and_time() -> None:
    given = {problem.field for problem in found(NAME, record(today="yes"))}
    assert given == {"today_role", "today_time"}
    told = record(today="yes", today_role="Custody Inspector", today_time="19:40")
    assert found(NAME, told) == ()


def test_a_meeting_known_by_its_totals_is_said_without_a_guess() -> None:
    seven = entry(MEETING, count=7, made_on=MEETING.isoformat(), reply="none", status="open")
    live = figures(NAME, [], meetings=[HELD], recommendations=[seven])
    assert live["meetings"].value == Known(1)
    assert live["recommended"].value == Known(7)
    assert live["replies"].cell("none") == Known(7)
    totals: dict[str, Result] = {
        name: not_known("entered as a total")
        for name, figure in form(NAME).figures.items()
        if figure.over == "records"
    }
    results = {**live, **totals, "reviewed": Result(Known(20))}
    said = sentences(NAME, results, SUPPLIED)
    assert said["brief"] == [
        "a panel read **20** records.",
        "It made **7** recommendations to the Custody Inspector.",
    ]
    assert said["done"] == ["The panel met on 18 February 2025.", "It read 20 records."]
    assert said["found"] == []
    assert said["next"] == [
        "The panel made 7 recommendations to the Custody Inspector.",
        "No reply is recorded to 7 recommendations yet.",
    ]
    views, small = said["not_known"]
    assert views == "The panel's view of each record."
    assert small == (
        "With 20 records the results do not show how all detentions were handled; the sample is "
        "too small to compare groups of people."
    )
    (paragraph,) = said["paragraphs"]
    assert paragraph == (
        "The Custody Detention Scrutiny Panel met on 18 February 2025. 20 custody records were "
        "reviewed, and 7 recommendations were made to the Custody Inspector. The panel's findings "
        "are fed up to the Ethics and Transparency Panel."
    )


def test_recommendations_known_only_as_a_total_leave_their_replies_open() -> None:
    live = figures(NAME, heard(record()), meetings=[HELD])
    results = {**live, "recommended": Result(Known(7))}
    said = sentences(NAME, results, SUPPLIED)
    assert said["next"] == ["The panel made 7 recommendations to the Custody Inspector."]
    assert "What became of the recommendations." in said["not_known"]


def test_replies_are_counted_as_many_as_an_entry_stands_for() -> None:
    made = MEETING.isoformat()
    tracker = [
        entry(MEETING, count=4, made_on=made, reply="accepted", status="closed"),
        entry(MEETING, count=2, made_on=made, reply="partly", status="open"),
        entry(MEETING, count=1, made_on=made, reply="none", status="open"),
        entry(date(2025, 4, 2), count=9, made_on="2025-04-02", reply="rejected", status="open"),
    ]
    results = figures(NAME, [], recommendations=tracker)
    assert results["recommended"].value == results["replies"].value == Known(7)
    assert [(c.label, c.value) for c in results["replies"].cells] == [
        ("Accepted", Known(4)),
        ("Accepted in part", Known(2)),
        ("Not accepted", Known(0)),
        ("No reply recorded", Known(1)),
    ]
    assert results["completed"].value == Known(4)
    said = sentences(NAME, results, SUPPLIED)["next"]
    assert "Accepted: 4; accepted in part: 2; not accepted: 0; no reply recorded: 1." in said


def test_the_views_are_counted_in_cells_that_add_up() -> None:
    views = ["appropriate"] * 3 + ["with_observations"] * 2 + ["not_appropriate", "too_thin"]
    results = figures(NAME, heard(*(record(judgement=view) for view in views)))
    assert results["reviewed"].value == Known(7)
    assert {c.code: c.value for c in results["judgements"].cells} == {
        "appropriate": Known(3),
        "with_observations": Known(2),
        "not_appropriate": Known(1),
        "too_thin": Known(1),
    }
    assert results["not_recorded"].value == Known(0)
    assert sentences(NAME, results, SUPPLIED)["found"] == [
        "Appropriate: 3 of 7 (43%).",
        "Appropriate with observations: 2 of 7 (29%).",
        "Not appropriate: 1 of 7 (14%).",
        "Record too thin to say: 1.",
    ]


def test_a_meeting_without_a_recommendation_says_so() -> None:
    results = figures(NAME, heard(record()), meetings=[HELD])
    said = sentences(NAME, results, {"MEETINGS": "18 February 2025"})
    assert said["next"] == ["The panel made no recommendation."]
    assert "no recommendation was made" in said["paragraphs"][0]


def test_records_typed_so_far_do_not_speak_for_a_meeting_entered_as_a_total() -> None:
    three = figures(NAME, heard(record(), record(), record(judgement="too_thin")))
    said = sentences(NAME, {**three, "reviewed": Result(Known(20))}, SUPPLIED)
    assert said["found"] == []
    assert said["not_known"][0] == "The panel's view of each record."


def test_a_record_that_does_not_say_is_in_the_base_and_one_it_does_not_apply_to_is_not() -> None:
    answers = ["yes", "yes", "no", "record_does_not_say", "does_not_apply"]
    results = figures(NAME, heard(*(record(care=answer) for answer in answers)))
    assert (results["care"].value, results["care"].of) == (Known(2), Known(4))
    assert {c.code: c.value for c in results["care_answers"].cells} == {
        "yes": Known(2),
        "no": Known(1),
        "record_does_not_say": Known(1),
        "does_not_apply": Known(1),
    }


def test_a_step_that_nobody_answered_is_not_counted_as_a_no() -> None:
    silent = {k: v for k, v in record().items() if k != "rights"}
    results = figures(NAME, heard(record(), record(rights="no"), silent))
    assert (results["rights"].value, results["rights"].of) == (Known(1), AtLeast(2, 1))
    only_gaps = figures(NAME, heard(silent))["rights"]
    assert isinstance(only_gaps.value, NotKnown)


def test_a_themes_steps_are_counted_only_where_the_theme_was_read() -> None:
    strip = dict.fromkeys(block("strip_search"), "yes")
    searched = [record(theme="strip_search", **strip) for _ in range(3)]
    searched[0]["strip_adult"] = "does_not_apply"
    searched[1]["strip_adult"] = "no"
    results = figures(NAME, heard(*searched, record()))
    assert (results["strip_reason"].value, results["strip_reason"].of) == (Known(3), Known(3))
    assert (results["strip_adult"].value, results["strip_adult"].of) == (Known(1), Known(2))
    assert (results["force_reason"].value, results["force_reason"].of) == (Known(0), Known(0))


def test_the_wait_for_an_appropriate_adult_is_a_middle_value_over_records_that_say() -> None:
    child = record(cohort="child", aa_called="yes", aa_came="yes", aa_steps="yes")
    silent = {"unknown": "record_does_not_say"}
    hours = ["1.5", "9", "2", silent]
    waited = figures(NAME, heard(*({**child, "aa_hours": h} for h in hours)))["aa_hours"]
    assert waited.value == Known(2)
    assert waited.unknown == 1
    assert waited.spread is not None
    assert waited.spread.count == 3


def test_people_are_counted_as_records_in_broad_groups_and_guarded() -> None:
    guarded = {f.id for f in form(NAME).figures.values() if f.people}
    assert guarded == {"by_cohort", "by_sex", "by_ethnicity"}
    answers = [record(ethnicity="B1"), record(ethnicity="B9", sex="female"), record()]
    results = figures(NAME, heard(*answers))
    cells = {c.label: c.value for c in results["by_ethnicity"].cells}
    assert cells == {"Black": Known(2), "Not recorded": Known(1)}
    assert results["by_sex"].cell("female") == Known(1)


def test_a_meeting_of_another_quarter_counts_there() -> None:
    results = figures(NAME, heard(record()), Q1, meetings=[HELD])
    assert results["reviewed"].value == Known(0)
    assert results["meetings"].value == Known(0)
    said = sentences(NAME, results, {"PERIOD": "1 April 2025 to 30 June 2025"})
    assert (said["brief"], said["done"]) == (
        ["the panel did not meet."],
        ["The panel did not meet."],
    )
    assert said["found"] + said["next"] + said["not_known"] == []
