"""What looks after an open desk: locking it, tidying the clipboard, and its daily backup."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop import clock
from desktop.store.autobackup import DAILY, Attempt, backup_if_due, left_out
from desktop.store.desk import Desk
from desktop.store.moment import say_moment
from desktop.store.settings import setting
from desktop.ui.asleep import Asleep
from desktop.ui.clipboard import Clipboard
from desktop.ui.idle import Idle
from desktop.ui.parts.banner import Banner, Tone
from desktop.ui.parts.tasks import run_task

_FIRST_MS = 60_000  # once the person has begun to work
_AGAIN_MS = 3_600_000


class Watch(QObject):
    """Lasts as long as the window of the desk; `clipboard` is to be cleared when it is left."""

    def __init__(
        self, window: QWidget, desk: Desk, banner: Banner, lock: Callable[[], object]
    ) -> None:
        """Begin to watch; `lock` is called when the desk must not stay open."""
        super().__init__(window)
        self._desk, self._banner = desk, banner
        today = clock.today()
        with desk.read() as session:
            minutes = float(str(setting(session, "lock_after_minutes", today, 0)))
            seconds = float(str(setting(session, "clipboard_seconds", today, 0)))
        self.clipboard = Clipboard(self, seconds)
        Idle(window, minutes).passed.connect(lock)
        Asleep(self).passed.connect(lock)
        self._daily = QTimer(self)
        self._daily.setInterval(_FIRST_MS)
        self._daily.timeout.connect(self.back_up)
        self._daily.start()

    def back_up(self) -> None:
        """Make the day's backup in the background, where it is due."""
        self._daily.setInterval(_AGAIN_MS)
        work = partial(backup_if_due, self._desk.folder, self._desk.key, every=DAILY)
        run_task(self, work, self._on_backup, self._banner.tell_error)

    def tell_left_out(self) -> None:
        """Say that the last automatic backup was left out, if it was, and why."""
        missing = left_out(self._desk.folder)
        if missing is not None:
            when = self.tr("On {}:").format(say_moment(missing.at))
            self._banner.tell(Tone.WARNING, f"{when} {missing.reason}", missing.next_step)

    def _on_backup(self, attempt: Attempt) -> None:
        if attempt.reason:
            self._banner.tell(Tone.WARNING, attempt.reason, attempt.next_step)
