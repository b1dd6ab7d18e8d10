"""What the pages before a desk is open have in common: slow work, and telling what went wrong."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui.parts.announce import announce
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.page import Page
from desktop.ui.parts.tasks import run_task

T = TypeVar("T")


class DoorPage(Page):
    """A page that ends with an open desk. Put what can be used into `body`.

    `opened` carries the `opening.Opened`.
    """

    opened = Signal(object)

    def __init__(self, title: str, sentence: str, banner: Banner) -> None:
        """Make the page; errors are told in `banner`."""
        super().__init__(title, sentence)
        self.banner = banner
        self._focus: QWidget | None = None
        self._form = QWidget()
        self.body = QVBoxLayout(self._form)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(18)
        self.column.addWidget(self._form)
        self._busy = label("", "muted")
        self._busy.hide()
        self.column.addWidget(self._busy)
        self.column.addStretch()

    @property
    def busy(self) -> bool:
        """Whether something is being done and nothing can be pressed."""
        return not self._form.isEnabled()

    def work(
        self,
        sentence: str,
        job: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Do a job in the background and say so; then call `done` with what it gave.

        An error goes to `failed`, or is told in the banner.
        """

        def over(result: T) -> None:
            self._put_busy("")
            done(result)

        def wrong(error: UserError) -> None:
            self._put_busy("")
            (failed or self.banner.tell_error)(error)

        self.banner.clear()
        self._put_busy(sentence)
        run_task(self, job, over, wrong)

    def _put_busy(self, sentence: str) -> None:
        if sentence:
            self._focus = QApplication.focusWidget()
        put_text(self._busy, sentence)
        self._busy.setVisible(bool(sentence))
        self._form.setEnabled(not sentence)
        if sentence:
            announce(self._busy, sentence)
        elif self._focus is not None and self._form.isAncestorOf(self._focus):
            # What is disabled loses the focus; the person goes on where they were.
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
