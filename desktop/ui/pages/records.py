"""Records: everything that was written up, to look through and to open."""

from functools import partial

from PySide6.QtCore import Qt

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.typed import say_date
from desktop.records.finding import OFFICE_WORDS, VISITOR_WORDS, RecordLine, Sort
from desktop.records.roles import forms_of
from desktop.records.stubs import remove_stub
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.record_filter import RecordFilter
from desktop.ui.pages.record_rows import Listed, RecordRows
from desktop.ui.pages.register.around import Around, read_around
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.tables import RoomyTable
from desktop.ui.pages.visit_made import visit_made_form
from desktop.ui.parts.announce import announce
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import EmptyState
from desktop.ui.parts.dialogs import ask
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.models import Column, PagedModel

_BY_HEADER: dict[bool, Sort] = {True: "newest", False: "oldest"}  # descending or not
_NO_COLUMN = -1


class RecordsPage(DeskPage):
    """A list of many thousands, of which only what is on screen is read. Enter opens a record."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; the list is read when the page is arrived at."""
        super().__init__("", wide=True)
        visitor = view.role.id == "visitor"
        title = self.tr("My visits") if visitor else self.tr("Records")
        self.header.put(title)
        self.setAccessibleName(title)
        self._view = view
        self._words = VISITOR_WORDS if visitor else OFFICE_WORDS
        self._reader = DeskReader(self, view)
        begin = Button(self.tr("New visit") if visitor else self.tr("New record"), "plus")
        begin.clicked.connect(lambda: view.go("new"))
        self.header.buttons.addWidget(begin)
        self.form: FormCard | None = None
        self._around: Around | None = None
        if view.role.id == "coordinator":
            made = Button(self.tr("A visit was made"), "clock")
            made.clicked.connect(self._on_visit_made)
            self.header.buttons.addWidget(made)
        self._forms = forms_of(view.me, view.forms.values())
        self.filter = RecordFilter(self._forms, self._words, clock.today())
        self.filter.changed.connect(self._read_list)
        self.filter.form_changed.connect(self._on_form_changed)
        self._count = label("", "muted")
        self._empty = EmptyState(
            "clipboard-list",
            self.tr("Nothing was found"),
            self.tr("Look for fewer words, or choose all kinds, places and times."),
        )
        self._empty.hide()
        for part in (self.filter, self._count, self._empty):
            self.column.addWidget(part)
        self.table, self._model = self._make_table()
        self.column.addStretch(1)  # below what is said while there is no table

    def arrive(self, subject: str, part: str) -> None:
        """Read the list; `subject` is a status to show, for a link that leads here."""
        if subject:
            self.filter.choose_status(subject)
        self._reader.ask(partial(read_around, forms=self._view.forms), self._on_around)
        self._read_list(self.table.currentIndex().row())

    def count(self) -> str:
        """Give what is said of the length of the list."""
        return self._count.text()

    def leave(self) -> bool:
        """Stay while the form of a visit holds something that is not saved."""
        if self.form is None or not self.form.is_touched():
            return True
        self.form.insist()
        return False

    def _on_around(self, around: Around) -> None:
        self._around = around
        schemes = {form.scheme for form in self._forms}
        self.filter.put_places(place for place in around.places if place.scheme in schemes)

    def _on_visit_made(self) -> None:
        if self._around is None or self.form is not None:
            return
        self.form = visit_made_form(self._view, self._around)
        self.column.insertWidget(1, self.form)
        self.form.kept.connect(self._on_visit_kept)
        self.form.cancelled.connect(self._close_form)
        self.form.show()  # the layout would show it later, and then it could not take the focus now
        self.form.focus_first()

    def _on_asked(self, id: str, not_made: bool) -> None:  # noqa: FBT001 - what a dialog gives
        if not not_made:
            return
        try:
            with self._view.desk.write("Took back a visit that was not made") as session:
                remove_stub(session, id)
        except UserError as error:
            self._view.banner.tell_error(error)
        self._read_list()

    def _on_visit_kept(self) -> None:
        self._view.say(self.tr("Saved. Its report is to follow."), True)
        self._close_form()
        self._read_list()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_form_changed(self) -> None:
        """Make the table anew: a form has columns of its own."""
        old = self.table
        self.column.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.table, self._model = self._make_table()
        self._read_list()

    def _read_list(self, row: int = 0) -> None:
        """Count anew and show the list, with the cursor in a row."""
        self._want()
        try:
            self._model.reload()
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        self._mark()
        count = self._model.rowCount()
        self.table.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        said = self.tr("1 record") if count == 1 else self.tr("{} records").format(f"{count:,}")
        put_text(self._count, said)
        announce(self, said)
        if count:
            self.table.setCurrentIndex(self._model.index(min(max(row, 0), count - 1), 0))

    def _want(self) -> None:
        self._rows.want(self.filter.wanted(), self.filter.sort(), self.filter.form())

    def _make_table(self) -> tuple[RoomyTable, PagedModel[Listed]]:
        """Make an empty table; what it lists is counted when it is read, and then only."""
        self._rows = RecordRows(self._view.desk)
        model = PagedModel(
            self._columns(self.filter.form()),
            self._rows.count,
            self._rows.fetch,
            self._on_header,
        )
        model.failed.connect(self._view.banner.tell_error)
        # The column after the date: a place or a kind, which are long.
        table = RoomyTable(self.accessibleName(), model, wide=1 if self.filter.form() else 2)
        table.opened.connect(self._on_opened)
        self.column.insertWidget(self.column.indexOf(self._empty), table, 100)
        return table, model

    def _on_header(self, _name: str, descending: bool) -> None:  # noqa: FBT001 - the model's
        self.filter.choose_sort(_BY_HEADER[descending])
        self._want()

    def _mark(self) -> None:
        """Show in the header which way the dates go."""
        dates = [n for n, column in enumerate(self._model.columns) if column.sort]
        sort = self.filter.sort()
        order = Qt.SortOrder.AscendingOrder if sort == "oldest" else Qt.SortOrder.DescendingOrder
        self._model.mark_sorted(_NO_COLUMN if sort == "changed" else dates[0], order)

    def _on_opened(self, row: Listed) -> None:
        if row.line.status == "stub":
            ask(
                self,
                self.tr("The report of this visit is still to come"),
                self.tr("The visit counts until then. If it was not made after all, take it back."),
                yes=self.tr("It was not made"),
                no=self.tr("Go on waiting"),
                then=partial(self._on_asked, row.line.id),
                danger=True,
            )
            return
        unfinished = row.line.status in ("draft", "open")
        self._view.go("record" if unfinished else "reading", row.line.id)

    def _columns(self, form: Form | None) -> list[Column[Listed]]:
        status = Column[Listed](self.tr("Status"), self._status, characters=13)
        if form is not None:
            return [
                *(
                    Column[Listed](
                        _title(form, name),
                        partial(_cell, number),
                        sort="date" if name == form.header.date_field else "",
                        characters=14,
                    )
                    for number, name in enumerate(form.header.columns)
                ),
                status,
            ]
        titles = {one.id: one.title for one in self._view.forms.values()}
        return [
            Column[Listed](self.tr("Date"), lambda row: _day(row.line), sort="date", characters=14),
            Column[Listed](self.tr("Kind"), lambda row: titles.get(row.line.form, "")),
            Column[Listed](
                self.tr("Place or reference"), lambda row: _where(row.line), characters=20
            ),
            status,
            Column[Listed](self.tr("People"), lambda row: ", ".join(row.line.people)),
        ]

    def _status(self, row: Listed) -> str:
        said = self._words[row.line.status]
        return said if row.line.purpose == "real" else f"{said} ({row.line.purpose})"


def _title(form: Form, name: str) -> str:
    """Give the title of a column: a question's short name, or that of what is worked out."""
    if name in form.fields:
        return form.fields[name].name
    label_ = next((one.label for one in form.calculates if one.id == name), "")
    return label_ or (form.rows[name].one if name in form.rows else name)


def _cell(number: int, row: Listed) -> str:
    return row.cells[number] if number < len(row.cells) else ""


def _day(line: RecordLine) -> str:
    return say_date(line.on_date.isoformat()) if line.on_date else "no date yet"


def _where(line: RecordLine) -> str:
    return ", ".join(filter(None, (line.place, line.reference)))
