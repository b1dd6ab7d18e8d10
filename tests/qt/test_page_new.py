from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.formlib.model import Form
from desktop.records.people import add_person, people, set_status
from desktop.records.places import places
from desktop.records.record import record
from desktop.records.slots import plan
from desktop.store.desk import Desk
from desktop.store.settings import set_setting
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Look
from desktop.ui.pages.mine import MinePage
from desktop.ui.parts.banner import Banner
from tests.qt import accessible, desks, hands
from tests.qt.hands import press
from tests.qt.typist import begin, editor, quiet_visit

NOW = datetime(2026, 11, 18, 21, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def buttons(window: DeskWindow) -> list[str]:
    found = window.page("new").findChildren(QPushButton)
    return [button.text() for button in found if button.isVisible()]


def test_a_planned_visit_is_begun_with_all_that_the_rota_knows(
    desk_window: DeskWindow, desk: Desk
) -> None:
    with desk.write("Planned") as session:
        both = [person.id for person in people(session)]
        suite = places(session)[1]
        plan(session, suite.scheme, suite.id, date(2026, 11, 16), both)
    desk_window.show_page("new")
    hands.button(desk_window, "Keyham Lane, the week of 16 November 2026").click()
    asked = editor(desk_window).body.asked
    assert asked["suite"].field.value() == suite.id
    assert asked["visitors"].field.value() == both
    assert asked["visit_on"].field.value() == "2026-11-18"
    with desk.read() as session:
        kept = record(session, editor(desk_window).draft.kept.id)
    assert kept.slot_id is not None


def offered(window: DeskWindow) -> list[str]:
    question = editor(window).body.asked["visitors"].field.question
    return [option.label for option in question.options]


def test_the_one_whose_desk_it_is_is_offered_first_as_visitor(
    desk_window: DeskWindow, desk: Desk, forms: Mapping[str, Form]
) -> None:
    with desk.write("Prepared a test") as session:
        add_person(session, "Aaron Abbot", "volunteer")
    begin(desk_window, desks.VISIT)
    assert offered(desk_window) == [desks.NAME, "Aaron Abbot", desks.FELLOW]
    with desk.write("The office's list came, without them") as session:
        other = next(one for one in people(session) if one.name == desks.FELLOW)
        set_status(session, other.id, forms[desks.VISIT].scheme, "active", date(2026, 1, 1))
    begin(desk_window, desks.VISIT)
    assert offered(desk_window) == [desks.NAME, desks.FELLOW]


def test_an_entry_of_their_name_on_the_list_of_the_office_is_theirs(
    desk_window: DeskWindow, desk: Desk, forms: Mapping[str, Form]
) -> None:
    with desk.write("The office's list came") as session:
        same = add_person(session, desks.NAME, "volunteer", another=True)
        other = add_person(session, "Aaron Abbot", "volunteer")
        for one in (same, other):
            set_status(session, one.id, forms[desks.VISIT].scheme, "active", date(2026, 1, 1))
    begin(desk_window, desks.VISIT)
    question = editor(desk_window).body.asked["visitors"].field.question
    assert [option.code for option in question.options] == [same.id, other.id]


def test_a_visitor_is_offered_visits_and_nothing_else(desk_window: DeskWindow) -> None:
    desk_window.show_page("new")
    assert buttons(desk_window) == [
        "Begin a custody visit",
        "Practise first",
        "Paper form",
        "Begin a kennel visit",
        "Practise first",
        "Paper form",
    ]


def test_a_reviewer_is_offered_reviews(
    qtbot: QtBot, look: Look, settings: QSettings, forms: Mapping[str, Form], tmp_path: Path
) -> None:
    with desks.new_desk(tmp_path / "desks" / "R", role="reviewer") as desk:
        window = DeskWindow(desk, forms, look, settings)
        qtbot.addWidget(window)
        window.show()
        window.go("new")
        assert buttons(window) == ["Begin a complaint review", "Practise first", "Paper form"]
        window.close()  # what its pages still read is waited for


def keep_paper(window: DeskWindow, path: Path) -> None:
    hands.button(window.page("new"), "Paper form: Custody visit").click()
    [dialog] = window.page("new").findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_the_paper_form_has_the_offices_name_and_what_visitors_say(
    desk_window: DeskWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    script = "We are volunteers, and nothing to do with the police."
    with desk.write("Settings") as session:
        said_by = {"office": "The office of Anyshire", "custody_visiting_script": script}
        for key, value in said_by.items():
            set_setting(session, key, value, valid_from=None, source="A decision")
    desk_window.show_page("new")
    path = tmp_path / "form.pdf"
    keep_paper(desk_window, path)
    qtbot.waitUntil(path.exists)
    assert [file.suffix for file in tmp_path.glob("form*")] == [".pdf"]
    with pypdfium2.PdfDocument(path) as pdf:
        said = " ".join("\n".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert "The office of Anyshire" in said
    assert script in said


def test_a_paper_form_that_cannot_be_kept_is_said(
    desk_window: DeskWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    desk_window.show_page("new")
    keep_paper(desk_window, tmp_path / "nowhere" / "form.pdf")
    banners = desk_window.findChildren(Banner)
    qtbot.waitUntil(lambda: any("could not be saved" in accessible.name(one) for one in banners))


def test_practice_is_begun_by_its_own_button(desk_window: DeskWindow) -> None:
    desk_window.show_page("new")
    page = desk_window.page("new")
    hands.button(page, "Practise a custody visit").click()
    assert editor(desk_window).draft.kept.purpose == "practice"


def test_my_visits_are_listed_with_the_unfinished_first_and_enter_opens(
    desk_window: DeskWindow, desk: Desk
) -> None:
    quiet_visit(desk_window).check()
    hands.button(desk_window.page("check"), "Finish").click()
    unfinished = begin(desk_window, desks.VISIT)
    hands.type_into(unfinished.body.asked["done_well"].field, "Tea")
    desk_window.show_page("mine")
    page = desk_window.page("mine")
    assert isinstance(page, MinePage)
    shown = [
        [str(page.model.index(row, column).data()) for column in (2, 3)]
        for row in range(page.model.rowCount())
    ]
    assert shown == [["", "not finished"], ["Euston Street", "not sent"]]
    page.table.setFocus()
    press(Qt.Key.Key_Return)
    assert desk_window.key == "record"
    assert editor(desk_window).draft.kept.id == unfinished.draft.kept.id


def test_nothing_written_yet_leads_to_writing(desk_window: DeskWindow) -> None:
    desk_window.show_page("mine")
    hands.button(desk_window.page("mine"), "Write up a visit").click()
    assert desk_window.key == "new"


def test_the_office_says_that_a_visit_was_typed_from_paper(
    qtbot: QtBot, look: Look, settings: QSettings, forms: Mapping[str, Form], tmp_path: Path
) -> None:
    with desks.new_desk(tmp_path / "desks" / "C", role="coordinator") as desk:
        window = DeskWindow(desk, forms, look, settings)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        page = begin(window, desks.VISIT)
        page.paper.click()
        hands.type_into(page.body.asked["done_well"].field, "Tea")
        assert page.leave()
        with desk.read() as session:
            kept = record(session, page.draft.kept.id)
        assert (kept.on_paper, kept.answers["done_well"]) == (True, "Tea")


def test_a_visitor_is_not_asked_about_paper(desk_window: DeskWindow) -> None:
    assert not begin(desk_window, desks.VISIT).paper.isVisible()
