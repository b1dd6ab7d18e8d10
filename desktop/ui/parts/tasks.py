"""Work that would hold up the window, done in the background.

The work runs on another thread with a session of its own; what it gives comes back to the
window's thread through a signal. No widget is touched anywhere else.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

from desktop.errors import UserError

T = TypeVar("T")

_running: set["_Task"] = set()


class _Task(QObject):
    """Carries one result across. Lives in the window's thread until it is delivered."""

    _ended = Signal(object, object)

    def __init__(
        self,
        owner: QObject,
        done: Callable[[object], None],
        failed: Callable[[UserError], None],
    ) -> None:
        super().__init__()
        self._owner = owner
        self._done = done
        self._failed = failed
        self._ended.connect(self._deliver)

    def run(self, work: Callable[[], object]) -> None:
        """Do the work; called on the other thread."""
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - it is raised again in the window's thread
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    def _deliver(self, result: object, error: Exception | None) -> None:
        _running.discard(self)
        if not shiboken6.isValid(self._owner):
            return
        if error is None:
            self._done(result)
        elif isinstance(error, UserError):
            self._failed(error)
        else:
            raise error


def run_task(
    owner: QObject,
    work: Callable[[], T],
    done: Callable[[T], None],
    failed: Callable[[UserError], None],
) -> None:
    """Do `work` in the background, then call `done` with what it gave; quitting waits for it.

    A `UserError` goes to `failed`; any other error is raised in the window's thread, where the
    crash hook takes it. Nothing is called once `owner` is gone.
    """
    _wait_on_quit()
    task = _Task(owner, done, failed)  # type: ignore[arg-type] # the signal carries any object
    _running.add(task)
    QThreadPool.globalInstance().start(lambda: task.run(work))


@cache
def _wait_on_quit() -> None:
    app = QCoreApplication.instance()
    if app is not None:
        app.aboutToQuit.connect(wait_for_tasks)


def wait_for_tasks(seconds: float = 30) -> bool:
    """Wait until all work has ended and been delivered; False when the time was not enough.

    What is delivered may begin more work, which is waited for as well.
    """
    ended = QThreadPool.globalInstance().waitForDone(round(seconds * 1000))
    QCoreApplication.sendPostedEvents()
    return wait_for_tasks(seconds) if ended and _running else ended
