"""The page: A4, its margins, and what stands at the top and bottom of each. In points."""

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from desktop.report.fonts import BOLD, REGULAR, SEMIBOLD, fit, width
from desktop.report.tagged.canvas import TaggedCanvas
from desktop.report.tagged.metadata import About
from desktop.report.tagged.styles import BLUE, GREY, INK, LINE, PALE
from desktop.report.tagged.text import clean

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = 20 * mm
WIDTH = PAGE_WIDTH - 2 * LEFT
BOTTOM = 22 * mm
TOP = 24 * mm
STRIP = 18.0  # how much lower a page begins that has a strip

_PAGES = "pages"  # the name of the drawing that holds the number of pages
_SMALL = 8.5


@dataclass(frozen=True, slots=True)
class Margins:
    """How far from the paper's edge text, line and marking stand."""

    left: float
    top: float
    bottom: float
    line: float
    marking: float

    @property
    def width(self) -> float:
        """Give the width of the text."""
        return PAGE_WIDTH - 2 * self.left


WIDE = Margins(LEFT, TOP, BOTTOM, line=16 * mm, marking=9 * mm)
NARROW = Margins(13 * mm, 15 * mm, 15 * mm, line=11 * mm, marking=6 * mm)


def margins(about: About) -> Margins:
    """Give the margins of a document."""
    return NARROW if about.narrow else WIDE


def frame(about: About) -> tuple[float, float, float, float]:
    """Give where the text goes: left, bottom, width and height."""
    at = margins(about)
    top = at.top + (STRIP if about.strip else 0)
    return at.left, at.bottom, at.width, PAGE_HEIGHT - top - at.bottom


def draw_edges(canvas: TaggedCanvas, number: int) -> None:
    """Draw marking, title and period, strip and "Page n of N": not content, on every page."""
    about, at = canvas.about, margins(canvas.about)
    canvas.saveState()  # or its line width and colours would go on into the text
    with canvas.artifact("Header"):
        _marking(canvas, about.marking, PAGE_HEIGHT - at.marking - 6)
        _running_head(canvas, about, number)
        if about.strip:
            _strip(canvas, clean(about.strip), at)
    with canvas.artifact("Footer"):
        _marking(canvas, about.marking, at.marking - 3)
        _line(canvas, at, at.line)
        said = f"Page {number} of "
        canvas.setFont(REGULAR, _SMALL)
        canvas.setFillColor(GREY)
        canvas.drawString(at.left, at.line - 13, said)
        canvas.drawRightString(at.left + at.width, at.line - 13, clean(about.footer))
        canvas.saveState()
        canvas.translate(at.left + width(said, REGULAR, _SMALL), at.line - 13)
        canvas.doForm(_PAGES)
        canvas.restoreState()
    canvas.restoreState()


def draw_page_count(canvas: TaggedCanvas, count: int) -> None:
    """Draw the number of pages, once it is known, into the place that every page keeps for it."""
    canvas.beginForm(_PAGES, 0, -4, 40, 12)
    canvas.setFont(REGULAR, _SMALL)
    canvas.setFillColor(GREY)
    canvas.drawString(0, 0, str(count))
    canvas.endForm()


def _marking(canvas: TaggedCanvas, marking: str, y: float) -> None:
    canvas.setFont(BOLD, 9.5)
    canvas.setFillColor(INK)
    canvas.drawCentredString(PAGE_WIDTH / 2, y, clean(marking))


def _running_head(canvas: TaggedCanvas, about: About, number: int) -> None:
    """Draw the title (the first page has it as a heading) and the period."""
    at = margins(about)
    y = PAGE_HEIGHT - at.line
    period = clean(about.period)
    canvas.setFont(REGULAR, _SMALL)
    canvas.setFillColor(GREY)
    canvas.drawRightString(at.left + at.width, y + 4, period)
    if number > 1:
        room = at.width - width(period, REGULAR, _SMALL) - 12
        canvas.drawString(at.left, y + 4, fit(clean(about.title), REGULAR, _SMALL, room))
    _line(canvas, at, y)


def _line(canvas: TaggedCanvas, at: Margins, y: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(at.left, y, at.left + at.width, y)


def _strip(canvas: TaggedCanvas, words: str, at: Margins) -> None:
    y = PAGE_HEIGHT - at.top - 8
    canvas.setFillColor(PALE)
    canvas.rect(at.left, y, at.width, 16, stroke=0, fill=1)
    canvas.setFillColor(BLUE)
    canvas.rect(at.left, y, 3, 16, stroke=0, fill=1)
    canvas.setFont(SEMIBOLD, 9)
    canvas.drawString(at.left + 10, y + 4.7, fit(words, SEMIBOLD, 9, at.width - 16))
