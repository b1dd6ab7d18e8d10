"""The sections of a form as cards in one column, and the questions in them."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.formlib.model import Field
from desktop.formlib.problems import Problem
from desktop.formlib.settle import Settled, field_applies, row_look
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.kinds import make_field
from desktop.ui.fields.rows import RowCard, RowsField
from desktop.ui.pages.editor.add_one import AddOne
from desktop.ui.pages.editor.asked import Asked
from desktop.ui.pages.editor.draft import Draft
from desktop.ui.pages.editor.follows import live, notes
from desktop.ui.pages.editor.offered import ADDABLE, Offered
from desktop.ui.pages.editor.opened import OpenedRows
from desktop.ui.pages.editor.questions import question
from desktop.ui.pages.editor.rows_book import RowsBook
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.labels import put_visible
from desktop.ui.parts.page import bring_into_sight


class Body(QWidget):
    """Shows one draft. Built once for it; later changes only show, hide and say.

    `changed` names the question whose answer a person changed; `add_wanted` a question and the
    name of what is not on its list.
    """

    changed = Signal(str)
    add_wanted = Signal(str, str)

    def __init__(self, draft: Draft, offered: Offered) -> None:
        """Build the cards of the sittings up to this one, and fill them from the draft."""
        super().__init__()
        self._draft = draft
        self._form = draft.form
        self._offered = offered
        self.asked: dict[str, Asked] = {}
        self.cards: dict[str, SectionCard] = {}
        self.adders: dict[str, AddOne] = {}
        self._books: dict[str, RowsBook] = {}
        self._opened: dict[str, OpenedRows] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        for section in self._form.sections:
            if section.sitting > draft.kept.sitting:
                continue
            card = SectionCard(section.title, section.intro)
            for item in section.fields:
                self.asked[item.id] = Asked(partial(self._make, item))
                card.body.addWidget(self.asked[item.id])
            self.cards[section.id] = card
            column.addWidget(card)
        self._open_rows()

    def follow(self, settled: Settled) -> bool:
        """Set aside the rows of questions that are not asked; True when that changed the draft."""
        moved = {
            self._form.fields[name].opens
            for name, part in self._opened.items()
            if part.put_applies(name in settled.shown)
        }
        for group in moved:
            self._draft.put(group, self._books[group].value(), self._books[group].unread())
        return bool(moved)

    def put(self, settled: Settled) -> bool:
        """Show what is asked now, and say what follows from the answers.

        True when a question was shown for the first time: Tab must then be told its place.
        """
        form, office = self._form, self._draft.office
        lines = live(form, settled, office)
        said = notes(form, settled)
        grown = False
        for name, asked in self.asked.items():
            grown |= asked.put_shown(name in settled.shown)
            asked.put_note(self._rows_note(name) or said.get(name, ""))
            text, adds_up = lines.get(name, ("", False))
            asked.put_live(text, adds_up=adds_up)
        for section in form.sections:
            if section.id in self.cards:
                shown = any(item.id in settled.shown for item in section.fields)
                put_visible(self.cards[section.id], shown)
        for group, card in self._row_cards():
            look = row_look(form, group, card.value(), settled.values, office)
            for item in form.rows[group].fields:
                if item.id != form.rows[group].about:  # that one is said by a title or never hidden
                    applies = field_applies(item, settled.on, look) is True
                    put_visible(card.fields[item.id], applies)
        return grown

    def row_cards(self, group: str) -> list[RowCard]:
        """Give the rows of a kind in page order, wherever they are written."""
        return self._books[group].cards()

    def show_problems(self, found: tuple[Problem, ...]) -> None:
        """Show beside each question what must be put right; other problems go away."""
        by_widget: dict[FieldWidget, str] = {}
        for problem in found:
            if problem.kind in ("missing", "unread", "stop"):
                widget = self.widget(problem)
                if widget is not None and widget not in by_widget:
                    by_widget[widget] = problem.say
        for field in self._all_fields():
            field.set_problem(by_widget.get(field, ""))

    def drop_solved(self, found: tuple[Problem, ...]) -> None:
        """Take away what was shown beside a question and is put right by now."""
        still = {self.widget(problem) for problem in found}
        for field in self._all_fields():
            if field.problem() and field not in still and not field.unread():
                field.set_problem("")

    def widget(self, problem: Problem) -> FieldWidget | None:
        """Find the field that a problem is about, also one in a row."""
        if problem.group and problem.row:
            return self._in_row(problem.group, problem.row, problem.field)
        opens = problem.rule.split(":")
        name = opens[1] if opens[0] == "opens" else problem.field
        asked = self.asked.get(name)
        return asked.field if asked is not None and asked.made else None

    def go_to(self, part: str) -> None:
        """Put the focus on a question, by its id or by "rows/row/question"."""
        group, _, rest = part.partition("/")
        row, _, name = rest.partition("/")
        field = self._in_row(group, row, name) if rest else None
        if field is None and group in self.asked and self.asked[group].made:
            field = self.asked[group].field
        if field is not None:
            field.focus_first()

    def go_to_section(self, section: str) -> None:
        """Put the focus on the first question that a section asks."""
        bring_into_sight(self.cards[section])
        found = next(one for one in self._form.sections if one.id == section)
        asked = [self.asked[item.id] for item in found.fields if item.type != "note"]
        first = next((one for one in asked if not one.isHidden()), None)
        if first is not None:
            first.field.focus_first()

    def put_added(self, name: str, id_: str, offered: Offered) -> None:
        """Answer a question with what was added to its list."""
        self._offered = offered
        kind = self._form.fields[name].type
        for other, one in self.asked.items():
            if self._form.fields[other].type == kind:
                one.renew()
        asked = self.asked[name]
        value = asked.field.value()
        several = kind in ("people", "register")
        before = value if isinstance(value, list) else []
        asked.field.set_value([*before, id_] if several else id_)
        self.adders[name].close_up()
        asked.field.focus_first()
        self._on_changed(name)

    def _make(self, item: Field, asked: Asked) -> None:
        """Make the field of a question and fill it; what is not on its list can be added."""
        field = make_field(question(self._form, item, self._draft.office, self._offered))
        field.set_value(self._draft.answers.get(item.id))
        field.set_unread(self._draft.unread)
        field.changed.connect(partial(self._on_changed, item.id))
        asked.hold(field)
        if item.type in ADDABLE and item.id not in self.adders:
            adder = AddOne(self.tr("Not on the list?"), item.ask)
            adder.entered.connect(partial(self.add_wanted.emit, item.id))
            self.adders[item.id] = adder
            asked.put_below(adder)

    def _open_rows(self) -> None:
        """Put below each question the rows that it opens, and each stored row in its place."""
        for group in self._form.rows.values():
            rows = self.asked[group.id].field if group.id in self.asked else None
            if not isinstance(rows, RowsField):
                continue
            opened = []
            for item in self._form.fields.values():
                if item.opens == group.id and item.id in self.asked:
                    part = OpenedRows(self.asked[item.id].field, item, rows.question, group.about)
                    part.unwanted.connect(partial(self._untick, item.id))
                    self._opened[item.id] = part
                    self.asked[item.id].put_below(part)
                    opened.append(part)
            book = RowsBook(rows, opened)
            book.put(self._draft.answers.get(group.id), self._draft.unread)
            rows.changed.disconnect()
            rows.changed.connect(book.changed)
            book.changed.connect(partial(self._on_changed, group.id))
            self._books[group.id] = book

    def _on_changed(self, name: str) -> None:
        book = self._books.get(name)
        if book is not None:
            self._draft.put(name, book.value(), book.unread())
        else:
            field = self.asked[name].field
            if name in self._opened:
                self._opened[name].follow()
            self._draft.put(name, field.value(), field.unread())
            opens = self._form.fields[name].opens
            if opens in self._books:
                self._on_changed(opens)
        self.changed.emit(name)

    def _untick(self, name: str, topic: str) -> None:
        field = self.asked[name].field
        field.set_value(self._opened[name].without(topic))
        field.changed.emit()
        field.focus_first()

    def _rows_note(self, name: str) -> str:
        count = self._books[name].opened_count() if name in self._books else 0
        if not count:
            return ""
        if count == 1:
            return self.tr("1 is written above, with its question.")
        return self.tr("{} are written above, with their questions.").format(count)

    def _row_cards(self) -> Iterator[tuple[str, RowCard]]:
        for group, book in self._books.items():
            for card in book.cards():
                yield group, card

    def _in_row(self, group: str, row: str, name: str) -> FieldWidget | None:
        return next(
            (
                card.fields.get(name)
                for own, card in self._row_cards()
                if own == group and card.row_id == row
            ),
            None,
        )

    def _all_fields(self) -> Iterator[FieldWidget]:
        for asked in self.asked.values():
            if asked.made:
                yield asked.field
        for _, card in self._row_cards():
            yield from card.fields.values()
