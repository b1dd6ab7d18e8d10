"""A table of records: arrows move, Enter or a double click opens, Tab leaves."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.look import icons
from desktop.ui.look.tokens import scaled
from desktop.ui.parts.models import TableModel

ROW_HEIGHT = 44  # pixels at 100 % text


class _Header(QHeaderView):
    """Draws the arrow of the sorted column itself: Qt's stays tiny at large text."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        model = self.model()
        if isinstance(model, TableModel) and (order := model.sorted_by(logicalIndex)) is not None:
            side = scaled(16)
            box = QRectF(rect.right() - side - 4, rect.center().y() - side / 2, side, side)
            up = order == Qt.SortOrder.AscendingOrder
            icons.paint(painter, "chevron-up" if up else "chevron-down", box, "muted")


class Table(QTableView):
    """Shows a `TableModel`; `opened` carries the row's dataclass."""

    opened = Signal(object)

    def __init__(self, name: str, model: TableModel[Any], parent: QWidget | None = None) -> None:
        """Show `model`; `name` says what the table holds and is read out on entering it."""
        super().__init__(parent)
        self._model = model
        self.setProperty("kind", "table")
        self.setHorizontalHeader(_Header(self))
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            self.tr("Arrow keys move, Enter opens, S sorts by the column you are in.")
        )
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionClicked.connect(self.sort_by)
        self.doubleClicked.connect(self._open)
        self._fit()

    def sort_by(self, column: int) -> None:
        """Sort by a column; the same column again turns the order round."""
        if not self._model.columns[column].sort:
            return
        order = Qt.SortOrder.AscendingOrder
        if self._model.sorted_by(column) == order:
            order = Qt.SortOrder.DescendingOrder
        here = self.currentIndex()
        self._model.sort(column, order)
        self._model.mark_sorted(column, order)
        if here.isValid():
            self.setCurrentIndex(self._model.index(0, column))

    def current(self) -> object | None:
        """Give the dataclass of the row the cursor is in, or None."""
        index = self.currentIndex()
        return self._model.row(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, sort on S, go to the first and last row on Home and End."""
        index = self.currentIndex()
        last = self._model.rowCount() - 1
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._open(index)
        elif key == Qt.Key.Key_S and index.isValid():
            self.sort_by(index.column())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            row = 0 if key == Qt.Key.Key_Home else last
            self.setCurrentIndex(self._model.index(row, max(index.column(), 0)))
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Give room for the header and three rows."""
        return QSize(scaled(200), scaled(ROW_HEIGHT * 4))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor in the first row, so that the arrows work at once."""
        super().showEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        letter = self.fontMetrics().averageCharWidth()
        for number, column in enumerate(self._model.columns):
            self.setColumnWidth(number, letter * column.characters + 28)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None:
            self.opened.emit(row)
