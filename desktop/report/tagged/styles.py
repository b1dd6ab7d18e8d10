"""The type of the report: one family, few sizes. Sizes and distances are in points."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from desktop.report.fonts import BOLD, REGULAR, SEMIBOLD

INK, GREY, LINE = HexColor("#0b0c0c"), HexColor("#4a5257"), HexColor("#b1b4b6")
BLUE, PALE = HexColor("#12436D"), HexColor("#eef2f7")


def _style(name: str, parent: ParagraphStyle | None = None, **values: Any) -> ParagraphStyle:  # noqa: ANN401
    return ParagraphStyle(name, parent=parent, **values)


BODY = _style(
    "body",
    fontName=REGULAR,
    fontSize=10.5,
    leading=15,
    textColor=INK,
    spaceAfter=6,
    splitLongWords=1,
)
LEAD = _style("lead", BODY, fontSize=12, leading=17)
SMALL = _style("small", BODY, fontSize=9, leading=12.5, textColor=GREY)
BULLET = _style(
    "bullet",
    BODY,
    leftIndent=16,
    bulletIndent=3,
    bulletFontName=REGULAR,
    bulletFontSize=10.5,
    spaceAfter=3,
)
CAPTION = _style(
    "caption", BODY, fontName=SEMIBOLD, leading=14, spaceBefore=10, spaceAfter=4, keepWithNext=1
)
SOURCE = _style("source", SMALL, fontSize=8.5, leading=11.5, spaceBefore=3, spaceAfter=10)

CELL = _style("cell", BODY, fontSize=9.5, leading=12.5, spaceAfter=0)
CELL_RIGHT = _style("cell right", CELL, alignment=TA_RIGHT)
CELL_CENTRE = _style("cell centre", CELL, alignment=TA_CENTER)
HEAD = _style("head", CELL, fontName=SEMIBOLD)
HEAD_RIGHT = _style("head right", HEAD, alignment=TA_RIGHT)
HEAD_CENTRE = _style("head centre", HEAD, alignment=TA_CENTER)


def _heading(name: str, size: float, leading: float, before: float, after: float) -> ParagraphStyle:
    return _style(
        name,
        BODY,
        fontName=BOLD,
        fontSize=size,
        leading=leading,
        spaceBefore=before,
        spaceAfter=after,
        keepWithNext=1,
    )


HEADINGS = {
    1: _heading("h1", 21, 26, 0, 8),
    2: _heading("h2", 15, 20, 14, 5),
    3: _heading("h3", 12, 16, 9, 3),
    4: _heading("h4", 10.5, 15, 6, 2),
}
