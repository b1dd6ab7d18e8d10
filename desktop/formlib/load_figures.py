"""Reading the figures of a form and what it says in the report."""

from types import MappingProxyType

from desktop.formlib.model import Condition, Figure, Report
from desktop.formlib.table import Table

HOWS = ("count", "sum", "share", "mean", "median", "most", "least", "distinct", "built_in")
REGISTERS = ("issues", "recommendations", "learning", "people", "dogs", "meetings", "events")
"""What may be counted besides records and their rows: the registers of the form's scheme."""
STANDING = ("people", "dogs")
"""Registers of who or what there is: one without an entry is not kept, and says nothing."""
JUDGED_LATER = ("class_code", "severity")
"""What the office adds to an entry of a register; until then it is open, neither so nor not so."""
BUILT_INS = (
    "slots_met",
    "weeks_covered",
    "months_covered",
    "time_slots",
    "open_balance",
    "oldest_open",
    "people",
    "dogs_due",
)
"""The figures that the program itself works out, because records alone do not hold them."""


def read_figure(name: str, table: Table) -> Figure:
    """Read the definition of one figure."""
    how = next((key for key in HOWS if table.has(key)), "")
    if not how:
        raise table.refuse(f"names no way to count; there are: {', '.join(HOWS)}")
    over = table.text("over", "records")
    what: str | Condition
    of: str | Condition | None = None
    if how == "count":
        over = what = table.text("count")
    elif how == "share":
        what, of = _measure(table, "share"), _measure(table, "of")
    else:
        what = table.text(how)
    unit = table.texts("unit")
    if len(unit) not in (0, 2):
        raise table.refuse("takes the word for one and the word for several", "unit")
    as_at = table.texts("as_at")
    if len(as_at) not in (0, 2):
        raise table.refuse("takes the field that starts it and the field that ends it", "as_at")
    figure = Figure(
        id=name,
        label=table.text("label"),
        how=how,
        what=what,
        of=of,
        over=over,
        where=table.condition("where"),
        by=table.text("by", ""),
        list=table.text("list", ""),
        only=MappingProxyType(dict(table.mapping("only"))),
        dated_by=table.text("dated_by", ""),
        as_at=(as_at[0], as_at[1]) if as_at else None,
        part_of=table.text("part_of", ""),
        unit=(unit[0], unit[1]) if unit else ("", ""),
        base=table.text("base", ""),
        better=table.one_of("better", ("", "more", "less"), ""),  # type: ignore[arg-type]
        decimals=table.whole("decimals", 0),
        range=table.flag("range"),
        definition=table.text("definition", ""),
        people=table.flag("people"),
        public=table.flag("public", default=True),
        arguments=MappingProxyType(dict(table.mapping("with"))),
    )
    table.done()
    return figure


def _measure(table: Table, key: str) -> str | Condition:
    value = table.take(key)
    if isinstance(value, str):
        return value
    if value is None:
        raise table.refuse(f"“{key}” is missing")
    inner = Table({key: value}, table.file, table.where)
    found = inner.condition(key)
    assert found is not None  # noqa: S101  # only None reads as no condition
    return found


def read_report(table: Table) -> Report:
    """Read what a form says in the quarterly summary."""
    words = table.mapping("words")
    report = Report(
        order=table.whole("order", 100),
        title=table.text("title", ""),
        headline=table.text("headline", ""),
        brief=table.lines("brief"),
        table=table.texts("table"),
        chart=MappingProxyType(dict(table.mapping("chart"))),
        due=table.lines("due"),
        done=table.lines("done"),
        found=table.lines("found"),
        next=table.lines("next"),
        not_known=table.lines("not_known"),
        paragraphs=table.lines("paragraphs"),
        words=MappingProxyType({term: str(meaning) for term, meaning in words.items()}),
    )
    table.done()
    return report
