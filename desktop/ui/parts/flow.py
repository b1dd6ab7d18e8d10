"""Layouts that give way when the text is large: a row that wraps, and a scale that stacks."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from desktop.ui.parts.options import Place, Segment

_BETWEEN_ROWS = 6  # pixels between the rows of a scale


class FlowLayout(QLayout):
    """Items in reading order, wrapped into as many lines as the width asks for."""

    def __init__(
        self, gap: int = 10, parent: QWidget | None = None, *, level: bool = False
    ) -> None:
        """Make the layout with `gap` pixels between items; `level` makes a line equally high."""
        super().__init__()
        self._level = level
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(QMargins())
        if parent is not None:
            parent.setLayout(self)

    def addWidget(self, widget: QWidget) -> None:
        """Add a widget at the end.

        The item round it is made here: for one that Qt makes, Python may find the wrapper of an
        item that was at the same address before, which goes when something else goes.
        """
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Keep an item."""
        self._items.append(item)

    def count(self) -> int:
        """Give the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away, or None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than the items need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of the lines at a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Give the size in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Give the size of the widest item: narrower than that it cannot wrap."""
        least = QSize(0, 0)
        for item in self._shown():
            least = least.expandedTo(item.minimumSize())
        return least

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, tallest = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 100_000))
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if line and x + size.width() > rect.right() + 1:
                self._settle(line, tallest, move=move)
                x, y, tallest, line = rect.x(), y + tallest + self.spacing(), 0, []
            line.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()
            tallest = max(tallest, size.height())
        self._settle(line, tallest, move=move)
        return y + tallest - rect.y()

    def _settle(self, line: list[tuple[QLayoutItem, QRect]], tallest: int, *, move: bool) -> None:
        for item, place in line if move else ():
            item.setGeometry(
                place if not self._level else place.adjusted(0, 0, 0, tallest - place.height())
            )


class ScaleLayout(FlowLayout):
    """The segments of a scale: side by side when they fit, otherwise one below another.

    Many short ones take a few rows instead.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the layout; neighbours share their border."""
        super().__init__(0, parent)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        items = self._shown()
        rows = self._rows(items, rect.width())
        widest = max((item.sizeHint().width() for item in items), default=0)
        few = len(rows) == 1 or len(rows) * 2 <= len(items)
        beside = few and widest <= rect.width()
        y = rect.y()
        for row in rows if beside else [items]:
            x, tallest = rect.x(), max((item.sizeHint().height() for item in row), default=0)
            for number, item in enumerate(row):
                width = item.sizeHint().width() if beside else min(widest, rect.width())
                height = tallest if beside else item.heightForWidth(width)
                if move:
                    item.setGeometry(QRect(x, y, width, height))
                    segment = item.widget()
                    if isinstance(segment, Segment):
                        segment.put(_place(number, len(row), beside=beside))
                if beside:
                    x += width - 1
                else:
                    y += height - 1
            y += tallest + _BETWEEN_ROWS if beside else 1
        return y - (_BETWEEN_ROWS if beside else 0) - rect.y() if items else 0

    def _rows(self, items: Sequence[QLayoutItem], room: int) -> list[list[QLayoutItem]]:
        """Give the rows that the items make beside each other in so much room."""
        rows: list[list[QLayoutItem]] = [[]]
        taken = 0
        for item in items:
            width = item.sizeHint().width()
            if rows[-1] and taken + width > room:
                rows.append([])
                taken = 0
            rows[-1].append(item)
            taken += width
        return rows


def _place(number: int, count: int, *, beside: bool) -> Place:
    if count == 1:
        return Place.ALONE
    if number == 0:
        return Place.LEFT if beside else Place.TOP
    if number == count - 1:
        return Place.RIGHT if beside else Place.BOTTOM
    return Place.MIDDLE
