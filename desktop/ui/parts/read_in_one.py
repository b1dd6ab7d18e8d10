"""Words that must be heard to go on: Tab stops at them, and they are read out in one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def read_in_one(words: str, inside: QLayout) -> QWidget:
    """Give what holds `inside`; it takes the focus by Tab and is then read out as `words`.

    Tab passes a label by, so who does not see the screen would not come upon it.
    """
    made = QWidget()
    inside.setContentsMargins(0, 0, 0, 0)
    made.setLayout(inside)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(words)
    return made
