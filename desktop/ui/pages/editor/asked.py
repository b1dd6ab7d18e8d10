"""One question on the page, with what belongs to it: what follows from it, and rows it opens."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.parts.announce import announce
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.labels import label, put_kind, put_text
from desktop.ui.parts.picture import Picture


class Asked(QWidget):
    """A field and the lines below it. Hidden while its question does not apply."""

    def __init__(self, field: FieldWidget) -> None:
        """Show the field, and nothing below it yet."""
        super().__init__()
        self.field = field
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._held = Holder()
        self._held.put(field)
        self._column.addWidget(self._held)
        self._note = label("", "muted")
        self._note.hide()
        self._live = _LiveLine()
        self._column.addWidget(self._note)
        self._column.addWidget(self._live)

    def put_field(self, field: FieldWidget) -> None:
        """Ask with another field in the place of this one."""
        self._held.put(field)
        self.field = field

    def put_below(self, part: QWidget) -> None:
        """Add a part of the question, such as the rows it opens."""
        self._column.addWidget(part)

    def put_note(self, text: str) -> None:
        """Say what follows from the answers: "You waited 12 minutes"; "" says nothing."""
        if text != self._note.text():
            put_text(self._note, text)
            self._note.setVisible(bool(text))
            if text and self.isVisible():
                announce(self._note, text)

    def put_live(self, text: str, *, adds_up: bool) -> None:
        """Say whether everything is accounted for; "" says nothing."""
        if self._live.put(text, adds_up=adds_up) and self.isVisible():
            announce(self._live, text)

    def note(self) -> str:
        """Give what is said of the answers."""
        return self._note.text()

    def live(self) -> str:
        """Give the line that says what is accounted for."""
        return self._live.text()


class _LiveLine(QFrame):
    """A line with a mark: whether it adds up is said by its words too."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture("info", "muted", 20)
        self._label = label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._picture)
        row.addWidget(self._label, 1)
        self.setProperty("kind", "live")
        self.hide()

    def put(self, text: str, *, adds_up: bool) -> bool:
        """Show the line; True when it is news worth saying: that all adds up."""
        settled = adds_up and text != self._label.text()
        put_text(self._label, text)
        put_kind(self, "settled", adds_up)
        self._picture.put("circle-check" if adds_up else "info", "ok" if adds_up else "muted")
        self.setVisible(bool(text))
        return settled

    def text(self) -> str:
        return self._label.text()
