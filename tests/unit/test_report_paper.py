"""Blank forms: every question once, in the order of the screen, and a visit on one sheet."""

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

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.report.paper import blank_form_pdf
from desktop.report.paper.only_if import Words, on_paper
from tests.unit.pdfcheck import assert_page_valid, read_back

FORMS = load_forms(paths.forms())
VISITS = [form for form in FORMS.values() if form.counts == "when_finished"]
CUSTODY, KENNELS = FORMS["custody_visit"], FORMS["animal_welfare_visit"]
OFFICE = Office(
    date(2025, 6, 9), settings={"office": "Office of the commissioner", "wait_limit_minutes": 10}
)
PILOT = replace(OFFICE, settings={**OFFICE.settings, "immigration_pilot": True})
SCRIPTED = replace(OFFICE, settings={"custody_visiting_script": "Hello from the office."})
OFFICES = {
    "plain": OFFICE,
    "pilot": PILOT,
    "before": replace(PILOT, on=date(2025, 3, 31)),
    "scripted": SCRIPTED,
}
SCRIPT = 'We are independent visitors, <not> police & "not" officers.'

by_id = pytest.mark.parametrize("form", VISITS, ids=lambda form: form.id)


@cache
def _read(id: str, office: str = "plain", script: str = "") -> list[tuple[str, str]]:
    """Read a blank form back; each is made once for all tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.pdf"
        path.write_bytes(blank_form_pdf(FORMS[id], OFFICES[office], script=script))
        return read_back(path)


def _asked(form: Form, office: Office) -> list[Field]:
    """Give the questions that belong on paper, those of rows included."""
    found = []
    for section in form.sections:
        if on_paper(section, office) and any(item.public for item in section.fields):
            for item in section.fields:
                if on_paper(item, office):
                    found.append(item)
                    found += form.rows[item.id].fields if item.type == "rows" else ()
    return found


def _places(read: Sequence[tuple[str, str]], ask: str) -> list[int]:
    """Give where a question stands: as its own words, after its number, before its notes."""
    wanted = re.compile(rf"(?:\d+[a-z]? +)?{re.escape(ask)}(?: \(.*\))?", re.DOTALL)
    return [n for n, (_, words) in enumerate(read) if wanted.fullmatch(words)]


@by_id
def test_a_visit_is_one_sheet_of_paper(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(blank_form_pdf(form, PILOT, script=SCRIPT))
    assert_page_valid(path)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 2
        assert str(pdf.docinfo.Title) == f"{form.title}: blank form"


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_every_question_stands_there_once_and_in_its_order(form: Form) -> None:
    read = _read(form.id)
    asked = _asked(form, OFFICE)
    assert len(asked) > 10
    times = {item.ask: len(_places(read, item.ask)) for item in asked}
    asks = [item.ask for item in asked]
    assert times == {ask: asks.count(ask) for ask in asks}
    once = [_places(read, ask)[0] for ask in asks if times[ask] == 1]
    assert once == sorted(once)


@by_id
def test_every_number_is_printed_in_order(form: Form) -> None:
    read = _read(form.id)
    numbers = list(dict.fromkeys(item.number for item in _asked(form, OFFICE) if item.number))
    found = [m[1] for _, words in read if (m := re.match(r"(\d+[a-z]?) {1,2}\D", words))]
    assert found == numbers


def test_every_choice_can_be_ticked() -> None:
    read = [words for _, words in _read(CUSTODY.id)]
    for label in ("Cut short", "Light", "Damage or hazard", "Interpreter or easy-read"):
        assert read.count(label) == 1
    assert read.count("Did not ask") == 3


def test_no_problem_can_be_ticked_wherever_the_screen_wants_it_ticked() -> None:
    asked = [item for item in _asked(CUSTODY, OFFICE) if item.type == "topics"]
    boxes = [words for _, words in _read("custody_visit") if words == "No problem"]
    assert len(boxes) == len(asked) == 4
    said = " ".join(section.intro for section in CUSTODY.sections)
    assert "“No problem”" in said
    assert "Nothing ticked" not in said


def test_there_are_eight_lines_for_problems_with_every_column() -> None:
    read = _read(CUSTODY.id)
    heads = [words for tag, words in read if tag == "TH"]
    assert heads == [
        "",
        *(item.ask for item in CUSTODY.rows["to_put_right"].fields),
        *(str(number) for number in range(1, 9)),
    ]
    assert sum(tag == "TD" for tag, _ in read) == 8 * 6
    assert any("Sorted: Yes, before we left / It was promised" in words for _, words in read)


@by_id
def test_no_word_over_a_column_is_broken(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(blank_form_pdf(form, OFFICE))
    heads = [item.ask for item in form.rows["to_put_right"].fields]
    ran = subprocess.run(
        ["pdftotext", str(path), "-"],  # noqa: S607
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert {word for head in heads for word in head.split()} <= set(ran.stdout.split())


@by_id
def test_officer_and_two_visitors_sign(form: Form) -> None:
    words = [words for _, words in _read(form.id)]
    assert words[-7:] == [
        "Comment by the officer in charge",
        "Officer (role)",
        "Signature and date",
        "First visitor",
        "Signature and date",
        "Second visitor",
        "Signature and date",
    ]


def test_what_a_visitor_says_first_stands_at_the_top() -> None:
    with_script = _read(CUSTODY.id, script=SCRIPT)
    assert with_script[1:3] == [("H1", "Custody visit"), ("P", SCRIPT)]
    assert _read(CUSTODY.id, "scripted")[2] == ("P", "Hello from the office.")


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_without_a_script_the_questions_begin_at_once(form: Form) -> None:
    read = _read(form.id)
    assert form.sections[0].intro
    assert form.sections[0].intro not in [words for _, words in read]
    assert read[1:3] == [("H1", form.title), ("H2", form.sections[0].title)]


def test_each_page_says_which_form_it_is(tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(blank_form_pdf(KENNELS, OFFICE))
    for number in ("1", "2"):
        ran = subprocess.run(
            ["pdftotext", "-f", number, "-l", number, str(path), "-"],  # noqa: S607
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        assert "animal_welfare_visit, version 1" in ran.stdout
        assert f"Page {number} of 2" in " ".join(ran.stdout.split())
        assert "Office of the commissioner" in ran.stdout


def test_what_the_police_must_not_see_is_not_on_the_paper() -> None:
    read = "\n".join(words for _, words in _read(CUSTODY.id))
    assert "Private note to the coordinator" not in read
    assert "Not on this paper, because the police see it: For the office." in read
    assert "What was said? (In the person's own words" in read
    assert "Write it on a separate sheet, which the police do not see.)" in read


def test_a_pilot_is_asked_about_only_where_and_while_it_runs() -> None:
    ask = "Of these: how many held only for immigration?"
    for office, there in (("plain", 0), ("pilot", 1), ("before", 0)):
        read = _read(CUSTODY.id, office)
        assert len(_places(read, ask)) == there
        assert [tag for tag, words in read if words == "Held only for immigration"] == [
            "H2"
        ] * there


@pytest.mark.parametrize(
    ("form", "ask", "note"),
    [
        (CUSTODY, "What reason were you given for the wait?", "(If you waited more than 10 min"),
        (CUSTODY, "What happened? Say why in a line", "(If “Turned away” or “The su"),
        (CUSTODY, "Of these: how many children under 18?", "(If 8 is more than 0.)"),
        (CUSTODY, "Rights of the people you spoke to", "(If 10 is more than 0.)"),
        (CUSTODY, "Any problem there?", "(If anything but “None of these”.)"),
        (CUSTODY, "Who refused? Give the rank", "(If yes.)"),
        (CUSTODY, "Time you left", "(If 6 is “Yes” or “Cut short”.)"),
        (KENNELS, "Why did you not see the others?", "(If 8 is less than 7.)"),
        (KENNELS, "Were they all right: air, cage, water, heat alarm?", "(If more than 0.)"),
    ],
)
def test_a_question_says_in_words_when_to_answer_it(form: Form, ask: str, note: str) -> None:
    read = [words for _, words in _read(form.id)]
    [words] = [words for words in read if ask in words]
    assert note in words


def test_a_page_says_when_to_answer_it() -> None:
    read = [words for _, words in _read(CUSTODY.id)]
    at = read.index("What people told you")
    assert read[at + 1] == "Answer if 8 is more than 0."


def test_a_limit_that_is_not_set_is_the_offices() -> None:
    item = CUSTODY.fields["wait_reason"]
    words = Words(CUSTODY, Office(date(2025, 6, 9)))
    assert words.only_if(item.show_if) == "if you waited more than the office's limit"


def test_a_form_without_an_office_is_made_as_of_today() -> None:
    assert blank_form_pdf(KENNELS).startswith(b"%PDF-")


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_every_form_can_be_printed_and_is_valid(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(blank_form_pdf(form, OFFICE))
    assert_page_valid(path)
