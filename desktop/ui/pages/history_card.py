"""The history of a record: who did what with it on this computer, when and why."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.store.desk import Desk
from desktop.store.history import HistoryEntry, history_of
from desktop.store.moment import say_moment
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.parts.announce import announce
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.labels import label

_MOST = 200


class HistoryCard(SectionCard):
    """Closed to begin with: the history goes through all that was ever done on the desk."""

    def __init__(self, view: DeskView, record_id: str, parent: QWidget | None = None) -> None:
        """Make the card of a record."""
        super().__init__(QCoreApplication.translate("HistoryCard", "History"), parent=parent)
        self._reader = DeskReader(self, view)
        self._record_id = record_id
        self.link = Link(self.tr("Show who did what with this record"))
        self.link.clicked.connect(self._on_asked)
        self.body.setSpacing(12)
        self.body.addWidget(self.link)

    def _on_asked(self) -> None:
        self._reader.ask(partial(_read, record_id=self._record_id), self._show)

    def _show(self, found: tuple[HistoryEntry, ...]) -> None:
        self.link.hide()
        left_out = len(found) - _MOST
        if left_out > 0:
            self.body.addWidget(label(self.tr("{} earlier lines are left out.").format(left_out)))
        for entry in found[-_MOST:]:
            self.body.addWidget(_line(entry))
        if not found:
            self.body.addWidget(label(self.tr("Nothing was done with it here.")))
        announce(self, self.tr("History: {} lines").format(len(found)))


def _line(entry: HistoryEntry) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    fields = f" ({entry.fields})" if entry.fields else ""
    column.addWidget(label(f"{entry.why}{fields}"))
    if entry.reason:
        column.addWidget(label(entry.reason))
    column.addWidget(label(", ".join(filter(None, (say_moment(entry.at), entry.who))), "muted"))
    return box


def _read(desk: Desk, record_id: str) -> tuple[HistoryEntry, ...]:
    with desk.read() as session:
        return history_of(session, record_id)
