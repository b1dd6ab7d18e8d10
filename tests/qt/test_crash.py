import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.ui.crash import CrashReporter
from desktop.ui.parts.dialogs import Dialog

SECRET = "John Smith"


@pytest.fixture
def reporter(qapp: QApplication) -> Iterator[CrashReporter]:
    made = CrashReporter(qapp)
    made.install()
    yield made
    made.remove()


def said() -> list[str]:
    """Give what the open dialogs say, and close them."""
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.isVisible()]
    texts = [" ".join(label.text() for label in d.findChildren(QLabel)) for d in dialogs]
    for dialog in dialogs:
        dialog.reject()
    return texts


def faults(caplog: pytest.LogCaptureFixture) -> int:
    """Count the faults of ours in the log; Qt writes its own lines there."""
    return sum(record.name == "desktop.ui.crash" for record in caplog.records)


def fail() -> None:
    raise ValueError(SECRET)


def test_a_fault_of_ours_is_said_once_and_logged_each_time(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        try:
            fail()
        except ValueError:
            sys.excepthook(*sys.exc_info())
    (text,) = said()
    assert text.startswith("Something went wrong in the program")
    assert faults(caplog) == 3


def test_the_log_names_the_place_and_never_the_message(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture
) -> None:
    def deeper() -> None:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    try:
        deeper()
    except RuntimeError as error:
        reporter.report(error)
    assert "builtins.RuntimeError" in caplog.text
    assert "caused by builtins.ValueError" in caplog.text
    assert "test_crash.py" in caplog.text
    assert SECRET not in caplog.text
    said()


def test_another_fault_is_said_too(reporter: CrashReporter) -> None:
    for kind in (KeyError, IndexError):
        reporter.report(kind("x"))
    assert len(said()) == 2


def test_an_error_people_can_act_on_is_said_each_time_and_not_logged(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        reporter.report(UserError("The disk is full.", "Free some space."))
    assert said() == ["The disk is full. Free some space."] * 2
    assert faults(caplog) == 0


def test_a_fault_in_another_thread_is_said_in_the_window(
    reporter: CrashReporter, qtbot: QtBot
) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.wait(10)
    assert len(said()) == 1


def test_a_fault_in_a_finaliser_is_taken(reporter: CrashReporter) -> None:
    class Careless:
        def __del__(self) -> None:
            fail()

    Careless().__class__  # noqa: B018 - made and thrown away
    assert len(said()) == 1


def test_a_fault_in_a_slot_leaves_the_program_running(
    reporter: CrashReporter, qtbot: QtBot
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    presses: list[str] = []
    button.clicked.connect(lambda: presses.append("pressed"))
    button.clicked.connect(fail)
    button.click()
    button.click()
    assert presses == ["pressed", "pressed"]
    assert len(said()) == 1


def test_what_qt_says_goes_to_the_log(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture
) -> None:
    qWarning("a layout was set twice")
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("qt", logging.WARNING)
    assert "a layout was set twice" in record.getMessage()


def test_the_hooks_are_given_back(qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    made = CrashReporter(qapp)
    made.install()
    assert sys.excepthook is not before[0]
    made.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
