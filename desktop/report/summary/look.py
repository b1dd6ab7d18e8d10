"""The summary's own type, its lists with labels, its headings and boxes. Lengths in points."""

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from desktop.report.fonts import BOLD, ITALIC, REGULAR, SEMIBOLD, width
from desktop.report.tagged import Content, H, Node, P, clean
from desktop.report.tagged.flowables import LI
from desktop.report.tagged.layout import Column, Rule
from desktop.report.tagged.styles import BLUE, BODY, CELL, CELL_RIGHT, GREY, HEADINGS, PALE, SMALL

WHITE = HexColor("#FFFFFF")

TITLE = ParagraphStyle(
    "title", BODY, fontName=BOLD, fontSize=19, leading=23, textColor=WHITE, spaceAfter=6
)
SUBTITLE = ParagraphStyle(
    "subtitle", BODY, fontSize=11.5, leading=16, textColor=WHITE, spaceAfter=0
)
FACT = ParagraphStyle("fact", BODY, fontSize=9, leading=12.5, spaceAfter=0)
TILE = ParagraphStyle("tile", BODY, fontName=SEMIBOLD, fontSize=9, leading=11.5, spaceAfter=1)
TILE_BELOW = ParagraphStyle("tile below", TILE, fontName=REGULAR, textColor=GREY, spaceAfter=0)
LEAN = ParagraphStyle("lean", BODY, fontSize=9.5, leading=12.5, spaceAfter=3)
SECTION = ParagraphStyle("section", HEADINGS[2], spaceBefore=5, spaceAfter=4)
_LABELLED = ParagraphStyle(
    "labelled",
    BODY,
    fontSize=10,
    leading=14,
    bulletIndent=0,
    bulletFontName=SEMIBOLD,
    bulletFontSize=10,
    bulletColor=BLUE,
    spaceAfter=2,
)
QUIET = ParagraphStyle("quiet", CELL, textColor=GREY)
QUIET_RIGHT = ParagraphStyle("quiet right", CELL_RIGHT, textColor=GREY)
LEANING = ParagraphStyle("leaning", CELL, fontName=ITALIC)
LEANING_RIGHT = ParagraphStyle("leaning right", CELL_RIGHT, fontName=ITALIC)
NOTE = ParagraphStyle("note", SMALL, fontSize=8.5, leading=11.5, spaceAfter=3)

_NUMBER, _SMALLEST = 22.0, 11.0  # the size of a tile's number
_LIST = "<</O/List/ListNumbering/None>>"  # labels are words and not numbers


def labelled(pairs: Sequence[tuple[str, Content]], room: float) -> list[Flowable]:
    """Give a list whose labels are words: each in a column of its own, `room` wide."""
    style = ParagraphStyle("labelled", _LABELLED, leftIndent=room)
    whole = Node("L", attributes=_LIST)
    return [LI(words, style, clean(label), parent=whole) for label, words in pairs]


def big_numbers(texts: Sequence[str], room: float) -> list[P]:
    """Give the numbers of tiles, all of one size: the largest at which each fits its room."""
    widest = max((width(clean(text), BOLD, _NUMBER) for text in texts), default=room)
    size = max(min(_NUMBER, _NUMBER * (room - 6) / max(widest, 1)), _SMALLEST)
    style = ParagraphStyle(
        "number", BODY, fontName=BOLD, fontSize=size, leading=26, textColor=BLUE, spaceAfter=0
    )
    return [P(text, style) for text in texts]


def heading(words: str) -> list[Flowable]:
    """Give the heading of a section under its short line."""
    return [Rule(), H(2, words, style=SECTION)]


def box(parts: Sequence[Flowable], share: float = 1.0) -> Column:
    """Give a column on a pale ground."""
    return Column(parts, share, fill=PALE, pad=10)
