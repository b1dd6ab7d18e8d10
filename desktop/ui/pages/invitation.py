"""Setting a desk up by the office's invitation: open it, lock the desk, keep the recovery code."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui import invited, opening
from desktop.ui.fields.question import Question
from desktop.ui.fields.text import TextField
from desktop.ui.invited import Offer
from desktop.ui.opening import Made
from desktop.ui.pages.door.door_page import DoorPage
from desktop.ui.pages.door.invitation import Content, InvitationField
from desktop.ui.pages.door.new_passphrase import NewPassphrase
from desktop.ui.pages.door.office_words import OfficeWords, offer_card, stop_card
from desktop.ui.pages.door.recovery import RecoveryCode
from desktop.ui.parts.banner import Banner, Tone
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.drops import FileDrops
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.page import bring_into_sight


class InvitationPage(DoorPage):
    """Three steps. Until the second has ended there is no desk and nothing of the office here."""

    given_up = Signal()

    def __init__(self, data: Path, banner: Banner) -> None:
        """Set up a desk below the data folder."""
        super().__init__("", "", banner)
        self._data = data
        self._made: Made | None = None
        self.offer: Offer | None = None
        self.words: OfficeWords | None = None
        self.recovery: RecoveryCode | None = None
        self._step: QWidget | None = None
        self._compared = False
        self._drops = FileDrops(self.viewport(), self._on_dropped)
        self.ask()

    def ask(self) -> None:
        """Begin anew: ask for the invitation."""
        self.offer = self.words = None
        self._put_title(1, self.tr("Open the invitation"))
        step, column = self._new_step()
        self.field = InvitationField()
        self.field.given.connect(self._on_given)
        card = SectionCard(self.tr("Your invitation"))
        card.body.addWidget(self.field)
        column.addWidget(card)
        back = Button(self.tr("Back"))
        back.clicked.connect(self.given_up)
        column.addLayout(_row(back))
        self._put(step)
        if self.isVisible():
            self.begin()

    def begin(self) -> None:
        """Put the focus where the invitation is given."""
        self.field.choose.setFocus()

    def _on_dropped(self, files: list[Path]) -> None:
        if self.offer is None and not self.busy:
            self.field.take_files(files)

    def _on_given(self, content: Content) -> None:
        data = self._data
        self.work(
            self.tr("Reading the invitation."),
            lambda: invited.read_first(content(), data),
            self._on_read,
            self.field.refuse,
        )

    def _on_read(self, offer: Offer) -> None:
        self.offer = offer
        self._put_title(1, self.tr("Is it your office’s?"))
        step, column = self._new_step()
        column.addWidget(offer_card(offer))
        card = SectionCard(self.tr("The office’s eight words"))
        self.words = OfficeWords(offer.words)
        card.body.addWidget(self.words)
        column.addWidget(card)
        self.go_on = Button(self.tr("Continue"), kind="primary")
        self.go_on.clicked.connect(self._on_compared)
        other = Button(self.tr("Open another invitation"))
        other.clicked.connect(self.ask)
        column.addLayout(_row(self.go_on, other))
        self._put(step)
        self.words.answer.focus_first()
        bring_into_sight(self.header)

    def _on_compared(self) -> None:
        answer = self.words.compared() if self.words is not None else ""
        if answer == "differ":
            self._stop()
        elif answer:
            self._compared = answer == "match"
            self._ask_passphrase()

    def _stop(self) -> None:
        self.offer = self.words = None
        step, column = self._new_step()
        column.addWidget(stop_card())
        other = Button(self.tr("Open another invitation"), kind="primary")
        other.clicked.connect(self.ask)
        back = Button(self.tr("Back to the beginning"))
        back.clicked.connect(self.given_up)
        column.addLayout(_row(other, back))
        self._put_title(1, self.tr("The words differ"))
        self._put(step)
        other.setFocus()

    def _ask_passphrase(self) -> None:
        offer = self.offer
        if offer is None:
            return
        self._put_title(2, self.tr("Lock your desk"))
        step, column = self._new_step()
        card = SectionCard(self.tr("Your desk"))
        self.name = TextField(
            Question(
                "name",
                "text",
                self.tr("Your name"),
                self.tr("As the office knows you. The folder of your desk gets this name."),
                max_length=60,
            )
        )
        self.name.set_value(offer.person)
        self.passphrase = NewPassphrase()
        self.passphrase.name = offer.person
        self.name.returned.connect(self.passphrase.first.focus_first)
        self.passphrase.entered.connect(self._on_passphrase)
        card.body.addWidget(self.name)
        card.body.addWidget(self.passphrase)
        column.addWidget(card)
        self.make = Button(self.tr("Make my desk"), kind="primary")
        self.make.clicked.connect(self._on_passphrase)
        back = Button(self.tr("Back"))
        back.clicked.connect(lambda: self._on_read(offer))
        column.addLayout(_row(self.make, back))
        self._put(step)
        self.passphrase.first.focus_first()

    def _on_passphrase(self) -> None:
        name, offer = self.name.typed(), self.offer
        self.name.set_problem("")
        try:
            opening.folder_for(self._data, name)
        except opening.NameNotUsable as error:
            self._refuse_name(error)
            return
        passphrase = self.passphrase.passphrase()
        if not passphrase or offer is None:
            return
        data, match = self._data, self._compared
        self.work(
            self.tr("Making your desk. This takes a moment."),
            lambda: invited.make_desk(data, name, passphrase, offer, words_match=match),
            self._on_made,
            self._on_failed,
        )

    def _on_failed(self, error: UserError) -> None:
        if isinstance(error, opening.NameNotUsable):
            self._refuse_name(error)
        else:
            self.banner.tell_error(error)

    def _refuse_name(self, error: UserError) -> None:
        self.name.set_problem(error.sentence)
        self.name.focus_first()

    def _on_made(self, made: Made) -> None:
        self._made = made
        self.passphrase.forget()
        self._put_title(3, self.tr("Keep your recovery code"))
        office = self.offer.office if self.offer is not None else ""
        recovery = RecoveryCode(made.opened.desk.who, made.code, office=office)
        recovery.confirmed.connect(self._on_confirmed)
        self._put(recovery)
        recovery.show_code()
        self.recovery = recovery
        if made.remarks:
            self.banner.tell(Tone.INFO, " ".join(made.remarks))

    def _on_confirmed(self) -> None:
        if self._made is not None:
            made, self._made = self._made, None
            self.opened.emit(made.opened)

    def leave(self) -> bool:
        """Close a desk that was made and not gone into: it is opened with its passphrase."""
        if self._made is not None:
            self._made.opened.desk.close()
            self._made = None
        return True

    def _put_title(self, step: int, title: str) -> None:
        self.put_title(title, self.tr("Step {} of 3").format(step))

    def _new_step(self) -> tuple[QWidget, QVBoxLayout]:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        return step, column

    def _put(self, step: QWidget) -> None:
        """Show a step in the place of the one before."""
        before, self._step = self._step, step
        self.put_look_away()
        self.banner.clear()
        self.body.addWidget(step)
        if before is not None:
            before.hide()
            self.body.removeWidget(before)
            before.deleteLater()
        step.show()
        bring_into_sight(self.header)


def _row(*buttons: Button) -> FlowLayout:
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    return row
