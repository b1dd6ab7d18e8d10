from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.records.people import people
from desktop.records.roles import Me, whose_desk
from desktop.store.desk import open_desk
from desktop.ui import opening
from desktop.ui.door import Door
from desktop.ui.look.look import Look
from desktop.ui.opening import Opened
from desktop.ui.pages.door.recovery import RecoveryCode
from desktop.ui.pages.first_run import FirstRunPage
from desktop.ui.parts.dialogs import Dialog
from tests.qt import desks, hands
from tests.qt.accessible import description
from tests.qt.hands import press, type_text

pytestmark = pytest.mark.usefixtures("cheap_passphrase")


@pytest.fixture
def door(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Door]:
    made = Door("Scrutiny Desk", tmp_path, look)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.set_up_alone()
    yield made
    made.close()


@pytest.fixture
def opened(door: Door) -> Iterator[list[Opened]]:
    seen: list[Opened] = []
    door.opened.connect(seen.append)
    yield seen
    for one in seen:
        one.desk.close()


def page_of(door: Door) -> FirstRunPage:
    assert isinstance(door.page, FirstRunPage)
    return door.page


def say_who(page: FirstRunPage, name: str = desks.NAME) -> None:
    page.role.focus_first()
    press(Qt.Key.Key_Space)
    page.name.focus_first()
    type_text(name)
    press(Qt.Key.Key_Return)


def make(qtbot: QtBot, page: FirstRunPage) -> None:
    say_who(page)
    type_text(desks.PASSPHRASE)
    press(Qt.Key.Key_Return)
    type_text(desks.PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.recovery is not None, timeout=20_000)


def code_on_screen(page: FirstRunPage) -> list[str]:
    assert page.recovery is not None
    labels = page.recovery.findChildren(QLabel)
    return [label.text() for label in labels if label.property("kind") == "figure"]


def test_a_desk_is_set_up_by_keyboard_alone(
    qtbot: QtBot, door: Door, opened: list[Opened], tmp_path: Path
) -> None:
    page = page_of(door)
    press(Qt.Key.Key_Space)  # the focus is on the first role
    hands.leave()
    type_text(desks.NAME)
    press(Qt.Key.Key_Return)
    type_text(desks.PASSPHRASE)
    hands.leave()
    hands.leave()  # past "Show what I type"
    type_text(desks.PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.recovery is not None, timeout=20_000)
    groups = code_on_screen(page)
    press(Qt.Key.Key_Return)  # "I have it on paper"
    assert page.recovery is not None
    for wanted in page.recovery.wanted:
        type_text(groups[wanted - 1].lower())
        press(Qt.Key.Key_Return)

    (one,) = opened
    assert one.desk.folder == tmp_path / "desks" / desks.NAME
    with one.desk.read() as session:
        (person,) = people(session)
        assert whose_desk(session) == Me("visitor", person_id=person.id)
    one.desk.close()
    open_desk(one.desk.folder, recovery_code="-".join(groups)).close()


def test_each_thing_that_is_missing_is_said_and_the_first_has_the_focus(door: Door) -> None:
    page = page_of(door)
    page.go_on.click()
    assert page.role.problem() == "Choose what you do"
    assert page.name.problem() == "Enter your name."
    assert page.role.isAncestorOf(hands.focused())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a/b", "Leave “/” out"),
        ("CON", "no folder can have this one"),
        ("Con.Anne", "no folder can have this one"),
        ("Anne.", "no folder can have this one"),
        ("x" * 61, "60 letters or fewer"),
        ("sample data", "There is a desk of this name"),
        ("An\N{RIGHT-TO-LEFT OVERRIDE}ne", "out: a folder gets this name"),
    ],
)
def test_a_name_that_no_folder_can_have_is_refused_with_what_to_do(
    door: Door, name: str, said: str
) -> None:
    page = page_of(door)
    page.role.set_value("visitor")
    page.name.set_value(name)
    page.go_on.click()
    assert said in page.name.problem()
    assert page.passphrase.isHidden() or not page.passphrase.isVisible()


def test_a_short_passphrase_and_two_that_differ_are_said(door: Door, tmp_path: Path) -> None:
    page = page_of(door)
    say_who(page)
    hands.type_into(page.passphrase.first, "lamp")
    page.make.click()
    assert page.passphrase.first.problem() == "Too short: use 8 letters or more."
    hands.type_into(page.passphrase.first, " river stone")
    hands.type_into(page.passphrase.again, "lamp river stome")
    page.make.click()
    assert "not the same as above" in page.passphrase.again.problem()
    assert opening.names_in(tmp_path) == ()


def test_going_back_keeps_what_was_entered(door: Door) -> None:
    page = page_of(door)
    say_who(page)
    hands.button(page.steps[1], "Back").click()
    assert (page.role.value(), page.name.typed()) == ("visitor", desks.NAME)


def test_a_wrong_group_is_told_and_others_are_asked_for_after_looking_again(
    qtbot: QtBot, door: Door, opened: list[Opened]
) -> None:
    page = page_of(door)
    make(qtbot, page)
    assert page.recovery is not None
    groups = code_on_screen(page)
    page.recovery.ask()
    first = page.recovery.wanted
    type_text(groups[first[0] - 1])
    press(Qt.Key.Key_Return)
    type_text("AAAAA")
    press(Qt.Key.Key_Return)
    right, wrong = page.recovery.fields
    assert right.problem() == ""
    assert wrong.problem().startswith(f"Group {first[1]} reads differently")
    assert wrong.isAncestorOf(hands.focused())
    assert opened == []
    hands.button(page.recovery, "Show me the code again").click()
    assert len(code_on_screen(page)) == 8
    page.recovery.ask()
    assert len(page.recovery.wanted) == 2
    assert not set(page.recovery.wanted) & set(first)
    assert [field.typed() for field in page.recovery.fields] == ["", ""]


def test_the_sheet_is_one_page_with_the_code_and_the_office(tmp_path: Path) -> None:
    code = "-".join(f"{number}ABCD" for number in range(8))
    sheet = RecoveryCode(desks.NAME, code, office="OPCC for Somewhere")
    sheet.save_sheet(tmp_path / "sheet.pdf")
    with closing(pypdfium2.PdfDocument(tmp_path / "sheet.pdf")) as pdf:
        assert len(pdf) == 1
        text = pdf[0].get_textpage().get_text_range()
    for wanted in (desks.NAME, *code.split("-"), "OPCC for Somewhere"):
        assert wanted in text
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert any("delete the file" in one for one in said)
    sheet.save_sheet(tmp_path / "not there" / "sheet.pdf")
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert any("could not be saved" in one for one in said)


def test_before_the_sheet_is_saved_a_word_of_warning_is_read(
    qtbot: QtBot, door: Door, qapp: QApplication
) -> None:
    page = page_of(door)
    make(qtbot, page)
    assert page.recovery is not None
    page.recovery.save.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    assert "Anybody who gets the file can read the code" in description(dialog)
    dialog.reject()


def test_nothing_can_be_pressed_while_the_desk_is_made(qtbot: QtBot, door: Door) -> None:
    page = page_of(door)
    say_who(page)
    page.passphrase.first.set_value(desks.PASSPHRASE)
    page.passphrase.again.set_value(desks.PASSPHRASE)
    page.make.click()
    assert page.busy
    assert not page.make.isEnabled()
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)


def test_a_desk_whose_code_was_not_confirmed_opens_with_its_passphrase(
    qtbot: QtBot, door: Door, tmp_path: Path
) -> None:
    make(qtbot, page_of(door))
    door.close()
    open_desk(tmp_path / "desks" / desks.NAME, desks.PASSPHRASE).close()


def test_the_sheet_to_print_holds_the_code_and_whose_it_is(qtbot: QtBot, door: Door) -> None:
    page = page_of(door)
    make(qtbot, page)
    assert page.recovery is not None
    text = page.recovery.page_to_print().toPlainText()
    assert desks.NAME in text
    assert all(group in text for group in code_on_screen(page))


def test_text_and_colours_come_before_the_first_question(door: Door) -> None:
    page = door.page
    assert isinstance(page, FirstRunPage)
    assert page.look_link.isVisible()
    page.role.focus_first()
    press(Qt.Key.Key_Backtab)
    assert hands.focused() is page.look_link


def test_the_card_of_the_look_makes_room_for_the_next_step(door: Door) -> None:
    page = door.page
    assert isinstance(page, FirstRunPage)
    page.look_link.click()
    assert page.look_card is not None
    assert page.look_card.isVisible()
    page.role.set_value("visitor")
    page.name.set_value(desks.NAME)
    page.go_on.click()
    assert page.look_card.isHidden()
