"""A register on screen: its list, or one entry with what can be done with it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers
from desktop.ui.pages.register.entry import EntryPane
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.register.listing import RegisterList
from desktop.ui.pages.register.spec import Action, Register
from desktop.ui.pages.register.words import say
from desktop.ui.parts.announce import announce
from desktop.ui.parts.dialogs import ask, choose_file, choose_new_readable_file


class RegisterView(QWidget):
    """Shows a register.

    `stale` says that something was changed and must be read again; `listing` whether the list
    is on screen, because only there things can be added.
    """

    stale = Signal()
    listing = Signal(bool)

    def __init__(
        self, view: DeskView, register: Register[Any], parent: QWidget | None = None
    ) -> None:
        """Make the view, empty until `put`."""
        super().__init__(parent)
        self.register = register
        self._view = view
        self._around: Around | None = None
        self._entries: Sequence[Any] = ()
        self._shown = ""  # the id of the entry on screen
        self._said: object = None  # what the last deed gave
        self._reader = DeskReader(self, view)
        self.list = RegisterList(register)
        self.pane = EntryPane()
        self.pane.hide()
        self.list.opened.connect(self._on_opened)
        self.pane.back.connect(self._to_list)
        self.pane.chosen.connect(self._on_chosen)
        self.pane.led.connect(view.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addWidget(self.pane)

    def put(self, entries: Sequence[Any], around: Around) -> None:
        """Show what was read; a form that is open stays as it is."""
        self._entries, self._around = entries, around
        self.list.put(entries)
        if self.pane.form is None:
            self._show()

    def open_entry(self, id: str) -> None:
        """Show an entry as soon as it was read; the list where there is none of this id."""
        self._shown = id
        if self.pane.form is None:
            self._show()

    def begin(self, action: Action[Any], subject: object = None) -> None:
        """Ask what an action asks, or do it at once."""
        if action.asks is not None and self._around is not None:
            form = FormCard(
                say(action.text),
                action.asks(self._around, subject),
                partial(self._keep, action, subject),
                sentence=say(action.sentence),
            )
            form.kept.connect(lambda: self._on_done(self._said))
            form.cancelled.connect(self._on_cancelled)
            if subject is None:
                self.pane.clear()
                self._turn(to_list=False)
            self.pane.show_form(form)
        elif action.opens_file:
            choose_file(
                self, say(action.text), action.opens_file, partial(self._on_file, action, subject)
            )
        elif action.saves_file:
            suggested = Path.home() / action.saves_file
            choose_new_readable_file(
                self, say(action.text), suggested, partial(self._on_file, action, subject)
            )
        elif action.sure:
            ask(
                self,
                say(action.sure),
                say(action.sentence),
                yes=say(action.text),
                no=self.tr("Leave it as it is"),
                then=lambda yes: self._do(action, subject) if yes else None,
                danger=True,
            )
        else:
            self._do(action, subject)

    def may_leave(self) -> bool:
        """Say whether nothing typed would be lost; otherwise the form says what to do."""
        form = self.pane.form
        if form is None or not form.is_touched():
            return True
        form.insist()
        return False

    def _show(self) -> None:
        """Show the entry that is open, as it was read last, or the list."""
        entry = next((e for e in self._entries if self.register.id(e) == self._shown), None)
        around = self._around
        if entry is None or around is None:
            self._turn(to_list=True)
            return
        register, had_focus = self.register, self.pane.isAncestorOf(self.window().focusWidget())
        self.pane.show_entry(
            register.title(entry),
            register.facts(around, entry),
            [action for action in register.actions if action.fits(entry)],
            [(lead, to) for lead in register.leads if (to := lead.to(entry)) is not None],
            (register.inner, register.inner.rows(entry)) if register.inner else None,
        )
        self._turn(to_list=False)
        if had_focus:
            self.pane.take_focus()

    def _turn(self, *, to_list: bool) -> None:
        self.list.setVisible(to_list)
        self.pane.setVisible(not to_list)
        self.listing.emit(to_list)

    def _to_list(self) -> None:
        if not self.may_leave():
            return
        was, self._shown = self._shown, ""
        self.pane.clear()
        self._turn(to_list=True)
        self.list.select(was)
        self.list.take_focus()

    def _on_opened(self, id: str) -> None:
        self.open_entry(id)
        self.pane.take_focus()
        entry = next(e for e in self._entries if self.register.id(e) == id)
        announce(self, self.register.title(entry))

    def _on_chosen(self, action: Action[Any]) -> None:
        entry = next((e for e in self._entries if self.register.id(e) == self._shown), None)
        if entry is not None:
            self.begin(action, entry)

    def _do(self, action: Action[Any], subject: object) -> None:
        try:
            said = action.do(self._view.desk, subject, {})
        except UserError as error:
            self._view.banner.tell_error(error)
        else:
            self._on_done(said)

    def _on_file(self, action: Action[Any], subject: object, path: Path) -> None:
        answers: Answers = {"file": str(path)}
        self._reader.ask(lambda desk: action.do(desk, subject, answers), self._on_done)

    def _keep(self, action: Action[Any], subject: object, answers: Answers) -> None:
        self._said = action.do(self._view.desk, subject, answers)

    def _on_done(self, said: object) -> None:
        self._view.say(said if isinstance(said, str) else self.tr("Saved."), True)
        self._on_cancelled()
        self.stale.emit()

    def _on_cancelled(self) -> None:
        self.pane.close_form()
        if self._shown:
            self.pane.take_focus()
        else:
            self._turn(to_list=True)
            self.list.take_focus()
