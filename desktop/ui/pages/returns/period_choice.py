"""Choosing what a return covers: one of the last quarters, or any two dates."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.returns.periods import Period, any_dates, last_eight, parse_period, quarter_of
from desktop.ui.fields.dates import DateField
from desktop.ui.pages.register import asking
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.combo import Combo
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label


class PeriodChoice(QWidget):
    """`chosen` carries a `Period`. The quarter that ended last is chosen to begin with."""

    chosen = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        """Offer this quarter and the eight before it."""
        super().__init__(parent)
        now = quarter_of(today)
        self._quarters = [now, *reversed(last_eight(now))]
        self.combo = Combo(self.tr("Period"))
        for period in self._quarters:
            self.combo.addItem(period.title, period)
        self.combo.addItem(self.tr("Other dates…"), None)
        self.combo.setCurrentIndex(1)
        self.combo.activated.connect(self._on_activated)
        self._dates = QWidget()
        self.first = DateField(asking.day("first", self.tr("First day")).question)
        self.last = DateField(asking.day("last", self.tr("Last day")).question)
        show = Button(self.tr("Show these dates"))
        show.clicked.connect(self._on_dates)
        flow = FlowLayout(24, self._dates)
        for part in (self.first, self.last, show):
            flow.addWidget(part)
        self._dates.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Period"), "label", buddy=self.combo))
        column.addWidget(self.combo)
        column.addWidget(self._dates)

    def period(self) -> Period:
        """Give the period chosen in the list, or the quarter that ended last."""
        period = self.combo.currentData()
        return period if isinstance(period, Period) else self._quarters[1]

    def choose(self, code: str) -> Period:
        """Choose a period by its code, such as "2024-25-Q4"; send nothing and give it."""
        period = parse_period(code)
        row = self.combo.findData(period)
        if row < 0:
            row = self.combo.count() - 1
            self.combo.insertItem(row, period.title, period)
        self.combo.setCurrentIndex(row)
        self._dates.hide()
        return period

    def _on_activated(self, _row: int) -> None:
        period = self.combo.currentData()
        self._dates.setVisible(period is None)
        if period is None:
            self.first.focus_first()
        else:
            self.chosen.emit(period)

    def _on_dates(self) -> None:
        days = [field.value() for field in (self.first, self.last)]
        for field, value in zip((self.first, self.last), days, strict=True):
            if not isinstance(value, str):
                field.set_problem(field.problem() or self.tr("Enter a date"))
                field.focus_first()
                return
            field.set_problem("")
        try:
            period = any_dates(*(date.fromisoformat(str(value)) for value in days))
        except UserError as error:
            self.last.set_problem(error.sentence)
            self.last.focus_first()
            return
        self.chosen.emit(self.choose(period.code))
