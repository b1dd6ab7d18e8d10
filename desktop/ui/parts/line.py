"""One line to type in, as wide as so many characters at any text size."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

from desktop.ui.look.icons import icon
from desktop.ui.look.tokens import scaled


class Line(QLineEdit):
    """A line edit for about `characters`; it gives way on a narrow page."""

    def __init__(self, characters: int, parent: QWidget | None = None) -> None:
        """Make an empty line."""
        super().__init__(parent)
        self._characters = characters
        self._button: QToolButton | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def put_button(self, icon_name: str, name: str, pressed: Callable[[], object]) -> None:
        """Show a button inside the line at its end, for the mouse.

        It takes no focus: give the same thing a key as well.
        """
        self._button = QToolButton(self)
        self._button.setProperty("kind", "inside")
        self._button.setIcon(icon(icon_name, "muted"))
        self._button.setToolTip(name)
        self._button.setAccessibleName(name)
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(pressed)
        self._fit()

    def sizeHint(self) -> QSize:
        """Give the width of the characters, and of the button if there is one."""
        inside = self.fontMetrics().averageCharWidth() * self._characters
        button = scaled(32) if self._button else 0
        return QSize(inside + button + 34, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Give the width of a few characters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), scaled(90)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the end."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        if self._button is None:
            return
        side = scaled(30)
        self._button.setIconSize(QSize(scaled(18), scaled(18)))
        self._button.setGeometry(self.width() - side - 4, (self.height() - side) // 2, side, side)
        self.setTextMargins(0, 0, side, 0)
