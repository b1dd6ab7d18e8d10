from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from desktop.records import issues
from desktop.records.issues import Issue, Raised
from desktop.records.places import places
from desktop.ui.pages.issues import IssuesPage
from tests.qt import accessible
from tests.qt.hands import focused, leave, press, type_text
from tests.qt.registers import (
    cells,
    complaints,
    do,
    fill,
    form,
    offered,
    open_entry,
    show_view,
    words,
)
from tests.qt.registers import press as press_button
from tests.qt.stage import SCHEME, Stage, seen_issue, settle

HOSTILE = "<b>Light</b> & “cell” \n\N{RIGHT-TO-LEFT OVERRIDE}4 {0} %s"


@pytest.fixture
def raised(office: Stage) -> str:
    """An issue that nobody has worked on."""
    with office.desk.write("Prepared a test") as session:
        place = places(session, SCHEME)[0]
        what = Raised(SCHEME, date(2025, 6, 1), "Call bell not answered", place_id=place.id)
        return issues.raise_issue(session, what).id


@pytest.fixture
def page(office: Stage, raised: str) -> IssuesPage:
    made = office.show(IssuesPage)
    assert isinstance(made, IssuesPage)
    return made


def stored(stage: Stage, id: str) -> Issue:
    with stage.desk.read() as session:
        return issues.issue(session, id)


def test_the_list_begins_with_what_is_to_be_dealt_with(page: IssuesPage) -> None:
    first = ["1 June 2025", "Call bell not answered", "Keyham Lane", "not yet", "Open"]
    assert cells(page)[0] == first
    show_view(page, "All")
    assert "Cell light very bright" in [row[1] for row in cells(page)]
    show_view(page, "Answer overdue")
    assert cells(page) == []
    assert "Nothing in this view" in words(page)


def test_an_issue_goes_from_its_class_to_its_end(
    page: IssuesPage, office: Stage, raised: str
) -> None:
    open_entry(page, "Call bell not answered")
    answers = {"class": "care", "severity": "2", "due": "2025-06-20", "hazard": "no"}
    do(page, "Give it a class", answers)
    do(page, "Note what was done", {"on": "2025-06-02", "text": "Asked the inspector."})
    do(page, "Enter the answer", {"on": "2025-06-05", "text": "The bell was mended."})
    do(page, "It was put right", {"on": "2025-06-04"})
    do(page, "Write the line for the public", {"text": "A broken call bell was mended."})
    do(page, "Close it", {"on": "2025-06-09"})
    found = stored(office, raised)
    assert (found.status, found.class_code, found.severity) == ("closed", "care", 2)
    assert (found.response, found.resolved_on) == ("The bell was mended.", date(2025, 6, 4))
    assert found.public_summary == "A broken call bell was mended."
    said = words(page)
    assert "Asked the inspector." in said
    assert "2 Something a person or animal should have had" in said
    assert offered(page)[-2:] == ["Write the line for the public", "Open it again"]


def test_what_is_still_to_be_done_before_closing_is_said_in_the_form(
    page: IssuesPage, office: Stage, raised: str
) -> None:
    open_entry(page, "Call bell not answered")
    press_button(page, "Close it")
    press_button(page, "Save")
    assert "This issue has no class yet." in complaints(page)
    assert stored(office, raised).status == "open"
    press_button(page, "Cancel")
    assert page.now.pane.form is None


def test_questions_left_open_are_listed_and_lead_to_their_field(page: IssuesPage) -> None:
    open_entry(page, "Call bell not answered")
    press_button(page, "Give it a class")
    press_button(page, "Save")
    summary = form(page).summary
    assert summary.accessibleName() == "There are 2 things to put right"
    assert focused() is summary
    fields = form(page).fields
    assert fields["severity"].problem() == "Answer this question"
    fill(page, {"severity": "1"})
    assert fields["severity"].problem() == ""


def test_an_issue_is_raised_by_keyboard_alone(page: IssuesPage, office: Stage) -> None:
    page.header.buttons.itemAt(0).widget().setFocus()  # type: ignore[union-attr] # it is a button
    press(Qt.Key.Key_Return)
    settle()
    press(Qt.Key.Key_Space)  # the first scheme
    leave()
    assert accessible.name(focused()) == "When was it seen?"
    focused().selectAll()  # type: ignore[attr-defined] # a line edit
    type_text("3/6/2025")
    while accessible.name(focused()) != "What is wrong?":
        leave()
    type_text("No blankets")
    while "Save" not in accessible.name(focused()):
        leave()
    press(Qt.Key.Key_Return)
    settle()
    assert office.said == ["Saved."]
    assert ["3 June 2025", "No blankets"] in [row[:2] for row in cells(page)]
    assert focused() is page.now.list.table


def test_enter_opens_an_issue_and_the_way_back_finds_its_row(page: IssuesPage) -> None:
    show_view(page, "All")
    open_entry(page, "Cell light very bright")
    assert accessible.name(focused()) == "Back to the list"
    press(Qt.Key.Key_Return)
    table = page.now.list.table
    assert focused() is table
    assert table.currentIndex().row() == 1


def test_a_form_with_something_typed_is_not_left_behind(page: IssuesPage) -> None:
    open_entry(page, "Call bell not answered")
    press_button(page, "Note what was done")
    assert page.leave()
    fill(page, {"text": "Rang the sergeant."})
    assert not page.leave()
    assert focused() is form(page).summary
    press_button(page, "Cancel")
    assert page.leave()


def test_another_reading_leaves_a_form_as_it_is(page: IssuesPage, office: Stage) -> None:
    open_entry(page, "Call bell not answered")
    press_button(page, "Note what was done")
    fill(page, {"text": "Rang the sergeant."})
    office.arrive(page)
    assert form(page).answers()["text"] == "Rang the sergeant."


def test_a_link_opens_the_issue_it_names(office: Stage, raised: str) -> None:
    made = office.show(IssuesPage, raised)
    assert isinstance(made, IssuesPage)
    assert "Call bell not answered" in words(made)
    assert "Back to the list" in offered(made)


def test_an_issue_leads_to_the_record_it_was_seen_in(page: IssuesPage, office: Stage) -> None:
    with office.desk.write("Prepared a test") as session:
        seen = issues.issue(session, seen_issue(session, "No blankets"))
    office.arrive(page)
    open_entry(page, seen.what)
    press_button(page, "Open the record")
    assert office.gone == [("reading", seen.record_id, "")]


def test_hostile_text_is_shown_as_it_was_typed(office: Stage) -> None:
    with office.desk.write("Prepared a test") as session:
        issues.raise_issue(session, Raised(SCHEME, date(2025, 6, 2), HOSTILE, location=HOSTILE))
    page = office.show(IssuesPage)
    assert isinstance(page, IssuesPage)
    in_line = " ".join(HOSTILE.split())
    assert in_line in [row[1] for row in cells(page)]
    open_entry(page, in_line)
    assert HOSTILE in words(page)


def test_a_row_says_its_cells_to_a_screen_reader(page: IssuesPage) -> None:
    table = page.now.list.table
    assert accessible.name(table) == "Issues"
    assert accessible.role(table) == QAccessible.Role.Table
    texts = [one.text(QAccessible.Text.Name) for one in accessible.walk(table)]
    assert "Call bell not answered" in texts
