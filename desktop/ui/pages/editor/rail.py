"""The sections of a long page at its side: how far each is, and a way to it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.ui.look.icons import icon
from desktop.ui.look.tokens import scaled
from desktop.ui.pages.editor.progress import SectionState, State
from desktop.ui.parts.labels import label

WIDTH = 220  # pixels at 100 % text

_MARKS = {
    State.DONE: ("circle-check", "ok"),
    State.PROBLEM: ("circle-alert", "danger"),
    State.STARTED: ("pencil", "muted"),
    State.NOT_STARTED: ("circle", "control"),
}


class Rail(QFrame):
    """One list, one stop for Tab; Enter and a click go to the section."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the list, empty."""
        super().__init__(parent)
        self._states: tuple[SectionState, ...] = ()
        self._here = ""
        self.setProperty("kind", "rail")
        self.list = QListWidget()
        self.list.setProperty("kind", "rail")
        self.list.setAccessibleName(self.tr("Sections"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 28, 18, 18)
        column.setSpacing(8)
        column.addWidget(label(self.tr("On this page"), "label"))
        column.addWidget(self.list, 1)

    def put(self, states: Sequence[SectionState]) -> None:
        """Show how far each section is."""
        if tuple(states) == self._states:
            return
        self._states = tuple(states)
        here = self._here
        self.list.clear()
        for one in states:
            item = QListWidgetItem(icon(*_MARKS[one.state]), one.title)
            words = self._words(one.state)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.title}, {words}")
            item.setToolTip(words)
            self.list.addItem(item)
        self.mark(here)
        self._fit()

    def mark(self, section: str) -> None:
        """Mark the section that the person is in; the first where it is not on the list."""
        self._here = section
        places = [place for place, one in enumerate(self._states) if one.id == section]
        self.list.setCurrentRow(places[0] if places else 0)

    def states(self) -> dict[str, State]:
        """Give how far each section on the list is."""
        return {one.id: one.state for one in self._states}

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)  # the list gets its letters after its frame

    def _words(self, state: State) -> str:
        return {
            State.DONE: self.tr("done"),
            State.PROBLEM: self.tr("something to put right"),
            State.STARTED: self.tr("begun"),
            State.NOT_STARTED: self.tr("not begun"),
        }[state]

    def _fit(self) -> None:
        self.list.setIconSize(QSize(scaled(20), scaled(20)))
        metrics = self.list.fontMetrics()
        room = scaled(WIDTH) - scaled(20) - 48
        for row, one in enumerate(self._states):
            box = metrics.boundingRect(0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), one.title)
            self.list.item(row).setSizeHint(QSize(room, box.height() + scaled(14)))

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._states[self.list.row(item)].id)
