"""Restoring: which backup, what becomes of what is there, and the passphrase."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.store.layout import BACKUPS, desk_folder
from desktop.ui import opening, restoring
from desktop.ui.fields.choice import choice_field
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Option, Question
from desktop.ui.fields.text import TextField
from desktop.ui.opening import Opened
from desktop.ui.pages.door.door_page import DoorPage
from desktop.ui.pages.door.next_passphrase import NextPassphrase
from desktop.ui.pages.door.secret import SecretField
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import choose_folder
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.line import Line
from desktop.ui.parts.page import bring_into_sight
from desktop.ui.parts.tab_order import stops, tab_through
from desktop.ui.restoring import Choice


class RestorePage(DoorPage):
    """Puts a backup in the place of a desk, damaged or not, or where there is none."""

    given_up = Signal()

    def __init__(self, data: Path, banner: Banner, name: str) -> None:
        """Restore the desk called `name`; "" asks what to call one that is not here."""
        super().__init__(self.tr("Restore a backup"), name, banner)
        self._data = data
        self._known = name
        self._opened: Opened | None = None
        self._choices: Sequence[Choice] = ()
        self.backup: FieldWidget | None = None
        self.renewed: NextPassphrase | None = None
        self._form_part = QWidget()
        column = QVBoxLayout(self._form_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(self._which_card())
        column.addWidget(self._secret_card())
        self.go = Button(self.tr("Restore this backup"), "history", kind="primary")
        self.go.clicked.connect(self._on_restore)
        back = Button(self.tr("Back"))
        back.clicked.connect(self.given_up)
        column.addLayout(_row(self.go, back))
        self.body.addWidget(self._form_part)

    def begin(self) -> None:
        """Look for the desk's own backups."""
        self.choose.setFocus()
        if self._known:
            self.work(
                self.tr("Looking for backups."),
                lambda: restoring.own(self._data, self._known),
                self._put_choices,
            )

    def choose_folder(self, folder: Path) -> None:
        """Offer the backups in a folder, on a memory stick for example."""
        self.work(
            self.tr("Looking for backups."),
            lambda: restoring.below(folder),
            lambda found: self._put_chosen(folder, found),
            self._on_failed,
        )

    def _which_card(self) -> SectionCard:
        card = SectionCard(self.tr("Which backup?"))
        self._which = card.body
        self._said = label(
            self.tr("Choose the folder with the backup, on a memory stick for example.")
        )
        card.body.addWidget(self._said)
        self.choose = Button(self.tr("Choose a folder…"), "folder-open")
        self.choose.clicked.connect(
            lambda: choose_folder(self, self.tr("The folder with the backup"), self.choose_folder)
        )
        card.body.addLayout(_row(self.choose))
        self.name = TextField(
            Question(
                "name",
                "text",
                self.tr("Your name"),
                self.tr("The folder of the desk gets this name."),
                max_length=60,
            )
        )
        self.name.setVisible(not self._known)
        card.body.addWidget(self.name)
        return card

    def _secret_card(self) -> SectionCard:
        card = SectionCard(self.tr("What happens"), self._what_happens())
        self.passphrase = SecretField(
            self.tr("Passphrase"),
            self.tr("The present one, or the one you had when the backup was made."),
        )
        self.passphrase.returned.connect(self._on_restore)
        self.code: TextField | None = None
        self.switch = Link(self.tr("I have a code instead"))
        self.switch.clicked.connect(self._on_switch)
        card.body.addWidget(self.passphrase)
        card.body.addLayout(_row(self.switch))
        self._secret = card.body
        return card

    def _what_happens(self) -> str:
        folder = desk_folder(self._data, self._known)
        if not self._known or self._known in opening.lost_in(self._data):
            return self.tr("There is no desk of this name here, so nothing is replaced.")
        return self.tr(
            "The backup takes the place of this desk as it is now. What was written after the "
            "backup is not in it. Nothing is thrown away: the desk as it is now is kept in the "
            "folder {}."
        ).format(restoring.aside_in(folder))

    def _put_chosen(self, folder: Path, found: Sequence[Choice]) -> None:
        if not self._known and folder.name == BACKUPS and not self.name.typed():
            self.name.set_value(folder.parent.name)
        self._put_choices(found)

    def _put_choices(self, found: Sequence[Choice]) -> None:
        self._choices = found
        if self.backup is not None:
            self.backup.hide()
            self.backup.deleteLater()
            self.backup = None
        put_text(
            self._said,
            self.tr("The newest stands first.")
            if found
            else self.tr(
                "This desk has no backup of its own here. Choose the folder with one, on a memory "
                "stick for example."
            ),
        )
        if not found:
            self.choose.setFocus()
            return
        options = tuple(Option(str(place), one.said) for place, one in enumerate(found))
        made = choice_field(
            Question(
                "backup", "choice", self.tr("Backups, by when they were made"), options=options
            )
        )
        made.set_value("0")
        self._which.insertWidget(2, made)
        made.show()
        tab_through([self.look_link, *stops(made), self.choose])
        self.backup = made
        made.focus_first()

    def _on_switch(self) -> None:
        if self.code is None:
            self.code = TextField(
                Question(
                    "code",
                    "text",
                    self.tr("Code"),
                    self.tr("Your recovery code, or the one that your office reads out."),
                    max_length=80,
                )
            )
            self.code.returned.connect(self._on_restore)
            self._secret.insertWidget(self._secret.indexOf(self.passphrase), self.code)
            self.code.show()
            tab_through([*stops(self.code), self.switch])
            self.switch.put_text(self.tr("I have my passphrase"))
        else:
            self.code.hide()
            self.code.deleteLater()
            self.code = None
            self.switch.put_text(self.tr("I have a code instead"))
        self.passphrase.setVisible(self.code is None)
        self._line().focus_first()

    def _line(self) -> SecretField | TextField:
        return self.passphrase if self.code is None else self.code

    def _folder(self) -> Path | None:
        """Give the folder of the desk, or None with the reason beside the name."""
        if self._known:
            return desk_folder(self._data, self._known)
        try:
            return opening.folder_for(self._data, self.name.typed())
        except opening.NameNotUsable as error:
            self.name.set_problem(error.sentence)
            self.name.focus_first()
            return None

    def _on_restore(self) -> None:
        chosen = self.backup.value() if self.backup is not None else None
        if chosen is None:
            self.banner.tell_error(UserError(self.tr("Choose a backup first.")))
            (self.backup.focus_first if self.backup is not None else self.choose.setFocus)()
            return
        folder, line = self._folder(), self._line()
        if folder is None:
            return
        secret, by_code = line.typed(), self.code is not None
        if not secret.strip():
            line.set_problem(
                self.tr("Enter the code") if by_code else self.tr("Enter your passphrase")
            )
            line.focus_first()
            return
        backup = self._choices[int(str(chosen))].folder
        self.work(
            self.tr("Restoring the backup. This takes a moment."),
            lambda: restoring.restore(folder, backup, self._data, secret, by_code=by_code),
            self._on_restored,
            self._on_failed,
        )

    def _on_failed(self, error: UserError) -> None:
        if not opening.is_about_what_was_typed(error):
            self.banner.tell_error(error)
            return
        line = self._line()
        line.set_problem(f"{error.sentence} {error.next_step}".strip())
        line.focus_first()
        for one in line.findChildren(Line):
            one.selectAll()

    def _on_restored(self, opened: Opened) -> None:
        self._opened = opened
        self.passphrase.forget()
        self.header.put(self.tr("Your desk is back"), opened.desk.who)
        self._form_part.hide()
        self.put_look_away()
        if self.code is None:
            self._show_done()
            return
        self.code.set_value(None)
        self.renewed = NextPassphrase(opened.desk.who, by_office=opening.by_office(opened))
        self.renewed.chosen.connect(self._on_renew)
        self.renewed.kept.connect(self._show_done)
        self.body.addWidget(self.renewed)
        self.renewed.show()
        self.renewed.focus_first()

    def _on_renew(self, passphrase: str) -> None:
        opened = self._opened
        if opened is not None:
            self.work(
                self.tr("Changing the passphrase. This takes a moment."),
                lambda: opening.change_passphrase(opened, passphrase),
                lambda _: self._show_done(),
            )

    def _show_done(self) -> None:
        if self.renewed is not None:
            self.renewed.forget()
            self.renewed.hide()
        done = QWidget()
        column = QVBoxLayout(done)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        card = SectionCard(
            self.tr("The backup is in place"),
            self.tr("What was written after it was made is not in it: look at your last records."),
        )
        column.addWidget(card)
        enter = Button(self.tr("Open my desk"), kind="primary")
        enter.clicked.connect(self._go_in)
        column.addLayout(_row(enter))
        self.body.addWidget(done)
        done.show()
        bring_into_sight(self.header)
        enter.setFocus()

    def _go_in(self) -> None:
        if self._opened is not None:
            opened, self._opened = self._opened, None
            self.opened.emit(opened)

    def leave(self) -> bool:
        """Close a desk that was restored and not gone into."""
        if self._opened is not None:
            self._opened.desk.close()
            self._opened = None
        return True


def _row(*buttons: QWidget) -> FlowLayout:
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    return row
