"""Your office: who it is, its eight words, and opening its invitations on an open desk."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.sealed.office import Office
from desktop.formlib.typed import say_day
from desktop.store.desk import Desk
from desktop.ui import invited
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.invited import Offer, Taken
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.door.invitation import Content, InvitationField
from desktop.ui.pages.door.office_words import OfficeWords, offer_card, role_said, stop_card
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.parts.banner import Tone
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.drops import FileDrops
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label


class OfficePage(DeskPage):
    """For whoever was invited, or will be: an invitation brings the desk up to date."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; it is filled when it is arrived at."""
        super().__init__("")
        self._view = view
        self.header.put(self.tr("Your office"))
        self.setAccessibleName(self.tr("Your office"))
        self._reader = DeskReader(self, view)
        self._worker = DeskReader(self, view)
        self._office: Office | None = None
        self.field: InvitationField | None = None
        self.words: OfficeWords | None = None
        self._cards = QVBoxLayout()
        self._cards.setSpacing(18)
        self.column.addLayout(self._cards)
        self.column.addStretch()
        self._drops = FileDrops(self.viewport(), self._on_dropped)

    def arrive(self, subject: str, part: str) -> None:
        """Read which office this desk belongs to."""
        self._reader.ask(invited.office_of_desk, self._show)

    def _show(self, office: Office | None) -> None:
        self._office = office
        cards = [self._office_card(office), self._words_card(office)] if office else []
        self._put(*cards, self._invitation_card(office))

    def _office_card(self, office: Office) -> SectionCard:
        card = SectionCard(office.name, self.tr("You were invited by this office."))
        card.body.setSpacing(10)
        card.body.addWidget(label(role_said(office.role)))
        since = say_day(office.made_at.astimezone().date().isoformat())
        card.body.addWidget(
            label(self.tr("The newest invitation on this desk was made on {}.").format(since))
        )
        return card

    def _words_card(self, office: Office) -> SectionCard:
        card = SectionCard(
            self.tr("The office’s eight words"),
            self.tr("You have compared them by telephone.") if office.confirmed else "",
        )
        self.words = OfficeWords(office.words)
        self.words.answer.setVisible(not office.confirmed)
        card.body.addWidget(self.words)
        if not office.confirmed:
            keep = Button(self.tr("Keep my answer"), "check", kind="primary")
            keep.clicked.connect(self._on_compared)
            card.body.addLayout(_row(keep))
        return card

    def _invitation_card(self, office: Office | None) -> SectionCard:
        card = SectionCard(
            self.tr("Open a newer invitation") if office else self.tr("Open an invitation"),
            self.tr("It brings places, lists, the rota and numbers to ring up to date.")
            if office
            else self.tr("This desk belongs to no office yet."),
        )
        self.field = InvitationField()
        self.field.given.connect(self._on_given)
        card.body.addWidget(self.field)
        return card

    def _on_dropped(self, files: list[Path]) -> None:
        if self.field is not None:
            self.field.take_files(files)

    def _on_compared(self) -> None:
        answer = self.words.compared() if self.words is not None else ""
        if answer == "match":
            self._worker.ask(invited.words_match, lambda _: self._on_confirmed())
        elif answer == "differ":
            self._view.banner.tell(
                Tone.WARNING,
                self.tr("Send nothing until this is settled."),
                self.tr(
                    "Tell your office, while you have them on the phone, that the words differ, "
                    "and say how the invitation came to you."
                ),
            )
        elif answer:
            self._view.say(self.tr("You are reminded until you have compared."), True)

    def _on_confirmed(self) -> None:
        self._view.say(self.tr("Saved."), True)
        self.arrive("", "")

    def _on_given(self, content: Content) -> None:
        self._view.say("", False)
        field = self.field
        if field is not None:
            read = partial(_read, content=content)
            self._worker.ask(read, self._on_read, field.refuse)

    def _on_read(self, offer: Offer) -> None:
        if offer.known is not None:
            self._take(offer, match=False)
            return
        card = SectionCard(self.tr("The office’s eight words"))
        self.words = words = OfficeWords(offer.words)
        card.body.addWidget(words)
        self.go_on = Button(self.tr("Use this invitation"), kind="primary")
        self.go_on.clicked.connect(lambda: self._on_first(offer, words))
        back = Button(self.tr("Do not use it"))
        back.clicked.connect(lambda: self.arrive("", ""))
        card.body.addLayout(_row(self.go_on, back))
        self._put(offer_card(offer), card)
        self.field = None
        words.answer.focus_first()

    def _on_first(self, offer: Offer, words: OfficeWords) -> None:
        answer = words.compared()
        if answer == "differ":
            again = Button(self.tr("Open another invitation"))
            again.clicked.connect(lambda: self.arrive("", ""))
            card = stop_card()
            card.body.addLayout(_row(again))
            self._put(card)
            again.setFocus()
        elif answer:
            self._take(offer, match=answer == "match")

    def _take(self, offer: Offer, *, match: bool) -> None:
        forms = self._view.forms
        take = partial(invited.take, forms=forms, offer=offer, words_match=match)
        failed = self.field.refuse if self.field is not None else None
        self._worker.ask(take, self._on_taken, failed)

    def _on_taken(self, taken: Taken) -> None:
        items = [Item(sentence) for sentence in taken.said]
        changed = lines_card(self.tr("What the invitation changed"), items, "")
        self.done = Button(self.tr("Back to your office"))
        self.done.clicked.connect(lambda: self.arrive("", ""))
        if taken.anew:
            changed.body.addWidget(
                label(
                    self.tr(
                        "Lock the desk and open it again: then its pages and forms are as the "
                        "office says."
                    )
                )
            )
            lock = Button(self.tr("Lock now"), "lock", kind="primary")
            lock.clicked.connect(self._view.lock)
            changed.body.addLayout(_row(lock, self.done))
        else:
            changed.body.addLayout(_row(self.done))
        self._put(changed)
        self.field = None
        self.done.setFocus()
        self._view.say(self.tr("The invitation of {} is taken in.").format(taken.office), True)

    def _put(self, *cards: QWidget) -> None:
        """Show these cards in the place of those before."""
        while item := self._cards.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for card in cards:
            self._cards.addWidget(card)
            card.show()


def _read(desk: Desk, content: Content) -> Offer:
    return invited.read_next(desk, content())


def _row(*buttons: Button) -> FlowLayout:
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    return row
