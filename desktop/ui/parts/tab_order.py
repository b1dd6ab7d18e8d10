"""The order in which Tab goes through a page: Qt goes by age, so what came later is put in."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops(part: QWidget) -> list[QWidget]:
    """Give what can take the focus in a part of a page, in reading order.

    What is out of the Tab order just now is among it; the lists of drop-downs, which are windows
    of their own, are not.
    """
    window = part.window()
    return [
        widget
        for widget in part.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and widget.window() is window
    ]


def tab_through(widgets: Sequence[QWidget]) -> None:
    """Let Tab go through these one after another.

    The first may be one that takes no focus; what stands in it comes before the second.
    """
    if not widgets:
        return
    first = widgets[0]
    widgets = [first, *stops(first), *widgets[1:]]
    policy = first.focusPolicy()
    # Qt takes nothing as a beginning that cannot have the focus, so for this it can.
    first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
    first.setFocusPolicy(policy)
