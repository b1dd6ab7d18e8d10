"""The keys that make the text larger and smaller: the same before and behind the door."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.look.look import SCALES, Look


def add_text_keys(window: QWidget, look: Look, then: Callable[[str], object]) -> None:
    """Let a window's keys change the text size, and hand the words for the new one to `then`."""

    def change(how: Callable[[], None]) -> None:
        how()
        then(window.tr("Text size {} %").format(look.percent))

    for keys, how in (
        ("Ctrl++", look.larger),
        ("Ctrl+=", look.larger),  # the same key without Shift
        ("Ctrl+-", look.smaller),
        ("Ctrl+0", partial(look.choose_percent, SCALES[0])),
    ):
        QShortcut(QKeySequence(keys), window).activated.connect(partial(change, how))
