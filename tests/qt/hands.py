"""What a person does with a field: finding, typing, pressing, leaving."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget

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


def type_into(field: FieldWidget, text: str) -> None:
    field.focus_first()
    type_text(text)
    leave()
