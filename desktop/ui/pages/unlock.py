"""Unlocking a desk: with its passphrase, or with the recovery code."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui import opening
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Option, Question
from desktop.ui.fields.text import TextField
from desktop.ui.opening import Opened
from desktop.ui.pages.door.door_page import DoorPage
from desktop.ui.pages.door.new_passphrase import NewPassphrase
from desktop.ui.pages.door.secret import SecretField
from desktop.ui.parts.banner import Banner, Tone
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.line import Line
from desktop.ui.parts.tab_order import stops, tab_through


class UnlockPage(DoorPage):
    """Asks whose desk, where there are several, and for what opens it."""

    new_wanted = Signal()  # another person's desk, or the first real one

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
        self.code: TextField | None = None
        self.switch = Link(self.tr("I have my recovery code"))
        self.switch.clicked.connect(self._on_switch)
        self.open_button = Button(self.tr("Open"), "key-round", kind="primary")
        self.open_button.clicked.connect(self._on_open)
        self.passphrase.returned.connect(self._on_open)
        self._card.body.addWidget(self.passphrase)
        for way in (self.open_button, self.switch):
            self._card.body.addWidget(way, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._card)
        self.renewed: NewPassphrase | None = None
        self.body.addLayout(self._other_ways())

    def begin(self) -> None:
        """Put the focus where typing begins."""
        self._line_field().focus_first()

    def _line_field(self) -> SecretField | TextField:
        return self.passphrase if self.code is None else self.code

    def _who(self, names: Sequence[str], desk: str) -> FieldWidget:
        # One desk is nearly always the only one.
        from desktop.ui.fields.choice import choice_field

        options = tuple(Option(name, name) for name in names)
        made = choice_field(
            Question("who", "choice", self.tr("Whose desk is it?"), options=options)
        )
        made.set_value(desk if desk in names else names[0])
        return made

    def _other_ways(self) -> FlowLayout:
        ways = FlowLayout(18)
        self.new = Link(self.tr("Set up a desk for somebody else"))
        self.new.clicked.connect(self.new_wanted)
        self.try_sample = Link(self.tr("Try with sample data"))
        self.try_sample.clicked.connect(self._on_sample)
        ways.addWidget(self.new)
        ways.addWidget(self.try_sample)
        return ways

    def _ask_anew(self, name: str) -> None:
        """Go on, after a recovery code, to a passphrase for the next time."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        card = SectionCard(
            self.tr("Your desk is open"),
            self.tr("Choose a new passphrase. The recovery code stays as it is."),
        )
        renewed = NewPassphrase()
        renewed.name = name
        renewed.entered.connect(self._on_renew)
        card.body.addWidget(renewed)
        column.addWidget(card)
        buttons = FlowLayout()
        renew = Button(self.tr("Use this passphrase"), kind="primary")
        renew.clicked.connect(self._on_renew)
        later = Button(self.tr("Keep the old passphrase"))
        later.clicked.connect(self._go_in)
        buttons.addWidget(renew)
        buttons.addWidget(later)
        column.addLayout(buttons)
        for part in (self._card, self.new, self.try_sample):
            part.hide()
        self.body.addWidget(made)
        made.show()
        self.renewed = renewed
        renewed.first.focus_first()

    def _name(self) -> str:
        return self._names[0] if self.who is None else str(self.who.value())

    def _on_switch(self) -> None:
        self.banner.clear()
        body = self._card.body
        if self.code is None:
            self.code = TextField(
                Question(
                    "code",
                    "text",
                    self.tr("Recovery code"),
                    self.tr("Eight groups of five letters and digits, from your copy on paper."),
                    max_length=60,
                )
            )
            self.code.returned.connect(self._on_open)
            body.insertWidget(body.indexOf(self.passphrase), self.code)
            self.code.show()
            tab_through([*stops(self.code), self.open_button])
            self.switch.put_text(self.tr("I have my passphrase"))
        else:
            self.code.hide()
            self.code.deleteLater()
            self.code = None
            self.switch.put_text(self.tr("I have my recovery code"))
        self.passphrase.setVisible(self.code is None)
        self._line_field().focus_first()

    def _on_open(self) -> None:
        field = self._line_field()
        typed, name = field.typed(), self._name()
        if not typed.strip():
            field.set_problem(
                self.tr("Enter your recovery code")
                if self.code is not None
                else self.tr("Enter your passphrase")
            )
            field.focus_first()
            return
        way = opening.open_by_passphrase if self.code is None else opening.open_by_code
        self.work(
            self.tr("Opening your desk. This takes a moment."),
            lambda: way(self._data, name, typed),
            self._on_opened,
            self._on_failed,
        )

    def _on_failed(self, error: UserError) -> None:
        field = self._line_field()
        if opening.is_about_what_was_typed(error):
            field.set_problem(f"{error.sentence} {error.next_step}".strip())
            field.focus_first()
            for line in field.findChildren(Line):
                line.selectAll()
        else:
            self.banner.tell_error(error)

    def _on_opened(self, opened: Opened) -> None:
        self.passphrase.forget()
        self._opened = opened
        if self.code is None:
            self._go_in()
            return
        self._ask_anew(opened.desk.who)

    def _on_renew(self) -> None:
        passphrase = self.renewed.passphrase() if self.renewed is not None else ""
        opened = self._opened
        if passphrase and opened is not None:
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

    def _on_sample(self) -> None:
        self.work(
            self.tr("Preparing the sample. This takes a moment."),
            lambda: opening.open_sample(self._data),
            self.opened.emit,
        )

    def leave(self) -> bool:
        """Close a desk that was opened by its code and not gone into."""
        if self._opened is not None:
            self._opened.desk.close()
            self._opened = None
        return True

    def tell_locked(self) -> None:
        """Say that the desk was locked by its owner."""
        self.banner.tell(Tone.INFO, self.tr("Your desk is locked. Everything is kept."))
