"""Answers to give back: what each person's laptop is told next, and messages to them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.sealed.messages import add_message
from desktop.exchange.sealed.owing import Owed
from desktop.exchange.sealed.receipts import make_receipt
from desktop.formlib.typed import say_date
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.fields.question import Option
from desktop.ui.pages.exchange.hand_over import HandOver
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.asking import Answers
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.register.spec import WAIT_MS
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.labels import label


class AnswersCard(SectionCard):
    """One row for each person who is to be told something; `changed` after anything was done.

    `opened` once there is a form to write in.
    """

    changed = Signal()
    opened = Signal()

    def __init__(
        self, view: DeskView, people: Sequence[Owed], parent: QWidget | None = None
    ) -> None:
        """Show the rows."""
        title = QCoreApplication.translate("AnswersCard", "Answers to give back")
        super().__init__(title, "", parent)
        self._view = view
        self._people = people
        self._form = Holder()
        self._form.hide()
        new = [one for one in people if one.is_owed]
        said = self.tr(
            "Give each answer as a file or as text, the way you got the records. The laptop then "
            "says that the office has them."
        )
        nothing = self.tr("Everybody has their answer.")
        self.body.addWidget(label(said if new else nothing, "muted"))
        for one in new:
            self.body.addWidget(self._row(one, said_of(one)))
        self.write = Button(self.tr("Write to somebody"), "message-square")
        self.write.clicked.connect(self._on_write)
        row = FlowLayout()
        row.addWidget(self.write)
        self.body.addLayout(row)
        self.body.addWidget(self._form)
        if given := [one for one in people if not one.is_owed and one.last is not None]:
            self.body.addWidget(Folded(self.tr("Answers given before"), self._given(given)))

    def _row(self, one: Owed, said: str) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(one.name, "label"))
        column.addWidget(label(said))
        hand_over = HandOver(
            self._view, partial(_give, one.peer_id), "answer", lambda _how: self.changed.emit()
        )
        for button in (hand_over.save, hand_over.copy):
            button.setAccessibleDescription(self.tr("The answer for {}").format(one.name))
        column.addWidget(hand_over)
        return made

    def _given(self, given: Sequence[Owed]) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        for one in given:
            day = one.last.astimezone().date().isoformat() if one.last else ""
            said = self.tr("Given on {}. If it was lost, give it again.").format(say_date(day))
            column.addWidget(self._row(one, said))
        return made

    def _on_write(self) -> None:
        options = [Option(one.peer_id, one.name) for one in self._people]
        form = FormCard(
            self.tr("Write to somebody"),
            (
                asking.choice("peer", "To whom?", options),
                asking.long_text("text", "What do you want to tell them?", max_length=5_000),
            ),
            partial(_write, self._view.desk),
            save=self.tr("Put it with their next answer"),
            sentence=self.tr("It goes with the next answer that you give them."),
        )
        form.kept.connect(self._on_written)
        form.cancelled.connect(self._on_cancelled)
        self._form.put(form)
        self._form.show()
        form.focus_first()
        self.opened.emit()

    def may_be_replaced(self) -> bool:
        """Say whether no form is open: somebody may be about to type into one."""
        return self._form.isHidden()

    def may_leave(self) -> bool:
        """Say whether nothing typed would be lost; otherwise the form says what to do.

        A form that nothing was typed into is closed.
        """
        for form in self.findChildren(FormCard):
            if form.is_touched():
                form.insist()
                return False
        if not self._form.isHidden():
            self._close_form()
        return True

    def _on_cancelled(self) -> None:
        self._close_form()
        self.changed.emit()  # what came meanwhile is not shown yet

    def _close_form(self) -> None:
        self.write.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.put(None)
        self._form.hide()

    def _on_written(self) -> None:
        self._close_form()
        self._view.say(self.tr("Kept for their next answer."), True)
        self.changed.emit()


def said_of(one: Owed) -> str:
    """Say what an answer brings: "3 records received; 1 message"."""
    records = f"{one.records} {'record' if one.records == 1 else 'records'} received"
    messages = f"{one.messages} {'message' if one.messages == 1 else 'messages'}"
    parts = (records if one.records else "", messages if one.messages else "")
    return f"{'; '.join(filter(None, parts))}."


def _give(peer_id: str, desk: Desk, keep: Callable[[bytes], object]) -> object:
    with desk.write("Made an answer for a laptop") as session:
        return keep(make_receipt(session, peer_id))


def _write(desk: Desk, answers: Answers) -> None:
    with desk.write("Wrote a message to somebody", wait_ms=WAIT_MS) as session:
        add_message(session, asking.said(answers, "peer"), asking.said(answers, "text"))
