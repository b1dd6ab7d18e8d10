"""Whole records written without a mouse."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop import clock
from desktop.records.finding import Filter
from desktop.records.finding import page as find
from desktop.records.record import Record, record
from desktop.store.desk import Desk
from desktop.ui.desk_window import DeskWindow
from tests.qt import desks, typist
from tests.qt.hands import focused, press, type_text
from tests.qt.typist import Typist, begin, editor, finish, reading, tab_to

NOW = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def only_record(desk: Desk) -> Record:
    with desk.read() as session:
        (line,) = find(session, Filter()).lines
        return record(session, line.id, reveal=desks.forms()[line.form])


def test_a_quiet_visit_is_written_and_finished_by_keyboard(
    desk_window: DeskWindow, desk: Desk
) -> None:
    desk_window.show_page("new")
    press(Qt.Key.Key_Return)  # the focus is on "Begin a custody visit"
    assert desk_window.key == "record"
    page = editor(desk_window)
    assert page.body.asked["suite"].isAncestorOf(focused())
    typist.fill_quiet_visit(page)
    finish(desk_window)
    assert desk_window.key == "reading"
    assert desk_window.status.text() == "Finished."
    kept = only_record(desk)
    assert (kept.status, kept.unread) == ("finished", {})
    assert kept.answers["arrived"] == "19:30"
    assert kept.answers["let_in"] == "19:38"
    assert kept.answers["wait"] == 8
    assert kept.answers["accounted"] == 11
    assert kept.answers["rights"] == []
    assert kept.answers["staff"] == "helpful"
    assert len(kept.people) == 2


def test_a_visit_turned_away_is_finished_in_six_answers(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    hand = Typist(page)
    hand.pick("suite", 1)
    # The date is filled in: that is the second.
    hand.pick("visitors", 1)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    hand.text("arrived", "19:30")
    hand.radio("went_ahead", 3)
    hand.text("what_happened", "Nobody came to the door")
    hand.radio("told_role", 1)
    asked = [name for name, one in page.body.asked.items() if not one.isHidden()]
    shown = [one for one in page.body.cards.values() if one.isVisible()]
    assert len(shown) == 2
    assert asked == [
        "suite",
        "visit_on",
        "visitors",
        "arrived",
        "let_in",
        "went_ahead",
        "what_happened",
        "told_role",
    ]
    finish(desk_window)
    kept = only_record(desk)
    assert (kept.status, kept.answers["went_ahead"]) == ("finished", "turned_away")


def test_a_problem_is_written_where_it_was_ticked(desk_window: DeskWindow, desk: Desk) -> None:
    page = begin(desk_window, desks.VISIT)
    hand = Typist(page)
    typist.fill_quiet_visit(page)
    page.body.go_to("building")
    press(Qt.Key.Key_Space)  # not "No problem" after all
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert page.body.asked["building"].field.value() == ["light"]
    (card,) = page.body.row_cards("to_put_right")
    assert card.accessibleName() == "Light"
    tab_to(card.fields["what"])
    type_text("Cell light very bright")
    tab_to(card.fields["where"])
    type_text("Cell 4")
    tab_to(card.fields["told_role"])
    press(Qt.Key.Key_Space)
    tab_to(card.fields["sorted"])
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    number = card.fields["custody_number"]
    assert number.isVisible()  # "promised": the office may have to follow it up
    tab_to(number)
    type_text("LC/123")
    assert page.body.asked["to_put_right"].note() == "1 is written above, with its question."
    del hand
    page.body.go_to("told_role")
    finish(desk_window)
    kept = only_record(desk)
    assert kept.answers["building"] == ["light"]
    (row,) = [r for r in _list(kept.answers["to_put_right"]) if isinstance(r, dict)]
    assert {k: v for k, v in row.items() if k != "id"} == {
        "topic": "light",
        "what": "Cell light very bright",
        "where": "Cell 4",
        "told_role": "custody_sergeant",
        "sorted": "promised",
        "custody_number": "LC/123",
    }


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def test_tab_goes_to_the_question_that_an_answer_just_opened(desk_window: DeskWindow) -> None:
    page = begin(desk_window, desks.VISIT)
    asked = page.body.asked
    assert not asked["children"].isVisible()
    asked["in_custody"].field.focus_first()
    type_text("2")
    press(Qt.Key.Key_Tab)
    assert asked["children"].isAncestorOf(focused())


def test_tab_goes_round_by_the_menu_and_back_to_the_first_question(
    desk_window: DeskWindow,
) -> None:
    page = begin(desk_window, desks.VISIT)
    first = focused()
    passed = tab_to(desk_window.side_bar.menu)
    press(Qt.Key.Key_Tab)
    assert tab_to(page.body.asked["suite"]) + passed > 20
    assert focused() is first


def test_the_sections_at_the_side_are_one_stop_and_lead_to_each(desk_window: DeskWindow) -> None:
    page = begin(desk_window, desks.VISIT)
    assert page.rail.isVisible()
    tab_to(page.rail.list)
    press(Qt.Key.Key_Home)
    for _ in range(2):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert page.body.asked["looked_at"].isAncestorOf(focused())


def test_control_and_return_check_and_the_page_says_what_is_missing(
    desk_window: DeskWindow,
) -> None:
    page = begin(desk_window, desks.VISIT)
    press_with_control(Qt.Key.Key_Return)
    assert focused() is page.summary
    assert page.summary.accessibleName().startswith("There are ")
    press(Qt.Key.Key_Tab)
    assert focused().accessibleName() == "Choose an answer to “Which custody suite?”"
    press(Qt.Key.Key_Return)
    assert page.body.asked["suite"].isAncestorOf(focused())


def press_with_control(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key, Qt.KeyboardModifier.ControlModifier)


def test_a_finished_visit_is_opened_again_with_a_reason_by_keyboard(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    typist.fill_quiet_visit(page)
    finish(desk_window)
    shown = reading(desk_window)
    tab_to(shown.open_again)
    press(Qt.Key.Key_Return)
    type_text("The number was seven")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert desk_window.key == "record"
    page = editor(desk_window)
    page.body.go_to("spoke_to")
    Typist(page).text("spoke_to", "7")
    Typist(page).text("asleep", "3")
    finish(desk_window)
    kept = only_record(desk)
    assert (kept.status, kept.answers["spoke_to"], kept.revision) == ("finished", 7, 1)
