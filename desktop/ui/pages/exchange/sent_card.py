"""What went to the office: files that are not answered yet, and what was handed in on paper."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.sealed.sending import SentFile, make_again, take_back
from desktop.formlib.typed import say_date
from desktop.records.finding import RecordLine
from desktop.records.finishing import mark_filed
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.exchange.hand_over import HandOver
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import ask
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.labels import label


class SentCard(SectionCard):
    """Each file with what can be done while the office has not answered it."""

    def __init__(
        self,
        view: DeskView,
        files: Sequence[SentFile],
        titles: Mapping[str, str],
        changed: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """Show the files, newest first; `titles` name the records in them."""
        super().__init__(QCoreApplication.translate("SentCard", "Sent"), "", parent)
        self._view = view
        self._titles = titles
        self._changed = changed
        self._worker = DeskReader(self, view)
        waiting = [one for one in files if one.answered is None and not one.taken_back]
        if not waiting:
            self.body.addWidget(label(self.tr("No file waits for the office’s answer."), "muted"))
        for one in waiting:
            self.body.addWidget(self._waiting(one))
        if done := [one for one in files if one.answered is not None]:
            self.body.addWidget(Folded(self.tr("Answered"), self._answered(done)))

    def put_on_paper(self, lines: Sequence[RecordLine]) -> None:
        """Show what was handed in on paper and is not known to have come."""
        if not lines:
            return
        made, column = _column()
        many = len(lines)
        said = self.tr("1 record") if many == 1 else self.tr("{} records").format(many)
        column.addWidget(label(self.tr("{} handed in on paper").format(said), "label"))
        has = Button(self.tr("The office has them"), "check")
        has.clicked.connect(lambda: self._ask_paper([line.id for line in lines]))
        row = FlowLayout()
        row.addWidget(has)
        column.addLayout(row)
        self.body.addWidget(made)

    def _waiting(self, one: SentFile) -> QWidget:
        made, column = _column()
        said = self.tr("Sent on {}. The office has not answered yet.").format(_day(one))
        column.addWidget(label(said, "label"))
        column.addWidget(label(self._named(one), "muted"))
        again = QWidget()
        inside = QVBoxLayout(again)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        if one.can_be_made_again:
            inside.addWidget(label(self.tr("It is the same file: it arrives once.")))
            hand_over = HandOver(self._view, partial(_again, one.parcel_id), _name(one))
            inside.addWidget(hand_over)
        else:
            inside.addWidget(
                label(self.tr("This file is not kept any more. Say that you did not send it."))
            )
        never = Button(self.tr("I did not send it"), "undo-2")
        never.setAccessibleDescription(said)
        never.clicked.connect(partial(self._ask_back, one))
        column.addWidget(Folded(self.tr("Make the file again"), again, about=said))
        row = FlowLayout()
        row.addWidget(never)
        column.addLayout(row)
        return made

    def _answered(self, files: Sequence[SentFile]) -> QWidget:
        made, column = _column()
        for one in files:
            said = self.tr("Sent on {}. The office has answered.").format(_day(one))
            column.addWidget(label(said))
            column.addWidget(label(self._named(one), "muted"))
        return made

    def _named(self, one: SentFile) -> str:
        named = [self._titles[id_] for id_ in one.record_ids if id_ in self._titles]
        return "\n".join(named)

    def _ask_back(self, one: SentFile) -> None:
        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if yes:
                self._worker.ask(partial(_back, one.parcel_id), lambda _ids: self._on_done())

        ask(
            self,
            self.tr("Was this not sent after all?"),
            self.tr("It then waits to be sent again. If it arrives twice, no harm is done."),
            yes=self.tr("I did not send it"),
            no=self.tr("I did send it"),
            then=answered,
        )

    def _ask_paper(self, ids: Sequence[str]) -> None:
        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if yes:
                self._worker.ask(partial(_has, ids), lambda _none: self._on_done())

        ask(
            self,
            self.tr("Has the office said that it has these records?"),
            "",
            yes=self.tr("The office has them"),
            no=self.tr("Not yet"),
            then=answered,
        )

    def _on_done(self) -> None:
        self._view.say(self.tr("Saved."), True)
        self._changed()


def _again(parcel_id: str, desk: Desk, keep: Callable[[bytes], object]) -> object:
    with desk.read() as session:
        made = make_again(session, parcel_id)
    return keep(made.blob)


def _back(parcel_id: str, desk: Desk) -> tuple[str, ...]:
    with desk.write("Said that a file never left") as session:
        return take_back(session, parcel_id)


def _has(ids: Sequence[str], desk: Desk) -> None:
    with desk.write("Said that the office has records") as session:
        mark_filed(session, ids)


def _day(one: SentFile) -> str:
    return say_date(one.at.astimezone().date().isoformat())


def _name(one: SentFile) -> str:
    return f"for-the-office-{one.at.astimezone().date().isoformat()}"


def _column() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return made, column
