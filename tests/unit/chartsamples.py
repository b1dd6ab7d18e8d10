"""One of each chart, with the awkward values that real quarters have."""

from collections.abc import Callable
from decimal import Decimal

from reportlab.graphics.shapes import Drawing

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

QUARTERS = [f"Q{q} {y}" for y in ("2023/24", "2024/25") for q in (1, 2, 3, 4)]
KINDS = (
    Kind("Appropriate", Fill.SOLID),
    Kind("Appropriate, with observations", Fill.STRIPES),
    Kind("Inappropriate", Fill.CROSSHATCH),
    Kind("No conclusion", Fill.EMPTY),
    Kind("Result not published", Fill.UNKNOWN),
)


def _points(*values: int | str | None) -> tuple[Point, ...]:
    return tuple(
        Point(label, Decimal(v) if isinstance(v, str) else v)
        for label, v in zip(QUARTERS[-len(values) :], values, strict=True)
    )


M, P_, X, N, U = Week.MET, Week.PART, Week.MISSED, Week.NOT_DUE, Week.NOT_KNOWN
WEEKS = (
    "30 Dec",
    "6 Jan",
    "13 Jan",
    "20 Jan",
    "27 Jan",
    "3 Feb",
    "10 Feb",
    "17 Feb",
    "24 Feb",
    "3 Mar",
    "10 Mar",
    "17 Mar",
    "24 Mar",
)

Sample = tuple[str, Drawing]

VISITS = Columns(
    "Visits reached the target in the last two quarters",
    "Custody visits made in each quarter, both suites",
    (
        *_points(21, None, 26, 29),
        Point("Q1 2025/26", 24, at_least=True),
        Point("Q2 2025/26", 2),
        Point("Q3 2025/26", 0),
    ),
    target=26,
)
WAITING = Columns(
    "Waiting at the desk has become shorter, as far as it is known",
    "Median minutes before a visitor was let in, by quarter, all suites",
    _points(18, 16, None, "21.5", 14, 14, None, 9),
    target=10,
    unit=" min",
)
PLACES = Multiples(
    "Euston Street was visited less often than the others",
    "Visits in each quarter, all suites on one scale",
    tuple(
        Series(name, _points(*values))
        for name, values in (
            ("Keyham Lane", (13, 13, 12, 13, 13, 13, 13, 13)),
            ("Euston Street Custody Suite", (9, 8, None, None, 7, 8, 6, 5)),
            ("Beaumont Leys", (13, 13, 13, 13, 13, 13, 13, None)),
            ("Loughborough", (None, None, None, 1, 2, 3, 5, 8)),
            ("Nothing known", (None, None)),
        )
    ),
)
VERDICTS = Stacked(
    "A third of the results of March were not published",
    "Out-of-court resolutions by the panel’s view, by meeting",
    KINDS,
    (
        Bar("12 December 2024: adult cases with hate as an aggravating feature", (11, 3, 1, 0, 0)),
        Bar("13 March 2025", (0, 6, 4, 0, 5)),
        Bar("12 June 2025", (8, None, 2, 1, 0)),
        Bar("No meeting was held", (0, 0, 0, 0, 0)),
    ),
)
YOUTH = Pictogram(
    "4 of 15 youth cases were not appropriate; 5 results were not published",
    "Out-of-Court Resolutions Scrutiny Panel, 13 March 2025",
    (KINDS[1], KINDS[2], KINDS[4]),
    (6, 4, 5),
)
HUNDRED = Pictogram(
    "93 of 100 cases were appropriate", "All panels, a year", KINDS, (70, 23, 4, 2, 1)
)
TOO_MANY = Pictogram("120 cases were appropriate", "All panels", KINDS[:2], (120, 31))
UNKNOWN = Pictogram("How many cases were inappropriate is not known", "", KINDS[:3], (3, None, 0))
MADE = Progress(
    "Visitors made all 26 of their scheduled visits",
    "Custody visiting, 1 January to 31 March 2025",
    26,
    26,
    "scheduled visits",
)
SHORT = Progress("Two kennel visits were not made", "Animal welfare, Q1", 1, 3, "visits")
NO_DUE = Progress("19 visits were made", "How many were due was not agreed", 19, None, "visits")
NOT_DONE = Progress("The number of visits is not known", "", None, 26, "visits")
MORE = Progress("Visitors made 4 visits more than were due", "", 30, 26, "visits")
SUITES = Grid(
    "One week in each suite had no visit",
    "Suites by week, January to March 2025; a week belongs to the quarter of its Thursday",
    WEEKS,
    (
        Row("Keyham Lane", (M, M, M, X, M, M, M, P_, M, M, M, M, M)),
        Row("Euston Street Custody Suite", (M, M, M, M, M, M, X, M, U, M, M, M, M)),
        Row("Beaumont Leys", (N, N, N, N, N, N, N, N, N, M, M, U, U)),
    ),
)


def samples(palette: Palette = PAPER) -> dict[str, Sample]:
    """Give each chart by name, as alternative text and drawing."""
    drawn: list[tuple[str, str, Callable[[], Drawing]]] = [
        ("bars", VISITS.alt, lambda: bars(VISITS, palette)),
        ("run", WAITING.alt, lambda: run(WAITING, palette)),
        ("multiples", PLACES.alt, lambda: multiples(PLACES, palette)),
        ("stacked", VERDICTS.alt, lambda: stacked(VERDICTS, palette)),
        ("pictogram", YOUTH.alt, lambda: pictogram(YOUTH, palette)),
        ("hundred", HUNDRED.alt, lambda: pictogram(HUNDRED, palette)),
        ("too many", TOO_MANY.alt, lambda: pictogram(TOO_MANY, palette)),
        ("unknown", UNKNOWN.alt, lambda: pictogram(UNKNOWN, palette)),
        ("progress", MADE.alt, lambda: progress(MADE, palette)),
        ("short", SHORT.alt, lambda: progress(SHORT, palette)),
        ("no due", NO_DUE.alt, lambda: progress(NO_DUE, palette)),
        ("not done", NOT_DONE.alt, lambda: progress(NOT_DONE, palette)),
        ("more", MORE.alt, lambda: progress(MORE, palette)),
        ("grid", SUITES.alt, lambda: grid(SUITES, palette)),
    ]
    return {name: (alt, draw()) for name, alt, draw in drawn}
