"""The quiet line at the bottom of the window: "Saved on this computer at 19:42"."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.parts.announce import announce
from desktop.ui.parts.labels import label, put_text


class StatusLine(QFrame):
    """One sentence about what the program did; news, never a problem (that is a banner)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty line."""
        super().__init__(parent)
        self.setProperty("kind", "status")
        self._label = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 6, 36, 6)
        row.addWidget(self._label)

    def put(self, sentence: str, *, aloud: bool = False) -> None:
        """Show a sentence; `aloud` has it read out too (not for each save while typing)."""
        put_text(self._label, sentence)
        self.setAccessibleName(sentence)
        if aloud and sentence:
            announce(self, sentence)

    def text(self) -> str:
        """Give the sentence on screen."""
        return self._label.text()
