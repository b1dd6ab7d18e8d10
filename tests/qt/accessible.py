"""What a screen reader is told, read through Qt's own interface: no screen reader needed."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget


def walk(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Give everything below a widget that a screen reader can reach."""
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        found = waiting.pop()
        if found.isValid():
            yield found
            waiting += [found.child(number) for number in reversed(range(found.childCount()))]


def name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def description(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()
