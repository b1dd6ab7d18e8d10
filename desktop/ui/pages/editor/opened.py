"""Rows written where they were opened: below the question whose answer calls for them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.formlib.model import Field
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Question
from desktop.ui.fields.rows import RowCard
from desktop.ui.parts.tab_order import stops, tab_through


class OpenedRows(QWidget):
    """The rows that the answer to one question opens, each about a topic.

    A row whose topic is no longer answered is set aside with its words and comes back when the
    topic does; so are all of them while the question does not apply.
    """

    changed = Signal()
    unwanted = Signal(str)  # the topic whose row was removed

    def __init__(self, opener: FieldWidget, item: Field, rows: Question, about: str) -> None:
        """Stand below `opener`, the field of `item`; `about` is the rows' field for the topic."""
        super().__init__()
        self._opener = opener
        self._item = item
        self._rows = rows
        self._about = about
        options = {option.code: option.label for option in opener.question.options}
        self._labels = {item.id: item.name} if item.opens_on else options
        self._applies = True
        self._shown: dict[str, list[RowCard]] = {}
        self._aside: dict[str, list[RowCard]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(12)
        self.hide()

    def cards(self) -> list[RowCard]:
        """Give the cards on screen, in the order of the topics."""
        if not self._applies:
            return []
        return [card for code in self._labels for card in self._shown.get(code, [])]

    def take(self, row: Mapping[str, object], unread: Mapping[str, str]) -> bool:
        """Show a stored row if its topic is answered here; False where it belongs elsewhere."""
        topic = row.get(self._about)
        if topic not in self._topics():
            return False
        card = self._make(str(topic), str(row["id"]), row)
        start = f"{self._rows.id}/{card.row_id}/"
        own = {k.removeprefix(start): t for k, t in unread.items() if k.startswith(start)}
        for field in card.fields.values():
            field.set_unread(own)
        self._shown.setdefault(str(topic), []).append(card)
        self._lay_out()
        return True

    def follow(self) -> None:
        """Open a row for each topic newly answered, and set aside those of topics taken back."""
        topics = self._topics()
        for topic in [topic for topic in self._shown if topic not in topics]:
            self._aside[topic] = self._shown.pop(topic)
        for topic in topics:
            if topic not in self._shown:
                self._shown[topic] = self._aside.pop(topic, []) or [self._new(topic)]
        self._lay_out()

    def put_applies(self, applies: bool) -> bool:  # noqa: FBT001 - one word says it
        """Say whether the question is asked; True when rows came or went with it."""
        if applies == self._applies:
            return False
        self._applies = applies
        self._lay_out()
        return bool(self._shown)

    def without(self, topic: str) -> object:
        """Give the question's answer with a topic taken back."""
        value = self._opener.value()
        left = [code for code in value if code != topic] if isinstance(value, list) else []
        return left or None

    def _topics(self) -> list[str]:
        """Give the topics that the answer opens; of a single choice that is the question."""
        value = self._opener.value()
        if self._item.opens_on:
            return [self._item.id] if value in self._item.opens_on else []
        return [code for code in value if code in self._labels] if isinstance(value, list) else []

    def _new(self, topic: str) -> RowCard:
        id_ = self._rows.new_id()
        return self._make(topic, id_, {"id": id_, self._about: topic})

    def _make(self, topic: str, id_: str, row: Mapping[str, object]) -> RowCard:
        card = RowCard(self._rows, id_)
        card.put_title(self._labels[topic])
        card.set_named_by(self._rows.ask)
        card.set_value(row)
        card.fields[self._about].hide()  # the title says it
        card.changed.connect(self.changed)
        card.removed.connect(self._on_removed)
        return card

    def _on_removed(self) -> None:
        card = self.sender()
        if not isinstance(card, RowCard):
            return
        topic = next(topic for topic, cards in self._shown.items() if card in cards)
        if len(self._shown[topic]) > 1:
            self._shown[topic].remove(card)
            card.hide()
            card.deleteLater()
            self._lay_out()
            self.changed.emit()
        else:
            self.unwanted.emit(topic)

    def _lay_out(self) -> None:
        cards = self.cards()
        for group in (*self._shown.values(), *self._aside.values()):
            for card in group:
                if card not in cards:
                    card.hide()
        for place, card in enumerate(cards):
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
            card.show()
        self.setVisible(bool(cards))
        if cards:
            below = (stop for card in cards for stop in stops(card))
            tab_through([stops(self._opener)[-1], *below])
