"""A figure in words, as cards and tables show it."""

from desktop.formlib.amounts import NO_PERCENTAGE, NOT_KNOWN, Amount, gap, words
from desktop.formlib.sentences import words_for
from desktop.returns.compare import NO_FIGURE
from desktop.returns.compiled import FigureValue

_SOURCES = {"records": "Records", "entered": "Entered", "built_in": "Records"}


def value_said(value: FigureValue) -> str:
    """Give the value without its unit: "24", "26 of 26", "at least 3", "not known"."""
    result = value.result
    said = words(result.value)
    return said if result.of is None or said == NOT_KNOWN else f"{said} of {words(result.of)}"


def base_said(value: FigureValue) -> str:
    """Say what it is of, with the percentage ("scheduled visits, 100%"), its unit, or the gap."""
    result, figure = value.result, value.figure
    if words(result.value) == NOT_KNOWN:
        return gap_said(value)
    if result.of is None:
        return words_for(figure, result, part="unit")
    percentage = words_for(figure, result, part="pct")
    return ", ".join(filter(None, (figure.base, "" if percentage == NO_PERCENTAGE else percentage)))


def full_said(value: FigureValue) -> str:
    """Give value and base in one: "26 of 26 (100%)", "194 people", "not known"."""
    result = value.result
    if result.of is None or words(result.value) == NOT_KNOWN:
        return words_for(value.figure, result)
    percentage = words_for(value.figure, result, part="pct")
    return value_said(value) + ("" if percentage == NO_PERCENTAGE else f" ({percentage})")


def past_said(amount: Amount | None) -> str:
    """Give the value of an earlier period; "no figure held" where there is none, never a nought."""
    return NO_FIGURE if amount is None else words(amount)


def source_said(value: FigureValue) -> str:
    """Say where a figure is from: records (and registers), or a total that was entered."""
    return _SOURCES[value.source]


def change_said(value: FigureValue) -> str:
    """Say how it compares with the period before, as a sentence; "" where nothing is held."""
    if value.previous is None or value.comparison is None:
        return ""
    return sentence(value.comparison.previous.text)


def gap_said(value: FigureValue) -> str:
    """Say what is missing behind a figure: "2 do not say", the reason, or nothing."""
    said = gap(value.result.value)
    return said[:1].upper() + said[1:]


def sentence(text: str) -> str:
    """Give a phrase a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""
