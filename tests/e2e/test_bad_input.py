"""Whatever is wrong, the program says so in a plain sentence, and what was there stays there."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop import paths
from desktop.exchange.exporting import export_desk_file
from desktop.store.desk import open_desk
from desktop.store.layout import desk_folder
from tests.e2e import ways
from tests.e2e.command import command, done
from tests.e2e.person import Person
from tests.e2e.ways import QUARTER, Visit
from tests.qt import desks
from tests.unit.pdfcheck import assert_page_valid, read_back

COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"
HOSTILE = 'Cell <b & "7" \N{DOG FACE} שלום %n {0}'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A coordinator's computer."""
    folder = tmp_path / "data"
    desks.new_desk(desk_folder(folder, desks.NAME), "coordinator").close()
    return folder


def files(folder: Path) -> Mapping[str, bytes]:
    """Give what is in a folder, whole."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def rows(data: Path, out: Path) -> str:
    """Give everything that is on the desk, as it would be handed over."""
    folder = desk_folder(data, desks.NAME)
    with open_desk(folder, desks.PASSPHRASE) as desk, desk.read() as session:
        export_desk_file(session, out, desks.forms(), hand_over=True)
    return out.read_text("utf-8")


def gone(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def spoiled(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def newer(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**document, "version": document["version"] + 1}), "utf-8")


def from_the_future(path: Path) -> None:
    """Leave a database as a later version of the program would."""
    with open_desk(path.parent, desks.PASSPHRASE) as desk, desk.write("Became newer") as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))


TROUBLES: tuple[tuple[str, Callable[[Path], None], str], ...] = (
    ("desk.key", gone, "The key file of this desk is missing."),
    ("desk.key", empty, "The key file of this desk is empty."),
    ("desk.key", spoiled, "The key file of this desk is damaged."),
    ("desk.key", newer, "This desk was last used with a newer version of Scrutiny Desk."),
    ("desk.db", gone, "The database of this desk is missing."),
    ("desk.db", empty, "The database of this desk is empty."),
    ("desk.db", spoiled, "The database of this desk is damaged and cannot be read."),
    ("desk.db", from_the_future, "This desk was last used with a newer version"),
)


def unlock(person: Person, passphrase: str) -> None:
    person.wait_focus("Passphrase")
    person.retype(passphrase)
    person.press("Return")


@pytest.mark.slow
def test_a_desk_that_does_not_open_says_why_and_stays_as_it_is(data: Path) -> None:
    folder = desk_folder(data, desks.NAME)
    whole = files(folder)
    with Person(data) as person:
        unlock(person, "lamp river stone cap")
        person.wait_for("This passphrase does not open the desk.")
        assert files(folder) == whole
        for name, harm, sentence in TROUBLES:
            harm(folder / name)
            harmed = files(folder)
            unlock(person, desks.PASSPHRASE)
            person.wait_for(f"Error: {sentence}")
            assert files(folder) == harmed
            for path, content in whole.items():
                (folder / path).write_bytes(content)
            if person.sees("Which backup?"):  # the way on where only a backup helps
                person.use("Back")
        unlock(person, desks.PASSPHRASE)
        person.wait_for("Main menu")
        person.close()


@pytest.mark.slow
def test_a_desk_file_with_a_bad_line_brings_nothing(data: Path, tmp_path: Path) -> None:
    place = {"type": "place", "scheme": "custody_visiting", "name": "Third suite"}
    news = {"type": "news", "scheme": "custody_visiting", "on_date": "31.3.2025", "text": "x"}
    file = tmp_path / "wrong.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in (place, news)), "utf-8")
    before = rows(data, tmp_path / "before.jsonl")
    sentence = "Line 2 of the file: “on_date” is a date such as 2025-03-31, not “31.3.2025”."
    with Person(data) as person:
        ways.unlock(person)
        ways.go_to(person, "Send and receive")
        person.use("The whole desk in an open file")
        person.use("Take a file in")
        person.wait_focus("File name")
        person.retype(str(file))
        person.press("Return")
        person.wait_for(f"Error: {sentence} Nothing was imported.")
        person.close()
    said = command(data, desks.PASSPHRASE, "import", file)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.error
    assert rows(data, tmp_path / "after.jsonl") == before


@pytest.mark.slow
def test_a_form_file_with_an_error_is_said_and_what_was_written_with_it_comes_back(
    data: Path,
) -> None:
    own = paths.own_forms(data)
    own.mkdir()
    shutil.copy(COURT, own)
    with Person(data) as person:
        ways.unlock(person)
        ways.begin_new(person, "Begin a court observation")
        ways.choose_or_add(person, "Which court?", "Leicester Magistrates")
        person.close()

    right = COURT.read_text("utf-8")
    (own / COURT.name).write_text(right.replace('type = "place"', 'type = "palace"'), "utf-8")
    sentence = "The form file court_observation.toml"
    with Person(data) as person:
        ways.unlock(person)
        person.wait_for(f"Error: {sentence}")
        ways.go_to(person, "Records")
        person.wait_for("Leicester Magistrates")
        person.press("F6")
        person.tab_to("Records")
        person.press("Return")
        person.wait_for("The form of this record is not here. The record is kept.")
        person.close()
    said = command(data, desks.PASSPHRASE, "figures", "--quarter", QUARTER.code)
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith(sentence)

    shutil.copy(COURT, own)
    with Person(data) as person:
        ways.unlock(person)
        person.use("1 record is not finished")
        person.wait_for("Leicester Magistrates")
        person.tab_to("Records")
        person.press("Return")
        person.wait_for("Everything is saved on this computer as you type.")
        assert person.tab_to("Which court?").value == "Leicester Magistrates"
        person.close()


@pytest.mark.slow
def test_hostile_text_is_kept_and_shown_as_it_was_typed(data: Path, tmp_path: Path) -> None:
    visit = Visit(QUARTER.end - timedelta(3), HOSTILE, (desks.NAME, f"Zoë {HOSTILE}"), 5, 3)
    long = f"{HOSTILE} " + "word " * 3000
    with Person(data) as person:
        ways.unlock(person)
        ways.begin_new(person, "Begin a custody visit")
        ways.begin_visit(person, visit)
        ways.go_on_with_visit(person, visit)
        person.write("Anything done well?", HOSTILE)
        person.tab_to("Private note")
        person.paste(long)
        person.use("Check and finish")
        person.use("Private note to the coordinator: use 2,000 characters or fewer")
        assert person.wait_focus("Private note").value == long
        person.retype(HOSTILE)
        person.use("Check and finish")
        person.wait_for("Check your answers")
        for shown in ("Suite", "Done well", "Private note to the coordinator"):
            assert f"{shown}: {HOSTILE}" in person.screen()
        assert person.sees(f"Zoë {HOSTILE}")
        person.use("Finish")
        person.wait_for("Finished.")
        ways.go_to(person, "Records")
        person.wait_for(HOSTILE)
        person.press("F6")
        person.write("Look for", '<b & "7" \N{DOG FACE}')
        person.wait_for("1 record")
        assert person.sees(HOSTILE)
        person.close()

    commentary = {
        "type": "paragraph",
        "scheme": "custody_visiting",
        "period_start": str(QUARTER.start),
        "period_end": str(QUARTER.end),
        "slot": "commentary",
        "text": long,
        "typed": True,
    }
    file, report = tmp_path / "words.jsonl", tmp_path / "report.pdf"
    file.write_text(json.dumps(commentary), "utf-8")
    done(data, desks.PASSPHRASE, "import", file)
    said = done(data, desks.PASSPHRASE, "report", "--quarter", QUARTER.code, "--out", report)
    assert "the report's font cannot print" in said
    assert_page_valid(report)
    words = " ".join(text for _, text in read_back(report))
    assert words.count("word") >= 3000
    assert '<b & "7"' in words
    assert "שלום" in words
