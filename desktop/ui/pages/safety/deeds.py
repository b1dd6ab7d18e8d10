"""What is asked before something that opens a desk is changed."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.pages.door.new_passphrase import NewPassphrase
from desktop.ui.pages.door.secret import SecretField
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label


class Deed(SectionCard):
    """Asks for the passphrase in use. `wanted` says to go on, `given_up` that all stays."""

    wanted = Signal()
    given_up = Signal()

    def __init__(
        self, title: str, sentences: tuple[str, ...], yes: str, parent: QWidget | None = None
    ) -> None:
        """Make the card; `sentences` say what comes of it, `yes` is the button's word for it."""
        super().__init__(title, parent=parent)
        for sentence in sentences:
            self.body.addWidget(label(sentence))
        self.present = SecretField(self.tr("Your passphrase"), self.tr("The one you use now."))
        self.body.addWidget(self.present)
        self._add_more()
        row = FlowLayout()
        self.go_on = Button(yes, kind="primary")
        self.go_on.clicked.connect(self._on_wanted)
        leave_it = Button(self.tr("Leave it as it is"))
        leave_it.clicked.connect(self.given_up)
        row.addWidget(self.go_on)
        row.addWidget(leave_it)
        self.body.addLayout(row)

    def refuse(self, sentence: str) -> None:
        """Say beside the passphrase what is wrong with it."""
        self.present.set_problem(sentence)
        self.present.focus_first()

    def forget(self) -> None:
        """Empty what was typed."""
        self.present.forget()

    def _add_more(self) -> None:
        """Ask more below the passphrase; nothing here."""
        self.present.returned.connect(self._on_wanted)

    def _is_complete(self) -> bool:
        """Say whether all is typed, and beside a line what is not."""
        if self.present.typed().strip():
            self.present.set_problem("")
            return True
        self.refuse(self.tr("Enter your passphrase"))
        return False

    def _on_wanted(self) -> None:
        if self._is_complete():
            self.wanted.emit()


class PassphraseDeed(Deed):
    """Asks for another passphrase as well; it is in `passphrase` when `wanted` is sent."""

    def __init__(self, name: str) -> None:
        """Ask the desk's owner, called `name`."""
        self.passphrase = ""
        self._name = name
        say = partial(QCoreApplication.translate, "PassphraseDeed")
        stays = say(
            "The recovery code stays as it is. Backups made before open with the passphrase of "
            "their day."
        )
        super().__init__(say("Change the passphrase"), (stays,), say("Change it"))

    def forget(self) -> None:
        """Empty what was typed."""
        super().forget()
        self.lines.forget()
        self.passphrase = ""

    def _add_more(self) -> None:
        self.lines = NewPassphrase()
        self.lines.name = self._name
        self.present.returned.connect(self.lines.first.focus_first)
        self.lines.entered.connect(self._on_wanted)
        self.body.addWidget(self.lines)

    def _is_complete(self) -> bool:
        if not super()._is_complete():
            return False
        self.passphrase = self.lines.passphrase()
        return bool(self.passphrase)
