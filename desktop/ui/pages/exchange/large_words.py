"""What is read out on the telephone, large: eight words, or a code in groups."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label


class LargeWords(QFrame):
    """Words or groups of signs in large type, in reading order."""

    def __init__(self, name: str, words: Sequence[str], parent: QWidget | None = None) -> None:
        """Show the words; `name` says what they are, to a screen reader too."""
        super().__init__(parent)
        self.setProperty("kind", "row")
        self.setAccessibleName(f"{name}: {', '.join(words)}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that Tab comes upon them
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(label(name, "muted"))
        flow = FlowLayout(22)
        for word in words:
            made = label(word, "h2")
            made.setWordWrap(False)
            flow.addWidget(made)
        column.addLayout(flow)
