"""The window before a desk is open: unlocking one, or setting one up."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui import opening
from desktop.ui.look.keys import add_text_keys
from desktop.ui.look.look import Look
from desktop.ui.opening import Opened
from desktop.ui.pages.door.door_page import DoorPage
from desktop.ui.pages.unlock import UnlockPage
from desktop.ui.parts.announce import announce
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.first_size import fit_screen
from desktop.ui.parts.focus_ring import FocusRing
from desktop.ui.parts.tasks import run_task, wait_for_tasks


class Door(QMainWindow):
    """Shows the desks there are, or how to set up the first; `opened` carries an `Opened`."""

    opened = Signal(object)

    def __init__(self, title: str, data: Path, look: Look, *, desk: str = "") -> None:
        """Make the window; `data` holds the desks, `desk` is the name to begin with."""
        super().__init__()
        self._look = look
        self._data = data
        self._desk = desk
        self._passed = False
        self._preloading = False
        self.page: DoorPage | None = None
        self.setWindowTitle(title)
        self.banner = Banner()
        self._stack = QStackedWidget()
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(ground)
        self._ring = FocusRing(self)
        add_text_keys(self, look, lambda said: announce(self, said))
        fit_screen(self, 940, 820)

    def begin(self, *, locked: bool = False) -> None:
        """Show the desks, or how to set up the first.

        `locked` says that a desk was just closed by its owner.
        """
        if not opening.names_in(self._data):
            self.set_up()
        else:
            page = UnlockPage(self._data, self.banner, desk=self._desk)
            page.new_wanted.connect(self.set_up)
            page.restore_wanted.connect(self.restore)
            self._show(page)
            if locked:
                page.tell_locked()
            page.begin()

    def set_up(self) -> None:
        """Show the ways to a new desk."""
        # Most starts are not the first.
        from desktop.ui.pages.begin import BeginPage

        others = bool(opening.names_in(self._data))
        page = BeginPage(self._data, self.banner, may_go_back=others)
        page.invited.connect(self.open_invitation)
        page.alone.connect(self.set_up_alone)
        page.restore_wanted.connect(self.restore)
        page.given_up.connect(self.begin)
        self._show(page)
        page.begin()

    def open_invitation(self) -> None:
        """Show how to set up a desk by an invitation."""
        from desktop.ui.pages.invitation import InvitationPage

        page = InvitationPage(self._data, self.banner)
        page.given_up.connect(self.set_up)
        self._show(page)
        page.begin()

    def set_up_alone(self) -> None:
        """Show how to set up a desk without one."""
        from desktop.ui.pages.first_run import FirstRunPage

        page = FirstRunPage(self._data, self.banner)
        page.given_up.connect(self.set_up)
        self._show(page)
        page.role.focus_first()

    def restore(self, name: str = "", why: UserError | None = None) -> None:
        """Show how to restore the desk called `name`; `why` is what is wrong with it."""
        from desktop.ui.pages.restore import RestorePage

        page = RestorePage(self._data, self.banner, name)
        page.given_up.connect(self.begin if opening.names_in(self._data) else self.set_up)
        self._show(page)
        page.begin()
        if why is not None:
            self.banner.tell_error(why)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin to import what an open desk needs as soon as the page is on screen."""
        super().paintEvent(event)
        if not self._preloading:
            self._preloading = True
            QTimer.singleShot(0, self, self._preload)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is being done, and close a desk that nobody went into."""
        if not self._passed:
            wait_for_tasks()  # behind the door it is the desk's window that reads
        if self.page is not None:
            self.page.leave()
        super().closeEvent(event)

    def _preload(self) -> None:
        run_task(self, lambda: opening.preload(self._data), lambda _: None, self.banner.tell_error)

    def _show(self, page: DoorPage) -> None:
        self.banner.clear()
        before = self.page
        if before is not None:
            before.leave()
            self._stack.removeWidget(before)
            before.deleteLater()
        self.page = page
        page.put_look(self._look)
        page.opened.connect(self._on_opened)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if before is not None:  # the first page comes with its window, whose name is read out
            announce(page, page.accessibleName())

    def _on_opened(self, opened: Opened) -> None:
        self._desk = opened.desk.who
        self._passed = True
        self.opened.emit(opened)
