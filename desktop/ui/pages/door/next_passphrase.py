"""A passphrase for the next time, after a desk was opened without one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.pages.door.new_passphrase import NewPassphrase
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout


class NextPassphrase(QWidget):
    """Asks for it; `chosen` carries it. `kept` says that the old one is to stay."""

    chosen = Signal(str)
    kept = Signal()

    def __init__(self, name: str, *, by_office: bool, parent: QWidget | None = None) -> None:
        """Ask the desk's owner, called `name`.

        After the office's code (`by_office`) a new one has to be chosen: the old is forgotten.
        """
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        card = SectionCard(
            self.tr("Your desk is open"),
            self.tr(
                "Choose a new passphrase. The code that the office read out opens nothing "
                "afterwards; the office gets a new one with what you send next."
            )
            if by_office
            else self.tr("Choose a new passphrase. The recovery code stays as it is."),
        )
        self.lines = NewPassphrase()
        self.lines.name = name
        self.lines.entered.connect(self._on_entered)
        card.body.addWidget(self.lines)
        column.addWidget(card)
        buttons = FlowLayout()
        use = Button(self.tr("Use this passphrase"), kind="primary")
        use.clicked.connect(self._on_entered)
        buttons.addWidget(use)
        if not by_office:
            keep = Button(self.tr("Keep the old passphrase"))
            keep.clicked.connect(self.kept)
            buttons.addWidget(keep)
        column.addLayout(buttons)

    def focus_first(self) -> None:
        """Put the focus where typing begins."""
        self.lines.first.focus_first()

    def forget(self) -> None:
        """Empty the lines."""
        self.lines.forget()

    def _on_entered(self) -> None:
        passphrase = self.lines.passphrase()
        if passphrase:
            self.chosen.emit(passphrase)
