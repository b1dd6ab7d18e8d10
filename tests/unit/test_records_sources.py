"""What counts in a period, and what never does."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Known
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.model import Form
from desktop.formlib.result import Result
from desktop.records import hearings, meetings, people, slots, stubs
from desktop.records.drafts import new_draft, put_in_bin
from desktop.records.finishing import finish, reopen
from desktop.records.record import Record
from desktop.records.registers import registers_for
from desktop.records.sources import dated_by, made_for_other_weeks, open_at, records_for
from desktop.store import models
from desktop.store.desk import Desk
from desktop.store.ids import new_id
from tests.unit.records_forms import (
    CASE,
    OFFICE,
    REVIEW,
    VISIT,
    finished_visit,
    suite,
    typed,
    visit,
)

START, END = date(2025, 1, 1), date(2025, 3, 31)


def thursday(monday: date) -> date:
    return monday + timedelta(days=3)


def items(
    session: Session, form: Form, start: date = START, end: date = END, **more: Iterable[str]
) -> list[Item]:
    fields = more.get("date_fields")
    return records_for(
        session, form, start, end, office=OFFICE, anchor=thursday, date_fields=fields
    )


def figures(
    session: Session, form: Form, start: date = START, end: date = END
) -> dict[str, Result]:
    sources = {"records": items(session, form, start, end)}
    return evaluate(form, sources, (start, end), OFFICE)


def ids(found: Iterable[Item]) -> set[str]:
    return {one.record for one in found}


def review(session: Session, received: str, **answers: object) -> Record:
    draft = new_draft(session, REVIEW, office=OFFICE, who="R")
    return typed(session, draft, {"received_on": received, **answers})


def test_finished_visits_and_stubs_count(desk: Desk) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        done = finished_visit(session, place, "2025-03-30")
        visit(session, place, "2025-03-29")  # still open
        new_draft(session, VISIT, office=OFFICE, who="A", place=place)
        finished_visit(session, place, "2024-12-20")
        made = stubs.VisitMade(place, date(2025, 3, 28), ("p",), "call")
        stub = stubs.add_stub(session, VISIT, made, office=OFFICE, who="Office")
        binned = finished_visit(session, place, "2025-03-27")
        put_in_bin(session, binned.id)
        found = items(session, VISIT)
        results = figures(session, VISIT)
    assert ids(found) == {done.id, stub.id}
    assert [one.stub for one in found if one.record == stub.id] == [True]
    assert results["visits"].value == Known(2)
    assert results["seen"].unknown == 1  # the stub's, to follow


@pytest.mark.parametrize("purpose", ["practice", "training", "official"])
def test_practice_training_and_the_offices_own_visits_never_count(desk: Desk, purpose: str) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        draft = new_draft(session, VISIT, office=OFFICE, who="A", place=place, purpose=purpose)
        typed(session, draft, {"who": ["p"], "went": "yes", "seen": 1, "on": "2025-03-01"})
        finish(session, VISIT, draft.id, OFFICE)
        assert items(session, VISIT) == []
        assert made_for_other_weeks(session, VISIT, START, END) == []


def test_a_visit_counts_in_the_quarter_of_its_slots_week(desk: Desk) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        [early] = slots.plan(session, VISIT.scheme, place, date(2024, 12, 30))
        [late] = slots.plan(session, VISIT.scheme, place, END)
        gained = finished_visit(session, place, "2024-12-30")
        lost = finished_visit(session, place, "2025-03-31")
        slots.meet(session, early.id, gained.id)
        slots.meet(session, late.id, lost.id)
        results = figures(session, VISIT)
        found = items(session, VISIT)
        following = figures(session, VISIT, date(2025, 4, 1), date(2025, 6, 30))
    assert results["visits"].value == Known(1)
    assert results["visits"].records == (gained.id,)
    assert following["visits"].records == (lost.id,)
    assert [(one.record, one.counted_on, one.slot) for one in found] == [
        (gained.id, date(2025, 1, 2), early.id),
        (lost.id, date(2025, 4, 3), late.id),
    ]


def test_a_visit_made_for_a_week_of_another_quarter_is_named_where_it_was_made(desk: Desk) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        [slot] = slots.plan(session, VISIT.scheme, place, date(2024, 12, 2))
        done = finished_visit(session, place, "2025-01-09")
        finished_visit(session, place, "2025-01-10")
        slots.meet(session, slot.id, done.id)
        found = made_for_other_weeks(session, VISIT, START, END)
    assert found == [date(2025, 1, 9)]


def test_the_rule_for_weeks_comes_from_whoever_counts(desk: Desk) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        [slot] = slots.plan(session, VISIT.scheme, place, date(2024, 12, 30))
        done = finished_visit(session, place, "2025-01-02")
        slots.meet(session, slot.id, done.id)
        [by_monday] = records_for(
            session, VISIT, START, END, office=OFFICE, anchor=lambda monday: monday
        )
        [by_sunday] = items(session, VISIT)
    assert by_monday.counted_on == date(2024, 12, 30)
    assert by_sunday.counted_on == date(2025, 1, 2)


def test_a_visit_that_is_being_corrected_counts_as_it_stood(desk: Desk) -> None:
    with desk.write("visits") as session:
        done = finished_visit(session, suite(session), "2025-03-29", seen=4)
        again = reopen(session, VISIT, done.id, "Ann", "wrong")
        typed(session, again, {"seen": 9, "on": "2024-01-01"})
        assert figures(session, VISIT)["seen"].value == Known(4)
        finish(session, VISIT, done.id, OFFICE)
        assert items(session, VISIT) == []
        assert figures(session, VISIT, date(2024, 1, 1), date(2024, 3, 31))["seen"].value == Known(
            9
        )


def test_reviews_count_from_the_day_they_came(desk: Desk) -> None:
    with desk.write("reviews") as session:
        march = review(session, "2025-03-10", valid="valid")
        left = {"valid": "not_valid", "left_other_on": "2025-02-20"}
        older = review(session, "2024-11-01", **left)
        typed(session, review(session, "2025-03-01"), {"received_on": None})
        new_draft(session, REVIEW, office=OFFICE, who="R")
        still = review(session, "2024-10-01")
        found = items(session, REVIEW)
        results = figures(session, REVIEW)
        named = items(session, REVIEW, date_fields=["left_on"])
    assert ids(found) == {march.id, older.id, still.id}
    assert ids(named) == {march.id, older.id, still.id}
    assert results["open"].records == (march.id, still.id)
    assert results["received"].value == Known(1)
    assert results["closed"].value == Known(1)
    assert next(one for one in found if one.record == older.id).values["stage"] == "Left us"


def test_a_review_received_in_march_and_decided_in_april_counts_in_both_once_each(
    desk: Desk,
) -> None:
    april = (date(2025, 4, 1), date(2025, 6, 30))
    with desk.write("reviews") as session:
        one = review(session, "2025-03-10", valid="valid", decision="upheld", sent_on="2025-04-02")
        learnt = {"id": new_id(), "text": "Write sooner"}
        typed(session, one, {"learned": [learnt]})
        finish(session, REVIEW, one.id, replace(OFFICE, on=date(2025, 4, 30)))
        first, second = figures(session, REVIEW), figures(session, REVIEW, *april)
    counts = [
        [results[name].value for name in ("received", "closed", "learning_sent")]
        for results in (first, second)
    ]
    assert counts == [[Known(1), Known(0), Known(0)], [Known(0), Known(1), Known(1)]]
    assert dated_by(REVIEW) == ["left_on", "received_on", "sent_on"]


def test_what_was_open_on_a_day(desk: Desk) -> None:
    with desk.write("reviews") as session:
        still = review(session, "2024-06-01")
        left = {"valid": "not_valid", "left_other_on": "2025-02-20"}
        later = review(session, "2024-11-01", **left)
        review(session, "2025-02-25")
        day = date(2025, 2, 19)
        before = open_at(session, REVIEW, day, office=OFFICE, anchor=thursday)
        after = open_at(session, REVIEW, date(2025, 2, 20), office=OFFICE, anchor=thursday)
    assert ids(before) == {still.id, later.id}
    assert ids(after) == {still.id}


def heard(session: Session, on: str, *, held: bool = True) -> str:
    return meetings.plan_meeting(session, CASE.scheme, date.fromisoformat(on), held=held).id


def test_cases_count_when_their_meeting_was_held_verdict_or_not(desk: Desk) -> None:
    with desk.write("cases") as session:
        held, planned = heard(session, "2025-03-13"), heard(session, "2025-03-20", held=False)
        with_verdict, without = (
            hearings.add_case(session, CASE, held, {}, office=OFFICE, who="S") for _ in range(2)
        )
        hearings.add_case(session, CASE, planned, {}, office=OFFICE, who="S")
        new_draft(session, CASE, office=OFFICE, who="S", meeting=held)  # nothing typed
        typed(session, with_verdict, {"verdict": "1"})
        results = figures(session, CASE)
        found = items(session, CASE)
        meetings.hold(session, planned)
        assert figures(session, CASE)["heard"].value == Known(3)
    assert results["heard"].value == Known(2)
    assert results["verdicts"].unknown == 1
    assert ids(found) == {with_verdict.id, without.id}
    assert {(one.meeting, one.counted_on) for one in found} == {(held, date(2025, 3, 13))}


def test_a_case_heard_again_counts_once_where_it_was_heard_last(desk: Desk) -> None:
    with desk.write("cases") as session:
        first, second, june = (heard(session, f"2025-{day}") for day in ("01-10", "03-13", "06-12"))
        case = hearings.add_case(session, CASE, first, {"cohort": "x"}, office=OFFICE, who="S")
        typed(session, case, {"verdict": "4"})
        again = hearings.carry_over(session, CASE, case.id, second, office=OFFICE, who="S")
        third = hearings.carry_over(session, CASE, again.id, june, office=OFFICE, who="S")
        quarter = items(session, CASE)
        before = items(session, CASE, START, date(2025, 2, 28))
        after = items(session, CASE, date(2025, 4, 1), date(2025, 6, 30))
        session.get_one(models.Meeting, second).status = "cancelled"
        session.flush()
        not_held = items(session, CASE)
    assert ids(quarter) == {again.id}  # what June brought does not change it
    assert ids(before) == {case.id}
    assert ids(after) == {third.id}
    assert ids(not_held) == {case.id}
    assert [one.values["hearing_no"] for one in (*before, *quarter, *after)] == [1, 2, 3]


def test_issues_of_a_period_and_those_still_open(desk: Desk) -> None:
    dark = {"id": "i1", "topic": "light", "what": "Dark", "sorted": {"unknown": "not_known"}}
    with desk.write("issues") as session:
        place = suite(session)
        finished_visit(session, place, "2025-03-29", put_right=[dark])
        for id_, raised, status, closed in (
            ("old open", date(2024, 1, 1), "open", None),
            ("old closed", date(2024, 1, 1), "closed", date(2024, 2, 1)),
            ("closed now", date(2024, 1, 1), "closed", date(2025, 1, 11)),
            ("later", date(2025, 4, 1), "open", None),
        ):
            session.add(
                models.Issue(
                    id=id_, scheme="visiting", raised_on=raised, status=status, closed_on=closed
                )
            )
        session.add(models.Issue(id="other", scheme="dogs", raised_on=date(2025, 1, 1)))
        draft = new_draft(session, VISIT, office=OFFICE, who="A", place=place, purpose="official")
        typed(
            session,
            draft,
            {"who": ["p"], "went": "yes", "seen": 1, "put_right": [{**dark, "id": "i2"}]},
        )
        finish(session, VISIT, draft.id, OFFICE)
        binned = finished_visit(session, place, "2025-03-28", put_right=[{**dark, "id": "i3"}])
        put_in_bin(session, binned.id)
        found = registers_for(session, VISIT, START, END, ["issues"])["issues"]
    by_id = {one.record: one for one in found}
    assert by_id.keys() == {"i1", "old open", "closed now"}
    assert by_id["i1"].values == {
        "raised_on": "2025-03-29",
        "status": "open",
        "topic": "light",
        "sorted": {"unknown": "not_known"},
        "place": place,
        "repeat": "no",
    }
    assert by_id["i1"].place == place
    assert by_id["closed now"].values["days_to_close"] == 376
    assert by_id["old open"].values["repeat"] == {"unknown": "not_known"}  # no topic, no place


@pytest.mark.parametrize(
    ("earlier", "kept_from", "said"),
    [
        ({"raised_on": date(2024, 3, 30)}, None, "yes"),
        ({"raised_on": date(2025, 3, 29)}, None, "yes"),
        ({"raised_on": date(2024, 3, 28)}, None, "no"),  # more than a year before
        ({"raised_on": date(2024, 3, 30), "topic": "food"}, date(2024, 3, 1), "no"),
        ({"raised_on": date(2024, 3, 30), "place_id": None}, date(2024, 3, 1), "no"),
        ({"raised_on": date(2024, 3, 30), "scheme": "dogs"}, date(2024, 3, 1), "no"),
        ({"raised_on": date(2024, 6, 1), "topic": "food"}, None, {"unknown": "not_known"}),
    ],
)
def test_an_issue_came_again_when_its_topic_was_raised_there_within_a_year(
    desk: Desk, earlier: dict[str, object], kept_from: date | None, said: object
) -> None:
    with desk.write("issues") as session:
        place = suite(session)
        if kept_from is not None:
            finished_visit(session, place, kept_from.isoformat())
        shared = {"scheme": "visiting", "place_id": place, "topic": "light"}
        session.add(models.Issue(id="a", **{**shared, **earlier}))
        session.add(models.Issue(id="b", **shared, raised_on=date(2025, 3, 29)))
        session.flush()
        found = registers_for(session, VISIT, START, END, ["issues"])["issues"]
    assert {one.record: one.values["repeat"] for one in found}["b"] == said


def test_what_a_practice_visit_raised_does_not_make_an_issue_come_again(desk: Desk) -> None:
    dark = {"topic": "light", "what": "Dark", "sorted": "not_yet"}
    with desk.write("issues") as session:
        place = suite(session)
        finished_visit(session, place, "2024-01-01")
        tried = finished_visit(session, place, "2025-03-01", put_right=[{**dark, "id": "i1"}])
        session.get_one(models.Record, tried.id).purpose = "practice"
        finished_visit(session, place, "2025-03-20", put_right=[{**dark, "id": "i2"}])
        session.flush()
        found = registers_for(session, VISIT, START, END, ["issues"])["issues"]
    assert [(one.record, one.values["repeat"]) for one in found] == [("i2", "no")]


def test_recommendations_and_learning_of_a_period_and_those_still_open(desk: Desk) -> None:
    with desk.write("tracker") as session:
        place = suite(session)
        practice = finished_visit(session, place, "2025-03-01")
        session.get_one(models.Record, practice.id).purpose = "practice"
        for id_, made, more in (
            ("made", date(2025, 2, 18), {"count": 7}),
            ("open", date(2023, 1, 1), {}),
            ("over", date(2023, 1, 1), {"status": "closed", "reply_on": date(2023, 2, 1)}),
            ("replied", date(2023, 1, 1), {"status": "closed", "reply_on": date(2025, 2, 1)}),
            ("again", date(2025, 2, 1), {"status": "closed", "repeat_of": "back"}),
            ("back", date(2023, 1, 1), {"status": "came_back"}),
            ("learning", date(2025, 2, 1), {"kind": "learning"}),
            ("practice", date(2025, 2, 1), {"record_ids": [practice.id]}),
            ("later", date(2025, 4, 1), {}),
        ):
            session.add(models.Recommendation(id=id_, scheme="visiting", made_on=made, **more))
        session.flush()
        found = registers_for(session, VISIT, START, END, ["recommendations", "learning"])
    assert {name: ids(those) for name, those in found.items()} == {
        "recommendations": {"made", "open", "replied", "again", "back"},
        "learning": {"learning"},
    }
    [seven] = [one for one in found["recommendations"] if one.record == "made"]
    assert seven.values == {"made_on": "2025-02-18", "reply": "none", "status": "open", "count": 7}
    assert seven.counted_on == date(2025, 2, 18)
    by_id = {one.record: one.values for one in found["recommendations"]}
    assert by_id["replied"]["closed_on"] == "2025-02-01"
    assert by_id["again"]["closed_on"] == {"unknown": "not_known"}
    assert by_id["again"]["repeat_of"] == "back"
    assert "closed_on" not in by_id["back"]


def test_people_dogs_meetings_and_events(desk: Desk) -> None:
    with desk.write("registers") as session:
        place = suite(session)
        ann = people.add_person(session, "Ann", "volunteer").id
        people.set_status(session, ann, "visiting", "interest", date(2024, 1, 1))
        people.set_status(session, ann, "visiting", "active", date(2024, 6, 1))
        people.add_unnamed(session, "visiting", "interest", 7, date(2025, 2, 1), source="x")
        for id_, on in (("rex", date(2020, 1, 1)), ("old", None)):
            session.add(models.Dog(id=id_, name=id_, status="working", status_on=on))
        finished_visit(session, place, "2024-12-01", dogs=["rex"])
        finished_visit(session, place, "2025-03-01", dogs=["rex"])
        finished_visit(session, place, "2025-03-30", dogs=["old"])
        meeting = meetings.plan_meeting(session, "visiting", date(2025, 2, 18), held=True)
        for id_, happened in (("e1", "yes"), ("e2", "unknown")):
            session.add(
                models.Event(
                    id=id_,
                    scheme="visiting",
                    on_date=date(2025, 3, 1),
                    title="Training",
                    happened=happened,
                )
            )
        session.flush()
        found = registers_for(session, VISIT, START, date(2025, 3, 29))
    assert [one.values.get("status") for one in found["people"]] == ["active", "interest"]
    assert [one.values.get("count") for one in found["people"]] == [1, 7]
    assert found["people"][0].values["person"] == ann
    assert [(one.record, one.values.get("last_seen_on")) for one in found["dogs"]] == [
        ("old", None),
        ("rex", "2025-03-01"),
    ]
    assert found["meetings"][0].values == {
        "on_date": "2025-02-18",
        "status": "held",
        "complete": False,
    }
    assert found["meetings"][0].meeting == meeting.id
    assert [one.values["happened"] for one in found["events"]] == ["yes", {"unknown": "not_known"}]
    assert found.keys() == {
        "issues",
        "recommendations",
        "learning",
        "people",
        "dogs",
        "meetings",
        "events",
    }
