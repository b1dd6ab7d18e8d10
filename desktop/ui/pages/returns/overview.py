"""The first pane of a return: what to look at before it is sent, and each scheme's main figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from desktop.returns.checking import can_be_explained
from desktop.returns.checks import Finding
from desktop.returns.compiled import Compiled, FigureValue, SchemeSection
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.pages.returns.said import base_said, change_said, sentence, value_said
from desktop.ui.pages.returns.sign_off import sign_card
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import FigureCard, SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.panes import Pane

_MOST_CARDS = 3


@dataclass(frozen=True, slots=True)
class Ways:
    """What is called for what is pressed.

    A scheme, a figure, a finding to explain or to look into, signing, and a page's register that
    is kept elsewhere: "Totals", "Ratings".
    """

    scheme: Callable[[SchemeSection], None]
    figure: Callable[[FigureValue], None]
    explain: Callable[[Finding], None]
    look: Callable[[Finding], None]
    sign: Callable[[], None]
    register: Callable[[str, str], None]


def overview(compiled: Compiled, ways: Ways, first: Sequence[Item] = ()) -> Pane:
    """Give the pane; `first` is to be done before anything is looked at here."""
    pane = Pane(compiled.period.label)
    nothing = pane.tr("Nothing stands in the way.")
    items = [*first, *to_look_at(compiled, ways)]
    pane.column.addWidget(lines_card(pane.tr("Before you send"), items, nothing))
    for section in compiled.sections:
        pane.column.addWidget(_scheme(pane, section, ways))
    pane.column.addWidget(_ratings(pane, compiled, ways))
    pane.column.addWidget(sign_card(pane, compiled, ways.sign))
    return pane


def main_figures(section: SchemeSection) -> list[FigureValue]:
    """Give a scheme's headline, the figures of its chart, and the first of its table.

    A breakdown needs its parts beside it, so it does not stand on a card.
    """
    of = section.chart.get("of")
    wanted = [section.headline, *(of if isinstance(of, list) else ()), *section.table]
    found = [section.figures[id_] for id_ in dict.fromkeys(wanted) if id_ in section.figures]
    return [value for value in found if not value.figure.by][:_MOST_CARDS]


def to_look_at(compiled: Compiled, ways: Ways) -> list[Item]:
    """Give what is to be put right, explained or known before a return is sent.

    Each leads to where it is explained, to what it was found in, or to where it is mended.
    """
    found = [
        Item(
            one.sentence,
            f"{one.where} – this stops sign-off" if one.blocks else one.where,
            _way(one, ways),
        )
        for one in compiled.findings
    ]
    for section in compiled.sections:
        differ = (value.disagreement for value in section.figures.values())
        notes = [one for one in dict.fromkeys((*differ, *section.remarks)) if one]
        found += [
            Item(note, section.title, partial(ways.scheme, section))
            for note in notes
            if not any(note in one.text for one in found)
        ]
    totals = partial(ways.register, "Totals", "")
    found += [Item(one, "Entered as totals", totals) for one in compiled.entered_list]
    return found


def _way(finding: Finding, ways: Ways) -> Callable[[], None] | None:
    if can_be_explained(finding):
        return partial(ways.explain, finding)
    return partial(ways.look, finding) if finding.leads else None


def _ratings(pane: Pane, compiled: Compiled, ways: Ways) -> SectionCard:
    """Give each scheme's rating with its reason and the one before, or that there is none."""
    rated = {line.scheme: line for line in compiled.ratings}
    items = []
    for section in compiled.sections:
        line = rated.get(section.scheme)
        said = pane.tr("{}: no rating yet").format(section.title)
        more = pane.tr("Say how it stands and why, or why it is not rated.")
        if line is not None:
            last = pane.tr(" Last time: {}.").format(line.previous) if line.previous else ""
            said, more = f"{section.title}: {line.wording}", f"{line.reason}{last}"
        period = compiled.period
        subject = f"{section.scheme}/{period.start}/{period.end}"
        items.append(Item(said, more, partial(ways.register, "Ratings", subject)))
    return lines_card(pane.tr("Ratings"), items, "")


def _scheme(pane: Pane, section: SchemeSection, ways: Ways) -> SectionCard:
    card = SectionCard(section.title)
    card.body.addLayout(cards(main_figures(section), ways.figure))
    if section.not_known:
        said = " ".join(section.not_known)
        card.body.addWidget(label(pane.tr("Not known: {}").format(said), "muted"))
    more = Button(pane.tr("All figures and charts"), "chart-column")
    more.setAccessibleName(pane.tr("All figures and charts of {}").format(section.title))
    more.clicked.connect(partial(ways.scheme, section))
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
