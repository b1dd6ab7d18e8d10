"""One answer out of several: radio buttons, a joined scale, or a list when there are many."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QLayout, QVBoxLayout, QWidget

from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Option, Question, unknown_code
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.combo import Combo
from desktop.ui.parts.flow import ScaleLayout
from desktop.ui.parts.options import ARROWS, Radio, Segment

MOST_RADIOS = 7


class RadioField(FieldWidget):
    """Radio buttons in a named group. The ways of not knowing are the last of them.

    A key of `question.keys` chooses its option, Delete takes the answer back; so does the link
    below an optional question, for the mouse.
    """

    def value(self) -> object:
        """Give the chosen code, or the unknown, or None."""
        chosen = self._group.checkedId()
        if chosen < 0:
            return None
        code = self._options[chosen].code
        return code if chosen < len(self.question.options) else {"unknown": code}

    def set_value(self, value: object) -> None:
        """Choose the option with this code; a code no longer offered chooses none."""
        code, first = unknown_code(value), len(self.question.options)
        codes = [option.code for option in self._options]
        part = codes[first:] if code else codes[:first]
        wanted = code or value
        self._choose(part.index(str(wanted)) + (first if code else 0) if wanted in part else -1)
        self.set_problem("")

    def choose_key(self, key: str) -> bool:
        """Choose by an option's key and send `changed`; False when no option has it."""
        place = self.question.keys.find(key) if key else -1
        if not 0 <= place < len(self._options):
            return False
        self._group.button(place).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._group.button(place).click()
        return True

    def clear(self) -> None:
        """Take the answer back and send `changed`."""
        if self._group.checkedId() >= 0:
            self._choose(-1)
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that the radio buttons leave."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif not self.choose_key(event.text()):
            super().keyPressEvent(event)

    def _build(self) -> QWidget:
        self._options: Sequence[Option] = (*self.question.options, *self.question.unknowns)
        self._box = QGroupBox()
        self._box.setFlat(True)
        self._group = QButtonGroup(self)
        layout = self._lay_out(self._box)
        layout.setContentsMargins(0, 0, 0, 0)
        for number, option in enumerate(self._options):
            key = self.question.keys[number : number + 1]
            words = f"{key}. {option.label}" if key else option.label
            button = self._button(words, option.hint)
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.idClicked.connect(self._on_clicked)
        self.column.addWidget(self._box)
        if self.question.optional:
            self._clear = Link(self.tr("Clear this answer"))
            self._clear.setAccessibleDescription(self.question.ask)
            self._clear.clicked.connect(self.clear)
            self._clear.setEnabled(False)
            self._group.buttonToggled.connect(self._on_toggled)
            self.column.addWidget(self._clear)
        return self._box

    def _lay_out(self, box: QGroupBox) -> QLayout:
        column = QVBoxLayout(box)
        column.setSpacing(4)
        return column

    def _button(self, words: str, hint: str) -> Radio | Segment:
        return Radio(words, hint)

    def _entry(self) -> QWidget:
        return self._group.checkedButton() or self._group.button(0)

    def _choose(self, place: int) -> None:
        # An exclusive group cannot be emptied, so it is not exclusive for a moment.
        self._group.setExclusive(False)
        for number, button in enumerate(self._group.buttons()):
            button.setChecked(number == place)
        self._group.setExclusive(True)

    def _on_clicked(self, _number: int) -> None:
        self.set_problem("")
        self.changed.emit()

    def _on_toggled(self) -> None:
        self._clear.setEnabled(self._group.checkedId() >= 0)


class ScaleField(RadioField):
    """A short scale such as yes, no, did not ask: joined buttons, stacked where they do not fit."""

    def _lay_out(self, box: QGroupBox) -> QLayout:
        return ScaleLayout(box)

    def _button(self, words: str, hint: str) -> Radio | Segment:
        return Segment(words, hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with both pairs of arrows: who does not see the scale cannot know how it lies."""
        buttons = self._group.buttons()
        here = next((place for place, button in enumerate(buttons) if button.hasFocus()), -1)
        to = here + ARROWS.get(event.key(), 0)
        if here < 0 or to == here or not 0 <= to < len(buttons):
            super().keyPressEvent(event)
            return
        buttons[to].setFocus(Qt.FocusReason.TabFocusReason)
        if buttons[here].isChecked():  # before the first choice the arrows only look, as Qt's do
            buttons[to].click()


class ListField(FieldWidget):
    """A list that opens: for many options, and for places and people."""

    def value(self) -> object:
        """Give the chosen code, or the unknown, or None."""
        return chosen(self._combo)

    def set_value(self, value: object) -> None:
        """Choose the entry; an id that is not offered any more is shown as it was kept."""
        choose(self._combo, value, self.question)
        self.set_problem("")

    def _build(self) -> QWidget:
        self._combo = make_combo(self.question, self.question.ask)
        self._combo.activated.connect(self._on_activated)
        self.column.addWidget(self._combo, alignment=Qt.AlignmentFlag.AlignLeft)
        return self._combo

    def _notes(self) -> list[str]:
        # Linux and macOS read out the chosen entry as the name of a list, so the question too.
        return [self.question.ask]

    def _on_activated(self, _row: int) -> None:
        self.set_problem("")
        self.changed.emit()


def choice_field(question: Question) -> FieldWidget:
    """Give radio buttons, or a list for more than seven options."""
    few = len(question.options) <= MOST_RADIOS
    return RadioField(question) if few else ListField(question)


def make_combo(question: Question, name: str) -> Combo:
    """Give a list of a question's options, "Choose…" first and the ways of not knowing last."""
    combo = Combo(name)
    combo.addItem(combo.tr("Choose…"), None)
    for option in question.options:
        combo.addItem(option.label, option.code)
    if question.unknowns:
        combo.insertSeparator(combo.count())
    for option in question.unknowns:
        combo.addItem(option.label, {"unknown": option.code})
    return combo


def chosen(combo: Combo) -> object:
    """Give the value of the entry chosen in a list of `make_combo`, or None."""
    value: object = combo.currentData()
    return value


def choose(combo: Combo, value: object, question: Question) -> None:
    """Choose a value in a list of `make_combo`, adding it when it is offered no more."""
    values = [combo.itemData(row) for row in range(combo.count())]
    if value is not None and value not in values:
        combo.insertItem(1, question.show(value), value)
        values.insert(1, value)
    combo.setCurrentIndex(values.index(value))
