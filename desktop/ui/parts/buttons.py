"""Buttons that do something, and links that go somewhere."""

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.look.icons import icon
from desktop.ui.look.tokens import scaled, shown

_WRAP = Qt.TextFlag.TextWordWrap


class Button(QPushButton):
    """A button with an optional icon; `primary` is the one thing a page is for."""

    def __init__(
        self,
        text: str,
        icon_name: str = "",
        *,
        kind: Literal["plain", "primary", "danger"] = "plain",
        parent: QWidget | None = None,
    ) -> None:
        """Make the button; `text` may have the name of a place in it, "Smith & Sons"."""
        super().__init__(text.replace("&", "&&"), parent)  # a single one would mark a key
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if icon_name:
            tone = {"plain": "text", "primary": "on_accent", "danger": "danger"}[kind]
            self.setIcon(icon(icon_name, tone))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button as the space bar does."""
        if not press_on_enter(self, event):
            super().keyPressEvent(event)

    def _fit(self) -> None:
        # Wider than high: the icon is drawn at the left, the rest is the gap before the text.
        self.setIconSize(QSize(scaled(24), scaled(18)))


class Link(QPushButton):
    """Underlined text that goes somewhere when pressed, and wraps as text does."""

    def __init__(self, text: str, tone: str = "accent", parent: QWidget | None = None) -> None:
        """Make the link; `tone` is the name of a colour token."""
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self.setProperty("kind", "link")
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put_text(self, text: str) -> None:
        """Change the words."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size in one line, at least 24 pixels high."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._text) + 4
        return QSize(width, max(24, metrics.height() + scaled(6)))

    def minimumSizeHint(self) -> QSize:
        """Give the width of a short word, so that a narrow page wraps the text."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), scaled(120)), hint.height())

    def heightForWidth(self, width: int) -> int:
        """Give the height that the text takes when it wraps at `width`."""
        box = self.fontMetrics().boundingRect(QRect(0, 0, width, 10_000), _WRAP, self._text)
        return max(24, box.height() + scaled(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link on Enter as on the space bar."""
        if not press_on_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.isEnabled())
        painter.setFont(font)
        painter.setPen(QColor(getattr(shown(), self._tone if self.isEnabled() else "muted")))
        flags = _WRAP | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), flags, self._text)


def press_on_enter(button: QPushButton, event: QKeyEvent) -> bool:
    """Press the button if the key is Enter, and say whether it was."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    button.click()
    return True
