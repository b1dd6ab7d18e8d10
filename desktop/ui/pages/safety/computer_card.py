"""Letting this computer open the desk: off to begin with, and what it means said plainly."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desktop.store import computer
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text


@dataclass(frozen=True, slots=True)
class _State:
    """Whether there is a keyring that can be used, and whether a slot waits for one."""

    usable: bool
    on: bool


class ComputerCard(SectionCard):
    """`wanted` asks for it to be turned on, which takes the passphrase; off it goes at once."""

    wanted = Signal()

    def __init__(self, view: DeskView, parent: QWidget | None = None) -> None:
        """Make the card; `read` fills it."""
        super().__init__(
            QCoreApplication.translate("ComputerCard", "Opening it with this computer"),
            parent=parent,
        )
        self._view = view
        self._reader = DeskReader(self, view)
        self._said = label("")
        self.turn_on = Button(self.tr("Let this computer open it"), "key-round")
        self.turn_off = Button(self.tr("Ask for the passphrase always"), "lock")
        self.turn_on.clicked.connect(self.wanted)
        self.turn_off.clicked.connect(self._on_off)
        self.body.addWidget(self._said)
        row = FlowLayout()
        row.addWidget(self.turn_on)
        row.addWidget(self.turn_off)
        self.body.addLayout(row)
        self._show(_State(usable=False, on=False))

    def read(self) -> None:
        """Read how it is; asking the computer may take a moment."""
        self._reader.ask(_state, self._show)

    def _show(self, state: _State) -> None:
        if state.on:
            said = self.tr(
                "The keyring of this computer can open this desk: anyone who is logged in as you "
                "can, without the passphrase. The passphrase and the recovery code still do."
            )
        elif state.usable:
            said = self.tr(
                "The passphrase is always asked for. You can let the keyring of this computer open "
                "the desk. Anyone who is logged in as you can then open it, too: do this only "
                "where nobody else uses your log-in."
            )
        else:
            said = self.tr(
                "The passphrase is always asked for. This computer has no keyring that the "
                "program can use."
            )
        put_text(self._said, said)
        self.turn_on.setVisible(state.usable and not state.on)
        self.turn_off.setVisible(state.on)

    def _on_off(self) -> None:
        def done(_none: None) -> None:
            self._view.say(self.tr("The passphrase is always asked for now."), True)
            self.read()

        self._reader.ask(computer.forget, done)


def _state(desk: Desk) -> _State:
    return _State(computer.can_remember(), bool(computer.entry_of(desk.folder)))
