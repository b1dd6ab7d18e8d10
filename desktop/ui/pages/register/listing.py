"""The list of a register: ways to narrow it, the table, and what is said while it is empty."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.fields.choice import ScaleField
from desktop.ui.fields.question import Option, Question
from desktop.ui.pages.register.spec import Register
from desktop.ui.pages.register.words import say, say_columns
from desktop.ui.pages.tables import RoomyTable
from desktop.ui.parts.cards import EmptyState
from desktop.ui.parts.models import RowsModel


class RegisterList(QWidget):
    """Shows the entries of a register; `opened` carries the id of one."""

    opened = Signal(str)

    def __init__(self, register: Register[Any], parent: QWidget | None = None) -> None:
        """Make the list, empty."""
        super().__init__(parent)
        self._register = register
        self._entries: Sequence[Any] = ()
        self._model = RowsModel[Any](say_columns(register.columns))
        self.table = RoomyTable(say(register.name), self._model, register.wide)
        self.table.opened.connect(lambda entry: self.opened.emit(register.id(entry)))
        self._empty = EmptyState(register.icon, say(register.empty[0]), say(register.empty[1]))
        self._none = EmptyState(
            register.icon, self.tr("Nothing in this view"), self.tr("Choose another one above.")
        )
        self._empty.hide()
        self._none.hide()
        self.views = self._make_views()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        if self.views is not None:
            column.addWidget(self.views)
        column.addWidget(self.table, 100)
        column.addWidget(self._empty)
        column.addWidget(self._none)
        column.addStretch(1)  # below what is said while there is no table

    def put(self, entries: Sequence[Any]) -> None:
        """Show these entries, those of them that are in the chosen view."""
        self._entries = entries
        self._fill()

    def select(self, id: str) -> None:
        """Put the cursor on an entry, on the first one where that is not in the list."""
        there = (self._model.row(number) for number in range(self._model.rowCount()))
        ids = [self._register.id(entry) for entry in there]
        if ids:
            row = ids.index(id) if id in ids else 0
            self.table.setCurrentIndex(self._model.index(row, 0))

    def take_focus(self) -> None:
        """Put the focus into the table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _make_views(self) -> ScaleField | None:
        names = [name for name, _ in self._register.views]
        if len(names) < 2:
            return None
        options = tuple(Option(name, say(name)) for name in names)
        made = ScaleField(Question("show", "yes_no", self.tr("Show"), options=options))
        made.set_value(names[0])
        made.changed.connect(self._fill)
        return made

    def _fill(self) -> None:
        views = dict(self._register.views)
        chosen = self.views.value() if self.views is not None else None
        fits = views[chosen] if isinstance(chosen, str) else self._register.views[0][1]
        here = self.table.current()
        shown = [entry for entry in self._entries if fits(entry)]
        self._model.put(shown)
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not self._entries)
        self._none.setVisible(bool(self._entries) and not shown)
        self.select(self._register.id(here) if here is not None else "")
