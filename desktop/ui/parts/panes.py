"""Panes that lie on each other: going into something, and back to where one was."""

from typing import cast

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button


class Pane(QWidget):
    """One of them: fill `column`. A way back stands above it on all but the first."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Make the pane; `title` says what it shows."""
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self.back = Button("", "arrow-left")
        self.back.hide()
        self.column = QVBoxLayout()
        self.column.setSpacing(18)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(18)
        outer.addWidget(self.back, alignment=Qt.AlignmentFlag.AlignLeft)
        outer.addLayout(self.column)
        outer.addStretch()


class Panes(QWidget):
    """Shows the last pane only. `turned` says whether it is the first."""

    turned = Signal(bool)

    def __init__(self, page: QScrollArea, parent: QWidget | None = None) -> None:
        """Make an empty stack on a page that scrolls."""
        super().__init__(parent)
        self._page = page
        self._stack: list[tuple[Pane, int, QWidget | None]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def first(self, pane: Pane) -> None:
        """Begin anew with one pane."""
        for old, _, _ in self._stack:
            self._drop(old)
        self._stack = []
        self._push(pane)
        self.turned.emit(True)

    def into(self, pane: Pane) -> None:
        """Go into something; the way back takes the focus."""
        before = self._stack[-1][0]
        self._stack[-1] = (before, self._page.verticalScrollBar().value(), self._focus())
        before.hide()
        pane.back.setText(self.tr("Back to {}").format(before.title))
        pane.back.clicked.connect(self.back)
        self._push(pane)
        pane.back.show()
        pane.back.setFocus(Qt.FocusReason.TabFocusReason)
        self._page.verticalScrollBar().setValue(0)
        self.turned.emit(False)

    def back(self) -> None:
        """Go back by one pane, to the place and the focus that were left."""
        gone, _, _ = self._stack.pop()
        pane, scrolled, focus = self._stack[-1]
        pane.show()
        if focus is not None and shiboken6.isValid(focus):
            focus.setFocus(Qt.FocusReason.TabFocusReason)
        self._drop(gone)
        # The page knows its height again once it has been laid out.
        QTimer.singleShot(0, self, lambda: self._page.verticalScrollBar().setValue(scrolled))
        self.turned.emit(len(self._stack) == 1)

    def home(self) -> None:
        """Go back to the first pane."""
        while len(self._stack) > 1:
            self.back()

    def _push(self, pane: Pane) -> None:
        self._stack.append((pane, 0, None))
        self._column.addWidget(pane)
        pane.show()

    def _focus(self) -> QWidget | None:
        focus = cast("QWidget | None", self.window().focusWidget())
        return focus if focus is not None and self.isAncestorOf(focus) else None

    def _drop(self, pane: Pane) -> None:
        self._column.removeWidget(pane)
        pane.hide()
        pane.deleteLater()
