"""A figure beside its past: what sort of figure it is, and what the periods before are called."""

from collections.abc import Mapping
from dataclasses import replace

from desktop.formlib.load_figures import REGISTERS
from desktop.formlib.model import Figure
from desktop.returns.compare import Held, Nature, Sort, compare
from desktop.returns.compiled import FigureValue
from desktop.returns.past import Past
from desktop.returns.periods import Kind

_CALLED: Mapping[Kind, str] = {
    Kind.QUARTER: "quarters",
    Kind.FINANCIAL_YEAR: "years",
    Kind.CALENDAR_YEAR: "years",
}
_AT_THE_END = ("open_balance", "oldest_open", "dogs_due")


def compared(value: FigureValue, past: Past) -> FigureValue:
    """Put a figure beside the period before, the same one last year, and the last eight."""
    figure, result, period = value.figure, value.result, past.period
    now = Held(period.label, result.value, result.of, len(result.records), period.days)
    before, last_year = past.previous(figure.id), past.same_last_year(figure.id)
    run = past.run(figure.id)
    called = _CALLED.get(period.kind, "periods")
    sort = Sort(figure.better, figure.decimals, nature_of(figure))
    return replace(
        value,
        previous=before.value,
        previous_of=before.of,
        same_last_year=last_year.value,
        same_last_year_of=last_year.of,
        history=tuple((held.period, held.value) for held in run),
        comparison=compare(now, before, last_year, run, sort, called=called),
    )


def nature_of(figure: Figure) -> Nature:
    """Say what a change of a figure means.

    Facts of a day are exact. Records and entries of a register are counted one by one. What one
    record adds several of (people seen, rows, an entry that stands for seven) comes in clumps, as
    do averages: these are measures.
    """
    if figure.as_at is not None or figure.what in _AT_THE_END:
        return "exact"
    if figure.what == "people":
        return "count" if "moved" in figure.arguments else "exact"
    if figure.how in ("built_in", "share"):
        return "count"
    one_by_one = figure.over in ("records", *REGISTERS) and not figure.arguments.get("many")
    return "count" if figure.how == "count" and one_by_one else "measure"
