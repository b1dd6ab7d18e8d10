"""One scheme of a return: in words, as charts, and every figure beside the past."""

from collections.abc import Callable, Sequence

from desktop.returns.compiled import FigureValue, SchemeSection
from desktop.ui.pages.register.entry import FactsGrid
from desktop.ui.pages.returns.charts import Chart, ChartView
from desktop.ui.pages.returns.said import full_said, past_said, source_said
from desktop.ui.pages.tables import WholeTable
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.models import Column, RowsModel
from desktop.ui.parts.panes import Pane


def scheme_pane(
    section: SchemeSection, charts: Sequence[Chart], open_figure: Callable[[FigureValue], None]
) -> Pane:
    """Give the pane; `open_figure` is called for the figure that Enter was pressed on."""
    pane = Pane(section.title)
    card = SectionCard(section.title)
    card.body.addWidget(FactsGrid(_in_words(pane, section)))
    pane.column.addWidget(card)
    for chart in charts:
        pane.column.addWidget(ChartView(chart))
    main = [section.figures[id_] for id_ in section.table if id_ in section.figures]
    others = [value for value in section.figures.values() if value.id not in section.table]
    shown = _table(pane, pane.tr("In the report"), main, open_figure)
    for remark in section.remarks:
        shown.body.addWidget(label(remark, "muted"))
    pane.column.addWidget(shown)
    if others:
        _fold(pane, _table(pane, pane.tr("Other figures"), others, open_figure), len(others))
    return pane


def _in_words(pane: Pane, section: SchemeSection) -> list[tuple[str, str]]:
    tr = pane.tr
    return [
        (tr("What was due"), " ".join(section.due)),
        (tr("What was done"), " ".join(section.done)),
        (tr("What was found"), " ".join(section.found)),
        (tr("What happened next"), " ".join(section.next)),
        (tr("What we do not know"), " ".join(section.not_known)),
        (tr("Changes"), section.changes),
        (tr("Commentary"), section.commentary),
    ]


def _fold(pane: Pane, card: SectionCard, count: int) -> None:
    """Put a card behind a button that shows it."""
    show = Button(pane.tr("Show {} more figures").format(count), "chevron-down")
    row = FlowLayout()
    row.addWidget(show)
    pane.column.addLayout(row)
    pane.column.addWidget(card)
    card.hide()

    def unfold() -> None:
        card.show()
        show.hide()
        table = card.findChild(WholeTable)
        if table is not None:
            table.setFocus()

    show.clicked.connect(unfold)


def _table(
    pane: Pane,
    title: str,
    values: Sequence[FigureValue],
    open_figure: Callable[[FigureValue], None],
) -> SectionCard:
    card = SectionCard(title, pane.tr("Enter shows what a figure means and what is behind it."))
    table = WholeTable(title, RowsModel(_columns(pane, values), values))
    table.opened.connect(open_figure)
    card.body.addWidget(table)
    return card


def _columns(pane: Pane, values: Sequence[FigureValue]) -> list[Column[FigureValue]]:
    """Give the columns; those of the past only where anything is held of it."""
    tr = pane.tr
    columns = [
        Column[FigureValue](tr("Figure"), lambda one: one.figure.label, characters=24),
        Column[FigureValue](tr("This period"), full_said, characters=18),
    ]
    if any(one.previous is not None for one in values):
        before = Column[FigureValue](
            tr("Period before"), lambda one: past_said(one.previous), characters=14
        )
        columns.append(before)
    if any(one.same_last_year is not None for one in values):
        year = Column[FigureValue](
            tr("A year before"), lambda one: past_said(one.same_last_year), characters=14
        )
        columns.append(year)
    columns.append(Column[FigureValue](tr("From"), source_said, characters=9))
    return columns
