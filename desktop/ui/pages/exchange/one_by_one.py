"""Taking several things in, one after the other, away from the window's thread."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.exchange.handed import Handed, Refused
from desktop.ui.pages.exchange.working import Working

T = TypeVar("T")


class Queue(QObject, Generic[T]):
    """Does the same with each thing handed over; `done` gets the results of all of them."""

    def __init__(
        self,
        owner: QWidget,
        view: DeskView,
        working: Working,
        take: Callable[[Desk, bytes], T],
        done: Callable[[Sequence[tuple[Handed, T | Refused]]], None],
    ) -> None:
        """Take things in for `owner`; `take` runs on another thread and may raise UserError."""
        super().__init__(owner)
        self._reader = DeskReader(owner, view)
        self._working = working
        self._take = take
        self._done = done
        self._waiting: deque[Handed] = deque()
        self._found: list[tuple[Handed, T | Refused]] = []
        self._busy = False

    def put(self, handed: Sequence[Handed]) -> None:
        """Take these in after what waits already."""
        self._waiting.extend(handed)
        if not self._busy:
            self._found = []
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._busy = False
            self._working.end()
            if self._found:
                self._done(tuple(self._found))
            return
        self._busy = True
        one = self._waiting.popleft()
        done, of = len(self._found), len(self._found) + len(self._waiting) + 1
        counted = self.tr(" ({number} of {of})").format(number=done + 1, of=of) if of > 1 else ""
        self._working.begin(
            self.tr("Opening {}…").format(one.name) + counted, done, of if of > 1 else 0
        )
        take = self._take

        def keep(result: T | Refused) -> None:
            self._found.append((one, result))
            self._next()

        def refused(error: UserError) -> None:
            keep(Refused(one.name, error))

        self._reader.ask(lambda desk: take(desk, one.read()), keep, refused)
