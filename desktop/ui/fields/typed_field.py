"""Fields where something is typed: kept as typed, read on leaving, never lost.

Below the control stand tick boxes for the ways of not knowing. Ticking one sets the text aside;
unticking it brings the text back.
"""

from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from desktop.formlib.typed import Unreadable
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import unknown_code
from desktop.ui.parts.options import Tick

# Another window or our own calendar came to the front: the person has not left the field.
_STAYS = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}


class TypedField(FieldWidget):
    """A field with a text. A subclass builds the box and gives and takes its text."""

    _given: object  # the value that was set, and the text it was shown as
    _given_text: str
    _aside: str  # what was typed before "not known" was ticked
    _fault_shown: str
    _quiet: bool
    _ticks: dict[str, Tick]

    def value(self) -> object:
        """Give the value that was set while its text is untouched, else what the text reads as."""
        for code, tick in self._ticks.items():
            if tick.isChecked():
                return {"unknown": code}
        text = self._text()
        if self._given is not None and text == self._given_text:
            return self._given
        if not text.strip():
            return None
        try:
            return self.question.read(text)
        except Unreadable:
            return None

    def set_value(self, value: object) -> None:
        """Show a stored value."""
        code = unknown_code(value)
        self._set_ticks(code)
        self._given = None if code or value == "" else value
        self._put("" if self._given is None else self._as_text(value))
        # As the box gives it back: Qt turns a no-break space into a space, and so on.
        self._given_text = self._text()
        self._aside = ""
        self._fault_shown = ""
        self.set_problem("")
        self._after_reading(self.value())
        self._describe()

    def typed(self) -> str:
        """Give the text as it was typed."""
        return self._text()

    def unread(self) -> dict[str, str]:
        """Give the text if it is there and cannot be read."""
        return {self.question.id: self._text()} if self._fault() else {}

    def set_unread(self, texts: Mapping[str, str]) -> None:
        """Show the text that could not be read, with what to enter instead."""
        if self.question.id in texts:
            self._set_ticks("")
            self._given = None
            self._put(texts[self.question.id])
            self._check()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read the text when the focus leaves the box."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self._check()
        return super().eventFilter(watched, event)

    @abstractmethod
    def _text(self) -> str:
        """Left to the kinds."""

    @abstractmethod
    def _put_text(self, text: str) -> None:
        """Left to the kinds."""

    def _as_text(self, value: object) -> str:
        """Give a stored value as it would be typed."""
        return str(value)

    def _after_reading(self, value: object) -> None:
        """Say back what was read, in a subclass that does."""

    def _ready(self, box: QWidget) -> QWidget:
        """Finish `_build`: watch the box, add the ticks below it, and give the box."""
        self._given = None
        self._given_text = self._aside = self._fault_shown = ""
        self._quiet = False
        self._ticks = {}
        box.installEventFilter(self)
        for unknown in self.question.unknowns:
            tick = Tick(unknown.label, unknown.hint)
            tick.setAccessibleDescription(self.question.ask)
            tick.toggled.connect(self._on_tick)
            self._ticks[unknown.code] = tick
            self.column.addWidget(tick)
        return box

    def _on_text_changed(self) -> None:
        if self._quiet:
            return
        if self._text() and any(tick.isChecked() for tick in self._ticks.values()):
            self._set_ticks("")
        if self._fault_shown and not self._fault():
            self._show_fault("")
        self.changed.emit()

    def _on_tick(self, ticked: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._quiet:
            return
        if ticked:
            code = next(code for code, tick in self._ticks.items() if tick is self.sender())
            self._set_ticks(code)
            self._aside = self._text() or self._aside
            self._put("")
        else:
            self._put(self._aside)
        self._check()
        self.changed.emit()

    def _set_ticks(self, code: str) -> None:
        was, self._quiet = self._quiet, True
        for other, tick in self._ticks.items():
            tick.setChecked(other == code)
        self._quiet = was

    def _put(self, text: str) -> None:
        was, self._quiet = self._quiet, True
        self._put_text(text)
        self._quiet = was

    def _fault(self) -> str:
        """Give what to enter instead of a text that cannot be read."""
        text = self._text()
        if not text.strip() or (self._given is not None and text == self._given_text):
            return ""
        try:
            self.question.read(text)
        except Unreadable as error:
            return str(error)
        return ""

    def _check(self) -> None:
        self._show_fault(self._fault())
        self._after_reading(self.value())
        self._describe()

    def _show_fault(self, fault: str) -> None:
        """Show that the text cannot be read; a problem that the page showed is left to the page."""
        if fault or self.problem() == self._fault_shown:
            self.set_problem(fault)
        self._fault_shown = fault
