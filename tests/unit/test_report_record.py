"""One record on paper: all that was answered, in order, and no identifier unless it is wanted."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.formlib.office import Office
from desktop.report.record import record_pdf
from tests.unit.pdfcheck import assert_page_valid, read_back

FORMS = load_forms(paths.forms())
VISIT, REVIEW = FORMS["custody_visit"], FORMS["complaint_review"]
OFFICE = Office(
    date(2026, 11, 22),
    settings={"office": "OPCC for Somewhere", "marking": "OFFICIAL"},
    names={"suite": "Keyham Lane", "jane": "Jane Smith"},
)
ROW = {
    "id": "row",
    "topic": "light",
    "what": "Too bright & <flickering>",
    "where": "Cell 7",
    "sorted": "not_yet",
    "told_role": "custody_sergeant",
    "custody_number": "CN 4711",
}
ANSWERS: Mapping[str, object] = {
    "suite": "suite",
    "visit_on": "2026-11-20",
    "visitors": ["jane"],
    "arrived": "19:00",
    "let_in": "19:05",
    "went_ahead": "yes",
    "in_custody": 0,
    "to_put_right": [ROW],
}


def paper(tmp_path: Path, *, with_identifiers: bool = False) -> tuple[Path, str]:
    path = tmp_path / "record.pdf"
    path.write_bytes(
        record_pdf(VISIT, ANSWERS, OFFICE, with_identifiers=with_identifiers, writer="Jane Smith")
    )
    return path, "\n".join(words for _, words in read_back(path))


def test_the_paper_is_valid_marked_and_says_whose_it_is(tmp_path: Path) -> None:
    path, words = paper(tmp_path)
    assert_page_valid(path)
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == "Custody visit"
        assert "OFFICIAL" in str(pdf.docinfo.Keywords)
    assert "Handed over on paper by Jane Smith, 22 November 2026." in words


def test_every_answer_stands_there_in_the_order_of_the_screen(tmp_path: Path) -> None:
    _, words = paper(tmp_path)
    said = ["Keyham Lane", "20 November 2026", "Jane Smith", "19:00", "19:05", "Cell 7"]
    places = [words.index(one, words.index("typed in")) for one in said]
    assert places == sorted(places)
    assert "Too bright & <flickering>" in words


def test_headings_are_the_sections(tmp_path: Path) -> None:
    path, _ = paper(tmp_path)
    headings = [words for tag, words in read_back(path) if tag == "H2"]
    titles = [section.title for section in VISIT.sections]
    assert headings == [title for title in titles if title in headings]
    assert len(headings) > 2


@pytest.mark.parametrize("wanted", [True, False])
def test_identifiers_are_there_only_where_they_are_wanted(tmp_path: Path, *, wanted: bool) -> None:
    path, words = paper(tmp_path, with_identifiers=wanted)
    assert ("CN 4711" in words) is wanted
    assert (b"CN 4711" in path.read_bytes()) is False
    assert ("left off this paper" in words) is not wanted


def test_every_form_has_its_paper(tmp_path: Path) -> None:
    for form in FORMS.values():
        path = tmp_path / f"{form.id}.pdf"
        path.write_bytes(record_pdf(form, {}, OFFICE))
        assert_page_valid(path)


def test_a_reference_of_the_force_is_an_identifier_too(tmp_path: Path) -> None:
    answers = {"review_ref": "CR-1", "force_ref": "CO/4711", "received_on": "2026-11-02"}
    path = tmp_path / "review.pdf"
    path.write_bytes(record_pdf(REVIEW, answers, OFFICE))
    words = "\n".join(words for _, words in read_back(path))
    assert "CO/4711" not in words
    path.write_bytes(record_pdf(REVIEW, answers, OFFICE, with_identifiers=True))
    assert "CO/4711" in "\n".join(words for _, words in read_back(path))
