"""Files of a whole desk: taking one in, with what came of it, and writing one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.formlib.model import Form
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.parts.banner import Tone
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import choose_file, choose_new_readable_file
from desktop.ui.parts.flow import FlowLayout

# What each type of line is called, one and many, and the page that shows what was taken in.
_TYPES: Mapping[str, tuple[str, str, str]] = {
    "record": ("record", "records", "records"),
    "stub": ("visit made, report to follow", "visits made, reports to follow", "records"),
    "issue": ("issue", "issues", "issues"),
    "recommendation": ("recommendation", "recommendations", "recommendations"),
    "meeting": ("meeting", "meetings", "meetings"),
    "slot": ("planned visit", "planned visits", "rota"),
    "place": ("place", "places", "places"),
    "target": ("target", "targets", "places"),
    "person": ("person", "people", "people"),
    "membership": ("membership", "memberships", "people"),
    "entered_total": ("entered total", "entered totals", "notes"),
    "paragraph": ("paragraph", "paragraphs", "notes"),
    "rating": ("rating", "ratings", "notes"),
    "news": ("line of news", "lines of news", "notes"),
    "event": ("event", "events", "notes"),
    "promise": ("promise", "promises", "notes"),
    "opening": ("opening balance", "opening balances", "notes"),
    "setting": ("setting", "settings", "settings"),
    "list_edit": ("change of a list", "changes of lists", ""),
    "scheme": ("scheme", "schemes", ""),
    "dog": ("dog", "dogs", ""),
    "revision": ("earlier version of a record", "earlier versions of records", ""),
    "return": ("return", "returns", "returns"),
    "sent": ("note of what was sent", "notes of what was sent", ""),
}
_MOST_NOTES = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: one sentence, how many lines of each type, what to look at."""

    name: str
    said: str
    added: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


class FilesCard(QWidget):
    """Takes desk files in and writes them; what was taken in last stays on the page."""

    def __init__(self, view: DeskView, parent: QWidget | None = None) -> None:
        """Make the card."""
        super().__init__(parent)
        self._view = view
        self._worker = DeskReader(self, view)
        self._report: SectionCard | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(18)
        card = SectionCard(
            self.tr("A desk in a file"),
            self.tr(
                "An open file that other programs can read: for taking in what a laptop or "
                "another office hands over, and for handing over. Keep it safe: it is not "
                "protected."
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
        self._column.addWidget(card)

    def _on_take(self) -> None:
        def chosen(path: Path) -> None:
            work = partial(_take_in, path=path, forms=self._view.forms)
            self._worker.ask(work, self._on_taken)

        title = self.tr("Take a file in")
        choose_file(self, title, self.tr("Desk files (*.jsonl);;All files (*)"), chosen)

    def _on_taken(self, taken: Taken) -> None:
        if self._report is not None:
            self._column.removeWidget(self._report)
            self._report.hide()
            self._report.deleteLater()
        look = self.tr("Look at the notes below.") if taken.notes else ""
        self._view.banner.tell(Tone.SUCCESS, taken.said, look)
        title = self.tr("What {} brought").format(taken.name)
        nothing = self.tr("Nothing new: all of it was here already.")
        self._report = lines_card(title, [*self._lines(taken), *_notes(taken.notes)], nothing)
        self._column.insertWidget(0, self._report)

    def _lines(self, taken: Taken) -> Sequence[Item]:
        found = []
        for type_, count in taken.added:
            one, many, page = _TYPES.get(type_, (type_, type_, ""))
            go = partial(self._view.go, page) if page else None
            found.append(Item(f"{count} {one if count == 1 else many}", "", go))
        return found

    def _on_give(self) -> None:
        def chosen(path: Path) -> None:
            work = partial(_write_out, path=path, forms=self._view.forms)
            self._worker.ask(work, lambda said: self._view.say(said, True))

        title = self.tr("Write everything to a file")
        choose_new_readable_file(self, title, Path.home() / "scrutiny-desk.jsonl", chosen)


def _notes(notes: Sequence[str]) -> list[Item]:
    more = len(notes) - _MOST_NOTES
    items = [Item(note) for note in notes[:_MOST_NOTES]]
    return [*items, Item(f"And {more} more notes.")] if more > 0 else items


def _take_in(desk: Desk, path: Path, forms: Mapping[str, Form]) -> Taken:
    """Take a desk file in, and say what came of it."""
    from desktop.exchange.importing import import_desk_file

    # The file's name may be a person's, so the history does not get it.
    with desk.write("Imported a desk file") as session:
        report = import_desk_file(session, path, forms)
    added = sum(report.added.values())
    one = added == 1
    new = f"{added} {'line' if one else 'lines'} of {path.name} {'was' if one else 'were'} added"
    said = f"{new}; {report.unchanged} {'was' if report.unchanged == 1 else 'were'} here already."
    order = {type_: number for number, type_ in enumerate(_TYPES)}
    kinds = sorted(report.added.items(), key=lambda kind: order.get(kind[0], len(order)))
    return Taken(path.name, said, tuple(kinds), (*report.kept, *report.remarks))


def _write_out(desk: Desk, path: Path, forms: Mapping[str, Form]) -> str:
    """Write the whole desk to a file, and say so."""
    from desktop.exchange.exporting import export_desk_file

    # Who took everything out is worth a line in the history, so this goes by the writing door.
    with desk.write("Exported everything to a desk file") as session:
        count = export_desk_file(session, path, forms)
    return f"{count} lines are written to {path.name}."
