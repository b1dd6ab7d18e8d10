"""Figures, dates and bases in the words that the summary prints."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from desktop.formlib.amounts import (
    NO_PERCENTAGE,
    NOT_KNOWN,
    Amount,
    AtLeast,
    Known,
    NotKnown,
    number_text,
    percent,
    words,
)
from desktop.formlib.model import Figure
from desktop.formlib.typed import MONTHS
from desktop.report.tagged import Bold, Inline
from desktop.returns.compare import NO_FIGURE
from desktop.returns.compiled import Compiled, FigureValue
from desktop.returns.dates_text import day_text

NOT_STATED = "not stated"
_MEASURES = ("mean", "median", "most", "least")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_MONTH = re.compile("|".join(MONTHS))


def rich(text: str) -> list[Inline]:
    """Read `**bold**` in a sentence of a form."""
    return list(_parts(text))


def _parts(text: str) -> Iterator[Inline]:
    at = 0
    for found in _BOLD.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield Bold(found[1])
        at = found.end()
    if at < len(text):
        yield text[at:]


def day_or_gap(day: date | None) -> str:
    """Write a date, or that it is not stated."""
    return day_text(day) if day is not None else NOT_STATED


def short_months(label: str) -> str:
    """Shorten the months of a period's label: "Jan to Mar 2025"."""
    return _MONTH.sub(lambda found: found[0][:3], label)


def is_known(amount: Amount | None) -> bool:
    """Say whether an amount tells anything; "at least 0" does not."""
    if amount is None or isinstance(amount, NotKnown):
        return False
    return isinstance(amount, Known) or amount.value > 0


def exact(amount: Amount | None) -> int | None:
    """Give a whole number that is exactly known, else None."""
    known = isinstance(amount, Known) and isinstance(amount.value, int)
    return amount.value if known else None  # type: ignore[union-attr,return-value]


def is_measure(figure: Figure) -> bool:
    """Say whether a figure measures (minutes, days) and does not count."""
    return figure.how in _MEASURES


def amount_text(figure: Figure, value: Amount | None, of: Amount | None) -> str:
    """Write a value with its base: "26 of 26 (100%)", "5 minutes", "no figure held"."""
    if value is None:
        return NO_FIGURE
    if not is_known(value):
        return NOT_KNOWN
    if of is None:
        return words(value, figure.unit if is_measure(figure) and any(figure.unit) else None)
    if isinstance(of, NotKnown):
        return words(value)
    said = f"{words(value)} of {words(of) if is_known(of) else 'a number not known'}"
    share = percent(value, of, figure.decimals)
    return said if share in (NO_PERCENTAGE, NOT_KNOWN) else f"{said} ({share})"


def figure_text(value: FigureValue) -> str:
    """Write a figure of this period, with the spread behind a middle value."""
    result = value.result
    said = amount_text(value.figure, result.value, result.of)
    if result.spread is not None and is_known(result.value):
        low, high = number_text(result.spread.low), number_text(result.spread.high)
        said = f"{said} ({low} to {high})"
    return said


def gap_text(value: FigureValue) -> str:
    """Say how many of the cases behind a figure do not say; nothing where all do."""
    missing, result = value.result.unknown, value.result
    if isinstance(result.value, AtLeast) and not missing:
        missing = result.value.unknown
    if not missing or not is_known(result.value):
        return ""
    return f"{number_text(missing)} {'does' if missing == 1 else 'do'} not say"


def marked(text: str, mark: str) -> str:
    """Put the mark of what a sample made up after a text."""
    return f"{text} ({mark})" if mark else text


def joined(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def capital(text: str) -> str:
    """Give a sentence its capital."""
    return text[:1].upper() + text[1:]


def source_line(values: Sequence[FigureValue], compiled: Compiled, more: str = "") -> str:
    """Name where figures are from and the day they stand for; `more` goes after it."""
    sources: dict[str, list[str]] = {}
    for value in values:
        if value.source == "entered" and value.entered is not None:
            named = value.entered.source or "source not stated"
            sources.setdefault(named, []).append(value.figure.label)
    said = []
    if any(value.source != "entered" for value in values):
        said.append("the office's records")
    said += [
        f"entered as a total from “{source}” ({', '.join(labels)})"
        for source, labels in sources.items()
    ]
    source = f"Source: {'; '.join(said)}. Data as at {day_text(compiled.cover.data_as_at)}."
    return f"{source} {more}".strip()
