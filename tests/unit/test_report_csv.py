"""The figures as CSV and the numbered paragraphs: gaps stay gaps, and nothing is a formula."""

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from types import MappingProxyType

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.result import Cell, Result
from desktop.report.csv import COLUMNS, figures_csv
from desktop.report.paragraphs import paragraphs_text
from desktop.returns.compiled import Compiled, FigureValue
from tests.unit.samplequarter import compiled, figure

VISITS, REVIEWS = "custody_visit", "complaint_review"
PANEL = "out_of_court_resolution_review"


def _label(form: str, id: str, code: str) -> str:
    """Give the name of one part."""
    [label] = [cell.label for cell in figure(form, id).result.cells if cell.code == code]
    return label


def _rows(given: Compiled) -> list[dict[str, str]]:
    _, head, *rows = csv.reader(StringIO(figures_csv(given).decode("utf-8-sig"), newline=""))
    assert tuple(head) == COLUMNS
    assert all(len(row) == len(head) for row in rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def _row(form: str, id: str, part: str = "", given: Compiled | None = None) -> dict[str, str]:
    [row] = [
        row
        for row in _rows(given or compiled())
        if (row["form"], row["figure"], row["part"]) == (form, id, part)
    ]
    return row


def _with(value: FigureValue) -> Compiled:
    """Give the sample return with one figure of a section put in another's place."""
    given = compiled()
    sections = []
    for section in given.sections:
        figures: Mapping[str, FigureValue] = section.figures
        if section.form == value.form:
            figures = MappingProxyType({**figures, value.id: value})
        sections.append(replace(section, figures=figures))
    return replace(given, sections=tuple(sections))


def test_the_first_line_is_the_marking_and_what_the_file_holds() -> None:
    data = figures_csv(compiled())
    assert data.startswith(b"\xef\xbb\xbfOFFICIAL,")
    first = data.decode("utf-8-sig").split("\r\n")[0]
    assert "1 January to 31 March 2025 (quarter 4 of 2024/25)" in first
    assert "Data as at 9 June 2025" in first
    assert first.endswith("Sample data: totals as published; details invented")


def test_there_is_a_row_for_every_public_figure_and_every_part() -> None:
    expected = [
        (section.title, value.id, part)
        for section in compiled().sections
        for value in section.figures.values()
        if value.figure.public
        for part in ("", *(cell.label for cell in value.result.cells))
    ]
    found = [(row["scheme"], row["figure"], row["part"]) for row in _rows(compiled())]
    assert found == expected


def test_parts_go_by_their_names_and_no_identifier_is_told() -> None:
    suites = [row["part"] for row in _rows(compiled()) if row["figure"] == "visits_by_suite"]
    assert suites == ["", "Second suite (name not published)", "Keyham Lane"]
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", figures_csv(compiled()).decode("utf-8-sig"))


def test_a_share_has_both_its_numbers_and_those_of_last_quarter() -> None:
    row = _row(VISITS, "scheduled_met")
    assert (row["value"], row["of"], row["percentage"]) == ("26", "26", "100%")
    assert (row["previous"], row["previous_of"]) == ("26", "26")
    assert row["definition"].startswith("Visits planned on the rota")


def test_a_part_has_its_share_of_the_whole() -> None:
    row = _row(PANEL, "verdicts", _label(PANEL, "verdicts", "inappropriate"))
    assert (row["value"], row["of"], row["percentage"]) == ("4", "15", "27%")


@pytest.mark.parametrize(
    ("form", "id", "part"),
    [(REVIEWS, "open_at_end", ""), (REVIEWS, "days_taken", ""), (PANEL, "verdicts", "appropriate")],
)
def test_what_is_not_known_is_an_empty_cell_and_never_nought(form: str, id: str, part: str) -> None:
    row = _row(form, id, part and _label(form, id, part))
    assert (row["state"], row["value"], row["words"]) == ("not_known", "", "not known")


def test_at_least_nought_is_nothing_known() -> None:
    given = _with(replace(figure(VISITS, "visits"), result=Result(AtLeast(0, 26))))
    row = _row(VISITS, "visits", given=given)
    assert (row["state"], row["value"], row["words"]) == ("not_known", "", "not known")


def test_at_least_something_keeps_its_number_and_its_state() -> None:
    given = _with(replace(figure(VISITS, "visits"), result=Result(AtLeast(3, 2), unknown=2)))
    row = _row(VISITS, "visits", given=given)
    assert (row["state"], row["value"], row["not_recorded"]) == ("at_least", "3", "2")
    assert row["words"] == "at least 3 visits"


def test_a_text_that_looks_like_a_formula_gets_an_apostrophe() -> None:
    value = figure(VISITS, "visits")
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"):
        shown = replace(value.figure, label=text, definition=text, base=text)
        cells = (Cell("a", text, Known(1)), Cell("b", "x", NotKnown("not stated")))
        given = _with(replace(value, figure=shown, result=Result(Known(1), cells=cells)))
        row = _row(VISITS, "visits", given=given)
        assert (row["label"], row["definition"], row["base"]) == (f"'{text}",) * 3
        assert _row(VISITS, "visits", f"'{text}", given)["label"] == f"'{text}: {text}"


def test_quotes_commas_and_lines_of_a_text_stay_in_its_cell() -> None:
    value = figure(VISITS, "visits")
    text = 'One, "two"\r\nthree; Ynys Môn'
    given = _with(replace(value, figure=replace(value.figure, definition=text)))
    assert _row(VISITS, "visits", given=given)["definition"] == text


# ---- paragraphs


def test_the_paragraphs_are_numbered_in_one_block() -> None:
    strip, *paragraphs = paragraphs_text(compiled()).strip().split("\n\n")
    assert strip == "[Sample data: totals as published; details invented]"
    numbers = [int(text.partition(". ")[0]) for text in paragraphs]
    assert numbers == [number for number, _ in compiled().paragraphs]
    assert numbers[0] == 51
    assert paragraphs[0].startswith("51. There is a locally agreed target")


@pytest.mark.parametrize(
    "said",
    [
        "100% of scheduled visits took place (26 of 26)",
        "One issue raised was bright lighting at Keyham Lane.",
        "takes part in the pilot",
        "7 recommendations were made to the Custody Inspector",
        "15 youth cases. 6 were found appropriate with observations, and a further 4",
        "fed directly back to individual officers and senior police leads",
        "40 requests for a review in the period 1 January 2025 to 31 March 2025, with 35 reviews",
        "2 pieces of learning",
        "police pension forfeiture",
        "Joint Audit, Risk and Assurance Panel",
    ],
)
def test_the_paragraphs_say_what_the_published_ones_say(said: str) -> None:
    assert said in paragraphs_text(compiled())


def test_paragraphs_of_an_office_of_its_own_begin_with_their_number() -> None:
    real = replace(compiled(), cover=replace(compiled().cover, strip=""))
    assert paragraphs_text(real).startswith("51. ")
