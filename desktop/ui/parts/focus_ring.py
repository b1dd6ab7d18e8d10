"""One ring round whatever has the keyboard's focus, the same for every kind of widget.

It is drawn in two tones, so that one of them stands out on any ground, and only while the
keyboard is in use: a click hides it until the next key.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QListView,
    QWidget,
)

from desktop.ui.look.tokens import shown

_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}


class FocusRing(QWidget):
    """Lies over what has the focus and lets everything through; make one for each window."""

    def __init__(self, window: QWidget) -> None:
        """Lay the ring over `window`, hidden until a key is pressed."""
        super().__init__(window)
        self._watched: list[QObject] = []
        self._target: QWidget | None = None
        self._keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        # Once what is happening has happened: a key moves the cursor of a list after this.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._place)
        # Keys and clicks are seen at the native window, before they are dealt out: a filter on
        # the application would run Python for every event of every widget.
        # Not winId(): a dialog's would make native windows of all that lies around its parent, and
        # they take the keys away once it is closed.
        window.create()
        handle = window.windowHandle()
        handle.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def target(self) -> QWidget | None:
        """Give the widget the ring is round, or None while it is hidden."""
        return self._target if self.isVisible() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys and clicks, and moves of what the ring is round; take none of them."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._keyboard = True
            self._later.start()
        elif kind == QEvent.Type.MouseButtonPress:
            self._keyboard = False
            self.hide()
        elif kind in _MOVES and self._keyboard:
            self._later.start()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two rings."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((shown().surface, 6), (shown().focus, 3)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(self.rect().adjusted(3, 3, -3, -3), 9, 9)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for watched in filter(shiboken6.isValid, self._watched):  # some went with their row or page
            watched.removeEventFilter(self)
        self._target = new if new is not None and new.window() is self.window() else None
        self._watched = _up_to_window(self._target) if self._target else []
        for watched in self._watched:
            watched.installEventFilter(self)
        self._later.start()

    def _place(self) -> None:
        box = self._box() if self._keyboard else None
        if box is None:
            self.hide()
            return
        self.setGeometry(box.adjusted(-6, -6, 6, 6))
        if self.isHidden():
            self.raise_()
            self.show()

    def _box(self) -> QRect | None:
        """Give the place of the target in the window, as far as it is scrolled into sight."""
        target = self._target
        if target is None or not shiboken6.isValid(target) or not target.isVisible():
            return None
        box = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        if isinstance(target, QListView) and target.currentIndex().isValid():
            at = target.viewport().mapTo(self.window(), QPoint(0, 0))
            box = target.visualRect(target.currentIndex()).translated(at).adjusted(8, 2, -8, -2)
        above = target.parentWidget()
        while above is not None and above is not self.window():
            if isinstance(above.parentWidget(), QAbstractScrollArea):
                sight = QRect(above.mapTo(self.window(), QPoint(0, 0)), above.size())
                box = box.intersected(sight.adjusted(3, 3, -3, -3))
            above = above.parentWidget()
        return None if box.isEmpty() else box


def _up_to_window(widget: QWidget) -> list[QObject]:
    chain: list[QObject] = []
    step: QWidget | None = widget
    while step is not None:
        chain.append(step)
        step = None if step.isWindow() else step.parentWidget()
    return chain
