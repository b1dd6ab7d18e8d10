from datetime import date

from desktop.records.people import members
from desktop.ui.pages.people import PeoplePage
from tests.qt.registers import cells, complaints, do, fill, offered, open_entry, press, show_view
from tests.qt.stage import SCHEME, Stage


def shown(stage: Stage) -> PeoplePage:
    page = stage.show(PeoplePage)
    assert isinstance(page, PeoplePage)
    return page


NEW = {"kind": "volunteer", "scheme": SCHEME, "status": "interest", "from": "2025-06-01"}


def test_everybody_is_listed_with_what_they_are_to_which_scheme(office: Stage) -> None:
    page = shown(office)
    assert ["Sample visitor 1", "Independent custody visiting", "Active", ""] in cells(page)
    assert ["7 people", "Animal welfare scheme", "Expressed an interest", ""] in cells(page)
    show_view(page, "Not yet active")
    assert [row[0] for row in cells(page)] == ["7 people"]


def test_somebody_is_added_and_becomes_active_with_a_term(office: Stage) -> None:
    page = shown(office)
    do(page, "Add a person", {"name": "Ann Archer", **NEW})
    open_entry(page, "Ann Archer")
    change = {"status": "active", "from": "2025-06-08", "term": "2028-06-07"}
    do(page, "Change status or term", change)
    with office.desk.read() as session:
        [one] = [m for m in members(session, SCHEME, date(2025, 6, 9)) if m.name == "Ann Archer"]
    assert (one.membership.status, one.membership.term_end) == ("active", date(2028, 6, 7))
    press(page, "Back to the list")
    assert ["Ann Archer", "Independent custody visiting", "Active", "7 June 2028"] in cells(page)


def test_a_name_that_is_there_is_asked_about(office: Stage) -> None:
    page = shown(office)
    press(page, "Add a person")
    fill(page, {"name": "sample visitor 1", **NEW})
    press(page, "Save")
    assert "is on the list already" in complaints(page)
    fill(page, {"another": "yes"})
    press(page, "Save")
    assert [row[0].casefold() for row in cells(page)].count("sample visitor 1") == 2


def test_several_without_names_get_them_one_by_one(office: Stage) -> None:
    page = shown(office)
    counted = {"scheme": SCHEME, "count": 3, "status": "training", "from": "2025-06-01"}
    do(page, "Add several without names", {**counted, "source": "Evening of 1 June"})
    do(page, "Add a person", {"name": "Ben Brook", **NEW, "scheme": "animal_welfare"})
    open_entry(page, "3 people")
    assert "Change status or term" not in offered(page)
    with office.desk.read() as session:
        ben = next(
            m for m in members(session, "animal_welfare", date(2025, 6, 9)) if "Ben" in m.name
        )
    do(page, "Give one of them a name", {"person": ben.membership.person_id})
    assert ["2 people", "Independent custody visiting", "In training", ""] in cells(page)
    assert ["Ben Brook", "Independent custody visiting", "In training", ""] in cells(page)


def test_somebody_who_left_is_on_the_list_no_more(office: Stage) -> None:
    page = shown(office)
    open_entry(page, "Sample visitor 2")
    do(page, "They have left the list", {"on": "2025-06-01"})
    with office.desk.read() as session:
        names = [one.name for one in members(session, SCHEME, date(2025, 6, 9))]
    assert "Sample visitor 2" not in names
