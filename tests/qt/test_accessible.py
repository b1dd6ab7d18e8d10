import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from desktop.ui.shell import Shell
from tests.qt.accessible import description, name, role, walk
from tests.qt.gallery import QUESTIONS, GalleryPage

Role = QAccessible.Role


def test_everything_that_takes_the_focus_has_a_name(shell: Shell) -> None:
    page = shell.page("new")
    assert isinstance(page, GalleryPage)
    page.fields["to_fix"].set_value([{"id": "r1"}])
    page.check()
    nameless = [
        f"{found.role().name} {found.rect()}"
        for found in walk(shell)
        if found.state().focusable
        and not found.state().invisible
        and not found.text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_a_group_of_radios_is_named_by_its_question_and_each_radio_by_its_answer(
    page: GalleryPage,
) -> None:
    for field_id in ("kind", "clean", "verdict"):
        field = page.fields[field_id]
        (group,) = [i for i in walk(field) if i.role() == Role.Grouping]
        assert group.text(QAccessible.Text.Name) == field.question.ask
        radios = [i for i in walk(field) if i.role() == Role.RadioButton]
        labels = [option.label for option in field.question.options]
        assert [i.text(QAccessible.Text.Name).split(". ")[-1] for i in radios] == labels


def test_lines_and_boxes_are_named_by_their_question(page: GalleryPage) -> None:
    for field_id in ("on", "arrived", "wait", "warmth", "since", "ref", "notes"):
        field = page.fields[field_id]
        control = next(
            w for w in field.findChildren(QWidget) if isinstance(w, QLineEdit | QPlainTextEdit)
        )
        assert name(control) == field.question.ask
        assert role(control) == Role.EditableText


def test_a_list_says_its_question_one_way_or_the_other(page: GalleryPage) -> None:
    # On Linux and macOS the name of a list is its current entry, whatever was set.
    for field_id in ("place", "outcome", "briefed_by"):
        field = page.fields[field_id]
        (combo,) = field.findChildren(QComboBox)
        assert field.question.ask in (name(combo), combo.accessibleName())
        assert field.question.ask in description(combo) or field.question.ask == name(combo)


def test_the_hint_is_read_with_the_question_and_an_error_before_it(page: GalleryPage) -> None:
    field = page.fields["wait"]
    (line,) = field.findChildren(QLineEdit)
    assert description(line).startswith("Count from ringing the bell")
    field.set_problem("Enter a whole number, such as 12")
    assert description(line).startswith("Error: Enter a whole number, such as 12. Count from")
    field.set_problem("")
    assert "Error" not in description(line)


def test_a_date_is_read_back_in_full(page: GalleryPage) -> None:
    field = page.fields["on"]
    (line,) = field.findChildren(QLineEdit)
    field.set_value("2026-11-21")
    assert "Saturday 21 November 2026" in description(line)


@pytest.mark.parametrize("percent", [100, 200])
def test_targets_are_at_least_24_pixels(shell: Shell, percent: int) -> None:
    page = shell.page("new")
    assert isinstance(page, GalleryPage)
    page.fields["to_fix"].set_value([{"id": "r1"}])
    page.check()
    for _ in range(6):
        QTest.qWait(10)
    for widget in shell.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QAbstractButton | QLineEdit | QComboBox):
            assert widget.width() >= 24, (widget.accessibleName(), widget.size())
            assert widget.height() >= 24, (widget.accessibleName(), widget.size())
    menu = shell.side_bar.menu
    assert menu.visualItemRect(menu.item(0)).height() >= 24


def reading_order(page: GalleryPage) -> list[int]:
    """Tab through the page from its first field, giving how far down each stop is."""
    page.fields["place"].focus_first()
    ground = page.ground
    places: list[int] = []
    seen: set[int] = set()
    while (widget := QApplication.focusWidget()) is not None and id(widget) not in seen:
        seen.add(id(widget))
        if ground.isAncestorOf(widget):
            places.append(widget.mapTo(ground, QPoint(0, 0)).y())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    # The last Tabs go back to the top of the page.
    return places[: places.index(max(places)) + 1]


def test_tab_goes_in_reading_order(page: GalleryPage) -> None:
    places = reading_order(page)
    assert len(places) > len(QUESTIONS)
    assert places == sorted(places)


def test_tab_goes_in_reading_order_after_rows_were_added_and_removed(page: GalleryPage) -> None:
    rows = page.fields["to_fix"]
    rows.set_value([{"id": "r1"}, {"id": "r2"}])
    for _ in range(6):
        QTest.qWait(10)
    with_rows = reading_order(page)
    assert with_rows == sorted(with_rows)
    rows.set_value([{"id": "r2"}])
    for _ in range(6):
        QTest.qWait(10)
    fewer = reading_order(page)
    assert fewer == sorted(fewer)
    assert len(fewer) < len(with_rows)


def test_a_set_of_radios_is_one_stop(page: GalleryPage) -> None:
    page.fields["clean"].focus_first()
    first = QApplication.focusWidget()
    assert isinstance(first, QRadioButton)
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    after = QApplication.focusWidget()
    assert after is not None
    assert page.fields["care"].isAncestorOf(after)
