"""Send, on a laptop of an office: what goes, three ways across, and what the office sent back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import clock
from desktop.exchange.sealed.conflicts import Conflict
from desktop.exchange.sealed.sending import make_submission
from desktop.store.desk import Desk
from desktop.ui import invited
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.invited import Taken
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.exchange.arrivals import (
    closing,
    open_record,
    refusal_card,
    report_card,
    spoken,
)
from desktop.ui.pages.exchange.came_back import came_back_card
from desktop.ui.pages.exchange.cases_card import Cases, title_of
from desktop.ui.pages.exchange.hand_over import HandOver
from desktop.ui.pages.exchange.handed import Handed, Refused, of_file
from desktop.ui.pages.exchange.intake import Intake
from desktop.ui.pages.exchange.laptop_takes import Heard, Result, take
from desktop.ui.pages.exchange.large_words import LargeWords
from desktop.ui.pages.exchange.on_paper import OnPaper
from desktop.ui.pages.exchange.one_by_one import Queue
from desktop.ui.pages.exchange.outbox import Outbox, read_outbox
from desktop.ui.pages.exchange.sent_card import SentCard
from desktop.ui.pages.exchange.to_look_at import versions_card
from desktop.ui.pages.exchange.two_versions import Begun, TwoVersions
from desktop.ui.pages.exchange.working import Working
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.pages.send import SendPage
from desktop.ui.parts.announce import announce
from desktop.ui.parts.banner import Tone
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import ask
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.kept_focus import KeptFocus
from desktop.ui.parts.labels import label
from desktop.ui.parts.page import bring_into_sight
from desktop.ui.parts.panes import Pane, Panes
from desktop.ui.parts.strip import Strip
from desktop.ui.parts.tab_order import stops, tab_through

_MOST_LINES = 60


def send_page(view: DeskView) -> DeskPage:
    """Give the page of a laptop, or on a desk that belongs to no office the open file's."""
    return LaptopPage(view) if invited.office_of_desk(view.desk) is not None else SendPage(view)


class LaptopPage(DeskPage):
    """What a visitor sends to the office; a reviewer or secretary sends cases by the same page."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; it is filled when it is arrived at."""
        super().__init__("")
        self._view = view
        self.header.put(self.tr("Send"))
        self.setAccessibleName(self.tr("Send"))
        own_office = Button(self.tr("Your office"), "building-2")
        own_office.clicked.connect(lambda: view.go("office"))
        self.header.buttons.addWidget(own_office)
        self._reader = DeskReader(self, view)
        self.outbox: Outbox | None = None
        self._told = ""  # what the banner says is to be done with a file just made
        self._begun: Begun = {}
        self.panes = Panes(self)
        self.column.addWidget(self.panes)
        self.column.addStretch()
        self.panes.first(self._front())

    def arrive(self, subject: str, part: str) -> None:
        """Read what can go; `subject` may be the path of a file that was handed to the program."""
        self.panes.home()
        self.refresh()
        if subject:
            self._ask_for(Path(subject))

    def leave(self) -> bool:
        """Take away what was to be done next: elsewhere it would stay for good."""
        self._put_next_away()
        return True

    def _put_next_away(self) -> None:
        if self._told and self._told in self._view.banner.accessibleName():
            self._view.banner.clear()
        self._told = ""

    def refresh(self) -> None:
        """Read the desk again."""
        self._reader.ask(partial(read_outbox, forms=self._view.forms), self._show)

    def _front(self) -> Pane:
        pane = Pane(self.tr("Send"))
        self.ready, self.sent, self.back = Holder(), Holder(), Holder()
        self._words = Holder()
        self.intake = Intake(
            self.tr("Open what the office sent"),
            self.tr("Its answers, and newer invitations, as a file or as text."),
        )
        working = Working()
        self.intake.below.addWidget(working)
        self._queue = Queue[Result](self, self._view, working, self._take, self._on_taken)
        self.intake.came.connect(self._queue.put)
        self.results = QWidget()
        self._results = QVBoxLayout(self.results)
        self._results.setContentsMargins(0, 0, 0, 0)
        self._results.setSpacing(18)
        self.results.hide()
        self.look = Holder()
        order = (self.ready, self.intake, self.results, self.look, self.back, self.sent)
        self._parts: tuple[QWidget, ...] = (*order, self._words)
        for part in self._parts:
            pane.column.addWidget(part)
        return pane

    def _show(self, outbox: Outbox) -> None:
        kept = KeptFocus(self._parts)
        self.outbox = outbox
        self.ready.put(self._ready_card(outbox))
        differ = outbox.conflicts
        self.look.put(versions_card(self._view, differ, self._on_versions) if differ else None)
        self.look.setVisible(bool(differ))
        self.back.put(came_back_card(self._view, outbox.letters, self.refresh))
        sent = SentCard(self._view, outbox.sent, outbox.titles, self.refresh)
        sent.put_on_paper(outbox.on_paper)
        self.sent.put(sent)
        self._words.put(self._own_words(outbox))
        kept.put_back({self.ready: self.sent})
        self._put_in_order()
        if not outbox.sent or outbox.sent[0].taken_back:
            self._put_next_away()

    def _put_in_order(self) -> None:
        """Let Tab go down the page: its cards are made anew, and Qt goes by age."""
        tab_through([self.header, *(stop for part in self._parts for stop in stops(part))])

    def _on_versions(self, conflict: Conflict) -> None:
        pane = TwoVersions(self._view, conflict, self._begun)
        pane.settled.connect(self._on_handed_in)
        self.panes.into(pane)

    def _ready_card(self, outbox: Outbox) -> SectionCard:
        visits = self._view.role.id == "visitor"
        items = [
            Item(
                title_of(self._view, one),
                self.tr("Changed since it was sent") if one.changed else "",
                partial(self._view.go, "reading" if one.status != "open" else "record", one.id),
            )
            for one in outbox.ready[:_MOST_LINES]
        ]
        nothing = self.tr("Nothing waits to be sent.")
        card = lines_card(self.tr("Ready to send"), items if visits else [], nothing)
        if not outbox.ready:
            return card
        if not visits:
            card = SectionCard(self.tr("Ready to send"))
            card.body.addWidget(Cases(self._view, outbox.ready, None, self._on_cases_sent))
        said = self.tr(
            "Send it to {office}, by e-mail or as you agreed. Only the office can read it."
        )
        card.body.insertWidget(1, label(said.format(office=outbox.office.name)))
        if visits:
            name = f"for-the-office-{clock.today().isoformat()}"
            ways = HandOver(self._view, self._give, name, self._on_went)
            paper = Button(self.tr("On paper…"), "printer")
            paper.clicked.connect(lambda: self._on_paper(outbox))
            ways.row.addWidget(paper)
            card.body.addWidget(ways)
        return card

    def _on_paper(self, outbox: Outbox) -> None:
        self.panes.into(OnPaper(self._view, outbox.ready, self._on_handed_in))

    def _on_handed_in(self) -> None:
        self.panes.home()
        self.refresh()

    def _give(self, desk: Desk, keep: Callable[[bytes], object]) -> object:
        ids = [one.id for one in self.outbox.ready] if self.outbox is not None else []
        with desk.write("Made a file for the office") as session:
            return keep(make_submission(session, self._view.forms, ids).blob)

    def _on_cases_sent(self) -> None:
        self._on_went("file")

    def _on_went(self, how: str) -> None:
        office = self.outbox.office.name if self.outbox is not None else ""
        what = self.tr("the file") if how == "file" else self.tr("the text, pasted into a message,")
        self._told = self.tr("Now send {what} to {office}.").format(what=what, office=office)
        self._view.banner.tell(
            Tone.SUCCESS,
            self._told,
            self.tr("When the office has answered, open its answer on this page."),
        )
        self.refresh()

    def _own_words(self, outbox: Outbox) -> QWidget:
        words = LargeWords(self.tr("This laptop’s eight words"), outbox.words)
        if not outbox.is_new:
            return Folded(self.tr("The words of this laptop"), words)
        card = SectionCard(
            self.tr("When the office rings you"),
            self.tr("With your first file the office rings you once. Read these words out."),
        )
        card.body.addWidget(words)
        return card

    def _ask_for(self, path: Path) -> None:
        one = of_file(path)

        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if yes:
                self._queue.put([one])

        title = self.tr("Open {}?").format(one.name)
        said = self.tr("It was opened with this program. Nothing is taken from it until you say.")
        ask(self, title, said, yes=self.tr("Open it"), no=self.tr("Not now"), then=answered)

    def _take(self, desk: Desk, content: bytes) -> Result:
        return take(desk, self._view.forms, content)

    def _on_taken(self, found: Sequence[tuple[Handed, Result | Refused]]) -> None:
        self._clear()
        self._put_next_away()  # the answer is here, or something else is the matter
        cards = [self._card(handed.name, result) for handed, result in found]
        said = " ".join(spoken(card) for card in cards)
        closing(cards[-1], self.tr("Put this away"), self._on_put_away)
        for card in cards:
            self._results.addWidget(card)
        self.results.show()
        self._put_in_order()
        bring_into_sight(self.results)
        announce(self, said)
        self.refresh()

    def _card(self, name: str, result: Result | Refused) -> SectionCard:
        if isinstance(result, Refused):
            return refusal_card(self, result)
        if isinstance(result, Taken):
            return self._invitation(result)
        if isinstance(result, Heard):
            return self._answer(result)
        return report_card(self._view, name, result)

    def _answer(self, heard: Heard) -> SectionCard:
        said = heard.answered
        items = [
            Item(heard.titles[id_], sentence, partial(open_record, self._view, id_))
            for id_, sentence in said.sentences.items()
            if id_ in heard.titles
        ]
        title = self.tr("The answer of {}").format(said.office)
        card = lines_card(title, [Item(said.sentence), *items[:_MOST_LINES]], "")
        if said.history:
            strip = Strip("triangle-alert")
            strip.put(said.history)
            card.body.insertWidget(1, strip)
        return card

    def _invitation(self, taken: Taken) -> SectionCard:
        title = self.tr("The invitation of {} is taken in").format(taken.office)
        card = lines_card(title, [Item(one) for one in taken.said], "")
        if taken.anew:
            self._view.banner.tell(
                Tone.INFO,
                self.tr("Open this desk again to see what the office has changed."),
                action=(self.tr("Lock now"), self._lock),
            )
        return card

    def _lock(self) -> None:
        self._view.lock()

    def _clear(self) -> None:
        while item := self._results.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()

    def _on_put_away(self) -> None:
        self._clear()
        self.results.hide()
        self.intake.choose.setFocus(Qt.FocusReason.TabFocusReason)
