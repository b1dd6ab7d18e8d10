"""Rows written where they were opened: below the topics, one for each that was ticked."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Question
from desktop.ui.fields.rows import RowCard
from desktop.ui.parts.tab_order import stops, tab_through


class OpenedRows(QWidget):
    """The rows of the topics ticked in one field.

    A row whose topic is unticked is set aside with its words and comes back when the topic does.
    """

    changed = Signal()
    unwanted = Signal(str)  # the topic whose row was removed

    def __init__(self, topics: FieldWidget, rows: Question, about: str) -> None:
        """Stand below `topics`; `rows` is the question of the rows, `about` its topic's field."""
        super().__init__()
        self._topics = topics
        self._rows = rows
        self._about = about
        self._labels = {option.code: option.label for option in topics.question.options}
        self._shown: dict[str, list[RowCard]] = {}
        self._aside: dict[str, list[RowCard]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(12)
        self.hide()

    def cards(self) -> list[RowCard]:
        """Give the cards on screen, in the order of the topics."""
        return [card for code in self._labels for card in self._shown.get(code, [])]

    def take(self, row: Mapping[str, object], unread: Mapping[str, str]) -> bool:
        """Show a stored row if its topic is ticked here; False where it belongs elsewhere."""
        topic = row.get(self._about)
        ticked = self._topics.value()
        if not isinstance(topic, str) or not isinstance(ticked, list) or topic not in ticked:
            return False
        card = self._make(topic, str(row["id"]), row)
        start = f"{self._rows.id}/{card.row_id}/"
        own = {k.removeprefix(start): t for k, t in unread.items() if k.startswith(start)}
        for field in card.fields.values():
            field.set_unread(own)
        self._shown.setdefault(topic, []).append(card)
        self._lay_out()
        return True

    def follow(self) -> None:
        """Open a row for each topic newly ticked, and set aside those of topics unticked."""
        value = self._topics.value()
        ticked = [code for code in value if code in self._labels] if isinstance(value, list) else []
        for topic in [topic for topic in self._shown if topic not in ticked]:
            self._aside[topic] = self._shown.pop(topic)
        for topic in ticked:
            if topic not in self._shown:
                cards = self._aside.pop(topic, None) or [self._new(topic)]
                self._shown[topic] = cards
        self._lay_out()

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
        for aside in (card for group in self._aside.values() for card in group):
            aside.hide()
        for place, card in enumerate(cards):
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
            card.show()
        self.setVisible(bool(cards))
        if cards:
            below = (stop for card in cards for stop in stops(card))
            tab_through([stops(self._topics)[-1], *below])
