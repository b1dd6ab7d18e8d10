"""Opening a desk with this computer's keyring: off, on, used, and off again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.store import computer
from desktop.ui.desk_window import DeskWindow
from desktop.ui.door import Door
from desktop.ui.pages.safety.keys import KeysPage
from desktop.ui.pages.unlock import UnlockPage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.stage import settle
from tests.qt.test_page_safety import press, words
from tests.qt.test_program import program, unlock
from tests.unit.keyrings import INSTALLED, keyring_in

__all__ = ["program"]  # a fixture

pytestmark = pytest.mark.usefixtures("cheap_passphrase", "look")


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not INSTALLED:
        pytest.skip("gnome-keyring is not installed")
    with keyring_in(tmp_path / "ring", monkeypatch):
        yield


def keys_page(window: DeskWindow) -> KeysPage:
    window.go("passphrase")
    settle()
    page = window.page("passphrase")
    assert isinstance(page, KeysPage)
    return page


def door_page(program: Program) -> UnlockPage:
    door = program.window
    assert isinstance(door, Door)
    assert isinstance(door.page, UnlockPage)
    return door.page


def let_it(window: DeskWindow) -> KeysPage:
    page = keys_page(window)
    assert "Anyone who is logged in as you can then open it, too" in words(page)
    press(page, "Let this computer open it")
    assert page.deed is not None
    page.deed.present.set_value("a guess")
    press(page, "Let it open my desk")
    assert "not the passphrase of this desk" in page.deed.present.problem()
    page.deed.present.set_value(desks.PASSPHRASE)
    press(page, "Let it open my desk")
    assert name(window.banner) == "Done: This computer can open your desk now."
    return page


@pytest.mark.usefixtures("ring")
def test_the_computer_opens_the_desk_once_its_owner_let_it(
    qtbot: QtBot, qapp: QApplication, program: Program
) -> None:
    del qapp
    assert door_page(program).computer_button.isHidden()
    window = unlock(qtbot, program)
    let_it(window)
    window.lock()
    button = door_page(program).computer_button
    assert button.isVisible()
    button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, DeskWindow), timeout=20_000)
    window = program.window  # type: ignore[assignment] # it was just seen to be one
    page = keys_page(window)
    assert "can open this desk" in words(page)
    press(page, "Ask for the passphrase always")
    assert "The passphrase is always asked for." in words(page)
    window.lock()
    assert door_page(program).computer_button.isHidden()


@pytest.mark.usefixtures("ring")
def test_when_the_keyring_has_lost_it_the_passphrase_is_asked_for(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = unlock(qtbot, program)
    let_it(window)
    window.lock()
    computer.drop(computer.entry_of(tmp_path / "desks" / desks.NAME))
    page = door_page(program)
    page.computer_button.click()
    qtbot.waitUntil(lambda: "does not open this desk" in name(page.banner))
    assert "Open the desk with your passphrase" in name(page.banner)
    unlock(qtbot, program)


@pytest.mark.usefixtures("ring")
def test_a_new_key_ends_it(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window = unlock(qtbot, program)
    page = let_it(window)
    press(page, "Make a new key for the desk")
    assert page.deed is not None
    page.deed.present.set_value(desks.PASSPHRASE)
    press(page, "Make a new key")
    assert computer.entry_of(tmp_path / "desks" / desks.NAME) == ""
    window.lock()
    assert door_page(program).computer_button.isHidden()


def test_where_no_keyring_works_a_sentence_says_so(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nothing'}")
    page = keys_page(unlock(qtbot, program))
    QTest.qWait(10)
    assert "has no keyring that the program can use" in words(page)
    assert not page.computer.turn_on.isVisibleTo(page)
    assert hands.dialogs() == []
