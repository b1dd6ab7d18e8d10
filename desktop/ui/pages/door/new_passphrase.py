"""Choosing a passphrase: typed twice, its strength said in words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.pages.door.secret import SecretField
from desktop.ui.parts.announce import announce
from desktop.ui.parts.labels import label, put_kind, put_text
from desktop.ui.passphrase import Strength, strength


class NewPassphrase(QWidget):
    """Two lines; Enter in the second asks to go on."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the lines, empty."""
        super().__init__(parent)
        self.name = ""
        self.first = SecretField(
            self.tr("Choose a passphrase"),
            self.tr(
                "It opens your desk on this computer. Nobody can look it up for you, "
                "not even the office."
            ),
        )
        self.again = SecretField(self.tr("Type it once more"), show=False)
        self._words = label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(22)
        column.addWidget(self.first)
        self.first.column.addWidget(self._words)
        column.addWidget(self.again)
        self.first.changed.connect(self._on_changed)
        self.first.tick.toggled.connect(self.again.put_shown)
        self.again.returned.connect(self.entered)
        self.first.returned.connect(self._on_first)
        self._on_changed()

    def passphrase(self) -> str:
        """Give what was typed, or "" with the reason shown beside the line."""
        typed = self.first.typed()
        if self._refuse_first(strength(typed, self.name)):
            return ""
        if self.again.typed() != typed:
            self.again.set_problem(self.tr("This is not the same as above. Type it once more"))
            self.again.focus_first()
            return ""
        return typed

    def forget(self) -> None:
        """Empty both lines."""
        self.first.forget()
        self.again.forget()
        self._on_changed()

    def _on_first(self) -> None:
        """Go on to the second line; stay where the first is no passphrase, and say why."""
        judged = strength(self.first.typed(), self.name)
        if self._refuse_first(judged):
            return
        self.again.focus_first()
        announce(self._words, judged.sentence)

    def _refuse_first(self, judged: Strength) -> bool:
        if judged.enough:
            return False
        empty = not self.first.typed().strip()
        self.first.set_problem(self.tr("Enter a passphrase") if empty else judged.sentence)
        self.first.focus_first()
        return True

    def _on_changed(self) -> None:
        judged = strength(self.first.typed(), self.name)
        put_text(self._words, judged.sentence)
        bad = judged.step in ("short", "weak") and bool(self.first.typed())
        put_kind(self._words, "kind", "error" if bad else "muted")
        self.first.set_problem("")
        self.again.set_problem("")
