"""The commands that make files: the report, blank forms, the demo, and the self-test."""

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from desktop import cli, paths, sample
from desktop.arguments import parser
from desktop.store.layout import desk_folder

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with sample.sample_desk(desk_folder(folder, "Sample")):
        pass
    (folder / "passphrase.txt").write_text(sample.PASSPHRASE, "utf-8")
    return folder


def run(data: Path, *words: str | Path) -> int:
    given = ["--data", data, "--passphrase-file", data / "passphrase.txt", *words]
    return cli.run(parser().parse_args([str(word) for word in given]))


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)


def test_report_is_made_in_a_folder_that_was_not_there(
    data: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "papers" / "summary.pdf"
    assert run(data, "report", "--quarter", "2024-25-Q4", "--out", out) == 0
    assert capsys.readouterr().out.endswith(f"Written to {out}.\n")
    assert "26 of their scheduled visits" in text_of(out).replace("\r\n", " ")
    assert [path.name for path in out.parent.iterdir()] == ["summary.pdf"]


def test_report_that_cannot_be_written_leaves_nothing_behind(
    data: Path, tmp_path: Path, capsys: Captured
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    assert run(data, "report", "--quarter", "2024-25-Q4", "--out", taken) == 1
    assert capsys.readouterr().err == (
        f"{taken} could not be written (Is a directory). Choose another place for it.\n"
    )
    assert list(tmp_path.iterdir()) == [taken]


def test_self_test_says_what_works_here(capsys: Captured) -> None:
    assert cli.run(parser().parse_args(["--self-test"])) == 0
    assert re.fullmatch(
        r"5 forms are here\.\n"
        r"A database is made, encrypted and brought up to date\.\n"
        r"A passphrase opens it\.\n"
        r"The sample quarter adds up to \d{3} figures\.\n"
        r"The report of it has 8 pages\.\n",
        capsys.readouterr().out,
    )


def test_blank_form_is_made_without_a_desk(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "blank.pdf"
    given = ["--data", str(tmp_path / "nobody"), "blank", "complaint_review", "--out", str(out)]
    assert cli.run(parser().parse_args(given)) == 0
    assert capsys.readouterr().out == f"Written to {out}.\n"
    assert "Complaint review" in text_of(out)


def test_blank_form_of_an_offices_own_is_made_too(tmp_path: Path) -> None:
    shipped = (paths.forms() / "complaint_review.toml").read_text("utf-8")
    own = tmp_path / "forms"
    own.mkdir()
    text = shipped.replace('"complaint_review"', '"letter_review"', 1)
    (own / "letter_review.toml").write_text(text.replace("Complaint review", "Letter review"))
    out = tmp_path / "blank.pdf"
    given = ["--data", str(tmp_path), "blank", "letter_review", "--out", str(out)]
    assert cli.run(parser().parse_args(given)) == 0
    assert "Letter review" in text_of(out)


def test_blank_form_of_a_desk_has_its_offices_name_and_what_visitors_say(
    data: Path, tmp_path: Path
) -> None:
    script = "We are volunteers, and nothing to do with the police."
    told = {"type": "setting", "key": "custody_visiting_script", "value": script, "source": "Us"}
    (tmp_path / "told.jsonl").write_text(json.dumps(told), "utf-8")
    assert run(data, "import", tmp_path / "told.jsonl") == 0
    with_desk, other, without = (tmp_path / f"{n}.pdf" for n in range(3))
    assert run(data, "blank", "custody_visit", "--out", with_desk) == 0
    assert run(data, "blank", "animal_welfare_visit", "--out", other) == 0
    given = ["--data", str(tmp_path), "blank", "custody_visit", "--out", str(without)]
    assert cli.run(parser().parse_args(given)) == 0
    office = "Office of the Police and Crime Commissioner"
    found = [" ".join(text_of(made).split()) for made in (with_desk, other, without)]
    assert [script in text for text in found] == [True, False, False]
    assert [office in text for text in found] == [True, True, False]


def test_blank_form_of_a_folder_with_a_desk_wants_its_passphrase(
    data: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "blank.pdf"
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not the passphrase", "utf-8")
    given = ["--data", data, "--passphrase-file", wrong, "blank", "custody_visit", "--out", out]
    assert cli.run(parser().parse_args([str(word) for word in given])) == 1
    assert "passphrase" in capsys.readouterr().err
    assert not out.exists()


def test_wrong_form_of_the_office_stops_a_command(tmp_path: Path, capsys: Captured) -> None:
    own = tmp_path / "forms"
    own.mkdir()
    (own / "poem.toml").write_text('id = "poem"\n', "utf-8")
    given = ["--data", str(tmp_path), "blank", "complaint_review", "--out", str(tmp_path / "x")]
    assert cli.run(parser().parse_args(given)) == 1
    assert "poem.toml" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_demo_makes_the_report_its_figures_its_text_and_the_paper(
    tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "demo"
    assert cli.run(parser().parse_args(["demo", "--out", str(out)])) == 0
    assert str(out) in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == [
        "animal_welfare_visit_blank.pdf",
        "custody_visit_blank.pdf",
        "figures.json",
        "panel.pdf",
        "section3.txt",
    ]
    assert "Sample data" in text_of(out / "panel.pdf")
    assert "Sample data" in (out / "section3.txt").read_text("utf-8")
    assert json.loads((out / "figures.json").read_text("utf-8"))["figures"]
