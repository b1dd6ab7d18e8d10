"""Locking a desk that somebody walked away from."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.InputMethod,
}
_LONGEST = 24 * 60.0  # minutes; a timer cannot count for ever


class Idle(QObject):
    """Sends `passed` each time nothing was typed and no mouse moved in a window for so long."""

    passed = Signal()

    def __init__(self, window: QWidget, minutes: float) -> None:
        """Watch `window`; 0 minutes watches nothing, and more than a day is a day."""
        super().__init__(window)
        # It goes on: where locking failed, because the disk was full, it is tried again.
        self._timer = QTimer(self)
        self._timer.setInterval(round(max(0.0, min(minutes, _LONGEST)) * 60_000))
        self._timer.timeout.connect(self.passed)
        if minutes > 0:
            # At the native window: a filter on the application would see every event of all.
            window.winId()
            window.windowHandle().installEventFilter(self)
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to wait anew at each sign of life; take none of them."""
        if event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return False
