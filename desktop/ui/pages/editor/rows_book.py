"""The rows of one kind, wherever on the page each is written."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.ui.fields.rows import RowCard, RowsField
from desktop.ui.pages.editor.opened import OpenedRows


class RowsBook(QObject):
    """Joins the rows opened below topics with those of the list, in page order."""

    changed = Signal()

    def __init__(self, field: RowsField, opened: Sequence[OpenedRows]) -> None:
        """Join `field`, the list, with the places that open rows of its kind."""
        super().__init__(field)
        self._field = field
        self._opened = tuple(opened)
        field.changed.connect(self.changed)
        for part in self._opened:
            part.changed.connect(self.changed)

    def put(self, rows: object, unread: Mapping[str, str]) -> None:
        """Show stored rows, each where its topic is ticked, the others in the list."""
        stored = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        listed = [row for row in stored if not any(one.take(row, unread) for one in self._opened)]
        self._field.set_value(listed)
        self._field.set_unread(unread)

    def cards(self) -> list[RowCard]:
        """Give all cards in page order."""
        opened = [card for part in self._opened for card in part.cards()]
        return [*opened, *self._field.cards()]

    def opened_count(self) -> int:
        """Give how many rows are written below topics."""
        return sum(len(part.cards()) for part in self._opened)

    def value(self) -> object:
        """Give the rows; None when there are none."""
        return [card.value() for card in self.cards()] or None

    def unread(self) -> dict[str, str]:
        """Give what cannot be read in the rows, by "group/row/field"."""
        return {
            f"{self._field.question.id}/{card.row_id}/{name}": text
            for card in self.cards()
            for field in card.fields.values()
            for name, text in field.unread().items()
        }
