"""Charts say what they show, in words and without colour, and nothing in them runs over."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.shapes import Drawing, Path, Rect, String
from reportlab.lib.colors import Color

from desktop.report.charts import (
    DARK,
    LIGHT,
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
    Symbol,
    Week,
    bars,
    grid,
    multiples,
    pictogram,
    progress,
    run,
    stacked,
    svg,
)
from desktop.report.fonts import width
from tests.unit.chartsamples import (
    HUNDRED,
    KINDS,
    MADE,
    NO_DUE,
    NOT_DONE,
    PLACES,
    SHORT,
    SUITES,
    TOO_MANY,
    UNKNOWN,
    VERDICTS,
    VISITS,
    WAITING,
    YOUTH,
    samples,
)

NAMES = sorted(samples())


def _texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def _squares(drawing: Drawing, side: float) -> int:
    """Count the outlined squares of a size: the icons."""
    return sum(
        isinstance(shape, Rect) and shape.width == side and shape.strokeColor is not None
        for shape in drawing.contents
    )


# ---- in words


SAID: list[tuple[Columns | Pictogram | Progress, list[str]]] = [
    (YOUTH, ["Appropriate, with observations: 6; Inappropriate: 4; Result not published: 5."]),
    (
        UNKNOWN,
        ["Appropriate: 3; Appropriate, with observations: not known; Inappropriate: 0."],
    ),
    (
        VISITS,
        [
            "Q1 2024/25: 21; Q2 2024/25: not known; Q3 2024/25: 26; Q4 2024/25: 29;",
            "Q1 2025/26: at least 24; Q2 2025/26: 2; Q3 2025/26: 0.",
            "Target: 26.",
        ],
    ),
    (MADE, ["26 of 26 scheduled visits."]),
    (NO_DUE, ["19 visits; how many were due is not known."]),
    (NOT_DONE, ["Not known how many of 26 visits were done."]),
]


@pytest.mark.parametrize(("chart", "counts"), SAID)
def test_the_words_are_the_message_and_then_the_counts(
    chart: Columns | Pictogram | Progress, counts: list[str]
) -> None:
    head = [f"{words}." for words in (chart.title, chart.subtitle) if words]
    assert chart.alt == " ".join([*head, *counts])


def test_a_grid_names_the_weeks_that_were_not_as_planned() -> None:
    assert (
        "Keyham Lane – visited as planned: 11 weeks; fewer visits than planned: 1 week (17 Feb); "
        "no visit: 1 week (20 Jan)."
    ) in SUITES.alt
    assert "Beaumont Leys – visited as planned: 2 weeks; no visit was due: 9 weeks" in SUITES.alt


def test_bars_of_parts_are_said_row_by_row() -> None:
    assert "13 March 2025 – Appropriate: 0; Appropriate, with observations: 6" in VERDICTS.alt
    assert (
        "12 June 2025 – Appropriate: 8; Appropriate, with observations: not known" in VERDICTS.alt
    )


def test_runs_side_by_side_are_said_one_by_one() -> None:
    assert "Loughborough – Q1 2023/24: not known; " in PLACES.alt


@pytest.mark.parametrize("name", NAMES)
def test_title_and_subtitle_are_drawn_whole(name: str) -> None:
    alt, drawing = samples()[name]
    drawn = " ".join(_texts(drawing))
    title = alt.split(". ")[0].removesuffix(".")
    assert drawn.startswith(title)


# ---- what is drawn


def test_one_icon_is_one_case() -> None:
    assert _squares(pictogram(YOUTH), 24.0) == 15
    assert _squares(pictogram(HUNDRED), 15.0) == 100


def test_an_unknown_number_of_cases_is_one_icon_with_a_question_mark() -> None:
    drawing = pictogram(UNKNOWN)
    assert _squares(drawing, 24.0) == 4
    assert {"?", "not known", "Appropriate, with observations"} <= set(_texts(drawing))


def test_more_than_a_hundred_cases_become_one_bar() -> None:
    drawing = pictogram(TOO_MANY)
    assert {"120", "31", "151"} <= set(_texts(drawing))
    assert _squares(drawing, 15.0) == 0


def test_a_run_breaks_where_a_value_is_not_known() -> None:
    def pieces(*values: int | None) -> int:
        points = tuple(Point(str(n), value) for n, value in enumerate(values))
        drawing = run(Columns("t", "", points))
        paths = [shape for shape in drawing.contents if isinstance(shape, Path)]
        return sum(path.operators.count(0) for path in paths)  # 0 is ReportLab's "move to"

    assert pieces(1, 2, 3) == 2
    assert pieces(1, None, 3) == 0
    assert pieces(1, 2, None, 3, 4) == 2
    assert pieces(None) == 0


def test_what_is_not_known_is_never_drawn_as_nought() -> None:
    data = Columns("t", "", (Point("a", None), Point("b", 0)))
    for drawing in (bars(data), run(data)):
        assert sorted(_texts(drawing)) == ["0", "?", "a", "b", "t"]
    assert "?" in _texts(stacked(Stacked("t", "", KINDS[:1], (Bar("", (None,)),))))


def test_what_may_be_more_says_so() -> None:
    assert "≥ 24" in _texts(bars(VISITS))
    assert "≥ 11" in _texts(stacked(VERDICTS))


def test_the_mark_of_what_is_due_is_drawn_with_its_number() -> None:
    assert "Due 3" in _texts(progress(SHORT))
    assert not any(text.startswith("Due") for text in _texts(progress(NO_DUE)))


def test_more_points_than_a_person_can_read_are_refused() -> None:
    points = tuple(Point(str(n), n) for n in range(9))
    with pytest.raises(ValueError, match="8 at most"):
        run(Columns("t", "", points))


def test_rows_that_do_not_match_their_heads_are_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each week"):
        Grid("t", "", ("1", "2"), (Row("a", (Week.MET,)),))
    with pytest.raises(ValueError, match="one count for each kind"):
        Stacked("t", "", KINDS, (Bar("a", (1,)),))
    with pytest.raises(ValueError, match="one count for each kind"):
        Pictogram("t", "", KINDS, (1,))


# ---- nothing runs over


_Box = tuple[float, float, float, float]


def _boxes(drawing: Drawing) -> Iterator[tuple[str, _Box]]:
    for shape in drawing.contents:
        if isinstance(shape, String) and shape.text.strip():
            wide = width(shape.text, shape.fontName, shape.fontSize)
            left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[str(shape.textAnchor)]
            yield shape.text, (left, shape.y, left + wide, shape.y + shape.fontSize * 0.7)


def _inside(drawing: Drawing) -> bool:
    if not drawing.contents:
        return True
    left, low, right, high = drawing.getBounds()
    return left >= -1 and low >= -1 and right <= drawing.width + 1 and high <= drawing.height + 1


@pytest.mark.parametrize("name", NAMES)
def test_no_words_lie_on_other_words(name: str) -> None:
    for (one, a), (other, b) in combinations(_boxes(samples()[name][1]), 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)


words = st.text(max_size=60) | st.sampled_from(["Euston Street Custody Suite " * 4, "x" * 90, ""])
values = st.none() | st.integers(0, 10**6) | st.decimals(0, 1000, places=1)
counts = st.none() | st.integers(0, 60)
points = st.builds(Point, words, values, st.booleans())
kinds = st.builds(Kind, words, st.sampled_from(Fill), st.none() | st.sampled_from(Symbol))


@given(st.builds(Columns, words, words, st.lists(points, max_size=8).map(tuple), values, words))
def test_columns_of_anything_stay_on_their_sheet(data: Columns) -> None:
    assert _inside(bars(data))
    assert _inside(run(data))
    assert data.alt is not None


series = st.builds(Series, words, st.lists(points, max_size=8).map(tuple))


@given(st.builds(Multiples, words, words, st.lists(series, max_size=9).map(tuple)))
def test_runs_of_anything_stay_on_their_sheet(data: Multiples) -> None:
    assert _inside(multiples(data))


@given(st.data(), words, words)
def test_parts_of_anything_stay_on_their_sheet(
    data: st.DataObject, title: str, subtitle: str
) -> None:
    named = tuple(data.draw(st.lists(kinds, min_size=1, max_size=5)))
    some = st.tuples(*[counts] * len(named))
    rows = tuple(data.draw(st.lists(st.builds(Bar, words, some), max_size=4)))
    assert _inside(stacked(Stacked(title, subtitle, named, rows)))
    assert _inside(pictogram(Pictogram(title, subtitle, named, data.draw(some))))


@given(st.builds(Progress, words, words, counts, counts, words))
def test_progress_of_anything_stays_on_its_sheet(data: Progress) -> None:
    assert _inside(progress(data))


@given(st.data(), st.integers(1, 53))
def test_a_grid_of_anything_stays_on_its_sheet(data: st.DataObject, weeks: int) -> None:
    cells = st.tuples(*[st.sampled_from(Week)] * weeks)
    rows = tuple(data.draw(st.lists(st.builds(Row, words, cells), max_size=6)))
    heads = tuple(data.draw(st.tuples(*[words] * weeks)))
    assert _inside(grid(Grid("t", "", heads, rows)))


# ---- without colour, and with it


def _shape(kind: Kind) -> str:
    """Give a chart of one kind as SVG in nothing but dark and light."""
    drawing = pictogram(Pictogram("t", "", (kind,), (1,)))

    def grey(found: re.Match[str]) -> str:
        red, green, blue = (int(part) for part in re.findall(r"\d+", found[0]))
        return "light" if red + green + blue > 240 else "dark"

    return re.sub(r"rgb\([^)]*\)", grey, svg(drawing).decode())


def test_fills_differ_without_their_colours() -> None:
    shapes = {fill: _shape(Kind("k", fill, Symbol.NONE)) for fill in Fill}
    assert len(set(shapes.values())) == len(Fill)


def test_signs_differ() -> None:
    assert len({_shape(Kind("k", Fill.SOLID, sign)) for sign in Symbol}) == len(Symbol)


def _luminance(colour: Color) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(p) for p in (colour.red, colour.green, colour.blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: Color, other: Color) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [PAPER, LIGHT, DARK])
def test_text_and_shapes_stand_out_from_what_they_lie_on(palette: Palette) -> None:
    for text, ground in (
        (palette.ink, palette.paper),
        (palette.muted, palette.paper),
        (palette.on_solid, palette.solid),
    ):
        assert _contrast(text, ground) >= 4.5
    for shape in (palette.solid, palette.stripes, palette.crosshatch):
        assert _contrast(shape, palette.paper) >= 3


# ---- on the screen


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("name", NAMES)
def test_the_screen_gets_svg_in_the_fonts_that_qt_knows(name: str, palette: Palette) -> None:
    alt, drawing = samples(palette)[name]
    root = ET.fromstring(svg(drawing, alt))  # noqa: S314 - our own
    text = ET.tostring(root, encoding="unicode")
    assert set(re.findall("font-family: ([^;]*);", text)) == {"Atkinson Hyperlegible Next"}
    assert "font-weight: 700" in text
    assert root.attrib["aria-label"] == alt
    assert "id" not in {key for element in root.iter() for key in element.attrib}
    assert root.attrib["viewBox"] == f"0 0 {drawing.width:.0f} {drawing.height:.0f}"


def test_the_screen_shows_the_same_words_as_the_paper() -> None:
    root = ET.fromstring(svg(run(WAITING)))  # noqa: S314 - our own
    shown = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert shown == _texts(run(WAITING))
