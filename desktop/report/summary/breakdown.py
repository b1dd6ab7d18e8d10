"""Tables of a whole and its parts, and a balance as one line."""

from reportlab.platypus import Flowable

from desktop.formlib.amounts import Amount, Known, add, percent, words
from desktop.formlib.result import Cell
from desktop.report.summary.look import LEANING, LEANING_RIGHT, NOTE, QUIET_RIGHT, box
from desktop.report.summary.saying import NOT_STATED, capital, is_known, marked, source_line
from desktop.report.tagged import Bold, Content, P, table
from desktop.report.tagged.layout import Beside
from desktop.report.tagged.styles import CELL, CELL_RIGHT
from desktop.returns.compiled import Compiled, FigureValue, SchemeSection

_BALANCE = "open_balance"


def is_breakdown(value: FigureValue) -> bool:
    """Say whether a figure is printed as a table of its own parts: two or more, or a gap."""
    return bool(value.figure.by) and bool(_counted(value)) and only_part(value) is None


def _counted(value: FigureValue) -> list[Cell]:
    """Give the parts that are not nought."""
    return [c for c in value.result.cells if is_known(c.value) and c.value != Known(0)]


def only_part(value: FigureValue) -> Cell | None:
    """Give the one part that is the whole, which needs no table: "no reply, 7 of 7"."""
    cells = _counted(value) if value.figure.by else []
    return cells[0] if len(cells) == 1 and cells[0].value == value.result.value else None


def breakdowns(section: SchemeSection, compiled: Compiled) -> list[list[Flowable]]:
    """Give a table for each breakdown: its parts, what is not recorded, and the total."""
    values = (section.figures[id_] for id_ in section.table if id_ in section.figures)
    return [_breakdown(value, compiled) for value in values if is_breakdown(value)]


def _breakdown(value: FigureValue, compiled: Compiled) -> list[Flowable]:
    whole, unit = value.result.value, capital(value.figure.unit[1] or "number")
    cells = [*value.result.cells, *_rest(value)]
    rows = [_part(cell, value) for cell in cells]
    held = add(cell.value for cell in cells if is_known(cell.value))
    overlapping = isinstance(held, Known) and isinstance(whole, Known) and held.value > whole.value
    if not overlapping:
        rows.append(["Total", words(whole), percent(whole, whole)])
    more = "A case may stand in several rows, so they come to more than the total."
    return table(
        [value.figure.label, unit, f"Share of {words(whole)}"],
        rows,
        caption=marked(f"{value.figure.label}, {compiled.period.label}", value.mark),
        source=source_line([value], compiled, more if overlapping else ""),
        widths=(3.2, 1, 1),
        align="lrr",
        total_row=not overlapping,
    )


def _part(cell: Cell, value: FigureValue) -> list[Content | Flowable]:
    """Give one row; what is no entry of the list, such as not recorded, stands in italics."""
    codes = {entry.code for entry in value.entries}
    left, right = (
        (CELL, CELL_RIGHT) if not codes or cell.code in codes else (LEANING, LEANING_RIGHT)
    )
    if not is_known(cell.value):
        return [P(cell.label, left), *(P(NOT_STATED, QUIET_RIGHT) for _ in range(2))]
    share = percent(cell.value, value.result.value, value.figure.decimals)
    return [P(cell.label, left), P(words(cell.value), right), P(share, right)]


def _rest(value: FigureValue) -> list[Cell]:
    """Give the row for what the parts leave of the whole, where they leave something."""
    whole = value.result.value
    held = add(cell.value for cell in value.result.cells if isinstance(cell.value, Known))
    if not isinstance(whole, Known) or not isinstance(held, Known) or held.value >= whole.value:
        return []
    return [Cell("", capital(NOT_STATED), Known(whole.value - held.value))]


def balance_line(section: SchemeSection) -> list[Flowable]:
    """Give the line from what was open at the start to what is open at the end."""
    public = (value for value in section.figures.values() if value.figure.public)
    ledger = next((value.ledger for value in public if value.figure.what == _BALANCE), None)
    if ledger is None:
        return []
    line: Content = [
        "Open at the start ",
        Bold(_or_gap(ledger.opening)),
        " + ",
        Bold(_or_gap(ledger.came)),
        " received \N{MINUS SIGN} ",
        Bold(_or_gap(ledger.left)),
        " closed = open at the end ",
        Bold(_or_gap(ledger.closing)),
    ]
    parts: list[Flowable] = [P(line)]
    if not is_known(ledger.closing):
        parts.append(
            P(
                "The two numbers in the middle do not give the number still open: how many were "
                "open at the start is not stated, and what was closed need not be among what was "
                "received.",
                NOTE,
            )
        )
    return [Beside([box(parts)])]


def _or_gap(amount: Amount) -> str:
    return words(amount) if is_known(amount) else NOT_STATED
