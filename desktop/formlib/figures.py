"""Figures: one pure function over the settled records of a period."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown, Number, round_half_up, total
from desktop.formlib.columns import Columns
from desktop.formlib.conditions import Unknown
from desktop.formlib.counted import Chosen, Counted, Item
from desktop.formlib.model import Condition, Field, Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Cell, Result, Spread, not_known
from desktop.formlib.types import UNKNOWNS, Setting, show

__all__ = ["Item", "evaluate"]


def evaluate(
    form: Form,
    sources: Mapping[str, Sequence[Item]],
    period: tuple[date, date],
    office: Office,
    only: Collection[str] = (),
) -> dict[str, Result]:
    """Work out every figure of a form (or `only` some), except those that are built in.

    `sources["records"]` holds the form's settled records that any figure may need; the other
    keys are registers of the scheme (`issues`, `meetings` …). The period includes both days.
    """
    counter = Counted(form, sources, period, office)
    results: dict[str, Result] = {}
    for figure in form.figures.values():
        if figure.how == "built_in" or (only and figure.id not in only):
            continue
        if figure.over not in ("records", *form.rows) and figure.over not in sources:
            results[figure.id] = not_known("no register of this kind is kept")
            continue
        results[figure.id] = _HOWS[figure.how](counter, figure)
    return results


def _count(counter: Counted, figure: Figure) -> Result:
    chosen = counter.chosen(figure)
    held = sum(_stands_for(counter, figure, chosen.items))
    value: Amount = AtLeast(held, chosen.perhaps) if chosen.perhaps else Known(held)
    cells, unknown = _cells(counter, figure, chosen) if figure.by else ((), 0)
    return Result(value, cells=cells, unknown=unknown, records=chosen.records)


def _stands_for(counter: Counted, figure: Figure, items: Sequence[int]) -> Sequence[int]:
    """Say how many each counts as: one, or its own number where a register keeps several."""
    if figure.over != "people" and not figure.arguments.get("many"):
        return [1] * len(items)
    counts = counter.columns(figure.over).numbers("count")
    return [int(counts[number] or 1) for number in items]


def _cells(counter: Counted, figure: Figure, chosen: Chosen) -> tuple[tuple[Cell, ...], int]:
    """Break a count down by an answer. Where some do not say, an empty cell is not nought."""
    counts: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    values = counter.columns(figure.over).values(figure.by)
    many = _stands_for(counter, figure, chosen.items)
    for number, count in zip(chosen.items, many, strict=True):
        value = values[number]
        if value is None or isinstance(value, Unknown):
            unknown[value.code if isinstance(value, Unknown) else "not_recorded"] += count
            continue
        for code in value if isinstance(value, list) else [value]:
            counts[str(code)] += count
    field = counter.field(figure.over, figure.by)
    entries = {entry.code: entry.label for entry in counter.parts(figure)}
    lost = sum(unknown.values())
    gap = NotKnown(f"not recorded for {lost}")
    cells = [
        Cell(code, label, Known(counts[code]) if counts[code] or not lost else gap)
        for code, label in entries.items()
    ]
    for code in sorted(set(counts) - set(entries)):
        label = _label(counter, field, figure.by, code)
        cells.append(Cell(code, label, Known(counts[code])))
    cells += [Cell(code, UNKNOWNS.get(code, code), Known(n)) for code, n in unknown.items()]
    return tuple(cells), lost


def _label(counter: Counted, field: Field | None, by: str, code: str) -> str:
    _, _, attribute = by.partition(".")
    if field is not None and attribute:
        options = counter.office.options(counter.form, field).entries
        words = (
            e.attributes.get(f"{attribute}_label")
            for e in options
            if e.attributes.get(attribute) == code
        )
        return str(next(filter(None, words), code))
    if field is None:
        return counter.office.names.get(code, code)
    return show(code, Setting(counter.form, field, counter.office))


def _sum(counter: Counted, figure: Figure) -> Result:
    chosen = counter.chosen(figure)
    said = _said(counter, figure, figure.what, chosen.items)
    unknown = _missing(counter, figure, figure.what, said) + chosen.perhaps
    held = [value for value in said.values() if value is not None]
    value = total([*held, *[None] * unknown])
    return Result(value, unknown=unknown, records=chosen.records)


def _said(
    counter: Counted, figure: Figure, name: object, items: Sequence[int]
) -> Mapping[int, Number | None]:
    """Give the numbers that items say."""
    numbers = counter.columns(figure.over).numbers(str(name))
    return {number: numbers[number] for number in items}


def _missing(
    counter: Counted, figure: Figure, name: object, said: Mapping[int, Number | None]
) -> int:
    """Say of how many a number is missing; a question that did not apply is no gap."""
    gaps = [number for number, value in said.items() if value is None]
    if not gaps:
        return 0
    missing = counter.missing(figure.over, str(name))
    return sum(missing[number] for number in gaps)


def _share(counter: Counted, figure: Figure) -> Result:
    chosen = counter.chosen(figure)
    if isinstance(figure.what, str):
        return _share_of_sums(counter, figure, chosen)
    columns = counter.columns(figure.over)
    in_base, in_part = columns.truths(_condition(figure.of)), columns.truths(figure.what)
    base = [number for number in chosen.items if in_base[number]]
    unsure = sum(in_base[number] is None for number in chosen.items) + chosen.perhaps
    part = sum(in_part[number] is True for number in base)
    unknown = sum(in_part[number] is None for number in base)
    of: Amount = AtLeast(len(base), unsure) if unsure else Known(len(base))
    value: Amount = Known(part)
    if not part and unknown + unsure:
        value = NotKnown(f"not recorded for {unknown + unsure}")  # a gap is not nought
    return Result(value, of=of, unknown=unknown, records=_ids(columns, base))


def _share_of_sums(counter: Counted, figure: Figure, chosen: Chosen) -> Result:
    """Divide one sum by another over the records that give both, so that the bases match."""
    columns = counter.columns(figure.over)
    parts, wholes = columns.numbers(str(figure.what)), columns.numbers(str(figure.of))
    both = [n for n in chosen.items if parts[n] is not None and wholes[n] is not None]
    unsure = chosen.perhaps
    if len(both) < len(chosen.items):
        missing = [counter.missing(figure.over, str(name)) for name in (figure.what, figure.of)]
        numbers = (parts, wholes)
        unsure += sum(
            any(
                values[number] is None and gaps[number]
                for values, gaps in zip(numbers, missing, strict=True)
            )
            for number in set(chosen.items).difference(both)
        )
    if unsure and not both:
        why = NotKnown(f"not recorded for {unsure}")
        return Result(why, of=why, unknown=unsure)
    return Result(
        Known(sum(parts[number] or 0 for number in both)),
        of=Known(sum(wholes[number] or 0 for number in both)),
        unknown=unsure,
        records=_ids(columns, both),
    )


def _middle(work_out: Callable[[Sequence[Number]], Fraction]) -> Callable[..., Result]:
    def result(counter: Counted, figure: Figure) -> Result:
        chosen = counter.chosen(figure)
        said = _said(counter, figure, figure.what, chosen.items)
        known = sorted(value for value in said.values() if value is not None)
        unknown = _missing(counter, figure, figure.what, said) + chosen.perhaps
        if not known:
            why = "no record says" if chosen.items or chosen.perhaps else "there are no records"
            return Result(NotKnown(why), unknown=unknown)
        value = _whole(round_half_up(work_out(known), figure.decimals))
        saying = [number for number, value in said.items() if value is not None]
        # The longest of those that say may not be the longest of all.
        more = figure.how == "most" and unknown > 0
        return Result(
            AtLeast(value, unknown) if more else Known(value),
            spread=Spread(known[0], known[-1], len(known)),
            unknown=unknown,
            records=_ids(counter.columns(figure.over), saying),
        )

    return result


def _distinct(counter: Counted, figure: Figure) -> Result:
    chosen = counter.chosen(figure)
    values = counter.columns(figure.over).values(str(figure.what))
    missing = counter.missing(figure.over, str(figure.what))
    found: set[str] = set()
    unknown = chosen.perhaps
    for number in chosen.items:
        value = values[number]
        if value is None or isinstance(value, Unknown):
            unknown += missing[number]
        else:
            found.update(str(item) for item in (value if isinstance(value, list) else [value]))
    amount: Amount = AtLeast(len(found), unknown) if unknown else Known(len(found))
    return Result(amount, unknown=unknown, records=chosen.records)


def _ids(columns: Columns, items: Sequence[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(columns.records[number] for number in items))


def _condition(measure: str | Condition | None) -> Condition | None:
    return measure if isinstance(measure, Condition) else None


def _whole(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


def _mean(values: Sequence[Number]) -> Fraction:
    whole = sum(value for value in values if isinstance(value, int))
    parts = (Fraction(value) for value in values if not isinstance(value, int))
    return sum(parts, Fraction(whole)) / len(values)


def _median(values: Sequence[Number]) -> Fraction:
    middle = len(values) // 2
    if len(values) % 2:
        return Fraction(values[middle])
    return (Fraction(values[middle - 1]) + Fraction(values[middle])) / 2


_HOWS: Mapping[str, Callable[[Counted, Figure], Result]] = {
    "count": _count,
    "sum": _sum,
    "share": _share,
    "mean": _middle(_mean),
    "median": _middle(_median),
    "most": _middle(lambda values: Fraction(max(values))),
    "least": _middle(lambda values: Fraction(min(values))),
    "distinct": _distinct,
}
