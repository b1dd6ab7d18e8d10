"""Backups and checks: what there is, copies elsewhere, and whether all is in order."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.exchange.sealed.heads import anchors
from desktop.store.backup import backups, make_backup
from desktop.store.copies import CopyElsewhere, copy_is_old, copy_to, last_copy_elsewhere
from desktop.store.desk import Desk
from desktop.store.layout import BACKUPS
from desktop.store.moment import say_moment
from desktop.store.verify import Health, verify
from desktop.store.verify_backup import verify_backups
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.door.secret import SecretField
from desktop.ui.pages.exchange.working import Working
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.parts.banner import Tone
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import choose_folder
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.labels import label, put_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _State:
    """When the newest backup here was made, "" for none; and what is known of copies elsewhere."""

    newest: str
    elsewhere: CopyElsewhere | None
    is_old: bool


class CopiesPage(DeskPage):
    """Makes backups and checks them, and the desk itself; what was found stays on the page."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; it is filled when it is arrived at."""
        super().__init__("")
        self.header.put(
            self.tr("Backups and checks"),
            self.tr("A computer can be lost or break. What is on another disk stays."),
        )
        self.setAccessibleName(self.tr("Backups and checks"))
        self._view = view
        self._reader = DeskReader(self, view)
        self._worker = DeskReader(self, view)
        self._place: Path | None = None
        self._deeds: list[Button] = []
        self._working = Working()
        self._found = Holder()
        self.column.addWidget(self._working)
        self.column.addWidget(self._found)
        self.column.addWidget(self._copies_card())
        self.column.addWidget(self._checks_card())
        self.column.addStretch()

    def arrive(self, subject: str, part: str) -> None:
        """Read when the last backups were made."""
        self._ask_card.hide()
        self._found.put(None)
        self._reader.ask(_state, self._show)

    def leave(self) -> bool:
        """Forget a passphrase that was typed and not used."""
        self._put_asking(None)
        return True

    def _show(self, state: _State) -> None:
        newest = self.tr("The newest backup on this computer is of {}.").format(state.newest)
        none = self.tr("There is no backup on this computer yet.")
        put_text(self._here, newest if state.newest else none)
        last = state.elsewhere
        if last is None:
            said = self.tr("No copy of this desk is anywhere else yet.")
        elif last.how == "disk":
            said = self.tr("The last copy on another disk is of {}.").format(say_moment(last.at))
        else:
            said = self.tr("The office has all that was here on {}.").format(say_moment(last.at))
        more = self.tr("It is time to make one.") if state.is_old else ""
        put_text(self._elsewhere, f"{said} {more}".strip())

    def _copies_card(self) -> QWidget:
        card = SectionCard(
            self.tr("Backups"),
            self.tr(
                "A backup is made when you close your desk, and once a day while it is open. It is "
                "locked as your desk is: the same passphrase and recovery code open it."
            ),
        )
        self._here, self._elsewhere = label(""), label("")
        card.body.addWidget(self._here)
        card.body.addWidget(self._elsewhere)
        card.body.addLayout(
            self._buttons(
                (self.tr("Make a backup on a memory stick…"), "save", self._on_stick),
                (self.tr("Make a backup here"), "archive", self._on_here),
                (self.tr("Check a backup…"), "search", self._on_choose),
            )
        )
        self._ask_card = SectionCard(self.tr("Check a backup"))
        self.passphrase = SecretField(
            self.tr("Passphrase of the backup"),
            self.tr("The one that your desk had when the backup was made."),
        )
        self.passphrase.returned.connect(self._on_check)
        self._ask_card.body.addWidget(self.passphrase)
        row = self._buttons((self.tr("Check it"), "", self._on_check))
        leave_it = Button(self.tr("Leave it"))
        leave_it.clicked.connect(lambda: self._put_asking(None))
        row.addWidget(leave_it)
        self._ask_card.body.addLayout(row)
        self._ask_card.hide()
        card.body.addWidget(self._ask_card)
        return card

    def _checks_card(self) -> QWidget:
        card = SectionCard(
            self.tr("Is everything in order?"),
            self.tr(
                "Reads the whole database, goes through the history of all that was ever done, and "
                "reads the newest backup back. You can go on working meanwhile."
            ),
        )
        check = (self.tr("Check this desk"), "list-checks", self._on_verify)
        card.body.addLayout(self._buttons(check))
        return card

    def _buttons(self, *wanted: tuple[str, str, Callable[[], object]]) -> FlowLayout:
        row = FlowLayout()
        for text, icon, pressed in wanted:
            made = Button(text, icon)
            made.clicked.connect(pressed)
            row.addWidget(made)
            self._deeds.append(made)
        return row

    def _on_stick(self) -> None:
        def chosen(place: Path) -> None:
            self._work(self.tr("Making a backup…"), partial(copy_to, to=place), self._on_copied)

        choose_folder(self, self.tr("Where shall the backup be made?"), chosen)

    def _on_here(self) -> None:
        def done(_made: object) -> None:
            self._tell(Tone.SUCCESS, self.tr("A backup is made and was read back."))

        self._work(self.tr("Making a backup…"), _back_up, done)

    def _on_copied(self, copied: tuple[object, bool]) -> None:
        if copied[1]:
            said = self.tr("A backup is made there and was read back.")
            self._tell(Tone.SUCCESS, said, self.tr("Keep it apart from this computer."))
        else:
            self._tell(
                Tone.WARNING,
                self.tr("A backup is made, but it is on the same disk as your desk."),
                self.tr("Choose a memory stick or another disk: this one can be lost with all."),
            )

    def _on_choose(self) -> None:
        choose_folder(self, self.tr("Which backup, or folder of backups?"), self._put_asking)

    def _put_asking(self, place: Path | None) -> None:
        self._place = place
        self.passphrase.forget()
        self.passphrase.set_problem("")
        self._ask_card.setVisible(place is not None)
        if place is not None:
            self.passphrase.focus_first()

    def _on_check(self) -> None:
        place, typed = self._place, self.passphrase.typed()
        if place is None:
            return
        if not typed.strip():
            self.passphrase.set_problem(self.tr("Enter the passphrase of the backup"))
            self.passphrase.focus_first()
            return
        self._put_asking(None)
        work = partial(_check, place=place, passphrase=typed)
        self._work(self.tr("Checking. This can take a while for a large desk."), work, self._put)

    def _on_verify(self) -> None:
        said = self.tr("Checking. This can take a while for a large desk.")
        self._work(said, _verify, self._put)

    def _put(self, health: Health) -> None:
        sound = [Item(one) for one in health.sound]
        wrong = [Item(one.sentence, one.next_step) for one in health.findings]
        title = self.tr("This is not in order") if wrong else self.tr("All is in order")
        self._found.put(lines_card(title, [*wrong, *sound], ""))
        self.verticalScrollBar().setValue(0)
        tone = Tone.WARNING if wrong else Tone.SUCCESS
        self._view.banner.tell(tone, title, self.tr("What was found is on this page."))

    def _work(self, sentence: str, work: Callable[[Desk], T], done: Callable[[T], None]) -> None:
        """Do something slow, and say so once it has taken half a second."""

        def over(found: T) -> None:
            self._end()
            done(found)

        def wrong(error: UserError) -> None:
            self._end()
            self._view.banner.tell_error(error)

        for button in self._deeds:
            button.setEnabled(False)
        self._found.put(None)
        self._working.begin(sentence)
        self._worker.ask(work, over, wrong)

    def _end(self) -> None:
        self._working.end()
        for button in self._deeds:
            button.setEnabled(True)

    def _tell(self, tone: Tone, sentence: str, next_step: str = "") -> None:
        self._view.banner.tell(tone, sentence, next_step)
        self._reader.ask(_state, self._show)


def _state(desk: Desk) -> _State:
    newest = next(iter(backups(desk.folder / BACKUPS)), None)
    with desk.read() as session:
        return _State(
            say_moment(newest.made_at) if newest else "",
            last_copy_elsewhere(session),
            copy_is_old(session),
        )


def _back_up(desk: Desk) -> object:
    return make_backup(desk.folder, desk.key)


def _verify(desk: Desk) -> Health:
    """Check the desk, and its history against what other desks have said that they saw of it."""
    with desk.read() as session:
        seen = anchors(session)
    return verify(desk, seen)


def _check(desk: Desk, place: Path, passphrase: str) -> Health:
    return verify_backups(place, passphrase, desk)
