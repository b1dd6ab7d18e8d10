"""Fills and signs: every kind can be told apart in black and white."""

from desktop.report.charts.data import Fill, Kind, Symbol
from desktop.report.charts.sheet import SIZE, Sheet, rows_of
from desktop.report.fonts import BOLD, REGULAR, fit, width
from desktop.report.tagged.text import plain

DASH = (2.5, 2)
_STRIPE_GAP, _STRIPE = 5.0, 2.0
_HATCH_GAP, _HATCH = 4.5, 0.9
_PATCH, _KEY_ROW = 12.0, 17.0

_Segments = list[list[tuple[float, float]]]


def _diagonals(x: float, y: float, wide: float, high: float, gap: float) -> _Segments:
    """Give the lines that rise at 45 degrees through a rectangle, `gap` apart sideways."""
    found: _Segments = []
    offset = gap / 2 - high
    while offset < wide:
        start = max(offset, 0.0)
        end = min(offset + high, wide)
        if end > start:
            found.append([(x + start, y + start - offset), (x + end, y + end - offset)])
        offset += gap
    return found


def _mirrored(segments: _Segments, x: float, wide: float) -> _Segments:
    return [[(2 * x + wide - px, py) for px, py in segment] for segment in segments]


def filled(sheet: Sheet, fill: Fill, x: float, y: float, wide: float, high: float) -> None:
    """Draw a rectangle with a fill and its outline."""
    palette = sheet.palette
    if fill is Fill.SOLID:
        sheet.box(x, y, wide, high, fill=palette.solid, stroke=palette.solid)
    elif fill is Fill.STRIPES:
        sheet.box(x, y, wide, high, fill=palette.paper)
        sheet.strokes(_diagonals(x, y, wide, high, _STRIPE_GAP), palette.stripes, _STRIPE)
        sheet.box(x, y, wide, high, stroke=palette.stripes)
    elif fill is Fill.CROSSHATCH:
        rising = _diagonals(x, y, wide, high, _HATCH_GAP)
        sheet.box(x, y, wide, high, fill=palette.paper)
        sheet.strokes([*rising, *_mirrored(rising, x, wide)], palette.crosshatch, _HATCH)
        sheet.box(x, y, wide, high, stroke=palette.crosshatch)
    else:
        dash = DASH if fill is Fill.UNKNOWN else ()
        sheet.box(x, y, wide, high, fill=palette.paper, stroke=palette.muted, dash=dash)


def inside(sheet: Sheet, fill: Fill, x: float, y: float, words: str) -> None:
    """Write words into the middle of something filled; x is their middle, y their line."""
    if fill is Fill.SOLID:
        sheet.text(x, y, words, bold=True, anchor="middle", colour=sheet.palette.on_solid)
    else:
        sheet.value(x, y, words, room=sheet.width)


def icon(sheet: Sheet, kind: Kind, x: float, y: float, side: float) -> None:
    """Draw one icon: a square with its fill and its sign."""
    filled(sheet, kind.fill, x, y, side, side)
    _sign(sheet, kind, x + side / 2, y + side / 2, side * 0.19)


def _sign(sheet: Sheet, kind: Kind, x: float, y: float, reach: float) -> None:
    """Draw a kind's sign round a middle; `reach` is half its size."""
    symbol, palette = kind.sign, sheet.palette
    if symbol is Symbol.NONE:
        return
    colour = palette.on_solid if kind.fill is Fill.SOLID else palette.ink
    if kind.fill in (Fill.STRIPES, Fill.CROSSHATCH):
        edge = reach * 1.4
        sheet.box(x - edge, y - edge, 2 * edge, 2 * edge, fill=palette.paper)
    if symbol is Symbol.QUESTION:
        size = reach * 3.4
        sheet.text(x, y - size * 0.35, "?", size=size, bold=True, anchor="middle", colour=colour)
        return
    strokes: dict[Symbol, _Segments] = {
        Symbol.TICK: [[(-1.0, 0.0), (-0.3, -0.8), (1.1, 0.9)]],
        Symbol.CROSS: [[(-0.9, -0.9), (0.9, 0.9)], [(-0.9, 0.9), (0.9, -0.9)]],
        Symbol.PLUS: [[(-1.0, 0.0), (1.0, 0.0)], [(0.0, -1.0), (0.0, 1.0)]],
        Symbol.DASH: [[(-1.0, 0.0), (1.0, 0.0)]],
    }
    segments = [[(x + dx * reach, y + dy * reach) for dx, dy in s] for s in strokes[symbol]]
    sheet.strokes(segments, colour, max(1.0, reach * 0.42))


class Key:
    """What each fill means, in rows; know its height first, then draw it."""

    def __init__(self, kinds: list[tuple[Kind, str]], room: float, *, signs: bool) -> None:
        """Each kind comes with its number as text, or "" for none; `signs` as the chart has."""
        self._signs = signs
        self._entries = []
        for kind, count in kinds:
            name = fit(plain(kind.label), REGULAR, SIZE, room - 60)
            wide = _PATCH + 5 + width(count, BOLD, SIZE) + (4 if count else 0)
            self._entries.append((kind, count, name, wide + width(name, REGULAR, SIZE) + 16))
        self._rows = list(rows_of([entry[3] for entry in self._entries], room + 16))
        self.height = len(self._rows) * _KEY_ROW

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw it below `top`."""
        for number, row in enumerate(self._rows, 1):
            x, y = 0.0, top - number * _KEY_ROW + 4
            for at in row:
                kind, count, name, wide = self._entries[at]
                patch = (x + 0.5, y - 2.5, _PATCH)
                if self._signs or kind.fill is Fill.UNKNOWN:
                    icon(sheet, kind, *patch)
                else:
                    filled(sheet, kind.fill, *patch, _PATCH)
                at_x = x + _PATCH + 5
                if count:
                    sheet.text(at_x, y, count, bold=True)
                    at_x += width(count, BOLD, SIZE) + 4
                sheet.text(at_x, y, name)
                x += wide
