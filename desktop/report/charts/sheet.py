"""The sheet that a chart is drawn on: its title, and the few shapes that charts are made of.

All lengths are in points; y grows upwards, and the chart's own part begins at 0.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Literal, Protocol

from reportlab.graphics.shapes import Drawing, Line, Path, Rect, Shape, String
from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit

from desktop.report.charts.palette import Palette
from desktop.report.fonts import BOLD, REGULAR, fit, width
from desktop.report.tagged.text import plain

WIDTH = 480.0
SIZE = 9.0  # of text
_SMALLEST = 6.0
_TITLE, _SUBTITLE = (11.5, 15.0), (SIZE, 12.5)  # size and leading

Anchor = Literal["start", "middle", "end"]


class Titled(Protocol):
    """What every chart has."""

    @property
    def title(self) -> str:
        """Give the message."""

    @property
    def subtitle(self) -> str:
        """Give what, where and when."""


def lines(words: str, font: str, size: float, room: float, most: int = 9) -> list[str]:
    """Break words into lines that fit; what is beyond the last of `most` ends in "…"."""
    broken = simpleSplit(plain(words), font, size, room)
    kept = broken[:most]
    if len(broken) > most:
        kept[-1] = fit(" ".join(broken[most - 1 :]), font, size, room)
    return [fit(line, font, size, room) for line in kept]


class Sheet:
    """A drawing with its title above and `height` points for the chart itself."""

    def __init__(self, chart: Titled, palette: Palette, room: float, height: float) -> None:
        """`room` is the width of the whole."""
        self.palette, self.width, self.height = palette, room, height
        title = lines(chart.title, BOLD, _TITLE[0], room)
        subtitle = lines(chart.subtitle, REGULAR, _SUBTITLE[0], room)
        head = len(title) * _TITLE[1] + len(subtitle) * _SUBTITLE[1] + 8
        y: float = ceil(height + head)  # an SVG has whole numbers for its view
        self.drawing = Drawing(room, y)
        for texts, (size, leading), bold in ((title, _TITLE, True), (subtitle, _SUBTITLE, False)):
            for text in texts:
                y -= leading
                self.text(0, y + 3, text, size=size, bold=bold, colour=None if bold else "muted")

    def _add(self, shape: Shape, **look: object) -> None:
        for name, value in look.items():
            setattr(shape, name, value)
        self.drawing.add(shape)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        colour: Color | Literal["muted"] | None = None,
        anchor: Anchor = "start",
    ) -> None:
        """Write on one line; what would run over the edge of the sheet ends in "…"."""
        font = BOLD if bold else REGULAR
        ends = {"start": self.width - x, "end": x, "middle": 2 * min(x, self.width - x)}
        fill = self.palette.muted if colour == "muted" else colour or self.palette.ink
        self._add(
            String(x, y, fit(plain(words), font, size, ends[anchor] + 0.01)),
            fontName=font,
            fontSize=size,
            fillColor=fill,
            textAnchor=anchor,
        )

    def value(self, x: float, y: float, words: str, *, room: float) -> None:
        """Write a value round x, on a piece of paper so that no line runs through it.

        A value is never cut: one that is wider than `room` is written smaller.
        """
        wide = width(words, BOLD, SIZE)
        size = SIZE * min(1.0, max(room / wide, _SMALLEST / SIZE))
        wide = min(wide * size / SIZE + 4, 2 * min(x, self.width - x))
        self.box(x - wide / 2, y - 1.5, wide, size + 0.5, fill=self.palette.paper)
        self.text(x, y, words, size=size, bold=True, anchor="middle")

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        colour: Color,
        wide: float = 1,
        dash: Sequence[float] = (),
        halo: bool = False,
    ) -> None:
        """Draw a straight line, with `halo` so that it shows on anything."""
        if halo:
            self.line(x1, y1, x2, y2, colour=self.palette.paper, wide=wide + 2)
        self._add(
            Line(x1, y1, x2, y2),
            strokeColor=colour,
            strokeWidth=wide,
            strokeDashArray=list(dash) or None,
            strokeLineCap=0,
        )

    def box(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        stroke_width: float = 1,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a rectangle."""
        self._add(
            Rect(x, y, wide, high),
            fillColor=fill,
            strokeColor=stroke,
            strokeWidth=stroke_width,
            strokeDashArray=list(dash) or None,
        )

    def strokes(
        self, segments: Sequence[Sequence[tuple[float, float]]], colour: Color, wide: float
    ) -> None:
        """Draw several broken lines as one shape."""
        path = Path()
        for segment in segments:
            path.moveTo(*segment[0])
            for point in segment[1:]:
                path.lineTo(*point)
        self._add(path, strokeColor=colour, strokeWidth=wide, fillColor=None, strokeLineCap=0)


def rows_of(sizes: Sequence[float], room: float) -> Iterator[list[int]]:
    """Put things of these widths into rows; give the numbers of the things in each row."""
    row: list[int] = []
    used = 0.0
    for at, size in enumerate(sizes):
        if row and used + size > room:
            yield row
            row, used = [], 0.0
        row.append(at)
        used += size
    if row:
        yield row
