"""A figure in words, as cards and tables show it."""

from desktop.formlib.amounts import Amount, NotKnown, gap, words
from desktop.formlib.sentences import words_for
from desktop.returns.compare import NO_FIGURE
from desktop.returns.compiled import FigureValue

_SOURCES = {"records": "Records", "entered": "Entered as a total", "built_in": "Records"}


def value_said(value: FigureValue) -> str:
    """Give the value without its unit: "24", "26 of 26", "at least 3", "not known"."""
    result = value.result
    if result.of is None or isinstance(result.value, NotKnown):
        return words_for(value.figure, result, part="n")
    return f"{words(result.value)} of {words(result.of)}"


def base_said(value: FigureValue) -> str:
    """Say what it is of, with the percentage: "scheduled visits, 100%", or its unit."""
    result, figure = value.result, value.figure
    if isinstance(result.value, NotKnown):
        return gap(result.value)[:1].upper() + gap(result.value)[1:]
    if result.of is None:
        return words_for(figure, result, part="unit")
    percentage = words_for(figure, result, part="pct")
    return ", ".join(filter(None, (figure.base, percentage)))


def past_said(amount: Amount | None) -> str:
    """Give the value of an earlier period; "no figure held" where there is none, never a nought."""
    return NO_FIGURE if amount is None else words(amount)


def source_said(value: FigureValue) -> str:
    """Say where a figure is from: records, or a total that was entered."""
    return _SOURCES[value.source]


def change_said(value: FigureValue) -> str:
    """Say how it compares with the period before, as a sentence; "" where nothing is held."""
    if value.previous is None or value.comparison is None:
        return ""
    text = value.comparison.previous.text
    return f"{text[:1].upper()}{text[1:]}."
