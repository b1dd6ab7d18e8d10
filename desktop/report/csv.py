"""Every figure of a return as CSV: for spreadsheets, and attached to the PDF.

The first line says what the file is and how it is marked, the second names the columns. A number
that is not known is an empty cell, never 0; `words` is what the report prints. Figures that are
not public are not in it, for the file leaves the office.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from desktop.formlib.amounts import Amount, AtLeast, NotKnown, percent
from desktop.formlib.result import Cell
from desktop.formlib.sentences import words_for
from desktop.report.summary.saying import is_known
from desktop.returns.compiled import Compiled, FigureValue, SchemeSection
from desktop.returns.dates_text import day_text

COLUMNS = (
    "scheme",
    "form",
    "figure",
    "part",
    "label",
    "state",
    "value",
    "of",
    "percentage",
    "words",
    "unit",
    "base",
    "not_recorded",
    "previous",
    "previous_of",
    "same_last_year",
    "same_last_year_of",
    "source",
    "definition",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def figures_csv(compiled: Compiled) -> bytes:
    """Give a row for each public figure and, below it, for each of its parts, by their names.

    UTF-8 with the mark that spreadsheets know it by. A text that a spreadsheet would take for a
    formula begins with an apostrophe.
    """
    cover = compiled.cover
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    first = [
        cover.marking,
        f"Figures of {compiled.period.title}",
        cover.office,
        f"Data as at {day_text(cover.data_as_at)}",
        cover.strip,
    ]
    writer.writerow([_safe(text) for text in first if text])
    writer.writerow(COLUMNS)
    for section in compiled.sections:
        for value in filter(_is_public, section.figures.values()):
            writer.writerow(_figure(section, value))
            writer.writerows(_part(section, value, cell) for cell in value.result.cells)
    return file.getvalue().encode("utf-8-sig")


def _is_public(value: FigureValue) -> bool:
    return value.figure.public


def _figure(section: SchemeSection, value: FigureValue) -> Iterator[str]:
    figure, result = value.figure, value.result
    share = result.of is not None
    return _row(
        {
            **_named(section, value),
            "label": figure.label,
            "state": _state(result.value),
            "value": _number(result.value),
            "of": _number(result.of),
            "percentage": words_for(figure, result, part="pct") if share else "",
            "words": words_for(figure, result),
            "unit": figure.unit[1],
            "base": figure.base,
            "not_recorded": str(result.unknown or ""),
            "previous": _number(value.previous),
            "previous_of": _number(value.previous_of),
            "same_last_year": _number(value.same_last_year),
            "same_last_year_of": _number(value.same_last_year_of),
            "source": _source(value),
            "definition": figure.definition,
        }
    )


def _part(section: SchemeSection, value: FigureValue, cell: Cell) -> Iterator[str]:
    figure, result = value.figure, value.result
    whole = result.value if result.of is None else None
    return _row(
        {
            **_named(section, value),
            "part": cell.label,
            "label": f"{figure.label}: {cell.label}",
            "state": _state(cell.value),
            "value": _number(cell.value),
            "of": _number(whole),
            "percentage": "" if whole is None else percent(cell.value, whole, figure.decimals),
            "words": words_for(figure, result, cell.code),
            "unit": figure.unit[1],
            "source": _source(value),
        }
    )


def _named(section: SchemeSection, value: FigureValue) -> dict[str, str]:
    return {"scheme": section.title, "form": value.form, "figure": value.id}


def _row(cells: dict[str, str]) -> Iterator[str]:
    return (_safe(cells.get(column, "")) for column in COLUMNS)


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _number(amount: Amount | None) -> str:
    """Give a bare number; nothing where none is known."""
    if amount is None or isinstance(amount, NotKnown) or not is_known(amount):
        return ""
    return str(amount.value)


def _state(amount: Amount) -> str:
    if not is_known(amount):
        return "not_known"
    return "at_least" if isinstance(amount, AtLeast) else "known"


def _source(value: FigureValue) -> str:
    if value.source == "entered" and value.entered is not None:
        return f"entered: {value.entered.source or 'source not stated'}"
    source = "records" if value.source == "records" else "records and registers"
    return f"{source} ({value.mark})" if value.mark else source
