"""One figure: what it means, where it is from, its parts, and the records behind it."""

from collections.abc import Callable, Mapping, Sequence

from desktop.formlib.amounts import words
from desktop.formlib.model import Form
from desktop.formlib.typed import say_date
from desktop.records.behind import Behind
from desktop.records.finding import OFFICE_WORDS
from desktop.returns.checks import Finding
from desktop.returns.compiled import FigureValue
from desktop.ui.pages.register.asking import in_one_line
from desktop.ui.pages.register.entry import FactsGrid
from desktop.ui.pages.returns.said import (
    change_said,
    full_said,
    gap_said,
    past_said,
    sentence,
    source_said,
)
from desktop.ui.pages.tables import WholeTable
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.models import RIGHT, Column, RowsModel
from desktop.ui.parts.panes import Pane
from desktop.ui.parts.table import Table

_WHOLE = 40  # rows up to which a table is shown whole
_KINDS: Mapping[str, str] = {
    "issue": "Issue",
    "recommendation": "Recommendation or learning",
    "meeting": "Meeting",
    "event": "Event",
    "member": "Person or people",
    "dog": "Dog",
    "promise": "Promise",
    "paragraph": "Paragraph",
    "news": "News",
    "rating": "Rating",
    "gone": "Not here any more",
}


def figure_pane(
    value: FigureValue,
    behind: Sequence[Behind],
    forms: Mapping[str, Form],
    opened: Callable[[Behind], object],
    totals: Callable[[], object],
    notes: Sequence[str] = (),
) -> Pane:
    """Give the pane; `opened` is called for the line that Enter was pressed on.

    `totals` is called to go where a total that was entered is corrected. `notes` are what is to
    be said of totals that contradict each other.
    """
    pane = Pane(value.figure.label)
    card = SectionCard(value.figure.label)
    card.body.addWidget(FactsGrid(_facts(pane, value, notes)))
    if value.entered is not None:
        button = Button(pane.tr("The totals that were entered"), "pencil")
        button.clicked.connect(totals)
        row = FlowLayout()
        row.addWidget(button)
        card.body.addLayout(row)
    pane.column.addWidget(card)
    if value.result.cells:
        pane.column.addWidget(_parts(pane, value))
    pane.column.addWidget(_behind(pane, value, behind, forms, opened))
    return pane


def finding_pane(
    finding: Finding,
    behind: Sequence[Behind],
    forms: Mapping[str, Form],
    opened: Callable[[Behind], object],
) -> Pane:
    """Give the pane with what a check was found in."""
    pane = Pane(finding.where)
    card = SectionCard(finding.where, finding.sentence)
    card.body.addWidget(_table(pane, behind, forms, opened))
    pane.column.addWidget(card)
    return pane


def _facts(pane: Pane, value: FigureValue, notes: Sequence[str]) -> list[tuple[str, str]]:
    tr, entered, spread = pane.tr, value.entered, value.result.spread
    source = source_said(value)
    if value.source == "entered" and entered is not None:
        source = tr("Entered as a total: {}").format(entered.source or tr("source not stated"))
    from_records = value.from_records
    return [
        (tr("This period"), full_said(value)),
        (tr("Of what"), value.figure.base),
        (tr("What is missing"), gap_said(value)),
        (tr("Not recorded for"), str(value.result.unknown or "")),
        (tr("From, to"), f"{spread.low} to {spread.high}" if spread else ""),
        (tr("What it means"), value.figure.definition),
        (tr("Where it is from"), source),
        (tr("As the records say"), words(from_records.value) if from_records else ""),
        (tr("Records and total differ"), value.disagreement),
        (tr("Totals differ"), " ".join(notes)),
        (tr("Period before"), past_said(value.previous)),
        (tr("A year before"), past_said(value.same_last_year)),
        (tr("Change"), change_said(value)),
        (tr("The run before"), sentence(value.comparison.run) if value.comparison else ""),
    ]


def _parts(pane: Pane, value: FigureValue) -> SectionCard:
    card = SectionCard(pane.tr("Its parts"))
    rows = [(cell.label, words(cell.value)) for cell in value.result.cells]
    columns = [
        Column[tuple[str, str]](pane.tr("Part"), lambda row: row[0], characters=44),
        Column[tuple[str, str]](pane.tr("Value"), lambda row: row[1], RIGHT),
    ]
    card.body.addWidget(WholeTable(pane.tr("Its parts"), RowsModel(columns, rows)))
    return card


def _behind(
    pane: Pane,
    value: FigureValue,
    behind: Sequence[Behind],
    forms: Mapping[str, Form],
    opened: Callable[[Behind], object],
) -> SectionCard:
    card = SectionCard(pane.tr("What is behind it: {}").format(len(behind)))
    if not behind:
        none = pane.tr("No record stands behind this figure.")
        total = pane.tr("It was entered as a total, so there are no records behind it.")
        card.body.addWidget(label(total if value.source == "entered" else none, "muted"))
        return card
    card.body.addWidget(_table(pane, behind, forms, opened))
    return card


def _table(
    pane: Pane,
    behind: Sequence[Behind],
    forms: Mapping[str, Form],
    opened: Callable[[Behind], object],
) -> Table:
    kind = Table if len(behind) > _WHOLE else WholeTable
    table = kind(pane.tr("What is behind it"), RowsModel(_columns(pane, forms), behind))
    table.opened.connect(opened)
    return table


def _columns(pane: Pane, forms: Mapping[str, Form]) -> list[Column[Behind]]:
    tr = pane.tr

    def kind(one: Behind) -> str:
        form = forms.get(one.form)
        return form.title if form else _KINDS.get(one.kind, one.form)

    def status(one: Behind) -> str:
        return OFFICE_WORDS.get(one.status, one.status) if one.kind == "record" else ""

    return [
        Column[Behind](
            tr("Date"),
            lambda one: say_date(one.on.isoformat()) if one.on else "",
            sort="on",
            order=lambda one: one.on.isoformat() if one.on else "",
            characters=16,
        ),
        Column[Behind](tr("What"), kind, sort="kind", characters=18),
        Column[Behind](tr("Place"), lambda one: one.place, sort="place", characters=18),
        Column[Behind](tr("Which"), lambda one: in_one_line(one.text), sort="text", characters=18),
        Column[Behind](tr("Status"), status, sort="status", characters=12),
    ]
