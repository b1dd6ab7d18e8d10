"""The main window: menu, pages, banner and status line. It knows nothing of what is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.look.keys import add_text_keys
from desktop.ui.look.look import Look
from desktop.ui.look.tokens import scaled
from desktop.ui.parts.announce import announce
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.first_size import fit_screen
from desktop.ui.parts.focus_ring import FocusRing
from desktop.ui.parts.page import Page
from desktop.ui.parts.side_bar import WIDTH, MenuEntry, SideBar
from desktop.ui.parts.status_line import StatusLine

_ROOM = 500  # pixels at 100 % text that a page needs beside the open menu
_HOLD = 100  # pixels of a window that can be taken hold of


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: `factory` makes it when it is first shown; `roles` are those who see it.

    A page that is not `in_menu` (one record, for example) is reached from other pages.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[], Page]
    roles: frozenset[str]
    in_menu: bool = True


class Shell(QMainWindow):
    """The frame round the pages of one role."""

    page_shown = Signal(str)
    help_asked = Signal(str)  # F1: help about the page with this key
    keys_asked = Signal()  # "?": the list of keys

    def __init__(
        self, title: str, pages: Sequence[PageSpec], role: str, look: Look, settings: QSettings
    ) -> None:
        """Make the window for `role`, on no page yet; `settings` keeps its place on the screen."""
        super().__init__()
        self._look = look
        self._settings = settings
        self._specs = {page.key: page for page in pages if role in page.roles}
        self._pages: dict[str, Page] = {}
        self._key = ""
        self.setWindowTitle(title)
        entries = [MenuEntry(p.key, p.title, p.icon) for p in self._specs.values() if p.in_menu]
        self.side_bar = SideBar(title, entries)
        self.banner = Banner()
        self.status = StatusLine()
        self._stack = QStackedWidget()
        self._lay_out()
        self.side_bar.chosen.connect(self.show_page)
        self._look.changed.connect(self._fold)
        self._ring = FocusRing(self)
        self._add_keys([entry.key for entry in entries])
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            # The computer is shutting down or the person is being logged off.
            app.commitDataRequest.connect(self._on_session_end)
        self._restore()

    @property
    def key(self) -> str:
        """The key of the page on screen."""
        return self._key

    def page(self, key: str) -> Page:
        """Give a page, made now if it was never shown."""
        if key not in self._pages:
            self._pages[key] = self._specs[key].factory()
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    def show_page(self, key: str) -> bool:
        """Go to a page; False when the present one could not be left or the role has no such page.

        The focus stays in the menu when it was there, and otherwise goes to the page.
        """
        if key != self._key:
            self.status.put("")  # what was said on the page before is no news any more
        if key not in self._specs or (key != self._key and not self._leave()):
            self.side_bar.select(self._key)
            return False
        in_menu = self.side_bar.menu.hasFocus()
        page = self.page(key)
        self._key = key
        self._stack.setCurrentWidget(page)
        self.side_bar.select(key)
        if not in_menu:
            focus_first(page)
        self._arrive(page, in_menu=in_menu)
        if key == self._key:
            # A page of one visit is called as its form is, once it has been read.
            announce(self, page.accessibleName() or self._specs[key].title)
        self.page_shown.emit(key)
        return True

    def _arrive(self, page: Page, *, in_menu: bool) -> None:
        """Let a page read what it shows; `in_menu`: the focus stays in the menu."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the menu when the page would get too narrow."""
        super().resizeEvent(event)
        self._fold()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the page could be left, and remember the window's place."""
        if not self._leave():
            event.ignore()
            return
        self._settings.setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status)
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_bar)
        row.addLayout(column, 1)
        self.setCentralWidget(ground)

    def _add_keys(self, keys: Sequence[str]) -> None:
        def add(sequence: str | QKeySequence.StandardKey, slot: Callable[[], object]) -> None:
            QShortcut(QKeySequence(sequence), self).activated.connect(slot)

        for number, key in enumerate(keys[:9], start=1):
            add(f"Alt+{number}", partial(self._go, key))
        add("F6", self._swap)
        add("F1", lambda: self.help_asked.emit(self._key))
        add("?", self.keys_asked.emit)
        add_text_keys(self, self._look, lambda said: self.status.put(said, aloud=True))

    def _go(self, key: str) -> None:
        if self.show_page(key):
            focus_first(self.page(key))

    def _swap(self) -> None:
        menu = self.side_bar.menu
        if not menu.hasFocus() or not self._key:
            menu.setFocus(Qt.FocusReason.TabFocusReason)
            return
        page = self.page(self._key)
        # The stubs leave out that a page where nothing had the focus yet has no such widget.
        last = cast("QWidget | None", page.focusWidget())
        if last is not None and last.isVisible():
            last.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            focus_first(page)

    def _on_session_end(self) -> None:
        self._leave()

    def _leave(self) -> bool:
        return self._pages[self._key].leave() if self._key else True

    def _fold(self) -> None:
        self.side_bar.fold(self.width() < scaled(WIDTH + _ROOM))

    def _restore(self) -> None:
        geometry = self._settings.value("window/geometry")
        kept = isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)
        if kept and not _can_be_seen(self):
            self.move(self.screen().availableGeometry().topLeft())
        if not (kept and _can_be_seen(self)):
            fit_screen(self, 1180, 860)


def _can_be_seen(window: QWidget) -> bool:
    """Say whether enough of a window is on a screen to take hold of it."""
    frame = window.frameGeometry()
    seen = [screen.availableGeometry() & frame for screen in QGuiApplication.screens()]
    return any(part.width() >= _HOLD and part.height() >= _HOLD for part in seen)


def focus_first(page: QWidget) -> None:
    """Put the focus on the first thing on a page that takes it."""
    step = page.nextInFocusChain()
    while step is not None and step is not page:
        takes = step.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and page.isAncestorOf(step) and step.isVisibleTo(page) and step.isEnabled():
            step.setFocus(Qt.FocusReason.TabFocusReason)
            return
        step = step.nextInFocusChain()
