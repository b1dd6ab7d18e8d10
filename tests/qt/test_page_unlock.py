import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.store.desk import create_desk, open_desk
from desktop.ui.door import Door
from desktop.ui.look.look import Look
from desktop.ui.opening import Opened
from desktop.ui.pages.begin import BeginPage
from desktop.ui.pages.door.forgotten import Forgotten
from desktop.ui.pages.restore import RestorePage
from desktop.ui.pages.unlock import UnlockPage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.hands import press, type_text

pytestmark = pytest.mark.usefixtures("cheap_passphrase")


@pytest.fixture
def code(tmp_path: Path) -> str:
    """Make a desk and give its recovery code."""
    folder = tmp_path / "desks" / desks.NAME
    desk, code = create_desk(folder, desks.PASSPHRASE, who=desks.NAME, cost=desks.CHEAP)
    desk.close()
    return code


@pytest.fixture
def door(qtbot: QtBot, look: Look, tmp_path: Path, code: str) -> Iterator[Door]:
    made = Door("Scrutiny Desk", tmp_path, look)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def opened(door: Door) -> Iterator[list[Opened]]:
    seen: list[Opened] = []
    door.opened.connect(seen.append)
    yield seen
    for one in seen:
        one.desk.close()


def begin(door: Door) -> UnlockPage:
    door.begin()
    assert isinstance(door.page, UnlockPage)
    return door.page


def enter(qtbot: QtBot, page: UnlockPage, text: str) -> None:
    type_text(text)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)


def test_a_desk_opens_with_its_passphrase_and_enter(
    qtbot: QtBot, door: Door, opened: list[Opened]
) -> None:
    page = begin(door)
    enter(qtbot, page, desks.PASSPHRASE)
    assert [one.desk.who for one in opened] == [desks.NAME]
    assert page.passphrase.typed() == ""


def test_a_wrong_passphrase_is_told_beside_the_line_and_typed_over(
    qtbot: QtBot, door: Door, opened: list[Opened]
) -> None:
    page = begin(door)
    enter(qtbot, page, "lamp river stone cap")
    assert page.passphrase.problem() == (
        "This passphrase does not open the desk. "
        "Check Caps Lock and type it again, or use your recovery code."
    )
    assert door.banner.isHidden()
    enter(qtbot, page, desks.PASSPHRASE)  # the wrong one is selected, so typing replaces it
    assert len(opened) == 1


def test_nothing_typed_is_said_without_trying(door: Door) -> None:
    page = begin(door)
    page.open_button.click()
    assert page.passphrase.problem() == "Enter your passphrase"
    assert not page.busy


def test_nothing_can_be_pressed_while_the_desk_is_opened(
    qtbot: QtBot, door: Door, opened: list[Opened]
) -> None:
    page = begin(door)
    type_text("wrong")
    press(Qt.Key.Key_Return)
    assert page.busy
    assert not page.open_button.isEnabled()
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    assert page.passphrase.isAncestorOf(hands.focused())


def test_the_desk_of_somebody_else_is_chosen_by_name(
    qtbot: QtBot, door: Door, opened: list[Opened], tmp_path: Path
) -> None:
    folder = tmp_path / "desks" / "Ben Ling"
    create_desk(folder, "another passphrase", who="Ben Ling", cost=desks.CHEAP)[0].close()
    page = begin(door)
    assert page.who is not None
    assert page.who.isAncestorOf(hands.focused())
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    hands.leave()
    assert page.passphrase.isAncestorOf(hands.focused())
    enter(qtbot, page, "another passphrase")
    assert [one.desk.who for one in opened] == ["Ben Ling"]


def test_one_desk_is_not_asked_for(door: Door) -> None:
    page = begin(door)
    assert page.who is None


def by_code(qtbot: QtBot, page: UnlockPage) -> Forgotten:
    page.forgotten_link.click()
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    assert page.forgotten is not None
    assert page.forgotten.code.isAncestorOf(hands.focused())
    return page.forgotten


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (lambda code: code[:-1], "39 were typed"),
        (lambda code: code[:-2] + ("00" if code[-2:] != "00" else "11"), "typing slip"),
    ],
)
def test_a_mistyped_code_says_which_kind_of_slip(
    qtbot: QtBot, door: Door, code: str, typed: Callable[[str], str], said: str
) -> None:
    page = begin(door)
    ways = by_code(qtbot, page)
    enter(qtbot, page, typed(code))
    assert said in ways.code.problem()


def test_the_code_of_another_desk_is_told_apart_from_a_slip(
    qtbot: QtBot, door: Door, tmp_path: Path
) -> None:
    other, code = create_desk(tmp_path / "x", "passphrase", who="X", cost=desks.CHEAP)
    other.close()
    page = begin(door)
    ways = by_code(qtbot, page)
    enter(qtbot, page, code)
    assert "does not open this desk" in ways.code.problem()


def test_after_the_code_a_new_passphrase_is_chosen(
    qtbot: QtBot, door: Door, opened: list[Opened], code: str
) -> None:
    page = begin(door)
    by_code(qtbot, page)
    enter(qtbot, page, code.lower().replace("-", " "))
    assert opened == []
    type_text("four other words here")
    press(Qt.Key.Key_Return)
    type_text("four other words here")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    folder = opened[0].desk.folder
    opened[0].desk.close()
    open_desk(folder, "four other words here").close()


def test_after_the_code_the_old_passphrase_may_stay(
    qtbot: QtBot, door: Door, opened: list[Opened], code: str
) -> None:
    page = begin(door)
    by_code(qtbot, page)
    enter(qtbot, page, code)
    hands.button(page, "Keep the old passphrase").click()
    folder = opened[0].desk.folder
    opened[0].desk.close()
    open_desk(folder, desks.PASSPHRASE).close()


def newer(path: Path) -> None:
    document = json.loads(path.read_text())
    document["version"] += 1
    path.write_text(json.dumps(document))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil(path: Path) -> None:
    path.write_bytes(b"\0" * 9000)


@pytest.mark.parametrize(
    ("file", "harm", "sentence"),
    [
        ("desk.key", Path.unlink, "The key file of this desk is missing."),
        ("desk.key", empty, "The key file of this desk is empty."),
        ("desk.key", spoil, "The key file of this desk is damaged."),
        ("desk.db", Path.unlink, "The database of this desk is missing."),
        ("desk.db", empty, "The database of this desk is empty."),
        ("desk.db", spoil, "The database of this desk is damaged and cannot be read."),
    ],
)
def test_each_trouble_with_a_file_has_a_sentence_of_its_own_and_leads_to_the_backups(
    qtbot: QtBot,
    door: Door,
    tmp_path: Path,
    file: str,
    harm: Callable[[Path], object],
    sentence: str,
) -> None:
    harm(tmp_path / "desks" / desks.NAME / file)
    page = begin(door)
    type_text(desks.PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(door.page, RestorePage), timeout=20_000)
    assert page.passphrase.problem() == ""
    assert door.banner.isVisible()
    assert name(door.banner).startswith(f"Error: {sentence}")
    assert len(name(door.banner)) > len(f"Error: {sentence}") + 10  # and what to do now


def test_a_desk_of_a_newer_version_says_so_and_is_not_to_be_restored(
    qtbot: QtBot, door: Door, tmp_path: Path
) -> None:
    newer(tmp_path / "desks" / desks.NAME / "desk.key")
    page = begin(door)
    enter(qtbot, page, desks.PASSPHRASE)
    assert "was last used with a newer version of Scrutiny Desk" in name(door.banner)
    assert door.page is page


def test_a_desk_that_is_open_already_says_so(qtbot: QtBot, door: Door, tmp_path: Path) -> None:
    with open_desk(tmp_path / "desks" / desks.NAME, desks.PASSPHRASE):
        page = begin(door)
        enter(qtbot, page, desks.PASSPHRASE)
    assert "already open on this computer" in name(door.banner)


def test_somebody_else_may_set_up_a_desk_and_go_back(door: Door) -> None:
    page = begin(door)
    page.new.click()
    set_up = door.findChild(BeginPage)
    assert set_up is not None
    hands.button(set_up, "Back to the desks").click()
    assert door.page is not set_up
    assert isinstance(door.page, UnlockPage)


def of_two(door: Door, data: Path) -> UnlockPage:
    folder = data / "desks" / "Ben Ling"
    create_desk(folder, "another passphrase", who="Ben Ling", cost=desks.CHEAP)[0].close()
    return begin(door)


def test_of_several_people_nobody_is_chosen_and_a_name_is_asked_for(
    door: Door, tmp_path: Path
) -> None:
    page = of_two(door, tmp_path)
    assert page.who is not None
    assert page.who.value() is None
    for ask in (page.open_button, page.forgotten_link, page.restore):
        page.who.set_value(None)
        ask.click()
        assert page.who.problem() == "Choose your name"
        assert page.who.isAncestorOf(hands.focused())
        assert not page.busy
    assert list(tmp_path.glob("window.ini")) == []


def test_what_was_typed_for_somebody_else_goes_with_the_name(door: Door, tmp_path: Path) -> None:
    page = of_two(door, tmp_path)
    assert page.who is not None
    page.who.focus_first()
    press(Qt.Key.Key_Space)
    hands.type_into(page.passphrase, "lamp riv")
    page.who.focus_first()
    press(Qt.Key.Key_Down)
    assert page.passphrase.typed() == ""


def test_after_locking_the_desk_that_was_locked_is_the_one_to_go_on_with(
    qtbot: QtBot, look: Look, tmp_path: Path, door: Door
) -> None:
    of_two(door, tmp_path)
    again = Door("Scrutiny Desk", tmp_path, look, desk="Ben Ling")
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    again.activateWindow()
    page = begin(again)
    assert page.who is not None
    assert page.who.value() == "Ben Ling"
    assert page.passphrase.isAncestorOf(hands.focused())
    again.close()


def test_a_locked_desk_says_that_everything_is_kept(door: Door) -> None:
    door.begin(locked=True)
    assert name(door.banner) == "Note: Your desk is locked. Everything is kept."


def test_the_letters_are_shown_only_while_the_box_is_ticked(door: Door) -> None:
    page = begin(door)
    line = hands.line(page.passphrase)
    assert line.echoMode() == line.EchoMode.Password
    hands.tick(page.passphrase, "Show what I type").click()
    assert line.echoMode() == line.EchoMode.Normal
    page.passphrase.forget()
    assert line.echoMode() == line.EchoMode.Password


def test_going_back_to_the_passphrase_opens_with_it(
    qtbot: QtBot, door: Door, opened: list[Opened]
) -> None:
    page = begin(door)
    by_code(qtbot, page).remember.click()
    assert page.passphrase.isAncestorOf(hands.focused())
    enter(qtbot, page, desks.PASSPHRASE)
    assert len(opened) == 1


def test_a_desk_of_no_office_says_that_no_office_can_open_it(qtbot: QtBot, door: Door) -> None:
    ways = by_code(qtbot, begin(door))
    assert ways.let_in is None
    said = [label.text() for label in ways.findChildren(QLabel)]
    assert "No office can open this desk" in said


def test_text_and_colours_are_offered_at_the_door(door: Door, look: Look) -> None:
    page = begin(door)
    press(Qt.Key.Key_Backtab)
    assert hands.focused() is page.look_link
    press(Qt.Key.Key_Return)
    assert page.look_card is not None  # it is made when it is first wanted
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right):
        press(key)
    assert look.percent == 150
    press(Qt.Key.Key_Tab)
    assert page.look_card.colours.isAncestorOf(hands.focused())
    press(Qt.Key.Key_Tab)
    assert hands.focused() is hands.line(page.passphrase)
    page.look_link.click()
    assert page.look_card.isHidden()


def test_the_keys_for_the_text_size_work_at_the_door(door: Door, look: Look) -> None:
    begin(door)
    seen = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0):
        QTest.keyClick(door, key, Qt.KeyboardModifier.ControlModifier)
        seen.append(look.percent)
    assert seen == [125, 150, 125, 100]
