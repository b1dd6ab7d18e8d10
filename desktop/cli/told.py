"""What commands have to tell, as lines of plain text."""

from collections.abc import Iterator, Sequence

from desktop.exchange.importing import ImportReport
from desktop.formlib.amounts import words
from desktop.formlib.sentences import words_for
from desktop.returns.compiled import Compiled, FigureValue

_MOST = 20


def import_lines(report: ImportReport) -> list[str]:
    """Say what came of an import, a sentence a line and not without end."""
    total = sum(report.added.values())
    return [
        f"{total} added, {report.unchanged} here already, {len(report.kept)} kept as here.",
        *_first(report.kept),
        *_first(report.remarks),
    ]


def figures_lines(compiled: Compiled) -> Iterator[str]:
    """Give every figure of a period under its scheme; parts of a figure are set in."""
    yield compiled.period.title
    for section in compiled.sections:
        yield ""
        yield section.title
        for value in section.figures.values():
            yield f"  {value.figure.label}: {_value(value)}"
            yield from (f"    {cell.label}: {words(cell.value)}" for cell in value.result.cells)


def _value(value: FigureValue) -> str:
    figure, result = value.figure, value.result
    text = words_for(figure, result)
    if result.of is None or value.state == "not_known":
        return text
    return f"{text} of {words_for(figure, result, part='of')}"


def _first(lines: Sequence[str]) -> list[str]:
    more = ["There are more like these."] if len(lines) > _MOST else []
    return [*lines[:_MOST], *more]
