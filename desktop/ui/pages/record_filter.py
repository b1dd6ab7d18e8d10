"""The row above a list of records: words to look for, kind, status, place, period and order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.formlib.model import Form
from desktop.records.finding import LISTED, Filter, Sort
from desktop.records.places import Place
from desktop.returns.periods import Period, financial_year, previous, quarter_of
from desktop.ui.parts.combo import Combo
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.line import Line

_PAUSE_MS = 300  # after the last letter, before the list is read
_CHARACTERS = 14


class RecordFilter(QWidget):
    """`changed` says that another list is wanted; `form_changed` that its columns are others."""

    changed = Signal()
    form_changed = Signal()

    def __init__(
        self,
        forms: Sequence[Form],
        words: Mapping[str, str],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """Offer these forms and statuses (by code, in their order) and the periods near today."""
        super().__init__(parent)
        self._forms = {form.id: form for form in forms}
        self._flow = FlowLayout(14, self)
        self.line = Line(22)
        self.line.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.line.textChanged.connect(self._pause.start)
        self.line.returnPressed.connect(self._at_once)
        self._add(self.tr("Look for"), self.line)
        self.form_combo = self._combo(self.tr("Kind"), self.tr("All kinds"), shown=len(forms) > 1)
        for form in forms:
            self.form_combo.addItem(form.title, form.id)
        self.form_combo.activated.connect(self.form_changed)
        self.status_combo = self._combo(self.tr("Status"), self.tr("All but the bin"))
        for word in dict.fromkeys(words.values()):
            codes = tuple(code for code, said in words.items() if said == word and code != "draft")
            self.status_combo.addItem(word[:1].upper() + word[1:], codes)
        self.place_combo = self._combo(self.tr("Place"), self.tr("All places"))
        self.period_combo = self._combo(self.tr("When"), self.tr("At any time"))
        for period in _near(today):
            self.period_combo.addItem(period.label, period)
        self.order_combo = self._combo(self.tr("Order"), self.tr("Newest first"), "newest")
        self.order_combo.addItem(self.tr("Oldest first"), "oldest")
        self.order_combo.addItem(self.tr("Last changed first"), "changed")
        for combo in (self.status_combo, self.place_combo, self.period_combo, self.order_combo):
            combo.activated.connect(self.changed)

    def put_places(self, places: Iterable[Place]) -> None:
        """Offer these places, and keep the one that is chosen."""
        chosen = self.place_combo.currentData()
        while self.place_combo.count() > 1:
            self.place_combo.removeItem(1)
        for place in places:
            self.place_combo.addItem(place.name, place.id)
        self.place_combo.setCurrentIndex(max(self.place_combo.findData(chosen), 0))

    def form(self) -> Form | None:
        """Give the one form that is listed, or None where there are several."""
        if len(self._forms) == 1:
            return next(iter(self._forms.values()))
        return self._forms.get(str(self.form_combo.currentData()))

    def wanted(self) -> Filter:
        """Give what is to be listed."""
        period = self.period_combo.currentData()
        form = self.form()
        return Filter(
            form=form.id if form is not None else None,
            statuses=self.status_combo.currentData() or LISTED,
            place=self.place_combo.currentData(),
            start=period.start if period is not None else None,
            end=period.end if period is not None else None,
            text=self.line.text(),
        )

    def sort(self) -> Sort:
        """Give the order wanted."""
        order: Sort = self.order_combo.currentData()
        return order

    def choose_sort(self, sort: Sort) -> None:
        """Choose an order without saying so."""
        self.order_combo.setCurrentIndex(self.order_combo.findData(sort))

    def choose_status(self, code: str) -> None:
        """Choose a status by its code, for a link that leads here; everything else is let go."""
        for combo in (self.form_combo, self.place_combo, self.period_combo, self.status_combo):
            combo.setCurrentIndex(0)
        self.line.clear()
        for row in range(1, self.status_combo.count()):
            if code in self.status_combo.itemData(row):
                self.status_combo.setCurrentIndex(row)
        self._pause.stop()

    def _at_once(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def _combo(
        self, name: str, everything: str, data: object = None, *, shown: bool = True
    ) -> Combo:
        made = Combo(name)
        made.setMinimumContentsLength(_CHARACTERS)
        made.addItem(everything, data)
        self._add(name, made).setHidden(not shown)
        return made

    def _add(self, name: str, control: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(name, "label", buddy=control))
        column.addWidget(control)
        control.setAccessibleName(name)
        self._flow.addWidget(box)
        return box


def _near(today: date) -> list[Period]:
    """Give the quarters and years that are mostly looked for, the latest first."""
    now = quarter_of(today)
    last = previous(now)
    year = financial_year(now.start.year if now.start.month >= 4 else now.start.year - 1)
    return [now, last, previous(last), year, previous(year)]
