"""Lists of rows: cards that are added, filled, removed and put back."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.fields.kinds import make_field
from desktop.ui.fields.rows import RowsField
from tests.qt.gallery import QUESTIONS, GalleryPage
from tests.qt.hands import button, focused, leave, press, type_into, type_text

BY_ID = {question.id: question for question in QUESTIONS}


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
