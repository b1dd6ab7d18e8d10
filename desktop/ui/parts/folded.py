"""A part of a page that is seldom wanted: folded behind a line until somebody opens it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Link


class Folded(QWidget):
    """Closed to begin with; pressing the line shows and hides `inside`."""

    def __init__(
        self, title: str, inside: QWidget, parent: QWidget | None = None, *, about: str = ""
    ) -> None:
        """Make the line with `inside` hidden below it.

        `about` is read out with the line, where there are several of one name.
        """
        super().__init__(parent)
        self.link = Link(title)
        self.inside = inside
        self._about = about
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.link)
        column.addWidget(inside)
        self.link.clicked.connect(lambda: self.open(yes=inside.isHidden()))
        self.open(yes=False)

    def open(self, *, yes: bool = True) -> None:
        """Show or hide what is inside."""
        self.inside.setVisible(yes)
        state = self.tr("Press to hide.") if yes else self.tr("Press to show.")
        self.link.setAccessibleDescription(f"{self._about} {state}".strip())
