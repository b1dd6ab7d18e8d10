"""Rows for tables: a page at a time out of many thousands, or a short list held whole.

Rows are frozen dataclasses; a column says how to read one as text. Nothing here knows where
rows come from.
"""

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop.errors import UserError
from desktop.ui.parts.labels import tip

T = TypeVar("T")

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_Display = Qt.ItemDataRole.DisplayRole
_Ascending = Qt.SortOrder.AscendingOrder

PAGE = 200  # rows fetched at once
_PAGES_KEPT = 50

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make a Column[Row] of them
class Column(Generic[T]):
    """One column: its title, a row's text in it, and how it sorts.

    `sort` is the name handed to a paged model's `sorted_by`; "" cannot be sorted. `order` gives
    what a short list compares instead of the text. `characters` is the width to begin with.
    """

    title: str
    text: Callable[[T], str]
    align: Qt.AlignmentFlag = LEFT
    sort: str = ""
    order: Callable[[T], Any] | None = None
    characters: int = 16


class TableModel(QAbstractTableModel, Generic[T]):
    """What both models share: columns, titles and texts. `row` gives the dataclass of a row.

    `failed` carries the `UserError` when rows could not be fetched; they are blank then.
    """

    failed = Signal(UserError)

    def __init__(self, columns: Sequence[Column[T]]) -> None:
        """Keep the columns."""
        super().__init__()
        self.columns = tuple(columns)
        self._marked: tuple[int, Qt.SortOrder] | None = None

    @abstractmethod
    def row(self, number: int) -> T | None:
        """Give the row at a place, or None when it is not there any more."""

    def mark_sorted(self, column: int, order: Qt.SortOrder) -> None:
        """Say in the header which column the rows are sorted by."""
        self._marked = (column, order)
        last = len(self.columns) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def sorted_by(self, column: int) -> Qt.SortOrder | None:
        """Give the order of a column if the rows are sorted by it."""
        return self._marked[1] if self._marked and self._marked[0] == column else None

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Display) -> object:
        """Give a column's title."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        title = self.columns[section].title
        if role == _Display:
            return title
        order = self.sorted_by(section)
        if role == Qt.ItemDataRole.AccessibleTextRole and order is not None:
            up = self.tr("{}, sorted, first to last")
            down = self.tr("{}, sorted, last to first")
            return (up if order == _Ascending else down).format(title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].align | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = _Display) -> object:
        """Give a cell's text."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        if role not in (_Display, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row(index.row())
        if row is None:
            return None
        text = column.text(row)
        return text if role == _Display else tip(text)


class PagedModel(TableModel[T]):
    """Many rows, fetched 200 at a time as they are looked at; the number of rows is exact."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        count: Callable[[], int],
        fetch: Callable[[int, int], Sequence[T]],
        sorted_by: Callable[[str, bool], None] | None = None,
    ) -> None:
        """Count at once and fetch later.

        `fetch(offset, count)` gives rows in order, fewer only at the end. `sorted_by(name,
        descending)` is called when a header is pressed; from then on `fetch` must give that order.
        """
        super().__init__(columns)
        self._count = count
        self._fetch = fetch
        self._sorted_by = sorted_by
        self._pages: OrderedDict[int, Sequence[T]] = OrderedDict()
        self._rows = count()

    def reload(self) -> None:
        """Count and fetch again: the rows, a filter or the order have changed."""
        self.beginResetModel()
        self._pages.clear()
        self._rows = self._count()
        self.endResetModel()

    def row(self, number: int) -> T | None:
        """Give a row, fetching its page if need be."""
        page, place = divmod(number, PAGE)
        held = self._pages.get(page)
        if held is None:
            held = self._pages[page] = self._fetched(page)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return held[place] if place < len(held) else None

    def _fetched(self, page: int) -> Sequence[T]:
        try:
            return self._fetch(page * PAGE, PAGE)
        except UserError as error:
            # Said later: rows are fetched while the table is being painted.
            QTimer.singleShot(0, self, partial(self.failed.emit, error))
            return ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of rows there are, fetched or not."""
        return 0 if parent.isValid() else self._rows

    def sort(self, column: int, order: Qt.SortOrder = _Ascending) -> None:
        """Ask for another order and load again."""
        if 0 <= column < len(self.columns) and self.columns[column].sort and self._sorted_by:
            self._sorted_by(self.columns[column].sort, order != _Ascending)
            self.reload()


class RowsModel(TableModel[T]):
    """A short list, held whole and sorted here."""

    def __init__(self, columns: Sequence[Column[T]], rows: Sequence[T] = ()) -> None:
        """Show `rows` in the order given until a header is pressed."""
        super().__init__(columns)
        self._rows = list(rows)
        self._order: tuple[int, Qt.SortOrder] | None = None

    def put(self, rows: Sequence[T]) -> None:
        """Show other rows, in the order last asked for."""
        self.beginResetModel()
        self._rows = list(rows)
        self._arrange()
        self.endResetModel()

    def row(self, number: int) -> T | None:
        """Give a row."""
        return self._rows[number] if number < len(self._rows) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def sort(self, column: int, order: Qt.SortOrder = _Ascending) -> None:
        """Sort by a column; equal rows keep their order."""
        if 0 <= column < len(self.columns) and self.columns[column].sort:
            self.beginResetModel()
            self._order = (column, order)
            self._arrange()
            self.endResetModel()

    def _arrange(self) -> None:
        if self._order is not None:
            column = self.columns[self._order[0]]
            self._rows.sort(key=column.order or column.text, reverse=self._order[1] != _Ascending)
