"""A list to choose one from, which the mouse wheel never changes by accident."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.ui.look import icons
from desktop.ui.look.tokens import scaled

_FEWEST = 26  # characters, so that short lists line up


class Combo(QComboBox):
    """A combo box as wide as its entries, and narrower where the page is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list; `name` is what a screen reader calls it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        # Linux and macOS read out the chosen entry as the name, so the name is said here too.
        self.setAccessibleDescription(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(_FEWEST)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Give the width of a narrow page; the list itself still opens in full width."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), scaled(150)), hint.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, which scrolls."""
        event.ignore()

    def showPopup(self) -> None:
        """Open the list, wide enough for its longest entry."""
        view = self.view()
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + scaled(32), self.window().width()))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and our arrow: the style sheet would need a picture file a colour."""
        super().paintEvent(event)
        side = scaled(16)
        top = (self.height() - side) / 2
        box = QRectF(self.width() - side - 10, top, side, side)
        icons.paint(QPainter(self), "chevron-down", box, "muted")
