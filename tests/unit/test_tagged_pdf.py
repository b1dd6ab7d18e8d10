"""The PDFs are valid, and what is read out of them is what was put in."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
)

from desktop.report.charts import Bar, Stacked, stacked
from desktop.report.fonts import REGULAR
from desktop.report.tagged import (
    About,
    Attached,
    Bold,
    Built,
    Figure,
    H,
    Inline,
    Link,
    P,
    build,
    bullets,
    page,
    pages_of,
    table,
)
from desktop.report.tagged.layout import PageMark, Rule
from desktop.report.tagged.styles import BODY
from desktop.report.tagged.text import markup
from tests.unit.chartsamples import KINDS
from tests.unit.pdfcheck import assert_page_valid, failures, read_back
from tests.unit.pdfstories import (
    ABOUT,
    ARABIC,
    DATE,
    PLAIN,
    drawing,
    kitchen_sink,
    own_words,
    random_story,
)


@pytest.fixture(scope="module")
def sink() -> Built:
    return build(*kitchen_sink())


@pytest.fixture(scope="module")
def sink_file(sink: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "sink.pdf"
    path.write_bytes(sink.pdf)
    return path


def _read(story: list[Flowable], path: Path) -> list[tuple[str, str]]:
    path.write_bytes(build(story, PLAIN).pdf)
    assert_page_valid(path)
    return own_words(read_back(path))


def test_one_of_everything_is_valid(sink_file: Path) -> None:
    assert_page_valid(sink_file)


@pytest.mark.parametrize("seed", range(60))
def test_random_stories_are_valid_and_read_back_word_for_word(seed: int, tmp_path: Path) -> None:
    story, said = random_story(seed)
    path = tmp_path / "random.pdf"
    path.write_bytes(build(story, PLAIN).pdf)
    assert_page_valid(path)
    assert own_words(read_back(path)) == [(tag, " ".join(words.split())) for tag, words in said]


@pytest.mark.parametrize("seed", range(20))
def test_pages_are_known_before_anything_is_drawn_and_that_changes_nothing(seed: int) -> None:
    plain = build(random_story(seed)[0], PLAIN)
    story = random_story(seed)[0]
    assert pages_of(story, PLAIN) == plain.pages
    assert build(story, PLAIN).pdf == plain.pdf


def test_a_table_over_many_pages_is_one_table_with_one_header(tmp_path: Path) -> None:
    rows = [[f"Row {n}", str(n)] for n in range(400)]
    path = tmp_path / "long.pdf"
    story = [H(1, "Long"), *table(["Row", "Value"], rows, caption="Long", source="Source: none.")]
    built = build(story, PLAIN)
    path.write_bytes(built.pdf)
    assert_page_valid(path)
    tags = [tag for tag, _ in read_back(path)]
    assert built.pages > 8
    assert (tags.count("Table"), tags.count("THead"), tags.count("TR")) == (1, 1, 401)


def test_a_row_higher_than_a_page_goes_on_in_rows_of_its_name(tmp_path: Path) -> None:
    words = "A reply as long as a book. " * 400
    rows = [["R1", words], ["R2", "short"]]
    read = _read(
        [H(1, "t"), *table(["Ref", "Text"], rows, caption="c", source="s")], tmp_path / "t.pdf"
    )
    names = [text for tag, text in read if tag == "TH"]
    texts = [text for tag, text in read if tag == "TD"]
    assert names[:4] == ["Ref", "Text", "R1", "R1 (continued)"]
    assert names[-1] == "R2"
    assert " ".join(texts) == f"{words.strip()} short"


@pytest.mark.parametrize(
    "typed",
    [
        "<b & \" ' </p> </b> <para> &amp; &#60; <a href='x'>",
        "{x} %s \\n \\ ( ) << >> endobj",
        "a\n\nb\r\nc\td\u2028e",
        "\n" * 300 + "x\n" * 200,
        "x" * 3000,
        "Nothing was wrong. " * 1000,
        "   ",
    ],
)
def test_text_that_people_type_is_printed_as_typed(typed: str, tmp_path: Path) -> None:
    built = build(
        [
            H(1, f"t{typed[:60]}"),
            P(typed),
            *bullets([typed]),
            P([Bold(typed[:2000]), Link(typed[:2000], "https://example.org")]),
            *table([typed[:60]], [[typed]], caption=typed[:60], source=typed[:60]),
            Figure(drawing(typed[:20]), f"t{typed}"),
        ],
        About(typed or "t", DATE, author=typed, subject=typed, marking=typed[:20], strip=typed),
    )
    path = tmp_path / "typed.pdf"
    path.write_bytes(built.pdf)
    assert_page_valid(path)
    assert built.warnings == ()
    read = own_words(read_back(path))
    words = " ".join(typed.split())
    assert {("LBody", words), ("P", words)} <= set(read) or not words


def test_a_character_that_the_font_lacks_is_a_box_to_see_and_itself_to_hear(tmp_path: Path) -> None:
    words = f"Seen 😀 and {ARABIC} by Łukasz"
    built = build([H(1, "Title"), P(words), P("😀 again")], PLAIN)
    path = tmp_path / "missing.pdf"
    path.write_bytes(built.pdf)
    assert_page_valid(path)
    assert read_back(path)[2] == ("P", words)
    (warning,) = built.warnings
    assert warning.startswith(f"Page 1: the report's font cannot print 😀 {' '.join(ARABIC)}.")


def test_only_known_kinds_of_destination_become_links(tmp_path: Path) -> None:
    path = tmp_path / "links.pdf"
    to = ["https://example.org/é?a=b&c", "mailto:a@example.org", "javascript:alert(1)", "x", ""]
    path.write_bytes(build([H(1, "t"), P([Link(f"to {n} ", n) for n in to])], PLAIN).pdf)
    assert_page_valid(path)
    assert read_back(path)[2] == ("P", " ".join(f"to {n} " for n in to).replace("  ", " ").strip())
    with pikepdf.open(path) as pdf:
        assert [str(link.A.URI) for link in pdf.pages[0].Annots] == [
            "https://example.org/%C3%A9?a=b&c",
            "mailto:a@example.org",
        ]


def test_a_link_over_two_lines_is_one_link(tmp_path: Path) -> None:
    path = tmp_path / "link.pdf"
    words = "guidance for visitors to custody " * 6
    path.write_bytes(
        build(
            [H(1, "t"), P(["Read ", Link(words, "#there"), "."]), H(2, "There", key="there")], PLAIN
        ).pdf
    )
    assert_page_valid(path)
    with pikepdf.open(path) as pdf:
        links = [e for e in _elements(pdf) if e.S == "/Link"]
        areas = len(pdf.pages[0].Annots)
    assert len(links) == 1
    assert areas == 2


def test_what_no_pdf_may_hold_is_left_out_or_marked(tmp_path: Path) -> None:
    odd = "a\x00b\u200dc\ufe0fd\ufeffe \ud83d \ue000 \ufffe \uf0b7 e\u0301 1\u202f000\u2003x"
    read = _read([H(1, odd), P(odd)], tmp_path / "odd.pdf")
    assert read == [(tag, "abcde \ufffd \ufffd \ufffd • é 1 000 x") for tag in ("H1", "P")]


def test_words_before_and_after_a_line_end_are_kept_apart(tmp_path: Path) -> None:
    words = "one two-three " * 60
    read = _read([H(1, "t"), P(words), *bullets([words])], tmp_path / "t.pdf")
    assert read[1] == ("P", words.strip())
    assert read[3] == ("LBody", words.strip())


def _pages(story: list[Flowable]) -> list[str]:
    document = pypdfium2.PdfDocument(build(story, PLAIN).pdf)
    return [sheet.get_textpage().get_text_range() for sheet in document]


def test_a_heading_moves_on_with_what_it_is_about() -> None:
    short = [P("A short note of a few lines, kept whole. " * 5)]
    small = table(["Suite"], [["Keyham Lane"]] * 4, caption="Small", source="Source: x")
    for story in (short, [Figure(drawing(), "26 of 26")], small):
        pages = _pages([H(1, "Title"), Spacer(1, 620), H(2, "Moved on"), *story])
        assert "Moved on" not in pages[0]
        assert "Moved on" in pages[1]


def test_what_is_long_begins_below_its_heading_and_goes_on() -> None:
    note = [P("A long note, as long as a page. " * 120)]
    rows = table(["Row"], [[f"Row {n}"] for n in range(60)], caption="Long", source="Source: x")
    for story, start, end in ((note, "A long note", "as long"), (rows, "Row 3", "Row 59")):
        pages = _pages([H(1, "Title"), Spacer(1, 480), H(2, "Begun here"), *story])
        assert "Begun here" in pages[0]
        assert start in pages[0]
        assert end in pages[-1]


def test_a_mark_moves_on_with_what_begins_and_stays_with_what_ends() -> None:
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    end, begin = PageMark("first", ends, end=True), PageMark("second", begins)
    parts = [Spacer(1, 620), end, begin, Rule(), H(2, "Second"), P("Words. " * 30)]
    assert len(_pages([H(1, "First"), *parts])) == 2
    assert (begins, ends) == ({"second": 2}, {"first": 1})


def test_a_heading_longer_than_a_heading_is_cut_and_says_so(tmp_path: Path) -> None:
    read = _read([H(1, "t"), H(2, "Visits and reviews " * 90)], tmp_path / "t.pdf")
    assert re.fullmatch("(Visits and reviews )+(Visits )?(and )?…", read[1][1])
    assert 280 < len(read[1][1]) <= 302


def test_a_chart_larger_than_a_page_is_drawn_smaller(tmp_path: Path) -> None:
    chart = Stacked("t", "", KINDS[:1], tuple(Bar(str(n), (n,)) for n in range(60)))
    path = tmp_path / "large.pdf"
    built = build([H(1, "t"), Figure(stacked(chart), chart.alt)], PLAIN)
    path.write_bytes(built.pdf)
    assert_page_valid(path)
    assert built.pages == 1


def test_tags_move_nothing_on_the_page() -> None:
    content: list[Inline] = [
        "Visitors made ",
        Bold("26"),
        " visits. " * 30,
        Link("guidance for visitors to custody " * 5, "https://example.org"),
        " two-three (four)" * 20,
    ]
    tagged = build([P(content)], PLAIN).pdf
    bare = BytesIO()
    template = BaseDocTemplate(bare, pagesize=A4, initialFontName=REGULAR)
    height = A4[1] - page.TOP - page.BOTTOM
    frame = Frame(page.LEFT, page.BOTTOM, page.WIDTH, height, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate(frames=[frame]))
    template.build([Paragraph(markup(content), BODY)])
    pictures = []
    for pdf in (tagged, bare.getvalue()):
        picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1.5).to_pil()
        wide, high = picture.size
        pictures.append(picture.crop((0, int(high * 0.09), wide, int(high * 0.9))))
    assert ImageChops.difference(*pictures).getbbox() is None
    assert pictures[0].getbbox() is not None


def test_the_file_says_what_it_is(sink: Built, sink_file: Path) -> None:
    with pikepdf.open(sink_file) as pdf:
        root, info = pdf.Root, pdf.docinfo
        assert str(root.Lang) == "en-GB"
        assert str(info.Title) == ABOUT.title
        assert str(info.Author) == "Office of the commissioner"
        assert str(info.Keywords) == "OFFICIAL, custody visiting, complaint reviews"
        assert str(info.CreationDate) == "D:20250501090000+00'00'"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            below = [item.title for item in outline.root[0].children]
        assert titles == ["Independent scrutiny of policing"]
        assert below == ["Figures", "Notes"]
        assert len(pdf.pages) == sink.pages
        meta = pdf.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta.pdfa_status == "3A"


def test_files_travel_inside_and_belong_to_document_and_figure(tmp_path: Path) -> None:
    by_chart = Attached("chart.csv", b"a,b\n1,2\n", "The chart’s figures")
    whole = Attached("all.csv", b"a\n1\n", "All figures")
    about = About("Files", DATE, attached=(whole,))
    path = tmp_path / "files.pdf"
    path.write_bytes(build([H(1, "t"), Figure(drawing(), "alt", files=[by_chart])], about).pdf)
    assert_page_valid(path)
    with pikepdf.open(path) as pdf:
        held = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        assert held == {"all.csv": whole.data, "chart.csv": by_chart.data}
        assert {str(f.AFRelationship) for f in pdf.Root.AF} == {"/Data"}
        figures = [e for e in _elements(pdf) if e.S == "/Figure"]
        assert [str(f.UF) for f in figures[0].AF] == ["chart.csv"]


def test_a_file_without_attachments_can_meet_pdf_a_2a(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(build([H(1, "Form")], About("Form", DATE, archive=2)).pdf)
    assert_page_valid(path, archive="2a")


def test_marking_strip_and_page_number_are_on_every_page_but_are_not_read(
    sink: Built, sink_file: Path
) -> None:
    for number in range(1, sink.pages + 1):
        shown = subprocess.run(
            ["pdftotext", "-layout", "-f", str(number), "-l", str(number), str(sink_file), "-"],  # noqa: S607
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        assert shown.count("OFFICIAL") == 2
        assert "1 January to 31 March 2025" in shown
        assert "Sample data: totals as published; details invented" in shown
        assert f"Page {number} of {sink.pages}" in " ".join(shown.split())
    assert not any("OFFICIAL" in words for _, words in read_back(sink_file))


def test_another_process_elsewhere_writes_the_same_bytes(sink: Built) -> None:
    env = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.unit.pdfstories"], capture_output=True, check=True, env=env
    )
    assert ran.stdout == sink.pdf


def test_another_date_is_another_file() -> None:
    later = About(PLAIN.title, DATE.replace(day=2))
    assert build([H(1, "t")], PLAIN).pdf == build([H(1, "t")], PLAIN).pdf
    assert build([H(1, "t")], later).pdf != build([H(1, "t")], PLAIN).pdf


# ---- the checks themselves: a fault put in on purpose is found


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "small.pdf"
    cells = table(
        ["Suite", "Visits"], [["Keyham Lane", "13"]], caption="Visits", source="Source: x"
    )
    story = [H(1, "Title"), P("Words"), H(2, "Part"), Figure(drawing(), "26 of 26"), *cells]
    path.write_bytes(build(story, PLAIN).pdf)
    return path


def _elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    left = [pdf.Root.StructTreeRoot.K]
    while left:
        element = left.pop()
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append(element)
            kids = element.get("/K")
            if kids is not None:
                left.extend(kids if isinstance(kids, pikepdf.Array) else [kids])
    return found


def _no_alternative(pdf: pikepdf.Pdf) -> None:
    for element in _elements(pdf):
        if element.S == "/Figure":
            del element["/Alt"]


def _no_scope(pdf: pikepdf.Pdf) -> None:
    for element in _elements(pdf):
        if element.S == "/TH":
            del element["/A"]


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _heading_left_out(pdf: pikepdf.Pdf) -> None:
    for element in _elements(pdf):
        if element.S == "/H2":
            element.S = pikepdf.Name("/H4")


def _header_cells_as_data(pdf: pikepdf.Pdf) -> None:
    for element in _elements(pdf):
        if element.S == "/TH":
            element.S = pikepdf.Name("/TD")


def _heading_as_paragraph(pdf: pikepdf.Pdf) -> None:
    for element in _elements(pdf):
        if element.S == "/H2":
            element.S = pikepdf.Name("/P")


def _table_left_out(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.StructTreeRoot.K
    top.K = pikepdf.Array([kid for kid in top.K if kid.S != "/Table"])


@pytest.mark.parametrize("fault", [_no_alternative, _no_scope, _no_language, _heading_left_out])
def test_the_validator_finds_a_planted_fault(
    fault: Callable[[pikepdf.Pdf], None], small_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "planted.pdf"
    assert failures(small_file, "ua1") == []
    with pikepdf.open(small_file) as pdf:
        fault(pdf)
        pdf.save(path)
    assert failures(path, "ua1")


@pytest.mark.parametrize("fault", [_header_cells_as_data, _heading_as_paragraph, _table_left_out])
def test_reading_back_finds_a_fault_that_no_validator_finds(
    fault: Callable[[pikepdf.Pdf], None], small_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "planted.pdf"
    with pikepdf.open(small_file) as pdf:
        fault(pdf)
        pdf.save(path)
    assert read_back(path) != read_back(small_file)
