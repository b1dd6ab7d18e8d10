"""Reading the desk for a page, on another thread."""

from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from desktop.errors import UserError
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.parts.tasks import run_task

T = TypeVar("T")


class DeskReader:
    """Reads the desk in the background; of several questions only the last one is answered."""

    def __init__(self, owner: QObject, view: DeskView) -> None:
        """Read for `owner`, to whom nothing is given once it is gone."""
        self._owner = owner
        self._view = view
        self._asked = 0

    def ask(
        self,
        read: Callable[[Desk], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Do `read` on another thread and call `done` with what it gave.

        A `UserError` goes to `failed`, or to the banner. The present moment goes along: a clock
        that stands still here stands still there.
        """
        self._asked += 1
        asked = self._asked

        def answer(found: T) -> None:
            if asked == self._asked:
                done(found)

        work = partial(copy_context().run, read, self._view.desk)
        run_task(self._owner, work, answer, failed or self._view.banner.tell_error)
