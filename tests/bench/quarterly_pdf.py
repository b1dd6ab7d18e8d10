"""The quarterly summary as PDF, against its paragraphs, tables and drawings by ReportLab alone.

The floor has the same words in the same styles and cells, bold where they are, kept together where
they are, and the same drawings: without tags, checks, page furniture, attachments and metadata.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from desktop import clock, paths, sample
from desktop.formlib.load import load_forms
from desktop.report import tagged
from desktop.report.summary import build as summary
from desktop.report.tagged import flowables
from desktop.report.tagged.flowables import Figure, P
from desktop.report.tagged.layout import Beside
from desktop.report.tagged.text import markup, plain
from desktop.returns.compiled import Compiled
from desktop.returns.compiling import compile_return
from desktop.returns.periods import parse_period
from tests.bench.line import Line, alternate

Make = Callable[[], Flowable]
MARGIN = 40
LINES = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, black)])


def compiled() -> Compiled:
    """Compile the sample quarter."""
    with sample.sample_desk() as desk, clock.fixed(sample.MOMENT), desk.read() as session:
        forms = load_forms(paths.forms())
        return compile_return(session, forms, parse_period(sample.QUARTER))


@contextmanager
def overheard() -> Iterator[tuple[list[Flowable], dict[str, str]]]:
    """Give what the report hands to ReportLab while it is made: parts, and paragraphs' words."""
    heard: list[Flowable] = []
    marked: dict[str, str] = {}

    def reading(content: tagged.Content) -> str:
        return marked.setdefault(plain(content), markup(content))

    def listening(story: Sequence[Flowable], about: tagged.About) -> tagged.Built:
        heard[:] = story
        return tagged.build(story, about)

    module: Any = summary
    words: Any = flowables
    module.build, words.markup = listening, reading
    yield heard, marked
    module.build, words.markup = tagged.build, markup


def bare(parts: Iterable[Any], marked: Mapping[str, str]) -> Iterator[Make]:
    """Say how to make each part with ReportLab alone; its insides are nobody's but are there.

    `marked` are the words of paragraphs with what is bold in them.
    """
    for part in parts:
        if isinstance(part, P):
            yield partial(Paragraph, marked[part.words], part.style)
        elif isinstance(part, Table):
            yield _bare_table(part, marked)
        elif isinstance(part, Figure):
            yield partial(copy, part.drawing)  # ReportLab notes on it that it was placed
        elif isinstance(part, KeepTogether):
            yield _kept(list(bare(vars(part)["_content"], marked)))
        elif isinstance(part, Beside):
            for column in vars(part)["_columns"]:
                yield from bare(column.parts, marked)
        elif isinstance(part, PageBreak):
            yield PageBreak


def _kept(makes: Sequence[Make]) -> Make:
    return lambda: KeepTogether([make() for make in makes])


def _bare_table(part: Table, marked: Mapping[str, str]) -> Make:
    inside = vars(part)
    rows = [[list(bare(cell, marked)) for cell in row] for row in inside["_cellvalues"]]

    def make() -> Flowable:
        cells = [[[one() for one in cell] for cell in row] for row in rows]
        return Table(cells, colWidths=inside["_argW"], repeatRows=1, style=LINES)

    return make


def measure() -> Line:
    """Make both from what is already added up."""
    quarter = compiled()
    with overheard() as (heard, marked):
        summary.summary_pdf(quarter)
        makes = list(bare(heard, marked))

    def floor() -> None:
        SimpleDocTemplate(BytesIO(), leftMargin=MARGIN, rightMargin=MARGIN).build(
            [make() for make in makes]
        )

    def ours() -> None:
        summary.summary_pdf(quarter)

    floor_taken, ours_taken = alternate(floor, ours, rounds=15)
    return Line("quarterly PDF", "its parts by bare ReportLab", floor_taken, ours_taken, 2)
