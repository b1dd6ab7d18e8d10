"""One question on the page, with what belongs to it: what follows from it, and rows it opens."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.parts.announce import announce
from desktop.ui.parts.labels import label, put_kind, put_text, put_visible
from desktop.ui.parts.picture import Picture


class Asked(QWidget):
    """A field and the lines below it. Hidden while its question does not apply.

    The field is made when the question is first shown: most questions of a form never are.
    """

    def __init__(self, make: Callable[["Asked"], None]) -> None:
        """Stand for a question; `make` calls `hold` with its field, and may put more below."""
        super().__init__()
        self._make = make
        self._field: FieldWidget | None = None
        self._note: QLabel | None = None
        self._live: _LiveLine | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def made(self) -> bool:
        """Whether there is a field yet."""
        return self._field is not None

    @property
    def field(self) -> FieldWidget:
        """The field, made now if the question was never shown."""
        if self._field is None:
            self._make(self)
        assert self._field is not None  # noqa: S101 - that is what make is for
        return self._field

    def hold(self, field: FieldWidget) -> None:
        """Show this field."""
        self._field = field
        self._column.insertWidget(0, field)
        field.lower()  # the first of the parts for Tab too, which go by their place among these

    def put_shown(self, shown: bool) -> bool:  # noqa: FBT001 - one word says it
        """Show the question or hide it; True when that made its field."""
        new = shown and not self.made
        if new:
            self.field.show()
        put_visible(self, shown)
        return new

    def renew(self) -> None:
        """Ask with a new field in the place of this one, where there is one."""
        if self._field is not None:
            old, self._field = self._field, None
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
            self.field.show()

    def put_below(self, part: QWidget) -> None:
        """Add a part of the question, such as the rows it opens."""
        self._column.addWidget(part)

    def put_note(self, text: str) -> None:
        """Say what follows from the answers: "You waited 12 minutes"; "" says nothing."""
        if text == self.note():
            return
        if self._note is None:
            self._note = label("", "muted")
            self._column.insertWidget(1, self._note)
        put_text(self._note, text)
        self._note.setVisible(bool(text))
        if text and self.isVisible():
            announce(self._note, text)

    def put_live(self, text: str, *, adds_up: bool) -> None:
        """Say whether everything is accounted for; "" says nothing."""
        if self._live is None:
            if not text:
                return
            self._live = _LiveLine()
            self._column.insertWidget(2 if self._note else 1, self._live)
        if self._live.put(text, adds_up=adds_up) and self.isVisible():
            announce(self._live, text)

    def note(self) -> str:
        """Give what is said of the answers."""
        return self._note.text() if self._note is not None else ""

    def live(self) -> str:
        """Give the line that says what is accounted for."""
        return self._live.text() if self._live is not None else ""


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
