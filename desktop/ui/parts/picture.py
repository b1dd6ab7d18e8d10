"""An icon standing by itself on a page."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import icons
from desktop.ui.look.tokens import scaled


class Picture(QWidget):
    """A square icon. It is decoration: the words beside it say the same."""

    def __init__(self, name: str, tone: str, side: int, parent: QWidget | None = None) -> None:
        """Show the icon `name` in a tone, `side` pixels wide at 100 % text."""
        super().__init__(parent)
        self._name = name
        self._tone = tone
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def put(self, name: str, tone: str) -> None:
        """Show another icon."""
        self._name = name
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size at the text size on screen now."""
        return QSize(scaled(self._side), scaled(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        icons.paint(QPainter(self), self._name, QRectF(self.rect()), self._tone)
