"""A table of records: arrows move, Enter or a double click opens, Tab leaves."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.look import icons
from desktop.ui.look.tokens import scaled
from desktop.ui.parts.models import TableModel

ROW_HEIGHT = 44  # pixels at 100 % text
_TWO_LINES = 64  # of a row whose texts wrap
_LEAST_SHARE = 0.55  # of its width that a column keeps before the table scrolls sideways


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
    _wide: int | None = None  # the column that gets the room left over; None: the last

    def __init__(self, name: str, model: TableModel[Any], parent: QWidget | None = None) -> None:
        """Show `model`; `name` says what the table holds and is read out on entering it."""
        super().__init__(parent)
        self._model = model
        self._share = 0.0  # of the widths that the columns ask for
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
        return QSize(scaled(200), scaled(ROW_HEIGHT) + 3 * self.row_height())

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out among the columns."""
        super().resizeEvent(event)
        self._share_out()

    def row_height(self) -> int:
        """Give the height of a row in pixels."""
        return self.verticalHeader().defaultSectionSize()

    def _fit(self) -> None:
        """Lay out anew, as for another text size."""
        self._share = 0.0
        self._share_out()

    def _share_out(self) -> None:
        """Give each column its width; where there is too little, less, and texts wrap.

        A width that a person drew stays until the room forces another.
        """
        wanted = [self._wanted_width(number) for number in range(len(self._model.columns))]
        room = self.viewport().width()
        share = min(max(room / max(sum(wanted), 1), _LEAST_SHARE), 1.0)
        if share != self._share:
            self._share = share
            self.setWordWrap(share < 1)
            height = _TWO_LINES if share < 1 else ROW_HEIGHT
            self.verticalHeader().setDefaultSectionSize(scaled(height))
            for number, width in enumerate(wanted):
                least = min(self._title_width(number), width)
                self.setColumnWidth(number, max(int(width * share), least))
            self.updateGeometry()
        if self._wide is not None and share == 1:
            self.setColumnWidth(self._wide, wanted[self._wide] + room - sum(wanted))

    def _wanted_width(self, number: int) -> int:
        letter = self.fontMetrics().averageCharWidth()
        asked = letter * self._model.columns[number].characters + 28
        return max(asked, self._title_width(number))

    def _title_width(self, number: int) -> int:
        """Give the room that the title takes, with the arrow of a sorted column."""
        column = self._model.columns[number]
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        arrow = scaled(16) + 4 if column.sort else 0
        return QFontMetrics(font).horizontalAdvance(column.title) + 28 + arrow

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None:
            self.opened.emit(row)
