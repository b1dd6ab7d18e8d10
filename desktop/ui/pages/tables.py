"""Tables that use their room well: the column that needs it gets what is left."""

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look.tokens import scaled
from desktop.ui.parts.models import TableModel
from desktop.ui.parts.table import Table


class RoomyTable(Table):
    """Gives the room that its columns leave to one of them, the `wide` one."""

    def __init__(
        self, name: str, model: TableModel[Any], wide: int = 0, parent: QWidget | None = None
    ) -> None:
        """Show `model`; `wide` is the number of the column that is to grow."""
        super().__init__(name, model, parent)
        self._wide = wide
        self._fit()


class WholeTable(RoomyTable):
    """As high as its rows: the page scrolls and the table does not.

    A row is marked only while the table has the focus: a page may have several.
    """

    def __init__(
        self, name: str, model: TableModel[Any], wide: int = 0, parent: QWidget | None = None
    ) -> None:
        """Show all rows of `model`."""
        super().__init__(name, model, wide, parent)
        self._rows = model
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Give the height of the header, all rows, and a scroll bar where there is one."""
        header = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = self._rows.rowCount() * self.row_height()
        return QSize(scaled(400), header + rows + below + 2)

    def minimumSizeHint(self) -> QSize:
        """Give the same height on a narrow page."""
        return QSize(scaled(200), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for a scroll bar, or take it away."""
        super().resizeEvent(event)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the row that the cursor is in."""
        super().focusInEvent(event)
        if self.currentIndex().isValid():
            self.selectRow(self.currentIndex().row())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark no row; the cursor stays where it is."""
        super().focusOutEvent(event)
        self.clearSelection()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor in the first row without marking it."""
        super().showEvent(event)
        if not self.hasFocus():
            self.clearSelection()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, which scrolls."""
        event.ignore()
