"""The office of an open desk: its words, and its newer invitations."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.office import office_of
from desktop.records.places import add_place, places
from desktop.records.roles import Me, set_whose_desk
from desktop.records.slots import plan
from desktop.store.settings import set_setting
from desktop.ui.look.look import Look
from desktop.ui.pages.home.page import HomePage
from desktop.ui.pages.office import OfficePage
from desktop.ui.pages.send import SendPage
from tests.qt import hands
from tests.qt.accessible import name
from tests.qt.hands import press
from tests.qt.mail import bare_laptop, stage_for
from tests.qt.offices import JANE, OFFICE, drop, office_in
from tests.qt.stage import Stage, settle
from tests.qt.test_large_text import clipped
from tests.qt.test_large_text import settle as settle_text
from tests.unit.conftest import Around
from tests.unit.sealed_desks import ANIMALS, CUSTODY, LONG_AGO, MONDAY, Known, invite, set_up_by

Office = tuple[Around, Known]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path / "office") as made:
        yield made


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Around]:
    with bare_laptop(tmp_path / "jane", JANE) as desk:
        with desk.write("Prepared a test") as session:
            set_whose_desk(session, Me("visitor"))
        yield Around(tmp_path / "jane", desk)


def invited(office: Office, laptop: Around, *, match: bool = True) -> None:
    set_up_by(laptop, invite(office[0], office[1].jane), words_match=match)


def shown(laptop: Around, qtbot: QtBot, look: Look) -> tuple[OfficePage, Stage]:
    stage = stage_for(laptop.desk, qtbot, look)
    page = stage.show(OfficePage)
    assert isinstance(page, OfficePage)
    return page, stage


def said(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def give(page: OfficePage, content: bytes) -> None:
    assert page.field is not None
    box = page.field.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    box.setPlainText(to_text(content))
    page.field.use_text.setFocus()
    press(Qt.Key.Key_Return)
    settle()


def confirmed(laptop: Around) -> bool | None:
    with laptop.desk.read() as session:
        found = office_of(session)
    return found.confirmed if found is not None else None


def test_a_newer_invitation_says_what_it_changed(
    qtbot: QtBot, look: Look, office: Office, laptop: Around
) -> None:
    invited(office, laptop)
    around, known = office
    with around.desk.write("Changed the office") as session:
        new = add_place(session, CUSTODY, "Beaumont Leys", open_from=LONG_AGO)
        plan(session, CUSTODY, new.id, MONDAY, [known.jane, known.ravi])
        set_setting(session, "phone_at_any_hour", "0116 496 0001", valid_from=None, source="x")
    page, stage = shown(laptop, qtbot, look)
    assert OFFICE in said(page)
    assert "You have compared them by telephone." in said(page)
    give(page, invite(around, known.jane))
    seen = said(page)
    assert "New places: Beaumont Leys." in seen
    assert "Visits planned for you: Beaumont Leys, week of 23 November 2026." in seen
    assert "Changed by the office: phone at any hour." in seen
    assert not any("Lock the desk" in one for one in seen)
    assert hands.focused() is page.done
    assert f"The invitation of {OFFICE} is taken in." in stage.said
    with laptop.desk.read() as session:
        assert "Beaumont Leys" in {place.name for place in places(session)}
    assert confirmed(laptop)


def test_where_pages_change_the_desk_is_to_be_opened_again(
    qtbot: QtBot, look: Look, office: Office, laptop: Around
) -> None:
    invited(office, laptop)
    page, _ = shown(laptop, qtbot, look)
    give(page, invite(office[0], office[1].jane, schemes=(CUSTODY, ANIMALS)))
    seen = said(page)
    assert "You now take part in: Animal welfare." in seen
    assert "New places: Kennels." in seen
    assert any("Lock the desk and open it again" in one for one in seen)
    assert hands.button(page, "Lock now").isVisible()


def test_an_invitation_that_changes_nothing_says_so(
    qtbot: QtBot, look: Look, office: Office, laptop: Around
) -> None:
    invited(office, laptop)
    page, _ = shown(laptop, qtbot, look)
    give(page, invite(office[0], office[1].jane))
    assert "Nothing that you see has changed." in said(page)


def test_an_older_one_a_stranger_s_and_somebody_else_s_are_refused_in_their_own_words(
    qtbot: QtBot, look: Look, office: Office, laptop: Around, tmp_path: Path
) -> None:
    around, known = office
    older, for_ravi = invite(around, known.jane), invite(around, known.ravi)
    newest = invite(around, known.jane)
    set_up_by(laptop, newest)
    with office_in(tmp_path / "another") as (other, others):
        with other.desk.write("Named it") as session:
            set_setting(session, "office", "OPCC for Elsewhere", valid_from=None, source="x")
        foreign = invite(other, others.jane)
    page, _ = shown(laptop, qtbot, look)
    for content, sentence in (
        (older, "This invitation is older than the one that this desk has."),
        (newest, "This invitation is the one that this desk has already."),
        (for_ravi, "This invitation is for Ravi Patel"),
        (foreign, "This invitation is from OPCC for Elsewhere. This desk belongs to"),
    ):
        give(page, content)
        assert page.field is not None
        assert page.field.text.problem().startswith(sentence)
        assert page.field.text.isAncestorOf(hands.focused())


def test_the_words_are_compared_later_and_a_strip_says_so_until_then(
    qtbot: QtBot, look: Look, office: Office, laptop: Around
) -> None:
    invited(office, laptop, match=False)
    stage = stage_for(laptop.desk, qtbot, look)
    home = stage.show(HomePage)
    assert isinstance(home, HomePage)
    settle()
    assert home.office_strip.isVisible()
    assert OFFICE in home.office_strip.strip.text()
    home.office_strip.compare.setFocus()
    press(Qt.Key.Key_Return)
    assert stage.gone == [("office", "", "")]
    page, office_stage = shown(laptop, qtbot, look)
    assert page.words is not None
    for answer, spoken in (("later", "You are reminded"), ("differ", "Send nothing until")):
        page.words.answer.set_value(answer)
        hands.button(page, "Keep my answer").click()
        settle()
        assert confirmed(laptop) is False
        told = [*office_stage.said, name(office_stage.view.banner)]
        assert any(spoken in one for one in told)
    page.words.answer.set_value("match")
    hands.button(page, "Keep my answer").click()
    settle()
    assert confirmed(laptop) is True
    assert "You have compared them by telephone." in said(page)
    stage.arrive(home)
    assert not home.office_strip.isVisible()


def test_a_desk_of_ones_own_becomes_the_offices_by_its_first_invitation(
    qtbot: QtBot, look: Look, office: Office, laptop: Around
) -> None:
    page, _ = shown(laptop, qtbot, look)
    assert "This desk belongs to no office yet." in said(page)
    for answer, outcome in (("differ", "Nothing was set up"), ("later", "New places:")):
        give(page, invite(office[0], office[1].jane))
        assert f"This invitation is for {JANE}." in said(page)
        assert confirmed(laptop) is None
        assert page.words is not None
        page.go_on.click()
        assert page.words.answer.problem() == "Choose an answer"
        page.words.answer.set_value(answer)
        page.go_on.click()
        settle()
        assert any(one.startswith(outcome) for one in said(page))
        if answer == "differ":
            hands.button(page, "Open another invitation").click()
            settle()
    assert confirmed(laptop) is False


def test_a_file_is_dropped_on_the_page(
    qtbot: QtBot, look: Look, office: Office, laptop: Around, tmp_path: Path
) -> None:
    invited(office, laptop)
    path = tmp_path / "invitation.desk"
    path.write_bytes(invite(office[0], office[1].jane))
    page, _ = shown(laptop, qtbot, look)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert drop(page.viewport(), mime)
    settle()
    assert "What the invitation changed" in said(page)


def test_the_page_is_reached_from_send(
    qtbot: QtBot, look: Look, office: Office, laptop: Around
) -> None:
    invited(office, laptop)
    stage = stage_for(laptop.desk, qtbot, look)
    send = stage.show(SendPage)
    hands.button(send, "Your office").click()
    assert stage.gone == [("office", "", "")]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_clipped(
    qtbot: QtBot, look: Look, office: Office, laptop: Around, percent: int
) -> None:
    look.choose_percent(percent)
    invited(office, laptop, match=False)
    page, _ = shown(laptop, qtbot, look)
    settle_text()
    assert clipped(page) == []
    give(page, invite(office[0], office[1].jane, schemes=(CUSTODY, ANIMALS)))
    settle_text()
    assert clipped(page) == []
