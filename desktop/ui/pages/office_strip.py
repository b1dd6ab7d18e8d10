"""The reminder that nobody has compared the office’s words yet: calm, there until it is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.store.desk import Desk
from desktop.ui import invited
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.strip import Strip


class OfficeStrip(QWidget):
    """Hidden on a desk of no office, and once the words were compared."""

    def __init__(self, view: DeskView, parent: QWidget | None = None) -> None:
        """Make the strip, hidden."""
        super().__init__(parent)
        self._reader = DeskReader(self, view)
        self.strip = Strip()
        self.compare = Button(self.tr("Compare the words"))
        self.compare.clicked.connect(lambda: view.go("office"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.strip)
        column.addWidget(self.compare, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def arrive(self) -> None:
        """Look whether the words were compared."""
        self._reader.ask(_not_compared, self._show)

    def _show(self, office: str) -> None:
        self.strip.put(
            self.tr("The words of {} are not compared yet. Ring them when you can.").format(office)
            if office
            else ""
        )
        self.setVisible(bool(office))


def _not_compared(desk: Desk) -> str:
    """Give the name of the office whose words nobody has compared, "" for none."""
    found = invited.office_of_desk(desk)
    return found.name if found is not None and not found.confirmed else ""
