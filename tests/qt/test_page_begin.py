"""The first page where there is no desk, and what each way on it leads to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.records.roles import Me, whose_desk
from desktop.store.autobackup import close_with_backup
from desktop.store.desk import create_desk
from desktop.store.layout import DATABASE, KEYS, desk_folder
from desktop.ui import opening
from desktop.ui.door import Door
from desktop.ui.look.look import Look
from desktop.ui.opening import Opened
from desktop.ui.pages.begin import BeginPage
from desktop.ui.pages.first_run import FirstRunPage
from desktop.ui.pages.invitation import InvitationPage
from desktop.ui.pages.restore import RestorePage
from tests.qt import desks, hands
from tests.qt.accessible import walk
from tests.qt.hands import press

pytestmark = pytest.mark.usefixtures("cheap_passphrase")


@pytest.fixture
def door(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Door]:
    made = Door("Scrutiny Desk", tmp_path, look)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def begin(door: Door) -> BeginPage:
    door.begin()
    assert isinstance(door.page, BeginPage)
    return door.page


def test_each_way_is_reached_by_keyboard_and_leads_back(door: Door) -> None:
    ways = (
        ("by_invitation", InvitationPage),
        ("by_myself", FirstRunPage),
        ("by_backup", RestorePage),
    )
    for name, kind in ways:
        page = begin(door)
        button = getattr(page, name)
        while hands.focused() is not button:
            press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return)
        assert isinstance(door.page, kind)
        hands.button(door.page, "Back").click()
        assert isinstance(door.page, BeginPage)


def test_the_invitation_is_the_first_way(door: Door) -> None:
    page = begin(door)
    assert hands.focused() is page.by_invitation


def test_a_backup_without_a_desk_is_said_and_offered_first(door: Door, tmp_path: Path) -> None:
    folder = desk_folder(tmp_path, desks.NAME)
    close_with_backup(create_desk(folder, desks.PASSPHRASE, who="x", cost=desks.CHEAP)[0])
    for name in (DATABASE, KEYS):
        (folder / name).unlink()
    page = begin(door)
    assert hands.focused() is page.by_backup
    said = [label.text() for label in page.findChildren(QLabel)]
    assert "There is a backup but no desk on this computer" in said
    assert f"It is of the desk of {desks.NAME}." in said


def test_everything_that_takes_the_focus_has_a_name_of_its_own(door: Door) -> None:
    def shown() -> list[str]:
        return [
            found.text(QAccessible.Text.Name)
            for found in walk(door)
            if found.state().focusable and not found.state().invisible
        ]

    for way in (door.set_up, door.open_invitation, door.restore):
        way()
        names = shown()
        assert len(names) > 2
        assert "" not in names
        assert len(names) == len(set(names)), names


@pytest.mark.slow
def test_the_sample_opens_without_a_passphrase_and_opens_again(
    qtbot: QtBot, door: Door, tmp_path: Path
) -> None:
    opened: list[Opened] = []
    door.opened.connect(opened.append)
    begin(door).try_sample.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=60_000)
    with opened[0].desk.read() as session:
        assert whose_desk(session) == Me("coordinator")
    opened[0].desk.close()
    assert opening.names_in(tmp_path) == ()  # it is no person's desk
    again = opening.open_sample(tmp_path)
    again.desk.close()
