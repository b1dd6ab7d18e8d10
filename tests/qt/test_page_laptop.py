"""Send on a laptop that an office has invited: what goes, what went, what came back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.armour import NoSealedText, from_text
from desktop.exchange.sealed.messages import add_message
from desktop.ui.look.look import Look
from desktop.ui.pages.exchange import hand_over
from desktop.ui.pages.exchange.arrivals import refusal_card, spoken
from desktop.ui.pages.exchange.handed import Refused
from desktop.ui.pages.exchange.laptop_page import LaptopPage, send_page
from desktop.ui.pages.exchange.large_words import LargeWords
from desktop.ui.pages.exchange.on_paper import OnPaper
from desktop.ui.pages.home.page import HomePage
from desktop.ui.pages.returns.working import page_images
from desktop.ui.pages.send import SendPage
from desktop.ui.parts.banner import Tone
from desktop.ui.shell import focus_first
from tests.qt.hands import focused, place_asked_for
from tests.qt.hands import press as press_key
from tests.qt.mail import Mail, mail
from tests.qt.pressing import answer, buttons, choose, links, press, words
from tests.qt.stage import Stage, settle
from tests.qt.typist import tab_to
from tests.unit.sealed_desks import invite
from tests.unit.sealed_posts import answer as receipt
from tests.unit.sealed_posts import hear, of, problem, send, take, visit

NEVER_READ = ("sealed", "bundle", "revision", "signature", "peer", "parcel", "passage", "receipt")


@pytest.fixture
def post(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    with mail(tmp_path, qtbot, look) as made:
        yield made


def shown(post: Mail, subject: str = "") -> LaptopPage:
    page = post.laptop.show(send_page, subject)
    assert isinstance(page, LaptopPage)
    return page


def written(post: Mail) -> str:
    return visit(post.post.laptop, post.post.known, to_put_right=[problem("row")])


def open_text(page: LaptopPage, content: bytes) -> None:
    press(page, "Paste text")
    page.intake.text.set_value(content.decode())
    press(page, "Take this text in")


def test_a_visitor_saves_the_file_and_is_told_whom_to_send_it_to(
    post: Mail, tmp_path: Path
) -> None:
    id_ = written(post)
    page = shown(post)
    assert "Send it to OPCC for Somewhere" in words(page)
    press(page, "Save the file…")
    choose(tmp_path / "visits.desk")
    assert of(post.post.laptop, id_).status == "sent"
    told = post.laptop.view.banner.accessibleName()
    assert "Now send the file to OPCC for Somewhere." in told
    assert "The office has not answered yet." in words(page)
    assert "Nothing waits to be sent." in words(page)
    report = take(post.post.office, (tmp_path / "visits.desk").read_bytes())
    assert [one.record_id for one in report.records] == [id_]


@pytest.mark.parametrize("by", ["leaving", "something that came"])
def test_what_to_do_with_a_file_is_said_no_longer_than_it_is_to_do(
    post: Mail, tmp_path: Path, by: str
) -> None:
    written(post)
    page = shown(post)
    press(page, "Save the file…")
    choose(tmp_path / "visits.desk")
    assert not post.laptop.view.banner.isHidden()
    if by == "leaving":
        assert page.leave()
    else:
        open_text(page, b"Hello")
        settle()
    assert post.laptop.view.banner.isHidden()


def test_what_to_do_with_a_file_is_not_said_of_one_that_was_not_sent(
    post: Mail, tmp_path: Path
) -> None:
    written(post)
    page = shown(post)
    press(page, "Save the file…")
    choose(tmp_path / "visits.desk")
    page.refresh()
    settle()
    assert "Now send the file" in post.laptop.view.banner.accessibleName()
    assert not post.laptop.view.banner.isHidden()
    press(page, "I did not send it")
    answer(page, "I did not send it")
    assert post.laptop.view.banner.isHidden()


def test_leaving_takes_no_other_message_away(post: Mail, tmp_path: Path) -> None:
    written(post)
    page = shown(post)
    press(page, "Save the file…")
    choose(tmp_path / "visits.desk")
    post.laptop.view.banner.tell(Tone.WARNING, "Something else")
    assert page.leave()
    assert not post.laptop.view.banner.isHidden()


def test_what_came_of_something_is_read_out_with_its_reason(post: Mail) -> None:
    card = refusal_card(shown(post), Refused("The text", NoSealedText()))
    assert spoken(card) == (
        "The text: nothing was taken in. There is no text of a Scrutiny Desk file in this. "
        "Copy from the first dashes to the last, both lines of dashes included."
    )


def test_a_visitor_copies_the_text_by_keys_alone(post: Mail) -> None:
    id_ = written(post)
    page = shown(post)
    focus_first(page)
    [copy] = [one for one in page.findChildren(hand_over.HandOver) if one.isVisibleTo(page)]
    tab_to(copy.copy)
    assert focused() is copy.copy
    press_key(Qt.Key.Key_Return)
    settle()
    assert "signs, about" in post.laptop.said[-1]
    report = take(post.post.office, from_text(QApplication.clipboard().text()))
    assert [one.record_id for one in report.records] == [id_]


def test_a_text_that_is_too_long_is_not_sent_and_says_to_use_the_file(
    post: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "MOST_PASTED", 500)
    id_ = written(post)
    page = shown(post)
    press(page, "Copy the text")
    told = post.laptop.view.banner.accessibleName()
    assert "too long to copy as text" in told
    assert "Save the file instead." in told
    assert of(post.post.laptop, id_).status == "finished"


def test_where_the_file_cannot_be_written_nothing_is_sent(post: Mail, tmp_path: Path) -> None:
    id_ = written(post)
    page = shown(post)
    press(page, "Save the file…")
    choose(tmp_path / "no such folder" / "visits.desk")
    assert of(post.post.laptop, id_).status == "finished"
    assert post.laptop.view.banner.accessibleName().startswith("Error:")
    assert "Save the file…" in buttons(page)


def test_a_lost_file_is_made_again_and_one_that_never_left_is_taken_back(
    post: Mail, tmp_path: Path
) -> None:
    id_ = written(post)
    first = send(post.post.laptop, [id_])
    page = shown(post)
    press(page, "Make the file again")
    press(page, "Save the file…")
    choose(tmp_path / "again.desk")
    assert (tmp_path / "again.desk").read_bytes() == first.blob
    press(page, "I did not send it")
    answer(page, "I did not send it")
    assert of(post.post.laptop, id_).status == "finished"
    assert "The office has not answered yet." not in words(page)
    assert links(page)[0].startswith("Custody visit, Keyham Lane")


@pytest.mark.parametrize("wanted", [True, False])
def test_a_record_is_saved_on_paper_and_handed_in(
    post: Mail, tmp_path: Path, *, wanted: bool
) -> None:
    row = problem("row", custody_number="CN 4711")
    id_ = visit(post.post.laptop, post.post.known, to_put_right=[row])
    page = shown(post)
    press(page, "On paper…")
    [pane] = page.findChildren(OnPaper)
    pane.identifiers.setChecked(wanted)
    press(page, "Save as PDF…")
    dialog = place_asked_for()
    dialog.fileSelected.emit(str(tmp_path / "visit.pdf"))
    dialog.close()
    settle()
    [seen] = page_images((tmp_path / "visit.pdf").read_bytes())[:1]
    assert "Keyham Lane" in seen.text
    every = " ".join(one.text for one in page_images((tmp_path / "visit.pdf").read_bytes()))
    assert ("CN 4711" in every) is wanted
    press(page, "I handed it in")
    answer(page, "I handed it in")
    assert of(post.post.laptop, id_).status == "sent"
    assert "1 record handed in on paper" in words(page)
    press(page, "The office has them")
    answer(page, "The office has them")
    assert of(post.post.laptop, id_).status == "filed"


def test_the_answer_of_the_office_is_opened_and_says_what_came_of_each(
    post: Mail, tmp_path: Path
) -> None:
    id_ = written(post)
    take(post.post.office, send(post.post.laptop, [id_]))
    with post.office.desk.write("Wrote a message") as session:
        add_message(session, post.post.peer, "Thank you for going twice.")
    path = tmp_path / "answer.desk"
    path.write_bytes(receipt(post.post.office, post.post.peer))
    page = shown(post)
    page.intake.take_files([path])
    settle()
    assert "The answer of OPCC for Somewhere" in words(page)
    assert "The office has it." in words(page)
    assert of(post.post.laptop, id_).status == "filed"
    assert "The office has not answered yet." not in words(page)
    assert "Thank you for going twice." in words(page)
    press(page, "I have read this")
    assert "Nothing new has come back." in words(page)
    press(page, "Read before")
    assert "Thank you for going twice." in words(page)
    press(page, "Put this away")
    page.intake.take_files([path])
    settle()
    assert "The answer of OPCC for Somewhere" in words(page)


def test_an_unread_message_is_on_home_until_it_is_read(post: Mail) -> None:
    home = post.laptop.show(HomePage)
    assert "What came back" in words(home)
    assert "Nothing has come back yet." in words(home)
    take(post.post.office, send(post.post.laptop, [written(post)]))
    with post.office.desk.write("Wrote a message") as session:
        add_message(session, post.post.peer, "Thank you for going twice.")
    hear(post.post.laptop, receipt(post.post.office, post.post.peer))
    post.laptop.arrive(home)
    assert "Thank you for going twice." in words(home)
    press(home, "I have read this")
    settle()
    assert "Thank you for going twice." not in words(home)


def test_what_waits_at_the_office_is_on_its_home(post: Mail) -> None:
    home = post.office.show(HomePage)
    assert "to give back" not in words(home)
    take(post.post.office, send(post.post.laptop, [written(post)]))
    post.office.arrive(home)
    press(home, "1 answer to give back")
    assert post.office.gone == [("exchange", "", "")]


def test_a_newer_invitation_is_taken_in_and_an_older_one_is_not(post: Mail, tmp_path: Path) -> None:
    old = tmp_path / "old.desk"
    old.write_bytes(invite(post.post.office, post.post.known.jane))
    new = tmp_path / "new.desk"
    new.write_bytes(invite(post.post.office, post.post.known.jane))
    page = shown(post)
    page.intake.take_files([new])
    settle()
    assert "The invitation of OPCC for Somewhere is taken in" in words(page)
    page.intake.take_files([old])
    settle()
    assert "This invitation is older than the one that this desk has." in words(page)


def test_the_words_of_the_laptop_are_shown_until_the_office_has_answered(post: Mail) -> None:
    page = shown(post)
    [large] = page.findChildren(LargeWords)
    assert large.isVisibleTo(page)
    assert "When the office rings you" in words(page)
    take(post.post.office, send(post.post.laptop, [written(post)]))
    hear(post.post.laptop, receipt(post.post.office, post.post.peer))
    post.laptop.arrive(page)
    [large] = [one for one in page.findChildren(LargeWords) if one.parent() is not None][-1:]
    assert not large.isVisibleTo(page)


def test_a_visitor_reads_none_of_our_words(post: Mail, tmp_path: Path) -> None:
    id_ = written(post)
    page = shown(post)
    seen = words(page)
    press(page, "Save the file…")
    choose(tmp_path / "visits.desk")
    take(post.post.office, (tmp_path / "visits.desk").read_bytes())
    press(page, "Make the file again")
    seen += words(page)
    (tmp_path / "answer.desk").write_bytes(receipt(post.post.office, post.post.peer))
    page.intake.take_files([tmp_path / "answer.desk"])
    settle()
    seen += words(page) + post.laptop.view.banner.accessibleName()
    assert of(post.post.laptop, id_).status == "filed"
    assert [word for word in NEVER_READ if word in seen.casefold()] == []


def test_a_file_handed_to_the_program_is_opened_after_a_question(
    post: Mail, tmp_path: Path
) -> None:
    id_ = written(post)
    take(post.post.office, send(post.post.laptop, [id_]))
    path = tmp_path / "answer.desk"
    path.write_bytes(receipt(post.post.office, post.post.peer))
    page = shown(post, str(path))
    answer(page, "Not now")
    assert of(post.post.laptop, id_).status == "sent"
    post.laptop.arrive(page, str(path))
    answer(page, "Open it")
    assert of(post.post.laptop, id_).status == "filed"


def test_a_desk_without_an_office_keeps_the_open_file(visitor: Stage) -> None:
    assert isinstance(visitor.show(send_page), SendPage)
