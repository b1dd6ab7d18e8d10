"""From an empty folder to the quarter's report, by keyboard alone, through an empty battery."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle, pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.e2e import ways
from tests.e2e.person import Person
from tests.e2e.ways import QUARTER, Visit
from tests.unit.pdfcheck import assert_page_valid, read_back

# What the program promises: a change is on the disk a second later, however long somebody types
# on. The rest is for a busy machine.
KEPT_AFTER = 1.0 + 0.5
WELL_DONE = (
    "A nurse sat with a young man for an hour and explained everything twice, calmly, until he "
    "had understood it and had stopped shaking. "
)


def type_until_the_battery_is_empty(person: Person) -> tuple[str, str]:
    """Type without a pause until everything goes dark; gives all that was typed, and what of it
    must have been kept.
    """
    typed: list[float] = []
    letters = cycle(WELL_DONE)
    text = ""
    while not typed or typed[-1] - typed[0] < 2 * KEPT_AFTER:
        letter = next(letters)
        person.type(letter)
        text += letter
        typed.append(monotonic())
        sleep(0.01)
    dark = monotonic()
    person.kill()
    return text, text[: sum(moment < dark - KEPT_AFTER for moment in typed)]


def value_of(person: Person, question: str) -> str:
    return person.tab_to(question).value


def write_up(person: Person, first: Visit, second: Visit) -> tuple[str, str]:
    """Write one visit whole and the next until the battery is empty; gives what was typed last."""
    ways.set_up(person, ways.COORDINATOR)
    ways.begin_new(person, "Begin a custody visit")
    ways.begin_visit(person, first)
    ways.go_on_with_visit(person, first)
    ways.finish(person)
    ways.begin_new(person, "Begin a custody visit")
    ways.begin_visit(person, second)
    person.tab_to("Anything done well?")
    return type_until_the_battery_is_empty(person)


def find_again(person: Person, visit: Visit, typed: str, kept: str) -> None:
    """Unlock, find the unfinished visit with all that was typed, and finish it."""
    ways.unlock(person)
    person.use("1 record is not finished")
    person.wait_for(visit.suite)
    person.tab_to("Records")
    person.press("Return")
    person.wait_for("Everything is saved on this computer as you type.")
    assert value_of(person, "Which custody suite?") == visit.suite
    assert value_of(person, "Date of the visit") == f"{visit.on.day} {visit.on:%B %Y}"
    assert value_of(person, "Time you arrived at the door") == "19:30"
    well_done = value_of(person, "Anything done well?")
    assert well_done.startswith(kept)
    assert typed.startswith(well_done)
    ways.go_on_with_visit(person, visit)
    ways.finish(person)


def compile_quarter(person: Person, visits: Sequence[Visit], report: Path) -> None:
    """See the visits behind the figure, and save the report."""
    ways.go_to(person, "Returns")
    person.wait_for(QUARTER.label)
    person.use(f"Visits made: {len(visits)}")
    for visit in visits:
        person.wait_for(visit.suite)
    person.use(f"Back to {QUARTER.label}")
    person.use("Preview the report")
    person.use("Save as")
    person.wait_focus("Choose where")
    person.press("Return")
    person.wait_focus("File name")
    person.retype(str(report))
    person.press("Return")
    person.wait_for(f"Saved as {report.name}")


@pytest.mark.slow
def test_two_visits_one_cut_off_by_an_empty_battery_make_a_quarter(
    tmp_path: Path,
) -> None:
    data, report = tmp_path / "data", tmp_path / "quarter.pdf"
    first = Visit(QUARTER.end - timedelta(9), "Euston Street", (ways.NAME, "Ben Ling"), 11, 6)
    second = Visit(QUARTER.end - timedelta(2), "Keyham Lane", (ways.NAME, "Ben Ling"), 8, 5)
    with Person(data) as person:
        typed, kept = write_up(person, first, second)
    with Person(data) as person:
        find_again(person, second, typed, kept)
        compile_quarter(person, (first, second), report)
        person.close()

    assert_page_valid(report)
    said = read_back(report)
    assert any("visitors made 2 visits" in words for _, words in said)
    rows = {
        head: cell for (tag, head), (other, cell) in pairwise(said) if (tag, other) == ("TH", "TD")
    }
    assert rows["Visits made"] == "2"
    assert rows["People in custody when visitors came"] == "19"
    assert rows["Seen, of those in custody"] == "11 of 19 (58%)"
