from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.formlib.model import Form
from desktop.records.finding import Filter
from desktop.records.finding import page as find
from desktop.records.finishing import mark_sent
from desktop.records.record import Record, record
from desktop.store.desk import Desk
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Look
from desktop.ui.pages.editor.page import EditorPage
from desktop.ui.pages.editor.progress import State
from desktop.ui.pages.mine import MinePage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.hands import press, type_text
from tests.qt.test_large_text import settle
from tests.qt.typist import QUIET, begin, checking, editor, put, quiet_visit, reading, tab_to

NOW = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def kept(desk: Desk, page: EditorPage) -> Record:
    with desk.read() as session:
        return record(session, page.draft.kept.id)


def words(part: QWidget) -> list[str]:
    return [label.text() for label in part.findChildren(QLabel) if label.isVisible()]


def test_all_answers_are_shown_with_what_follows_from_them(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window).check()
    said = words(checking(desk_window))
    for text in (
        "Euston Street",
        "21 November 2026",
        "You waited 8 minutes",
        "No problem",
        "Cells",
    ):
        assert text in said
    assert "Left empty" in said  # what was asked and not answered is said too
    assert "What reason were you given for the wait?" not in said  # what was not asked is not


def test_change_goes_to_the_question_and_back(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window).check()
    change = hands.button(checking(desk_window), "Change: Spoken to")
    change.click()
    assert desk_window.key == "record"
    assert editor(desk_window).body.asked["spoke_to"].isAncestorOf(hands.focused())
    editor(desk_window).check()
    assert desk_window.key == "check"


def in_sight(window: DeskWindow, part: QWidget) -> bool:
    settle()  # a page just built is laid out in several passes
    view = editor(window).viewport()
    return view.rect().contains(part.mapTo(view, part.rect().center()))


@pytest.mark.parametrize("question", ["Spoken to", "Staff", "Left", "Done well"])
def test_change_brings_the_question_into_sight(desk_window: DeskWindow, question: str) -> None:
    quiet_visit(desk_window).check()
    hands.button(checking(desk_window), f"Change: {question}").click()
    assert in_sight(desk_window, hands.focused())


def test_a_link_of_the_summary_brings_its_question_into_sight(desk_window: DeskWindow) -> None:
    page = begin(desk_window, desks.VISIT)
    put(page, {"went_ahead": "yes", "in_custody": 3, "spoke_to": 3})
    page.check()
    settle()
    for link in page.summary.findChildren(QPushButton):
        link.click()
        assert in_sight(desk_window, hands.focused())


def test_a_question_is_brought_into_sight_past_others_that_came_just_now(
    desk_window: DeskWindow,
) -> None:
    page = begin(desk_window, desks.VISIT)
    put(page, {"went_ahead": "yes", "in_custody": 3, "spoke_to": 3})
    page.body.go_to("staff")
    assert in_sight(desk_window, hands.focused())


def test_a_section_at_the_side_is_brought_into_sight(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window)
    for row in reversed(range(page.rail.list.count())):
        page.rail.list.setCurrentRow(row)
        page.rail.list.itemActivated.emit(page.rail.list.item(row))
        assert in_sight(desk_window, hands.focused())


def test_change_leads_into_the_row_that_is_meant(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window, building=["light", "heat"])
    for card in page.body.row_cards("to_put_right"):
        for cell, value in (
            ("what", "Too much"),
            ("told_role", "inspector"),
            ("sorted", "not_yet"),
        ):
            card.fields[cell].set_value(value)
            card.fields[cell].changed.emit()
    second = page.body.row_cards("to_put_right")[1].row_id
    page.check()
    hands.button(checking(desk_window), "Change: Problem 2").click()
    card = editor(desk_window).body.row_cards("to_put_right")[1]
    assert card.row_id == second
    assert card.fields["what"].isAncestorOf(hands.focused())


def test_what_looks_wrong_is_explained_in_its_place_and_kept(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = quiet_visit(desk_window, asleep=2)
    assert "11 in, 6 seen, 1 said no, 2 not asked" in page.body.asked["no_time"].live()
    page.check()
    check = checking(desk_window)
    check.finish_button.click()
    assert desk_window.key == "check"
    assert hands.focused() is check.summary
    (link,) = check.summary.findChildren(QPushButton)
    link.click()
    assert check.explains["everyone"].isAncestorOf(hands.focused())
    hands.button(check.explains["everyone"], "People came and went").click()
    check.finish_button.click()
    assert desk_window.key == "reading"
    assert kept(desk, page).answers["_why"] == {"everyone": "People came and went"}
    assert "“People came and went”" in words(reading(desk_window))


def test_an_explanation_begun_is_kept_when_the_page_is_left(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = quiet_visit(desk_window, asleep=2)
    page.check()
    hands.type_into(checking(desk_window).explains["everyone"].field, "Two went home")
    checking(desk_window).back.click()
    editor(desk_window).check()
    assert checking(desk_window).explains["everyone"].reason() == "Two went home"
    assert kept(desk, page).answers["_why"] == {"everyone": "Two went home"}


def test_a_finding_is_shown_and_stops_nothing(desk_window: DeskWindow) -> None:
    page = quiet_visit(
        desk_window,
        let_in="19:55",
        wait_reason="none_given",
        wait_explained="no",
        wait_agreed="not_told",
    )
    page.check()
    said = words(checking(desk_window))
    finding = (
        "You waited 25 minutes, longer than the office's limit of 10. The office will ask why."
    )
    assert finding in said
    checking(desk_window).finish_button.click()
    assert desk_window.key == "reading"
    assert finding in words(reading(desk_window))


def test_finish_is_two_keys_away_from_the_beginning_of_the_page(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window).check()
    page = checking(desk_window)
    assert hands.focused() is page.to_finish  # it is where the page begins
    press(Qt.Key.Key_Return)
    assert hands.focused() is page.finish_button
    assert (
        page.viewport()
        .rect()
        .contains(page.finish_button.mapTo(page.viewport(), page.finish_button.rect().center()))
    )
    press(Qt.Key.Key_Return)
    assert desk_window.key == "reading"


def test_tab_still_goes_through_every_answer_before_finish(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window).check()
    page = checking(desk_window)
    links = [b for b in page.findChildren(QPushButton) if b.accessibleName().startswith("Change")]
    assert tab_to(page.finish_button) == len(links) + 1
    press(Qt.Key.Key_Tab)
    assert hands.focused() is page.back


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_and_enter_finishes_from_an_explanation_too(
    desk_window: DeskWindow, key: Qt.Key
) -> None:
    quiet_visit(desk_window, asleep=2).check()
    page = checking(desk_window)
    QTest.keyClick(hands.focused(), key, Qt.KeyboardModifier.ControlModifier)
    assert hands.focused() is page.summary
    page.explains["everyone"].focus_first()
    page.explains["everyone"].field.focus_first()
    type_text("Two went home")
    QTest.keyClick(hands.focused(), key, Qt.KeyboardModifier.ControlModifier)
    assert desk_window.key == "reading"


def test_keys_held_down_in_the_editor_do_not_finish_unread(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window).check()
    ctrl = Qt.KeyboardModifier.ControlModifier
    window = desk_window.windowHandle()
    QTest.simulateEvent(window, True, Qt.Key.Key_Return, ctrl, "\r", True)
    assert desk_window.key == "check"


def test_missing_answers_are_listed_in_page_order_and_each_link_leads_there(
    desk_window: DeskWindow,
) -> None:
    page = begin(desk_window, desks.VISIT)
    page.check()
    assert desk_window.key == "record"
    assert hands.focused() is page.summary
    links = page.summary.findChildren(QPushButton)
    assert name(page.summary) == f"There are {len(links)} things to put right"
    assert links[0].accessibleName() == "Choose an answer to “Which custody suite?”"
    for link, question in zip(links[:3], ("suite", "visitors", "arrived"), strict=True):
        link.click()
        assert page.body.asked[question].isAncestorOf(hands.focused())
        assert page.body.asked[question].field.problem() == link.accessibleName()
    assert page.rail.states()["arriving"] is State.PROBLEM


def test_a_problem_goes_when_it_is_put_right(desk_window: DeskWindow) -> None:
    page = begin(desk_window, desks.VISIT)
    page.check()
    field = page.body.asked["arrived"].field
    hands.type_into(field, "19:30")
    page.settle()
    assert field.problem() == ""


def test_a_missing_answer_in_a_row_is_said_in_the_row(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window, building=["light"])
    page.check()
    (card,) = page.body.row_cards("to_put_right")
    assert card.fields["what"].problem() == "Answer “What was wrong?”"
    links = page.summary.findChildren(QPushButton)
    links[0].click()
    assert card.fields["what"].isAncestorOf(hands.focused())


def marked(page: EditorPage) -> list[str]:
    states = page.rail.states()
    sections = page.draft.form.sections
    return [one.title for one in sections if states.get(one.id) is State.PROBLEM]


def test_the_section_is_marked_in_which_a_row_is_written(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window, health=["medicine"])
    page.check()
    assert marked(page) == ["What people told you"]


def test_the_section_is_marked_in_which_a_row_is_to_be_written(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window, health=["medicine"])
    page.draft.answers.pop("to_put_right")  # as a record from another desk may have it
    page.check()
    assert marked(page) == ["What people told you"]


def test_what_cannot_be_true_stops_at_its_question(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window, children=12, spoke_children=0)
    page.check()
    assert desk_window.key == "record"
    said = "There cannot be more children (12) than people in custody (11)."
    assert page.body.asked["children"].field.problem() == said


def test_practice_is_marked_and_never_counts(desk_window: DeskWindow, desk: Desk) -> None:
    page = begin(desk_window, desks.VISIT, purpose="practice")
    assert "practice" in page.strip.text()
    place = page.body.asked["suite"].field.question.options[0].code
    people = [option.code for option in page.body.asked["visitors"].field.question.options]
    put(page, {"suite": place, "visitors": people[:2], **QUIET})
    page.check()
    assert checking(desk_window).strip.isVisible()
    checking(desk_window).finish_button.click()
    assert reading(desk_window).strip.isVisible()
    assert not reading(desk_window).send.isVisible()
    assert kept(desk, page).purpose == "practice"
    desk_window.show_page("mine")
    assert "not sent (practice)" in mine_states(desk_window)


def mine_states(window: DeskWindow) -> list[str]:
    page = window.page("mine")
    assert isinstance(page, MinePage)
    return [
        str(page.model.index(row, 3).data(Qt.ItemDataRole.DisplayRole))
        for row in range(page.model.rowCount())
    ]


def test_a_finished_visit_is_read_only_and_reopened_with_a_reason(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = quiet_visit(desk_window)
    page.check()
    checking(desk_window).finish_button.click()
    shown = reading(desk_window)
    assert not [b for b in shown.findChildren(QPushButton) if b.text() == "Change"]
    shown.open_again.click()
    assert shown.reason.isAncestorOf(hands.focused())
    hands.button(shown, "Open it").click()
    assert shown.reason.problem() == "Say why, in a few words"
    assert kept(desk, page).status == "finished"
    hands.type_into(shown.reason, "Seven, not six")
    hands.button(shown, "Open it").click()
    assert desk_window.key == "record"
    put(editor(desk_window), {"spoke_to": 7, "asleep": 3})
    editor(desk_window).check()
    checking(desk_window).finish_button.click()
    assert kept(desk, page).answers["spoke_to"] == 7
    assert any("Seven, not six" in text for text in words(reading(desk_window)))


def test_a_sent_visit_is_shown_and_cannot_be_opened_again(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = quiet_visit(desk_window)
    page.check()
    checking(desk_window).finish_button.click()
    with desk.write("Sent") as session:
        mark_sent(session, [kept(desk, page).id])
    desk_window.show_page("mine")
    assert mine_states(desk_window) == ["sent"]
    press(Qt.Key.Key_Return)
    assert desk_window.key == "reading"
    assert not reading(desk_window).open_again.isVisible()
    assert not reading(desk_window).send.isVisible()


def test_from_a_finished_visit_the_way_leads_on_to_sending_it(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window).check()
    checking(desk_window).finish_button.click()
    assert desk_window.status.text() == "Finished."
    assert hands.focused() is reading(desk_window).send
    press(Qt.Key.Key_Return)
    assert desk_window.key == "send"
    assert desk_window.status.text() == ""  # that was news on the page before


@pytest.fixture
def reviewer_window(
    qtbot: QtBot, look: Look, settings: QSettings, forms: Mapping[str, Form], tmp_path: Path
) -> Iterator[DeskWindow]:
    with desks.new_desk(tmp_path / "desks" / "Reviewer", role="reviewer") as desk:
        made = DeskWindow(desk, forms, look, settings)
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        yield made


def test_the_first_sitting_asks_and_wants_only_its_own_questions(
    reviewer_window: DeskWindow,
) -> None:
    page = begin(reviewer_window, desks.REVIEW)
    assert list(page.body.cards) == ["arrives"]
    assert page.finish_button.text() == "Check and finish this part"
    put(
        page,
        {
            "told_on": "2026-11-01",
            "received_on": "2026-11-20",
            "review_body": "commissioner",
            "valid": "valid",
            "handled": "not_investigated",
        },
    )
    assert (
        page.body.asked["wrong_body_first"].note() == "Last day to apply: Sunday 29 November 2026"
    )
    page.check()
    checking(reviewer_window).finish_button.click()
    assert reviewer_window.key == "record"
    assert reviewer_window.status.text() == "This part is finished."
    page = editor(reviewer_window)
    assert list(page.body.cards) == ["arrives", "decided"]
    assert page.finish_button.text() == "Check and finish"


def test_a_review_that_is_not_ours_is_finished_in_one_sitting(
    reviewer_window: DeskWindow,
) -> None:
    page = begin(reviewer_window, desks.REVIEW)
    put(
        page,
        {
            "told_on": {"unknown": "not_known"},
            "review_body": "iopc",
            "valid": "passed_on",
            "left_other_on": "2026-11-21",
            "handled": {"unknown": "not_known"},
        },
    )
    page.check()
    checking(reviewer_window).finish_button.click()
    assert reviewer_window.key == "reading"


def test_a_binned_draft_is_gone_from_the_list(desk_window: DeskWindow, desk: Desk) -> None:
    page = quiet_visit(desk_window)
    page.bin_button.click()
    (dialog,) = [w for w in desk_window.findChildren(QWidget) if w.windowTitle().startswith("Put")]
    hands.button(dialog, "Put it in the bin").click()
    assert desk_window.key == "mine"
    assert mine_states(desk_window) == []
    with desk.read() as session:
        assert len(find(session, Filter(statuses=("binned",))).lines) == 1
