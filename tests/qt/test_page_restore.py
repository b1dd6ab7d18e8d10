"""Restoring a backup from the door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.records.places import add_place, places
from desktop.store.backup import backups, make_backup
from desktop.store.desk import create_desk, open_desk
from desktop.store.layout import BACKUPS, DATABASE, KEYS, SET_ASIDE, desk_folder
from desktop.ui import opening
from desktop.ui.door import Door
from desktop.ui.look.look import Look
from desktop.ui.opening import Opened
from desktop.ui.pages.begin import BeginPage
from desktop.ui.pages.restore import RestorePage
from desktop.ui.pages.unlock import UnlockPage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.hands import press, type_text
from tests.qt.test_large_text import clipped, settle

pytestmark = pytest.mark.usefixtures("cheap_passphrase")

CASTLE, WHARF = "Castle Street", "Wharf Road"


@pytest.fixture
def code(tmp_path: Path) -> str:
    """Make a desk with one place, two backups of it, and a second place since."""
    folder = desk_folder(tmp_path, desks.NAME)
    desk, code = create_desk(folder, desks.PASSPHRASE, who=desks.NAME, cost=desks.CHEAP)
    with desk:
        with desk.write("Prepared a test") as session:
            add_place(session, "custody_visiting", CASTLE)
        make_backup(folder, desk.key)
        make_backup(folder, desk.key)
        with desk.write("Prepared a test") as session:
            add_place(session, "custody_visiting", WHARF)
    return code


@pytest.fixture
def folder(tmp_path: Path, code: str) -> Path:
    assert code
    return desk_folder(tmp_path, desks.NAME)


@pytest.fixture
def door(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Door]:
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


def restore_page(qtbot: QtBot, door: Door) -> RestorePage:
    qtbot.waitUntil(lambda: isinstance(door.page, RestorePage), timeout=20_000)
    assert isinstance(door.page, RestorePage)
    page = door.page
    idle(qtbot, page)
    return page


def from_unlock(qtbot: QtBot, door: Door) -> RestorePage:
    door.begin()
    assert isinstance(door.page, UnlockPage)
    door.page.restore.click()
    return restore_page(qtbot, door)


def idle(qtbot: QtBot, page: RestorePage) -> None:
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)


def said(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def enter(qtbot: QtBot, page: RestorePage, text: str) -> None:
    type_text(text)
    press(Qt.Key.Key_Return)
    idle(qtbot, page)


def names(one: Opened) -> set[str]:
    with one.desk.read() as session:
        return {place.name for place in places(session)}


def test_a_backup_is_restored_by_keyboard_and_what_was_there_is_kept(
    qtbot: QtBot, door: Door, opened: list[Opened], folder: Path
) -> None:
    page = from_unlock(qtbot, door)
    assert page.backup is not None
    assert len(page.backup.question.options) == 2
    assert all("MB)" in one.label for one in page.backup.question.options)
    assert page.backup.value() == "0"  # the newest
    assert page.backup.isAncestorOf(hands.focused())
    assert str(folder / SET_ASIDE) in said(page)
    press(Qt.Key.Key_Down)
    assert page.backup.value() == "1"
    while not page.passphrase.isAncestorOf(hands.focused()):
        press(Qt.Key.Key_Tab)
    enter(qtbot, page, desks.PASSPHRASE)
    assert opened == []
    assert "The backup is in place" in said(page)
    press(Qt.Key.Key_Return)  # "Open my desk"
    (one,) = opened
    assert names(one) == {CASTLE}
    (aside,) = (folder / SET_ASIDE).iterdir()
    assert {path.name for path in aside.iterdir()} >= {DATABASE, KEYS}


def test_a_wrong_passphrase_is_said_at_its_field_and_nothing_is_replaced(
    qtbot: QtBot, door: Door, folder: Path
) -> None:
    page = from_unlock(qtbot, door)
    page.go.click()
    assert page.passphrase.problem() == "Enter your passphrase"
    enter(qtbot, page, "something else")
    assert "does not open the desk" in page.passphrase.problem()
    assert not (folder / SET_ASIDE).exists()


def test_a_damaged_desk_leads_here_and_is_brought_back(
    qtbot: QtBot, door: Door, opened: list[Opened], folder: Path
) -> None:
    (folder / DATABASE).write_bytes(b"\0" * 9000)
    door.begin()
    type_text(desks.PASSPHRASE)
    press(Qt.Key.Key_Return)
    page = restore_page(qtbot, door)
    assert "damaged and cannot be read" in name(door.banner)
    page.passphrase.focus_first()
    enter(qtbot, page, desks.PASSPHRASE)
    hands.button(page, "Open my desk").click()
    assert names(opened[0]) == {CASTLE}


def test_a_missing_key_file_leads_here_also_from_the_forgotten_passphrase(
    qtbot: QtBot, door: Door, folder: Path
) -> None:
    (folder / KEYS).unlink()
    door.begin()
    assert isinstance(door.page, UnlockPage)
    door.page.forgotten_link.click()
    page = restore_page(qtbot, door)
    assert page.backup is not None


def test_a_backup_opens_with_the_recovery_code_and_a_new_passphrase_is_offered(
    qtbot: QtBot, door: Door, opened: list[Opened], folder: Path, code: str
) -> None:
    page = from_unlock(qtbot, door)
    page.switch.click()
    assert page.code is not None
    enter(qtbot, page, code[:-2])
    assert "were typed" in page.code.problem()
    enter(qtbot, page, code)
    assert page.renewed is not None
    type_text("four other words here")
    press(Qt.Key.Key_Return)
    type_text("four other words here")
    press(Qt.Key.Key_Return)
    idle(qtbot, page)
    hands.button(page, "Open my desk").click()
    opened[0].desk.close()
    open_desk(folder, "four other words here").close()


def test_a_backup_on_a_memory_stick_brings_a_desk_to_a_new_computer(
    qtbot: QtBot, look: Look, folder: Path, tmp_path: Path
) -> None:
    opened: list[Opened] = []
    stick = tmp_path / "stick" / "office things"
    stick.mkdir(parents=True)
    newest = backups(folder / BACKUPS)[0].folder
    newest.rename(stick / newest.name)
    other = Door("Scrutiny Desk", tmp_path / "other computer", look)
    other.opened.connect(opened.append)
    qtbot.addWidget(other)
    with qtbot.waitExposed(other):
        other.show()
    other.begin()
    assert isinstance(other.page, BeginPage)
    other.page.by_backup.click()
    page = restore_page(qtbot, other)
    assert "nothing is replaced" in said(page)
    page.go.click()
    assert "Choose a backup first." in name(other.banner)
    page.choose_folder(tmp_path / "stick")
    idle(qtbot, page)
    assert page.backup is not None
    page.go.click()
    assert page.name.problem() == "Enter your name."
    page.name.set_value(desks.NAME)
    for typed in ("wrong words", desks.PASSPHRASE):
        assert not desk_folder(tmp_path / "other computer", desks.NAME).exists()
        page.passphrase.set_value(typed)
        page.go.click()
        idle(qtbot, page)
    hands.button(page, "Open my desk").click()
    (one,) = opened
    assert names(one) == {CASTLE}
    one.desk.close()
    other.close()


def test_a_folder_without_a_backup_is_said(
    qtbot: QtBot, door: Door, folder: Path, tmp_path: Path
) -> None:
    page = from_unlock(qtbot, door)
    (tmp_path / "holiday").mkdir()
    page.choose_folder(tmp_path / "holiday")
    idle(qtbot, page)
    assert "There is no backup in this folder." in name(door.banner)
    assert page.backup is not None  # what was offered before stays
    assert folder.exists()


def test_the_folder_of_a_desk_that_is_open_is_no_backup(
    qtbot: QtBot, door: Door, folder: Path, tmp_path: Path
) -> None:
    with create_desk(tmp_path / "open", "another", who="x", cost=desks.CHEAP)[0] as desk:
        page = from_unlock(qtbot, door)
        page.choose_folder(desk.folder)
        idle(qtbot, page)
    assert "a desk that is or was open, and no backup" in name(door.banner)
    assert folder.exists()


def test_a_lost_desk_is_restored_from_its_own_backups(
    qtbot: QtBot, door: Door, opened: list[Opened], folder: Path, tmp_path: Path
) -> None:
    for one in (DATABASE, KEYS):
        (folder / one).unlink()
    door.begin()
    assert isinstance(door.page, BeginPage)
    press(Qt.Key.Key_Return)
    page = restore_page(qtbot, door)
    page.passphrase.focus_first()
    enter(qtbot, page, desks.PASSPHRASE)
    hands.button(page, "Open my desk").click()
    assert names(opened[0]) == {CASTLE}
    assert opening.names_in(tmp_path) == (desks.NAME,)


def test_a_desk_without_backups_asks_for_a_folder(qtbot: QtBot, door: Door, folder: Path) -> None:
    for one in backups(folder / BACKUPS):
        one.folder.rename(folder.parent / f"{one.folder.name}.part")
    page = from_unlock(qtbot, door)
    assert page.backup is None
    assert hands.focused() is page.choose
    assert "no backup of its own here" in said(page)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_clipped(
    qtbot: QtBot, door: Door, look: Look, folder: Path, percent: int
) -> None:
    assert folder.exists()
    look.choose_percent(percent)
    page = from_unlock(qtbot, door)
    page.go.click()
    settle()
    assert clipped(door) == []
    page.switch.click()
    page.go.click()
    settle()
    assert clipped(door) == []
