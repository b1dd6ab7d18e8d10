"""To look at: new laptops to meet, records changed on both sides, visits noted before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.sealed.conflicts import Conflict, StubMet
from desktop.exchange.sealed.enrolling import Laptop
from desktop.formlib.typed import say_day
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.exchange.inbox import Inbox
from desktop.ui.pages.exchange.meeting import Meeting, waiting_line
from desktop.ui.pages.exchange.two_versions import title_of
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label


@dataclass(frozen=True, slots=True)
class Ways:
    """What is called for what is pressed.

    A laptop's answer ("yes", "no", "later"), the laptops that were put off, a record of which
    there are two versions, and a visit noted before with True where both are one.
    """

    met: Callable[[Laptop, str], object]
    again: Callable[[], object]
    versions: Callable[[Conflict], object]
    stub: Callable[[StubMet, bool], object]


def look_card(
    view: DeskView, inbox: Inbox, files: Callable[[str], int], later: Sequence[str], ways: Ways
) -> SectionCard:
    """Give the card. `files` counts what a laptop sent and waits; `later` were put off."""
    card = SectionCard(QCoreApplication.translate("ToLookAt", "To look at"))
    if not (inbox.new or inbox.conflicts or inbox.stubs):
        card.body.addWidget(label(card.tr("Nothing waits for you here."), "muted"))
    for one in inbox.new:
        if one.id not in later:
            card.body.addWidget(Meeting(one, files(one.id), partial(ways.met, one)))
    if put_off := [one for one in inbox.new if one.id in later]:
        card.body.addWidget(waiting_line(put_off, ways.again))
    if inbox.conflicts:
        card.body.addWidget(versions_list(view, inbox.conflicts, ways.versions))
    for stub in inbox.stubs:
        card.body.addWidget(_stub(view, stub, ways))
    return card


def versions_card(
    view: DeskView, found: Sequence[Conflict], pressed: Callable[[Conflict], object]
) -> SectionCard:
    """Give the card of a laptop, where only records changed on both sides wait."""
    card = SectionCard(QCoreApplication.translate("ToLookAt", "To look at"))
    card.body.addWidget(versions_list(view, found, pressed))
    return card


def versions_list(
    view: DeskView, found: Sequence[Conflict], pressed: Callable[[Conflict], object]
) -> QWidget:
    """Give the records of which there are two versions, each with the way to both."""
    made, column = _column()
    column.addWidget(label(made.tr("Changed on both sides"), "label"))
    for one in found:
        link = Link(title_of(view, one))
        link.clicked.connect(partial(pressed, one))
        many = len(one.differing)
        differs = made.tr("1 answer differs") if many == 1 else made.tr("{} answers differ")
        said = made.tr("{differs}; the other version came from {who}.").format(
            differs=differs.format(many), who=one.who
        )
        link.setAccessibleDescription(said)
        column.addWidget(link)
        column.addWidget(label(said, "muted"))
    return made


def _stub(view: DeskView, stub: StubMet, ways: Ways) -> QWidget:
    made, column = _column()
    day = say_day(stub.on_date.isoformat()) if stub.on_date else made.tr("a day not known")
    where = ", ".join(filter(None, (stub.place, day)))
    column.addWidget(label(made.tr("A visit noted before: {}").format(where), "label"))
    known = made.tr(" It was known from: {}.").format(stub.source) if stub.source else ""
    asked = made.tr("A report of this place and day has come. Is it of the same visit?")
    column.addWidget(label(asked + known))
    row = FlowLayout()
    read = Button(made.tr("Read the report"), "file-text")
    read.clicked.connect(partial(view.go, "reading", stub.record_id))
    yes = Button(made.tr("Yes, the same visit"), kind="primary")
    yes.clicked.connect(lambda: ways.stub(stub, True))
    no = Button(made.tr("No, these are two visits"))
    no.clicked.connect(lambda: ways.stub(stub, False))
    for button in (yes, no, read):
        button.setAccessibleDescription(where)
        row.addWidget(button)
    column.addLayout(row)
    return made


def _column() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return made, column
