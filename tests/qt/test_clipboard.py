"""What was copied in the program does not stay on the clipboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.armour import to_text
from desktop.ui import clipboard
from desktop.ui.clipboard import Clipboard, copy_text
from tests.qt.test_program import program, unlock

__all__ = ["program"]  # a fixture

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture(autouse=True)
def line(qtbot: QtBot) -> Iterator[QLineEdit]:
    """A window of ours that is in use."""
    made = QLineEdit()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    QGuiApplication.clipboard().clear()


def held() -> str:
    return QGuiApplication.clipboard().text()


def test_what_was_copied_goes_after_a_while(qtbot: QtBot) -> None:
    parent = QObject()
    Clipboard(parent, 0.2)
    copy_text("Eleven people were in custody")
    QTest.qWait(50)
    assert held()
    qtbot.waitUntil(lambda: not held())


def test_what_was_copied_by_key_goes_too(qtbot: QtBot, line: QLineEdit) -> None:
    parent = QObject()
    Clipboard(parent, 0.1)
    line.setText("7K2QM-00000")
    line.selectAll()
    line.copy()
    assert held() == "7K2QM-00000"
    qtbot.waitUntil(lambda: not held())


def test_what_was_copied_since_by_another_program_stays(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QObject()
    Clipboard(parent, 0.1)
    copy_text("ours")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(
            QGuiApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationInactive
        )
        QGuiApplication.clipboard().setText("a shopping list")
    QTest.qWait(250)
    assert held() == "a shopping list"


def test_a_sealed_text_stays_until_it_is_pasted() -> None:
    parent = QObject()
    own = Clipboard(parent, 0.1)
    copy_text(to_text(b"age-encryption.org/v1\n" + b"x" * 200))
    QTest.qWait(250)
    own.clear()
    assert clipboard.SEALED in held()


def test_never_means_when_the_desk_is_locked() -> None:
    parent = QObject()
    own = Clipboard(parent, 0)
    copy_text("ours")
    QTest.qWait(100)
    assert held() == "ours"
    own.clear()
    assert held() == ""


def test_locking_and_closing_clear_the_clipboard(
    qtbot: QtBot, cheap_passphrase: None, request: pytest.FixtureRequest
) -> None:
    del cheap_passphrase
    running = request.getfixturevalue("program")
    window = unlock(qtbot, running)
    copy_text("ours")
    window.lock()
    assert held() == ""
    window = unlock(qtbot, running)
    copy_text("ours")
    window.close()
    assert held() == ""
