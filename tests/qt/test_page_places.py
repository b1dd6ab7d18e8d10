from datetime import date

from desktop.records.places import places, targets
from desktop.ui.pages.places import PlacesPage
from tests.qt.registers import cells, complaints, do, fill, offered, open_entry, press, words
from tests.qt.stage import SCHEME, Stage


def shown(stage: Stage, register: str = "") -> PlacesPage:
    page = stage.show(PlacesPage, "", register)
    assert isinstance(page, PlacesPage)
    return page


def test_a_place_is_added_and_closed_from_a_day_on(office: Stage) -> None:
    page = shown(office)
    answers = {"scheme": SCHEME, "name": "Beaumont Leys", "kind": "custody suite"}
    do(page, "Add a place", {**answers, "from": "2025-01-01"})
    open_entry(page, "Beaumont Leys")
    closing = {"status": "closed", "from": "2025-05-01", "reason": "Building work"}
    do(page, "Opened, closed, in reserve", closing)
    said = words(page)
    assert "In use from 1 January 2025" in said
    assert "to 30 April 2025" in said
    assert "until now (Building work)" in said
    press(page, "Back to the list")
    assert "Closed" in next(row for row in cells(page) if row[0] == "Beaumont Leys")


def test_a_name_that_is_taken_is_refused_in_the_form(office: Stage) -> None:
    page = shown(office)
    press(page, "Add a place")
    fill(page, {"scheme": SCHEME, "name": "keyham lane"})
    press(page, "Save")
    assert "There is a place called keyham lane already." in complaints(page)


def test_a_new_target_ends_the_one_before(office: Stage) -> None:
    page = shown(office, "Targets")
    assert "Add a target" in offered(page)
    assert "Add a place" not in offered(page)
    new = {"scheme": SCHEME, "every": "week", "count": 2, "from": "2025-07-01", "whose": "local"}
    do(page, "Add a target", new)
    with office.desk.read() as session:
        before, after = targets(session, SCHEME)
    assert before.end == date(2025, 6, 30)
    assert (after.count, after.start) == (2, date(2025, 7, 1))
    open_entry(page, "2 visits every week")
    do(page, "It ends", {"end": "2025-12-31"})
    assert "31 December 2025" in words(page)


def test_a_place_is_renamed_and_keeps_its_history(office: Stage) -> None:
    page = shown(office)
    open_entry(page, "Keyham Lane")
    do(page, "Change name and notes", {"name": "Keyham Lane East"})
    with office.desk.read() as session:
        [place] = [one for one in places(session) if one.name == "Keyham Lane East"]
    assert place.periods
