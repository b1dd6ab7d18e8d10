"""Charts of a whole and its parts: bars of verdicts, one icon a case, and how far along it is."""

from reportlab.graphics.shapes import Drawing

from desktop.report.charts.data import MOST_ICONS, Bar, Fill, Kind, Pictogram, Progress, Stacked
from desktop.report.charts.data import number as shown
from desktop.report.charts.palette import PAPER, Palette
from desktop.report.charts.patterns import Key, filled, icon, inside
from desktop.report.charts.sheet import SIZE, WIDTH, Anchor, Sheet, lines
from desktop.report.fonts import BOLD, REGULAR, width

_BAR, _GAP = 20.0, 14.0
_UNKNOWN = 22.0  # how wide a part is drawn of which the size is not known
_SIZES = ((15, 24.0, 8.0), (36, 20.0, 6.0), (MOST_ICONS, 15.0, 5.0))  # up to how many: side, gap


def stacked(data: Stacked, palette: Palette = PAPER, room: float = WIDTH) -> Drawing:
    """Draw a bar of parts in each row, all on one scale, with the number in or over each part.

    Parts of 0 are left out; a part that is not known is a dashed box with "?" at the end.
    """
    named = any(bar.label for bar in data.bars)
    left = min(150.0, room * 0.35) if named else 0.0
    key = Key([(kind, "") for kind in data.kinds], room, signs=False)
    sheet = Sheet(data, palette, room, len(data.bars) * (_BAR + _GAP) + key.height + 6)
    totals = [sum(count or 0 for count in bar.counts) for bar in data.bars]
    open_ends = max((bar.counts.count(None) for bar in data.bars), default=0)
    longest = room - left - open_ends * _UNKNOWN - 34
    unit = longest / max([*totals, 1])
    key.draw(sheet, sheet.height)
    for at, (bar, total) in enumerate(zip(data.bars, totals, strict=True)):
        y = sheet.height - key.height - 6 - at * (_BAR + _GAP) - _GAP - _BAR + 4
        _draw_bar(sheet, data.kinds, bar, total, (left, y, unit))
    return sheet.drawing


def _draw_bar(
    sheet: Sheet, kinds: tuple[Kind, ...], bar: Bar, total: int, place: tuple[float, float, float]
) -> None:
    x, y, unit = place
    names = lines(bar.label, REGULAR, SIZE, x - 8, most=2) if x else []
    for row, name in enumerate(names):
        sheet.text(0, y + 7 + 5.5 * (len(names) - 1) - 11 * row, name)
    parts = [(k, c) for k, c in zip(kinds, bar.counts, strict=True) if c]
    for kind, count in parts:
        wide = count * unit
        filled(sheet, kind.fill, x, y, wide, _BAR)
        words = shown(count)
        if width(words, BOLD, SIZE) + 5 < wide:
            inside(sheet, kind.fill, x + wide / 2, y + 7, words)
        else:
            sheet.text(x + wide / 2, y + _BAR + 3, words, size=8, bold=True, anchor="middle")
        x += wide
    for _ in range(bar.counts.count(None)):
        filled(sheet, Fill.UNKNOWN, x, y, _UNKNOWN, _BAR)
        inside(sheet, Fill.UNKNOWN, x + _UNKNOWN / 2, y + 7, "?")
        x += _UNKNOWN
    words = shown(total) if None not in bar.counts else f"≥ {shown(total)}"
    sheet.text(x + 6, y + 7, words, bold=True)


def pictogram(data: Pictogram, palette: Palette = PAPER, room: float = WIDTH) -> Drawing:
    """Draw one icon for each case, kind by kind, in as many rows as they need.

    A kind of which the number is not known is one dashed icon. More than a hundred cannot be
    counted by eye and become a bar of parts.
    """
    total = sum(count or 0 for count in data.counts)
    if total > MOST_ICONS:
        bar = Bar("", data.counts)
        return stacked(Stacked(data.title, data.subtitle, data.kinds, (bar,)), palette, room)
    pairs = list(zip(data.kinds, data.counts, strict=True))
    kinds = [each for kind, count in pairs for each in [_drawn(kind, count)] * _icons(count)]
    side, gap = next((side, gap) for most, side, gap in _SIZES if len(kinds) <= most or most > 99)
    across = int((room + gap - 1) // (side + gap))
    rows = -(-len(kinds) // across)
    key = Key([(_drawn(kind, count), shown(count)) for kind, count in pairs], room, signs=True)
    sheet = Sheet(data, palette, room, rows * (side + gap) + key.height + 4)
    for at, kind in enumerate(kinds):
        x = 0.5 + (at % across) * (side + gap)
        y = sheet.height - 1 - side - (at // across) * (side + gap)
        icon(sheet, kind, x, y, side)
    key.draw(sheet, key.height)
    return sheet.drawing


def _icons(count: int | None) -> int:
    return 1 if count is None else count


def _drawn(kind: Kind, count: int | None) -> Kind:
    return Kind(kind.label, Fill.UNKNOWN) if count is None else kind


def progress(data: Progress, palette: Palette = PAPER, room: float = WIDTH) -> Drawing:
    """Draw how much is done of what is due, with a mark where all of it would be."""
    high, base = 18.0, 20.0
    sheet = Sheet(data, palette, room, base + high + 22)
    scale = (room - 2) / max(data.done or 0, data.due or 0, 1)
    sheet.text(0, base + high + 8, data.words, size=10.5, bold=True)
    if data.due is not None and data.done is not None:
        filled(sheet, Fill.EMPTY, 1, base, data.due * scale, high)
    if data.done is None:
        filled(sheet, Fill.UNKNOWN, 1, base, room - 2, high)
        inside(sheet, Fill.UNKNOWN, room / 2, base + 6, "?")
    elif data.done:
        filled(sheet, Fill.SOLID, 1, base, data.done * scale, high)
    if data.due is not None:
        x = 1 + data.due * scale
        sheet.line(
            x,
            base - 5,
            x,
            base + high + 5,
            colour=palette.ink,
            wide=2,
            halo=(data.done or 0) > data.due,
        )
        sheet.text(x, base - 15, f"Due {shown(data.due)}", bold=True, anchor=_side(x, room))
    return sheet.drawing


def _side(x: float, room: float) -> Anchor:
    return "end" if x > room - 40 else "start" if x < 40 else "middle"
