"""The people who did something together: up to three lists, one below another."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.fields.choice import choose, chosen, make_combo
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.parts.combo import Combo

_MOST = 3
_SHOWN = 2


class PeopleField(FieldWidget):
    """Lists of people; a further one appears once those above are filled."""

    def value(self) -> object:
        """Give the ids chosen, each once; or the unknown; or None."""
        values = [value for combo in self._combos if (value := chosen(combo)) is not None]
        unknown = next((value for value in values if isinstance(value, dict)), None)
        return unknown or list(dict.fromkeys(values)) or None

    def set_value(self, value: object) -> None:
        """Show the ids of a stored value, in their order."""
        values: list[object] = [value] if isinstance(value, dict) else []
        if isinstance(value, list):
            values = list(value)
        while len(self._combos) < len(values):  # a record from another desk may name more
            self._add()
        for number, combo in enumerate(self._combos):
            choose(combo, values[number] if number < len(values) else None, self.question)
        self._show_next()
        self.set_problem("")

    def _build(self) -> QWidget:
        self._combos: list[Combo] = []
        self._box = QWidget()
        self._lists = QVBoxLayout(self._box)
        self._lists.setContentsMargins(0, 0, 0, 0)
        self._lists.setSpacing(8)
        for _ in range(self.question.at_most or _MOST):
            self._add()
        self._show_next()
        self.column.addWidget(self._box)
        return self._box

    def _entry(self) -> QWidget:
        return self._combos[0]

    def _controls(self) -> list[QWidget]:
        return list(self._combos)

    def _add(self) -> None:
        number = len(self._combos) + 1
        name = self.tr("{ask} Person {number}").format(ask=self.question.ask, number=number)
        combo = make_combo(self.question, name)
        combo.activated.connect(self._on_activated)
        self._combos.append(combo)
        self._lists.addWidget(combo)

    def _show_next(self) -> None:
        filled = max((n for n, c in enumerate(self._combos, 1) if chosen(c) is not None), default=0)
        for number, combo in enumerate(self._combos):
            combo.setVisible(number < max(_SHOWN, filled + 1))

    def _on_activated(self, _row: int) -> None:
        self._show_next()
        self.set_problem("")
        self.changed.emit()
