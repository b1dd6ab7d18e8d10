"""A PySide6 window with one line of text and nothing of ours, in a process of its own: the floor.

Says how much memory it holds once it is painted, and stops there. What both processes share is
here, because nothing but Qt may be imported in this one.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget


class Painted(QObject):
    """Calls `then` once a widget has been painted with all that is in it."""

    def __init__(self, widget: QWidget, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def tell(*numbers: float) -> None:
    """Tell the parent, and stop without tidying up, which is not measured."""
    os.write(sys.stdout.fileno(), f"{' '.join(map(str, numbers))}\n".encode())
    os._exit(0)


def memory() -> float:
    """Give the memory that this process holds, in MB; known on Linux only."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    held = next(line for line in lines if line.startswith("VmRSS:"))
    return int(held.split()[1]) / 1024


def main() -> None:
    """Show the window."""
    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Scrutiny Desk"))
    window.resize(940, 820)
    Painted(window, lambda: tell(memory()))
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
