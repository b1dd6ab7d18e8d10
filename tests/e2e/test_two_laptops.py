"""A volunteer's visit travels to the office in a file, and counts once however often it comes."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.store.layout import desk_folder
from tests.e2e import hand_over, ways
from tests.e2e.command import done
from tests.e2e.person import Person
from tests.e2e.ways import QUARTER, Visit
from tests.qt import desks

VISIT = Visit(QUARTER.end - timedelta(9), desks.SUITES[0], (desks.NAME, desks.FELLOW), 11, 6)


def take_in(person: Person, file: Path) -> None:
    ways.go_to(person, "Send and receive")
    if not person.sees("Take a file in"):
        person.use("The whole desk in an open file")
    person.use("Take a file in")
    hand_over.choose_where(person, file)


@pytest.mark.slow
def test_a_visit_typed_at_home_is_counted_once_at_the_office(tmp_path: Path) -> None:
    home, office, file = tmp_path / "home", tmp_path / "office", tmp_path / "visits.jsonl"
    # Each has typed the names of suites and people, so each has ids of its own for them.
    desks.new_desk(desk_folder(home, desks.NAME), "visitor").close()
    desks.new_desk(desk_folder(office, "The office"), "coordinator").close()

    with Person(home) as volunteer:
        ways.unlock(volunteer)
        volunteer.use("Write up a visit")
        volunteer.use("Begin a custody visit")
        volunteer.wait_for("Everything is saved on this computer as you type.")
        ways.begin_visit(volunteer, VISIT)
        ways.go_on_with_visit(volunteer, VISIT)
        ways.finish(volunteer)
        ways.go_to(volunteer, "Send")
        volunteer.use("Save the file for the office…")
        hand_over.choose_where(volunteer, file)
        volunteer.wait_for("1 record is in visits.jsonl.")
        assert volunteer.sees("The office has them")
        volunteer.close()

    with Person(office) as coordinator:
        ways.unlock(coordinator)
        take_in(coordinator, file)
        coordinator.wait_for("1 line of visits.jsonl was added; 3 were here already.")
        assert not coordinator.sees("Ready to send")
        take_in(coordinator, file)
        coordinator.wait_for("0 lines of visits.jsonl were added; 4 were here already.")
        ways.go_to(coordinator, "Records")
        coordinator.wait_for(VISIT.suite)
        assert "1 record" in coordinator.screen()
        ways.go_to(coordinator, "Returns")
        coordinator.wait_for("Visits made: 1")
        coordinator.close()
    figures = done(office, desks.PASSPHRASE, "figures", "--quarter", QUARTER.code)
    assert "Visits made: 1 visit" in figures
    assert "People in custody when visitors came: 11 people" in figures
