"""Ways to lay a page out: columns side by side, a line over a heading, and page numbers noted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from desktop.report.tagged.styles import BLUE

_ANY = 100_000.0  # more height than anything needs


class Rule(Flowable):
    """A short thick line that begins a section."""

    def __init__(self, wide: float = 36.0) -> None:
        """Make it; it stays with what follows it."""
        super().__init__()
        self.width, self.height, self.keepWithNext = wide, 3.0, 1
        self.spaceBefore, self.spaceAfter = 18, 2

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Give its size."""
        del aW, aH
        return self.width, self.height

    def draw(self) -> None:
        """Draw it; it says nothing."""
        self.canv.setFillColor(BLUE)
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one of several columns; `share` of the width, on `fill`, under a line."""

    parts: Sequence[Flowable]
    share: float = 1.0
    fill: Color | None = None
    line: Color | None = None
    pad: float = 0.0
    above: float = 0.0  # more room at the top


class Beside(Flowable):
    """Columns side by side, each read to its end before the next. It moves on whole."""

    def __init__(self, columns: Sequence[Column], gap: float = 12.0) -> None:
        """All columns are as high as the highest."""
        super().__init__()
        self._columns, self._gap = columns, gap
        self.spaceBefore, self.spaceAfter = 8, 12

    def _rooms(self) -> list[float]:
        shares = sum(column.share for column in self._columns)
        free = self.width - self._gap * (len(self._columns) - 1)
        return [free * column.share / shares for column in self._columns]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Give the width there is and the height of the highest column."""
        del aH
        self.width = aW
        pairs = zip(self._columns, self._rooms(), strict=True)
        self.height = max((_high(column, room) for column, room in pairs), default=0.0)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the columns from left to right."""
        x = 0.0
        for column, room in zip(self._columns, self._rooms(), strict=True):
            self._ground(column, x, room)
            for part, foot in _feet(column, room):
                part.drawOn(self.canv, x + column.pad, self.height - foot)
            x += room + self._gap

    def _ground(self, column: Column, x: float, room: float) -> None:
        self.canv.saveState()
        if column.fill is not None:
            self.canv.setFillColor(column.fill)
            self.canv.rect(x, 0, room, self.height, stroke=0, fill=1)
        if column.line is not None:
            self.canv.setFillColor(column.line)
            self.canv.rect(x, self.height - 2, room, 2, stroke=0, fill=1)
        self.canv.restoreState()


def _feet(column: Column, room: float) -> Iterator[tuple[Flowable, float]]:
    """Give each part with how far below the column's top it ends."""
    foot, after = column.pad + column.above, 0.0
    for part in column.parts:
        high = part.wrap(room - 2 * column.pad, _ANY)[1]
        before = max(after, part.getSpaceBefore()) if after else 0.0
        foot += before + high
        after = part.getSpaceAfter()
        yield part, foot


def _high(column: Column, room: float) -> float:
    return max((foot for _, foot in _feet(column, room)), default=0.0) + column.pad


def beside(columns: Sequence[Column], room: float, highest: float = 320.0) -> list[Flowable]:
    """Give the columns side by side, or one after the other where they would be too high."""
    whole = Beside(columns)
    if whole.wrap(room, _ANY)[1] <= highest:
        return [whole]
    return [part for column in columns for part in column.parts]


class PageMark(Flowable):
    """Nothing to see: notes the page on which something begins, or ends."""

    def __init__(self, name: str, pages: dict[str, int], *, end: bool = False) -> None:
        """`pages` gets the page's number under `name`.

        The mark of a beginning moves on with what follows it, that of an end stays with what it
        follows, also where the page is full.
        """
        super().__init__()
        self._name, self._pages = name, pages
        self.width = self.height = 0
        self.keepWithNext, self._ZEROSIZE = int(not end), end

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Take no room."""
        del aW, aH
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        self._pages[self._name] = self.canv.getPageNumber()
