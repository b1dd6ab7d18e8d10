"""What a person does with a register: finds an entry, opens it, presses a button, fills a form."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.register.page import RegisterPage
from tests.qt import accessible
from tests.qt.stage import settle


def cells(page: RegisterPage) -> list[list[str]]:
    """Give the texts of the list on screen."""
    model = page.now.list.table.model()
    columns = range(model.columnCount())
    return [[str(model.index(r, c).data()) for c in columns] for r in range(model.rowCount())]


def open_entry(page: RegisterPage, text: str) -> None:
    """Go to the row that has a cell with this text, and press Enter."""
    table = page.now.list.table
    row = next(number for number, found in enumerate(cells(page)) if text in found)
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle()


def offered(page: RegisterPage) -> list[str]:
    """Give the buttons on screen, but for those of the window."""
    found = page.findChildren(QPushButton)
    return [one.text() for one in found if one.isVisibleTo(page) and one.text()]


def press(page: RegisterPage, text: str) -> None:
    """Press a button by its text."""
    found = [one for one in page.findChildren(QPushButton) if one.isVisibleTo(page)]
    next(one for one in found if one.text() == text).click()
    settle()


def form(page: RegisterPage) -> FormCard:
    found = page.now.pane.form
    assert found is not None, "no form is open"
    return found


def fill(page: RegisterPage, answers: Mapping[str, object]) -> None:
    """Answer questions of the open form, by id."""
    fields = form(page).fields
    for name, value in answers.items():
        fields[name].set_value(value)
        fields[name].changed.emit()


def do(page: RegisterPage, action: str, answers: Mapping[str, object]) -> None:
    """Press a button, fill its form and save it."""
    press(page, action)
    fill(page, answers)
    press(page, "Save")
    assert page.now.pane.form is None, form(page).summary.accessibleName() + words(page)


def words(page: RegisterPage) -> str:
    """Give all that can be read on the page."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def show_view(page: RegisterPage, name: str) -> None:
    """Narrow the list to one of its views."""
    narrowed = page.now.list.views
    assert narrowed is not None
    narrowed.set_value(name)
    narrowed.changed.emit()
    settle()


def complaints(page: RegisterPage) -> str:
    """Give what the open form says must be put right."""
    found = accessible.walk(form(page).summary)
    return " ".join(one.text(QAccessible.Text.Name) for one in found)
