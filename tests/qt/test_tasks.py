import threading

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.ui.parts.tasks import run_task, wait_for_tasks


def unexpected(error: UserError) -> None:
    raise AssertionError(error)


def test_work_is_done_elsewhere_and_its_result_comes_back_to_the_window(
    qtbot: QtBot, qapp: QApplication
) -> None:
    got: list[tuple[bool, bool]] = []

    def work() -> bool:
        return threading.current_thread() is not threading.main_thread()

    def done(elsewhere: bool) -> None:  # noqa: FBT001 - what the work gives
        got.append((elsewhere, QThread.currentThread() is qapp.thread()))

    run_task(qapp, work, done, unexpected)
    qtbot.waitUntil(lambda: got == [(True, True)])


def test_an_error_people_can_act_on_goes_to_failed(qtbot: QtBot, qapp: QApplication) -> None:
    errors: list[UserError] = []

    def work() -> None:
        raise UserError("The file is damaged.", "Ask for it again.")

    run_task(qapp, work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert errors[0].next_step == "Ask for it again."


def test_any_other_error_is_raised_in_the_windows_thread(qtbot: QtBot, qapp: QApplication) -> None:
    def work() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        run_task(qapp, work, lambda _: None, unexpected)
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert caught[0][0] is ZeroDivisionError


def test_a_result_for_a_window_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    owner = QObject()
    started, go_on = threading.Event(), threading.Event()
    got: list[object] = []

    def work() -> None:
        started.set()
        go_on.wait(5)

    run_task(owner, work, got.append, unexpected)
    started.wait(5)
    owner.deleteLater()
    qtbot.wait(10)
    go_on.set()
    assert wait_for_tasks()
    assert got == []


def test_the_program_waits_for_its_tasks_at_the_end(qapp: QApplication) -> None:
    got: list[int] = []
    for number in range(5):
        run_task(qapp, lambda number=number: number, got.append, unexpected)  # type: ignore[misc]
    assert wait_for_tasks()
    assert sorted(got) == [0, 1, 2, 3, 4]


def test_work_that_a_result_begins_is_waited_for_as_well(qapp: QApplication) -> None:
    got: list[int] = []

    def more(number: int) -> None:
        run_task(qapp, lambda: number + 1, got.append, unexpected)

    run_task(qapp, lambda: 1, more, unexpected)
    assert wait_for_tasks()
    assert got == [2]
