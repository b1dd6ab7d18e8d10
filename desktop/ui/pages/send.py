"""Send: what is ready to go to the office, and what went."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from desktop import clock
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
from desktop.ui.parts.dialogs import ask, choose_new_file
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label

_MOST = 200  # records in one list


@dataclass(frozen=True, slots=True)
class _Post:
    """What waits to be sent, and what was sent and is not known to have come."""

    ready: tuple[RecordLine, ...]
    sent: tuple[RecordLine, ...]


class SendPage(DeskPage):
    """For a desk that belongs to no office: what is to go, in an open file or on paper."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__("")
        self._view = view
        self.header.put(self.tr("Send"))
        self.setAccessibleName(self.tr("Send"))
        self._reader = DeskReader(self, view)
        self._worker = DeskReader(self, view)
        own_office = Button(self.tr("Your office"), "building-2")
        own_office.clicked.connect(lambda: view.go("office"))
        self.header.buttons.addWidget(own_office)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(18)
        self.column.addLayout(self._cards)
        self.column.addStretch()

    def arrive(self, subject: str, part: str) -> None:
        """Read what is to be sent; `subject` may be a file that was handed to the program."""
        if subject:
            self._view.banner.tell(
                Tone.INFO,
                self.tr("This desk belongs to no office yet, so nothing was taken from the file."),
                self.tr("If it is an invitation, open it under “Your office”."),
                action=(self.tr("Your office"), partial(self._go, "office")),
            )
        forms = forms_of(self._view.me, self._view.forms.values())
        self._reader.ask(partial(_read, forms=forms), self._show)

    def _go(self, key: str) -> None:
        self._view.go(key)

    def _show(self, post: _Post) -> None:
        while item := self._cards.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        ready = lines_card(
            self.tr("Ready to send"), self._items(post.ready), self.tr("Nothing waits to be sent.")
        )
        if post.ready:
            self._put_file(
                ready, self.tr("Save the file for the office…"), post.ready, primary=True
            )
            self._put_button(
                ready,
                self.tr("I handed them in on paper"),
                self.tr("Did the office get these records on paper?"),
                partial(_move, mark_sent, "Said that records were handed in", post.ready),
            )
        self._cards.addWidget(ready)
        if post.sent:
            sent = lines_card(self.tr("Sent"), self._items(post.sent), "")
            self._put_file(sent, self.tr("Save the file again…"), post.sent)
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

    def _put_file(
        self, card: SectionCard, text: str, lines: Sequence[RecordLine], *, primary: bool = False
    ) -> None:
        """Put a button below the lines of a card that writes them to a file for the office."""
        if primary:
            card.body.addWidget(label(self._warning()))
        button = Button(text, "download", kind="primary" if primary else "plain")
        row = FlowLayout()
        row.addWidget(button)
        card.body.addLayout(row)

        def chosen(path: Path) -> None:
            work = partial(_write_out, path=path, forms=self._view.forms, lines=lines)
            self._worker.ask(work, partial(self._on_written, path))

        def pressed() -> None:
            from desktop.exchange.sending import file_name

            suggested = Path.home() / file_name(clock.today())
            choose_new_file(self, text.rstrip("…"), suggested, chosen)

        button.clicked.connect(pressed)

    def _warning(self) -> str:
        return self.tr(
            "The file is not sealed yet: anyone who gets it can read it, so hand it over only in "
            "the way you agreed with the office."
        )

    def _on_written(self, path: Path, count: int) -> None:
        one = count == 1
        said = self.tr("1 record is in {}.") if one else self.tr("{count} records are in {}.")
        next_step = self.tr(
            "Now give this file to the office. When the office says that it has the records, "
            "press “The office has them” and delete the file."
        )
        self._view.banner.tell(Tone.SUCCESS, said.format(path.name, count=count), next_step)
        self.arrive("", "")

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


def _write_out(
    desk: Desk, path: Path, forms: Mapping[str, Form], lines: Sequence[RecordLine]
) -> int:
    """Write records to a file for the office, mark them as sent, and give how many there are."""
    from desktop.exchange.sending import write_for_office

    with desk.write("Wrote a file for the office") as session:
        # The file is there before anything says so: where it cannot be written, nothing was sent.
        written = write_for_office(session, path, forms, [line.id for line in lines])
        mark_sent(session, written)
    return len(written)
