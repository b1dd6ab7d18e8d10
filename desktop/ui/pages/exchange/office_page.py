"""Send and receive: what came, what to look at, what to give back, and what went in and out."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.exchange.sealed import conflicts, enrolling
from desktop.exchange.sealed.armour import read_any
from desktop.exchange.sealed.conflicts import Conflict, StubMet
from desktop.exchange.sealed.enrolling import Laptop
from desktop.exchange.sealed.receiving import receive
from desktop.exchange.sealed.refusals import WrongKind
from desktop.exchange.sealed.report import Report
from desktop.exchange.sealed.signed import is_signed
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.exchange.answers_card import AnswersCard
from desktop.ui.pages.exchange.arrivals import closing, refusal_card, report_card, spoken
from desktop.ui.pages.exchange.cases_card import cases_card
from desktop.ui.pages.exchange.handed import Handed, Refused, of_file
from desktop.ui.pages.exchange.inbox import Inbox, read_inbox
from desktop.ui.pages.exchange.intake import Intake
from desktop.ui.pages.exchange.kept_files import files_card
from desktop.ui.pages.exchange.one_by_one import Queue
from desktop.ui.pages.exchange.to_look_at import Ways, look_card
from desktop.ui.pages.exchange.two_versions import Begun, TwoVersions
from desktop.ui.pages.exchange.working import Working
from desktop.ui.pages.files_card import FilesCard
from desktop.ui.pages.register.spec import WAIT_MS
from desktop.ui.parts.announce import announce
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import ask
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.kept_focus import KeptFocus
from desktop.ui.parts.page import bring_into_sight
from desktop.ui.parts.panes import Pane, Panes
from desktop.ui.parts.tab_order import stops, tab_through


class ExchangePage(DeskPage):
    """The office's side. What laptops sent before they were confirmed waits here until they are."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; it is filled when it is arrived at."""
        super().__init__("")
        self._view = view
        self.header.put(self.tr("Send and receive"))
        self.setAccessibleName(self.tr("Send and receive"))
        people = Button(self.tr("Invited people and laptops"), "users")
        people.clicked.connect(lambda: view.go("invited"))
        self.header.buttons.addWidget(people)
        self._reader = DeskReader(self, view)
        self._waiting: dict[str, list[Handed]] = {}
        self._later: set[str] = set()
        self._begun: Begun = {}
        self._answers: AnswersCard | None = None
        self.panes = Panes(self)
        self.panes.turned.connect(people.setVisible)
        self.column.addWidget(self.panes)
        self.column.addStretch()
        self.panes.first(self._front())

    def arrive(self, subject: str, part: str) -> None:
        """Read what waits; `subject` may be the path of a file that was handed to the program."""
        self.panes.home()
        self._later.clear()
        self.refresh()
        if subject:
            self._ask_for(Path(subject))

    def refresh(self) -> None:
        """Read the desk again."""
        self._reader.ask(partial(read_inbox, forms=self._view.forms), self._show)

    def leave(self) -> bool:
        """Stay while a message is typed and not kept."""
        return self._answers is None or self._answers.may_leave()

    def _front(self) -> Pane:
        pane = Pane(self.tr("Send and receive"))
        self.intake = Intake(
            self.tr("Take in what came"),
            self.tr("Files or texts that laptops have sent to this office, one or several."),
        )
        working = Working()
        self.intake.below.addWidget(working)
        self._queue = Queue[Report](self, self._view, working, self._take, self._on_taken)
        self.intake.came.connect(self._queue.put)
        pane.column.addWidget(self.intake)
        self.reports = QWidget()
        self._reports = QVBoxLayout(self.reports)
        self._reports.setContentsMargins(0, 0, 0, 0)
        self._reports.setSpacing(18)
        self.reports.hide()
        pane.column.addWidget(self.reports)
        self.look, self.answers, self.cases = Holder(), Holder(), Holder()
        for holder in (self.look, self.answers, self.cases):
            pane.column.addWidget(holder)
        self._files = Holder()
        files = Folded(self.tr("Files in and out"), self._files)
        whole = Folded(self.tr("The whole desk in an open file"), FilesCard(self._view))
        cards = (self.intake, self.reports, self.look, self.answers, self.cases)
        self._parts: tuple[QWidget, ...] = (*cards, files, whole)
        for part in (files, whole):
            pane.column.addWidget(part)
        return pane

    def _show(self, inbox: Inbox) -> None:
        kept = KeptFocus(self._parts)
        ways = Ways(self._on_met, self._on_again, self._on_versions, self._on_stub)
        waits = inbox.new or inbox.conflicts or inbox.stubs or inbox.has_keys
        self.look.put(
            look_card(self._view, inbox, self._count_waiting, tuple(self._later), ways)
            if waits
            else None
        )
        if self._answers is None or self._answers.may_be_replaced():
            self._put_answers(inbox)
        self.cases.put(cases_card(self._view, inbox.cases, self.refresh) if inbox.cases else None)
        self._files.put(files_card(self, inbox.came, inbox.went, self._on_report))
        kept.put_back()
        self._put_in_order()

    def _put_answers(self, inbox: Inbox) -> None:
        self._answers = AnswersCard(self._view, inbox.owed) if inbox.owed else None
        if self._answers is not None:
            self._answers.changed.connect(self.refresh)
            self._answers.opened.connect(self._put_in_order)
        self.answers.put(self._answers)

    def _put_in_order(self) -> None:
        """Let Tab go down the page: its cards are made anew, and Qt goes by age."""
        tab_through([self.header, *(stop for part in self._parts for stop in stops(part))])

    def _ask_for(self, path: Path) -> None:
        one = of_file(path)

        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if yes:
                self._queue.put([one])

        title = self.tr("Take in {}?").format(one.name)
        said = self.tr("It was opened with this program. Nothing is taken from it until you say.")
        ask(self, title, said, yes=self.tr("Take it in"), no=self.tr("Not now"), then=answered)

    def _take(self, desk: Desk, content: bytes) -> Report:
        if is_signed(read_any(content)):
            raise WrongKind("invitation")  # of what travels, only these are not sealed
        with desk.write("Took in what a laptop had sent") as session:
            return receive(session, self._view.forms, content)

    def _on_taken(self, found: Sequence[tuple[Handed, Report | Refused]]) -> None:
        """Show what came of each, the newest above; what waits for the words is kept at hand."""
        cards = []
        for handed, result in found:
            if isinstance(result, Refused):
                card = refusal_card(self, result)
            else:
                card = report_card(self._view, handed.name, result)
                if result.state == "unconfirmed":
                    self._waiting.setdefault(result.peer_id, []).append(handed)
            cards.append(card)
        self._put_cards(cards)
        self.refresh()

    def _put_cards(self, cards: Sequence[SectionCard]) -> None:
        """Show cards in place of those that are there, with the way to put them away."""
        self._clear_reports()
        said = " ".join(spoken(card) for card in cards)
        for card in cards:
            self._reports.addWidget(card)
        closing(cards[-1], self.tr("Put this away"), self._on_put_away)
        self.reports.show()
        self._put_in_order()
        bring_into_sight(self.reports)
        announce(self, said)

    def _clear_reports(self) -> None:
        while item := self._reports.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()

    def _on_put_away(self) -> None:
        self._clear_reports()
        self.reports.hide()
        self.intake.choose.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_report(self, report: Report) -> None:
        pane = Pane(self.tr("What came from {}").format(report.who))
        pane.column.addWidget(report_card(self._view, pane.title, report))
        self.panes.into(pane)

    def _count_waiting(self, peer_id: str) -> int:
        return len(self._waiting.get(peer_id, ()))

    def _on_again(self) -> None:
        self._later.clear()
        self.refresh()

    def _on_met(self, laptop: Laptop, how: str) -> None:
        if how == "later":
            self._later.add(laptop.id)
            self.refresh()
        elif how == "yes":
            if self._write("Confirmed a laptop by its words", enrolling.confirm, laptop.id):
                self._view.say(self.tr("{}’s laptop is confirmed.").format(laptop.name), True)
                self._take_what_waited(laptop)
                self.refresh()
        else:
            self._ask_to_withdraw(laptop)

    def _take_what_waited(self, laptop: Laptop) -> None:
        if waiting := self._waiting.pop(laptop.id, []):
            self._queue.put(waiting)
            return
        # The desk was locked in between: what came is not kept while nobody knows from whom.
        said = self.tr("Now take in again what this laptop sent: nothing was taken from it yet.")
        card = SectionCard(self.tr("{}’s laptop is confirmed").format(laptop.name), said)
        self._put_cards([card])
        self.intake.choose.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask_to_withdraw(self, laptop: Laptop) -> None:
        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            why = self.tr("Its words were not those that were read out")
            if yes and self._write("Withdrew a laptop", enrolling.withdraw, laptop.id, why):
                self._waiting.pop(laptop.id, None)
                self.refresh()

        ask(
            self,
            self.tr("The words are not the same"),
            self.tr(
                "Then this is not the laptop of {}, or something was changed on the way. Nothing "
                "was taken from it. Withdraw it, and invite them again."
            ).format(laptop.name),
            yes=self.tr("Withdraw this laptop"),
            no=self.tr("Ask them once more"),
            then=answered,
            danger=True,
        )

    def _on_versions(self, conflict: Conflict) -> None:
        pane = TwoVersions(self._view, conflict, self._begun)
        pane.settled.connect(self._on_settled)
        self.panes.into(pane)

    def _on_settled(self) -> None:
        self.panes.home()
        self.refresh()

    def _on_stub(self, stub: StubMet, one_visit: bool) -> None:  # noqa: FBT001 - yes or no
        deed = conflicts.confirm_stub if one_visit else conflicts.split_stub
        said = "one visit" if one_visit else "two visits"
        if self._write(f"Said that a noted visit and a report are {said}", deed, stub.stub_id):
            self._view.say(self.tr("Saved."), True)
            self.refresh()

    def _write(self, why: str, deed: Callable[..., object], *given: str) -> bool:
        try:
            with self._view.desk.write(why, wait_ms=WAIT_MS) as session:
                deed(session, *given)
        except UserError as error:
            self._view.banner.tell_error(error)
            return False
        return True
