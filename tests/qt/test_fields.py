"""Every type of answer: what goes in comes out, and what is typed is kept."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.formlib.types import TYPES
from desktop.ui.fields.choice import ListField, RadioField, choice_field
from desktop.ui.fields.dates import DateField
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.kinds import FIELD_TYPES, make_field
from desktop.ui.fields.question import Option, Question
from desktop.ui.fields.rows import RowsField
from desktop.ui.parts.combo import Combo
from desktop.ui.parts.options import Radio, Segment
from tests.qt.gallery import QUESTIONS, GalleryPage

VALUES: dict[str, list[object]] = {
    "place": ["p1", "p3"],
    "on": ["2026-11-21", "2024-02-29"],
    "who": [["v1"], ["v2", "v1"], ["v3", "v1", "v2"]],
    "arrived": ["19:30", "00:00"],
    "wait": [0, 12, {"unknown": "not_known"}],
    "warmth": ["21.5", "0"],
    "since": ["2025-03"],
    "kind": ["yes", "refused"],
    "clean": ["yes", "no"],
    "care": ["not_applicable", {"unknown": "did_not_ask"}, {"unknown": "record_does_not_say"}],
    "verdict": ["too_thin_to_say"],
    "outcome": ["outcome_9", {"unknown": "not_known"}],
    "seen": [["cells"], ["cells", "stores_&_showers"], {"unknown": "none"}],
    "health": [[], ["medicine", "injury"], {"unknown": "did_not_ask"}],
    "to_fix": [
        [{"id": "r1", "what": "Light", "sorted": "promised", "due": "2026-12-01"}, {"id": "r2"}],
        [{"id": "r3", "sorted": {"unknown": "not_known"}}],
    ],
    "briefed_by": ["v2", {"unknown": "not_known"}],
    "ref": ["LE/26/1"],
    "notes": ["Two lines\nof text"],
    "dogs": [["d1", "d2"]],
}

BY_ID = {question.id: question for question in QUESTIONS}


@pytest.fixture
def changes(page: GalleryPage) -> list[str]:
    """The ids of the fields that said they were changed, in order."""
    seen: list[str] = []
    for field in page.fields.values():
        field.changed.connect(lambda name=field.question.id: seen.append(name))
    return seen


def line(field: FieldWidget) -> QLineEdit:
    found = field.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def tick(field: FieldWidget, label: str) -> QCheckBox:
    return next(t for t in field.findChildren(QCheckBox) if t.accessibleName() == label)


def button(field: QWidget, name: str) -> QPushButton:
    found = field.findChildren(QPushButton)
    return next(b for b in found if name in (b.accessibleName(), b.text()) and not b.isHidden())


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def type_text(text: str) -> None:
    QTest.keyClicks(focused(), text)


def leave() -> None:
    """Go on to the next field with Tab."""
    press(Qt.Key.Key_Tab)


def type_into(field: FieldWidget, text: str) -> None:
    field.focus_first()
    type_text(text)
    leave()


def test_every_type_of_answer_has_a_field() -> None:
    assert set(FIELD_TYPES) == set(TYPES)
    assert {question.type for question in QUESTIONS} == set(TYPES)


@pytest.mark.parametrize("field_id", VALUES)
def test_what_goes_in_comes_out_and_nobody_is_told(
    page: GalleryPage, changes: list[str], field_id: str
) -> None:
    field = page.fields[field_id]
    assert field.value() is None
    for value in VALUES[field_id]:
        field.set_value(value)
        assert field.value() == value
        assert field.unread() == {}
    field.set_value(None)
    assert field.value() is None
    assert changes == []


def test_going_through_without_answering_changes_nothing(
    page: GalleryPage, changes: list[str]
) -> None:
    page.fields["place"].focus_first()
    for _ in range(60):
        leave()
    assert changes == []
    assert all(field.value() is None and not field.problem() for field in page.fields.values())


@pytest.mark.parametrize(
    ("field_id", "text", "value"),
    [
        ("on", "21/11/26", "2026-11-21"),
        ("on", "21 nov", "2026-11-21"),
        ("arrived", "7.30pm", "19:30"),
        ("arrived", "1930", "19:30"),
        ("wait", "12", 12),
        ("warmth", "21.5", "21.5"),
        ("since", "3/2025", "2025-03"),
        ("ref", "  LE/26/1 ", "LE/26/1"),
        ("notes", "All well.", "All well."),
    ],
)
def test_typing_gives_the_typed_value(
    page: GalleryPage, changes: list[str], field_id: str, text: str, value: object
) -> None:
    type_into(page.fields[field_id], text)
    assert page.fields[field_id].value() == value
    assert set(changes) == {field_id}


def test_a_time_and_a_month_are_tidied_on_leaving(page: GalleryPage) -> None:
    type_into(page.fields["arrived"], "7.30pm")
    type_into(page.fields["since"], "3/2025")
    assert page.fields["arrived"].typed() == "19:30"
    assert page.fields["since"].typed() == "March 2025"


def test_a_date_stays_as_typed_and_is_read_back_below(page: GalleryPage) -> None:
    field = page.fields["on"]
    assert isinstance(field, DateField)
    type_into(field, "21/11/26")
    assert field.typed() == "21/11/26"
    assert field.echo() == "Saturday 21 November 2026"


def test_what_cannot_be_read_is_kept_and_said_on_leaving(page: GalleryPage) -> None:
    field = page.fields["wait"]
    field.focus_first()
    type_text("15 or so")
    assert field.problem() == ""
    leave()
    assert field.problem() == "Enter a whole number, such as 12"
    assert (field.value(), field.typed()) == (None, "15 or so")
    assert field.unread() == {"wait": "15 or so"}


def test_the_problem_goes_as_soon_as_the_text_can_be_read(page: GalleryPage) -> None:
    field = page.fields["wait"]
    type_into(field, "15x")
    field.focus_first()
    QTest.keyClick(line(field), Qt.Key.Key_End)
    QTest.keyClick(line(field), Qt.Key.Key_Backspace)
    assert (field.problem(), field.value()) == ("", 15)


def test_a_draft_shows_again_what_could_not_be_read(page: GalleryPage) -> None:
    field = page.fields["wait"]
    field.set_unread({"wait": "15 or so", "other": "x"})
    assert (field.typed(), field.value()) == ("15 or so", None)
    assert field.problem() == "Enter a whole number, such as 12"


def test_a_problem_the_page_showed_stays_until_the_page_takes_it_away(page: GalleryPage) -> None:
    field = page.fields["wait"]
    field.set_value(90)
    field.set_problem("Say why the wait was this long")
    field.focus_first()
    leave()
    assert field.problem() == "Say why the wait was this long"


def test_not_known_sets_the_text_aside_and_gives_it_back(
    page: GalleryPage, changes: list[str]
) -> None:
    field = page.fields["wait"]
    type_into(field, "12")
    changes.clear()
    tick(field, "Not known").click()
    assert (field.value(), field.typed()) == ({"unknown": "not_known"}, "")
    tick(field, "Not known").click()
    assert field.value() == 12
    assert changes == ["wait", "wait"]


def test_typing_takes_not_known_back(page: GalleryPage) -> None:
    field = page.fields["wait"]
    field.set_value({"unknown": "not_known"})
    type_into(field, "5")
    assert field.value() == 5
    assert not tick(field, "Not known").isChecked()


def test_text_may_be_longer_than_allowed_and_that_is_said(page: GalleryPage) -> None:
    field = page.fields["notes"]
    field.set_value("x" * 512)
    assert field.value() == "x" * 512
    said = [part.text() for part in field.findChildren(QLabel)]
    assert "12 characters too many" in said


def test_a_box_of_text_grows_with_its_text(page: GalleryPage) -> None:
    field = page.fields["notes"]
    box = field.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    small = box.sizeHint().height()
    field.set_value("line\n" * 8)
    assert box.sizeHint().height() > small
    field.set_value("line\n" * 200)
    assert box.sizeHint().height() < 30 * box.fontMetrics().lineSpacing()


def test_seven_options_are_radios_and_eight_a_list(qtbot: QtBot) -> None:
    def field(count: int) -> FieldWidget:
        options = tuple(Option(str(n), f"Option {n}") for n in range(count))
        made = choice_field(Question("q", "choice", "Which?", options=options))
        qtbot.addWidget(made)
        return made

    assert isinstance(field(7), RadioField)
    assert isinstance(field(8), ListField)


def test_a_scale_is_joined_buttons_and_a_choice_is_radios(page: GalleryPage) -> None:
    assert len(page.fields["clean"].findChildren(Segment)) == 2
    assert len(page.fields["kind"].findChildren(Radio)) == 3


def test_keys_choose_an_option(page: GalleryPage, changes: list[str]) -> None:
    field = page.fields["verdict"]
    field.focus_first()
    press(Qt.Key.Key_2)
    assert field.value() == "with_observations"
    press(Qt.Key.Key_9)
    assert field.value() == "with_observations"
    assert changes == ["verdict"]


def test_delete_takes_a_choice_back(page: GalleryPage, changes: list[str]) -> None:
    field = page.fields["clean"]
    field.set_value("yes")
    field.focus_first()
    press(Qt.Key.Key_Delete)
    assert field.value() is None
    assert changes == ["clean"]


def test_an_optional_choice_has_a_way_back_for_the_mouse(page: GalleryPage) -> None:
    field = page.fields["kind"]
    clear = button(field, "Clear this answer")
    assert not clear.isEnabled()
    field.set_value("yes")
    clear.click()
    assert field.value() is None


def test_a_code_offered_no_more_is_shown_in_a_list_as_it_was_kept(page: GalleryPage) -> None:
    field = page.fields["place"]
    field.set_value("closed-suite")
    assert field.value() == "closed-suite"


def test_no_problem_and_a_topic_exclude_each_other(page: GalleryPage, changes: list[str]) -> None:
    field = page.fields["health"]
    tick(field, "No problem").click()
    assert field.value() == []
    tick(field, "Medicine").click()
    assert field.value() == ["medicine"]
    tick(field, "Did not ask").click()
    assert field.value() == {"unknown": "did_not_ask"}
    tick(field, "Did not ask").click()
    assert field.value() is None
    assert changes == ["health"] * 4


def test_after_no_problem_tab_leaves_the_topics_and_the_arrows_still_reach_them(
    page: GalleryPage,
) -> None:
    field = page.fields["health"]
    field.focus_first()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    assert focused() is tick(field, "Nurse or doctor")
    press(Qt.Key.Key_Up)
    leave()
    assert page.fields["to_fix"].isAncestorOf(focused())


def test_a_further_person_is_asked_for_when_two_are_named(page: GalleryPage) -> None:
    field = page.fields["who"]

    def shown() -> int:
        return sum(not combo.isHidden() for combo in field.findChildren(Combo))

    assert shown() == 2
    field.set_value(["v1", "v2"])
    assert shown() == 3


def test_a_person_named_twice_counts_once(page: GalleryPage) -> None:
    field = page.fields["who"]
    combos = field.findChildren(Combo)
    for combo in combos[:2]:
        combo.setCurrentIndex(2)
    assert field.value() == ["v2"]


def test_a_note_asks_nothing(page: GalleryPage) -> None:
    assert page.fields["end"].value() is None
    page.fields["end"].set_value("anything")
    assert page.fields["end"].value() is None


def test_a_row_is_added_filled_removed_and_put_back_with_the_keyboard(
    page: GalleryPage, changes: list[str]
) -> None:
    rows = page.fields["to_fix"]
    assert isinstance(rows, RowsField)
    rows.focus_first()
    press(Qt.Key.Key_Return)
    type_text("Light very bright")
    leave()
    type_text("Cell 4")
    (card,) = rows.cards()
    kept = [{"id": card.row_id, "what": "Light very bright", "where": "Cell 4"}]
    assert rows.value() == kept
    button(card, "Remove problem 1").setFocus()
    press(Qt.Key.Key_Space)
    assert rows.value() is None
    assert focused() is button(rows, "Put the removed problem back")
    press(Qt.Key.Key_Return)
    assert rows.value() == kept
    assert set(changes) == {"to_fix"}


def test_what_cannot_be_read_in_a_row_is_kept_by_its_path(page: GalleryPage) -> None:
    rows = page.fields["to_fix"]
    assert isinstance(rows, RowsField)
    rows.set_value([{"id": "r1"}, {"id": "r2"}])
    type_into(rows.cards()[1].fields["due"], "soon")
    unread = {"to_fix/r2/due": "soon"}
    assert rows.unread() == unread
    rows.set_value([{"id": "r1"}, {"id": "r2"}])
    assert rows.unread() == {}
    rows.set_unread(unread)
    assert rows.unread() == unread
    button(rows, "Remove problem 2").click()
    button(rows, "Put the removed problem back").click()
    assert rows.unread() == unread


def test_rows_are_numbered_again_after_one_was_removed(page: GalleryPage) -> None:
    rows = page.fields["to_fix"]
    assert isinstance(rows, RowsField)
    rows.set_value([{"id": "r1"}, {"id": "r2"}])
    button(rows, "Remove problem 1").click()
    assert [card.accessibleName() for card in rows.cards()] == ["Problem 1"]


def test_a_row_made_for_the_person_has_a_new_id(qtbot: QtBot) -> None:
    ids = iter(["first", "second"])
    question = replace(BY_ID["to_fix"], new_id=lambda: next(ids))
    rows = make_field(question)
    qtbot.addWidget(rows)
    assert isinstance(rows, RowsField)
    rows.add_row({"what": "Light"})
    rows.add_row({})
    assert rows.value() == [{"id": "first", "what": "Light"}, {"id": "second"}]
