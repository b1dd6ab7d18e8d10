"""The third way across: a record on paper, saved as a PDF or printed, and handed in."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed.sending import Ready
from desktop.formlib.model import Form
from desktop.formlib.own import form_of
from desktop.records.finishing import mark_sent
from desktop.records.office import office_on
from desktop.records.record import record
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.exchange.cases_card import title_of
from desktop.ui.pages.exchange.working import Working
from desktop.ui.pages.keeping import keep_file
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import ask, choose_new_readable_file, choose_printer
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.options import Tick
from desktop.ui.parts.panes import Pane

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class OnPaper(Pane):
    """Each record that can go, with its ways on to paper; `changed` after one was handed in."""

    def __init__(
        self,
        view: DeskView,
        found: Sequence[Ready],
        changed: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """Offer them."""
        super().__init__(QCoreApplication.translate("OnPaper", "On paper"), parent)
        self._view = view
        self._changed = changed
        self._worker = DeskReader(self, view)
        self.working = Working()
        card = SectionCard(
            self.title,
            self.tr(
                "The office types it in. Whoever finds the paper can read it, so hand it over "
                "yourself, and delete the file."
            ),
        )
        self.identifiers = Tick(
            self.tr("With custody numbers and references"),
            self.tr("Tick this only if the office needs them and the paper stays in your hands."),
        )
        card.body.addWidget(self.identifiers)
        for one in found:
            card.body.addWidget(self._row(one))
        card.body.addWidget(self.working)
        self.column.addWidget(card)

    def _row(self, one: Ready) -> QWidget:
        title = title_of(self._view, one)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(title, "label"))
        row = FlowLayout()
        for text, icon, pressed in (
            (self.tr("Save as PDF…"), "save", self._on_save),
            (self.tr("Print…"), "printer", self._on_print),
            (self.tr("I handed it in"), "check", self._on_handed_in),
        ):
            button = Button(text, icon)
            button.setAccessibleDescription(title)
            button.clicked.connect(partial(pressed, one))
            row.addWidget(button)
        column.addLayout(row)
        return made

    def _on_save(self, one: Ready) -> None:
        form = self._view.forms.get(one.form)
        name = f"{form.title if form else one.form} {one.on_date or clock.today()}.pdf"
        suggested = Path.home() / name
        choose_new_readable_file(self, self.tr("Save as PDF"), suggested, partial(self._save, one))

    def _save(self, one: Ready, path: Path) -> None:
        def done(_none: None) -> None:
            self.working.end()
            self._view.say(self.tr("{} is saved.").format(path.name), True)

        self.working.begin(self.tr("Making the paper…"))
        make = self._maker(one)
        self._worker.ask(lambda desk: keep_file(path, make(desk)), done, self._on_failed)

    def _on_print(self, one: Ready) -> None:
        choose_printer(self, partial(self._print, one))

    def _print(self, one: Ready, printer: "QPrinter") -> None:
        from desktop.ui.pages.returns.working import page_images

        def done(content: bytes) -> None:
            self.working.end()
            painter = QPainter(printer)
            for number, page in enumerate(page_images(content)):
                if number:
                    printer.newPage()
                painter.drawImage(painter.viewport(), page.image)
            painter.end()
            self._view.say(self.tr("It is sent to the printer."), True)

        self.working.begin(self.tr("Making the paper…"))
        self._worker.ask(self._maker(one), done, self._on_failed)

    def _on_failed(self, error: UserError) -> None:
        self.working.end()
        self._view.banner.tell_error(error)

    def _maker(self, one: Ready) -> Callable[[Desk], bytes]:
        wanted = self.identifiers.isChecked()
        return partial(_paper, forms=self._view.forms, id_=one.id, with_identifiers=wanted)

    def _on_handed_in(self, one: Ready) -> None:
        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if yes:
                self._worker.ask(partial(_handed_in, one.id), lambda _none: self._on_done())

        ask(
            self,
            self.tr("Did the office get this record on paper?"),
            "",
            yes=self.tr("I handed it in"),
            no=self.tr("Not yet"),
            then=answered,
        )

    def _on_done(self) -> None:
        self._view.say(self.tr("Saved."), True)
        self._changed()


def _paper(desk: Desk, forms: Mapping[str, Form], id_: str, *, with_identifiers: bool) -> bytes:
    from desktop.report.record import record_pdf

    with desk.read() as session:
        form = form_of(forms, record(session, id_).form)
        kept = record(session, id_, reveal=form)
        office = office_on(session, clock.today(), [form])
    # What left the desk is in its history, also where saving then fails.
    desk.note("Put a record on paper", ("record", id_))
    return record_pdf(
        form, kept.answers, office, with_identifiers=with_identifiers, writer=desk.who
    )


def _handed_in(id_: str, desk: Desk) -> None:
    with desk.write("Said that a record was handed in on paper") as session:
        mark_sent(session, [id_])
