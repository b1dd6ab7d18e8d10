"""Cases go between the office and a colleague as often as need be, by the same files."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from desktop import clock
from desktop.exchange.sealed.colleagues import colleagues
from desktop.exchange.sealed.conflicts import settle, waiting
from desktop.exchange.sealed.receiving import look
from desktop.exchange.sealed.refusals import NotForUs
from desktop.exchange.sealed.refused import CannotSend, NotTheirs
from desktop.exchange.sealed.sending import ready
from desktop.records.drafts import new_draft, save_draft
from desktop.records.meetings import About, Attendance, hold, meeting, plan_meeting
from desktop.records.office import office_on
from desktop.store import models
from tests.unit.conftest import Around, Laptops
from tests.unit.sealed_desks import FORMS, REVIEWS
from tests.unit.sealed_posts import (
    NOW,
    REVIEW,
    Post,
    answer,
    change,
    hear,
    ids_of,
    join,
    new_post,
    of,
    review_answers,
    send,
    take,
    visit,
    write,
)

PANEL = FORMS["out_of_court_resolution_review"]


@pytest.fixture
def post(fresh: Laptops) -> Iterator[Post]:
    with clock.fixed(NOW):
        yield new_post(fresh)


@pytest.fixture
def reviewer(post: Post, fresh: Laptops) -> tuple[Around, str]:
    made = fresh("reviewer")
    return made, join(post.office, made, post.known.ravi, "reviewer", (REVIEWS,))


def to_send(desk: Around, to: str | None = None) -> list[str]:
    with desk.desk.read() as session:
        return [one.id for one in ready(session, FORMS, to=to)]


def test_a_review_goes_to_and_fro_while_it_is_worked_on(
    post: Post, reviewer: tuple[Around, str]
) -> None:
    desk, peer = reviewer
    id_ = write(post.office, review_answers(), form=REVIEW.id)
    assert to_send(post.office, peer) == [id_]
    report = take(desk, send(post.office, [id_], to=peer))
    assert report.count("insert") == 1
    there = of(desk, id_)
    assert (there.status, there.answers["force_ref"]) == ("open", "CO/4711")
    assert to_send(post.office, peer) == []
    assert to_send(desk) == []
    for number, day in enumerate(("2026-11-10", "2026-11-12", "2026-11-13"), 1):
        change(desk, id_, papers_asked_on=day)
        assert to_send(desk) == [id_]
        report = take(post.office, send(desk, [id_]))
        assert report.count("correction") == 1
        assert of(post.office, id_).answers["papers_asked_on"] == day
        assert of(post.office, id_).status == "open"
        change(post.office, id_, acknowledged_on=day)
        assert to_send(post.office, peer) == [id_]
        assert take(desk, send(post.office, [id_], to=peer)).count("correction") == 1
        assert of(desk, id_).answers["acknowledged_on"] == day
        with post.office.desk.read() as session:
            kept = select(models.Revision).where(models.Revision.record_id == id_)
            assert len(session.scalars(kept).all()) == number
    assert ids_of(post.office) == [id_]
    assert hear(desk, answer(post.office, peer)).filed == (id_,)


def test_a_review_changed_on_both_sides_is_put_together_and_both_then_hold_the_same(
    post: Post, reviewer: tuple[Around, str]
) -> None:
    desk, peer = reviewer
    id_ = write(post.office, review_answers(), form=REVIEW.id)
    take(desk, send(post.office, [id_], to=peer))
    change(desk, id_, papers_asked_on="2026-11-10")
    change(post.office, id_, acknowledged_on="2026-11-11")
    assert take(post.office, send(desk, [id_])).count("conflict") == 1
    with post.office.desk.write("Settled") as session:
        (one,) = waiting(session, FORMS)
        choices = {"papers_asked_on": "came", "acknowledged_on": "here"}
        assert {pair.key for pair in one.differing} == set(choices)
        settle(session, FORMS, one.id, choices, who="Office")  # type: ignore[arg-type]
    assert take(desk, send(post.office, [id_], to=peer)).count("correction") == 1
    for side in (desk, post.office):
        now = of(side, id_).answers
        assert (now["papers_asked_on"], now["acknowledged_on"]) == ("2026-11-10", "2026-11-11")
    assert to_send(desk) == []


def test_a_case_takes_its_meeting_with_it(post: Post, fresh: Laptops) -> None:
    desk = fresh("secretary")
    peer = join(post.office, desk, post.known.ravi, "secretary", (PANEL.scheme,))
    with desk.desk.write("Prepared") as session:
        held = plan_meeting(session, PANEL.scheme, date(2026, 11, 20), About("Panel"))
        office = office_on(session, clock.today(), FORMS.values())
        case = new_draft(session, PANEL, office=office, who="Ravi", meeting=held.id)
        typed = {**case.answers, "force_ref": "F-1"}
        save_draft(session, PANEL, case.id, typed, {}, office=office, version=case.version)
    take(post.office, send(desk, [case.id]))
    there = of(post.office, case.id)
    assert (there.meeting_id, there.counted_on) == (held.id, date(2026, 11, 20))
    assert to_send(post.office, peer) == []
    with desk.desk.write("Held") as session:
        hold(session, held.id, [Attendance("Members", 7)])
    change(desk, case.id, force_ref="F-2")
    report = take(post.office, send(desk, [case.id]))
    assert report.remarks == (
        "The meeting of Friday 20 November 2026 was held, by what Ravi Patel sent.",
    )
    with post.office.desk.read() as session:
        now = meeting(session, held.id)
    assert (now.status, now.attendance) == ("held", (Attendance("Members", 7),))


def test_cases_go_to_colleagues_only_and_visits_do_not_come_back(
    post: Post, reviewer: tuple[Around, str]
) -> None:
    desk, peer = reviewer
    with post.office.desk.read() as session:
        assert [one.id for one in colleagues(session)] == [peer]
    id_ = write(post.office, review_answers(), form=REVIEW.id)
    with pytest.raises(CannotSend, match="Cases do not go to Jane Smith"):
        send(post.office, [id_], to=post.peer)
    made = send(post.office, [id_], to=peer)
    with pytest.raises(NotForUs):
        take(post.laptop, made)
    with desk.desk.read() as session:
        arrived = look(session, made.blob)
    assert (arrived.state, arrived.who) == ("office", "OPCC for Somewhere")
    sent = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [sent]))
    with pytest.raises(CannotSend, match="None of these"):
        send(post.office, [sent], to=peer)


def test_a_visitor_is_not_believed_about_cases(post: Post) -> None:
    id_ = write(post.laptop, review_answers(), form=REVIEW.id)
    with pytest.raises(NotTheirs, match="not invited to write a complaint review"):
        take(post.office, send(post.laptop, [id_]))
    assert ids_of(post.office) == []
