"""Every type of answer: what goes in comes out, and what is typed is kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from desktop.formlib.types import TYPES
from desktop.ui.fields.dates import DateField
from desktop.ui.fields.kinds import FIELD_TYPES
from desktop.ui.look.look import Look
from tests.qt.gallery import QUESTIONS, GalleryPage
from tests.qt.hands import leave, line, tick, type_into, type_text

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


def test_a_problem_put_right_leaves_no_room_behind_at_another_text_size(
    page: GalleryPage, look: Look
) -> None:
    field = page.fields["wait"]
    before = field.contentsRect().left(), line(field).x()
    field.set_problem("Enter a number")
    look.choose_percent(125)
    look.choose_percent(100)
    assert line(field).x() >= before[1]
    field.set_problem("")
    QTest.qWait(10)
    assert (field.contentsRect().left(), line(field).x()) == before


def test_a_problem_is_marked_by_a_bar(page: GalleryPage, look: Look) -> None:
    field = page.fields["wait"]
    plain = field.grab().toImage().pixelColor(1, 20).name().upper()
    field.set_problem("Enter a number")
    marked = field.grab().toImage().pixelColor(1, 20).name().upper()
    assert (plain == look.tokens().danger, marked) == (False, look.tokens().danger)
