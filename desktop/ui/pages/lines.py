"""Lines of a card: each a link with what it is about below, or plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.labels import label


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it says, more about it, and where it leads (None: nowhere)."""

    text: str
    more: str = ""
    go: Callable[[], object] | None = None


def lines_card(title: str, items: Sequence[Item], nothing: str) -> SectionCard:
    """Give a card with the lines, or with one sentence (or none: "") where there is nothing."""
    card = SectionCard(title)
    card.body.setSpacing(14)
    if not items and nothing:
        card.body.addWidget(label(nothing, "muted"))
    for item in items:
        card.body.addWidget(_line(item))
    return card


def _line(item: Item) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    if item.go is not None:
        link = Link(item.text)
        link.setAccessibleDescription(item.more)
        link.clicked.connect(item.go)
        column.addWidget(link)
    else:
        column.addWidget(label(item.text))
    if item.more:
        column.addWidget(label(item.more, "muted"))
    return box
