"""A picture as wide as the page lets it be: a chart, or a page of a PDF."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.look.tokens import scaled
from desktop.ui.parts.page import bring_into_sight


class ImageView(QLabel):
    """Draws itself in proportion; a screen reader meets a picture with a name."""

    def __init__(
        self,
        name: str,
        size: tuple[float, float],
        draw: Callable[[QPainter, QRectF], None],
        parent: QWidget | None = None,
    ) -> None:
        """Show what `draw` paints into a box; `size` is its width and height at 100 % text."""
        super().__init__(parent)
        self._size = size
        self._draw = draw
        self.setPixmap(QPixmap(1, 1))  # a label with a picture is a picture to a screen reader
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Give the size at the text size on screen now."""
        width = scaled(self._size[0])
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Give the size of a narrow page."""
        return QSize(scaled(120), self.heightForWidth(scaled(120)))

    def hasHeightForWidth(self) -> bool:
        """Say that the picture keeps its proportion."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height at a width."""
        width = min(width, scaled(self._size[0]))
        return round(width * self._size[1] / self._size[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture at the left."""
        width = min(self.width(), scaled(self._size[0]))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._draw(painter, QRectF(0, 0, width, self.heightForWidth(width)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Scroll to a picture that takes the focus."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            bring_into_sight(self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
