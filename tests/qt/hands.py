"""What a person does with a field: finding, typing, pressing, leaving."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop.ui.fields.field_widget import FieldWidget


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


def place_asked_for() -> QFileDialog:
    """Go on from the warning about a file that can be read, if there is one, to its place."""
    for warning in dialogs():
        if not isinstance(warning, QFileDialog):
            warning.accept()
    [found] = [one for one in dialogs() if isinstance(one, QFileDialog)]
    return found


def dialogs() -> list[QDialog]:
    """Give the dialogs on screen."""
    every = QApplication.topLevelWidgets()
    return [one for one in every if isinstance(one, QDialog) and one.isVisible()]


def type_into(field: FieldWidget, text: str) -> None:
    field.focus_first()
    type_text(text)
    leave()
