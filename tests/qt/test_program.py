"""The program as a whole: from the passphrase to the desk, locked, and left."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.app import Program
from desktop.formlib.model import Form
from desktop.store.desk import Desk, open_desk
from desktop.store.inuse import DeskInUse
from desktop.ui.desk_window import DeskWindow
from desktop.ui.door import Door
from desktop.ui.idle import Idle
from desktop.ui.look.look import Look
from desktop.ui.pages.unlock import UnlockPage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.hands import press, type_text
from tests.qt.typist import begin

pytestmark = pytest.mark.usefixtures("cheap_passphrase", "look")


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    desks.new_desk(tmp_path / "desks" / desks.NAME).close()
    made = Program(qapp, tmp_path, "")
    made.begin()
    yield made
    window = made.window
    made.end()
    if window is not None:
        window.close()


def unlock(qtbot: QtBot, program: Program) -> DeskWindow:
    qtbot.waitUntil(lambda: isinstance(program.window, Door) and program.window.isVisible())
    door = program.window
    assert isinstance(door, Door)
    assert isinstance(door.page, UnlockPage)
    door.page.passphrase.focus_first()
    QTest.keyClicks(hands.line(door.page.passphrase), desks.PASSPHRASE)
    door.page.open_button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, DeskWindow), timeout=20_000)
    window = program.window
    assert isinstance(window, DeskWindow)
    qtbot.waitExposed(window)
    return window


def test_the_passphrase_leads_to_the_desk_and_locking_back(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = unlock(qtbot, program)
    page = begin(window, desks.VISIT)
    id_ = page.draft.kept.id
    page.body.asked["done_well"].field.focus_first()
    type_text("Tea")
    QTest.keyClick(hands.focused(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    door = program.window
    assert isinstance(door, Door)
    assert name(door.banner).startswith("Note: Your desk is locked")
    with open_desk(tmp_path / "desks" / desks.NAME, desks.PASSPHRASE):
        pass  # the desk was closed, or this would say that it is open already

    window = unlock(qtbot, program)
    window.go("record", id_)
    assert page is not window.page("record")


def test_closing_the_window_closes_the_desk(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window = unlock(qtbot, program)
    with pytest.raises(DeskInUse):
        open_desk(tmp_path / "desks" / desks.NAME, desks.PASSPHRASE)
    window.close()
    open_desk(tmp_path / "desks" / desks.NAME, desks.PASSPHRASE).close()


def test_the_button_below_the_menu_locks(qtbot: QtBot, program: Program) -> None:
    window = unlock(qtbot, program)
    window.side_bar.foot.setFocus()
    press(Qt.Key.Key_Return)
    assert isinstance(program.window, Door)


def test_a_desk_nobody_touches_is_locked(qtbot: QtBot, look: Look) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    idle = Idle(window, 0.3 / 60)
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.assertNotEmitted(idle.passed):
        for _ in range(5):
            QTest.qWait(120)
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    for _again in range(2):  # the first time it may not have been possible to lock
        with qtbot.waitSignal(idle.passed, timeout=3000):
            pass


def test_a_desk_is_never_locked_where_the_office_says_so(qtbot: QtBot, look: Look) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    idle = Idle(window, 0)
    with qtbot.assertNotEmitted(idle.passed, wait=50):
        window.show()


def test_the_side_bar_shows_each_role_its_own_pages(
    qtbot: QtBot, look: Look, desk: Desk, desk_window: DeskWindow, forms: Mapping[str, Form]
) -> None:
    menu = desk_window.side_bar.menu
    shown = [menu.item(row).text() for row in range(menu.count())]
    assert "New visit" in shown
    assert "My visits" in shown
    assert not {"Records", "Issues", "Returns", "Settings"} & set(shown)
    assert not desk_window.show_page("returns")


def test_the_command_line_is_answered_without_a_window(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code = app.main(["--data", str(tmp_path), "verify"])
    assert code == 1
    assert "There is no desk in" in capsys.readouterr().err
