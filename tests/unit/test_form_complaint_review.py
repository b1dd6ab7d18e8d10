from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.figures import Item
from desktop.formlib.office import Office
from desktop.formlib.problems import live_lines
from desktop.formlib.result import Result, not_known
from tests.unit.quarter import (
    EASTER,
    OFFICE,
    Q1,
    Q4,
    entry,
    figures,
    form,
    found,
    kinds,
    records,
    sentences,
    settled,
)

NAME = "complaint_review"
SUPPLIED = {"PERIOD": "1 January 2025 to 31 March 2025", "setting:review_window_days": "28"}
ARRIVES = (
    ("review_ref", "force_ref"),
    ("received_on", "received_how"),
    ("told_on",),
    ("wrong_body_first", "wrong_body_received_on", "wrong_body_passed_on"),
    ("review_body",),
    ("valid", "not_valid_why", "left_other_on"),
    ("handled",),
    ("acknowledged_on",),
    ("papers_asked_on", "papers_received_on"),
)
DECIDED = (
    ("points",),
    ("decision",),
    ("decided_by", "drafted_by", "not_involved"),
    ("decided_on", "sent_on"),
    # The force's reply, the next question of practice, is kept once: in the tracker.
    ("recommended",),
    ("slips", "slips_text"),
    ("learned",),
    ("main_reason",),
    ("checked",),
    ("special",),
)


def review(received_on: str = "2025-03-03", **answers: object) -> dict[str, object]:
    return {
        "review_ref": "CR-2025-001",
        "received_on": received_on,
        "told_on": {"unknown": "not_known"},
        "review_body": "commissioner",
        "valid": "valid",
        "handled": "investigated",
        **answers,
    }


def decided(received_on: str, sent_on: str, **answers: object) -> dict[str, object]:
    given: dict[str, object] = {
        "points": [{"id": "p1", "category": "A1", "finding": "yes"}],
        "decision": "not_upheld",
        "decided_by": "Reviews officer",
        "not_involved": "yes",
        "decided_on": sent_on,
        "sent_on": sent_on,
    }
    return review(received_on, **{**given, **answers})


def kept(*answers: Mapping[str, object], office: Office = OFFICE) -> list[Item]:
    return records(NAME, answers, office=office)


def count(results: Mapping[str, Result], name: str) -> object:
    return results[name].value


def the_quarter() -> list[dict[str, object]]:
    """40 received in the quarter; 35 closed, of which 3 came before it began; 2 with learning."""
    start = date(2025, 1, 2)
    old = [decided(f"2024-12-{day}", "2025-01-20") for day in (10, 11, 12)]
    new = [
        decided(
            (start + timedelta(days=n)).isoformat(), (start + timedelta(days=n + 20)).isoformat()
        )
        for n in range(30)
    ]
    new += [
        review("2025-02-10", valid="passed_on", left_other_on="2025-02-12"),
        review(
            "2025-02-11", valid="not_valid", not_valid_why="no_right", left_other_on="2025-02-14"
        ),
    ]
    late = [review(f"2025-03-{day:02}") for day in range(20, 28)]
    for n, one in enumerate(new[:2]):
        one["learned"] = [{"id": f"l{n}", "text": "Explain the outcome in plain words."}]
    return [*old, *new, *late]


def test_the_questions_come_in_practices_order() -> None:
    sections = form(NAME).sections
    asked = [[field.id for field in section.fields] for section in sections]
    assert asked == [
        [id_ for question in ARRIVES for id_ in question],
        [id_ for question in DECIDED for id_ in question],
    ]
    assert (len(ARRIVES), len(DECIDED)) == (9, 10)
    assert [section.sitting for section in sections] == [1, 2]


def test_a_review_that_has_arrived_is_asked_for_nothing_of_its_decision() -> None:
    assert found(NAME, review(), sitting=1) == ()
    assert "decision" in {problem.field for problem in found(NAME, review())}
    passed_on = review(valid="passed_on", left_other_on="2025-03-05")
    assert found(NAME, passed_on) == ()


def test_a_decided_review_is_finished_with_nothing_to_say() -> None:
    assert found(NAME, decided("2025-03-03", "2025-03-20")) == ()


@pytest.mark.parametrize(
    ("told_on", "last_day"),
    [
        ("2025-01-31", "2025-02-28"),
        ("2025-03-03", "2025-03-31"),
        ("2024-12-03", "2024-12-31"),
        ("2024-02-01", "2024-02-29"),
    ],
)
def test_the_last_day_to_apply_is_28_days_after_the_day_of_the_outcome(
    told_on: str, last_day: str
) -> None:
    answers = review(last_day, told_on=told_on)
    assert settled(NAME, answers).values["last_day"] == last_day
    assert settled(NAME, answers).values["in_time"] == "In time"
    assert kinds(found(NAME, answers, sitting=1)) == {}
    day_after = (date.fromisoformat(last_day) + timedelta(days=1)).isoformat()
    late = review(day_after, told_on=told_on)
    assert settled(NAME, late).values["in_time"] == "Late"
    assert kinds(found(NAME, late, sitting=1)) == {"late": "explain"}


def test_days_that_another_body_held_it_are_left_out_of_account() -> None:
    answers = review(
        "2025-03-09",
        told_on="2025-01-31",
        wrong_body_first="yes",
        wrong_body_received_on="2025-02-20",
        wrong_body_passed_on="2025-03-01",
    )
    values = settled(NAME, answers).values
    assert values["left_out_days"] == 9
    assert values["last_day"] == "2025-03-09"
    assert values["in_time"] == "In time"


def test_an_outcome_told_on_a_day_not_known_gives_no_last_day_and_no_verdict_on_time() -> None:
    values = settled(NAME, review()).values
    assert values["last_day"] == {"unknown": "not_known"}
    assert "in_time" not in values


def test_the_last_day_is_said_in_words_while_typing() -> None:
    at = settled(NAME, review("2025-02-20", told_on="2025-01-31"))
    lines = [line.text for line in live_lines(form(NAME), at, OFFICE)]
    said = "Last day to apply: 28 February 2025. That is 28 days after 31 January 2025"
    assert lines == [f"{said}, and any days another body held it"]


def test_a_late_request_is_accepted_with_a_reason() -> None:
    late = review("2025-03-10", told_on="2025-01-31")
    problem = next(p for p in found(NAME, late, sitting=1) if p.rule == "late")
    assert problem.blocks
    assert "28 February 2025" in problem.say
    explained = {**late, "_why": {"late": "In hospital until 5 March"}}
    assert not any(p.blocks for p in found(NAME, explained, sitting=1))


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"acknowledged_on": "2025-03-01"}, "acknowledged_after_received"),
        ({"papers_asked_on": "2025-03-06", "papers_received_on": "2025-03-05"}, "papers_in_order"),
        ({"valid": "withdrawn", "left_other_on": "2025-03-01"}, "left_after_received"),
        (
            {
                "wrong_body_first": "yes",
                "wrong_body_received_on": "2025-03-05",
                "wrong_body_passed_on": "2025-03-02",
            },
            "wrong_body_first",
        ),
        ({"sent_on": "2025-03-10", "decided_on": "2025-03-11"}, "decided_then_sent"),
    ],
)
def test_dates_that_cannot_follow_each_other_stop(answers: dict[str, object], rule: str) -> None:
    assert kinds(found(NAME, review("2025-03-03", **answers)))[rule] == "stop"


def test_asking_before_the_outcome_was_told_happens_and_is_to_be_explained() -> None:
    early = review("2025-03-03", told_on="2025-03-04")
    assert kinds(found(NAME, early, sitting=1)) == {"told_first": "explain"}


def test_a_review_of_another_body_and_an_earlier_part_in_it_are_to_be_explained() -> None:
    assert kinds(found(NAME, review(review_body="iopc"), sitting=1)) == {"not_ours": "explain"}
    involved = decided("2025-03-03", "2025-03-20", not_involved="no")
    assert kinds(found(NAME, involved)) == {"involved": "explain"}


def test_working_days_leave_out_weekends_and_bank_holidays() -> None:
    office = Office(on=date(2025, 7, 1), settings=OFFICE.settings, holidays=EASTER)
    over_easter = decided("2025-04-17", "2025-04-22", acknowledged_on="2025-04-22")
    assert settled(NAME, over_easter, office).values["days_taken"] == 1
    assert settled(NAME, over_easter, office).values["days_to_acknowledge"] == 1
    assert settled(NAME, over_easter).values["days_taken"] == 3


def test_40_received_35_closed_and_2_pieces_of_learning() -> None:
    results = figures(NAME, kept(*the_quarter()))
    assert count(results, "received") == Known(40)
    assert count(results, "closed") == Known(35)
    assert count(results, "closed_of_received") == Known(32)
    assert count(results, "valid_received") == Known(38)
    assert count(results, "decided") == Known(33)
    assert count(results, "learning_sent") == Known(2)
    ways = {c.code: c.value for c in results["closed_how"].cells}
    assert ways == {"Decided": Known(33), "Not valid": Known(1), "Passed on": Known(1)}
    assert "open_at_end" not in results  # worked out with the opening balance, elsewhere


def test_the_quarter_is_said_without_a_percentage_and_without_five_open() -> None:
    live = figures(NAME, kept(*the_quarter()))
    results = {**live, "open_at_end": not_known("opening balance not stated")}
    said = sentences(NAME, results, SUPPLIED)
    assert said["brief"] == [
        "the office received **40** requests for a review and closed **35**.",
        "It gave the force **2** pieces of learning.",
    ]
    assert said["done"][0] == (
        "Received: 40 requests for a review. Closed in the same period, whenever received: 35 "
        "reviews."
    )
    assert said["next"] == ["Sent to the force for action: 2 pieces of learning."]
    assert said["not_known"][0].startswith("How many were open at the start of the period")
    (paragraph,) = said["paragraphs"]
    assert paragraph == (
        "The OPCC received 40 requests for a review in the period 1 January 2025 to 31 March 2025, "
        "with 35 reviews being closed within the same period. It has fed 2 pieces of learning from "
        "these reviews back to the force for action."
    )
    every = " ".join(line for lines in said.values() for line in lines)
    assert "88" not in every
    assert "5 open" not in every


def test_a_review_received_in_march_and_decided_in_april_counts_in_both_quarters_once() -> None:
    items = kept(decided("2025-03-24", "2025-04-15"))
    first, second = figures(NAME, items, Q4), figures(NAME, items, Q1)
    assert [count(first, n) for n in ("received", "closed", "closed_of_received")] == [
        Known(1),
        Known(0),
        Known(0),
    ]
    assert [count(second, n) for n in ("received", "closed", "closed_of_received")] == [
        Known(0),
        Known(1),
        Known(0),
    ]


def test_closed_is_the_day_it_was_sent_and_not_the_day_it_was_decided() -> None:
    items = kept(decided("2025-03-03", "2025-04-02", decided_on="2025-03-28"))
    assert count(figures(NAME, items, Q4), "closed") == Known(0)
    assert count(figures(NAME, items, Q1), "closed") == Known(1)


def test_upheld_is_out_of_valid_decided_reviews() -> None:
    answers = [
        *(decided("2025-01-06", "2025-02-03", decision="upheld") for _ in range(3)),
        *(decided("2025-01-06", "2025-02-03") for _ in range(5)),
        review(
            "2025-01-06", valid="not_valid", not_valid_why="no_right", left_other_on="2025-02-03"
        ),
        review("2025-01-06"),
    ]
    results = figures(NAME, kept(*answers))
    assert (results["upheld"].value, results["upheld"].of) == (Known(3), Known(8))
    said = sentences(NAME, {**results, "open_at_end": Result(Known(4))}, SUPPLIED)
    assert said["found"][0] == "3 of 8 decided reviews upheld (38%)."
    assert said["not_known"] == []


def test_decisions_that_nobody_kept_are_not_known_rather_than_none_upheld() -> None:
    silent = {k: v for k, v in decided("2025-01-06", "2025-02-03").items() if k != "decision"}
    results = figures(NAME, kept(silent, silent))
    assert isinstance(count(results, "upheld"), NotKnown)
    assert results["upheld"].of == Known(2)


def test_a_validity_not_yet_checked_makes_valid_received_at_least() -> None:
    unchecked = review(valid={"unknown": "not_checked"})
    results = figures(NAME, kept(unchecked, review(), review(valid="withdrawn")))
    assert count(results, "received") == Known(3)
    assert count(results, "valid_received") == AtLeast(2, 1)


def test_the_middle_value_and_the_average_of_working_days() -> None:
    # From Monday 6 January: 5, 10 and 29 working days.
    sent = ["2025-01-13", "2025-01-20", "2025-02-14"]
    results = figures(NAME, kept(*(decided("2025-01-06", day) for day in sent)))
    assert count(results, "days_taken") == Known(10)
    spread = results["days_taken"].spread
    assert spread is not None
    assert (spread.low, spread.high, spread.count) == (5, 29, 3)
    assert str(results["days_mean"].value) == "Known(value=Decimal('14.7'))"


def test_the_delay_of_papers_is_the_forces_and_stands_apart() -> None:
    asked = review("2025-01-06", papers_asked_on="2025-01-07", papers_received_on="2025-01-21")
    waiting = review("2025-01-06", papers_asked_on="2025-01-07")
    results = figures(NAME, kept(asked, waiting))
    assert count(results, "papers_wait") == Known(14)


def test_acknowledged_in_target_needs_a_target_and_a_date() -> None:
    answers = [
        decided("2025-01-06", "2025-02-03", acknowledged_on="2025-01-13"),
        decided("2025-01-06", "2025-02-03", acknowledged_on="2025-01-14"),
        decided("2025-01-06", "2025-02-03"),
    ]
    results = figures(NAME, kept(*answers))
    assert (results["acknowledged"].value, results["acknowledged"].of) == (Known(1), Known(2))
    none = Office(on=OFFICE.on, settings={"review_window_days": 28})
    without = figures(NAME, kept(*answers, office=none), office=none)
    assert isinstance(without["acknowledged"].value, NotKnown)


def test_points_are_counted_by_category_in_words() -> None:
    points = [
        {"id": "p1", "category": "A1", "finding": "no"},
        {"id": "p2", "category": "A4", "finding": "yes"},
        {"id": "p3", "category": "F6", "finding": "yes"},
    ]
    results = figures(NAME, kept(decided("2025-01-06", "2025-02-03", points=points)))
    assert {c.label: c.value for c in results["categories"].cells} == {
        "Delivery of duties and service": Known(2),
        "Discriminatory behaviour": Known(1),
    }
    assert form(NAME).figures["categories"].people  # discrimination by ones and twos is guarded
    wrong = results["points_not_right"]
    assert (wrong.value, wrong.of) == (Known(1), Known(3))


def test_slips_are_counted_by_review_and_by_kind() -> None:
    two = decided("2025-01-06", "2025-02-03", slips=["delay", "unclear_letter"])
    results = figures(NAME, kept(two, decided("2025-01-06", "2025-02-03")))
    assert count(results, "slips") == Known(1)
    assert results["slips"].cell("delay") == results["slips"].cell("unclear_letter") == Known(1)


def test_replies_are_counted_in_the_period_they_came_and_overdue_at_its_end() -> None:
    tracker = [
        entry(
            date(2024, 12, 2),
            made_on="2024-12-02",
            due="2024-12-30",
            reply="accepted",
            reply_on="2025-01-08",
        ),
        entry(
            date(2025, 1, 20),
            made_on="2025-01-20",
            due="2025-02-17",
            reply="rejected",
            reply_on="2025-02-10",
        ),
        entry(date(2024, 12, 9), made_on="2024-12-09", due="2025-01-06", reply="none"),
        entry(date(2025, 3, 20), made_on="2025-03-20", due="2025-04-17", reply="none"),
        entry(
            date(2025, 2, 3),
            made_on="2025-02-03",
            due="2025-03-03",
            reply="accepted",
            reply_on="2025-04-04",
        ),
    ]
    results = figures(NAME, [], recommendations=tracker)
    assert [count(results, n) for n in ("accepted", "partly", "rejected", "overdue")] == [
        Known(1),
        Known(0),
        Known(1),
        Known(2),
    ]


def test_what_is_followed_up_is_kept_once_in_the_tracker() -> None:
    rows = form(NAME).rows
    assert (rows["recommended"].tracked, rows["learned"].tracked) == ("recommendation", "learning")
    asked = {field.id for group in rows.values() for field in group.fields}
    assert not asked & {"reply", "reply_on", "reply_text"}
