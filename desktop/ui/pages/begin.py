"""The first page where there is no desk yet: the ways to one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import opening
from desktop.ui.pages.door.door_page import DoorPage
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard


class BeginPage(DoorPage):
    """An invitation, a desk set up by oneself, the sample, or a backup."""

    invited = Signal()
    alone = Signal()
    restore_wanted = Signal(str)  # the name of the desk that was lost, "" where it is not known
    given_up = Signal()  # back to the desks that are there

    def __init__(self, data: Path, banner: Banner, *, may_go_back: bool = False) -> None:
        """Offer the ways; `may_go_back` when there is another desk."""
        super().__init__(
            self.tr("Welcome to Scrutiny Desk"),
            self.tr("What you write down stays on this computer, locked with your passphrase."),
            banner,
        )
        self._data = data
        self.by_invitation = Button(self.tr("I have an invitation"), "inbox", kind="primary")
        self.by_myself = Button(self.tr("Set up by myself"), "pencil")
        self.try_sample = Button(self.tr("Try with sample data"), "eye")
        self.by_backup = Button(self.tr("Restore a backup"), "history")
        lost = opening.lost_in(data)
        self._first = self.by_backup if lost else self.by_invitation
        if lost:
            self._put_lost(lost[0])
        self._put(
            self.by_invitation,
            self.tr("Your office has sent you an invitation"),
            self.tr(
                "A file or a text. It takes three steps, and your office’s lists come with it."
            ),
            self.invited.emit,
        )
        self._put(
            self.by_myself,
            self.tr("No invitation"),
            self.tr("For the office itself, and for whoever begins before an invitation comes."),
            self.alone.emit,
        )
        self._put(
            self.try_sample,
            self.tr("Just looking?"),
            self.tr(
                "The sample is a quarter as it was published, with invented details. Nothing you "
                "do there touches a real desk."
            ),
            self._on_sample,
        )
        if not lost:
            self._put(
                self.by_backup,
                self.tr("You had a desk before"),
                self.tr("On another computer, or on this one: a backup of it brings it back."),
                lambda: self.restore_wanted.emit(""),
            )
        if may_go_back:
            back = Button(self.tr("Back to the desks"), "arrow-left")
            back.clicked.connect(self.given_up)
            self.body.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        """Put the focus on the way that is most probably wanted."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_lost(self, name: str) -> None:
        self._put(
            self.by_backup,
            self.tr("There is a backup but no desk on this computer"),
            self.tr("It is of the desk of {}.").format(name),
            lambda: self.restore_wanted.emit(name),
        )

    def _put(
        self, button: Button, title: str, sentence: str, pressed: Callable[[], object]
    ) -> QWidget:
        card = SectionCard(title, sentence)
        card.body.setSpacing(10)
        button.clicked.connect(lambda _: pressed())
        card.body.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)
        return card

    def _on_sample(self) -> None:
        self.work(
            self.tr("Preparing the sample. This takes a moment."),
            lambda: opening.open_sample(self._data),
            self.opened.emit,
        )
