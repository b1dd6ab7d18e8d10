"""Tags for ReportLab's own Table, through the hook that it offers (`renderCB`)."""

# ruff: noqa: SLF001 - ReportLab calls these by its own names

from contextlib import AbstractContextManager
from typing import Any

from reportlab.platypus.tables import TableRenderCB

from desktop.report.tagged.canvas import TaggedCanvas
from desktop.report.tagged.structure import Node, TaggingError


class TableTags(TableRenderCB):
    """Makes one Table of a table, however many pages it runs over.

    The first `rows` rows, which must be those repeated on each page, are column headers and the
    first `cols` columns row headers. Header rows on later pages are artifacts.
    """

    def __init__(self, rows: int = 1, cols: int = 1) -> None:
        """One object serves one table, once."""
        self.table = Node("Table")
        self._rows, self._cols = rows, cols
        self._head = self._body = self.table
        self._begun = self._later = self._is_head = False
        self._row = self.table
        self._repeated: AbstractContextManager[None] | None = None

    def startTable(self, T: Any) -> None:  # noqa: ANN401
        """Begin the table, or its part on a later page."""
        if T.splitInRow:
            raise TaggingError("splitInRow would cut a row into two")
        if T.repeatRows != self._rows:
            raise TaggingError(f"{self._rows} header rows, but repeatRows={T.repeatRows}")
        self._later = self._begun
        if self._begun:
            return
        self._begun = True
        canvas: TaggedCanvas = T.canv
        canvas.element(self.table, canvas.host)
        if 0 < self._rows < T._nrows:
            self._head, self._body = Node("THead", self.table), Node("TBody", self.table)

    def startRow(self, T: Any, rowNo: int) -> None:  # noqa: ANN401
        """Begin a row; one that is repeated is not read out again."""
        self._is_head = rowNo < self._rows and not self._later
        self._repeated = None
        if self._later and rowNo < self._rows:
            self._repeated = T.canv.artifact("Header")
            self._repeated.__enter__()
        else:
            self._row = Node("TR", self._head if self._is_head else self._body)

    def endRow(self, T: Any) -> None:  # noqa: ANN401
        """End it."""
        del T
        if self._repeated is not None:
            self._repeated.__exit__(None, None, None)

    def startCell(
        self,
        T: Any,  # noqa: ANN401
        rowNo: int,
        colNo: int,
        cellval: object,
        cellstyle: object,
        pos: object,
        size: object,
    ) -> None:
        """Begin a cell."""
        del cellstyle, pos, size
        if self._repeated is not None:
            return
        header = self._is_head or colNo < self._cols
        scope = "/Scope/Column" if self._is_head else "/Scope/Row" if header else ""
        attributes = scope + _spans(T, rowNo, colNo)
        cell = Node(
            "TH" if header else "TD",
            self._row,
            attributes=f"<</O/Table{attributes}>>" if attributes else "",
        )
        cell.direct = not isinstance(cellval, (list, tuple)) or len(cellval) == 1
        T.canv.element(cell)  # an empty cell is a cell, too
        T.canv._stack.append(cell)

    def endCell(self, T: Any) -> None:  # noqa: ANN401
        """End it."""
        if self._repeated is None:
            T.canv._stack.pop()

    def endTable(self, T: Any) -> None:  # noqa: ANN401
        """Nothing to do; nor for backgrounds and lines, which are decoration."""

    startBG = endBG = startLines = endLines = endTable


def _spans(T: Any, row: int, col: int) -> str:  # noqa: ANN401
    span = T._spanRanges.get((col, row)) if T._spanCmds else None
    if not span:
        return ""
    col0, row0, col1, row1 = span
    wide = f"/ColSpan {col1 - col0 + 1}" if col1 > col0 else ""
    return wide + (f"/RowSpan {row1 - row0 + 1}" if row1 > row0 else "")
