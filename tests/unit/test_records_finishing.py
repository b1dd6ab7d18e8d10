from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from desktop import clock
from desktop.records.drafts import ChangedElsewhere, new_draft, save_draft
from desktop.records.finishing import (
    CannotReopen,
    StillToDo,
    finish,
    mark_filed,
    mark_sent,
    reopen,
    take_in,
)
from desktop.records.record import record, revisions
from desktop.store import models
from desktop.store.desk import Desk
from desktop.store.ids import new_id
from tests.unit.records_forms import (
    CASE,
    NOT_KNOWN,
    OFFICE,
    REVIEW,
    VISIT,
    finished_visit,
    suite,
    typed,
    visit,
)

DARK = {"topic": "light", "what": "Cell light very bright", "where": "Cell 7"}


def test_a_finished_record_holds_settled_values(desk: Desk) -> None:
    with desk.write("finish") as session:
        done = finished_visit(
            session, suite(session), "2025-03-30", arrived="23:50", let_in="00:10"
        )
    assert done.status == "finished"
    assert done.answers["wait"] == 20
    assert done.answers["next_by"] == "2025-04-06"
    assert (done.on_date, done.counted_on, done.counted_by) == (
        date(2025, 3, 30),
        date(2025, 3, 30),
        "date",
    )


def test_answers_that_do_not_apply_are_stripped(desk: Desk) -> None:
    with desk.write("finish") as session:
        begun = visit(session, suite(session), "2025-03-30", seen=4)
        begun = typed(session, begun, {"went": "no"})
        assert begun.answers["seen"] == 4  # a draft keeps it
        done = finish(session, VISIT, begun.id, OFFICE)
    assert "seen" not in done.answers


def test_what_blocks_is_said_and_nothing_changes(desk: Desk) -> None:
    with desk.write("write") as session:
        begun = visit(session, suite(session), "2025-03-30")
        kept = {name: value for name, value in begun.answers.items() if name != "seen"}
        save_draft(
            session,
            VISIT,
            begun.id,
            kept,
            {"seen": "a few", "arrived": "late"},
            office=OFFICE,
            version=begun.version,
        )
    with pytest.raises(StillToDo) as caught, desk.write("finish") as session:
        finish(session, VISIT, begun.id, OFFICE)
    assert [problem.field for problem in caught.value.problems] == ["arrived", "seen"]
    assert "2 answers" in caught.value.sentence
    with desk.read() as session:
        assert record(session, begun.id).status == "open"
        assert record(session, begun.id).unread["seen"] == "a few"


def test_an_explained_rule_finishes_and_keeps_the_reason(desk: Desk) -> None:
    with desk.write("finish") as session:
        begun = visit(session, suite(session), "2025-03-30", seen=60)
        with pytest.raises(StillToDo):
            finish(session, VISIT, begun.id, OFFICE)
        typed(session, begun, {"_why": {"not_lost": "A large arrest"}})
        done = finish(session, VISIT, begun.id, OFFICE)
    assert done.answers["_why"] == {"not_lost": "A large arrest"}


def test_unknown_answers_finish(desk: Desk) -> None:
    with desk.write("finish") as session:
        done = finished_visit(session, suite(session), "2025-03-30", seen=NOT_KNOWN)
    assert done.answers["seen"] == NOT_KNOWN


def test_a_stale_editor_cannot_finish(desk: Desk) -> None:
    with desk.write("write") as session:
        begun = visit(session, suite(session), "2025-03-30")
        typed(session, begun, {"note": "more"})
        with pytest.raises(ChangedElsewhere):
            finish(session, VISIT, begun.id, OFFICE, version=begun.version)


def test_a_review_has_two_sittings_and_one_that_is_not_valid_needs_the_first_only(
    desk: Desk,
) -> None:
    with desk.write("reviews") as session:
        ours = new_draft(session, REVIEW, office=OFFICE, who="R")
        typed(session, ours, {"received_on": "2025-03-03", "valid": "valid"})
        half = finish(session, REVIEW, ours.id, OFFICE, 1)
        other = new_draft(session, REVIEW, office=OFFICE, who="R")
        left = {"valid": "not_valid", "left_other_on": "2025-03-05"}
        typed(session, other, {"received_on": "2025-03-03", **left})
        done = finish(session, REVIEW, other.id, OFFICE, 1)
    assert (half.status, half.sitting) == ("open", 2)
    assert (done.status, done.answers["left_on"]) == ("finished", "2025-03-05")


def test_reopening_keeps_what_was_said_and_counts_a_revision(desk: Desk) -> None:
    with desk.write("finish") as session:
        done = finished_visit(session, suite(session), "2025-03-29", child="C1", note="old")
    moment = datetime(2025, 4, 2, 9, tzinfo=UTC)
    with desk.write("correct") as session, clock.fixed(moment):
        again = reopen(session, VISIT, done.id, "Ann", " wrong day ")
        assert (again.status, again.revision) == ("open", 1)
        assert again.answers["child"] == "C1"
        assert "wait" not in again.answers
        typed(session, again, {"on": "2025-03-30", "note": "new"})
        open_again = record(session, done.id)
        assert open_again.on_date == date(2025, 3, 29)  # counts as it stood
        corrected = finish(session, VISIT, done.id, OFFICE)
    assert corrected.on_date == date(2025, 3, 30)
    with desk.read() as session:
        [earlier] = revisions(session, done.id)
    assert (earlier.number, earlier.who, earlier.reason) == (0, "Ann", "wrong day")
    assert earlier.answers["note"] == "old"
    assert "child" not in earlier.answers
    assert earlier.at == moment


def test_a_record_can_be_reopened_until_it_is_sent(desk: Desk) -> None:
    with desk.write("send") as session:
        done = finished_visit(session, suite(session), "2025-03-29")
        with pytest.raises(CannotReopen, match="Say why"):
            reopen(session, VISIT, done.id, "Ann", " ")
        mark_sent(session, [done.id])
        with pytest.raises(CannotReopen, match="has been sent"):
            reopen(session, VISIT, done.id, "Ann", "a slip")
        mark_filed(session, [done.id])
        with pytest.raises(CannotReopen, match="Ask the office"):
            reopen(session, VISIT, done.id, "Ann", "a slip")
        assert reopen(session, VISIT, done.id, "Office", "a slip", at_office=True).revision == 1
        with pytest.raises(CannotReopen, match="not finished"):
            reopen(session, VISIT, done.id, "Office", "a slip")


def test_what_the_office_corrects_stays_filed(desk: Desk) -> None:
    with desk.write("correct") as session:
        done = finished_visit(session, suite(session), "2025-03-29")
        mark_filed(session, [done.id])
        reopen(session, VISIT, done.id, "Office", "a slip", at_office=True)
        assert finish(session, VISIT, done.id, OFFICE, at_office=True).status == "filed"


def test_an_open_record_stays_open_when_it_is_sent(desk: Desk) -> None:
    with desk.write("send") as session:
        begun = visit(session, suite(session), "2025-03-29")
        mark_sent(session, [begun.id])
        assert record(session, begun.id).status == "open"


def problem(sorted_: object, **more: object) -> dict[str, object]:
    return {"id": new_id(), **DARK, "sorted": sorted_, **more}


def test_rows_open_issues_that_share_their_id(desk: Desk) -> None:
    rows = [problem("before_we_left", told_role="Inspector"), problem("not_yet"), problem("later")]
    rows.append(problem(NOT_KNOWN))
    with desk.write("finish") as session:
        place = suite(session)
        done = finished_visit(session, place, "2025-03-29", put_right=rows)
        issues = {one.id: one for one in session.scalars(select(models.Issue))}
        found = [issues[str(row["id"])] for row in rows]
    assert [one.status for one in found] == ["resolved", "open", "resolved", "open"]
    assert [one.resolved_on for one in found] == [date(2025, 3, 29), None, None, None]
    assert [one.sorted for one in found] == ["before_we_left", "not_yet", "later", "not_known"]
    assert (found[0].told_role, found[0].topic, found[0].location) == (
        "Inspector",
        "light",
        "Cell 7",
    )
    assert {(one.record_id, one.place_id, one.scheme) for one in found} == {
        (done.id, place, "visiting")
    }


def test_a_correction_updates_what_was_said_and_keeps_what_was_done(desk: Desk) -> None:
    worked, fresh, gone, kept = (problem("not_yet") for _ in range(4))
    rows = [worked, fresh, gone, kept]
    with desk.write("finish") as session:
        done = finished_visit(session, suite(session), "2025-03-29", put_right=rows)
        for row in (worked, kept):
            issue = session.get_one(models.Issue, row["id"])
            issue.class_code = "cells"
    with desk.write("correct") as session:
        again = reopen(session, VISIT, done.id, "Ann", "said wrongly")
        rows = [{**worked, "sorted": "before_we_left"}, {**fresh, "what": "Dim"}]
        rows[1]["sorted"] = "before_we_left"
        typed(session, again, {"put_right": rows})
        finish(session, VISIT, done.id, OFFICE)
    with desk.read() as session:
        issues = {one.id: one for one in session.scalars(select(models.Issue))}
        assert issues.keys() == {worked["id"], fresh["id"], kept["id"]}
        assert issues[str(worked["id"])].status == "open"
        assert issues[str(worked["id"])].sorted == "before_we_left"
        assert issues[str(fresh["id"])].status == "resolved"
        assert issues[str(fresh["id"])].what == "Dim"
        steps = session.scalars(select(models.IssueStep)).all()
        assert [one.issue_id for one in steps] == [kept["id"]]


def test_a_row_cannot_take_over_an_issue_of_another_record(desk: Desk) -> None:
    row = problem("not_yet")
    with desk.write("finish") as session:
        place = suite(session)
        first = finished_visit(session, place, "2025-03-28", put_right=[row])
        finished_visit(session, place, "2025-03-29", put_right=[{**row, "what": "mine"}])
        [issue] = session.scalars(select(models.Issue))
    assert (issue.record_id, issue.what) == (first.id, "Cell light very bright")


@pytest.mark.parametrize(("purpose", "count"), [("practice", 0), ("training", 0), ("official", 1)])
def test_practice_opens_no_issue(desk: Desk, purpose: str, count: int) -> None:
    with desk.write("practise") as session:
        place = suite(session)
        draft = new_draft(session, VISIT, office=OFFICE, who="A", place=place, purpose=purpose)
        whole = {"who": ["p"], "went": "yes", "seen": 1, "put_right": [problem("not_yet")]}
        typed(session, draft, whole)
        finish(session, VISIT, draft.id, OFFICE)
        assert len(session.scalars(select(models.Issue)).all()) == count


def test_a_reviews_rows_become_recommendations_and_learning(desk: Desk) -> None:
    asked = {"id": new_id(), "text": "Write again", "due": "2025-04-01"}
    learnt = {"id": new_id(), "text": "Answer letters", "made_on": "2025-03-10"}
    whole = {"received_on": "2025-02-03", "valid": "valid", "decision": "upheld"}
    whole |= {"sent_on": "2025-03-04"}
    with desk.write("review") as session:
        draft = new_draft(session, REVIEW, office=OFFICE, who="R")
        typed(session, draft, {**whole, "recommended": [asked], "learned": [learnt]})
        finish(session, REVIEW, draft.id, OFFICE)
    with desk.read() as session:
        learning = session.get_one(models.Recommendation, learnt["id"])
        assert (learning.kind, learning.made_on) == ("learning", date(2025, 3, 10))
        assert learning.ref == "CR-2025-001/L1"
    with desk.write("correct") as session:
        session.get_one(models.Recommendation, asked["id"]).reply = "accepted"
        again = reopen(session, REVIEW, draft.id, "R", "no learning after all")
        typed(session, again, {"learned": [], "recommended": [{**asked, "text": "Ring"}]})
        finish(session, REVIEW, draft.id, OFFICE)
    with desk.read() as session:
        [line] = session.scalars(select(models.Recommendation))
    assert (line.id, line.text, line.made_on) == (asked["id"], "Ring", date(2025, 3, 4))
    assert (line.reply, line.due, line.record_ids) == ("accepted", date(2025, 4, 1), [draft.id])


def test_a_row_cannot_take_away_a_recommendation_of_another_record(desk: Desk) -> None:
    asked = {"id": new_id(), "text": "Write again", "due": "2025-04-01"}
    whole = {"received_on": "2025-02-03", "valid": "valid", "decision": "upheld"}
    whole |= {"sent_on": "2025-03-04"}
    with desk.write("reviews") as session:
        first, second = (new_draft(session, REVIEW, office=OFFICE, who="R") for _ in range(2))
        for draft in (first, second):
            typed(session, draft, {**whole, "recommended": [asked]})
            finish(session, REVIEW, draft.id, OFFICE)
    with desk.write("correct") as session:
        again = reopen(session, REVIEW, second.id, "R", "nothing was asked")
        typed(session, again, {"recommended": []})
        finish(session, REVIEW, second.id, OFFICE)
    with desk.read() as session:
        [line] = session.scalars(select(models.Recommendation))
    assert (line.id, line.record_ids) == (asked["id"], [first.id])


def test_a_record_from_another_desk_has_the_same_consequences(desk: Desk) -> None:
    row = problem("not_yet")
    with desk.write("receive") as session:
        place = suite(session)
        answers: dict[str, object] = {
            "place": place,
            "on": "2025-03-29",
            "who": ["p"],
            "went": "yes",
            "seen": 1,
            "put_right": [row],
        }
        session.add(
            models.Record(
                id="r1",
                form=VISIT.id,
                form_version=3,
                scheme=VISIT.scheme,
                status="filed",
                answers=answers,
            )
        )
        take_in(session, VISIT, "r1", OFFICE)
    with desk.read() as session:
        found = record(session, "r1")
        assert (found.place_id, found.counted_on) == (place, date(2025, 3, 29))
        assert session.get_one(models.Issue, row["id"]).record_id == "r1"
        assert session.scalars(select(models.RecordText.text)).one() != ""


@pytest.mark.parametrize("status", ["binned", "open", "stub"])
def test_what_does_not_stand_has_no_consequences(desk: Desk, status: str) -> None:
    with desk.write("receive") as session:
        place = suite(session)
        done = finished_visit(session, place, "2025-03-29")
        row = session.get_one(models.Record, done.id)
        row.status, row.on_date, row.people = status, None, []
        row.answers = {**row.answers, "put_right": [problem("not_yet")]}
        take_in(session, VISIT, done.id, OFFICE)
        assert record(session, done.id).on_date == (None if status == "open" else date(2025, 3, 29))
        assert session.scalars(select(models.Issue)).all() == []


def test_a_case_is_finished_in_its_second_sitting(desk: Desk) -> None:
    with desk.write("case") as session:
        draft = new_draft(session, CASE, office=OFFICE, who="S")
        prepared = finish(session, CASE, draft.id, OFFICE, 1)
        assert (prepared.status, prepared.sitting) == ("open", 2)
        with pytest.raises(StillToDo):
            finish(session, CASE, draft.id, OFFICE, 2)
        typed(session, prepared, {"verdict": "3"})  # what the minutes need stops nobody here
        assert finish(session, CASE, draft.id, OFFICE, 2).status == "finished"
