"""A desk is locked: by hand, by idleness, by sleep; and nothing of it stays behind."""

import gc
import logging
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from time import monotonic, sleep

import pytest
import shiboken6
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QEvent, QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.app import Program
from desktop.records.record import record
from desktop.records.roles import Me, set_whose_desk
from desktop.store.backup import backups
from desktop.store.desk import open_desk
from desktop.store.layout import BACKUPS
from desktop.ui import watch
from desktop.ui.asleep import Asleep
from desktop.ui.desk_window import DeskWindow
from desktop.ui.door import Door
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.parts.dialogs import ask, choose_file, choose_new_file
from desktop.ui.parts.tasks import run_task
from tests.qt import desks, registers
from tests.qt.accessible import name
from tests.qt.hands import type_text
from tests.qt.stage import settle
from tests.qt.test_program import program, unlock
from tests.qt.typist import begin

__all__ = ["program"]  # a fixture

pytestmark = pytest.mark.usefixtures("cheap_passphrase", "look")

NEEDLE = "Quexbrindle"  # a word that stands nowhere else
SAYING = (
    "text",
    "title",
    "currentText",
    "toPlainText",
    "placeholderText",
    "windowTitle",
    "toolTip",
    "statusTip",
    "whatsThis",
    "accessibleName",
    "accessibleDescription",
)


def said_by(widget: QWidget) -> Iterator[str]:
    """Give all that a widget says, shows or holds."""
    for how in SAYING:
        said = getattr(widget, how, None)
        if callable(said):
            yield str(said())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from cells(widget.model())


def cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), 300)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for column in range(columns):
            yield str(model.data(model.index(row, column)))


def holders_of(needle: str) -> list[str]:
    """Give the widgets that say it: below the windows, or known to Python only."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    known = [one for one in gc.get_objects() if isinstance(one, QWidget)]
    found = {id(one): one for one in (*QApplication.allWidgets(), *known)}
    alive = [one for one in found.values() if shiboken6.isValid(one)]
    return [
        f"{type(widget).__name__}: {text[:80]}"
        for widget in alive
        for text in said_by(widget)
        if needle in text
    ]


def left_of_pages() -> set[str]:
    """Give the kinds of objects of the desk's own pages that are still there, whole or not."""
    gc.collect()
    kinds = {type(one) for one in gc.get_objects() if isinstance(one, QObject)}
    of_desk = re.compile(r"desktop\.ui\.(desk_window|pages\.(?!unlock|door|look_card))")
    return {kind.__name__ for kind in kinds if of_desk.match(kind.__module__)}


def locked(program: Program) -> Door:
    door = program.window
    assert isinstance(door, Door)
    assert name(door.banner).startswith("Note: Your desk is locked")
    return door


def coordinators(program: Program, qtbot: QtBot, tmp_path: Path) -> DeskWindow:
    folder = tmp_path / "desks" / desks.NAME
    with open_desk(folder, desks.PASSPHRASE) as desk, desk.write("Prepared a test") as session:
        set_whose_desk(session, Me("coordinator"))
    return unlock(qtbot, program)


def test_after_locking_nothing_in_the_program_says_what_was_typed(
    qtbot: QtBot,
    program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    caplog.set_level(logging.DEBUG)
    window = unlock(qtbot, program)
    page = begin(window, desks.VISIT)
    id_ = page.draft.kept.id
    page.body.asked["done_well"].field.focus_first()
    type_text(NEEDLE)
    page.check()
    window.go("mine")
    window.go("record", id_)
    window.status.put(f"Saved {NEEDLE}", aloud=True)
    window.setToolTip(NEEDLE)
    assert len(holders_of(NEEDLE)) > 2
    del page

    window.lock()
    assert not window.isVisible()
    del window
    locked(program)
    QTest.qWait(20)
    assert holders_of(NEEDLE) == []
    assert left_of_pages() == set()
    assert NEEDLE not in caplog.text
    assert list(temporary.rglob("*")) == []
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or NEEDLE.encode() not in file.read_bytes(), file
    folder = tmp_path / "desks" / desks.NAME
    with open_desk(folder, desks.PASSPHRASE) as desk, desk.read() as session:
        assert record(session, id_).answers["done_well"] == NEEDLE


def test_open_dialogs_close_without_an_answer_before_the_desk_is_locked(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = unlock(qtbot, program)
    answers: list[object] = []
    ask(window, "Remove it?", NEEDLE, yes="Remove", no="Keep", then=answers.append)
    choose_file(window, "Open", "Files (*.x)", answers.append)
    choose_new_file(window, "Save", tmp_path / f"{NEEDLE}.txt", answers.append)
    assert holders_of(NEEDLE)
    window.lock()
    locked(program)
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    assert shown == []
    del window
    assert holders_of(NEEDLE) == []
    assert answers == [False]


def test_work_in_the_background_ends_before_the_desk_is_closed(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = unlock(qtbot, program)
    desk = window._desk  # noqa: SLF001 - what a page would be handed
    done: list[int] = []

    def work() -> int:
        sleep(0.3)
        with desk.read():
            return 1

    run_task(window, work, done.append, lambda _error: None)
    window.lock()
    locked(program)
    assert done == [1]
    open_desk(tmp_path / "desks" / desks.NAME, desks.PASSPHRASE).close()


def test_what_stands_in_a_form_is_kept_and_the_desk_is_locked_all_the_same(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = coordinators(program, qtbot, tmp_path)
    window.go("places")
    page = window.page("places")
    assert isinstance(page, RegisterPage)
    settle()
    page.now.begin(page.now.register.adds[0])
    registers.fill(page, {"name": NEEDLE})
    assert not page.leave()
    window.lock()
    locked(program)
    del window, page
    assert holders_of(NEEDLE) == []

    window = unlock(qtbot, program)
    assert "What you had typed is kept" in name(window.banner)
    window.banner._act.click()  # noqa: SLF001 - its only button
    [shown] = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
    assert NEEDLE in "".join(text for w in shown.findChildren(QWidget) for text in said_by(w))
    shown.accept()
    assert window.banner.isHidden()
    window.lock()
    assert unlock(qtbot, program).banner.isHidden()


def test_a_desk_is_locked_when_the_clock_has_jumped(qtbot: QtBot) -> None:
    parent = QObject()
    begun = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    with clock.fixed(begun):
        watching = Asleep(parent, every_ms=60_000)
    with qtbot.assertNotEmitted(watching.passed), clock.fixed(begun + timedelta(seconds=5)):
        watching.look()
    with qtbot.waitSignal(watching.passed), clock.fixed(begun + timedelta(minutes=9)):
        watching.look()


def test_sleep_locks_the_window_of_a_desk(qtbot: QtBot, program: Program) -> None:
    window = unlock(qtbot, program)
    found = window.findChildren(Asleep)
    assert len(found) == 1
    found[0].on_prepare(False)
    assert program.window is window
    found[0].on_prepare(True)
    locked(program)


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a message bus of the test's own."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    pipe, no = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdout=pipe, stderr=no, text=True) as own:
        assert own.stdout is not None
        yield own.stdout.readline().strip()
        for name_ in ("service", "ours"):
            QDBusConnection.disconnectFromBus(name_)
        own.terminate()


@pytest.mark.skipif(which("dbus-daemon") is None, reason="dbus-daemon is not installed")
def test_the_log_in_service_of_linux_is_listened_to(
    qtbot: QtBot, bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = QDBusConnection.connectToBus(bus, "service")
    assert service.registerService("org.freedesktop.login1")
    ours = QDBusConnection.connectToBus(bus, "ours")
    monkeypatch.setattr(QDBusConnection, "systemBus", lambda: ours)
    parent = QObject()
    watching = Asleep(parent)

    def say(going: bool) -> None:  # noqa: FBT001 - as the service says it
        path, interface = "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
        said = QDBusMessage.createSignal(path, interface, "PrepareForSleep")
        said.setArguments([going])
        assert service.send(said)

    with qtbot.assertNotEmitted(watching.passed, wait=100):
        say(False)
    with qtbot.waitSignal(watching.passed):
        say(True)


def test_the_end_of_the_session_locks_the_desk(
    qtbot: QtBot, qapp: QApplication, program: Program
) -> None:
    window = unlock(qtbot, program)
    window._on_session_end()  # noqa: SLF001 - only a session manager can send the signal
    locked(program)


def test_closing_for_good_makes_a_backup_and_locking_none(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    made = tmp_path / "desks" / desks.NAME / BACKUPS
    unlock(qtbot, program).lock()
    assert backups(made) == []
    begun = monotonic()
    unlock(qtbot, program).close()
    assert monotonic() - begun < 60
    assert len(backups(made)) == 1


def test_why_no_backup_was_made_is_said_when_the_desk_is_opened_again(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unlock(qtbot, program)
    monkeypatch.setattr("desktop.store.autobackup.LONGEST_AT_CLOSE", 0.0)
    window.lock()
    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.autobackup._SPARE_BYTES", 1 << 60)
        again = unlock(qtbot, program)
        again.watch.back_up()
        qtbot.waitUntil(lambda: "too little room" in name(again.banner))
        again.lock()
    assert "No backup was made" in name(unlock(qtbot, program).banner)


def test_the_days_backup_is_made_while_the_desk_is_open(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_FIRST_MS", 10)
    unlock(qtbot, program)
    made = tmp_path / "desks" / desks.NAME / BACKUPS
    qtbot.waitUntil(lambda: len(backups(made)) == 1)


def test_the_window_file_holds_nothing_of_what_was_typed(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = unlock(qtbot, program)
    page = begin(window, desks.VISIT)
    page.body.asked["done_well"].field.focus_first()
    type_text(NEEDLE)
    window.close()
    kept = (tmp_path / "window.ini").read_text("utf-8")
    keys = {line.partition("=")[0] for line in kept.splitlines() if "=" in line}
    assert keys <= {"geometry", "colours", "text_percent"}
    assert NEEDLE not in kept
