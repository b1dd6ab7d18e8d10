"""A marked line at the top of what a page shows: what kind of thing this is."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.picture import Picture


class Strip(QFrame):
    """Hidden while it says nothing. It asks for nothing and stays: a banner is for news."""

    def __init__(self, icon_name: str = "info", parent: QWidget | None = None) -> None:
        """Make the strip, hidden."""
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self._label = label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        row.addWidget(Picture(icon_name, "warning", 20))
        row.addWidget(self._label, 1)
        self.hide()

    def put(self, sentence: str) -> None:
        """Say it; "" hides the strip."""
        put_text(self._label, sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        """Give the sentence on screen."""
        return self._label.text()
