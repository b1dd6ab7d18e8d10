from datetime import date

import pytest

from desktop.records.people import people
from desktop.records.places import places
from desktop.records.slots import next_for
from desktop.ui.pages.rota import RotaPage
from tests.qt.registers import (
    cells,
    complaints,
    do,
    fill,
    offered,
    open_entry,
    press,
    show_view,
    words,
)
from tests.qt.stage import SCHEME, VISITOR, Stage


@pytest.fixture
def page(office: Stage) -> RotaPage:
    made = office.show(RotaPage)
    assert isinstance(made, RotaPage)
    return made


@pytest.fixture
def suite(office: Stage) -> str:
    with office.desk.read() as session:
        return next(one.id for one in places(session, SCHEME) if one.name == "Keyham Lane")


@pytest.fixture
def somebody(office: Stage) -> str:
    with office.desk.read() as session:
        return next(one.id for one in people(session) if one.name == VISITOR)


def plan(page: RotaPage, suite: str, **more: object) -> None:
    do(page, "Plan visits", {"place": suite, "week": "2025-06-18", "weeks": 2, **more})


def test_visits_are_planned_for_weeks_and_wait_for_a_pair(
    page: RotaPage, office: Stage, suite: str, somebody: str
) -> None:
    plan(page, suite)
    assert office.said == ["2 visits are planned."]
    assert [row[:4] for row in cells(page)] == [
        ["16 June 2025", "Keyham Lane", "", "Nobody yet"],
        ["23 June 2025", "Keyham Lane", "", "Nobody yet"],
    ]
    open_entry(page, "16 June 2025")
    do(page, "Say who makes it", {"pair": [somebody]})
    with office.desk.read() as session:
        [slot] = next_for(session, somebody, date(2025, 6, 9))
    assert slot.week_start == date(2025, 6, 16)
    press(page, "Back to the list")
    assert ["16 June 2025", "Keyham Lane", VISITOR, "Planned"] in cells(page)


def test_a_visit_is_moved_cancelled_with_a_reason_and_planned_again(
    page: RotaPage, suite: str
) -> None:
    plan(page, suite, weeks=1)
    open_entry(page, "16 June 2025")
    do(page, "Move to another week", {"week": "2025-07-03"})
    assert "30 June 2025 to 6 July 2025" in words(page)
    do(page, "Cancel it", {"why": "The suite is closed"})
    assert "The suite is closed" in words(page)
    assert offered(page)[-1] == "Plan it again"
    press(page, "Plan it again")
    assert "Cancel it" in offered(page)


def test_too_many_at_once_are_refused(page: RotaPage, suite: str) -> None:
    press(page, "Plan visits")
    fill(page, {"place": suite, "weeks": 520, "count": 1})
    press(page, "Save")
    assert "So many visits cannot be planned at once." in complaints(page)
    press(page, "Cancel")


def test_weeks_that_went_by_say_what_became_of_them(page: RotaPage, office: Stage) -> None:
    show_view(page, "All")
    assert {row[3] for row in cells(page)} == {"Made"}
    open_entry(page, "30 December 2024")
    assert "Cancel it" not in offered(page)
    press(page, "Open the visit")
    assert office.gone[0][0] == "reading"
