"""Unlocking a desk: with its passphrase, or with what is left when that is forgotten."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.ui import opening
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Option, Question
from desktop.ui.opening import OfficeWay, Opened
from desktop.ui.pages.door.door_page import DoorPage
from desktop.ui.pages.door.secret import SecretField
from desktop.ui.parts.banner import Banner, Tone
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.line import Line
from desktop.ui.parts.page import bring_into_sight

if TYPE_CHECKING:  # few starts need these
    from desktop.ui.pages.door.forgotten import Forgotten
    from desktop.ui.pages.door.next_passphrase import NextPassphrase


class UnlockPage(DoorPage):
    """Asks whose desk, where there are several, and for what opens it.

    Of several people nobody is chosen to begin with, and whose desk was open last is kept nowhere:
    only after locking, the desk that was locked is the one to go on with.
    """

    new_wanted = Signal()  # another person's desk, or the first real one
    restore_wanted = Signal(str, object)  # whose desk, and the UserError that led there, or None

    def __init__(self, data: Path, banner: Banner, *, desk: str = "") -> None:
        """List the desks below the data folder; `desk` is the one to begin with."""
        super().__init__(self.tr("Open your desk"), "", banner)
        self._data = data
        self._opened: Opened | None = None
        names = opening.names_in(data)
        self._names = names
        self._card = SectionCard(
            self.tr("Who are you?") if len(names) > 1 else names[0] if names else ""
        )
        self.who: FieldWidget | None = None
        if len(names) > 1:
            self.who = self._who(names, desk)
            self._card.body.addWidget(self.who)
        self.passphrase = SecretField(self.tr("Passphrase"))
        self.forgotten_link = Link(self.tr("I have forgotten my passphrase"))
        self.forgotten_link.clicked.connect(self._on_forgotten)
        self.open_button = Button(self.tr("Open"), "key-round", kind="primary")
        self.open_button.clicked.connect(self._on_open)
        self.passphrase.returned.connect(self._on_open)
        self.computer_button = Button(self.tr("Open with this computer"), "lock")
        self.computer_button.clicked.connect(self._on_computer)
        self._card.body.addWidget(self.passphrase)
        for way in (self.open_button, self.computer_button, self.forgotten_link):
            self._card.body.addWidget(way, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._card)
        self.forgotten: "Forgotten | None" = None  # noqa: UP037
        self.renewed: "NextPassphrase | None" = None  # noqa: UP037
        self._offer_computer()
        self._others = self._other_ways()
        self.body.addWidget(self._others)

    def begin(self) -> None:
        """Put the focus where the answer is wanted first."""
        if self.who is not None and self.who.value() is None:
            self.who.focus_first()
        else:
            self.passphrase.focus_first()

    def _who(self, names: Sequence[str], desk: str) -> FieldWidget:
        # One desk is nearly always the only one.
        from desktop.ui.fields.choice import choice_field

        options = tuple(Option(name, name) for name in names)
        made = choice_field(
            Question("who", "choice", self.tr("Whose desk is it?"), options=options)
        )
        made.set_value(desk if desk in names else None)
        made.changed.connect(self._on_who)
        return made

    def _other_ways(self) -> QWidget:
        others = QWidget()
        ways = FlowLayout(18, others)
        self.new = Link(self.tr("Set up a desk for somebody else"))
        self.new.clicked.connect(self.new_wanted)
        self.restore = Link(self.tr("Restore a backup"))
        self.restore.clicked.connect(self._on_restore)
        self.try_sample = Link(self.tr("Try with sample data"))
        self.try_sample.clicked.connect(self._on_sample)
        for link in (self.new, self.restore, self.try_sample):
            ways.addWidget(link)
        return others

    def _name(self) -> str:
        """Give whose desk it is, or "" with the question for it beside the names."""
        if self.who is None:
            return self._names[0]
        chosen = self.who.value()
        if chosen is None:
            self.who.set_problem(self.tr("Choose your name"))
            self.who.focus_first()
        return str(chosen or "")

    def _on_who(self) -> None:
        """Forget what was typed for somebody else."""
        self.banner.clear()
        self.passphrase.forget()
        self.passphrase.set_problem("")

        self._offer_computer()

    def _offer_computer(self) -> None:
        """Show the way by this computer's keyring, where the desk's owner has set it up."""
        name = self._names[0] if self.who is None and self._names else self._chosen()
        self.computer_button.setVisible(bool(name) and opening.offers_computer(self._data, name))

    def _chosen(self) -> str:
        return str(self.who.value() or "") if self.who is not None else ""

    def _on_computer(self) -> None:
        name = self._name()
        if name:
            self.work(
                self.tr("Asking the keyring of this computer."),
                lambda: opening.open_by_computer(self._data, name),
                self._on_opened,
                self._on_failed,
            )

    def _on_open(self) -> None:
        name = self._name()
        if not name:
            return
        typed = self.passphrase.typed()
        if not typed.strip():
            self.passphrase.set_problem(self.tr("Enter your passphrase"))
            self.passphrase.focus_first()
            return
        self.work(
            self.tr("Opening your desk. This takes a moment."),
            lambda: opening.open_by_passphrase(self._data, name, typed),
            self._on_opened,
            self._on_failed,
        )

    def _on_failed(self, error: UserError) -> None:
        said = f"{error.sentence} {error.next_step}".strip()
        if opening.needs_a_backup(error):
            self.restore_wanted.emit(self._name(), error)
        elif not opening.is_about_what_was_typed(error):
            self.banner.tell_error(error)
        elif self.forgotten is not None:
            self.forgotten.refuse(said)
        else:
            self.passphrase.set_problem(said)
            self.passphrase.focus_first()
            for line in self.passphrase.findChildren(Line):
                line.selectAll()

    def _on_forgotten(self) -> None:
        name = self._name()
        if name:
            self.work(
                self.tr("Looking for the ways there are."),
                lambda: opening.office_way(self._data, name),
                self._show_forgotten,
                self._on_failed,
            )

    def _show_forgotten(self, office: OfficeWay | None) -> None:
        from desktop.ui.pages.door.forgotten import Forgotten

        self.passphrase.forget()
        self.passphrase.set_problem("")
        self.forgotten = Forgotten(office)
        self.forgotten.entered.connect(self._on_code)
        self.forgotten.remembered.connect(self._on_remembered)
        self.forgotten.restore_wanted.connect(self._on_restore)
        self.put_title(self.tr("Back into your desk"), self._name())
        self._show_only(self.forgotten)
        self.forgotten.focus_first()

    def _on_remembered(self) -> None:
        if self.forgotten is not None:
            self.forgotten.hide()
            self.forgotten.deleteLater()
            self.forgotten = None
        self.banner.clear()
        self.put_title(self.tr("Open your desk"))
        for part in (self._card, self._others):
            part.show()
        self.passphrase.focus_first()

    def _on_code(self, code: str) -> None:
        name = self._name()
        self.work(
            self.tr("Opening your desk. This takes a moment."),
            lambda: opening.open_by_code(self._data, name, code),
            self._on_opened,
            self._on_failed,
        )

    def _on_opened(self, opened: Opened) -> None:
        self.passphrase.forget()
        self._opened = opened
        if self.forgotten is None:
            self._go_in()
            return
        self.forgotten.forget()
        self._ask_anew(opened)

    def _ask_anew(self, opened: Opened) -> None:
        """Go on, after a code, to a passphrase for the next time."""
        from desktop.ui.pages.door.next_passphrase import NextPassphrase

        self.renewed = NextPassphrase(opened.desk.who, by_office=opening.by_office(opened))
        self.renewed.chosen.connect(self._on_renew)
        self.renewed.kept.connect(self._go_in)
        self.put_title(self.tr("A new passphrase"), opened.desk.who)
        self._show_only(self.renewed)
        self.renewed.focus_first()

    def _show_only(self, part: QWidget) -> None:
        self.body.addWidget(part)
        for other in filter(None, (self._card, self._others, self.forgotten)):
            if other is not part:
                other.hide()
        self.put_look_away()
        part.show()
        bring_into_sight(self.header)

    def _on_renew(self, passphrase: str) -> None:
        opened = self._opened
        if opened is not None:
            self.work(
                self.tr("Changing the passphrase. This takes a moment."),
                lambda: opening.change_passphrase(opened, passphrase),
                lambda _: self._go_in(),
            )

    def _go_in(self) -> None:
        if self._opened is not None:
            opened, self._opened = self._opened, None
            if self.renewed is not None:
                self.renewed.forget()
            self.opened.emit(opened)

    def _on_restore(self) -> None:
        name = self._name()
        if name:
            self.restore_wanted.emit(name, None)

    def _on_sample(self) -> None:
        self.work(
            self.tr("Preparing the sample. This takes a moment."),
            lambda: opening.open_sample(self._data),
            self.opened.emit,
        )

    def leave(self) -> bool:
        """Close a desk that was opened by a code and not gone into."""
        if self._opened is not None:
            self._opened.desk.close()
            self._opened = None
        return True

    def tell_locked(self) -> None:
        """Say that the desk was locked by its owner."""
        self.banner.tell(Tone.INFO, self.tr("Your desk is locked. Everything is kept."))
