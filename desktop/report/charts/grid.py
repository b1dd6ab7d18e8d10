"""Places by weeks: which weeks had the visits that were due."""

from reportlab.graphics.shapes import Drawing

from desktop.report.charts.data import Fill, Grid, Kind, Symbol, Week
from desktop.report.charts.palette import PAPER, Palette
from desktop.report.charts.patterns import Key, icon
from desktop.report.charts.sheet import SIZE, WIDTH, Sheet, lines
from desktop.report.fonts import REGULAR, width

_LABEL = 120.0
_CELL = 24.0  # at most
_HEAD = 16.0
_KINDS = {
    Week.MET: Kind(Week.MET.value, Fill.SOLID, Symbol.TICK),
    Week.PART: Kind(Week.PART.value, Fill.STRIPES, Symbol.PLUS),
    Week.MISSED: Kind(Week.MISSED.value, Fill.CROSSHATCH, Symbol.CROSS),
    Week.NOT_DUE: Kind(Week.NOT_DUE.value, Fill.EMPTY, Symbol.DASH),
    Week.NOT_KNOWN: Kind(Week.NOT_KNOWN.value, Fill.UNKNOWN, Symbol.QUESTION),
}


def grid(data: Grid, palette: Palette = PAPER, room: float = WIDTH) -> Drawing:
    """Draw a row of cells for each place, a column for each week, and what the cells mean."""
    used = [week for week in Week if any(week in row.weeks for row in data.rows)]
    key = Key([(_KINDS[week], "") for week in used], room, signs=True)
    step = min((room - _LABEL) / max(len(data.weeks), 1), _CELL + 4)
    side = step - max(2.0, step * 0.14)
    sheet = Sheet(data, palette, room, _HEAD + len(data.rows) * (side + 6) + key.height + 4)
    widest = max((width(week, REGULAR, 7.5) for week in data.weeks), default=0.0)
    every = int(widest // step) + 1
    for at, week in enumerate(data.weeks):
        if at % every == 0:
            x = _LABEL + at * step + side / 2
            sheet.text(x, sheet.height - 10, week, size=7.5, anchor="middle", colour="muted")
    for number, row in enumerate(data.rows, 1):
        y = sheet.height - _HEAD - number * (side + 6) + 6
        names = lines(row.label, REGULAR, SIZE, _LABEL - 8, most=2 if side > 20 else 1)
        for line, name in enumerate(names):
            sheet.text(0, y + side / 2 - 3 + 5.5 * (len(names) - 1) - 11 * line, name)
        for at, how in enumerate(row.weeks):
            icon(sheet, _KINDS[how], _LABEL + at * step, y, side)
    key.draw(sheet, key.height)
    return sheet.drawing
