"""Sending, receiving and answering between real desks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed import enrolling
from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.receiving import look, receive
from desktop.exchange.sealed.refused import CannotSend, NotTakenBack
from desktop.exchange.sealed.sending import (
    changed_since_sent,
    make_again,
    ready,
    sent_files,
    take_back,
)
from desktop.exchange.sending import file_name, is_sealed, write_for_office
from desktop.records.record import revisions
from desktop.store import models
from tests.unit.conftest import Laptops
from tests.unit.sealed_desks import FORMS, invite, set_up_by
from tests.unit.sealed_posts import (
    NOW,
    Post,
    answer,
    correct,
    hear,
    ids_of,
    new_post,
    of,
    problem,
    send,
    take,
    visit,
    visit_answers,
    write,
)


@pytest.fixture
def post(fresh: Laptops) -> Iterator[Post]:
    with clock.fixed(NOW):
        yield new_post(fresh)


def test_a_finished_visit_goes_to_the_office_and_its_answer_comes_back(post: Post) -> None:
    id_ = visit(post.laptop, post.known, to_put_right=[problem("row", custody_number="CN 4711")])
    with post.laptop.desk.read() as session:
        (waiting,) = ready(session, FORMS)
    assert (waiting.id, waiting.place, waiting.changed) == (id_, "Keyham Lane", False)
    made = send(post.laptop, [id_])
    assert of(post.laptop, id_).status == "sent"
    with post.office.desk.read() as session:
        arrived = look(session, made.blob)
    assert (arrived.who, arrived.state, arrived.records) == ("Jane Smith", "confirmed", 1)
    report = take(post.office, made)
    assert [one.decision for one in report.records] == ["insert"]
    assert report.sentence == "1 record from Jane Smith: 1 new."
    there = of(post.office, id_)
    assert there.status == "filed"
    assert there.answers["to_put_right"][0]["custody_number"] == "CN 4711"  # type: ignore[index]
    heard = hear(post.laptop, answer(post.office, post.peer))
    assert heard.filed == (id_,)
    assert of(post.laptop, id_).status == "filed"
    assert heard.history == ""


def test_the_same_file_twice_changes_nothing_and_is_told_the_same(post: Post) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    first = take(post.office, made)
    again = take(post.office, to_text(made.blob).encode())
    assert (again.state, again.records) == ("again", first.records)
    assert again.sentence.startswith("This file came before")
    assert first.sentence in again.sentence
    assert len(ids_of(post.office)) == 1
    with post.office.desk.read() as session:
        before = look(session, made.blob).before
    assert before is not None
    assert before.records == first.records


def test_a_correction_is_kept_with_the_reason_and_updates_what_was_raised(post: Post) -> None:
    id_ = visit(post.laptop, post.known, to_put_right=[problem("row")])
    take(post.office, send(post.laptop, [id_]))
    with post.office.desk.write("Classified") as session:
        issue = session.get_one(models.Issue, "row")
        issue.class_code, issue.severity = "cells", 2
    correct(post.laptop, id_, "It was cell 8", to_put_right=[problem("row", where="Cell 8")])
    with post.laptop.desk.read() as session:
        (waiting,) = ready(session, FORMS)
        assert (waiting.changed, waiting.status) == (True, "finished")
        assert changed_since_sent(session, FORMS) == {id_}
    report = take(post.office, send(post.laptop, [id_]))
    assert [one.decision for one in report.records] == ["correction"]
    with post.office.desk.read() as session:
        issue = session.get_one(models.Issue, "row")
        assert (issue.location, issue.class_code, issue.severity) == ("Cell 8", "cells", 2)
        (earlier,) = revisions(session, id_)
        assert (earlier.who, earlier.reason) == ("Jane Smith", "It was cell 8")
    assert of(post.office, id_).status == "filed"


def test_an_older_file_that_comes_late_changes_nothing(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    first = send(post.laptop, [id_])
    correct(post.laptop, id_, staff="unhelpful", staff_how="Curt")
    take(post.office, send(post.laptop, [id_]))
    late = take(post.office, first)
    assert [one.decision for one in late.records] == ["stale"]
    assert of(post.office, id_).answers["staff"] == "unhelpful"
    heard = hear(post.laptop, answer(post.office, post.peer))
    assert heard.filed == (id_,)


def test_saying_again_what_was_said_before_is_a_correction_too(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    for staff in ("acceptable", "helpful", "acceptable", "helpful"):
        take(post.office, send(post.laptop, [id_]))
        correct(post.laptop, id_, staff=staff)
    report = take(post.office, send(post.laptop, [id_]))
    assert [one.decision for one in report.records] == ["correction"]
    assert of(post.office, id_).answers["staff"] == "helpful"


def test_practice_and_what_is_not_finished_stays(post: Post) -> None:
    tried = write(post.laptop, visit_answers(post.known), purpose="practice")
    begun = write(post.laptop, visit_answers(post.known))
    with post.laptop.desk.read() as session:
        assert ready(session, FORMS) == ()
    with pytest.raises(CannotSend, match="None of these"):
        send(post.laptop, [tried, begun])
    with pytest.raises(CannotSend, match="desk of the office"):
        send(post.office, [tried])


def test_a_file_that_never_left_is_taken_back_and_what_was_in_it_waits(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    made = send(post.laptop, [id_])
    with post.laptop.desk.write("Took it back") as session:
        assert take_back(session, made.parcel_id) == (id_,)
    assert of(post.laptop, id_).status == "finished"
    with post.laptop.desk.read() as session:
        assert [(one.id, one.changed) for one in ready(session, FORMS)] == [(id_, False)]
        (file,) = sent_files(session)
        assert (file.taken_back, file.can_be_made_again) == (True, False)
        with pytest.raises(CannotSend, match="not kept any more"):
            make_again(session, made.parcel_id)
    again = send(post.laptop, [id_])
    assert again.parcel_id != made.parcel_id
    # It had left after all: it counts once all the same.
    for one, decision in ((made, "insert"), (again, "duplicate")):
        report = take(post.office, one)
        assert [one.decision for one in report.records] == [decision]
    hear(post.laptop, answer(post.office, post.peer))
    assert of(post.laptop, id_).status == "filed"
    with post.laptop.desk.write("Took it back") as session, pytest.raises(NotTakenBack):
        take_back(session, again.parcel_id)


def test_a_lost_file_is_made_again_with_the_same_bytes(post: Post) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    with post.laptop.desk.read() as session:
        assert make_again(session, made.parcel_id) == made


def test_from_a_laptop_that_nobody_confirmed_nothing_is_taken_until_it_is(
    post: Post, fresh: Laptops
) -> None:
    ravi = fresh("ravi")
    set_up_by(ravi, invite(post.office, post.known.ravi))
    id_ = visit(ravi, post.known)
    made = send(ravi, [id_])
    with post.office.desk.read() as session:
        arrived = look(session, made.blob)
    assert (arrived.state, arrived.who, arrived.peer_id) == ("unknown", "Ravi Patel", "")
    report = take(post.office, made)
    assert (report.state, report.records) == ("unconfirmed", ())
    assert report.words == arrived.words
    assert ids_of(post.office) == []
    with post.office.desk.write("Confirmed") as session:
        enrolling.confirm(session, report.peer_id)
    assert take(post.office, made).count("insert") == 1
    hear(ravi, answer(post.office, report.peer_id))
    assert of(ravi, id_).status == "filed"
    correct(ravi, id_, staff="acceptable")
    with ravi.desk.read() as session:
        assert not enrolling.is_to_enrol(session)


def test_a_withdrawn_laptop_and_a_stranger_are_refused(post: Post, fresh: Laptops) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    with post.office.desk.write("Withdrew") as session:
        enrolling.withdraw(session, post.peer, "Stolen")
    with pytest.raises(enrolling.LaptopWasWithdrawn):
        take(post.office, made)
    assert ids_of(post.office) == []


def test_what_comes_of_a_newer_form_is_refused_whole(post: Post) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known), visit(post.laptop, post.known)])
    older = {**FORMS, "custody_visit": replace(FORMS["custody_visit"], version=0)}
    for forms, said in ((older, "newer edition of the form"), ({}, "not on this computer")):
        with (
            pytest.raises(UserError, match=said),
            post.office.desk.write("Received") as session,
        ):
            receive(session, forms, made.blob)
    assert ids_of(post.office) == []
    assert take(post.office, made).count("insert") == 2


def test_a_desk_with_an_office_writes_a_sealed_file_where_others_write_an_open_one(
    post: Post, tmp_path: Path
) -> None:
    id_, path = visit(post.laptop, post.known), tmp_path / file_name(NOW.date(), sealed=True)
    with post.laptop.desk.write("Wrote a file for the office") as session:
        assert is_sealed(session)
        assert write_for_office(session, path, FORMS, [id_]) == (id_,)
    assert b"Keyham" not in path.read_bytes()
    assert take(post.office, path.read_bytes()).count("insert") == 1
    with post.office.desk.read() as session:
        assert not is_sealed(session)


def test_where_the_file_cannot_be_written_nothing_was_sent(post: Post, tmp_path: Path) -> None:
    id_ = visit(post.laptop, post.known)
    with (
        pytest.raises(UserError, match="could not be written"),
        post.laptop.desk.write("Wrote a file for the office") as session,
    ):
        write_for_office(session, tmp_path / "no" / "out.age", FORMS, [id_])
    assert of(post.laptop, id_).status == "finished"
    with post.laptop.desk.read() as session:
        assert sent_files(session) == ()


def test_what_the_office_has_is_sent_once_more_to_an_office_that_lost_it(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [id_]))
    hear(post.laptop, answer(post.office, post.peer))
    with post.laptop.desk.read() as session:
        assert ready(session, FORMS) == ()
    report = take(post.office, send(post.laptop, [id_]))
    assert report.count("duplicate") == 1
    assert of(post.laptop, id_).status == "filed"
    with post.office.desk.write("Lost it") as session:
        for row in session.scalars(select(models.Passage)):
            session.delete(row)
        session.delete(session.get_one(models.Record, id_))
    report = take(post.office, send(post.laptop, [id_]))
    assert report.count("insert") == 1


def test_what_the_office_erased_does_not_come_back_by_an_old_file(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    first = send(post.laptop, [id_])
    take(post.office, first)
    with post.office.desk.write("Erased") as session:
        session.delete(session.get_one(models.Record, id_))
    report = take(post.office, send(post.laptop, [id_]))
    assert report.count("stale") == 1
    assert ids_of(post.office) == []
    correct(post.laptop, id_, staff="acceptable")
    assert take(post.office, send(post.laptop, [id_])).count("insert") == 1


def test_a_record_that_fits_no_file_is_named_before_anything_is_sent(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    with post.laptop.desk.write("Made it odd") as session:
        row = session.get_one(models.Record, id_)
        row.answers = {**row.answers, "done_well": "x" * 6_000_000}
    with pytest.raises(CannotSend, match="a custody visit, is too large"):
        send(post.laptop, [id_])
    assert of(post.laptop, id_).status == "finished"
