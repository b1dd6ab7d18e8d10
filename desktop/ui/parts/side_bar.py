"""The menu at the left: the pages this person sees, whose office it is and in which role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.look.icons import icon
from desktop.ui.look.tokens import scaled
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import label, put_text

WIDTH = 248  # pixels at 100 % text
FOLDED_WIDTH = 72
_ENTRY = 46  # height of an entry at 100 % text, and the least it is pressed to in a low window
_LEAST = 24


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page in the menu: its key, title, and the name of its icon."""

    key: str
    title: str
    icon: str


class SideBar(QFrame):
    """One list, one stop for Tab: the arrows go up and down in it and show the page at once."""

    chosen = Signal(str)

    def __init__(
        self, program: str, entries: Sequence[MenuEntry], parent: QWidget | None = None
    ) -> None:
        """Make the menu with nothing chosen."""
        super().__init__(parent)
        self._folded = False
        self._shown = ""
        self._foot_text = ""
        self._entries = tuple(entries)
        self.setProperty("kind", "side")
        self._program = label(program, "h2")
        self._office = label("", "muted")
        self._role = label("", "muted")
        self.menu = QListWidget()
        self.menu.setProperty("kind", "menu")
        self.menu.setAccessibleName(self.tr("Main menu"))
        self.menu.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in self._entries:
            item = QListWidgetItem(icon(entry.icon, "side_text"), "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.title)
            self.menu.addItem(item)
        self.menu.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.menu.viewport().installEventFilter(self)
        self.menu.currentRowChanged.connect(self._on_row)
        # The cursor may stand on a page that is not the one on screen.
        for again in (self.menu.itemClicked, self.menu.itemActivated):
            again.connect(lambda item: self._on_row(self.menu.row(item)))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 22, 0, 18)
        self._column.setSpacing(2)
        for part in (self._program, self._office):
            part.setContentsMargins(24, 0, 16, 0)
            self._column.addWidget(part)
        self._column.addSpacing(14)
        self._column.addWidget(self.menu, 1)
        self._role.setContentsMargins(24, 6, 16, 0)
        self._column.addWidget(self._role)
        self.foot = Button("")
        self.foot.setProperty("kind", "side")
        self.foot.hide()
        row = QHBoxLayout()
        row.setContentsMargins(10, 8, 10, 0)
        row.addWidget(self.foot)
        self._column.addLayout(row)
        self._fit()

    def put_names(self, office: str, role: str) -> None:
        """Show the office's name above the menu and the person's role below it."""
        put_text(self._office, office)
        put_text(self._role, role)
        self.setAccessibleDescription(", ".join(filter(None, (office, role))))

    def put_foot(self, text: str, icon_name: str, pressed: Callable[[], object]) -> None:
        """Show a button below the menu: what can be done from every page."""
        self._foot_text = text
        self.foot.setIcon(icon(icon_name, "side_text"))
        self.foot.setAccessibleName(text)
        self.foot.clicked.connect(pressed)
        self.foot.show()
        self._fit()

    def put_badge(self, key: str, count: int) -> None:
        """Show how many things wait on a page; 0 shows nothing."""
        for row, entry in enumerate(self._entries):
            if entry.key == key:
                title = f"{entry.title} ({count})" if count else entry.title
                self.menu.item(row).setData(Qt.ItemDataRole.AccessibleTextRole, title)
        self._fit()

    def fold(self, folded: bool) -> None:  # noqa: FBT001 - said by name at the only call
        """Show icons only, or icons and words."""
        if folded != self._folded:
            self._folded = folded
            self._fit()

    @property
    def folded(self) -> bool:
        """Whether only icons are shown."""
        return self._folded

    def select(self, key: str) -> None:
        """Mark a page as the one on screen, without saying so to anyone.

        For a page that is not in the menu nothing is marked, but the cursor stays where it was:
        a list without one chooses its first line as soon as it gets the focus.
        """
        self._shown = key
        self.menu.blockSignals(True)
        keys = [entry.key for entry in self._entries]
        row = keys.index(key) if key in keys else max(self.menu.currentRow(), 0)
        self.menu.setCurrentRow(row)
        if key not in keys:
            self.menu.clearSelection()
        self.menu.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the entries together where the window is low, so that all of them are seen."""
        if event.type() == QEvent.Type.Resize:
            self._fit_entries()
        return super().eventFilter(watched, event)

    def _fit_entries(self) -> None:
        """Share the height out; what does not fit at the least height is scrolled to."""
        least = scaled(_LEAST)
        share = self.menu.viewport().height() // max(len(self._entries), 1)
        size = QSize(0, min(max(share, least), scaled(_ENTRY)))
        for row in range(self.menu.count()):
            # A minimum height in the style sheet would make only the chosen entry grow.
            if self.menu.item(row).sizeHint() != size:
                self.menu.item(row).setSizeHint(size)

    def _fit(self) -> None:
        self.setFixedWidth(scaled(FOLDED_WIDTH if self._folded else WIDTH))
        # Wider than high: the icon is drawn at the left, the rest is the gap before the text.
        self.menu.setIconSize(QSize(scaled(20 if self._folded else 30), scaled(20)))
        for part in (self._program, self._office, self._role):
            part.setVisible(not self._folded)
        self.foot.setText("" if self._folded else self._foot_text)
        self.foot.setToolTip(self._foot_text if self._folded else "")
        for row in range(self.menu.count()):
            item = self.menu.item(row)
            title = item.data(Qt.ItemDataRole.AccessibleTextRole)
            item.setText("" if self._folded else title)
            item.setToolTip(title if self._folded else "")
        self._fit_entries()

    def _on_row(self, row: int) -> None:
        if row >= 0 and self._entries[row].key != self._shown:
            self.chosen.emit(self._entries[row].key)
