"""A list of rows, each a card with questions of its own: one for each thing to put right."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGroupBox, QVBoxLayout, QWidget

from desktop.ui.fields.cells import make_cell
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Question
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.tab_order import stops, tab_through


class RowCard(QFrame):
    """One row: its title, its fields by question id, and a button that removes it."""

    changed = Signal()
    removed = Signal()

    def __init__(self, question: Question, row_id: str, parent: QWidget | None = None) -> None:
        """Make a card with empty fields."""
        super().__init__(parent)
        self.row_id = row_id
        self.fields = {cell.id: make_cell(cell) for cell in question.rows}
        self.setProperty("kind", "row")
        self._one = question.one
        self._title = label("", "label")
        self._remove = Button(self.tr("Remove"), "trash-2")
        self._remove.clicked.connect(self.removed)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(16)
        column.addWidget(self._title)
        for field in self.fields.values():
            field.changed.connect(self.changed)
            column.addWidget(field)
        column.addWidget(self._remove, alignment=Qt.AlignmentFlag.AlignLeft)
        self.put_number(1)

    def put_number(self, number: int) -> None:
        """Say which row of the list this is."""
        self.put_title(f"{self._one[:1].upper()}{self._one[1:]} {number}")

    def put_title(self, title: str) -> None:
        """Say what the row is about, where it stands alone."""
        put_text(self._title, title)
        self.setAccessibleName(title)
        self._remove.setAccessibleName(self.tr("Remove {}").format(title.lower()))

    def value(self) -> dict[str, object]:
        """Give the row: its id and the answers that are there."""
        answers = {name: field.value() for name, field in self.fields.items()}
        return {"id": self.row_id, **{n: v for n, v in answers.items() if v is not None}}

    def set_value(self, row: Mapping[str, object]) -> None:
        """Show a stored row."""
        for name, field in self.fields.items():
            field.set_value(row.get(name))

    def set_named_by(self, ask: str) -> None:
        """Say which list the row belongs to."""
        self.setAccessibleDescription(ask)

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        next(iter(self.fields.values())).focus_first()


class RowsField(FieldWidget):
    """Cards, one a row, with a button that adds one. A removed row can be put back."""

    def value(self) -> object:
        """Give the rows, each with its id; None when there are none."""
        return [card.value() for card in self._cards] or None

    def set_value(self, value: object) -> None:
        """Show stored rows."""
        for card in list(self._cards):
            self._drop(card)
        for row in value if isinstance(value, list) else ():
            self._insert(len(self._cards), row)
        self._forget()
        self.set_problem("")

    def cards(self) -> tuple[RowCard, ...]:
        """Give the cards in order."""
        return tuple(self._cards)

    def add_row(self, answers: Mapping[str, object]) -> RowCard:
        """Add a row with these answers and a new id, send `changed`, and give its card."""
        card = self._insert(len(self._cards), {**answers, "id": self.question.new_id()})
        self._forget()
        self.set_problem("")
        self.changed.emit()
        return card

    def unread(self) -> dict[str, str]:
        """Give what could not be read in the rows, by "field/row/cell"."""
        return {
            f"{self.question.id}/{card.row_id}/{name}": text
            for card in self._cards
            for field in card.fields.values()
            for name, text in field.unread().items()
        }

    def set_unread(self, texts: Mapping[str, str]) -> None:
        """Show again what could not be read; call it after `set_value`."""
        for card in self._cards:
            start = f"{self.question.id}/{card.row_id}/"
            own = {k.removeprefix(start): t for k, t in texts.items() if k.startswith(start)}
            for field in card.fields.values():
                field.set_unread(own)

    def _build(self) -> QWidget:
        self._cards: list[RowCard] = []
        self._gone: tuple[int, dict[str, object], dict[str, str]] | None = None
        self._box = QGroupBox()
        self._box.setFlat(True)
        self._list = QVBoxLayout(self._box)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(12)
        self._back = Link(self.tr("Put the removed {} back").format(self.question.one))
        self._back.clicked.connect(self._on_back)
        self._back.hide()
        article = "an" if self.question.one[:1].lower() in "aeiou" else "a"
        self._add = Button(
            self.tr("Add {article} {one}").format(article=article, one=self.question.one), "plus"
        )
        self._add.clicked.connect(self._on_add)
        self._list.addWidget(self._back)
        self._list.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._box)
        return self._box

    def _entry(self) -> QWidget:
        return self._add

    def _controls(self) -> list[QWidget]:
        return []

    def _insert(self, place: int, row: Mapping[str, object]) -> RowCard:
        card = RowCard(self.question, str(row.get("id") or self.question.new_id()))
        card.set_named_by(self.question.ask)
        card.set_value(row)
        card.changed.connect(self._on_changed)
        card.removed.connect(self._on_removed)
        self._cards.insert(place, card)
        self._list.insertWidget(place, card)
        card.show()  # the layout would show it later, and then it could not take the focus now
        self._number()
        self._set_order()
        return card

    def _drop(self, card: RowCard) -> None:
        self._cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._number()

    def _number(self) -> None:
        for number, card in enumerate(self._cards, 1):
            card.put_number(number)

    def _set_order(self) -> None:
        """Let Tab go through the cards and then to the links below."""
        in_cards = [stop for card in self._cards for stop in stops(card)]
        tab_through([self._error, *in_cards, self._back, self._add])

    def _forget(self) -> None:
        self._gone = None
        self._back.hide()

    def _on_add(self) -> None:
        self.add_row({}).focus_first()

    def _on_changed(self) -> None:
        self.set_problem("")
        self.changed.emit()

    def _on_removed(self) -> None:
        card = self.sender()
        if isinstance(card, RowCard):
            start = f"{self.question.id}/{card.row_id}/"
            unread = {k: t for k, t in self.unread().items() if k.startswith(start)}
            self._gone = (self._cards.index(card), card.value(), unread)
            self._drop(card)
            self._back.show()
            self._back.setFocus(Qt.FocusReason.TabFocusReason)
            self.changed.emit()

    def _on_back(self) -> None:
        if self._gone is not None:
            place, row, unread = self._gone
            card = self._insert(place, row)
            self.set_unread(unread)
            self._forget()
            card.focus_first()
            self.changed.emit()
