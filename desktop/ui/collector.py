"""Python's search for what nothing refers to any more, kept to the window's thread.

A page that is gone may hang in a circle of references until it is found, and Python looks for such
circles in whichever thread just needed memory. Qt's widgets may end in the window's thread only: in
another the program stood still for as long as it waited for that thread.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000


class Collector(QObject):
    """Looks, by Python's own measures of when it is worth it, while nothing else is going on."""

    def __init__(self, parent: QObject) -> None:
        """Take over from Python until `end` is called."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, which takes the younger ones along."""
        due = [there > most for there, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        for generation in (2, 1, 0):
            if due[generation]:
                gc.collect(generation)
                return

    def end(self) -> None:
        """Let Python look by itself again."""
        self._timer.stop()
        gc.enable()
