"""The office's answers: what they change on a laptop, and what both sides see of the histories."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed import enrolling
from desktop.exchange.sealed.envelope import seal
from desktop.exchange.sealed.heads import anchors
from desktop.exchange.sealed.messages import add_message, mark_read, messages
from desktop.exchange.sealed.own_keys import insist_on_keys
from desktop.exchange.sealed.receipts import is_to_answer, make_receipt
from desktop.exchange.sealed.refusals import NotForUs, WrongKind
from desktop.exchange.sealed.refused import (
    CannotSend,
    NotYourOffice,
    OfAnotherLaptop,
    SaysOtherwise,
)
from desktop.records import issues
from desktop.records.drafts import put_in_bin
from desktop.store.chain import verify
from desktop.store.desk import open_desk
from tests.unit.conftest import PASSPHRASE, Around, Laptops
from tests.unit.sealed_posts import (
    NOW,
    Post,
    answer,
    correct,
    hear,
    join,
    new_post,
    of,
    problem,
    send,
    take,
    visit,
)
from tests.unit.sealedfiles import new_desks, receipt

TODAY = date(2026, 11, 22)


@pytest.fixture
def post(fresh: Laptops) -> Iterator[Post]:
    with clock.fixed(NOW):
        yield new_post(fresh)


def letters(desk: Around) -> list[str]:
    with desk.desk.read() as session:
        return [one.text for one in reversed(messages(session))]


def raised(post: Post, row: str = "row", **more: object) -> str:
    id_ = visit(post.laptop, post.known, to_put_right=[problem(row, **more)])
    take(post.office, send(post.laptop, [id_]))
    return id_


def test_who_raised_something_hears_what_came_of_it_once_for_each_news(post: Post) -> None:
    raised(post)
    hear(post.laptop, answer(post.office, post.peer))
    assert letters(post.laptop) == []
    with post.office.desk.write("Answered") as session:
        issues.respond(session, "row", "A new lamp is ordered", TODAY)
    assert hear(post.laptop, answer(post.office, post.peer)).letters == 1
    assert hear(post.laptop, answer(post.office, post.peer)).letters == 0
    with post.office.desk.write("Mended") as session:
        issues.resolve(session, "row", TODAY)
        issues.summarise(session, "row", "The lamp was replaced.")
    assert hear(post.laptop, answer(post.office, post.peer)).letters == 1
    first, second = letters(post.laptop)
    assert first == (
        "You raised this at Keyham Lane on Friday 20 November 2026: “Too bright”. "
        "The police answered on Sunday 22 November 2026: A new lamp is ordered."
    )
    assert second.endswith("The lamp was replaced. It was put right on Sunday 22 November 2026.")


def test_what_was_put_right_before_they_left_is_no_news(post: Post) -> None:
    raised(post, sorted="before_we_left")
    assert hear(post.laptop, answer(post.office, post.peer)).letters == 0


def test_nobody_hears_of_what_another_volunteer_raised(post: Post, fresh: Laptops) -> None:
    ravi = fresh("ravi")
    peer = join(post.office, ravi, post.known.ravi)
    raised(post)
    take(post.office, send(ravi, [visit(ravi, post.known)]))
    with post.office.desk.write("Answered") as session:
        issues.respond(session, "row", "A new lamp is ordered", TODAY)
        add_message(session, post.peer, "Thank you, Jane.")
    assert hear(ravi, answer(post.office, peer)).letters == 0
    assert letters(ravi) == []
    with pytest.raises(NotForUs):
        hear(ravi, answer(post.office, post.peer))


def test_the_office_writes_to_somebody_and_it_is_read_once(post: Post) -> None:
    with post.office.desk.write("Wrote") as session:
        add_message(session, post.peer, " Thank you. \n")
        with pytest.raises(UserError, match="Write what you want"):
            add_message(session, post.peer, "  ")
        assert is_to_answer(session, post.peer)
    heard = hear(post.laptop, answer(post.office, post.peer))
    assert heard.sentence == "OPCC for Somewhere wrote you 1 message."
    with post.office.desk.read() as session:
        assert not is_to_answer(session, post.peer)
    with post.laptop.desk.write("Read") as session:
        (letter,) = messages(session)
        assert (letter.text, letter.kind, letter.unread) == ("Thank you.", "note", True)
        mark_read(session, letter.id)
        assert not messages(session)[0].unread


def test_a_lost_answer_is_made_up_for_by_the_next(post: Post) -> None:
    first = raised(post)
    with post.office.desk.write("Wrote") as session:
        add_message(session, post.peer, "First.")
    answer(post.office, post.peer)
    second = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [second]))
    heard = hear(post.laptop, answer(post.office, post.peer))
    assert (set(heard.filed), heard.letters) == ({first, second}, 1)
    # From the next file the office knows that this answer came, and says no more of it.
    third = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [third]))
    heard = hear(post.laptop, answer(post.office, post.peer))
    assert (heard.filed, heard.letters) == ((third,), 0)
    with post.office.desk.read() as session:
        assert not messages(session)[0].unread


def test_an_answer_opened_twice_says_the_same_and_changes_nothing(post: Post) -> None:
    id_ = raised(post)
    blob = answer(post.office, post.peer)
    first = hear(post.laptop, blob)
    correct(post.laptop, id_, staff="acceptable")
    again = hear(post.laptop, blob)
    assert (again.again, again.sentence, again.filed) == (True, first.sentence, first.filed)
    assert of(post.laptop, id_).status == "finished"


def test_what_was_opened_again_meanwhile_stays_to_be_sent(post: Post) -> None:
    id_ = raised(post)
    correct(post.laptop, id_, staff="acceptable")
    hear(post.laptop, answer(post.office, post.peer))
    assert of(post.laptop, id_).status == "finished"
    with post.laptop.desk.write("Binned") as session, pytest.raises(UserError, match="been sent"):
        put_in_bin(session, id_)


def test_an_answer_of_anybody_else_is_refused(post: Post, fresh: Laptops) -> None:
    other = new_desks()
    with post.laptop.desk.read() as session:
        mine = insist_on_keys(session)
    forged = seal(
        "receipt",
        receipt(other).to_body(),
        signing_seed=other.office.signing_seed,
        recipients=[mine.recipient],
    )
    with pytest.raises(NotYourOffice, match="was not made by OPCC for Somewhere"):
        hear(post.laptop, forged)
    with post.office.desk.read() as session:
        seed = insist_on_keys(session).signing_seed
    for body, refusal in ((receipt(other).to_body(), OfAnotherLaptop),):
        blob = seal("receipt", body, signing_seed=seed, recipients=[mine.recipient])
        with pytest.raises(refusal):
            hear(post.laptop, blob)
    body = {**receipt(other).to_body(), "laptop": mine.verify_key.hex()}
    hear(post.laptop, seal("receipt", body, signing_seed=seed, recipients=[mine.recipient]))
    blob = seal("receipt", {**body, "messages": []}, signing_seed=seed, recipients=[mine.recipient])
    with pytest.raises(SaysOtherwise):
        hear(post.laptop, blob)
    with pytest.raises(WrongKind):
        hear(
            post.laptop,
            seal("submission", body, signing_seed=seed, recipients=[mine.recipient]),
        )


def test_a_laptop_that_is_not_confirmed_gets_no_answer(post: Post) -> None:
    with post.office.desk.write("Withdrew") as session:
        enrolling.withdraw(session, post.peer, "Lost")
        with pytest.raises(CannotSend, match="not confirmed"):
            make_receipt(session, post.peer)


def test_both_histories_are_whole_and_what_others_saw_anchors_them(post: Post) -> None:
    for _ in range(2):
        raised(post)
        heard = hear(post.laptop, answer(post.office, post.peer))
        assert heard.history == ""
    report = take(post.office, send(post.laptop, [visit(post.laptop, post.known)]))
    assert report.history == ""
    for desk in (post.laptop, post.office):
        with desk.desk.read() as session:
            assert anchors(session)
            assert verify(session, anchors(session)) is None


def test_a_laptop_restored_from_an_older_copy_is_noticed_and_its_records_are_taken(
    post: Post, tmp_path: Path
) -> None:
    visit(post.laptop, post.known)
    old = tmp_path / "old" / "desks" / "desk"
    post.laptop.desk.checkpoint()
    shutil.copytree(post.laptop.desk.folder, old, ignore=shutil.ignore_patterns("*.lock"))
    for _ in range(4):
        raised(post, sorted="promised")
    blob = answer(post.office, post.peer)
    with closing(open_desk(old, PASSPHRASE, who="jane")) as desk:
        restored = Around(tmp_path / "old", desk)
        heard = hear(restored, blob)
        assert heard.history.startswith(
            "The history on this laptop ends earlier than what the office has seen: the office saw "
        )
        assert heard.filed == ()
        with clock.fixed(NOW.replace(hour=22)):
            made = send(restored, [visit(restored, post.known)])
        report = take(post.office, made)
        assert report.count("insert") == 1
        assert report.history.startswith(
            "The history on Jane Smith’s laptop ends earlier than what this desk has seen"
        )
        for _ in range(20):
            visit(restored, post.known)
        heard = hear(restored, answer(post.office, post.peer))
        assert "is not the one that the office has seen" in heard.history


def test_an_office_whose_history_was_cut_hears_it_from_a_laptop(post: Post, tmp_path: Path) -> None:
    old = tmp_path / "old" / "desks" / "desk"
    post.office.desk.checkpoint()
    shutil.copytree(post.office.desk.folder, old, ignore=shutil.ignore_patterns("*.lock"))
    for _ in range(3):
        raised(post)
        hear(post.laptop, answer(post.office, post.peer))
    made = send(post.laptop, [visit(post.laptop, post.known)])
    with closing(open_desk(old, PASSPHRASE, who="office")) as desk:
        report = take(Around(tmp_path / "old", desk), made)
    assert report.count("insert") == 1
    assert report.history.startswith(
        "The history on this office’s desk ends earlier than what Jane Smith’s laptop has seen"
    )


def test_a_line_with_an_odd_id_does_not_keep_other_news_from_coming(post: Post) -> None:
    raised(post, "x" * 150)
    raised(post, "row", what="Too dark")
    with post.office.desk.write("Answered") as session:
        for one in ("x" * 150, "row"):
            issues.respond(session, one, "Mended. " * 2_000, TODAY)
    assert hear(post.laptop, answer(post.office, post.peer)).letters == 1
