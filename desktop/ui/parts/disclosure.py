"""A line that opens to show more: "Why we ask"."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Link
from desktop.ui.parts.labels import label


class Disclosure(QWidget):
    """Closed to begin with; pressing the line opens and closes it."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        """Make the line with the text hidden below it."""
        super().__init__(parent)
        self.link = Link(title)
        self._title = title
        self._text = label(text, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.link)
        column.addWidget(self._text)
        self.link.clicked.connect(self._turn)
        self._show(opened=False)

    def is_open(self) -> bool:
        """Say whether the text is shown."""
        return not self._text.isHidden()

    def _turn(self) -> None:
        self._show(opened=not self.is_open())

    def _show(self, *, opened: bool) -> None:
        self._text.setVisible(opened)
        state = self.tr("Press to hide.") if opened else self.tr("Press to read.")
        self.link.setAccessibleDescription(f"{state} {self._text.text() if opened else ''}".strip())
