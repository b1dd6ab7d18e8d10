"""A finished record: what it says, what it said before, and opening it again."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.own import form_of
from desktop.formlib.problems import problems
from desktop.formlib.settle import settle
from desktop.formlib.typed import say_date
from desktop.records.finding import OFFICE_WORDS, VISITOR_WORDS
from desktop.records.finishing import reopen
from desktop.records.office import office_on
from desktop.records.record import Earlier, Record, record, revisions
from desktop.records.roles import belongs_to_office
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.fields.question import Question
from desktop.ui.fields.text import LongTextField
from desktop.ui.pages.answers import Answers
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.findings import Findings
from desktop.ui.pages.history_card import HistoryCard
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.labels import label
from desktop.ui.parts.strip import Strip


class ReadingPage(DeskPage):
    """Shows one record that is not being written."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__("")
        self._view = view
        self._kept: Record | None = None
        self._noter = DeskReader(self, view)
        self._looked_at: set[str] = set()  # since the desk was opened: the page is made once
        self._body = Holder()
        self.strip = Strip()
        self.open_again = Button(self.tr("Open it again"), "pencil")
        self.open_again.clicked.connect(self._on_open_again)
        self.send = Button(self.tr("Go on to send it"), "send", kind="primary")
        self.send.clicked.connect(lambda: view.go("send"))
        self.header.buttons.addWidget(self.send)
        self.header.buttons.addWidget(self.open_again)
        self.column.addWidget(self.strip)
        self.reason = LongTextField(
            Question(
                "reason",
                "long_text",
                self.tr("Why is it opened again?"),
                self.tr("The reason is kept with the record, and what it says now too."),
                max_length=500,
            )
        )
        self.column.addWidget(self._asking())
        self.column.addWidget(self._body)
        self.column.addStretch()

    def arrive(self, subject: str, part: str) -> None:
        """Show the record with this id."""
        self._asks.hide()
        try:
            with self._view.desk.read() as session:
                form = form_of(self._view.forms, record(session, subject).form)
                kept = record(session, subject, reveal=form)
                earlier = revisions(session, subject)
                invited = belongs_to_office(session)
                # As it was judged: limits and lists may have changed since.
                day = kept.finished_at.astimezone().date() if kept.finished_at else clock.today()
                office = office_on(session, day, [form])
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        self._kept = kept
        self._note(kept, form)
        at_office = self._view.role.id == "coordinator"
        self.header.put(form.title, self._said_of(kept))
        to_send = kept.status == "finished" and kept.purpose == "real"
        self.send.setVisible(to_send and "send" in self._view.role.pages)
        self.setAccessibleName(form.title)
        self.strip.put(
            self.tr("This is for practice. It is never counted and never sent.")
            if kept.purpose == "practice"
            else ""
        )
        filed = kept.status == "filed" and at_office
        may = kept.status == "finished" or filed or (kept.status in ("sent", "filed") and invited)
        self.open_again.setVisible(may)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        settled = settle(form, kept.answers, office)
        found = problems(form, settled, {}, office)
        answers = Answers(form, settled, office, sitting=form.sittings)
        answers.put_reasons(found)
        column.addWidget(Findings(found))
        column.addWidget(answers)
        if earlier:
            column.addWidget(self._history(earlier))
        column.addWidget(HistoryCard(self._view, kept.id))
        self._body.put(body)
        self.verticalScrollBar().setValue(0)

    def _note(self, kept: Record, form: Form) -> None:
        """Let the history say that the record was looked at, once in a sitting."""
        if kept.id in self._looked_at:
            return
        self._looked_at.add(kept.id)
        said = f"Looked at the {form.one}"
        self._noter.ask(lambda desk: desk.note(said, ("record", kept.id)), lambda _: None)

    def _said_of(self, kept: Record) -> str:
        at_office = self._view.role.id == "coordinator"
        word = (OFFICE_WORDS if at_office else VISITOR_WORDS)[kept.status]
        if kept.status == "finished" and kept.purpose == "real" and not at_office:
            return self.tr("Finished, and kept on this computer. It is not sent yet.")
        return f"{word[:1].upper()}{word[1:]}."

    def _asking(self) -> QWidget:
        self._asks = SectionCard(self.tr("Open it again"))
        self._asks.body.addWidget(self.reason)
        yes = Button(self.tr("Open it"), kind="primary")
        yes.clicked.connect(self._on_reason)
        no = Button(self.tr("Leave it as it is"))
        no.clicked.connect(self._on_left)
        buttons = FlowLayout()
        buttons.addWidget(yes)
        buttons.addWidget(no)
        self._asks.body.addLayout(buttons)
        self._asks.hide()
        return self._asks

    def _on_open_again(self) -> None:
        self.reason.set_value(None)
        self._asks.show()
        self.reason.focus_first()

    def _on_left(self) -> None:
        self._asks.hide()
        self.open_again.setFocus()

    def _on_reason(self) -> None:
        kept = self._kept
        if kept is None:
            return
        reason = self.reason.typed().strip()
        if not reason:
            self.reason.set_problem(self.tr("Say why, in a few words"))
            self.reason.focus_first()
            return
        form = self._view.forms[kept.form]
        try:
            with self._view.desk.write(f"Opened the {form.one} again") as session:
                reopen(
                    session,
                    form,
                    kept.id,
                    self._view.desk.who,
                    reason,
                    at_office=self._view.role.id == "coordinator",
                )
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        self._view.go("record", kept.id)

    def _history(self, earlier: tuple[Earlier, ...]) -> SectionCard:
        card = SectionCard(self.tr("Opened again"))
        card.body.setSpacing(8)
        for one in earlier:
            day = say_date(one.at.astimezone().date().isoformat())
            card.body.addWidget(label(f"{day}, {one.who}: {one.reason}"))
        return card
