"""What came back: the office's messages, and what became of what a visitor raised."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.exchange.sealed.messages import Letter, mark_read
from desktop.formlib.typed import say_date
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.labels import label

MOST_SHOWN = 30


def came_back_card(
    view: DeskView, letters: Sequence[Letter], changed: Callable[[], object], *, old: bool = True
) -> SectionCard:
    """Give the card: unread ones first, each with a button; with `old` the others folded."""
    card = SectionCard(QCoreApplication.translate("CameBack", "What came back"))
    card.body.setSpacing(14)
    unread = [one for one in letters if one.unread]
    if not unread:
        nothing = card.tr(
            "Nothing new has come back. What the office writes to you, and what came of something "
            "you raised, is shown here."
        )
        card.body.addWidget(label(nothing, "muted"))
    for one in unread[:MOST_SHOWN]:
        card.body.addWidget(LetterBox(view, one, changed))
    read = [one for one in letters if not one.unread]
    if old and read:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for one in read[:MOST_SHOWN]:
            column.addWidget(LetterBox(view, one, changed))
        card.body.addWidget(Folded(card.tr("Read before"), inside))
    return card


class LetterBox(QFrame):
    """One message, with a button that puts an unread one with those read before."""

    def __init__(
        self,
        view: DeskView,
        letter: Letter,
        changed: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """Show it."""
        super().__init__(parent)
        self.setProperty("kind", "row")
        self._letter = letter
        self._changed = changed
        self._worker = DeskReader(self, view)
        self.setAccessibleName(letter.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(label(letter.text))
        day = say_date(letter.at.astimezone().date().isoformat())
        column.addWidget(label(self.tr("From the office, {}").format(day), "muted"))
        if not letter.unread:
            return
        read = Button(self.tr("I have read this"), "check")
        read.setAccessibleDescription(letter.text)
        read.clicked.connect(self._on_read)
        row = FlowLayout()
        row.addWidget(read)
        column.addLayout(row)

    def _on_read(self) -> None:
        id_ = self._letter.id
        self._worker.ask(lambda desk: _read(desk, id_), self._on_kept)

    def _on_kept(self, _none: None) -> None:
        self._changed()


def _read(desk: Desk, id_: str) -> None:
    with desk.write("Read a message of the office") as session:
        mark_read(session, id_)
