"""What a machine could not read is refused while the report is made, not found by a reader."""

from datetime import datetime
from pathlib import Path

import pytest
import reportlab
from PIL import Image as Picture
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Image, Paragraph, Table, TableStyle

from desktop.report.fonts import REGULAR
from desktop.report.tagged import (
    About,
    Attached,
    Figure,
    H,
    TableTags,
    TaggingError,
    build,
    table,
)
from desktop.report.tagged.mend import mend
from tests.unit.pdfstories import DATE, PLAIN, drawing

LOOSE = ParagraphStyle("loose", fontName=REGULAR)
FONT = TableStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR)])


def _refused(*story: Flowable) -> str:
    with pytest.raises(TaggingError) as caught:
        build([H(1, "Title"), *story], PLAIN)
    return str(caught.value)


def test_text_outside_every_tag() -> None:
    assert "text outside every tag: 'loose text'" in _refused(Paragraph("loose text", LOOSE))


def test_a_table_without_tags() -> None:
    assert "text outside every tag" in _refused(Table([["a"], ["b"]], style=FONT))


def test_a_chart_outside_a_figure() -> None:
    assert "text outside every tag" in _refused(drawing())


def test_a_picture_outside_a_figure(tmp_path: Path) -> None:
    path = tmp_path / "blue.png"
    Picture.new("RGB", (6, 4), "#12436D").save(path)
    assert "a picture outside" in _refused(Image(str(path), 60, 40))


def test_a_heading_level_left_out() -> None:
    assert "heading level 3 after 1" in _refused(H(3, "too deep"))


def test_a_font_that_is_not_embedded() -> None:
    chart = Drawing(100, 20)
    chart.add(String(0, 0, "words", fontName="Helvetica"))
    assert "Helvetica is not a font of the report" in _refused(Figure(chart, "words"))


def test_header_rows_that_are_not_repeated() -> None:
    assert "repeatRows=0" in _refused(Table([["a"], ["b"]], style=FONT, renderCB=TableTags()))


def test_rows_cut_in_two() -> None:
    cut = Table([["a"], ["b"]], style=FONT, repeatRows=1, splitInRow=1, renderCB=TableTags())
    assert "splitInRow" in _refused(cut)


def test_a_figure_without_its_alternative() -> None:
    with pytest.raises(TaggingError, match="text alternative"):
        Figure(drawing(), "  ")


def test_a_table_whose_rows_differ_in_length() -> None:
    with pytest.raises(ValueError, match="a table of 2 columns"):
        table(["a", "b"], [["1"]], caption="c", source="s")


def test_a_date_without_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        build([H(1, "t")], About("t", datetime(2025, 5, 1)))  # noqa: DTZ001 - the very fault


def test_files_in_a_pdf_that_may_hold_none() -> None:
    about = About("t", DATE, archive=2, attached=(Attached("a.csv", b"1", "a"),))
    with pytest.raises(ValueError, match="only PDF/A-3"):
        build([H(1, "t")], about)


def test_two_files_of_one_name() -> None:
    files = (Attached("a.csv", b"1", "a"), Attached("a.csv", b"2", "a"))
    with pytest.raises(ValueError, match="one name"):
        build([H(1, "t")], About("t", DATE, attached=files))


def test_a_version_of_reportlab_that_nobody_has_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reportlab, "__version__", "9.0.0")
    with pytest.raises(ImportError, match=r"9\.0\.0 has not been tried"):
        mend.__wrapped__()
