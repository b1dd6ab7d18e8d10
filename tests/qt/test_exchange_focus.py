"""The focus where files come and go: it stays on the same thing, or goes on to what comes next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.messages import add_message
from desktop.ui.look.look import Look
from desktop.ui.pages.exchange.answers_card import AnswersCard
from desktop.ui.pages.exchange.hand_over import HandOver
from desktop.ui.pages.exchange.laptop_page import LaptopPage, send_page
from desktop.ui.pages.exchange.office_page import ExchangePage
from desktop.ui.pages.register.form_card import FormCard
from tests.qt.hands import focused
from tests.qt.hands import press as press_key
from tests.qt.mail import Mail, mail
from tests.qt.pressing import answer, choose, press, words
from tests.qt.stage import settle
from tests.qt.typist import tab_to
from tests.unit.sealed_posts import answer as receipt
from tests.unit.sealed_posts import hear, send, take, visit


@pytest.fixture
def post(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    with mail(tmp_path, qtbot, look) as made:
        yield made


@pytest.fixture
def strangers(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    with mail(tmp_path, qtbot, look, confirmed=False) as made:
        yield made


def at_office(post: Mail) -> ExchangePage:
    page = post.office.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    return page


def key_on(shown: QWidget, text: str) -> None:
    """Put the focus on a button and press Enter."""
    found = [one for one in shown.findChildren(QPushButton) if one.isVisibleTo(shown)]
    next(one for one in found if text in (one.text(), one.accessibleName())).setFocus()
    press_key(Qt.Key.Key_Return)
    settle()


def said() -> str:
    """Give what the thing says that has the focus."""
    here = focused()
    return here.accessibleName() or getattr(here, "text", str)()


def came(post: Mail, folder: Path, name: str = "visits.desk") -> Path:
    path = folder / name
    path.write_bytes(send(post.post.laptop, [visit(post.post.laptop, post.post.known)]).blob)
    return path


def test_a_form_that_is_open_and_empty_outlasts_what_comes_in(post: Mail, tmp_path: Path) -> None:
    page = at_office(post)
    page.refresh()  # comes back only once the form is open
    [write] = page.findChildren(AnswersCard)
    write.write.click()
    [form] = page.findChildren(FormCard)
    here = focused()
    settle()
    page.intake.take_files([came(post, tmp_path)])
    settle()
    assert form.isVisibleTo(page)
    assert focused() is here
    assert form.isAncestorOf(here)
    press(page, "Cancel")
    assert said() == "Write to somebody"
    assert "1 record received." in words(page)  # what came meanwhile is there now


def test_a_form_that_is_open_and_empty_is_closed_by_leaving(post: Mail) -> None:
    page = at_office(post)
    press(page, "Write to somebody")
    assert page.leave()
    assert not [form for form in page.findChildren(FormCard) if form.isVisibleTo(page)]


@pytest.mark.parametrize("how", ["Copy the text", "Save the file…"])
def test_after_an_answer_is_given_the_focus_is_on_its_card(
    post: Mail, tmp_path: Path, how: str
) -> None:
    take(post.post.office, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]))
    page = at_office(post)
    key_on(page, how)
    if how == "Save the file…":
        choose(tmp_path / "answer.desk")
        page.activateWindow()  # as a window manager does once the dialog is closed
        settle()
    assert "Everybody has their answer." in words(page)
    assert said() == "Write to somebody"
    key_on(page, "Answers given before")
    key_on(page, "Copy the text")
    assert said() == "Copy the text"  # in the same fold, which is open again
    assert page.answers.isAncestorOf(focused())


def test_while_a_file_is_made_its_button_keeps_the_focus(post: Mail) -> None:
    take(post.post.office, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]))
    page = at_office(post)
    one = next(one for one in page.findChildren(HandOver) if one.isVisibleTo(page))
    one.copy.setFocus()
    press_key(Qt.Key.Key_Return)
    assert focused() is one.copy
    press_key(Qt.Key.Key_Return)  # not twice
    settle()
    assert len([text for text in post.office.said if "is copied" in text]) == 1


def test_tab_goes_from_the_intake_to_what_came_of_a_file_at_once(
    post: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at_office(post)
    page.intake.paste.setFocus()
    monkeypatch.setattr(page, "refresh", lambda: None)  # as if it took long
    page.intake.take_files([came(post, tmp_path)])
    settle()
    assert focused() is page.intake.paste
    press_key(Qt.Key.Key_Tab)
    assert page.reports.isAncestorOf(focused())
    assert said().startswith("Custody visit, Keyham Lane")


def test_tab_goes_through_a_form_and_on_down_the_page(post: Mail) -> None:
    page = at_office(post)
    press(page, "Write to somebody")
    tab_to(next(one for one in page.findChildren(QPushButton) if one.text() == "Cancel"))
    press_key(Qt.Key.Key_Tab)
    assert said() == "Files in and out"


def test_after_a_laptop_is_met_the_focus_is_in_the_same_card(
    strangers: Mail, tmp_path: Path
) -> None:
    page = at_office(strangers)
    page.intake.take_files([came(strangers, tmp_path)])
    settle()
    key_on(page, "Later")
    assert said() == "Compare the words now"
    key_on(page, "Compare the words now")
    assert page.look.isAncestorOf(focused())
    key_on(page, "Yes, the same words")
    assert said() == "Nothing waits for you here."
    press_key(Qt.Key.Key_Tab)
    assert page.answers.isAncestorOf(focused())


def test_a_refresh_leaves_the_focus_alone(post: Mail) -> None:
    take(post.post.office, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]))
    page = at_office(post)
    for text in ("Files in and out", "Copy the text", "Choose a file"):
        found = [one for one in page.findChildren(QPushButton) if one.isVisibleTo(page)]
        next(one for one in found if text in (one.text(), one.accessibleName())).setFocus()
        page.refresh()
        settle()
        assert said() == text


def on_laptop(post: Mail) -> LaptopPage:
    page = post.laptop.show(send_page)
    assert isinstance(page, LaptopPage)
    return page


@pytest.mark.parametrize("how", ["Copy the text", "Save the file…"])
def test_after_a_file_is_made_the_focus_is_on_what_was_sent(
    post: Mail, tmp_path: Path, how: str
) -> None:
    visit(post.post.laptop, post.post.known)
    page = on_laptop(post)
    key_on(page, how)
    if how == "Save the file…":
        choose(tmp_path / "visits.desk")
    page.activateWindow()  # the banner of a test is a window of its own
    settle()
    assert "Nothing waits to be sent." in words(page)
    assert said() == "Make the file again"
    assert page.sent.isAncestorOf(focused())
    press_key(Qt.Key.Key_Tab)
    assert said() == "I did not send it"
    press_key(Qt.Key.Key_Return)
    answer(page, "I did not send it")
    page.activateWindow()
    settle()
    assert said() == "No file waits for the office’s answer."


def test_after_a_message_is_read_the_focus_is_on_the_next(post: Mail) -> None:
    take(post.post.office, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]))
    with post.office.desk.write("Wrote messages") as session:
        for text in ("Thank you.", "Please ring."):
            add_message(session, post.post.peer, text)
    hear(post.post.laptop, receipt(post.post.office, post.post.peer))
    page = on_laptop(post)
    key_on(page, "I have read this")
    first = focused().accessibleDescription()
    assert said() == "I have read this"
    press_key(Qt.Key.Key_Return)
    settle()
    assert first not in focused().accessibleDescription()
    assert said() == "Read before"


def test_on_a_laptop_tab_goes_to_the_offices_answer_at_once(
    post: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(post.post.office, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]))
    (tmp_path / "answer.desk").write_bytes(receipt(post.post.office, post.post.peer))
    page = on_laptop(post)
    page.intake.paste.setFocus()
    monkeypatch.setattr(page, "refresh", lambda: None)  # as if it took long
    page.intake.take_files([tmp_path / "answer.desk"])
    settle()
    press_key(Qt.Key.Key_Tab)
    assert page.results.isAncestorOf(focused())
