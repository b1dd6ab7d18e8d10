"""The quarterly summary: what a reader finds in it, to the letter, and what nobody may find."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest

from desktop.formlib.amounts import Known
from desktop.formlib.result import Result, not_known
from desktop.report.csv import figures_csv
from desktop.report.summary.build import Made, summary_pdf
from desktop.report.summary.tables import rows_of
from desktop.returns.compiled import Compiled, Correction, SchemeSection, SignOff
from tests.unit.pdfcheck import assert_page_valid, read_back
from tests.unit.samplequarter import compiled

STRIP = "Sample data: totals as published; details invented"
NOT_STATED = "not stated"


@pytest.fixture(scope="module")
def made() -> Made:
    return summary_pdf(compiled())


@pytest.fixture(scope="module")
def file(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "panel.pdf"
    path.write_bytes(made.content)
    return path


@pytest.fixture(scope="module")
def read() -> list[tuple[str, str]]:
    return _sample()


def _words(read: Sequence[tuple[str, str]]) -> str:
    return "\n".join(words for _, words in read)


def _under(read: Sequence[tuple[str, str]], heading: str) -> list[tuple[str, str]]:
    """Give what stands under a heading of the second level."""
    at = read.index(("H2", heading)) + 1
    end = next((n for n in range(at, len(read)) if read[n][0] == "H2"), len(read))
    return list(read[at:end])


def _rows(read: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Give the rows of tables by their heads."""
    rows: dict[str, list[str]] = {}
    head = ""
    for tag, words in read:
        if tag == "TH":
            head = words
            rows[head] = []
        elif tag == "TD":
            rows[head].append(words)
    return rows


def _page(path: Path, number: int) -> str:
    ran = subprocess.run(
        ["pdftotext", "-layout", "-f", str(number), "-l", str(number), str(path), "-"],  # noqa: S607
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return ran.stdout


def _where(path: Path, words: str) -> int:
    """Give the page, from page 3 on, on which words stand first."""
    found = (n for n in range(3, 30) if words in " ".join(_page(path, n).split()))
    return next(found)


def _changed(given: Compiled, scheme: str, **changes: object) -> Compiled:
    """Give a return with other words in one scheme's section."""
    sections = tuple(
        replace(section, **changes) if section.scheme == scheme else section  # type: ignore[arg-type]
        for section in given.sections
    )
    return replace(given, sections=sections)


def test_it_is_valid_has_eight_pages_and_needs_no_warning(made: Made, file: Path) -> None:
    assert (made.pages, made.warnings) == (8, ())
    assert_page_valid(file)


def test_no_row_of_the_sample_is_left_out(read: list[tuple[str, str]]) -> None:
    for section in compiled().sections:
        rows = _rows(_under(read, section.title))
        if len(rows_of(section)) > 3:
            assert len([cells for cells in rows.values() if cells]) >= len(rows_of(section))
    assert "in the attached file" not in _words(read)


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("In brief", "visitors made all 26 of their scheduled visits (100%)"),
        ("In brief", "They saw no serious issues."),
        ("In brief", "visitors made 3 visits to the kennels."),
        ("In brief", "a panel read 20 records. It made 7 recommendations to the Custody Inspec"),
        ("In brief", "a panel looked at 15 youth cases."),
        ("In brief", "It found 4 not appropriate and 6 appropriate with observations."),
        ("In brief", "The result is not recorded for 5."),
        ("In brief", "received 40 requests for a review and closed 35."),
        ("In brief", "It gave the force 2 pieces of learning."),
        ("In brief", "Visitors raised bright lighting at Keyham Lane."),
        ("Custody visiting", "The weekly target was met in 26 of 26 suite-weeks (sample detail)."),
        ("Custody visiting", "No serious issues. One issue raised was bright lighting at Keyham"),
        ("Custody visiting", "The Inspector spoke to the detainee and resolved the issue in perso"),
        ("Animal welfare", "the target was met in all 3 months"),
        ("Animal welfare", "11 visitors, 7 of them still to be trained"),
        ("Custody records", "The panel met on 18 February 2025. It read 20 records."),
        ("Custody records", "the records give 3, the entered total is 20"),
        ("Out-of-court resolutions", "The panel met on 13 March 2025 and looked at 15 cases."),
        ("Out-of-court resolutions", "Code for Crown Prosecutors: 4 of 15 (27%)."),
        ("Out-of-court resolutions", "How the cases were chosen. Who sat."),
        ("Complaint reviews", "Sent to the force for action: 2 pieces of learning."),
        ("News and coming up", "From April 2025 the scheme takes part in the pilot"),
        ("News and coming up", "10 June 2025"),
        ("Recommendations and learning", "7 recommendations: text not stated"),
        ("About these figures", "13 weeks, from Monday 30 December 2024 to Sunday 30 March 2025"),
    ],
)
def test_a_published_fact_stands_where_a_reader_looks_for_it(
    heading: str, sentence: str, read: list[tuple[str, str]]
) -> None:
    assert sentence in _words(_under(read, heading))


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("Scheduled visits completed", ["26 of 26 (100%)", "26 of 26 (100%)", "25 of 26 (96%)"]),
        ("Visits made", ["3", "3", "3"]),
        ("Months in which the monthly target was met", ["3 of 3 (100%)", *["no figure held"] * 2]),
        ("Appropriate with observations", ["6", "40%"]),
        ("Not recorded", ["5", "33%"]),
        ("The panel failed to reach a conclusion", [NOT_STATED, NOT_STATED]),
        ("Total", ["15", "100%"]),
        ("Requests received", ["40", "37", "36"]),
        ("Closed, whenever received", ["35", "39", "37"]),
    ],
)
def test_a_row_holds_this_quarter_and_what_is_held_of_the_past(
    label: str, cells: list[str], read: list[tuple[str, str]]
) -> None:
    assert _rows(read)[label] == cells


def test_the_balance_is_said_as_a_line_with_its_gaps(read: list[tuple[str, str]]) -> None:
    line = (
        "Open at the start not stated + 40 received \N{MINUS SIGN} 35 closed = open at the end "
        "not stated"
    )
    assert ("P", line) in _under(read, "Complaint reviews")


def test_nothing_says_five_appropriate_five_open_or_88_per_cent(
    file: Path, read: list[tuple[str, str]]
) -> None:
    with pikepdf.open(file) as pdf:
        alts = "\n".join(str(thing.Alt) for thing in pdf.objects if _has_alt(thing))
    everything = "\n".join([_words(read), alts, figures_csv(compiled()).decode("utf-8-sig")])
    assert "Not recorded: 5" in alts
    assert "88%" not in everything
    assert not re.search(r"\b5 (?:\w+ )?open\b|open[^.;\n]{0,20}\b5\b(?! of)", everything)
    assert not re.search(r"\b5 (?:were |found )*appropriate|[Aa]ppropriate:? 5\b", everything)


def _has_alt(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing


def test_a_nought_stands_only_where_nought_is_known(read: list[tuple[str, str]]) -> None:
    known = {
        value.figure.label
        for section in compiled().sections
        for value in section.figures.values()
        if value.result.value == Known(0)
    }
    noughts = {
        label.rstrip("*")
        for label, cells in _rows(read).items()
        if cells and re.match(r"0\b", cells[0])
    }
    assert noughts
    assert noughts <= known


def test_what_is_not_known_is_named_under_its_table(read: list[tuple[str, str]]) -> None:
    assert "Of those received, closed in the period; Open at the end; Upheld;" in _words(read)
    assert "Issues open at the end; Of these, past their date;" in _words(read)
    assert "Replies to the recommendations made; Recommendations made and closed." in _words(read)


def test_a_nought_that_a_section_says_stands_in_its_table(read: list[tuple[str, str]]) -> None:
    custody = _under(read, "Custody visiting")
    assert "No serious issues." in _words(custody)
    assert _rows(custody)["Serious issues"][0] == "0"
    [silence] = [words for _, words in custody if "Not known, now or before:" in words]
    assert _rows(custody)["Issues raised"][0] == "at least 1"
    assert "Serious issues" not in silence.partition("Not known, now or before:")[2]


def test_page_1_stands_alone_in_under_300_words(file: Path, read: list[tuple[str, str]]) -> None:
    end = read.index(("H2", "What was asked last time, and what was promised"))
    text = " ".join(words for _, words in read[:end])
    assert 120 < len(text.split()) < 300
    page = _page(file, 1)
    for words in ("In brief", "You said, they did", "What we ask of the panel", "not recorded"):
        assert words in page
    assert "What was asked last time" not in page


def test_every_page_bears_marking_period_strip_and_number(made: Made, file: Path) -> None:
    for number in range(1, made.pages + 1):
        shown = " ".join(_page(file, number).split())
        assert shown.count("OFFICIAL") >= 2
        assert "1 January to 31 March 2025" in shown
        assert STRIP in shown
        assert f"Page {number} of {made.pages}" in shown


def test_without_sample_data_there_is_no_strip(tmp_path: Path) -> None:
    real = replace(compiled(), cover=replace(compiled().cover, strip=""))
    path = tmp_path / "real.pdf"
    path.write_bytes(summary_pdf(real).content)
    assert STRIP not in _page(path, 1)
    assert b"Sample data" not in figures_csv(real)


def test_headings_are_in_order(read: list[tuple[str, str]]) -> None:
    first = [words for tag, words in read if tag == "H1"]
    second = [words for tag, words in read if tag == "H2"]
    assert first == ["Independent scrutiny of policing in Leicester, Leicestershire and Rutland"]
    assert second == [
        "In brief",
        "What was asked last time, and what was promised",
        "Changes you should know about",
        "News and coming up",
        "Custody visiting",
        "Animal welfare",
        "Custody records",
        "Out-of-court resolutions",
        "Complaint reviews",
        "Recommendations and learning",
        "Ratings, and why",
        "About these figures",
        "Words we use",
    ]


def test_every_scheme_has_the_same_five_lines(read: list[tuple[str, str]]) -> None:
    for section in compiled().sections:
        labels = [words for tag, words in _under(read, section.title) if tag == "Lbl"]
        assert labels == ["Due", "Done", "Found", "Next", "Not known"]


def test_every_scheme_says_whether_anything_changed(read: list[tuple[str, str]]) -> None:
    said = _under(read, "Changes you should know about")
    assert [words for tag, words in said if tag == "LBody"] == ["None reported."] * 5


def test_questions_and_ratings_have_their_answers_and_reasons(read: list[tuple[str, str]]) -> None:
    asked = _words(_under(read, "What was asked last time, and what was promised"))
    assert "Every rating in this report has its reason." in asked
    ratings = _words(_under(read, "Ratings, and why"))
    assert "5 of 15 results are not published." in ratings
    assert "No rating was given for: Animal welfare, Custody records." in ratings


def test_words_are_explained_only_where_they_are_used(read: list[tuple[str, str]]) -> None:
    words = _words(_under(read, "Words we use"))
    assert "Suite-week. One operational custody suite in one week." in words
    assert "Gravity score" in compiled().words
    assert "Gravity score" not in words


def test_the_figures_travel_inside_the_file(file: Path) -> None:
    with pikepdf.open(file) as pdf:
        held = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    assert held == {"figures.csv": figures_csv(compiled())}


def test_what_is_not_public_is_neither_in_the_report_nor_in_its_file(
    file: Path, read: list[tuple[str, str]]
) -> None:
    figures = [v for section in compiled().sections for v in section.figures.values()]
    hidden = [value for value in figures if not value.figure.public]
    assert "time_slots" in [value.id for value in hidden]
    with pikepdf.open(file) as pdf:
        held = pdf.attachments["figures.csv"].get_file().read_bytes().decode("utf-8-sig")
    assert ",visits," in held
    for value in hidden:
        assert f",{value.id}," not in held
        for text in (value.figure.label, value.figure.definition):
            assert text not in held
            assert text not in _words(read)


def test_a_return_nobody_has_signed_is_a_draft(read: list[tuple[str, str]]) -> None:
    assert ("P", "Status Draft") in read
    assert "This is a draft: nobody has signed it off yet." in _words(read)


def test_a_signed_return_says_by_whom_and_what_was_corrected(tmp_path: Path) -> None:
    signed = replace(
        compiled(),
        sign_off=SignOff("A. Director", "director", "by e-mail", date(2025, 6, 12)),
        corrections=(Correction(date(2025, 7, 3), "Two visits were counted twice."),),
    )
    made = summary_pdf(signed)
    path = tmp_path / "signed.pdf"
    path.write_bytes(made.content)
    read = read_back(path)
    assert ("P", "Status Signed off, corrected") in read
    about = _words(_under(read, "About these figures"))
    assert "Sign-off. A. Director, director, by e-mail, 12 June 2025." in about
    assert "Corrected on 3 July 2025. Two visits were counted twice." in about
    assert made.pages == 8


# ---- what people write


HOSTILE = 'They said <b>"yes" & no</b> </p> {visits} \x00\uf0b7 \ud83d Ynys Môn 😀 =1+1'


def test_hostile_text_is_printed_as_it_is(tmp_path: Path) -> None:
    given = replace(
        _changed(compiled(), "custody_visiting", commentary=HOSTILE, changes=HOSTILE),
        story=HOSTILE,
        asks=(HOSTILE,),
    )
    made = summary_pdf(given)
    path = tmp_path / "hostile.pdf"
    path.write_bytes(made.content)
    assert_page_valid(path)
    said = 'They said <b>"yes" & no</b> </p> {visits} • \N{REPLACEMENT CHARACTER} Ynys Môn 😀 =1+1'
    read = read_back(path)
    for heading, tag in (
        ("In brief", "P"),
        ("In brief", "LBody"),
        ("Changes you should know about", "LBody"),
        ("Custody visiting", "P"),
    ):
        assert (tag, said) in _under(read, heading)
    assert any("😀" in warning for warning in made.warnings)


def test_a_commentary_of_three_thousand_words_is_printed_whole(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "Nothing was wrong here. " * 74 for n in range(10))
    made = summary_pdf(_changed(compiled(), "complaint_reviews", commentary=text))
    path = tmp_path / "long.pdf"
    path.write_bytes(made.content)
    assert_page_valid(path)
    read = _under(read_back(path), "Complaint reviews")
    assert [words for tag, words in read if words.startswith("Paragraph")] == [
        " ".join(part.split()) for part in text.split("\n\n")
    ]
    [warning] = made.warnings
    assert f"The report has {made.pages} pages, and 8 is the limit." in warning
    first, last = _where(path, "Complaint reviews Due"), _where(path, "Complaint reviews: this")
    assert f"one page: Complaint reviews (pages {first} to {last}). Shorten their text." in warning
    # As short as shorter tables make it, though it cannot be short enough.
    assert re.search(r"Tables have \d+ rows at most\.", _words(read_back(path)))


@pytest.mark.parametrize("times", [100, 350])
def test_what_runs_over_is_named_with_its_pages_and_nothing_that_nobody_wrote(
    tmp_path: Path, times: int
) -> None:
    more = "There is a little more to say about this quarter than fits. " * times
    made = summary_pdf(_changed(compiled(), "custody_visiting", commentary=more))
    path = tmp_path / "over.pdf"
    path.write_bytes(made.content)
    first, last = _where(path, "Custody visiting Due"), _where(path, "Custody visiting: this")
    assert made.warnings == (
        (
            f"The report has {made.pages} pages, and 8 is the limit. These parts stand on more "
            f"than one page: Custody visiting (pages {first} to {last}). Shorten their text."
        ),
    )


def test_where_no_written_part_is_long_all_of_them_are_named() -> None:
    [warning] = summary_pdf(replace(compiled(), entered_list=("A total. " * 9,) * 200)).warnings
    assert "limit. Shorten what is written in these parts: What was asked last time (page 2), " in (
        warning
    )
    assert "Recommendations and learning (page 7)" in warning
    for nobody_wrote in ("Words we use", "About these figures"):
        assert nobody_wrote not in warning


@pytest.mark.parametrize(
    "sentence",
    [
        "Suite-weeks due: 26; the period has 13 weeks x 2 suites",
        "Of 194 people in custody when visitors came, 150 were seen (77%)",
        "The middle wait at the door was 5 minutes, the longest 9 minutes",
        "Target met in 26 of 26 weeks, over 2 places",
        "The force, 28 January 2025",
        (
            "the records give 3, the entered total is 20 (Commissioner's report to the Police and "
            "Crime Panel, 9 June 2025, section 3)"
        ),
    ],
)
def test_what_the_sample_made_up_is_marked_where_it_stands(
    read: list[tuple[str, str]], sentence: str
) -> None:
    said, looked_for, mark = (
        "".join(text.split()) for text in (_words(read), sentence, "(sample detail)")
    )
    assert looked_for in said
    for after in said.split(looked_for)[1:]:
        assert after.startswith(mark)


def test_what_is_published_has_no_mark_and_what_is_not_has_one(
    read: list[tuple[str, str]],
) -> None:
    rows = _rows(read)
    for published in ("Visits made", "Scheduled visits completed", "Issues raised", "On the"):
        assert any(label.startswith(published) and "*" not in label for label in rows)
    assert {"People in custody when visitors came*", "Of the visits made, cut short*"} <= set(rows)
    assert "Oct to Dec 2024*" in rows
    assert "* Sample detail." in _words(read)
    value = compiled().figure("custody_visit", "in_custody")
    assert value.mark == "sample detail"
    assert b"records (sample detail)" in figures_csv(compiled())


def test_each_section_has_a_chart_or_a_table_of_what_is_known(
    read: list[tuple[str, str]],
) -> None:
    for section in compiled().sections:
        under = _under(read, section.title)
        assert any(tag in ("Figure", "Table") for tag, _ in under)
    assert "The monthly target was met in 3 of 3 months" in _words(_under(read, "Animal welfare"))
    assert _rows(_under(read, "Custody records"))["Jan to Mar 2025"] == ["20", "1", "7"]
    for pictured in ("Custody visiting", "Animal welfare", "Out-of-court resolutions"):
        assert "Figure" in {tag for tag, _ in _under(read, pictured)}


def _emptied(scheme: str = "") -> Compiled:
    """Give a return of which nothing is known, but of one scheme."""
    sections = tuple(
        section
        if section.scheme == scheme
        else replace(
            section,
            brief=(),
            figures={
                id_: replace(value, result=not_known("nothing is here"))
                for id_, value in section.figures.items()
            },
        )
        for section in compiled().sections
    )
    return replace(compiled(), sections=sections)


@pytest.mark.parametrize(
    ("scheme", "opening"),
    [
        ("", "Nothing is recorded for January to March 2025 yet."),
        ("animal_welfare", "people from outside the police checked its work in one way."),
    ],
)
def test_the_first_sentence_says_only_what_is_known(
    tmp_path: Path, scheme: str, opening: str
) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(summary_pdf(_emptied(scheme)).content)
    said = " ".join(_words(read_back(path)).split())
    assert opening in said
    assert "five ways" not in said


def test_noughts_are_known_and_are_no_way_of_checking(tmp_path: Path) -> None:
    empty = _emptied()
    nought = replace(empty.figure("complaint_review", "received"), result=Result(Known(0)))
    section = next(s for s in empty.sections if s.form == "complaint_review")
    known = _changed(empty, section.scheme, figures={**section.figures, "received": nought})
    path = tmp_path / "noughts.pdf"
    path.write_bytes(summary_pdf(known).content)
    said = " ".join(_words(read_back(path)).split())
    assert "This page says what is recorded for January to March 2025." in said


def test_a_story_that_does_not_fit_page_1_is_warned_of() -> None:
    made = summary_pdf(replace(compiled(), story="A long story. " * 200))
    assert made.warnings[0].startswith("Page 1 runs over.")


def test_a_little_too_long_shortens_tables_and_says_so(tmp_path: Path) -> None:
    more = "There is a little more to say about this quarter than fits. " * 40
    made = summary_pdf(_changed(compiled(), "custody_visiting", commentary=more))
    path = tmp_path / "more.pdf"
    path.write_bytes(made.content)
    assert (made.pages, made.warnings) == (8, ())
    read = read_back(path)
    visiting = _under(read, "Custody visiting")
    said = re.search(r"(\d+) more rows are in the attached file figures.csv", _words(visiting))
    most = re.search(r"Tables have (\d+) rows at most\.", _words(read))
    assert said
    assert most
    rows = [label for label, cells in _rows(visiting).items() if cells]
    assert len(rows) == int(most[1])
    [whole] = [rows_of(one) for one in compiled().sections if one.scheme == "custody_visiting"]
    assert len(rows) + int(said[1]) == len(whole)
    assert rows[0] == "Scheduled visits completed"


@cache
def _sample() -> list[tuple[str, str]]:
    """Read the sample's report back."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "panel.pdf"
        path.write_bytes(summary_pdf(compiled()).content)
        return read_back(path)


def test_a_period_of_which_nothing_is_held_makes_a_report_all_the_same(tmp_path: Path) -> None:
    given = compiled("2030-31-Q1")
    bare = replace(given, sections=tuple(map(_bare, given.sections)), tracked=(), asked=())
    path = tmp_path / "bare.pdf"
    path.write_bytes(summary_pdf(bare).content)
    assert_page_valid(path)
    read = read_back(path)
    assert "no figures for this period." in _words(_under(read, "In brief"))
    assert ("LBody", "Not stated.") in _under(read, "Custody visiting")
    assert ("P", "No question or promise is on the list.") in read
    assert ("P", "None is open, and none was closed in the period.") in read


def test_weeks_without_records_are_not_known_rather_than_missed(tmp_path: Path) -> None:
    path = tmp_path / "year.pdf"
    path.write_bytes(summary_pdf(compiled("2024-25")).content)
    with pikepdf.open(path) as pdf:
        alts = [str(thing.Alt) for thing in pdf.objects if _has_alt(thing)]
    [calendar] = [alt for alt in alts if "Keyham Lane" in alt]
    assert "Target met in at least 26 of 104 weeks, over 2 places" in calendar
    assert "Keyham Lane – visited as planned: 13 weeks; not known: 39 weeks" in calendar
    assert "no visit" not in calendar


def test_the_year_before_a_year_stands_in_one_column(tmp_path: Path) -> None:
    path = tmp_path / "year.pdf"
    path.write_bytes(summary_pdf(compiled("2024-25")).content)
    rows = _rows(_under(read_back(path), "Custody visiting"))
    assert rows["Scheduled visits completed"] == ["102 of 104 (98%)", "102 of 104 (98%)"]


def _bare(section: SchemeSection) -> SchemeSection:
    return replace(section, brief=(), due=(), done=(), found=(), next=(), table=())
