"""The window of an open desk: which pages there are, and what they are handed.

A new page is one line in `PAGES`. Who has it in the menu, and in which order, is said once for
every role in `records/roles.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.records.roles import Me, Role, role, whose_desk
from desktop.store.autobackup import close_with_backup
from desktop.store.desk import Desk
from desktop.store.settings import setting
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.look.look import Look
from desktop.ui.pages.check_answers import CheckPage
from desktop.ui.pages.editor.page import EditorPage
from desktop.ui.pages.exchange.invited import InvitedPage
from desktop.ui.pages.exchange.laptop_page import send_page
from desktop.ui.pages.exchange.office_page import ExchangePage
from desktop.ui.pages.help import HelpPage
from desktop.ui.pages.home.page import HomePage
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.meetings import MeetingsPage
from desktop.ui.pages.mine import MinePage
from desktop.ui.pages.new import NewPage
from desktop.ui.pages.notes.page import NotesPage
from desktop.ui.pages.office import OfficePage
from desktop.ui.pages.people import PeoplePage
from desktop.ui.pages.places import PlacesPage
from desktop.ui.pages.reading import ReadingPage
from desktop.ui.pages.recommendations import RecommendationsPage
from desktop.ui.pages.records import RecordsPage
from desktop.ui.pages.returns.page import ReturnsPage
from desktop.ui.pages.rota import RotaPage
from desktop.ui.pages.safety.copies import CopiesPage
from desktop.ui.pages.safety.keys import KeysPage
from desktop.ui.pages.settings import SettingsPage
from desktop.ui.parts.banner import Tone
from desktop.ui.parts.dialogs import ask, close_dialogs
from desktop.ui.parts.page import Page
from desktop.ui.parts.tasks import wait_for_tasks
from desktop.ui.shell import PageSpec, Shell, focus_first
from desktop.ui.unsaved import drop_unsaved, keep_unsaved, unsaved
from desktop.ui.watch import Watch

PROGRAM = "Scrutiny Desk"


@dataclass(frozen=True, slots=True)
class DeskPageSpec:
    """A page: its key, its title and icon in the menu, and what makes it.

    Roles that do not have the key in their menu reach the page from others when it is
    `for_all`, and otherwise not at all.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[DeskView], DeskPage]
    for_all: bool = False


PAGES: tuple[DeskPageSpec, ...] = (
    DeskPageSpec("home", "Home", "house", HomePage),
    DeskPageSpec("new", "New visit", "clipboard-plus", NewPage, for_all=True),
    DeskPageSpec("mine", "My visits", "clipboard-list", MinePage, for_all=True),
    DeskPageSpec("records", "Records", "clipboard-list", RecordsPage),
    DeskPageSpec("issues", "Issues", "flag", IssuesPage),
    DeskPageSpec("meetings", "Meetings", "gavel", MeetingsPage),
    DeskPageSpec("recommendations", "Recommendations", "lightbulb", RecommendationsPage),
    DeskPageSpec("rota", "Rota", "calendar-days", RotaPage),
    DeskPageSpec("places", "Places and targets", "map-pin", PlacesPage),
    DeskPageSpec("people", "People", "users", PeoplePage),
    DeskPageSpec("returns", "Returns", "chart-column", ReturnsPage),
    DeskPageSpec("notes", "Totals, news and words", "pencil", NotesPage, for_all=True),
    DeskPageSpec("send", "Send", "send", send_page),
    DeskPageSpec("exchange", "Send and receive", "send", ExchangePage),
    DeskPageSpec("invited", "Invited people and laptops", "users", InvitedPage, for_all=True),
    DeskPageSpec("office", "Your office", "building-2", OfficePage, for_all=True),
    DeskPageSpec("passphrase", "Passphrase and keys", "key-round", KeysPage, for_all=True),
    DeskPageSpec("copies", "Backups and checks", "archive", CopiesPage, for_all=True),
    DeskPageSpec("settings", "Settings", "settings", SettingsPage),
    DeskPageSpec("help", "Help", "circle-question-mark", HelpPage),
    DeskPageSpec("record", "Record", "file-text", EditorPage, for_all=True),
    DeskPageSpec("check", "Check your answers", "list-checks", CheckPage, for_all=True),
    DeskPageSpec("reading", "Record", "file-text", ReadingPage, for_all=True),
)


class DeskWindow(Shell):
    """The window of an open desk. It closes the desk when it is closed or locked."""

    locked = Signal()

    def __init__(
        self, desk: Desk, forms: Mapping[str, Form], look: Look, settings: QSettings
    ) -> None:
        """Take over an open desk; the first page of its owner's role is shown."""
        with desk.read() as session:
            me = whose_desk(session) or Me("coordinator")
            office = setting(session, "office", clock.today(), "")
        own = role(me.role)
        self._desk = desk
        self._is_locked = False
        self._subject = ("", "")
        super().__init__(PROGRAM, self._specs_for(own), own.id, look, settings)
        self._view = DeskView(
            desk, forms, me, own, self.go, self._say, self.banner, self.lock, look
        )
        self.side_bar.put_names(str(office), own.title)
        self.side_bar.put_foot(self.tr("Lock (Ctrl+L)"), "lock", self.lock)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock)
        self.help_asked.connect(partial(self.go, "help"))
        self.keys_asked.connect(partial(self.go, "help", "keys"))
        self.watch = Watch(self, desk, self.banner, self.lock)
        first = next((key for key in own.pages if key in self._keys), "")
        if first:
            self.show_page(first)

    def go(self, key: str, subject: str = "", part: str = "") -> bool:
        """Show a page, about something; see `desk_view.Go`."""
        if key == self.key and not self.page(key).leave():
            return False
        self._subject = (subject, part)
        shown = self.show_page(key)
        self._subject = ("", "")
        return shown

    def _arrive(self, page: Page, *, in_menu: bool) -> None:
        subject, part = self._subject
        if isinstance(page, DeskPage):
            page.arrive(subject, part)
            # What had the focus may be gone, and what is first has only come now.
            if not in_menu and not part:
                focus_first(page)

    def take_file(self, file: Path) -> None:
        """Go to the page that receives files, with a file that was handed to the program."""
        for key in ("exchange", "send"):
            if key in self._keys:
                self.go(key, str(file))
                return

    def lock(self) -> bool:
        """Keep what is not kept yet and send `locked`, so that the door takes this window's place.

        False when something could not be kept; the window then stays and says why.
        """
        close_dialogs()
        if not (self._leave() or (self.key and keep_unsaved(self._desk, self.page(self.key)))):
            return False
        self._is_locked = True
        self.hide()  # work in the background may take a moment to end
        self.locked.emit()
        return True

    def tell_found(self, trouble: UserError | None = None) -> None:
        """Say how the desk was found at opening; `trouble` is what is wrong with its forms."""
        self.watch.tell_left_out()
        held = unsaved(self._desk)
        if held:
            said = self.tr(
                "The desk was locked while you were writing. What you had typed is kept."
            )
            show = (self.tr("Show it"), partial(self._show_unsaved, held))
            self.banner.tell(Tone.WARNING, said, action=show)
        if trouble is not None:
            self.banner.tell_error(trouble)
        if self._desk.notice:
            self.banner.tell(Tone.ERROR, self._desk.notice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is not kept yet, then close the desk, with a backup where it is left for good.

        Locking makes none: the daily one is enough, and the next passphrase shall not wait.
        """
        super().closeEvent(event)
        if not event.isAccepted():
            return
        self.hide()
        self.watch.clipboard.clear()
        wait_for_tasks()
        if self._is_locked:
            self._desk.close()
        else:
            close_with_backup(self._desk)

    def _leave(self) -> bool:
        return self._is_locked or super()._leave()

    def _on_session_end(self) -> None:
        self.lock()

    def _show_unsaved(self, held: Mapping[str, str]) -> None:
        def answered(dealt: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if not dealt:
                return
            try:
                drop_unsaved(self._desk)
            except UserError as error:
                self.banner.tell_error(error)
            else:
                self.banner.clear()

        text = "\n\n".join(f"{title}\n{said}" for title, said in held.items())
        ask(
            self,
            self.tr("Typed and not saved"),
            text,
            yes=self.tr("I do not need it any more"),
            no=self.tr("Keep it for now"),
            then=answered,
            danger=True,
        )

    def _specs_for(self, own: Role) -> list[PageSpec]:
        """Give the role's pages in its own order, then those reached from other pages."""
        by_key = {spec.key: spec for spec in PAGES}
        menu = [by_key[key] for key in own.pages if key in by_key]
        rest = [spec for spec in PAGES if spec.for_all and spec not in menu]
        self._keys = {spec.key for spec in menu}
        return [
            PageSpec(
                spec.key,
                QCoreApplication.translate("Pages", spec.title),
                spec.icon,
                partial(self._make, spec),
                frozenset({own.id}),
                in_menu=spec in menu,
            )
            for spec in (*menu, *rest)
        ]

    def _make(self, spec: DeskPageSpec) -> DeskPage:
        return spec.factory(self._view)

    def _say(self, sentence: str, aloud: bool) -> None:  # noqa: FBT001 - the view's signature
        self.status.put(sentence, aloud=aloud)
