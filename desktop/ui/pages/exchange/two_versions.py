"""Two versions of one record side by side: choose for each answer that differs which one stands."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QGroupBox, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.exchange.sealed.conflicts import Choice, ChooseAll, Conflict, settle
from desktop.exchange.sealed.side_by_side import Pair
from desktop.formlib.typed import say_date, say_day
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.register.entry import FactsGrid
from desktop.ui.pages.register.spec import WAIT_MS
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.error_summary import ErrorSummary, Problem
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.labels import label
from desktop.ui.parts.options import Radio
from desktop.ui.parts.page import bring_into_sight
from desktop.ui.parts.panes import Pane

Begun: TypeAlias = dict[str, Mapping[Pair, Choice]]
"""What was chosen and not kept yet, by conflict. A choice is for two answers as they were shown."""


class PairChoice(QGroupBox):
    """One answer in both versions, beside each other; `chosen` whenever one of them is."""

    chosen = Signal()

    def __init__(self, pair: Pair, came: str, parent: QWidget | None = None) -> None:
        """Show both; neither is chosen. `came` heads the version that came."""
        super().__init__(parent)
        self.pair = pair
        self.setFlat(True)
        self.setAccessibleName(pair.label)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.addWidget(label(pair.label, "label"), 0, 0, 1, 2)
        self.here = Radio(pair.here, self.tr("Here"))
        self.came = Radio(pair.came, came)
        self._group = QButtonGroup(self)
        for column, button in enumerate((self.here, self.came)):
            self._group.addButton(button)
            button.toggled.connect(self._on_toggled)
            grid.addWidget(button, 1, column)
            grid.setColumnStretch(column, 1)

    def _on_toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        if checked:
            self.chosen.emit()

    def choice(self) -> Choice | None:
        """Give which one was chosen, None while none is."""
        if self.here.isChecked():
            return "here"
        return "came" if self.came.isChecked() else None

    def choose(self, choice: Choice) -> None:
        """Choose one of the two."""
        (self.here if choice == "here" else self.came).setChecked(True)

    def take_focus(self) -> None:
        """Put the focus on the first of the two."""
        bring_into_sight(self)
        self.here.setFocus()


class TwoVersions(Pane):
    """The pane of one record; `settled` after a choice was kept."""

    settled = Signal()

    def __init__(
        self,
        view: DeskView,
        conflict: Conflict,
        begun: Begun,
        parent: QWidget | None = None,
    ) -> None:
        """Show what differs, and folded what does not.

        What is chosen is put into `begun` at once: who goes away in between, to ask or to look
        something up, finds it again there.
        """
        super().__init__(title_of(view, conflict), parent)
        self._view = view
        self._conflict = conflict
        self.summary = ErrorSummary()
        day = say_date(conflict.came_at.astimezone().date().isoformat())
        came = self.tr("Came from {who} on {day}").format(who=conflict.who, day=day)
        card = SectionCard(self.title, self._sentence())
        card.body.addWidget(self.summary)
        self._begun = begun
        self.choices = [PairChoice(one, came) for one in conflict.differing]
        before = begun.get(conflict.id, {})
        for one in self.choices:
            if (how := before.get(one.pair)) is not None:
                one.choose(how)
            one.chosen.connect(self._on_chosen)
        card.body.addLayout(self._all_of_one())
        for choice in self.choices:
            card.body.addWidget(choice)
        keep = Button(self.tr("Keep this choice"), "check", kind="primary")
        keep.clicked.connect(self._on_keep)
        row = FlowLayout()
        row.addWidget(keep)
        card.body.addLayout(row)
        self.column.addWidget(card)
        self._add_same([one for one in conflict.pairs if not one.differs])

    def _sentence(self) -> str:
        said = self.tr(
            "It was changed here and on the laptop, each without knowing of the other. Choose for "
            "each answer that differs. Both versions stay in its history."
        )
        reason = self._conflict.reason
        return said + (self.tr(" Their reason: “{}”").format(reason) if reason else "")

    def _all_of_one(self) -> FlowLayout:
        row = FlowLayout()
        here = Button(self.tr("All as it is here"))
        came = Button(self.tr("All as it came"))
        here.clicked.connect(lambda: self._choose_all("here"))
        came.clicked.connect(lambda: self._choose_all("came"))
        row.addWidget(here)
        row.addWidget(came)
        return row

    def _add_same(self, same: Sequence[Pair]) -> None:
        if not same:
            return
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FactsGrid([(one.label, one.here) for one in same]))
        self.column.addWidget(Folded(self.tr("What is the same in both"), inside))

    def _choose_all(self, choice: Choice) -> None:
        for one in self.choices:
            one.choose(choice)
        self._view.say(self.tr("Chosen. Press “Keep this choice” to keep it."), True)

    def _chosen(self) -> dict[Pair, Choice]:
        return {one.pair: how for one in self.choices if (how := one.choice()) is not None}

    def _on_chosen(self) -> None:
        self._begun[self._conflict.id] = self._chosen()

    def _on_keep(self) -> None:
        try:
            with self._view.desk.write(
                "Put two versions of a record together", wait_ms=WAIT_MS
            ) as session:
                settle(
                    session,
                    self._view.forms,
                    self._conflict.id,
                    {pair.key: how for pair, how in self._chosen().items()},
                    who=self._view.desk.who,
                )
        except ChooseAll as error:
            missing = [one for one in self.choices if one.pair.key in error.keys]
            ask = self.tr("Choose for: {}")
            self.summary.put([Problem(ask.format(c.pair.label), c.take_focus) for c in missing])
        except UserError as error:
            first = self.choices[0].take_focus if self.choices else self.setFocus
            self.summary.put([Problem(str(error), first)])
        else:
            self._begun.pop(self._conflict.id, None)
            self._view.say(self.tr("Kept. Both versions are in its history."), True)
            self.settled.emit()


def title_of(view: DeskView, conflict: Conflict) -> str:
    """Name a record of which there are two versions."""
    form = view.forms.get(conflict.form)
    day = say_day(conflict.on_date.isoformat()) if conflict.on_date else ""
    named = (form.title if form else conflict.form, conflict.place, conflict.reference, day)
    return ", ".join(filter(None, named))
