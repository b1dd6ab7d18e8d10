"""Passphrase and keys: what opens this desk, and changing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt

from desktop.errors import UserError
from desktop.exchange.sealed.office import office_row
from desktop.store import keyfile
from desktop.store.desk import Desk
from desktop.store.layout import KEYS
from desktop.store.moment import say_moment
from desktop.store.unconfirmed import code_is_kept
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.opening import is_about_what_was_typed
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.door.recovery import RecoveryCode
from desktop.ui.pages.exchange.working import Working
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.pages.safety.computer_card import ComputerCard
from desktop.ui.pages.safety.deeds import Deed, PassphraseDeed
from desktop.ui.pages.safety.office_keys import OfficeKeysCard
from desktop.ui.pages.safety.renewing import (
    NewCode,
    change_passphrase,
    let_computer_open,
    new_code,
    new_key,
)
from desktop.ui.parts.banner import Tone
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.tasks import wait_for_tasks

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Office:
    """The office whose code opens the desk, the words of its key, and since when ("": unknown)."""

    name: str
    words: str
    since: str


class KeysPage(DeskPage):
    """Says what opens the desk; each change is asked for in place of it."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; it is filled when it is arrived at."""
        super().__init__("")
        self.header.put(self.tr("Passphrase and keys"), self.tr("What opens this desk."))
        self.setAccessibleName(self.tr("Passphrase and keys"))
        self._view = view
        self._reader = DeskReader(self, view)
        self._worker = DeskReader(self, view)
        self._busy = False
        self.deed: Deed | None = None
        self.code: RecoveryCode | None = None
        self._working = Working()
        self._asked = Holder()
        self._ways = Holder()
        self._changes = self._changes_card()
        self.computer = ComputerCard(view)
        self.computer.wanted.connect(self.ask_computer)
        self._office = OfficeKeysCard(view) if view.role.id == "coordinator" else None
        cards = (self._ways, self._changes, self.computer, self._office)
        self._cards = [card for card in cards if card is not None]
        for part in (self._working, self._asked, *self._cards):
            self.column.addWidget(part)
        self.column.addStretch()

    def arrive(self, subject: str, part: str) -> None:
        """Read what opens the desk."""
        if self.code is None:
            self._put_deed(None)
        self._reader.ask(_office_of, self._show)
        self.computer.read()
        if self._office is not None:
            self._office.read()

    def leave(self) -> bool:
        """Wait for a new key, which shuts the desk for seconds; forget what was typed."""
        if self._busy:
            wait_for_tasks()
        if self.code is not None:
            self._view.banner.tell(
                Tone.WARNING,
                self.tr("The recovery code from before opens nothing any more."),
                self.tr("If the new one is not on paper yet, make another one."),
            )
        self._put_deed(None)
        return True

    def _show(self, office: _Office | None) -> None:
        items = [
            Item(self.tr("Your passphrase")),
            Item(self.tr("Your recovery code, from your copy on paper")),
        ]
        if office is not None:
            said = self.tr("{} can let you back in").format(office.name)
            since = self.tr("Set on {}.").format(office.since) if office.since else ""
            words = self.tr("The words of its key: {}").format(office.words)
            items.append(Item(said, f"{since} {words}".strip()))
        else:
            none = self.tr("Without an invitation, nobody else can.")
            items.append(Item(self.tr("No office can let you back in"), none))
        self._ways.put(lines_card(self.tr("What opens this desk"), items, ""))

    def _changes_card(self) -> SectionCard:
        card = SectionCard(self.tr("Change it"))
        row = FlowLayout()
        for text, icon, pressed in (
            (self.tr("Change the passphrase"), "key-round", self.ask_passphrase),
            (self.tr("Make a new recovery code"), "printer", self.ask_code),
            (self.tr("Make a new key for the desk"), "refresh-cw", self.ask_key),
        ):
            button = Button(text, icon)
            button.clicked.connect(pressed)
            row.addWidget(button)
        card.body.addLayout(row)
        return card

    def ask_passphrase(self) -> None:
        """Ask for another passphrase."""
        deed = PassphraseDeed(self._view.desk.who)

        def go_on() -> None:
            work = partial(
                change_passphrase, present=deed.present.typed(), passphrase=deed.passphrase
            )
            said = self.tr("Changing the passphrase. This takes a moment.")
            self._work(said, work, lambda _: self._on_done(self.tr("Your passphrase is changed.")))

        self._put_deed(deed, go_on)

    def ask_code(self) -> None:
        """Ask before a new recovery code is made."""
        deed = Deed(
            self.tr("Make a new recovery code"),
            (
                self.tr(
                    "Do this when the paper is lost, or somebody has seen it. The code from before "
                    "opens nothing any more."
                ),
                self.tr("Have a pen or a printer at hand: the new code is shown once."),
            ),
            self.tr("Make it"),
        )

        def go_on() -> None:
            said = self.tr("Making a recovery code. This takes a moment.")
            self._work(said, partial(new_code, present=deed.present.typed()), self._show_code)

        self._put_deed(deed, go_on)

    def ask_key(self) -> None:
        """Ask before the desk is encrypted anew."""
        deed = Deed(
            self.tr("Make a new key for the desk"),
            (
                self.tr(
                    "Do this if you think that somebody has copied this desk and knows what opens "
                    "it. The desk is then locked anew with another key: what they have opens "
                    "nothing that is written from now on."
                ),
                self.tr(
                    "Your passphrase stays; change it as well if they may know it. You get a new "
                    "recovery code, and so does the office that can let you in. A backup is made "
                    "first; it and those before keep the old key."
                ),
            ),
            self.tr("Make a new key"),
        )

        def go_on() -> None:
            said = self.tr("Locking the desk anew. Leave the computer on; this can take a while.")
            self._work(said, partial(new_key, present=deed.present.typed()), self._show_code)

        self._put_deed(deed, go_on)

    def ask_computer(self) -> None:
        """Ask before this computer's keyring may open the desk."""
        deed = Deed(
            self.tr("Let this computer open it"),
            (
                self.tr(
                    "Anyone who is logged in as you on this computer can then open this desk "
                    "without the passphrase. You can end it here at any time."
                ),
                self.tr("Everywhere else the passphrase opens it: keep it in mind."),
            ),
            self.tr("Let it open my desk"),
        )

        def go_on() -> None:
            said = self.tr("Asking the keyring of this computer.")
            work = partial(let_computer_open, present=deed.present.typed())
            done = self.tr("This computer can open your desk now.")
            self._work(said, work, lambda _: self._on_done(done))

        self._put_deed(deed, go_on)

    def _put_deed(self, deed: Deed | None, go_on: Callable[[], None] | None = None) -> None:
        if self.deed is not None:
            self.deed.forget()
        self.deed, self.code = deed, None
        self._asked.put(deed)
        for card in self._cards:
            card.setVisible(deed is None)
        if deed is not None and go_on is not None:
            deed.wanted.connect(go_on)
            deed.given_up.connect(self._on_given_up)
            deed.present.focus_first()
            self.verticalScrollBar().setValue(0)

    def _on_given_up(self) -> None:
        self._put_deed(None)
        self._focus_changes()

    def _focus_changes(self) -> None:
        """Go back to the first of the changes: what had the focus is gone."""
        self._changes.findChildren(Button)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _work(self, sentence: str, work: Callable[[Desk], T], done: Callable[[T], None]) -> None:
        """Do it on another thread; what was typed wrongly is said beside its line."""

        def over(found: T) -> None:
            self._put_busy("")
            done(found)

        def wrong(error: UserError) -> None:
            self._put_busy("")
            if self.deed is not None and is_about_what_was_typed(error):
                self.deed.refuse(self.tr("This is not the passphrase of this desk. Type it again"))
            else:
                self._view.banner.tell_error(error)

        self._put_busy(sentence)
        self._worker.ask(work, over, wrong)

    def _put_busy(self, sentence: str) -> None:
        self._busy = bool(sentence)
        self._asked.setEnabled(not sentence)
        if sentence:
            self._working.begin(sentence)
        else:
            self._working.end()

    def _show_code(self, made: NewCode) -> None:
        self._put_deed(None)
        code = RecoveryCode(
            self._view.desk.who, made.code, office=made.office, done=self.tr("My copy is right")
        )
        code.confirmed.connect(self._on_confirmed)
        self._asked.put(code)
        self.code = code
        for card in self._cards:
            card.hide()
        code.show_code()  # on the page it can take the focus

    def _on_confirmed(self) -> None:
        self._worker.ask(code_is_kept, lambda _none: None)
        self._on_done(self.tr("Your new recovery code opens this desk. Destroy the old copy."))

    def _on_done(self, sentence: str) -> None:
        self._put_deed(None)
        self._focus_changes()
        self._view.banner.tell(Tone.SUCCESS, sentence)
        self._reader.ask(_office_of, self._show)
        self.computer.read()


def _office_of(desk: Desk) -> _Office | None:
    slot = keyfile.office_slot_of(desk.folder / KEYS)
    if slot is None:
        return None
    with desk.read() as session:
        row = office_row(session)
        at = str(row.details.get("let_in_at", "")) if row is not None else ""
    since = say_moment(datetime.fromisoformat(at)) if at else ""
    return _Office(slot.name, slot.fingerprint, since)
