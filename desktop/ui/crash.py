"""What happens to an error nobody caught: it is logged, said once, and the program goes on.

The log gets the kind of error and the lines of code it went through, never its message: that
may quote an answer or a name.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType

import shiboken6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from desktop.errors import UserError
from desktop.ui.parts.dialogs import tell

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Takes every error that nobody caught, from any thread. Make one, early, and `install` it."""

    _said = Signal(str, str)

    def __init__(self, app: QApplication) -> None:
        """Make the reporter; nothing is taken before `install`."""
        super().__init__(app)
        self._seen: set[tuple[str, str]] = set()
        self._said.connect(self._on_said)

    def install(self) -> None:
        """Take errors from slots, threads, finalisers and Qt itself from now on."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        sys.unraisablehook = self._on_unraisable
        self._qt_before = qInstallMessageHandler(_on_qt_message)

    def remove(self) -> None:
        """Put the hooks back as they were before `install`."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._qt_before)

    def report(self, error: BaseException) -> None:
        """Log an error and say it: a `UserError` each time, any other once per run and place."""
        if isinstance(error, UserError):
            self._say(error.sentence, error.next_step)
            return
        trail = "".join(_trail(error))
        _log.error("Not caught: %s\n%s", _kind(error), trail)
        place = (_kind(error), trail)
        if place not in self._seen:
            self._seen.add(place)
            self._say(
                self.tr("Something went wrong in the program"),
                self.tr(
                    "What you have entered is saved. You can go on working. If it happens again, "
                    "close the program, open it, and tell the office what you were doing."
                ),
            )

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self.report(error)

    def _on_thread_error(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self.report(found.exc_value)

    def _on_unraisable(self, found: "sys.UnraisableHookArgs") -> None:
        if found.exc_value is not None:
            self.report(found.exc_value)

    def _say(self, title: str, sentence: str) -> None:
        if shiboken6.isValid(self):  # not once the program is being taken down
            self._said.emit(title, sentence)

    def _on_said(self, title: str, sentence: str) -> None:
        tell(QApplication.activeWindow(), title, sentence)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _trail(error: BaseException) -> Iterator[str]:
    """Give the lines of code of an error and of those behind it, without their messages."""
    step: BaseException | None = error
    while step is not None:
        yield from traceback.format_tb(step.__traceback__)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
        if step is not None:
            yield f"caused by {_kind(step)}\n"


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s (%s)", message, context.category)
