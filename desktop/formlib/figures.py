"""Figures: one pure function over the settled records of a period."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown, Number, round_half_up
from desktop.formlib.columns import Columns, either
from desktop.formlib.conditions import Unknown
from desktop.formlib.counted import Chosen, Counted, Item
from desktop.formlib.load_figures import STANDING
from desktop.formlib.model import Condition, Field, Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Cell, Result, Spread, not_known
from desktop.formlib.types import UNKNOWNS, Setting, show

__all__ = ["Item", "evaluate"]

_T = TypeVar("_T")
_NOT_ASKED = NotKnown("not asked then")


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
        kept = figure.over in sources and (figure.over not in STANDING or sources[figure.over])
        if figure.over not in ("records", *form.rows) and not kept:
            results[figure.id] = not_known("no register of this kind is kept")
            continue
        results[figure.id] = _HOWS[figure.how](counter, figure)
    return results


def _count(counter: Counted, figure: Figure) -> Result:
    chosen = counter.chosen(figure)
    many = _many(counter, figure, chosen.items)
    held = sum(many) if many else len(chosen.items)
    if not held and not chosen.perhaps and chosen.silent:  # nobody answered, so nobody said none
        return Result(_not_recorded(chosen.silent), unknown=chosen.silent)
    value: Amount = AtLeast(held, chosen.perhaps) if chosen.perhaps else Known(held)
    cells, unknown = _cells(counter, figure, chosen, many) if figure.by else ((), 0)
    if held and unknown == held:  # of a breakdown the whole alone is no part of it
        value = _not_recorded(held + chosen.perhaps)
    return Result(value, cells=cells, unknown=unknown, records=chosen.records)


def _not_recorded(number: int) -> NotKnown:
    return NotKnown(f"not recorded for {number}")


def _many(counter: Counted, figure: Figure, items: Sequence[int]) -> Sequence[int]:
    """Say how many each stands for where a register keeps several in one; empty: one each."""
    if figure.over != "people" and not figure.arguments.get("many"):
        return ()
    counts = counter.columns(figure.over).numbers("count")
    return [int(counts[number] or 1) for number in items]


def _cells(
    counter: Counted, figure: Figure, chosen: Chosen, many: Sequence[int]
) -> tuple[tuple[Cell, ...], int]:
    """Break a count down by an answer. Where some do not say, an empty cell is not nought."""
    counts: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for value, count in _tally(counter, figure, chosen, many).items():
        if value is None or value == "" or isinstance(value, Unknown):
            unknown[value.code if isinstance(value, Unknown) else "not_recorded"] += count
        else:
            counts[str(value)] += count
    field = counter.field(figure.over, figure.by)
    entries = {entry.code: entry.label for entry in counter.parts(figure)}
    lost = sum(unknown.values())
    more = chosen.perhaps

    def amount(code: str) -> Amount:
        if not counts[code] and lost + more:
            return _not_recorded(lost + more)
        return AtLeast(counts[code], more) if more else Known(counts[code])

    cells = [Cell(code, label, amount(code)) for code, label in entries.items()]
    cells += [
        Cell(code, _label(counter, field, figure.by, code), amount(code))
        for code in sorted(set(counts) - set(entries))
    ]
    cells += [Cell(code, UNKNOWNS.get(code, code), Known(n)) for code, n in unknown.items()]
    return tuple(cells), lost


def _tally(
    counter: Counted, figure: Figure, chosen: Chosen, many: Sequence[int]
) -> Mapping[object, int]:
    """Count the items by what they answer; one that gives several choices is in each of them."""
    values = _pick(counter.columns(figure.over).values(figure.by), chosen.items)
    field = counter.field(figure.over, figure.by)
    # Topics with nothing ticked say that there was no problem; other choices then say nothing.
    empty = () if field is not None and field.type == "topics" else (None,)
    given = [(value or empty) if isinstance(value, list) else (value,) for value in values]
    if not many:
        return Counter(code for codes in given for code in codes)
    found: Counter[object] = Counter()
    for codes, count in zip(given, many, strict=True):
        for code in codes:
            found[code] += count
    return found


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
    held, unknown = _said(counter, figure, chosen)
    value: Amount = AtLeast(sum(held), unknown) if unknown else Known(sum(held))
    if unknown and not held and _never_asked(counter, figure, chosen, str(figure.what)):
        value = _NOT_ASKED
    return Result(value, unknown=unknown, records=chosen.records)


def _said(counter: Counted, figure: Figure, chosen: Chosen) -> tuple[list[Number], int]:
    """Give the numbers that items say, and of how many one is missing.

    A question that did not apply is no gap.
    """
    name = str(figure.what)
    numbers = counter.columns(figure.over).numbers(name)
    held = _known(numbers, chosen.items)
    if len(held) == len(chosen.items):
        return held, chosen.perhaps
    missing = counter.missing(figure.over, name)
    gaps = [missing[number] for number in chosen.items if numbers[number] is None]
    return held, gaps.count(True) + chosen.perhaps


def _never_asked(counter: Counted, figure: Figure, chosen: Chosen, *names: str) -> bool:
    """Say whether what is missing is missing only because it was not asked for then."""
    missing, unasked = (
        either(find(figure.over, name) for name in names)
        for find in (counter.missing, counter.unasked)
    )
    gaps = [unasked[number] for number in chosen.items if missing[number]]
    return bool(gaps) and all(gaps)


def _share(counter: Counted, figure: Figure) -> Result:
    chosen = counter.chosen(figure)
    if isinstance(figure.what, str):
        return _share_of_sums(counter, figure, chosen)
    columns = counter.columns(figure.over)
    in_base = columns.truths(_condition(figure.of))
    base = [number for number in chosen.items if in_base[number]]
    unsure = _pick(in_base, chosen.items).count(None) + chosen.perhaps
    if not base and not unsure:
        possible = _pick(columns.possible(_condition(figure.of)), chosen.items)
        if silent := possible.count(None) + chosen.silent:
            return Result(_not_recorded(silent), of=_not_recorded(silent), unknown=silent)
    in_part = _pick(columns.truths(figure.what), base)
    part, unknown = in_part.count(True), in_part.count(None)
    of: Amount = AtLeast(len(base), unsure) if unsure else Known(len(base))
    value: Amount = Known(part)
    if not part and unknown + unsure:
        value = _not_recorded(unknown + unsure)  # a gap is not nought
    return Result(value, of=of, unknown=unknown, records=_ids(columns, chosen, base))


def _share_of_sums(counter: Counted, figure: Figure, chosen: Chosen) -> Result:
    """Divide one sum by another over the records that give both, so that the bases match."""
    columns = counter.columns(figure.over)
    names = (str(figure.what), str(figure.of))
    parts, wholes = (columns.numbers(name) for name in names)
    both = [n for n in chosen.items if parts[n] is not None and wholes[n] is not None]
    unsure = chosen.perhaps
    if len(both) < len(chosen.items):
        no_part, no_whole = (counter.missing(figure.over, name) for name in names)
        unsure += sum(
            (parts[n] is None and no_part[n]) or (wholes[n] is None and no_whole[n])
            for n in set(chosen.items).difference(both)
        )
    if unsure and not both:
        never = _never_asked(counter, figure, chosen, *names)
        why = _NOT_ASKED if never else _not_recorded(unsure)
        return Result(why, of=why, unknown=unsure)
    return Result(
        Known(sum(_known(parts, both))),
        of=Known(sum(_known(wholes, both))),
        unknown=unsure,
        records=_ids(columns, chosen, both),
    )


def _middle(work_out: Callable[[Sequence[Number]], Fraction]) -> Callable[..., Result]:
    def result(counter: Counted, figure: Figure) -> Result:
        chosen = counter.chosen(figure)
        known, unknown = _said(counter, figure, chosen)
        known.sort()
        if not known:
            why = "no record says" if chosen.items or chosen.perhaps else "there are no records"
            if unknown and _never_asked(counter, figure, chosen, str(figure.what)):
                why = _NOT_ASKED.why
            return Result(NotKnown(why), unknown=unknown)
        value = _whole(round_half_up(work_out(known), figure.decimals))
        columns = counter.columns(figure.over)
        numbers = columns.numbers(str(figure.what))
        saying = [number for number in chosen.items if numbers[number] is not None]
        # The longest of those that say may not be the longest of all.
        more = figure.how == "most" and unknown > 0
        return Result(
            AtLeast(value, unknown) if more else Known(value),
            spread=Spread(known[0], known[-1], len(known)),
            unknown=unknown,
            records=_ids(columns, chosen, saying),
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


def _ids(columns: Columns, chosen: Chosen, items: Sequence[int]) -> tuple[str, ...]:
    """Give the ids of the records behind some of the items that were chosen."""
    if len(items) == len(chosen.items):
        return chosen.records
    return tuple(dict.fromkeys(_pick(columns.records, items)))


def _pick(column: Sequence[_T], items: Sequence[int]) -> list[_T]:
    return [column[number] for number in items]


def _known(column: Sequence[Number | None], items: Sequence[int]) -> list[Number]:
    return [value for number in items if (value := column[number]) is not None]


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
