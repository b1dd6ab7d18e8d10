"""Beginning a record: one that is planned, one that is not, or one for practice."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.records.drafts import discard_untouched, new_draft
from desktop.records.finding import Filter, page
from desktop.records.office import names, office_on
from desktop.records.roles import forms_of
from desktop.records.slots import Slot, next_for
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.keeping import keep_file
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import EmptyState, SectionCard
from desktop.ui.parts.dialogs import choose_new_file
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.holder import Holder
from desktop.ui.wording import an, say_week

_PLANNED_SHOWN = 4


class NewPage(DeskPage):
    """One card for each kind of record that this person writes; `forms` are all there are."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__("")
        self._view = view
        self.forms = view.forms
        self._maker = DeskReader(self, view)
        self._cards = Holder()
        self.column.addWidget(self._cards)
        self.column.addStretch()

    def arrive(self, subject: str, part: str) -> None:
        """Show what can be begun, and what is planned for this person."""
        planned, places = self._planned()
        # A case is begun from its meeting.
        forms = [
            form
            for form in forms_of(self._view.me, self._view.forms.values())
            if form.counts != "when_heard"
        ]
        visits = bool(forms) and all(form.counts == "when_finished" for form in forms)
        self.header.put(
            self.tr("New visit") if visits else self.tr("New record"),
            self.tr("Write it from your notes. You can stop at any time and go on later."),
        )
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        for form in forms:
            own = [slot for slot in planned if slot.scheme == form.scheme]
            column.addWidget(self._card(form, own, places))
        if not forms:
            column.addWidget(
                EmptyState(
                    "clipboard-plus",
                    self.tr("There is nothing to begin here"),
                    self.tr("Cases are begun from their meeting."),
                )
            )
        self._cards.put(cards)

    def begin(self, form: Form, slot: str | None = None, purpose: str = "real") -> None:
        """Begin a record and go to it."""
        view = self._view
        try:
            with view.desk.write(f"Began {an(form.one)}") as session:
                empty = page(session, Filter(statuses=("draft",)), limit=20)
                for line in empty.lines:  # left without a word being typed
                    discard_untouched(session, line.id)
                office = office_on(session, clock.today(), [form])
                begun = new_draft(
                    session, form, office=office, who=view.desk.who, slot=slot, purpose=purpose
                )
        except UserError as error:
            view.banner.tell_error(error)
            return
        view.go("record", begun.id)

    def _on_paper(self, form: Form) -> None:
        """Ask where to keep the blank form, and make it."""

        def chosen(path: Path) -> None:
            self._maker.ask(
                partial(_make_blank, form=form, forms=self.forms, path=path),
                lambda _: self._view.say(self.tr("Saved as {}").format(path.name), True),
            )

        title = self.tr("Keep the blank form")
        choose_new_file(self, title, Path.home() / f"{form.title}.pdf", chosen)

    def _planned(self) -> tuple[tuple[Slot, ...], dict[str, str]]:
        person = self._view.me.person_id
        with self._view.desk.read() as session:
            planned = next_for(session, person, clock.today()) if person else ()
            return planned, dict(names(session))

    def _card(self, form: Form, planned: list[Slot], places: dict[str, str]) -> SectionCard:
        card = SectionCard(form.title)
        if planned:
            flow = FlowLayout()
            for slot in planned[:_PLANNED_SHOWN]:
                text = self.tr("{place}, {week}").format(
                    place=places.get(slot.place_id, ""), week=say_week(slot.week_start.isoformat())
                )
                button = Button(text, "calendar", kind="primary")
                button.clicked.connect(partial(self.begin, form, slot.id))
                flow.addWidget(button)
            card.body.addLayout(flow)
        buttons = FlowLayout()
        begin = Button(
            self.tr("Begin one that was not planned")
            if planned
            else self.tr("Begin {}").format(an(form.one)),
            "plus",
            kind="plain" if planned else "primary",
        )
        begin.clicked.connect(partial(self.begin, form))
        practise = Button(self.tr("Practise first"), "book-open")
        practise.setAccessibleName(self.tr("Practise {}").format(an(form.one)))
        practise.clicked.connect(partial(self.begin, form, None, "practice"))
        paper = Button(self.tr("Paper form"), "printer")
        paper.setAccessibleName(self.tr("Paper form: {}").format(form.title))
        paper.clicked.connect(partial(self._on_paper, form))
        for one in (begin, practise, paper):
            buttons.addWidget(one)
        card.body.addLayout(buttons)
        return card


def _make_blank(desk: Desk, form: Form, forms: Mapping[str, Form], path: Path) -> None:
    """Make the blank form in the office's name, with what its visitors say. Raises UserError."""
    from desktop.report.paper import blank_form_pdf  # on the other thread, with the work

    with desk.read() as session:
        office = office_on(session, clock.today(), forms.values())
    keep_file(path, blank_form_pdf(form, office))
