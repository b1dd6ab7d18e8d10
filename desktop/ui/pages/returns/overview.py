"""The first pane of a return: what to look at before it is sent, and each scheme's main figures."""

from collections.abc import Callable, Sequence
from functools import partial

from desktop.returns.compiled import Compiled, FigureValue, SchemeSection
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.pages.returns.panes import Pane
from desktop.ui.pages.returns.said import base_said, change_said, sentence, value_said
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import FigureCard, SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label

_MOST_CARDS = 3


def overview(
    compiled: Compiled,
    open_scheme: Callable[[SchemeSection], None],
    open_figure: Callable[[FigureValue], None],
) -> Pane:
    """Give the pane; the two functions are called for what is pressed."""
    pane = Pane(compiled.period.label)
    pane.column.addWidget(_before_you_send(pane, compiled))
    for section in compiled.sections:
        pane.column.addWidget(_scheme(pane, section, open_scheme, open_figure))
    return pane


def main_figures(section: SchemeSection) -> list[FigureValue]:
    """Give a scheme's headline, the figures of its chart, and the first of its table."""
    of = section.chart.get("of")
    wanted = [section.headline, *(of if isinstance(of, list) else ()), *section.table]
    ids = [id_ for id_ in dict.fromkeys(wanted) if id_ in section.figures]
    return [section.figures[id_] for id_ in ids[:_MOST_CARDS]]


def to_look_at(compiled: Compiled) -> list[Item]:
    """Give what is to be put right, explained or known before a return is sent."""
    found = [
        Item(one.sentence, one.where + (" – this stops sign-off" if one.blocks else ""))
        for one in sorted(compiled.findings, key=lambda one: not one.blocks)
    ]
    for section in compiled.sections:
        differ = (value.disagreement for value in section.figures.values())
        notes = [one for one in dict.fromkeys((*differ, *section.remarks)) if one]
        found += [
            Item(note, section.title)
            for note in notes
            if not any(note in one.text for one in found)
        ]
    found += [Item(one, "Entered as totals") for one in compiled.entered_list]
    return found


def _before_you_send(pane: Pane, compiled: Compiled) -> SectionCard:
    nothing = pane.tr("Nothing stands in the way.")
    return lines_card(pane.tr("Before you send"), to_look_at(compiled), nothing)


def _scheme(
    pane: Pane,
    section: SchemeSection,
    open_scheme: Callable[[SchemeSection], None],
    open_figure: Callable[[FigureValue], None],
) -> SectionCard:
    card = SectionCard(section.title)
    card.body.addLayout(cards(main_figures(section), open_figure))
    if section.not_known:
        said = " ".join(section.not_known)
        card.body.addWidget(label(pane.tr("Not known: {}").format(said), "muted"))
    more = Button(pane.tr("All figures and charts"), "chart-column")
    more.setAccessibleName(pane.tr("All figures and charts of {}").format(section.title))
    more.clicked.connect(partial(open_scheme, section))
    row = FlowLayout()
    row.addWidget(more)
    card.body.addLayout(row)
    return card


def cards(values: Sequence[FigureValue], open_figure: Callable[[FigureValue], None]) -> FlowLayout:
    """Give a row of figure cards."""
    flow = FlowLayout(14, level=True)
    for value in values:
        made = FigureCard(value.figure.label, value_said(value), sentence_said(value))
        made.clicked.connect(partial(open_figure, value))
        flow.addWidget(made)
    return flow


def sentence_said(value: FigureValue) -> str:
    """Give what stands under a figure on its card."""
    entered = "Entered as a total." if value.source == "entered" else ""
    return " ".join(filter(None, (sentence(base_said(value)), entered, change_said(value))))
