from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.exchange.cases import case_fields
from desktop.formlib.model import Form
from desktop.records import hearings, meetings
from desktop.records.meetings import Attendance, Meeting
from desktop.records.roles import Me, role
from desktop.ui.pages.meetings import MeetingsPage
from desktop.ui.pages.tables import WholeTable
from tests.qt.hands import place_asked_for
from tests.qt.registers import cells, complaints, do, open_entry, press, words
from tests.qt.stage import Stage, settle

PANEL = "out_of_court_resolutions"


@pytest.fixture
def page(office: Stage) -> MeetingsPage:
    made = office.show(MeetingsPage)
    assert isinstance(made, MeetingsPage)
    return made


@pytest.fixture
def planned(office: Stage, page: MeetingsPage) -> Meeting:
    """A meeting that was put in the diary on the page, and is open on it."""
    do(page, "Add a meeting", {"scheme": PANEL, "on": "2025-06-12", "theme": "Knives"})
    open_entry(page, "12 June 2025")
    return found(office)


def found(stage: Stage) -> Meeting:
    with stage.desk.read() as session:
        return next(m for m in meetings.meetings(session) if m.on_date == date(2025, 6, 12))


def choose(path: Path) -> None:
    dialog = place_asked_for()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    settle()


def panel_form(stage: Stage) -> Form:
    return next(form for form in stage.view.forms.values() if form.scheme == PANEL)


def test_meetings_are_listed_latest_first_with_their_cases(page: MeetingsPage) -> None:
    assert [(row[0], row[3], row[4]) for row in cells(page)] == [
        ("13 March 2025", "15", "Held"),
        ("18 February 2025", "3", "Held, records to come"),
    ]


def test_a_meeting_goes_from_the_diary_to_its_minutes(
    page: MeetingsPage, office: Stage, planned: Meeting
) -> None:
    came = [{"id": "a", "role": "Chair", "count": 1}, {"id": "b", "role": "Magistrates"}]
    do(page, "It was held", {"came": came})
    press(page, "All records are here")
    do(page, "The minutes were approved", {"on": "2025-06-20"})
    now = found(office)
    assert now.status == "held"
    assert now.attendance == (Attendance("Chair", 1), Attendance("Magistrates", None))
    assert now.complete
    assert now.minutes_approved_on == date(2025, 6, 20)
    assert "Chair: 1, Magistrates: not known" in words(page)


def test_a_cancelled_meeting_says_why(page: MeetingsPage, office: Stage, planned: Meeting) -> None:
    press(page, "It did not take place")
    press(page, "Save")
    assert "Why not?" in complaints(page)
    press(page, "Cancel")
    do(page, "It did not take place", {"why": "Snow"})
    assert found(office).status == "cancelled"
    assert "Snow" in words(page)


def test_a_case_is_put_on_the_list_and_opened_there(
    page: MeetingsPage, office: Stage, planned: Meeting
) -> None:
    do(page, "Add a case", {"reference": "OOCR-2025-099"})
    assert office.said[-1].startswith("OOCR-2025-099 is on the list.")
    [table] = [t for t in page.findChildren(WholeTable) if t.isVisibleTo(page)]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    with office.desk.read() as session:
        [case] = hearings.cases(session, planned.id)
    assert office.gone == [("record", case.id, "")]


def test_the_forces_list_is_taken_in_and_a_wrong_one_is_refused_whole(
    page: MeetingsPage, office: Stage, planned: Meeting, tmp_path: Path
) -> None:
    form = panel_form(office)
    reference = form.header.reference
    there = tmp_path / "cases.csv"
    press(page, "Save an empty list for the force")
    choose(there)
    header = there.read_text("utf-8-sig").strip()
    assert header == ",".join(item.id for item in case_fields(form))
    there.write_text(f"{reference}\nF/1\nF/2\n", "utf-8")
    press(page, "Take in the force's list")
    choose(there)
    assert office.said[-1] == "2 cases are on the list."
    there.write_text("no such column\nF/3\n", "utf-8")
    press(page, "Take in the force's list")
    choose(there)
    assert "names none of the columns" in office.view.banner.accessibleName()
    with office.desk.read() as session:
        assert len(hearings.cases(session, planned.id)) == 2


def test_a_secretary_sees_the_panels_of_their_scheme_only(office: Stage) -> None:
    view = replace(office.view, me=Me("secretary", (PANEL,)), role=role("secretary"))
    page = MeetingsPage(view)
    office.qtbot.addWidget(page)
    page.show()
    office.arrive(page)
    assert {row[1] for row in cells(page)} == {"Out-of-Court Resolutions Scrutiny Panel"}
