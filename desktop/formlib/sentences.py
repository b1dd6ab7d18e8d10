"""Sentences with figures in them: `{x}` number and unit, `{x.n}` bare, `{x.of}`, `{x.pct}`.

`{x[code].n}` is one cell of a breakdown; a name in capitals or with a colon is a word that the
report supplies (`{PERIOD}`, `{setting:office}`). Nothing in a sentence is ever evaluated.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from desktop.formlib.amounts import (
    Amount,
    AtLeast,
    Known,
    NotKnown,
    number_text,
    percent,
    words,
)
from desktop.formlib.conditions import Look, truth
from desktop.formlib.model import Figure, Line
from desktop.formlib.result import Result

_NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_:]*)(?:\[([A-Za-z0-9_]+)\])?(?:\.([a-z_]+))?\}")


PARTS = ("", "n", "of", "pct", "base", "unit", "rest", "low", "high")
"""What can be said of a figure: nothing named is the number with its unit."""


def faults_in(text: str, parts: Collection[str]) -> Iterator[str]:
    """Give what is wrong with the names in a sentence, in words."""
    for match in _names(text):
        if (match[3] or "") not in parts:
            known = ", ".join(filter(None, parts)) or "none here"
            yield f"“{match[0]}” names no part; there are: {known}"
    left = _NAME.sub("", text)
    if "{" in left or "}" in left:
        yield f"a name stands in braces, such as {{name}}; what stands in “{text}” is none"


def names_in(text: str, *, figures: bool = False) -> list[str]:
    """Give the names a sentence uses; with `figures` without the words a report supplies."""
    names = [match[1] for match in _names(text)]
    return [name for name in names if not (figures and _is_supplied(name))]


def _names(text: str) -> Iterator[re.Match[str]]:
    return _NAME.finditer(text)


def _is_supplied(name: str) -> bool:
    return ":" in name or name.isupper()


def fill(text: str, value: Callable[[str, str, str], str]) -> str:
    """Replace each name by `value(name, cell, part)`."""
    return _NAME.sub(lambda match: value(match[1], match[2] or "", match[3] or ""), text)


def say(
    line: Line,
    figures: Mapping[str, Figure],
    results: Mapping[str, Result],
    supplied: Mapping[str, str],
    *,
    always: bool = False,
) -> str | None:
    """Write one line of the report, or None when it is not to be said.

    A line is said when its condition holds and everything it names is known; a "not known" line
    (`of`) only while that figure is not known. `always` writes gaps out in words instead, and
    leaves a line out only where nothing at all remains of it.
    """
    if line.of and _says_something(results[line.of].value):
        return None
    if truth(line.when, _look(results)) is not True:
        return None
    if not always and not all(_is_there(m[1], m[2], results, supplied) for m in _names(line.say)):
        return None

    def value(name: str, cell: str, part: str) -> str:
        if _is_supplied(name):
            return supplied.get(name, "not stated")
        return words_for(figures[name], results[name], cell, part)

    return fill(line.say, value).strip() or None


def _is_there(
    name: str, cell: str | None, results: Mapping[str, Result], supplied: Mapping[str, str]
) -> bool:
    if _is_supplied(name):
        return bool(supplied.get(name))
    return _says_something(results[name].cell(cell) if cell else results[name].value)


def _says_something(value: Amount) -> bool:
    """Say whether an amount tells anything: "at least 0" does not."""
    return not isinstance(value, NotKnown) and not (isinstance(value, AtLeast) and value.value <= 0)


def _look(results: Mapping[str, Result]) -> Look:
    values: dict[str, object] = {}
    for name, result in results.items():
        values[name] = _seen(result.value)
        if result.of is not None:
            values[f"{name}.of"] = _seen(result.of)
        values[f"{name}.rest"] = result.unknown
        values[f"{name}.exact"] = isinstance(result.value, Known)
        for cell in result.cells:
            values[f"{name}.{cell.code}"] = _seen(cell.value)
    return Look(values)


def _seen(value: Amount) -> object:
    """Give an amount as conditions see it: "at least 2" may be more, so it stays what it is."""
    if not _says_something(value):
        return {"unknown": "not_known"}
    return value.value if isinstance(value, Known) else value


def words_for(figure: Figure, result: Result, cell: str = "", part: str = "") -> str:
    """Write a figure or one of its parts: "" with unit, n, of, pct, base, rest, low, high."""
    value: Amount = result.cell(cell) if cell else result.value
    base: Amount = result.of if result.of is not None else result.value
    simple: Mapping[str, Callable[[], str]] = {
        "": lambda: words(value, figure.unit if any(figure.unit) else None),
        "n": lambda: words(value),
        "of": lambda: words(base),
        "pct": lambda: percent(value, base, figure.decimals),
        "base": lambda: figure.base,
        "unit": lambda: figure.unit[0 if value == Known(1) else 1],
        "rest": lambda: number_text(result.unknown),
        "low": lambda: number_text(result.spread.low) if result.spread else "not known",
        "high": lambda: number_text(result.spread.high) if result.spread else "not known",
    }
    return simple[part]() if part in simple else "not known"
