"""Dates, months and times: typed as people write them, and shown as they were read."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.formlib.typed import say_date, say_month
from desktop.ui.fields.typed_field import TypedField
from desktop.ui.parts.announce import announce
from desktop.ui.parts.calendar import CalendarPopup
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.line import Line


class TimeField(TypedField):
    """A time of day on the wall clock. "7.30pm" becomes "19:30" on leaving."""

    characters = 9

    def _build(self) -> QWidget:
        self._line = Line(self.characters)
        self._line.textChanged.connect(self._on_text_changed)
        self.column.addWidget(self._line)
        return self._ready(self._line)

    def _text(self) -> str:
        return self._line.text()

    def _put_text(self, text: str) -> None:
        self._line.setText(text)

    def _after_reading(self, value: object) -> None:
        if isinstance(value, str) and self._text() != (tidy := self._as_text(value)):
            self._given, self._given_text = value, tidy
            self._put(tidy)


class MonthField(TimeField):
    """A month of a year. "3/2025" becomes "March 2025" on leaving."""

    characters = 18

    def _as_text(self, value: object) -> str:
        return say_month(str(value))


class DateField(TimeField):
    """A day, kept as it was typed and read back with its weekday below.

    A calendar opens by the button in the line and by Alt+Down.
    """

    characters = 20

    def _build(self) -> QWidget:
        # Room for one line is kept, so that nothing moves away from under the mouse on leaving.
        self._echo = label(" ", "muted")
        box = super()._build()
        self.column.insertWidget(self.column.indexOf(box) + 1, self._echo)
        self._line.put_button(
            "calendar", self.tr("Open the calendar (Alt+Down)"), self.open_calendar
        )
        return box

    def echo(self) -> str:
        """Give the date as it was read, "Saturday 21 November 2026"; "" while there is none."""
        return self._echo.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the calendar on Alt+Down."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.open_calendar()
            return True
        return super().eventFilter(watched, event)

    def open_calendar(self) -> CalendarPopup:
        """Open the calendar below the line, on the answered day or today; give it."""
        value = self.value()
        day = date.fromisoformat(value) if isinstance(value, str) else None
        popup = CalendarPopup(self.question.ask, day, self)
        popup.chosen.connect(self._on_chosen)
        popup.open_below(self._line)
        return popup

    def _on_chosen(self, day: date) -> None:
        self._line.setText(say_date(day.isoformat()))
        self._check()
        self._line.setFocus()

    def _as_text(self, value: object) -> str:
        return say_date(str(value))

    def _after_reading(self, value: object) -> None:
        said = self.question.show(value) if isinstance(value, str) else ""
        if said and said != self.echo() and self._line.hasFocus():
            announce(self._line, said)
        put_text(self._echo, said or " ")

    def _notes(self) -> list[str]:
        return [self.echo()] if self.echo() else []
