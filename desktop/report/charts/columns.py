"""Charts over time or by place: bars, a run of points, and small runs side by side."""

from collections.abc import Sequence
from itertools import pairwise

from reportlab.graphics.shapes import Drawing

from desktop.report.charts.data import Columns, Fill, Multiples, Point, Series, Value, number
from desktop.report.charts.palette import PAPER, Palette
from desktop.report.charts.patterns import filled, inside
from desktop.report.charts.sheet import SIZE, WIDTH, Sheet, lines
from desktop.report.fonts import BOLD, REGULAR, width

_PLOT = 120.0
_FOOT = 28.0  # room for the labels below
_PANEL_PLOT, _PANEL_FOOT, _PANELS = 46.0, 16.0, 4
_UNKNOWN_HIGH = 24.0
_WIDEST_SIDE = 150.0
_OPEN = 10.0  # how far a bar of "at least" goes on, dashed
_ROOM_BELOW = 22.0  # that a value needs below its point


class _Scale:
    """Values to heights above the base line; it begins at 0 and ends at the highest."""

    def __init__(self, values: Sequence[Value | None], base: float, height: float) -> None:
        self.base = base
        top = max((float(value) for value in values if value is not None), default=0.0)
        self._unit = height / top if top > 0 else 0.0

    def y(self, value: Value) -> float:
        return self.base + float(value) * self._unit


def _side(data: Columns) -> float:
    """Give the room that the target's label needs on the right."""
    if data.target is None:
        return 0.0
    return min(width(_target(data), BOLD, SIZE) + 8, _WIDEST_SIDE)


def _target(data: Columns) -> str:
    return f"Target {number(data.target, data.unit)}"


def _frame(sheet: Sheet, data: Columns) -> float:
    """Draw the base line and the labels; give the room of one point."""
    room = sheet.width - _side(data)
    slot = room / max(len(data.points), 1)
    sheet.line(0, _FOOT, room, _FOOT, colour=sheet.palette.muted, wide=0.8)
    for at, point in enumerate(data.points):
        for row, text in enumerate(lines(point.label, REGULAR, 8.5, slot - 4, most=2)):
            middle = (at + 0.5) * slot
            sheet.text(middle, _FOOT - 11 - 10.5 * row, text, size=8.5, anchor="middle")
    return slot


def _draw_target(
    sheet: Sheet, data: Columns, scale: _Scale, beyond: Sequence[tuple[float, float]] = ()
) -> None:
    """Draw the target, also across bars that go beyond it (where from, how wide)."""
    if data.target is not None:
        y, room = scale.y(data.target), sheet.width - _side(data)
        for left, wide in beyond:
            sheet.line(left, y, left + wide, y, colour=sheet.palette.paper, wide=3.4)
        sheet.line(0, y, room + 4, y, colour=sheet.palette.ink, wide=1.2, dash=(4, 2))
        sheet.text(room + 8, y - 3, _target(data), bold=True)


def _label(point: Point, unit: str) -> str:
    return ("≥ " if point.at_least else "") + number(point.value, unit)


def bars(data: Columns, palette: Palette = PAPER, room: float = WIDTH) -> Drawing:
    """Draw bars from 0, each with its value, and the target as a line.

    A value that is not known is a dashed box with "?"; one that may be more is open at the top.
    """
    sheet = Sheet(data, palette, room, _FOOT + _PLOT + 16)
    scale = _Scale([*(p.value for p in data.points), data.target], _FOOT, _PLOT)
    slot = _frame(sheet, data)
    wide = _wide(slot)
    beyond: list[tuple[float, float]] = []
    for at, point in enumerate(data.points):
        left = (at + 0.5) * slot - wide / 2
        if point.value is None:
            filled(sheet, Fill.UNKNOWN, left, _FOOT, wide, _UNKNOWN_HIGH)
            continue
        top = scale.y(point.value)
        if point.at_least:
            filled(sheet, Fill.UNKNOWN, left, top, wide, _OPEN)
        if top > _FOOT:
            filled(sheet, Fill.SOLID, left, _FOOT, wide, top - _FOOT)
        if data.target is not None and point.value > data.target:
            beyond.append((left, wide))
    _draw_target(sheet, data, scale, beyond)
    for at, point in enumerate(data.points):
        _draw_value(sheet, data, point, (at + 0.5) * slot, slot, scale)
    return sheet.drawing


def _wide(slot: float) -> float:
    return min(slot * 0.64, 64.0)


def _draw_value(
    sheet: Sheet, data: Columns, point: Point, x: float, slot: float, scale: _Scale
) -> None:
    """Write a bar's value into it, clear of the target, or over it where it is too small."""
    if point.value is None:
        inside(sheet, Fill.UNKNOWN, x, _FOOT + 8, "?")
        return
    top, words = scale.y(point.value), _label(point, data.unit)
    y = top - 14
    if data.target is not None and abs(scale.y(data.target) - y - 3) < 9:
        y = scale.y(data.target) - 14
    if y - _FOOT > 5 and width(words, BOLD, SIZE) < _wide(slot) - 4:
        inside(sheet, Fill.SOLID, x, y, words)
    else:
        above = top + (_OPEN if point.at_least else 0) + 4
        sheet.value(x, above, words, room=slot - 4)


def run(data: Columns, palette: Palette = PAPER, room: float = WIDTH) -> Drawing:
    """Draw up to eight points in time; the line breaks where a value is not known."""
    series = Series("", data.points)
    sheet = Sheet(data, palette, room, _FOOT + _PLOT + 16)
    scale = _Scale([*(p.value for p in data.points), data.target], _FOOT, _PLOT - 8)
    slot = _frame(sheet, data)
    places = [(at + 0.5) * slot for at in range(len(series.points))]
    _draw_target(sheet, data, scale)
    _draw_run(sheet, series, places, scale)
    for at, (x, point) in enumerate(zip(places, data.points, strict=True)):
        if point.value is not None:
            y = scale.y(point.value) + (-14.5 if _is_low(data, at, scale) else 7)
            words = _label(point, data.unit)
            sheet.value(x, y, words, room=slot - 4)
    return sheet.drawing


def _is_low(data: Columns, at: int, scale: _Scale) -> bool:
    """Tell whether a point's value is better written below it, clear of line and target."""
    value = data.points[at].value
    if value is None or scale.y(value) - scale.base < _ROOM_BELOW:
        return False
    beside = [*data.points[max(at - 1, 0) : at], *data.points[at + 1 : at + 2]]
    higher = [p for p in beside if p.value is not None and p.value > value]
    lower = [p for p in beside if p.value is not None and p.value < value]
    near = data.target is not None and 0 < scale.y(data.target) - scale.y(value) < _ROOM_BELOW
    return near or len(higher) > len(lower)


def _draw_run(sheet: Sheet, series: Series, places: Sequence[float], scale: _Scale) -> None:
    """Draw the line with its gaps, a square at each value and "?" where there is none."""
    known = [
        None if point.value is None else (x, scale.y(point.value))
        for x, point in zip(places, series.points, strict=True)
    ]
    joined = [[a, b] for a, b in pairwise(known) if a is not None and b is not None]
    if joined:
        sheet.strokes(joined, sheet.palette.solid, 1.6)
    for x, place, point in zip(places, known, series.points, strict=True):
        if place is None:
            sheet.text(x, scale.base + 4, "?", bold=True, anchor="middle", colour="muted")
        else:
            palette = sheet.palette
            fill = palette.paper if point.at_least else palette.solid
            sheet.box(x - 2.5, place[1] - 2.5, 5, 5, fill=fill, stroke=palette.solid)


def multiples(data: Multiples, palette: Palette = PAPER, room: float = WIDTH) -> Drawing:
    """Draw a small run for each place, all on one scale, four in a row."""
    across = min(_PANELS, max(len(data.series), 1))
    rows = -(-len(data.series) // across)
    panel = room / across
    names = [lines(each.label, BOLD, SIZE, panel - 12, most=2) for each in data.series]
    head = 6 + 12 * max(map(len, names), default=0)
    high = _PANEL_PLOT + head + _PANEL_FOOT + 8
    sheet = Sheet(data, palette, room, rows * high)
    values = [point.value for series in data.series for point in series.points]
    for at, (series, name) in enumerate(zip(data.series, names, strict=True)):
        left = (at % across) * panel
        base = (rows - 1 - at // across) * high + _PANEL_FOOT
        for row, text in enumerate(name):
            sheet.text(left, base + _PANEL_PLOT + head - 10 - 11 * row, text, bold=True)
        _draw_panel(sheet, series, data.unit, left, panel, _Scale(values, base, _PANEL_PLOT))
    return sheet.drawing


def _draw_panel(
    sheet: Sheet, series: Series, unit: str, left: float, panel: float, scale: _Scale
) -> None:
    last = series.points[-1] if series.points else None
    words = _label(last, unit) if last and last.value is not None else ""
    right = left + panel - 18 - width(words, BOLD, SIZE)
    sheet.line(left, scale.base, right + 4, scale.base, colour=sheet.palette.muted, wide=0.8)
    if last is None:
        return
    step = (right - left - 6) / max(len(series.points) - 1, 1)
    places = [left + 3 + step * at for at in range(len(series.points))]
    _draw_run(sheet, series, places, scale)
    if last.value is not None:
        sheet.text(places[-1] + 6, scale.y(last.value) - 3, words, bold=True)
    span = f"{series.points[0].label} to {last.label}"
    shown = lines(span, REGULAR, 7.5, panel - 12, most=1)
    sheet.text(left, scale.base - 11, "".join(shown), size=7.5, colour="muted")
