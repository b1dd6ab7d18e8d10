"""Home: what to do next, in a few lines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.sealed.messages import Letter
from desktop.formlib.model import Form
from desktop.formlib.typed import say_date, say_day
from desktop.records.roles import forms_of
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.exchange.came_back import LetterBox
from desktop.ui.pages.home.ended import ended_said
from desktop.ui.pages.home.post import post_waiting, unread
from desktop.ui.pages.home.reading import (
    Office,
    Own,
    Quarter,
    many,
    read_office,
    read_own,
    read_quarter,
)
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.pages.office_strip import OfficeStrip
from desktop.ui.pages.returns.said import base_said, value_said
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import FigureCard, SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.shell import focus_first

_MOST_LETTERS = 5

# Pages that no menu has, and from which page they are reached.
_REACHED_FROM = {"notes": "returns", "copies": "home"}


class HomePage(DeskPage):
    """A visitor's next visit and unfinished ones; for everybody else what waits for them."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; it is filled when it is arrived at."""
        super().__init__("")
        self._view = view
        self.header.put(self.tr("Home"))
        self.setAccessibleName(self.tr("Home"))
        self._front = DeskReader(self, view)
        self._figures = DeskReader(self, view)
        self._shown: dict[str, object] = {}
        self.office_strip = OfficeStrip(view)
        self.column.addWidget(self.office_strip)
        self._parts = {name: QVBoxLayout() for name in ("first", "figures", "last")}
        for part in self._parts.values():
            part.setSpacing(18)
            self.column.addLayout(part)
        self.column.addStretch()
        if view.role.id == "visitor":
            begin = Button(self.tr("Write up a visit"), "clipboard-plus", kind="primary")
            begin.clicked.connect(lambda: view.go("new"))
            self.header.buttons.addWidget(begin)

    def arrive(self, subject: str, part: str) -> None:
        """Read what there is to do."""
        self.office_strip.arrive()
        view = self._view
        if view.role.id == "visitor":
            forms = forms_of(view.me, view.forms.values())
            own = partial(read_own, me=view.me, forms=forms)
            self._front.ask(lambda desk: (own(desk), unread(desk)), self._show_own)
            return
        pages = {*view.role.pages, *(p for p, f in _REACHED_FROM.items() if f in view.role.pages)}
        self._front.ask(partial(_read_office, pages=pages, forms=view.forms), self._show_office)

    def _show_own(self, found: tuple[Own, Sequence[Letter]]) -> None:
        view = self._view
        own, letters = found
        planned = [
            Item(place, week[:1].upper() + week[1:], partial(view.go, "new"))
            for place, week in own.planned
        ]
        begun = [
            Item(
                line.place or self._kind(line.form),
                say_day(line.on_date.isoformat()) if line.on_date else self.tr("No date yet"),
                partial(view.go, "record", line.id),
            )
            for line in own.unfinished
        ]
        back = [Item(one.text, one.more) for one in own.came_back]
        cards: list[QWidget] = [
            lines_card(
                self.tr("Your next visit"),
                planned,
                self.tr("No visit is planned for you here. Your coordinator makes the rota."),
            )
        ]
        if begun:
            cards.append(lines_card(self.tr("Not finished"), begun, ""))
        if own.to_send:
            text = many(own.to_send, "visit is", "visits are")
            send = Item(self.tr("{} ready to send").format(text), "", partial(view.go, "send"))
            cards.append(lines_card(self.tr("Not sent"), [send], ""))
        if own.to_copy:
            safe = [Item(one.text, one.more, partial(view.go, one.page)) for one in own.to_copy]
            cards.append(lines_card(self.tr("Keep a copy"), safe, ""))
        nothing = self.tr(
            "Nothing has come back yet. What the police answer to something you raised is shown "
            "here."
        )
        card = lines_card(self.tr("What came back"), back, "" if letters else nothing)
        for place, letter in enumerate(letters[:_MOST_LETTERS], 1):
            card.body.insertWidget(place, LetterBox(view, letter, self._on_read))
        cards.append(card)
        self._put("first", found, cards)

    def _on_read(self) -> None:
        self._view.say(self.tr("Kept under “What came back” on the page Send."), True)
        self.arrive("", "")

    def _show_office(self, office: Office) -> None:
        view = self._view
        waiting = [
            Item(one.text, one.more, partial(view.go, one.page, one.subject))
            for one in office.waiting
        ]
        titles = {form.scheme: form.report.title or form.title for form in view.forms.values()}
        coming = [
            Item(one.text, f"{say_day(one.on.isoformat())} · {titles.get(one.scheme, one.scheme)}")
            for one in office.coming
        ]
        first = lines_card(
            self.tr("Waiting for you"), waiting, self.tr("Nothing is waiting. All is done.")
        )
        last = lines_card(
            self.tr("Coming up"), coming, self.tr("Nothing is planned in the next four months.")
        )
        self._put("first", office.waiting, [first])
        self._put("last", office.coming, [last])
        # A quarter is much to count: not while the window is still being painted, nor behind
        # another page, which would wait for every turn.
        if "returns" in view.role.pages and not self.isHidden():
            self._figures.ask(partial(read_quarter, forms=view.forms), self._show_quarter)

    def _show_quarter(self, quarter: Quarter) -> None:
        period = quarter.period
        card = SectionCard(
            self.tr("This quarter so far: {}").format(period.label),
            self.tr("The quarter ends on {}.").format(say_date(period.end.isoformat())),
        )
        flow = FlowLayout(14, level=True)
        for value in quarter.figures:
            ended = quarter.so_far(value)
            said = ended_said(value, ended) if ended else (value_said(value), base_said(value))
            made = FigureCard(value.figure.label, *said)
            where = f"{value.form}/{value.id}"
            made.clicked.connect(partial(self._view.go, "returns", period.code, where))
            flow.addWidget(made)
        card.body.addLayout(flow)
        self._put("figures", quarter, [card])

    def _kind(self, form: str) -> str:
        found = self._view.forms.get(form)
        return found.title if found else form

    def _put(self, name: str, found: object, widgets: Sequence[QWidget]) -> None:
        """Put a part of the page in place of what it showed, unless that is the same."""
        if self._shown.get(name) == found:
            for widget in widgets:
                widget.deleteLater()
            return
        self._shown[name] = found
        layout = self._parts[name]
        had_focus = False
        while item := layout.takeAt(0):
            if old := item.widget():
                had_focus = had_focus or old.isAncestorOf(self.window().focusWidget())
                old.hide()
                old.deleteLater()
        for widget in widgets:
            layout.addWidget(widget)
            widget.show()
        if had_focus:
            focus_first(self)


def _read_office(desk: Desk, pages: Collection[str], forms: Mapping[str, Form]) -> Office:
    office = read_office(desk, pages)
    return replace(office, waiting=(*post_waiting(desk, pages, forms), *office.waiting))
