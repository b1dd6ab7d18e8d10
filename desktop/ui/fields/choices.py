"""Several answers at once: tick boxes, and topics where something was wrong.

An answer that excludes the others ("No problem", "Not known") takes the rest out of the Tab order
while it is ticked, so a quiet night is one key a question; the arrows still reach them all.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Option, unknown_code
from desktop.ui.parts.options import Tick

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}


class ChoicesField(FieldWidget):
    """Tick boxes; the ways of not knowing come last and exclude the rest."""

    def value(self) -> object:
        """Give the ticked codes in the order of the options, or the unknown, or None."""
        unknown = next((code for code, tick in self._unknowns.items() if tick.isChecked()), "")
        if unknown:
            return {"unknown": unknown}
        return self._ticked() or None

    def set_value(self, value: object) -> None:
        """Tick the codes of a stored value; codes no longer offered are left out."""
        codes = value if isinstance(value, list) else ()
        self._show(codes, unknown_code(value))

    def _build(self) -> QWidget:
        self._box = QGroupBox()
        self._box.setFlat(True)
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._first = _ticks(self._excluding())
        self._options = _ticks(self.question.options)
        self._unknowns = _ticks(self.question.unknowns)
        for tick in self._all():
            tick.clicked.connect(self._on_clicked)
            tick.arrowed.connect(self._on_arrow)
            column.addWidget(tick)
        self.column.addWidget(self._box)
        return self._box

    def _entry(self) -> QWidget:
        return next(iter(self._all()), self._box)

    def _excluding(self) -> Sequence[Option]:
        """Give the answers that stand first and exclude the rest."""
        return ()

    def _all(self) -> list["_ArrowTick"]:
        return [*self._first.values(), *self._options.values(), *self._unknowns.values()]

    def _ticked(self) -> list[str]:
        return [code for code, tick in self._options.items() if tick.isChecked()]

    def _show(self, codes: Sequence[object], alone: str) -> None:
        """Tick these options, and of the excluding answers the one named."""
        for code, tick in self._options.items():
            tick.setChecked(code in codes)
        for code, tick in (*self._first.items(), *self._unknowns.items()):
            tick.setChecked(code == alone)
        self._set_stops()
        self.set_problem("")

    def _set_stops(self) -> None:
        lone = [t for t in (*self._first.values(), *self._unknowns.values()) if t.isChecked()]
        for tick in self._all():
            stop = not lone or tick in lone
            tick.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def _on_clicked(self) -> None:
        pressed = self.sender()
        alone = {**self._first, **self._unknowns}
        if isinstance(pressed, Tick) and pressed.isChecked():
            others = self._all() if pressed in alone.values() else list(alone.values())
            for tick in others:
                tick.setChecked(tick is pressed)
        self._set_stops()
        self.set_problem("")
        self.changed.emit()

    def _on_arrow(self, step: int) -> None:
        ticks = self._all()
        here = next((n for n, tick in enumerate(ticks) if tick.hasFocus()), 0)
        ticks[max(0, min(here + step, len(ticks) - 1))].setFocus(Qt.FocusReason.TabFocusReason)


class TopicsField(ChoicesField):
    """Topics with a problem. "No problem" is an answer of its own: the empty list."""

    _NONE = "\0none"  # no option has this code

    def value(self) -> object:
        """Give the topics ticked, [] for "No problem", the unknown, or None."""
        return [] if self._first[self._NONE].isChecked() else super().value()

    def set_value(self, value: object) -> None:
        """Tick the topics of a stored value."""
        codes = value if isinstance(value, list) else ()
        none = self._NONE if isinstance(value, list) and not value else ""
        self._show(codes, unknown_code(value) or none)

    def _excluding(self) -> Sequence[Option]:
        return (Option(self._NONE, self.tr("No problem")),)


class _ArrowTick(Tick):
    """A tick box whose arrows go to its neighbours in the group, whatever Tab does."""

    arrowed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.arrowed.emit(step)


def _ticks(options: Sequence[Option]) -> dict[str, _ArrowTick]:
    return {option.code: _ArrowTick(option.label, option.hint) for option in options}
