"""Choosing a passphrase: typed twice, its strength said in words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.pages.door.secret import SecretField
from desktop.ui.parts.labels import label, put_kind, put_text
from desktop.ui.passphrase import strength


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
                "the office neither."
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
        self.first.returned.connect(self.again.focus_first)
        self._on_changed()

    def passphrase(self) -> str:
        """Give what was typed, or "" with the reason shown beside the line."""
        typed = self.first.typed()
        judged = strength(typed, self.name)
        if not judged.enough:
            short = self.tr("Enter a passphrase") if not typed.strip() else judged.sentence
            self.first.set_problem(short)
            self.first.focus_first()
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

    def _on_changed(self) -> None:
        judged = strength(self.first.typed(), self.name)
        put_text(self._words, judged.sentence)
        bad = judged.step in ("short", "weak") and bool(self.first.typed())
        put_kind(self._words, "kind", "error" if bad else "muted")
        self.first.set_problem("")
        self.again.set_problem("")
