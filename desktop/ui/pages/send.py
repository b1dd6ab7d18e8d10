"""Send: what is ready to go to the office, what went, and open files of a whole desk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from desktop.formlib.model import Form
from desktop.formlib.typed import say_day
from desktop.records.finding import Filter, RecordLine, page
from desktop.records.finishing import mark_filed, mark_sent
from desktop.records.roles import forms_of
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.parts.banner import Tone
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import ask, choose_file, choose_new_file
from desktop.ui.parts.flow import FlowLayout

_MOST = 200  # records in one list
_MOST_NOTES = 5  # on a banner


@dataclass(frozen=True, slots=True)
class _Post:
    """What waits to be sent, and what was sent and is not known to have come."""

    ready: tuple[RecordLine, ...]
    sent: tuple[RecordLine, ...]


class SendPage(DeskPage):
    """For those who write records: what is to go. For the office: open files in and out."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__("")
        self._view = view
        self._office = view.role.id == "coordinator"
        title = self.tr("Send and receive") if self._office else self.tr("Send")
        self.header.put(title)
        self.setAccessibleName(title)
        self._reader = DeskReader(self, view)
        self._worker = DeskReader(self, view)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(18)
        self.column.addLayout(self._cards)
        if self._office:
            self.column.addWidget(self._files())
        self.column.addStretch()

    def arrive(self, subject: str, part: str) -> None:
        """Read what is to be sent."""
        forms = forms_of(self._view.me, self._view.forms.values())
        self._reader.ask(partial(_read, forms=forms), self._show)

    def _show(self, post: _Post) -> None:
        while item := self._cards.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        if self._office and not post.ready and not post.sent:
            return
        ready = lines_card(
            self.tr("Ready to send"), self._items(post.ready), self.tr("Nothing waits to be sent.")
        )
        if post.ready:
            self._put_button(
                ready,
                self.tr("I handed them in on paper"),
                self.tr("Did the office get these records on paper?"),
                partial(_move, mark_sent, "Said that records were handed in", post.ready),
            )
        self._cards.addWidget(ready)
        if post.sent:
            sent = lines_card(self.tr("Sent"), self._items(post.sent), "")
            self._put_button(
                sent,
                self.tr("The office has them"),
                self.tr("Has the office said that it has these records?"),
                partial(_move, mark_filed, "Said that the office has records", post.sent),
            )
            self._cards.addWidget(sent)

    def _items(self, lines: Sequence[RecordLine]) -> list[Item]:
        return [
            Item(
                ", ".join(filter(None, (self._title(line), line.place or line.reference))),
                say_day(line.on_date.isoformat()) if line.on_date else self.tr("No date"),
                partial(self._view.go, "reading", line.id),
            )
            for line in lines
        ]

    def _title(self, line: RecordLine) -> str:
        form = self._view.forms.get(line.form)
        return form.title if form else line.form

    def _put_button(
        self,
        card: SectionCard,
        text: str,
        question: str,
        work: Callable[[Desk], None],
    ) -> None:
        """Put a button below the lines of a card that asks before it does its work."""
        button = Button(text, "check")
        row = FlowLayout()
        row.addWidget(button)
        card.body.addLayout(row)

        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if yes:
                self._worker.ask(work, lambda _none: self._on_moved())

        def pressed() -> None:
            ask(self, question, "", yes=text, no=self.tr("Not yet"), then=answered)

        button.clicked.connect(pressed)

    def _on_moved(self) -> None:
        self._view.say(self.tr("Saved."), True)
        self.arrive("", "")

    def _files(self) -> SectionCard:
        card = SectionCard(
            self.tr("A whole desk in a file"),
            self.tr(
                "An open file that other programs can read: for handing over, and for taking in "
                "what another office hands over. Keep it safe: it is not protected."
            ),
        )
        take = Button(self.tr("Take a file in"), "download")
        give = Button(self.tr("Write everything to a file"), "upload")
        take.clicked.connect(self._on_take)
        give.clicked.connect(self._on_give)
        row = FlowLayout()
        row.addWidget(take)
        row.addWidget(give)
        card.body.addLayout(row)
        return card

    def _on_take(self) -> None:
        def chosen(path: Path) -> None:
            work = partial(_take_in, path=path, forms=self._view.forms)
            self._worker.ask(work, self._on_taken)

        title = self.tr("Take a file in")
        choose_file(self, title, self.tr("Desk files (*.jsonl);;All files (*)"), chosen)

    def _on_taken(self, said: tuple[str, ...]) -> None:
        first, *notes = said
        more = len(notes) - _MOST_NOTES
        if more > 0:
            notes = [*notes[:_MOST_NOTES], self.tr("And {} more notes.").format(more)]
        self._view.banner.tell(Tone.SUCCESS, first, " ".join(notes))
        self.arrive("", "")

    def _on_give(self) -> None:
        def chosen(path: Path) -> None:
            work = partial(_write_out, path=path, forms=self._view.forms)
            self._worker.ask(work, lambda said: self._view.say(said, True))

        title = self.tr("Write everything to a file")
        choose_new_file(self, title, Path.home() / "scrutiny-desk.jsonl", chosen)


def _read(desk: Desk, forms: Sequence[Form]) -> _Post:
    found: dict[str, list[RecordLine]] = {"finished": [], "sent": []}
    with desk.read() as session:
        for form in forms:
            for status, lines in found.items():
                wanted = Filter(form=form.id, statuses=(status,))
                lines.extend(page(session, wanted, sort="oldest", limit=_MOST).lines)
    # What was written for practice is never sent.
    ready = tuple(one for one in found["finished"] if one.purpose == "real")
    return _Post(ready, tuple(found["sent"]))


def _move(
    deed: Callable[[Any, Sequence[str]], None], why: str, lines: Sequence[RecordLine], desk: Desk
) -> None:
    with desk.write(why) as session:
        deed(session, [line.id for line in lines])


def _take_in(desk: Desk, path: Path, forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Take a desk file in, and say what came of it."""
    from desktop.exchange.importing import import_desk_file

    # The file's name may be a person's, so the history does not get it.
    with desk.write("Imported a desk file") as session:
        report = import_desk_file(session, path, forms)
    added = sum(report.added.values())
    one = added == 1
    new = f"{added} {'line' if one else 'lines'} of {path.name} {'was' if one else 'were'} added"
    first = f"{new}; {report.unchanged} {'was' if report.unchanged == 1 else 'were'} here already."
    return (first, *report.kept, *report.remarks)


def _write_out(desk: Desk, path: Path, forms: Mapping[str, Form]) -> str:
    """Write the whole desk to a file, and say so."""
    from desktop.exchange.exporting import export_desk_file

    # Who took everything out is worth a line in the history, so this goes by the writing door.
    with desk.write("Exported everything to a desk file") as session:
        count = export_desk_file(session, path, forms)
    return f"{count} lines are written to {path.name}."
