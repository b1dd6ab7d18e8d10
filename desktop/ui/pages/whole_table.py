"""A short table shown whole: the page scrolls and the table does not."""

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look.tokens import scaled
from desktop.ui.parts.models import TableModel
from desktop.ui.parts.table import ROW_HEIGHT, Table


class WholeTable(Table):
    """As high as its rows. The arrow keys, Enter and S work as in any table."""

    def __init__(self, name: str, model: TableModel[Any], parent: QWidget | None = None) -> None:
        """Show all rows of `model`."""
        super().__init__(name, model, parent)
        self._rows = model
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Give the height of the header, all rows, and a scroll bar below them."""
        header = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar().sizeHint().height()
        rows = self._rows.rowCount() * scaled(ROW_HEIGHT)
        return QSize(scaled(400), header + rows + bar + 2)

    def minimumSizeHint(self) -> QSize:
        """Give the same height on a narrow page."""
        return QSize(scaled(200), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, which scrolls."""
        event.ignore()
