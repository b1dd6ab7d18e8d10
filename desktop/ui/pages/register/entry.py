"""One entry of a register: what is known of it, its inner table, and what can be done with it."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.register.spec import Action, Inner, Lead
from desktop.ui.pages.register.words import say, say_columns
from desktop.ui.pages.tables import WholeTable
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.models import RowsModel


class FactsGrid(QWidget):
    """Names at the left, texts beside them; both wrap. Facts without a text are left out."""

    def __init__(self, facts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Show the facts."""
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 2)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, text) in enumerate((say(n), t) for n, t in facts if t):
            said = label(text)
            said.setAccessibleName(f"{name}: {text}")
            grid.addWidget(label(name, "label"), row, 0, top)
            grid.addWidget(said, row, 1, top)


class EntryPane(QWidget):
    """An entry, a form below it, or a form alone.

    `back` asks for the list; `chosen` carries the action whose button was pressed, `led` the key
    and the subject of another page.
    """

    back = Signal()
    chosen = Signal(object)
    led = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the pane, empty."""
        super().__init__(parent)
        self.form: FormCard | None = None
        self._back = Button(self.tr("Back to the list"), "arrow-left")
        self._back.clicked.connect(self.back)
        self._buttons: QWidget | None = None
        self._above, self._middle, self._below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(self._back, alignment=Qt.AlignmentFlag.AlignLeft)
        for part in (self._above, self._middle, self._below):
            column.addLayout(part)
        column.addStretch()

    def show_entry(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        actions: Sequence[Action[Any]],
        leads: Sequence[tuple[Lead[Any], tuple[str, str]]] = (),
        inner: tuple[Inner[Any], Sequence[Any]] | None = None,
    ) -> None:
        """Show an entry with a button for each action, and its inner table if it has rows."""
        self.clear()
        self._back.show()
        card = SectionCard(title)
        card.body.addWidget(FactsGrid(facts))
        if actions or leads:
            self._buttons = QWidget()
            flow = FlowLayout(parent=self._buttons)
            for lead, (key, subject) in leads:
                leading = Button(say(lead.text), lead.icon)
                leading.clicked.connect(partial(self.led.emit, key, subject))
                flow.addWidget(leading)
            for action in actions:
                kind: Literal["plain", "danger"] = "danger" if action.sure else "plain"
                made = Button(say(action.text), action.icon, kind=kind)
                made.clicked.connect(partial(self.chosen.emit, action))
                flow.addWidget(made)
            card.body.addWidget(self._buttons)
        self._above.addWidget(card)
        if inner is not None and inner[1]:
            self._below.addWidget(self._inner_card(*inner))

    def show_form(self, form: FormCard) -> None:
        """Show a form, below the entry if there is one."""
        self.close_form()
        self.form = form
        self._middle.addWidget(form)
        if self._buttons is not None:
            self._buttons.hide()
        form.show()  # the layout would show it later, and then it could not take the focus now
        form.focus_first()

    def close_form(self) -> None:
        """Take the form away and offer the actions again."""
        _empty(self._middle)
        self.form = None
        if self._buttons is not None:
            self._buttons.show()

    def clear(self) -> None:
        """Take everything away, for the next entry or for a form alone."""
        self.close_form()
        self._buttons = None
        _empty(self._above)
        _empty(self._below)
        self._back.hide()

    def take_focus(self) -> None:
        """Put the focus on the way back, the first thing on the pane."""
        self._back.setFocus(Qt.FocusReason.TabFocusReason)

    def _inner_card(self, inner: Inner[Any], rows: Sequence[Any]) -> SectionCard:
        card = SectionCard(say(inner.name))
        table = WholeTable(say(inner.name), RowsModel(say_columns(inner.columns), rows))
        table.opened.connect(lambda row: self.led.emit(*inner.to(row)))
        card.body.addWidget(table)
        return card


def _empty(layout: QLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
