"""Setting up a desk: what you do, your name, a passphrase, and the recovery code on paper."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import opening
from desktop.ui.fields.choice import RadioField
from desktop.ui.fields.question import Option, Question
from desktop.ui.fields.text import TextField
from desktop.ui.opening import Made
from desktop.ui.pages.door.door_page import DoorPage
from desktop.ui.pages.door.new_passphrase import NewPassphrase
from desktop.ui.pages.door.recovery import RecoveryCode
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.page import bring_into_sight


class FirstRunPage(DoorPage):
    """Three steps, one at a time; going back keeps what was entered."""

    given_up = Signal()

    def __init__(self, data: Path, banner: Banner) -> None:
        """Set up a desk below the data folder."""
        super().__init__(
            self.tr("Set up by yourself"),
            self.tr("What you write down stays on this computer, locked with your passphrase."),
            banner,
        )
        self._data = data
        self._made: Made | None = None
        self.recovery: RecoveryCode | None = None
        self.steps = [self._who_step(), self._passphrase_step()]
        for step in self.steps:
            self.body.addWidget(step)
        self._show_step(0)

    def _who_step(self) -> QWidget:
        step, column = _step()
        card = SectionCard(self.tr("About you"))
        self.role = RadioField(
            Question(
                "role",
                "choice",
                self.tr("What do you do?"),
                self.tr("It decides which pages you see. You can change it later in Settings."),
                options=(
                    Option("visitor", self.tr("I visit custody suites or police kennels")),
                    Option("coordinator", self.tr("I run the schemes for the office")),
                    Option("secretary", self.tr("I chair a panel or write for it")),
                    Option("reviewer", self.tr("I review complaints")),
                ),
            )
        )
        self.name = TextField(
            Question(
                "name",
                "text",
                self.tr("Your name"),
                self.tr("As the office knows you. The folder of your desk gets this name."),
                max_length=60,
            )
        )
        self.name.returned.connect(self._on_named)
        card.body.addWidget(self.role)
        card.body.addWidget(self.name)
        column.addWidget(card)
        buttons = FlowLayout()
        self.go_on = Button(self.tr("Continue"), kind="primary")
        self.go_on.clicked.connect(self._on_named)
        buttons.addWidget(self.go_on)
        back = Button(self.tr("Back"))
        back.clicked.connect(self.given_up)
        buttons.addWidget(back)
        column.addLayout(buttons)
        return step

    def _passphrase_step(self) -> QWidget:
        step, column = _step()
        card = SectionCard(self.tr("Lock your desk"))
        self.passphrase = NewPassphrase()
        self.passphrase.entered.connect(self._on_passphrase)
        card.body.addWidget(self.passphrase)
        column.addWidget(card)
        buttons = FlowLayout()
        self.make = Button(self.tr("Make my desk"), kind="primary")
        self.make.clicked.connect(self._on_passphrase)
        back = Button(self.tr("Back"))
        back.clicked.connect(lambda: self._show_step(0))
        buttons.addWidget(self.make)
        buttons.addWidget(back)
        column.addLayout(buttons)
        return step

    def _show_step(self, number: int) -> None:
        for place, step in enumerate(self.steps):
            step.setVisible(place == number)
        self.put_look_away()
        bring_into_sight(self.header)
        if number == 1:
            self.passphrase.first.focus_first()
        elif self.isVisible():
            self.role.focus_first()

    def _on_named(self) -> None:
        self.role.set_problem("" if self.role.value() else self.tr("Choose what you do"))
        try:
            opening.folder_for(self._data, self.name.typed())
        except opening.NameNotUsable as error:
            self.name.set_problem(error.sentence)
        else:
            self.name.set_problem("")
        wrong = [field for field in (self.role, self.name) if field.problem()]
        if wrong:
            wrong[0].focus_first()
            return
        self.passphrase.name = self.name.typed()
        self._show_step(1)

    def _on_passphrase(self) -> None:
        passphrase = self.passphrase.passphrase()
        if not passphrase:
            return
        name, role = self.name.typed(), str(self.role.value())
        self.work(
            self.tr("Making your desk. This takes a moment."),
            lambda: opening.make_desk(self._data, name, role, passphrase),
            self._on_made,
        )

    def _on_made(self, made: Made) -> None:
        self._made = made
        self.passphrase.forget()
        self.header.put(
            self.tr("Your desk is ready"), self.tr("One thing is left: the recovery code.")
        )
        recovery = RecoveryCode(made.opened.desk.who, made.code)
        recovery.confirmed.connect(self._on_confirmed)
        self.steps.append(recovery)
        self.body.addWidget(recovery)
        self._show_step(2)
        recovery.show_code()
        self.recovery = recovery

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


def _step() -> tuple[QWidget, QVBoxLayout]:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(18)
    return step, column
