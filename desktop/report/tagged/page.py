"""The page: A4, its margins, and what stands at the top and bottom of each. In points."""

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

_MARKING_AT = 9 * mm  # from the edge of the paper, top and bottom
_LINE_AT = 16 * mm
_PAGES = "pages"  # the name of the drawing that holds the number of pages
_SMALL = 8.5


def top(about: About) -> float:
    """Give how far below the paper's edge the text begins."""
    return TOP + (STRIP if about.strip else 0)


def draw_edges(canvas: TaggedCanvas, number: int) -> None:
    """Draw marking, title and period, strip and "Page n of N": not content, on every page."""
    about = canvas.about
    canvas.saveState()  # or its line width and colours would go on into the text
    with canvas.artifact("Header"):
        _marking(canvas, about.marking, PAGE_HEIGHT - _MARKING_AT - 6)
        _running_head(canvas, about, number)
        if about.strip:
            _strip(canvas, clean(about.strip))
    with canvas.artifact("Footer"):
        _marking(canvas, about.marking, _MARKING_AT - 3)
        _line(canvas, _LINE_AT)
        said = f"Page {number} of "
        canvas.setFont(REGULAR, _SMALL)
        canvas.setFillColor(GREY)
        canvas.drawString(LEFT, _LINE_AT - 13, said)
        canvas.saveState()
        canvas.translate(LEFT + width(said, REGULAR, _SMALL), _LINE_AT - 13)
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
    y = PAGE_HEIGHT - _LINE_AT
    period = clean(about.period)
    canvas.setFont(REGULAR, _SMALL)
    canvas.setFillColor(GREY)
    canvas.drawRightString(LEFT + WIDTH, y + 4, period)
    if number > 1:
        room = WIDTH - width(period, REGULAR, _SMALL) - 12
        canvas.drawString(LEFT, y + 4, fit(clean(about.title), REGULAR, _SMALL, room))
    _line(canvas, y)


def _line(canvas: TaggedCanvas, y: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, y, LEFT + WIDTH, y)


def _strip(canvas: TaggedCanvas, words: str) -> None:
    y = PAGE_HEIGHT - TOP - 8
    canvas.setFillColor(PALE)
    canvas.rect(LEFT, y, WIDTH, 16, stroke=0, fill=1)
    canvas.setFillColor(BLUE)
    canvas.rect(LEFT, y, 3, 16, stroke=0, fill=1)
    canvas.setFont(SEMIBOLD, 9)
    canvas.drawString(LEFT + 10, y + 4.7, fit(words, SEMIBOLD, 9, WIDTH - 16))
