"""What the pages before a desk is open have in common: slow work, and telling what went wrong."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui.look.look import Look
from desktop.ui.parts.announce import announce
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.page import Page
from desktop.ui.parts.tab_order import stops, tab_through
from desktop.ui.parts.tasks import run_task

if TYPE_CHECKING:
    from desktop.ui.pages.look_card import LookCard

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
        self.look_link = Link(self.tr("Text and colours"))
        self.look_link.setAccessibleDescription(self.tr("Ctrl and + makes the text larger."))
        self.look_link.hide()
        self.header.buttons.addWidget(self.look_link)
        self.look_card: LookCard | None = None
        self._form = QWidget()
        self.body = QVBoxLayout(self._form)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(18)
        self.column.addWidget(self._form)
        self._busy = label("", "muted")
        self._busy.hide()
        self.column.addWidget(self._busy)
        self.column.addStretch()

    def put_title(self, title: str, sentence: str = "") -> None:
        """Change the words at the top for another step; they are read out, as a new page's are."""
        self.header.put(title, sentence)
        self.setAccessibleName(title)
        if self.isVisible():
            announce(self, f"{title}. {sentence}" if sentence else title)

    def put_look(self, look: Look) -> None:
        """Offer text and colours below the title: who needs them needs them here first."""
        self.look_link.clicked.connect(lambda: self._turn_look(look))
        self.look_link.show()

    def put_look_away(self) -> None:
        """Close the card of text and colours: what comes next needs the room."""
        if self.look_card is not None:
            self.look_card.hide()

    def _turn_look(self, look: Look) -> None:
        # Nearly every start goes by without it.
        from desktop.ui.pages.look_card import LookCard

        if self.look_card is None:
            self.look_card = LookCard(look)
            self.column.insertWidget(1, self.look_card)
            tab_through([self.look_link, *stops(self.look_card)])
        self.look_card.setVisible(self.look_card.isHidden())
        if not self.look_card.isHidden():
            self.look_card.text_size.focus_first()

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
        elif self._focus is not None and self._is_here(self._focus):
            # What is disabled loses the focus; the person goes on where they were.
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_here(self, widget: QWidget) -> bool:
        """Say whether a widget is still on the page; one of a file chooser went with it."""
        return shiboken6.isValid(widget) and self._form.isAncestorOf(widget)
