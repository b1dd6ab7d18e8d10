"""What figures count: settled records, their rows, and the entries of registers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.formlib.columns import Columns, Truth, either
from desktop.formlib.conditions import Unknown
from desktop.formlib.entries import Entries, Item, Records, Rows
from desktop.formlib.model import Entry, Field, Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.sequence import operands

__all__ = ["Chosen", "Counted", "Item"]


_GAPS = {type(None), Unknown}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a figure is about in a period: the numbers of the items, and how many others may be.

    `records` are the ids of the records behind them, without repeats, in order. `silent` is how
    many are left out only because an answer is not there that the figure looks for.
    """

    items: Sequence[int]
    perhaps: int
    records: tuple[str, ...]
    silent: int = 0


class Counted:
    """What the figures of one form share: its fields, the period, the columns of each source."""

    def __init__(
        self,
        form: Form,
        sources: Mapping[str, Sequence[Item]],
        period: tuple[date, date],
        office: Office,
    ) -> None:
        """Keep the sources; each is read when a figure first asks for it."""
        self.form = form
        self.office = office
        self.period = period
        self.start, self.end = (day.isoformat() for day in period)
        self._worked_out = {c.id: operands(c) for c in form.calculates}
        self._sources = sources
        self._records = Records(sources.get("records", ()), form, office, period)
        self._columns: dict[str, Columns] = {"records": self._records}
        self._chosen: dict[str, Chosen] = {}
        self._missing: dict[tuple[str, str], Sequence[bool]] = {}
        self._unasked: dict[tuple[str, str], Sequence[bool]] = {}
        self._inside: dict[tuple[str, str], Sequence[bool]] = {}

    def columns(self, source: str) -> Columns:
        """Give the columns of a source; the rows of a group come from the records."""
        if source not in self._columns:
            shared = (self.form, self.office, self.period)
            if source in self.form.rows:
                self._columns[source] = Rows(source, self._records, *shared)
            else:
                self._columns[source] = Entries(self._sources.get(source, ()), *shared)
        return self._columns[source]

    def chosen(self, figure: Figure) -> Chosen:
        """Give what a figure is about in the period: what is, and how much may be."""
        key = repr((figure.over, figure.where, figure.as_at, figure.dated_by))
        if key not in self._chosen:
            self._chosen[key] = self._choose(figure)
        return self._chosen[key]

    def missing(self, source: str, name: str) -> Sequence[bool]:
        """Say where a value is missing rather than out of place: asked, but not known.

        One that is worked out is missing when something it is worked out from is.
        """
        if (source, name) not in self._missing:
            columns = self.columns(source)
            parts = [_missing(columns, of) for of in self._inputs(name)]
            self._missing[source, name] = either(parts)
        return self._missing[source, name]

    def unasked(self, source: str, name: str) -> Sequence[bool]:
        """Say where a value is missing because it was not asked for then, or never is."""
        if (source, name) not in self._unasked:
            columns = self.columns(source)
            parts = [columns.unasked(of) for of in self._inputs(name)]
            self._unasked[source, name] = either(parts)
        return self._unasked[source, name]

    def field(self, source: str, name: str) -> Field | None:
        """Find the field that a name stands for among a source's answers."""
        base = name.partition(".")[0]
        if source in self.form.rows:
            found = next((f for f in self.form.rows[source].fields if f.id == base), None)
            if found is not None:
                return found
        return self.form.fields.get(base)

    def parts(self, figure: Figure) -> tuple[Entry, ...]:
        """Give the entries of the list that a figure is broken down by; none where it has none."""
        if figure.list:
            own = self.office.lists.get(figure.list) or self.form.lists[figure.list]
            return own.having(figure.only).entries
        field = self.field(figure.over, figure.by)
        if field is None or "." in figure.by:
            return ()
        return self.office.options(self.form, field).entries

    def _inputs(self, name: str) -> Iterator[str]:
        """Give the answers that a name is made of: itself, or what it is worked out from.

        An optional one that was left empty leaves nothing out: visitors who were not let in
        have no time at which they were.
        """
        yield name
        for one in self._worked_out.get(name, ()):
            field = self.form.fields.get(one)
            if field is None or not field.optional:
                yield from self._inputs(one)

    def _choose(self, figure: Figure) -> Chosen:
        columns = self.columns(figure.over)
        holds, inside = columns.truths(figure.where), self._in_period(figure, columns)
        maybe = [
            number
            for number, is_inside in enumerate(inside)
            if is_inside is not False and holds[number] is not False
        ]
        certain = [n for n in maybe if holds[n] and inside[n] and n not in columns.gaps]
        records = columns.records
        ids = tuple(dict.fromkeys(records[number] for number in certain))
        possible = columns.possible(figure.where)
        silent = 0
        if possible is not holds:
            lost = (
                now is False and then is None for now, then in zip(holds, possible, strict=True)
            )
            silent = sum(
                is_lost and is_in is True for is_lost, is_in in zip(lost, inside, strict=True)
            )
        return Chosen(certain, len(maybe) - len(certain), ids, silent)

    def _in_period(self, figure: Figure, columns: Columns) -> Sequence[Truth]:
        """Say which items lie in the period; None of those that ended on a day nobody knows."""
        if figure.as_at is not None:
            begun, ended = (columns.values(name) for name in figure.as_at)
            return [self._still_there(start, end) for start, end in zip(begun, ended, strict=True)]
        key = figure.over, figure.dated_by or "counted_on"
        if key not in self._inside:
            self._inside[key] = [
                isinstance(day, str) and self.start <= day <= self.end
                for day in columns.values(key[1])
            ]
        return self._inside[key]

    def _still_there(self, start: object, end: object) -> Truth:
        if not isinstance(start, str) or start > self.end:
            return False
        if isinstance(end, Unknown):
            return None
        return not isinstance(end, str) or end > self.end


def _missing(columns: Columns, name: str) -> Sequence[bool]:
    values = columns.values(name)
    if columns.types(name).isdisjoint(_GAPS):
        return [False] * len(values)
    return [
        isinstance(value, Unknown) or (value is None and is_open)
        for value, is_open in zip(values, columns.opened(name), strict=True)
    ]
