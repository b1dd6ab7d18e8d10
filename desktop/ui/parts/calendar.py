"""A month to point at a day in, opened below a date."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from desktop.ui.look.icons import icon
from desktop.ui.look.tokens import scaled, shown

_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class CalendarPopup(QFrame):
    """Closes when a day is chosen, on Esc and on a click beside it."""

    chosen = Signal(date)

    def __init__(self, name: str, day: date | None, parent: QWidget) -> None:
        """Make the calendar on `day`, or on today; `name` says what the day is for."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.setAccessibleName(name)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(name)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setMinimumSize(scaled(300), scaled(280))
        plain = QTextCharFormat()
        plain.setForeground(QColor(shown().text))
        for weekday in _WEEKEND:
            self.calendar.setWeekdayTextFormat(weekday, plain)
        for button, picture, said in (
            ("qt_calendar_prevmonth", "chevron-left", self.tr("Month before")),
            ("qt_calendar_nextmonth", "chevron-right", self.tr("Month after")),
        ):
            found = self.calendar.findChild(QToolButton, button)
            if isinstance(found, QToolButton):
                found.setIcon(icon(picture))
                found.setIconSize(QSize(scaled(18), scaled(18)))
                found.setAccessibleName(said)
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.clicked.connect(self._on_chosen)
        self.calendar.activated.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)

    def open_below(self, widget: QWidget) -> None:
        """Show the calendar below `widget`, above it where the screen ends."""
        size = self.sizeHint()
        room = widget.screen().availableGeometry()
        at = widget.mapToGlobal(QPoint(0, widget.height()))
        if at.y() + size.height() > room.bottom():
            at.setY(widget.mapToGlobal(QPoint(0, 0)).y() - size.height())
        at.setX(max(room.left(), min(at.x(), room.right() - size.width())))
        at.setY(max(room.top(), at.y()))
        self.move(at)
        self.show()
        self.calendar.setFocus()

    def _on_chosen(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(date(day.year(), day.month(), day.day()))
