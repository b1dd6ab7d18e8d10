"""A page with one register, or with several to choose from."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.fields.choice import ListField, ScaleField
from desktop.ui.fields.question import Option, Question
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.register.around import Around, read_around
from desktop.ui.pages.register.spec import Action, Register
from desktop.ui.pages.register.view import RegisterView
from desktop.ui.pages.register.words import say
from desktop.ui.parts.buttons import Button

_BESIDE = 4  # registers to choose from that fit beside each other in large text, too


class RegisterPage(DeskPage):
    """Shows registers; what can be added stands below the title."""

    def __init__(
        self, view: DeskView, title: str, sentence: str, registers: Sequence[Register[Any]]
    ) -> None:
        """Make the page with the first register on it."""
        super().__init__(say(title), say(sentence), wide=True)
        self.view = view
        self._reader = DeskReader(self, view)
        self.views = [RegisterView(view, register) for register in registers]
        self._choice = self._make_choice()
        if self._choice is not None:
            self.column.addWidget(self._choice)
        self._adds: list[tuple[RegisterView, Button]] = []
        for part in self.views:
            self.column.addWidget(part, 1)
            part.stale.connect(self.refresh)
            part.listing.connect(self._offer)
            for action in part.register.adds:
                self._adds.append((part, self._add_button(part, action)))
        self.now = self.views[0]
        self._offer()

    def arrive(self, subject: str, part: str) -> None:
        """Read the registers; `subject` is the id of an entry to open, `part` a register's name."""
        if part:
            self.show_register(part)
        if subject:
            self.now.open_entry(subject)
        self.refresh()

    def refresh(self) -> None:
        """Read the register on screen again."""
        register, forms, part = self.now.register, self.view.forms, self.now

        def read(desk: Desk) -> tuple[Around, Sequence[Any]]:
            around = read_around(desk, forms)
            return around, register.read(desk, around)

        self._reader.ask(read, lambda found: part.put(found[1], found[0]))

    def show_register(self, name: str) -> None:
        """Show the register of this name."""
        self.now = next(part for part in self.views if part.register.name == name)
        if self._choice is not None:
            self._choice.set_value(name)
        self._offer()

    def leave(self) -> bool:
        """Stay while a form holds something that is not saved."""
        return self.now.may_leave()

    def _make_choice(self) -> ScaleField | ListField | None:
        if len(self.views) < 2:
            return None
        names = [part.register.name for part in self.views]
        options = tuple(Option(name, say(name)) for name in names)
        kind = ScaleField if len(names) <= _BESIDE else ListField
        made = kind(Question("register", "yes_no", self.tr("Show"), options=options))
        made.set_value(names[0])
        made.changed.connect(self._on_choice)
        return made

    def _add_button(self, part: RegisterView, action: Action[None]) -> Button:
        made = Button(say(action.text), action.icon or "plus", kind="primary")
        made.clicked.connect(partial(part.begin, action))
        self.header.buttons.addWidget(made)
        return made

    def _on_choice(self) -> None:
        if self._choice is None:
            return
        name = self._choice.value()
        if isinstance(name, str) and self.leave():
            self.show_register(name)
            self.refresh()
        else:
            self._choice.set_value(self.now.register.name)

    def _offer(self) -> None:
        """Show the register chosen, and what can be added while its list is on screen."""
        for part in self.views:
            part.setVisible(part is self.now)
        for part, button in self._adds:
            button.setVisible(part is self.now and not part.list.isHidden())
