"""Nothing that was typed is lost: saved by itself, found again, kept when it cannot be saved."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.records.finding import Filter
from desktop.records.finding import page as find
from desktop.records.record import Record, record
from desktop.store.desk import Desk, open_desk
from desktop.store.layout import DATABASE
from desktop.store.models import Audit
from desktop.ui.desk_window import DeskWindow
from desktop.ui.pages.editor.page import EditorPage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.hands import press, type_text
from tests.qt.typist import begin, editor


def stored(desk: Desk, page: EditorPage) -> Record:
    with desk.read() as session:
        return record(session, page.draft.kept.id, reveal=page.draft.form)


def write(page: EditorPage, question: str, text: str) -> None:
    hands.type_into(page.body.asked[question].field, text)


def test_what_is_typed_is_saved_a_second_later_without_being_asked(
    qtbot: QtBot, desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    page.body.asked["done_well"].field.focus_first()
    type_text("A kind sergeant")
    assert stored(desk, page).answers.get("done_well") is None
    qtbot.waitUntil(lambda: desk_window.status.text().startswith("Saved"), timeout=5000)
    assert stored(desk, page).answers["done_well"] == "A kind sergeant"
    assert stored(desk, page).status == "open"


def test_leaving_the_page_saves_at_once(desk_window: DeskWindow, desk: Desk) -> None:
    page = begin(desk_window, desks.VISIT)
    write(page, "done_well", "Tea")
    desk_window.show_page("mine")
    assert stored(desk, page).answers["done_well"] == "Tea"


def test_what_cannot_be_read_is_found_again_as_it_was_typed(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    id_ = page.draft.kept.id
    write(page, "arrived", "half past seven")
    write(page, "in_custody", "about ten")
    page.body.asked["to_put_right"].field.focus_first()
    press(Qt.Key.Key_Return)  # "Add a problem"
    (card,) = page.body.row_cards("to_put_right")
    hands.type_into(card.fields["what"], "Light")
    desk_window.show_page("mine")

    desk_window.go("record", id_)
    again = editor(desk_window).body
    assert again.asked["arrived"].field.typed() == "half past seven"
    assert again.asked["arrived"].field.problem().startswith("Enter a time")
    assert again.asked["in_custody"].field.typed() == "about ten"
    assert again.row_cards("to_put_right")[0].fields["what"].value() == "Light"
    assert dict(stored(desk, page).unread) == {
        "arrived": "half past seven",
        "in_custody": "about ten",
    }


def test_answers_to_questions_that_go_away_come_back_with_them(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    asked = page.body.asked
    write(page, "in_custody", "11")
    write(page, "children", "2")
    asked["in_custody"].field.focus_first()
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    type_text("0")
    press(Qt.Key.Key_Tab)
    assert not asked["children"].isVisible()
    desk_window.show_page("mine")
    desk_window.go("record", page.draft.kept.id)
    asked = editor(desk_window).body.asked
    asked["in_custody"].field.set_value(11)
    asked["in_custody"].field.changed.emit()
    editor(desk_window).settle()
    assert asked["children"].isVisible()
    assert asked["children"].field.value() == 2


def test_a_topic_unticked_by_mistake_comes_back_with_its_words(desk_window: DeskWindow) -> None:
    page = begin(desk_window, desks.VISIT)
    page.body.asked["looked_at"].field.set_value(["cells"])
    page.body.asked["looked_at"].field.changed.emit()
    field = page.body.asked["building"].field
    light = hands.tick(field, "Light")
    light.click()
    (card,) = page.body.row_cards("to_put_right")
    hands.type_into(card.fields["what"], "Very bright")
    light.click()
    assert page.body.row_cards("to_put_right") == []
    assert page.draft.answers.get("to_put_right") is None
    light.click()
    (card,) = page.body.row_cards("to_put_right")
    assert card.isVisible()
    assert card.fields["what"].value() == "Very bright"


def test_removing_the_row_of_a_topic_unticks_it(desk_window: DeskWindow) -> None:
    page = begin(desk_window, desks.VISIT)
    page.body.asked["looked_at"].field.set_value(["cells"])
    page.body.asked["looked_at"].field.changed.emit()
    field = page.body.asked["building"].field
    hands.tick(field, "Light").click()
    (card,) = page.body.row_cards("to_put_right")
    hands.button(card, "Remove light").click()
    assert field.value() is None
    assert page.body.row_cards("to_put_right") == []
    assert field.isAncestorOf(hands.focused())


def entries(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [row.why for row in session.query(Audit).order_by(Audit.seq)]


def test_a_sitting_has_an_entry_when_it_begins_and_one_when_it_ends(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    for letter in "abc":
        write(page, "done_well", letter)
        page.save_now()
    desk_window.show_page("mine")
    assert entries(desk)[-2:] == ["Began a custody visit", "Stopped writing a custody visit"]

    desk_window.go("record", page.draft.kept.id)
    desk_window.show_page("mine")
    assert entries(desk)[-1] == "Stopped writing a custody visit"  # nothing was written

    desk_window.go("record", page.draft.kept.id)
    for letter in "de":
        write(editor(desk_window), "done_well", letter)
        editor(desk_window).save_now()
    desk_window.close()
    with open_desk(desk.folder, desks.PASSPHRASE) as opened:
        assert entries(opened)[-2:] == [
            "Went on writing a custody visit",
            "Stopped writing a custody visit",
        ]


def test_another_writer_is_waited_for_without_a_word(
    qtbot: QtBot, desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    write(page, "done_well", "Tea")
    with desk.write("Something else"):
        page.save_now()
        assert page.draft.changed
        assert desk_window.banner.isHidden()
    qtbot.waitUntil(lambda: not page.draft.changed, timeout=5000)
    assert stored(desk, page).answers["done_well"] == "Tea"


@contextmanager
def no_room(desk: Desk) -> Iterator[None]:
    """Let no file of the desk grow: what is written then is refused by the system."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = desk.folder / f"{DATABASE}-wal"
    size = max(log.stat().st_size if log.exists() else 0, 1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_save_that_fails_keeps_the_text_and_says_so_until_it_succeeds(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    write(page, "done_well", "Tea and " * 100)
    with no_room(desk):
        page.save_now()
        assert desk_window.banner.isVisible()
        assert name(desk_window.banner).startswith("Error: The disk")
        assert desk_window.status.text() == "Not saved yet"
        assert page.body.asked["done_well"].field.typed().startswith("Tea and")
    hands.button(desk_window.banner, "Try again").click()
    assert desk_window.banner.isHidden()
    assert str(stored(desk, page).answers["done_well"]).startswith("Tea and")


def only_dialog() -> QDialog:
    (dialog,) = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()
    ]
    return dialog


def test_leaving_with_a_failed_save_asks_before_anything_is_let_go(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    write(page, "done_well", "Tea and " * 100)
    with no_room(desk):
        assert not desk_window.show_page("mine")
        hands.button(only_dialog(), "Stay on this page").click()
        assert desk_window.key == "record"
        assert not desk_window.close()
        hands.button(only_dialog(), "Let it go").click()
        assert desk_window.show_page("mine")
    assert stored(desk, page).answers.get("done_well") is None


def test_an_empty_draft_is_in_no_list_and_goes_when_the_next_is_begun(
    desk_window: DeskWindow, desk: Desk
) -> None:
    first = begin(desk_window, desks.VISIT).draft.kept.id
    desk_window.show_page("new")
    second = begin(desk_window, desks.VISIT).draft.kept.id
    with desk.read() as session:
        drafts = find(session, Filter(statuses=("draft",))).lines
    assert [line.id for line in drafts] == [second]
    assert first != second


def test_locking_keeps_what_was_typed(qtbot: QtBot, desk_window: DeskWindow, desk: Desk) -> None:
    page = begin(desk_window, desks.VISIT)
    page.body.asked["done_well"].field.focus_first()
    type_text("Tea")
    with qtbot.waitSignal(desk_window.locked):
        desk_window.lock()
    assert stored(desk, page).answers["done_well"] == "Tea"


def test_a_record_of_identifiers_keeps_the_number_and_shows_it_again(
    desk_window: DeskWindow, desk: Desk
) -> None:
    page = begin(desk_window, desks.VISIT)
    page.body.asked["to_put_right"].field.focus_first()
    press(Qt.Key.Key_Return)
    (card,) = page.body.row_cards("to_put_right")
    card.fields["sorted"].set_value("promised")
    card.fields["sorted"].changed.emit()
    hands.type_into(card.fields["custody_number"], "LC/77")
    desk_window.show_page("mine")
    desk_window.go("record", page.draft.kept.id)
    (card,) = editor(desk_window).body.row_cards("to_put_right")
    assert card.fields["custody_number"].value() == "LC/77"


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & “quoted”",
        "a\nb\tc",
        "\N{RIGHT-TO-LEFT OVERRIDE}evil",
        "ŵŷ ǅ 漢字 🐕",
        "'; DROP TABLE record; --",
        "x" * 30_000,
        "{field} %s %(a)s",
    ],
)
def test_hostile_text_is_kept_as_it_is_and_shown_as_text(
    desk_window: DeskWindow, desk: Desk, text: str
) -> None:
    page = begin(desk_window, desks.VISIT)
    field = page.body.asked["private_note"].field
    field.focus_first()
    box = hands.focused()
    box.setProperty("plainText", text)
    page.save_now()
    kept = stored(desk, page)
    shown = kept.answers.get("private_note", kept.unread.get("private_note"))
    assert str(shown).strip() == text.strip()
    desk_window.show_page("mine")
    desk_window.go("record", page.draft.kept.id)
    assert editor(desk_window).body.asked["private_note"].field.typed().strip() == text.strip()


def test_the_audit_never_tells_an_answer(desk_window: DeskWindow, desk: Desk) -> None:
    page = begin(desk_window, desks.VISIT)
    write(page, "done_well", "Unmistakable")
    desk_window.show_page("mine")
    assert "Unmistakable" not in " ".join(entries(desk))
