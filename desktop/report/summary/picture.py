"""A scheme's chart, made from what its form declares: which kind, of which figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable

from desktop.formlib.amounts import Amount, AtLeast, Known, words
from desktop.formlib.result import Cell
from desktop.formlib.typed import MONTHS
from desktop.report.charts import (
    PAPER,
    Bar,
    Columns,
    Fill,
    Grid,
    Kind,
    Multiples,
    Palette,
    Pictogram,
    Point,
    Progress,
    Row,
    Series,
    Stacked,
    Week,
    bars,
    grid,
    multiples,
    pictogram,
    progress,
    run,
    stacked,
)
from desktop.report.summary.saying import exact, is_known, marked, short_months
from desktop.report.tagged import WIDTH, Figure
from desktop.returns import coverage
from desktop.returns.compiled import FigureValue, SchemeSection
from desktop.returns.dates_text import range_text, weekday_text
from desktop.returns.periods import Period

_FILLS = (Fill.SOLID, Fill.STRIPES, Fill.CROSSHATCH, Fill.EMPTY)
_FEW_CELLS = 3  # a calendar of fewer says no more than the sentence above it
_COVERED = ("weeks_covered", "months_covered")
_EARLIER = 7  # points before this period's: a run has eight in all


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart not drawn yet, and the same in words; paper and screen have colours of their own."""

    draw: Callable[[Palette, float], Drawing]  # the second is the width of the whole
    alt: str

    def figure(self) -> Figure:
        """Draw it for paper."""
        return Figure(self.draw(PAPER, WIDTH), self.alt)


def charts_of(section: SchemeSection, period: Period) -> list[Flowable]:
    """Give the charts of a scheme; none where nothing that they would show is known."""
    return [one.figure() for one in pictures_of(section, period)]


def pictogram_of(section: SchemeSection, period: Period) -> list[Flowable]:
    """Give one icon for each case of the first breakdown that the form names."""
    return [one.figure() for one in _pictogram_of(section, period)]


def again_of(section: SchemeSection, period: Period) -> list[Flowable]:
    """Give the chart of a scheme of which another stands on page 1, where its form names one."""
    kind = section.chart.get("again")
    return [one.figure() for one in pictures_of(section, period, str(kind))] if kind else []


def pictures_of(section: SchemeSection, period: Period, kind: str = "") -> list[Picture]:
    """Give the charts of a scheme, to be drawn in any colours; of another `kind` if given."""
    values = [value for value in _charted(section) if _shows(value)]
    if not values:
        return []
    kind = kind or str(section.chart.get("kind", ""))
    if kind == "target":
        return _calendar_of(section) or _progress_of(section, values, period)
    if kind == "run":
        return _runs_of(section, values, period)
    if kind == "stacked":
        return _stacked_of(section, values, period)
    if kind == "pictogram":
        return _pictogram_of(section, period)
    return _bars_of(section, values, period)


def _charted(section: SchemeSection) -> list[FigureValue]:
    of = section.chart.get("of")
    ids = of if isinstance(of, list) else []
    return [section.figures[str(id_)] for id_ in ids if id_ in section.figures]


def _shows(value: FigureValue) -> bool:
    """Say whether a figure has anything to show: a breakdown needs a part that is not nought."""
    if not value.figure.by:
        return is_known(value.result.value)
    codes = {entry.code for entry in value.entries}
    return any(
        is_known(cell.value) and cell.value != Known(0)
        for cell in value.result.cells
        if not codes or cell.code in codes
    )


def _subtitle(section: SchemeSection, period: Period) -> str:
    return f"{section.title}, {period.label}"


# ---- a whole and its parts


def _pictogram_of(section: SchemeSection, period: Period) -> list[Picture]:
    """Draw one icon for each case of the first breakdown that the form names."""
    values = [value for value in _charted(section) if value.result.cells]
    if not values:
        return []
    cells = _drawn(values[0])
    if not cells:
        return []
    data = Pictogram(
        section.chart_title,
        _subtitle(section, period),
        tuple(kind_of(values[0], cell) for cell in cells),
        tuple(exact(cell.value) for cell in cells),
    )
    return [Picture(partial(pictogram, data), data.alt)]


def _drawn(value: FigureValue) -> list[Cell]:
    """Give the parts that a picture shows.

    A part that is not known is left out where the others, those not recorded among them, make
    the whole: whatever it is, it is drawn there already. A part of 0 has nothing to be drawn.
    """
    cells = [cell for cell in value.result.cells if cell.value != Known(0)]
    known = [exact(cell.value) for cell in cells if isinstance(cell.value, Known)]
    if sum(number or 0 for number in known) == exact(value.result.value):
        return [cell for cell in cells if isinstance(cell.value, Known)]
    return cells


def kind_of(value: FigureValue, cell: Cell) -> Kind:
    """Give a part's name and fill: its list's own, else by its place in the list."""
    codes = [entry.code for entry in value.entries]
    if codes and cell.code not in codes:
        return Kind(cell.label, Fill.UNKNOWN)
    if not codes:
        return Kind(cell.label, _FILLS[0])
    place = codes.index(cell.code)
    attributes = value.entries[place].attributes
    own = [fill for fill in Fill if fill.value == attributes.get("fill")]
    fill = own[0] if own else _FILLS[min(place, len(_FILLS) - 1)]
    return Kind(str(attributes.get("short") or cell.label), fill)


def _stacked_of(
    section: SchemeSection, values: Sequence[FigureValue], period: Period
) -> list[Picture]:
    kinds = {cell.code: kind_of(value, cell) for value in values for cell in _drawn(value)}
    rows, said = [], []
    for value in values:
        cells = _drawn(value)
        held = {cell.code: exact(cell.value) for cell in cells}
        rows.append(Bar(value.figure.label, tuple(held.get(code, 0) for code in kinds)))
        parts = (f"{kinds[cell.code].label}: {words(cell.value)}" for cell in cells)
        said.append(f"{value.figure.label} – {'; '.join(parts)}.")
    subtitle = _subtitle(section, period)
    data = Stacked(section.chart_title, subtitle, tuple(kinds.values()), tuple(rows))
    # Not the chart's own words, which give 0 for a part that is only not drawn.
    alt = " ".join([f"{section.chart_title}.", f"{subtitle}.", *said])
    return [Picture(partial(stacked, data), alt)]


# ---- what was due


def _progress_of(
    section: SchemeSection, values: Sequence[FigureValue], period: Period
) -> list[Picture]:
    """Draw the first figure that has a base: so many of so many."""
    value = next((value for value in values if value.result.of is not None), None)
    due = exact(value.result.of) if value is not None else None
    if value is None or (due is not None and due < _FEW_CELLS):
        return []
    figure, result = value.figure, value.result
    data = Progress(
        section.chart_title,
        _subtitle(section, period),
        exact(result.value),
        exact(result.of),
        figure.base or figure.unit[1],
    )
    return [Picture(partial(progress, data), data.alt)]


def _calendar_of(section: SchemeSection) -> list[Picture]:
    """Draw places by weeks or months, where a target asks for visits: no days and no times."""
    found = section.coverage
    if found is None or not any(cell.due for cell in found.cells):
        return []
    if len(found.cells) < _FEW_CELLS:
        return []
    starts = sorted({cell.start for cell in found.cells})
    last = max(cell.end for cell in found.cells)
    places = dict.fromkeys(cell.place for cell in found.cells)
    covered = next((v for v in section.figures.values() if v.figure.what in _COVERED), None)
    whole = covered is None or covered.state == "known"
    rows = tuple(
        Row(place.name, tuple(_state(c, whole=whole) for c in found.of_place(place.id).cells))
        for place in places
    )
    if found.every == "week":
        names = [str(number) for number in range(1, len(starts) + 1)]
        days = f"{len(starts)} weeks, {weekday_text(starts[0])} to {weekday_text(last)}"
    else:
        names = [MONTHS[start.month - 1][:3] for start in starts]
        days = range_text(starts[0], last)
    met = words(covered.result.value if covered is not None else found.share.numerator)
    due = words(found.share.denominator)
    across = f", over {len(places)} places" if len(places) > 1 else ""
    message = f"Target met in {met} of {due} {found.every}s{across}"
    message = marked(message, covered.mark if covered is not None else "")
    # The form's own title names the first figure of its chart.
    titled = any(is_known(value.result.value) for value in _charted(section)[:1])
    title, subtitle = (section.chart_title, f"{days}. {message}") if titled else (message, days)
    data = Grid(title, subtitle, tuple(names), rows)
    return [Picture(partial(grid, data), data.alt)]


def _state(cell: coverage.Cell, *, whole: bool) -> Week:
    """Say how a place stood in a week.

    Where not all visits have a record (`whole` is false), a week without enough of them is one
    of which it is not known.
    """
    if not cell.due:
        return Week.NOT_DUE
    if cell.met:
        return Week.MET
    if not whole:
        return Week.NOT_KNOWN
    return Week.PART if cell.visits else Week.MISSED


# ---- over time


def _runs_of(
    section: SchemeSection, values: Sequence[FigureValue], period: Period
) -> list[Picture]:
    """Draw the periods before beside this one; several figures as small runs on one scale."""
    if not any(is_known(amount) for value in values for _, amount in value.history):
        return []
    series = tuple(Series(value.figure.label, _points(value, period)) for value in values)
    mark = f"before it: {section.past_mark}" if section.past_mark else ""
    subtitle = marked(f"{section.title}, up to {period.label}", mark)
    title = section.chart_title
    if len(series) == 1:
        one = Columns(title, subtitle, series[0].points)
        return [Picture(partial(run, one), one.alt)]
    data = Multiples(title, subtitle, series)
    return [Picture(partial(multiples, data), data.alt)]


def _points(value: FigureValue, period: Period) -> tuple[Point, ...]:
    held = [*value.history[-_EARLIER:], (period.label, value.result.value)]
    return tuple(_point(short_months(label), amount) for label, amount in held)


def _bars_of(
    section: SchemeSection, values: Sequence[FigureValue], period: Period
) -> list[Picture]:
    """Draw the parts of the first breakdown, or several figures beside each other."""
    first = values[0]
    if first.result.cells:
        points = tuple(_point(cell.label, cell.value) for cell in first.result.cells)
    else:
        points = tuple(_point(value.figure.label, value.result.value) for value in values)
    data = Columns(section.chart_title, _subtitle(section, period), points)
    return [Picture(partial(bars, data), data.alt)]


def _point(label: str, amount: Amount | None) -> Point:
    if amount is None or not is_known(amount) or not isinstance(amount, Known | AtLeast):
        return Point(label, None)
    return Point(label, amount.value, at_least=isinstance(amount, AtLeast))
