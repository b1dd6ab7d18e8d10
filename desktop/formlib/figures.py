"""Figures: one pure function over the settled records of a period."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown, Number, round_half_up, total
from desktop.formlib.conditions import Look, Unknown, number, plain, truth
from desktop.formlib.model import Answers, Condition, Field, Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Cell, Result, Spread, not_known
from desktop.formlib.settle import field_applies, row_look
from desktop.formlib.types import UNKNOWNS, Setting, show


@dataclass(frozen=True, slots=True)
class Item:
    """A settled record, or an entry of a register, as figures see it.

    `values` holds the answers that apply and what was worked out. Of a `stub` only some answers
    are known yet. `counted_on` is the day that places it in a period.
    """

    record: str
    values: Answers
    counted_on: date | None = None
    place: str = ""
    meeting: str = ""
    stub: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """An item with the view that conditions have of it."""

    item: Item
    look: Look


class _Counter:
    """What the figures of one form share: its fields, the period, the items of each source."""

    def __init__(
        self,
        form: Form,
        sources: Mapping[str, Sequence[Item]],
        period: tuple[date, date],
        office: Office,
    ) -> None:
        self.form = form
        self.office = office
        self.period = period
        self.start, self.end = (day.isoformat() for day in period)
        self._sections = {f.id: s for s in form.sections for f in s.fields}
        self._sources = sources
        self._seen: dict[str, list[_Seen]] = {}
        self._attribute = office.attributes(form, form.fields)

    def seen(self, source: str) -> list[_Seen]:
        """Give a source's items; the rows of a group come from the records."""
        if source not in self._seen:
            if source in self.form.rows:
                found = [
                    row for record in self.seen("records") for row in self._rows(source, record)
                ]
            elif source == "records":
                found = [self._record(item) for item in self._sources.get("records", ())]
            else:
                items = self._sources.get(source, ())
                found = [
                    _Seen(i, Look(self._extra(i), self.office.settings, period=self.period))
                    for i in items
                ]
            self._seen[source] = found
        return self._seen[source]

    @staticmethod
    def _extra(item: Item) -> Answers:
        if item.counted_on is None:
            return {"place": item.place, "meeting": item.meeting, **item.values}
        return {
            "place": item.place,
            "meeting": item.meeting,
            "counted_on": item.counted_on.isoformat(),
            **item.values,
        }

    def _record(self, item: Item) -> _Seen:
        values = self._extra(item)

        def is_open(name: str) -> bool:
            """Say whether an answer is still to come: of a stub any, else one passed over."""
            section = self._sections.get(name)
            if section is None:
                return item.stub
            if item.stub:
                return True
            applies = truth(section.show_if, look) is True
            return applies and field_applies(self.form.fields[name], self.office.on, look)

        look = Look(values, self.office.settings, self._attribute, is_open, self.period)
        return _Seen(item, look)

    def _rows(self, group: str, record: _Seen) -> Iterator[_Seen]:
        rows = record.item.values.get(group)
        fields = {field.id: field for field in self.form.rows[group].fields}
        for row in rows if isinstance(rows, list) else []:
            inner = row_look(self.form, group, row, record.look.answers, self.office)
            look = Look(
                inner.answers, inner.settings, inner.attribute, fields.__contains__, self.period
            )
            yield _Seen(record.item, look)

    def field(self, source: str, name: str) -> Field | None:
        """Find the field that a name stands for among a source's answers."""
        base = name.partition(".")[0]
        if source in self.form.rows:
            found = next((f for f in self.form.rows[source].fields if f.id == base), None)
            if found is not None:
                return found
        return self.form.fields.get(base)

    def chosen(self, figure: Figure) -> tuple[list[_Seen], list[_Seen]]:
        """Give what a figure is about in the period: what is, and what may be."""
        certain: list[_Seen] = []
        perhaps: list[_Seen] = []
        for seen in self.seen(figure.over):
            if not self._in_period(figure, seen.look):
                continue
            found = truth(figure.where, seen.look)
            if found:
                certain.append(seen)
            elif found is None:
                perhaps.append(seen)
        return certain, perhaps

    def _in_period(self, figure: Figure, look: Look) -> bool:
        if figure.as_at is not None:
            begun, ended = (look.value(name) for name in figure.as_at)
            still = not isinstance(ended, str) or ended > self.end
            return isinstance(begun, str) and begun <= self.end and still
        day = look.value(figure.dated_by or "counted_on")
        return isinstance(day, str) and self.start <= day <= self.end


def evaluate(
    form: Form,
    sources: Mapping[str, Sequence[Item]],
    period: tuple[date, date],
    office: Office,
) -> dict[str, Result]:
    """Work out every figure of a form, except those that are built in.

    `sources["records"]` holds the form's settled records that any figure may need; the other
    keys are registers of the scheme (`issues`, `meetings` …). The period includes both days.
    """
    counter = _Counter(form, sources, period, office)
    results: dict[str, Result] = {}
    for figure in form.figures.values():
        if figure.how == "built_in":
            continue
        if figure.over not in ("records", *form.rows) and figure.over not in sources:
            results[figure.id] = not_known("no register of this kind is kept")
            continue
        results[figure.id] = _HOWS[figure.how](counter, figure)
    return results


def _ids(seen: Iterable[_Seen]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.item.record for one in seen))


def _count(counter: _Counter, figure: Figure) -> Result:
    certain, perhaps = counter.chosen(figure)
    held = sum(_stands_for(figure, one) for one in certain)
    value: Amount = AtLeast(held, len(perhaps)) if perhaps else Known(held)
    cells, unknown = _cells(counter, figure, certain) if figure.by else ((), 0)
    return Result(value, cells=cells, unknown=unknown, records=_ids(certain))


def _stands_for(figure: Figure, one: _Seen) -> int:
    """Say how many an entry counts as: one, or its own number where a register keeps several."""
    if figure.over == "people" or figure.arguments.get("many"):
        return int(number(one.look.value("count")) or 1)
    return 1


def _cells(
    counter: _Counter, figure: Figure, certain: Sequence[_Seen]
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
    entries = (
        {}
        if field is None or "." in figure.by
        else {
            entry.code: entry.label for entry in counter.office.options(counter.form, field).entries
        }
    )
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


def _label(counter: _Counter, field: Field | None, by: str, code: str) -> str:
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


def _sum(counter: _Counter, figure: Figure) -> Result:
    certain, perhaps = counter.chosen(figure)
    name = str(figure.what)
    said = [_number(one, name) for one in certain]
    applies = [
        v for v, one in zip(said, certain, strict=True) if v is not None or _asked(one, name)
    ]
    value = total([*(_stored(v) for v in applies), *(None for _ in perhaps)])
    return Result(value, unknown=applies.count(None), records=_ids(certain))


def _share(counter: _Counter, figure: Figure) -> Result:
    certain, perhaps = counter.chosen(figure)
    if isinstance(figure.what, str):
        return _share_of_sums(figure, certain)
    base = [one for one in certain if truth(_condition(figure.of), one.look)]
    unsure = sum(truth(_condition(figure.of), one.look) is None for one in certain) + len(perhaps)
    part = [one for one in base if truth(figure.what, one.look)]
    unknown = sum(truth(figure.what, one.look) is None for one in base)
    of: Amount = AtLeast(len(base), unsure) if unsure else Known(len(base))
    value: Amount = Known(len(part))
    if not part and unknown + unsure:
        value = NotKnown(f"not recorded for {unknown + unsure}")  # a gap is not nought
    return Result(value, of=of, unknown=unknown, records=_ids(base))


def _share_of_sums(figure: Figure, certain: Sequence[_Seen]) -> Result:
    """Divide one sum by another over the records that give both, so that the bases match."""
    both = [
        (one, part, whole)
        for one in certain
        if (part := _number(one, str(figure.what))) is not None
        and (whole := _number(one, str(figure.of))) is not None
    ]
    parts = total(_stored(part) for _, part, _ in both)
    wholes = total(_stored(whole) for _, _, whole in both)
    return Result(
        parts, of=wholes, unknown=len(certain) - len(both), records=_ids(one for one, _, _ in both)
    )


def _middle(work_out: Callable[[Sequence[Decimal]], Fraction]) -> Callable[..., Result]:
    def result(counter: _Counter, figure: Figure) -> Result:
        certain, perhaps = counter.chosen(figure)
        name = str(figure.what)
        said = [(one, _number(one, name)) for one in certain]
        known = sorted(value for _, value in said if value is not None)
        missing = [o for o, v in said if v is None and _asked(o, name)]
        records = _ids(one for one, value in said if value is not None)
        if not known:
            why = "no record says" if certain or perhaps else "there are no records"
            return Result(NotKnown(why), unknown=len(missing) + len(perhaps))
        value = round_half_up(work_out(known), figure.decimals)
        spread = Spread(_whole(known[0]), _whole(known[-1]), len(known))
        return Result(
            Known(_whole(value)),
            spread=spread,
            unknown=len(missing) + len(perhaps),
            records=records,
        )

    return result


def _distinct(counter: _Counter, figure: Figure) -> Result:
    certain, perhaps = counter.chosen(figure)
    found: set[str] = set()
    unknown = len(perhaps)
    for one in certain:
        value = one.look.value(str(figure.what))
        if value is None or isinstance(value, Unknown):
            unknown += _asked(one, str(figure.what)) or isinstance(value, Unknown)
        else:
            found.update(str(item) for item in (value if isinstance(value, list) else [value]))
    amount: Amount = AtLeast(len(found), unknown) if unknown else Known(len(found))
    return Result(amount, unknown=unknown, records=_ids(certain))


def _number(one: _Seen, name: str) -> Decimal | None:
    return number(one.look.value(name))


def _asked(one: _Seen, name: str) -> bool:
    """Say whether a value is missing rather than out of place: asked, but not known."""
    value = plain(one.look.answers.get(name))
    return isinstance(value, Unknown) or one.look.is_open(name)


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


_HOWS: Mapping[str, Callable[[_Counter, Figure], Result]] = {
    "count": _count,
    "sum": _sum,
    "share": _share,
    "mean": _middle(_mean),
    "median": _middle(_median),
    "most": _middle(lambda values: Fraction(max(values))),
    "least": _middle(lambda values: Fraction(min(values))),
    "distinct": _distinct,
}
