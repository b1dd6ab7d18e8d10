"""Figures: one pure function over the settled records of a period."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown, Number, round_half_up, total
from desktop.formlib.conditions import Unknown, number, plain, truth
from desktop.formlib.counted import Counted, Item, Seen
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


def _ids(seen: Iterable[Seen]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.item.record for one in seen))


def _count(counter: Counted, figure: Figure) -> Result:
    certain, perhaps = counter.chosen(figure)
    held = sum(_stands_for(figure, one) for one in certain)
    value: Amount = AtLeast(held, len(perhaps)) if perhaps else Known(held)
    cells, unknown = _cells(counter, figure, certain) if figure.by else ((), 0)
    return Result(value, cells=cells, unknown=unknown, records=_ids(certain))


def _stands_for(figure: Figure, one: Seen) -> int:
    """Say how many an entry counts as: one, or its own number where a register keeps several."""
    if figure.over == "people" or figure.arguments.get("many"):
        return int(number(one.look.value("count")) or 1)
    return 1


def _cells(
    counter: Counted, figure: Figure, certain: Sequence[Seen]
) -> tuple[tuple[Cell, ...], int]:
    """Break a count down by an answer. Where some do not say, an empty cell is not nought."""
    counts: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for one in certain:
        value = one.look.value(figure.by)
        if value is None or isinstance(value, Unknown):
            how = value.code if isinstance(value, Unknown) else "not_recorded"
            unknown[how] += _stands_for(figure, one)
            continue
        for code in value if isinstance(value, list) else [value]:
            counts[str(code)] += _stands_for(figure, one)
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
    certain, perhaps = counter.chosen(figure)
    name = str(figure.what)
    said = [_number(one, name) for one in certain]
    applies = [
        v
        for v, one in zip(said, certain, strict=True)
        if v is not None or _asked(counter, one, name)
    ]
    value = total([*(_stored(v) for v in applies), *(None for _ in perhaps)])
    unknown = applies.count(None) + len(perhaps)
    return Result(value, unknown=unknown, records=_ids(certain))


def _share(counter: Counted, figure: Figure) -> Result:
    certain, perhaps = counter.chosen(figure)
    if isinstance(figure.what, str):
        return _share_of_sums(counter, figure, certain, len(perhaps))
    base = [one for one in certain if truth(_condition(figure.of), one.look)]
    unsure = sum(truth(_condition(figure.of), one.look) is None for one in certain) + len(perhaps)
    part = [one for one in base if truth(figure.what, one.look)]
    unknown = sum(truth(figure.what, one.look) is None for one in base)
    of: Amount = AtLeast(len(base), unsure) if unsure else Known(len(base))
    value: Amount = Known(len(part))
    if not part and unknown + unsure:
        value = NotKnown(f"not recorded for {unknown + unsure}")  # a gap is not nought
    return Result(value, of=of, unknown=unknown, records=_ids(base))


def _share_of_sums(
    counter: Counted, figure: Figure, certain: Sequence[Seen], unsure: int
) -> Result:
    """Divide one sum by another over the records that give both, so that the bases match."""
    parts: list[Number] = []
    wholes: list[Number] = []
    both: list[Seen] = []
    for one in certain:
        part, whole = (_number(one, str(name)) for name in (figure.what, figure.of))
        if part is not None and whole is not None:
            both.append(one)
            parts.append(_whole(part))
            wholes.append(_whole(whole))
        elif any(_missing(counter, one, str(name)) for name in (figure.what, figure.of)):
            unsure += 1
    if unsure and not both:
        why = NotKnown(f"not recorded for {unsure}")
        return Result(why, of=why, unknown=unsure)
    return Result(Known(sum(parts)), of=Known(sum(wholes)), unknown=unsure, records=_ids(both))


def _missing(counter: Counted, one: Seen, name: str) -> bool:
    return _number(one, name) is None and _asked(counter, one, name)


def _middle(work_out: Callable[[Sequence[Decimal]], Fraction]) -> Callable[..., Result]:
    def result(counter: Counted, figure: Figure) -> Result:
        certain, perhaps = counter.chosen(figure)
        name = str(figure.what)
        said = [(one, _number(one, name)) for one in certain]
        known = sorted(value for _, value in said if value is not None)
        unknown = sum(v is None and _asked(counter, o, name) for o, v in said) + len(perhaps)
        records = _ids(one for one, value in said if value is not None)
        if not known:
            why = "no record says" if certain or perhaps else "there are no records"
            return Result(NotKnown(why), unknown=unknown)
        value = _whole(round_half_up(work_out(known), figure.decimals))
        spread = Spread(_whole(known[0]), _whole(known[-1]), len(known))
        # The longest of those that say may not be the longest of all.
        more = figure.how == "most" and unknown > 0
        return Result(
            AtLeast(value, unknown) if more else Known(value),
            spread=spread,
            unknown=unknown,
            records=records,
        )

    return result


def _distinct(counter: Counted, figure: Figure) -> Result:
    certain, perhaps = counter.chosen(figure)
    found: set[str] = set()
    unknown = len(perhaps)
    for one in certain:
        value = one.look.value(str(figure.what))
        if value is None or isinstance(value, Unknown):
            unknown += _asked(counter, one, str(figure.what)) or isinstance(value, Unknown)
        else:
            found.update(str(item) for item in (value if isinstance(value, list) else [value]))
    amount: Amount = AtLeast(len(found), unknown) if unknown else Known(len(found))
    return Result(amount, unknown=unknown, records=_ids(certain))


def _number(one: Seen, name: str) -> Decimal | None:
    return number(one.look.value(name))


def _asked(counter: Counted, one: Seen, name: str) -> bool:
    """Say whether a value is missing rather than out of place: asked, but not known.

    One that is worked out is missing when something it is worked out from is.
    """
    values = one.look.answers
    return any(
        isinstance(plain(values.get(of)), Unknown)
        or (values.get(of) is None and one.look.is_open(of))
        for of in counter.inputs(name)
    )


def _condition(measure: str | Condition | None) -> Condition | None:
    return measure if isinstance(measure, Condition) else None


def _stored(value: Decimal | None) -> Number | None:
    return None if value is None else _whole(value)


def _whole(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


def _mean(values: Sequence[Decimal]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values)


def _median(values: Sequence[Decimal]) -> Fraction:
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
