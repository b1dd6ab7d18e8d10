"""Unlocking a desk: with its passphrase, or with the recovery code."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui import opening
from desktop.ui.fields.choice import choice_field
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
        self.who = choice_field(
            Question(
                "who",
                "choice",
                self.tr("Whose desk is it?"),
                options=tuple(Option(name, name) for name in names),
            )
        )
        self.who.set_value(desk if desk in names else names[0] if names else None)
        self.who.setVisible(len(names) > 1)
        self.passphrase = SecretField(self.tr("Passphrase"))
        self.code = TextField(
            Question(
                "code",
                "text",
                self.tr("Recovery code"),
                self.tr("Eight groups of five letters and digits, from your copy on paper."),
                max_length=60,
            )
        )
        self.switch = Link("")
        self.switch.clicked.connect(self._on_switch)
        self.open_button = Button(self.tr("Open"), "key-round", kind="primary")
        self.open_button.clicked.connect(self._on_open)
        self.passphrase.returned.connect(self._on_open)
        self.code.returned.connect(self._on_open)
        for part in (self.who, self.passphrase, self.code):
            self._card.body.addWidget(part)
        for way in (self.open_button, self.switch):
            self._card.body.addWidget(way, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._card)
        self.body.addWidget(self._new_passphrase())
        self.body.addLayout(self._other_ways())
        self._by_code = False
        self._show_way()

    def begin(self) -> None:
        """Put the focus where typing begins."""
        (self.who if self.who.value() is None else self._line_field()).focus_first()

    def _line_field(self) -> SecretField | TextField:
        return self.code if self._by_code else self.passphrase

    def _other_ways(self) -> FlowLayout:
        ways = FlowLayout(18)
        self.new = Link(self.tr("Set up a desk for somebody else"))
        self.new.clicked.connect(self.new_wanted)
        self.try_sample = Link(self.tr("Try with sample data"))
        self.try_sample.clicked.connect(self._on_sample)
        ways.addWidget(self.new)
        ways.addWidget(self.try_sample)
        return ways

    def _new_passphrase(self) -> QWidget:
        """Make the step after a recovery code: a passphrase for the next time."""
        self._renew = QWidget()
        column = QVBoxLayout(self._renew)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        card = SectionCard(
            self.tr("Your desk is open"),
            self.tr("Choose a new passphrase. The recovery code stays as it is."),
        )
        self.renewed = NewPassphrase()
        self.renewed.entered.connect(self._on_renew)
        card.body.addWidget(self.renewed)
        column.addWidget(card)
        buttons = FlowLayout()
        renew = Button(self.tr("Use this passphrase"), kind="primary")
        renew.clicked.connect(self._on_renew)
        later = Button(self.tr("Keep the old passphrase"))
        later.clicked.connect(self._go_in)
        buttons.addWidget(renew)
        buttons.addWidget(later)
        column.addLayout(buttons)
        self._renew.hide()
        return self._renew

    def _show_way(self) -> None:
        self.passphrase.setVisible(not self._by_code)
        self.code.setVisible(self._by_code)
        self.switch.put_text(
            self.tr("I have my passphrase") if self._by_code else self.tr("I have my recovery code")
        )

    def _on_switch(self) -> None:
        self._by_code = not self._by_code
        self.banner.clear()
        self._show_way()
        self._line_field().focus_first()

    def _on_open(self) -> None:
        field = self._line_field()
        typed, name = field.typed(), self.who.value()
        if name is None:
            self.who.set_problem(self.tr("Choose whose desk it is"))
            self.who.focus_first()
            return
        if not typed.strip():
            field.set_problem(
                self.tr("Enter your recovery code")
                if self._by_code
                else self.tr("Enter your passphrase")
            )
            field.focus_first()
            return
        way = opening.open_by_code if self._by_code else opening.open_by_passphrase
        self.work(
            self.tr("Opening your desk. This takes a moment."),
            lambda: way(self._data, str(name), typed),
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
        self.code.set_value(None)
        self._opened = opened
        if not self._by_code:
            self._go_in()
            return
        self.renewed.name = opened.desk.who
        self._card.hide()
        self.new.hide()
        self.try_sample.hide()
        self._renew.show()
        self.renewed.first.focus_first()

    def _on_renew(self) -> None:
        passphrase, opened = self.renewed.passphrase(), self._opened
        if passphrase and opened is not None:
            self.work(
                self.tr("Changing the passphrase. This takes a moment."),
                lambda: opening.change_passphrase(opened, passphrase),
                lambda _: self._go_in(),
            )

    def _go_in(self) -> None:
        if self._opened is not None:
            opened, self._opened = self._opened, None
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
