"""What came of each thing that was taken in: a card in words, record by record."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.exchange.sealed.report import Decided, Report
from desktop.formlib.typed import say_day
from desktop.records.record import record
from desktop.records.rows import NotHere
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.exchange.handed import Refused
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.labels import label
from desktop.ui.parts.strip import Strip

MOST_LINES = 200
_MOST_SHOWN = 6
_MOST_SPOKEN = 9  # title, sentence and three records or so; the rest is found by Tab


def report_card(view: DeskView, name: str, report: Report) -> SectionCard:
    """Give the card of a file that was taken in, with a link to each record in it."""
    if report.state == "unconfirmed":
        card = SectionCard(name)
        said = card.tr(
            "Nothing was taken from it yet: it comes from a laptop that is new here. Compare its "
            "words below; then it is taken in."
        )
        card.body.addWidget(label(said))
        return card
    # What needs somebody comes first; a long list lies folded, or it hides what is below it.
    ordered = sorted(report.records, key=lambda one: one.decision != "conflict")
    remarks = [Item(remark) for remark in report.remarks]
    items = [record_item(view, one) for one in ordered[:MOST_LINES]]
    if (more := len(ordered) - MOST_LINES) > 0:
        items.append(Item(f"And {more:,} more records: all are on the page Records."))
    shown = [Item(report.sentence), *remarks[:_MOST_SHOWN], *items[:_MOST_SHOWN]]
    card = lines_card(name, shown, "")
    if rest := [*remarks[_MOST_SHOWN:], *items[_MOST_SHOWN:]]:
        folded = lines_card(card.tr("The rest of {}").format(name), rest, "")
        card.body.addWidget(Folded(card.tr("Show the rest of this list"), folded))
    if report.history:
        strip = Strip("triangle-alert")
        strip.put(report.history)
        card.body.insertWidget(1, strip)
    return card


def record_item(view: DeskView, one: Decided) -> Item:
    """Give the line of one record: which it is, what became of it, and the way to it."""
    return Item(record_title(view, one), one.sentence, partial(open_record, view, one.record_id))


def open_record(view: DeskView, id_: str) -> None:
    """Go to a record: to be written where it is not finished, otherwise to be read."""
    try:
        with view.desk.read() as session:
            begun = record(session, id_).status in ("draft", "open")
    except NotHere as error:
        view.banner.tell_error(error)
    else:
        view.go("record" if begun else "reading", id_)


def record_title(view: DeskView, one: Decided) -> str:
    """Name a record by its kind, place and day."""
    form = view.forms.get(one.form)
    day = say_day(one.on_date.isoformat()) if one.on_date else ""
    return ", ".join(filter(None, (form.title if form else one.form, one.place, day)))


def refusal_card(parent: QWidget, refused: Refused) -> SectionCard:
    """Give the card of something of which nothing was taken: why, and what to do."""
    card = SectionCard(parent.tr("{}: nothing was taken in").format(refused.name))
    card.body.setSpacing(10)
    card.body.addWidget(label(refused.error.sentence, "error"))
    if refused.error.next_step:
        card.body.addWidget(label(refused.error.next_step))
    return card


def spoken(card: SectionCard) -> str:
    """Give what is read out when a card appears: its first words, those of its links too."""
    places = [card.body.itemAt(place) for place in range(card.body.count())]
    parts = [place.widget() for place in places if place is not None]
    words = [
        one.text().rstrip(".")
        for part in parts
        if part is not None  # rows of buttons are layouts
        for one in (part, *part.findChildren(QWidget))
        if isinstance(one, QLabel | QAbstractButton) and one.isVisibleTo(card)
    ]
    return ". ".join([one for one in words if one][:_MOST_SPOKEN]) + "."


def closing(card: SectionCard, text: str, pressed: Callable[[], object]) -> SectionCard:
    """Put a button at the foot of a card that puts it away."""
    button = Button(text, "check")
    button.clicked.connect(pressed)
    row = FlowLayout()
    row.addWidget(button)
    card.body.addLayout(row)
    return card
