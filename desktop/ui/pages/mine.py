"""My visits: what this person wrote, and what became of it."""

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.formlib.typed import say_date
from desktop.records.finding import OFFICE_WORDS, VISITOR_WORDS, Filter, RecordLine, page
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.parts.cards import EmptyState
from desktop.ui.parts.models import Column, RowsModel
from desktop.ui.parts.table import Table

_MOST = 500


class MinePage(DeskPage):
    """A list, the unfinished first. Enter opens what the cursor is on."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__("", wide=True)
        self._view = view
        self.header.put(self.tr("My visits"), self.tr("Enter opens a visit."))
        words = VISITOR_WORDS if view.role.id == "visitor" else OFFICE_WORDS

        def state(line: RecordLine) -> str:
            said = words[line.status]
            return said if line.purpose == "real" else f"{said} ({line.purpose})"

        self.model: RowsModel[RecordLine] = RowsModel(
            [
                Column(
                    self.tr("Date"),
                    lambda line: say_date(line.on_date.isoformat()) if line.on_date else "",
                    sort="date",
                    order=lambda line: line.on_date.isoformat() if line.on_date else "",
                    characters=18,
                ),
                Column(self.tr("What"), self._title, sort="what", characters=22),
                Column(
                    self.tr("Where"),
                    lambda line: line.place or line.reference,
                    sort="where",
                    characters=24,
                ),
                Column(self.tr("State"), state, sort="state", characters=22),
            ]
        )
        self.table = Table(self.tr("My visits"), self.model)
        self.table.opened.connect(self._on_opened)
        self._empty = EmptyState(
            "clipboard-list",
            self.tr("No visits yet"),
            self.tr("What you write stays here: not finished, not sent, sent, office has it."),
        )
        begin = self._empty.put_action(self.tr("Write up a visit"), "plus")
        begin.clicked.connect(lambda: view.go("new"))
        parts: tuple[QWidget, ...] = (self.table, self._empty)
        for part in parts:
            self.column.addWidget(part, 1)

    def arrive(self, subject: str, part: str) -> None:
        """Read the list."""
        try:
            with self._view.desk.read() as session:
                lines = page(session, Filter(), sort="changed", limit=_MOST).lines
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        unfinished = [line for line in lines if line.status == "open"]
        self.model.put([*unfinished, *(line for line in lines if line.status != "open")])
        self.table.setVisible(bool(lines))
        self._empty.setVisible(not lines)

    def _title(self, line: RecordLine) -> str:
        form = self._view.forms.get(line.form)
        return form.title if form is not None else ""

    def _on_opened(self, line: RecordLine) -> None:
        self._view.go("record" if line.status in ("draft", "open") else "reading", line.id)
