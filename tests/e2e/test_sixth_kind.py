"""A sixth kind of record is a file in a folder: filled in, listed, counted and printed."""

import shutil
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from desktop import paths
from desktop.store.layout import desk_folder
from tests.e2e import ways
from tests.e2e.command import done
from tests.e2e.person import Person
from tests.e2e.ways import QUARTER
from tests.qt import desks
from tests.unit.pdfcheck import assert_page_valid, read_back

COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A coordinator's computer, with a form of the office's own that no code knows."""
    folder = tmp_path / "data"
    desks.new_desk(desk_folder(folder, desks.NAME), "coordinator").close()
    own = paths.own_forms(folder)
    own.mkdir()
    shutil.copy(COURT, own)
    return folder


def observe(person: Person) -> None:
    """Write up one sitting of a court, with one thing that was wrong."""
    ways.begin_new(person, "Begin a court observation")
    ways.choose_or_add(person, "Which court?", "Leicester Magistrates")
    person.write("2. Date", f"{QUARTER.end - timedelta(5)}")
    ways.choose_or_add(person, "Who observed? Person 1", desks.NAME)
    person.write("When was the first case due?", "10.00")
    person.write("When did it begin?", "10.40")
    person.write("How many cases did you see?", "8")
    assert person.sees("Late by 40 minutes")
    person.write("How many by video?", "3")
    person.write("in the room?", "4")
    person.write("without the person?", "1")
    person.answer("words that everyone could follow", "Some of them")
    assert person.sees("8 cases, 3 by video, 4 in the room, 1 without the person: all accounted")
    person.answer("keep people from taking part", "No interpreter")
    person.write("What happened?", "The interpreter was sent to another court")
    person.answer("Who was told?", "Usher")
    person.answer("Was it sorted?", "No")
    ways.finish(person)


@pytest.mark.slow
def test_an_offices_own_form_goes_the_whole_way_without_code(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "quarter.pdf"
    with Person(data) as person:
        ways.unlock(person, desks.PASSPHRASE)
        observe(person)

        ways.go_to(person, "Records")
        person.wait_for("Leicester Magistrates")
        assert person.sees("Court observation")

        ways.go_to(person, "Issues")
        person.wait_for("The interpreter was sent to another court")

        ways.go_to(person, "Returns")
        person.wait_for("Court observing")
        person.use("Sittings observed: 1")
        person.wait_for("Leicester Magistrates")
        person.close()

    def run(*words: str | Path) -> str:
        return done(data, desks.PASSPHRASE, *words)

    assert "Cases seen: 8 cases" in run("figures", "--quarter", QUARTER.code)
    run("report", "--quarter", QUARTER.code, "--out", report)
    assert_page_valid(report)
    said = read_back(report)
    assert ("H2", "Court observing") in said
    rows = {
        head: cell for (tag, head), (other, cell) in pairwise(said) if (tag, other) == ("TH", "TD")
    }
    assert rows["Cases seen"] == "8"
    assert rows["By video"] == "3 of 8 (38%)"


@pytest.mark.slow
def test_an_offices_own_form_is_printed_for_the_clipboard(data: Path, tmp_path: Path) -> None:
    paper = tmp_path / "court.pdf"
    done(data, desks.PASSPHRASE, "blank", "court_observation", "--out", paper)
    assert_page_valid(paper)
    words = " ".join(words for _, words in read_back(paper))
    assert "Court observation" in words
    assert "How many cases did you see?" in words
    assert "Waiting for the van" in words
