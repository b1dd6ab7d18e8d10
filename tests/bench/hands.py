"""The real program in a process of its own, gone through as a person would, up to a goal.

`python -m tests.bench.hands door|records|editor DATA`: says how many milliseconds went by between
the press of the button and the page being painted, and how much memory is held. At the door
nothing is pressed: the parent times it from the start of the process.
"""

import os
import sys
import threading
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop import app
from desktop.ui.door import Door
from desktop.ui.pages.unlock import UnlockPage
from desktop.ui.parts.tasks import wait_for_tasks
from tests.bench.bare import Painted, memory, tell

if TYPE_CHECKING:
    from desktop.ui.desk_window import DeskWindow
    from desktop.ui.shell import Shell

FORM = "custody_visit"
_PATIENCE_S = 60
_CALM_MS = 500  # what goes on in the background belongs to the memory held


class Hands(QObject):
    """Waits for each window and does the next thing in it."""

    def __init__(self, goal: str, passphrase: str) -> None:
        super().__init__()
        self._goal = goal
        self._passphrase = passphrase
        self._pressed = perf_counter()

    def meet(self, window: "Door | Shell") -> None:
        """Take a window that is about to be shown."""
        if self._goal == "door":
            Painted(window, tell)
        elif isinstance(window, Door):
            # The imports begin once the page is painted.
            Painted(window, lambda: QTimer.singleShot(_CALM_MS, lambda: self._unlock(window)))
        else:
            from desktop.ui.desk_window import DeskWindow

            assert isinstance(window, DeskWindow)
            (self._read if self._goal == "records" else self._write)(window)

    def _unlock(self, door: Door) -> None:
        wait_for_tasks()  # a person types for longer than the imports take
        assert isinstance(door.page, UnlockPage)
        door.page.passphrase.set_value(self._passphrase)
        self._pressed = perf_counter()
        door.page.open_button.click()

    def _read(self, window: "DeskWindow") -> None:
        from desktop.ui.pages.records import RecordsPage

        window.go("records")
        page = window.page("records")
        assert isinstance(page, RecordsPage)
        assert page.table.model().rowCount() > 0
        Painted(page.table.viewport(), self._done)

    def _write(self, window: "DeskWindow") -> None:
        from desktop.ui.pages.editor.page import EditorPage
        from desktop.ui.pages.new import NewPage

        def begin() -> None:
            page = window.page("new")
            assert isinstance(page, NewPage)
            self._pressed = perf_counter()
            page.begin(page.forms[FORM])
            editor = window.page("record")
            assert isinstance(editor, EditorPage)
            Painted(editor.viewport(), self._done)

        Painted(window, lambda: QTimer.singleShot(_CALM_MS, begin))

    def _done(self) -> None:
        taken = (perf_counter() - self._pressed) * 1000

        def weigh() -> None:
            wait_for_tasks()
            tell(taken, memory())

        QTimer.singleShot(_CALM_MS, weigh)


def main(goal: str, data: str) -> None:
    """Run the program on the desks in `data`; the passphrase comes by standard input."""
    hands = Hands(goal, sys.stdin.readline().rstrip("\n"))
    show = app.Program._show  # noqa: SLF001 - where every window goes by

    def watched(program: app.Program, window: "Door | Shell") -> None:
        hands.meet(window)
        show(program, window)

    # An error in a window is told in the window: nobody would see it here.
    threading.Timer(_PATIENCE_S, lambda: os._exit(1)).start()
    app.Program._show = watched  # type: ignore[assignment,method-assign]  # noqa: SLF001
    app.main(["--data", data])


if __name__ == "__main__":
    main(*sys.argv[1:])
