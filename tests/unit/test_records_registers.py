"""Issues, recommendations, dogs, events, balances, totals, paragraphs and promises."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desktop import clock
from desktop.errors import UserError
from desktop.records import (
    dogs,
    events,
    issues,
    meetings,
    openings,
    paragraphs,
    promises,
    recommendations,
    totals,
)
from desktop.records.drafts import put_in_bin
from desktop.records.issues import CannotClose, Issue, Raised
from desktop.records.paragraphs import Paragraph
from desktop.records.recommendations import Made
from desktop.records.rows import NotHere
from desktop.records.totals import Part, Where
from desktop.store.desk import Desk
from desktop.store.ids import new_id
from tests.unit.records_forms import finished_visit, suite

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


def test_an_issue_is_followed_to_its_end(desk: Desk) -> None:
    with desk.write("issue") as session:
        row = {"id": new_id(), "topic": "light", "what": "Dark", "sorted": "not_yet"}
        done = finished_visit(session, suite(session), "2025-03-01", put_right=[row])
        [issue] = issues.issues_of(session, done.id)
        with pytest.raises(CannotClose, match="no class"):
            issues.close(session, issue.id, APRIL)
        issues.classify(session, issue.id, "cells", 3, due=date(2025, 3, 15))
        assert issues.overdue(session, date(2025, 3, 15)) == ()
        assert [one.id for one in issues.overdue(session, date(2025, 3, 16))] == [issue.id]
        with pytest.raises(CannotClose, match="without an answer"):
            issues.close(session, issue.id, APRIL)
        issues.respond(session, issue.id, " The lamp is mended. ", date(2025, 3, 20))
        issues.resolve(session, issue.id, None)
        with pytest.raises(CannotClose, match="have not heard"):
            issues.close(session, issue.id, APRIL)
        issues.feed_back(session, issue.id, date(2025, 3, 25))
        issues.add_step(session, issue.id, APRIL, "Rang the suite", "Office")
        closed = issues.close(session, issue.id, APRIL)
        assert issues.overdue(session, APRIL) == ()
        opened = issues.reopen(session, issue.id, APRIL, "Dark again", "Office")
        steps = issues.steps(session, issue.id)
    assert (closed.status, closed.response, closed.resolved_on) == (
        "closed",
        "The lamp is mended.",
        None,
    )
    assert (opened.status, opened.closed_on, opened.response) == ("open", None, closed.response)
    assert [(step.text, step.who) for step in steps] == [
        ("Rang the suite", "Office"),
        ("Dark again", "Office"),
    ]


def test_a_lesser_issue_of_the_office_needs_no_answer_to_close(desk: Desk) -> None:
    with desk.write("issue") as session:
        issue = issues.raise_issue(session, Raised("visiting", MARCH, " No soap "))
        issues.classify(session, issue.id, "care", 1)
        assert issues.close(session, issue.id, APRIL).status == "closed"
        with pytest.raises(UserError, match="what is wrong"):
            issues.raise_issue(session, Raised("visiting", MARCH, " "))
        with pytest.raises(UserError, match="what was done"):
            issues.add_step(session, issue.id, APRIL, "", "Office")
        with pytest.raises(NotHere):
            issues.issue(session, "none")
    assert (issue.what, issue.record_id, issue.status) == ("No soap", None, "open")


def test_open_issues_are_listed_latest_first_without_those_of_binned_records(desk: Desk) -> None:
    with desk.write("issues") as session:
        place = suite(session)
        row = {"id": new_id(), "topic": "light", "what": "Dark", "sorted": "not_yet"}
        binned = finished_visit(session, place, "2025-03-02", put_right=[row])
        put_in_bin(session, binned.id)
        first, second = (
            issues.raise_issue(session, Raised("visiting", on, "x", place)) for on in (MARCH, APRIL)
        )
        other = issues.raise_issue(session, Raised("dogs", MARCH, "x"))
        issues.resolve(session, first.id, APRIL)
        issues.classify(session, second.id, "care", 1)
        issues.close(session, second.id, APRIL)
        listed = issues.issues(session, scheme="visiting", place=place)
        everything = issues.issues(session, statuses=issues.STATUSES)
    assert [one.id for one in listed] == [first.id]
    assert [one.id for one in everything] == [second.id, other.id, first.id]


def test_an_issue_may_be_one_that_came_back(desk: Desk) -> None:
    with desk.write("issues") as session:
        place = suite(session)

        def raised(on: date, topic: str = "light", where: str | None = place) -> Issue:
            return issues.raise_issue(session, Raised("visiting", on, "x", where, topic))

        long_ago, last_year = raised(date(2024, 2, 28)), raised(date(2024, 3, 2))
        raised(MARCH, "food")
        raised(MARCH, where=None)
        same_day, now, later = raised(MARCH), raised(MARCH), raised(APRIL)
        assert [one.id for one in issues.repeats(session, now.id)] == [same_day.id, last_year.id]
        assert issues.repeats(session, long_ago.id) == ()
        assert later.id not in {one.id for one in issues.repeats(session, same_day.id)}
        assert issues.repeats(session, raised(APRIL, "").id) == ()


def test_the_public_line_is_short(desk: Desk) -> None:
    with desk.write("issue") as session:
        issue = issues.raise_issue(session, Raised("visiting", MARCH, "x"))
        assert issues.summarise(session, issue.id, " a \n b ").public_summary == "a b"
        with pytest.raises(UserError, match="201 characters"):
            issues.summarise(session, issue.id, "x" * 201)


def test_recommendations_without_a_text_may_be_several(desk: Desk) -> None:
    with desk.write("tracker") as session:
        meeting = meetings.plan_meeting(session, "panel", MARCH, held=True)
        seven = recommendations.add(
            session,
            Made("panel", MARCH, count=7, made_to="Custody Inspector", meeting_id=meeting.id),
        )
        with pytest.raises(UserError, match="line of its own"):
            recommendations.add(session, Made("panel", MARCH, "Do this", count=2))
        with pytest.raises(NotHere):
            recommendations.add(session, Made("panel", MARCH, "x", meeting_id="none"))
        assert recommendations.made_at(session, meeting.id) == (seven,)
    assert (seven.text, seven.count, seven.reply, seven.status) == (None, 7, "none", "open")


def test_a_recommendation_is_tracked_to_its_evidence(desk: Desk) -> None:
    with desk.write("tracker") as session:
        line = recommendations.add(session, Made("panel", MARCH, " Do this ", due=APRIL))
        assert [one.id for one in recommendations.awaiting_reply(session, date(2025, 4, 2))] == [
            line.id
        ]
        assert recommendations.awaiting_reply(session, APRIL) == ()
        with pytest.raises(UserError, match="no reply and no evidence"):
            recommendations.close(session, line.id)
        recommendations.reply(session, line.id, "accepted", APRIL, "Yes")
        with pytest.raises(UserError, match="nothing shows"):
            recommendations.close(session, line.id)
        with pytest.raises(UserError, match="what was seen"):
            recommendations.give_evidence(session, line.id, "", APRIL)
        recommendations.give_evidence(session, line.id, "A new form", APRIL)
        recommendations.report(session, line.id, APRIL)
        closed = recommendations.close(session, line.id)
        assert recommendations.tracker(session) == ()
        assert recommendations.tracker(session, statuses=("closed",), scheme="panel") == (closed,)
        assert recommendations.tracker(session, statuses=("closed",), kinds=("learning",)) == ()
        assert recommendations.reopen(session, line.id).status == "open"
        none = recommendations.reply(session, line.id, "none", APRIL)
        changed = recommendations.change(session, line.id, Made("panel", MARCH, "", count=2))
    assert (closed.text, closed.reply_on, closed.reported_on) == ("Do this", APRIL, APRIL)
    assert none.reply_on is None
    assert (changed.text, changed.count, changed.evidence) == (None, 2, "A new form")


def test_a_rejected_recommendation_closes_and_may_come_back(desk: Desk) -> None:
    with desk.write("tracker") as session:
        first, again = (
            recommendations.add(session, Made("panel", on, "Do this")) for on in (MARCH, APRIL)
        )
        recommendations.reply(session, first.id, "rejected", MARCH)
        assert recommendations.close(session, first.id).status == "closed"
        with pytest.raises(UserError, match="earlier"):
            recommendations.came_back(session, first.id, again.id)
        assert recommendations.came_back(session, again.id, first.id).repeat_of == first.id
        assert recommendations.recommendation(session, first.id).status == "came_back"


def test_dogs_have_a_life_after_service(desk: Desk) -> None:
    with desk.write("dogs") as session:
        rex = dogs.add_dog(session, "Rex", "working", status_on=MARCH)
        with pytest.raises(UserError, match="Rex is on the register"):
            dogs.add_dog(session, "rex ", "in_training")
        gone = dogs.set_status(session, rex.id, "retired", APRIL, went_to="Handler")
        dogs.set_status(session, rex.id, "died", date(2025, 5, 1))
        young = dogs.add_dog(session, "Rex", "in_training")
        changed = dogs.change_dog(session, young.id, name="Rex II", kind="Search")
        assert [one.name for one in dogs.dogs(session)] == ["Rex", "Rex II"]
        assert dogs.dogs(session, serving_only=True) == (changed,)
        with pytest.raises(UserError, match="needs a name"):
            dogs.add_dog(session, " ", "working")
    assert (gone.went_to, gone.status_on) == ("Handler", APRIL)


def test_events_ask_whether_they_happened(desk: Desk) -> None:
    with desk.write("events") as session:
        training = events.add_event(session, "dogs", MARCH, " Training ")
        other = events.add_event(session, "visiting", APRIL, "Seminar")
        assert events.to_answer(session, APRIL) == (training,)
        events.say_happened(session, training.id, "no")
        assert events.to_answer(session, APRIL) == ()
        moved = events.change_event(session, other.id, MARCH, "Seminar", note="online")
        found = events.events(session, MARCH, MARCH)
        assert events.events(session, MARCH, MARCH, scheme="visiting") == (moved,)
        events.remove_event(session, other.id)
        assert events.events(session, APRIL, APRIL) == ()
        with pytest.raises(UserError, match="nothing to keep"):
            events.add_event(session, "dogs", MARCH, " ")
    assert [(one.title, one.happened) for one in found] == [
        ("Training", "no"),
        ("Seminar", "unknown"),
    ]


def test_news_are_dated_lines(desk: Desk) -> None:
    with desk.write("news") as session:
        line = events.add_news(session, "visiting", APRIL, "The pilot begins.")
        assert events.news(session, MARCH, date(2025, 3, 31)) == ()
        assert events.news(session, APRIL, APRIL, scheme="visiting") == (line,)
        assert events.change_news(session, line.id, MARCH, "It began.").on_date == MARCH
        events.remove_news(session, line.id)
        assert events.news(session, MARCH, APRIL) == ()


def test_a_balance_may_be_not_known(desk: Desk) -> None:
    with desk.write("openings") as session:
        first = openings.set_opening(session, "reviews", "open", APRIL, None, source="No list")
        second = openings.set_opening(session, "reviews", "open", APRIL, 12, source="Counted")
        openings.set_opening(session, "dogs", "people", MARCH, 4)
        assert openings.openings(session, "reviews") == (second,)
        assert len(openings.openings(session)) == 2
        with pytest.raises(UserError, match="less than nought"):
            openings.set_opening(session, "dogs", "people", MARCH, -1)
        openings.remove_opening(session, second.id)
        assert openings.openings(session, "reviews") == ()
    assert (first.value, second.id, second.value) == (None, first.id, 12)


def test_a_total_is_entered_with_its_source_and_all_its_parts(desk: Desk) -> None:
    moment = datetime(2025, 4, 2, tzinfo=UTC)
    with desk.write("totals") as session, clock.fixed(moment):
        meeting = meetings.plan_meeting(session, "panel", MARCH, held=True)
        where = Where("case", "verdicts", meeting_id=meeting.id)
        parts = [Part("", 15), Part("2", 6, 15), Part("3", None)]
        kept = totals.enter_total(session, where, parts, source=" Minutes ", who="Office")
        again = totals.enter_total(session, where, parts[:2], source="Minutes", who="Office")
        period = Where("case", "verdicts", MARCH, date(2025, 3, 31))
        totals.enter_total(session, period, [Part("", 15)], source="Paper", who="Office")
        assert totals.total_for(session, where) == again
        assert len(totals.totals(session, "case")) == 3
        totals.remove_total(session, where)
        assert len(totals.totals(session)) == 1
    assert [(one.cell, one.numerator, one.denominator) for one in kept] == [
        ("", 15, None),
        ("2", 6, 15),
        ("3", None, None),
    ]
    assert {(one.source, one.entered_at) for one in kept} == {("Minutes", moment)}


@pytest.mark.parametrize(
    ("where", "part", "source", "sentence"),
    [
        (Where("case", "x"), Part("", 1), "Paper", "what the total is for"),
        (Where("case", "x", MARCH, APRIL), Part("", 1), " ", "where the numbers come from"),
        (Where("case", "x", MARCH, APRIL), Part("", -1), "Paper", "less than nought"),
        (Where("case", "x", MARCH, APRIL), Part("", 3, 2), "Paper", "3 of 2"),
        (Where("case", "x", APRIL, MARCH), Part("", 1), "Paper", "before it begins"),
        (Where("case", "x", meeting_id="none"), Part("", 1), "Paper", "not on this computer"),
    ],
)
def test_a_total_that_cannot_be_is_refused(
    desk: Desk, where: Where, part: Part, source: str, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence), desk.write("total") as session:
        totals.enter_total(session, where, [part], source=source, who="Office")


def test_paragraphs_are_kept_by_period_and_number(desk: Desk) -> None:
    first = Paragraph(
        "", "other", MARCH, date(2025, 3, 31), "free", 62, " Text ", "Ann", typed=True
    )
    with desk.write("paragraphs") as session:
        kept = paragraphs.write_paragraph(session, first)
        story = paragraphs.write_paragraph(session, replace(first, slot="story", number=None))
        one = paragraphs.write_paragraph(session, replace(first, number=61, typed=False))
        changed = paragraphs.write_paragraph(session, replace(kept, text="New"))
        found = paragraphs.paragraphs(session, MARCH, date(2025, 3, 31))
        assert found == (one, changed, story)
        free = paragraphs.paragraphs(
            session, MARCH, date(2025, 3, 31), slot="story", scheme="other"
        )
        assert free == (story,)
        assert paragraphs.earlier(session, MARCH) == ()
        assert paragraphs.earlier(session, APRIL, scheme="other") == (changed, story)
        paragraphs.remove_paragraph(session, story.id)
        with pytest.raises(UserError, match="nothing to keep"):
            paragraphs.write_paragraph(session, replace(first, text=" "))
    assert (kept.text, changed.id) == ("Text", kept.id)


def test_a_promise_is_open_until_it_is_answered(desk: Desk) -> None:
    with desk.write("promises") as session:
        asked = promises.add_promise(session, "Police and Crime Panel", MARCH, "Bring the table")
        other = promises.add_promise(session, "Panel", APRIL, "Say why", due=APRIL, scheme="dogs")
        with pytest.raises(UserError, match="Write the answer"):
            promises.answer(session, asked.id, " ")
        assert promises.answer(session, asked.id, "Brought").status == "answered"
        assert promises.promises(session, open_only=True) == (other,)
        promises.answer(session, other.id, "", "not_stated")
        assert [one.status for one in promises.promises(session)] == ["answered", "not_stated"]
        promises.remove_promise(session, other.id)
        assert len(promises.promises(session)) == 1
        with pytest.raises(UserError, match="what was asked"):
            promises.add_promise(session, "Panel", APRIL, "")
