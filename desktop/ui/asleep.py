"""Noticing that the computer goes to sleep, or was asleep.

Linux says so beforehand, where its log-in service is there. Everywhere else the clock on the wall
has gone on while this program stood still: that is noticed as soon as the computer is awake.
"""

import logging
import sys
from datetime import timedelta
from typing import cast

from PySide6.QtCore import SLOT, QObject, Qt, QTimer, Signal, Slot

from desktop import clock

_EVERY_MS = 3000
_JUMP = timedelta(seconds=30)
"""More than a busy computer makes the timer late by."""

_SERVICE = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_INTERFACE = "org.freedesktop.login1.Manager"
_SIGNAL = "PrepareForSleep"

_log = logging.getLogger(__name__)


class Asleep(QObject):
    """Sends `passed` when the computer is about to sleep, and when it must have slept."""

    passed = Signal()

    def __init__(self, parent: QObject, *, every_ms: int = _EVERY_MS) -> None:
        """Begin to watch; `every_ms` is how often the clock is looked at."""
        super().__init__(parent)
        self._seen = clock.now()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        if sys.platform.startswith("linux"):
            _listen(self)

    def look(self) -> None:
        """Compare the clock with what it said a moment ago."""
        before, self._seen = self._seen, clock.now()
        if self._seen - before > _JUMP:
            self.passed.emit()

    @Slot(bool)
    def on_prepare(self, going: bool) -> None:  # noqa: FBT001 - what the log-in service sends
        """Take the log-in service's word: True before the computer sleeps, False after."""
        if going:
            self.passed.emit()


def _listen(receiver: Asleep) -> None:
    """Have the log-in service tell `receiver`, where there is one."""
    try:
        # Not on every system, and not in every build of Qt.
        from PySide6.QtDBus import QDBusConnection
    except ImportError:
        return
    bus = QDBusConnection.systemBus()
    # The stubs ask for bytes, which it does not take.
    slot = cast("bytes", SLOT("on_prepare(bool)"))
    if bus.isConnected() and not bus.connect(_SERVICE, _PATH, _INTERFACE, _SIGNAL, receiver, slot):
        _log.info("The log-in service does not tell when this computer goes to sleep.")
