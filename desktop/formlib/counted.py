"""What figures count: settled records, their rows, and the entries of registers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.formlib.conditions import Look, truth
from desktop.formlib.load_figures import JUDGED_LATER
from desktop.formlib.model import Answers, Entry, Field, Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.sequence import operands
from desktop.formlib.settle import day_of, field_applies, row_look, section_applies


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
class Seen:
    """An item with the view that conditions have of it.

    A `gap` stands for rows that may be there: those of a record that has not come yet.
    """

    item: Item
    look: Look
    gap: bool = False


class Counted:
    """What the figures of one form share: its fields, the period, the items of each source."""

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
        self._sections = {f.id: s for s in form.sections for f in s.fields}
        self._worked_out = {c.id: operands(c) for c in form.calculates}
        self._sources = sources
        self._seen: dict[str, list[Seen]] = {}
        self._attribute = office.attributes(form, form.fields)

    def inputs(self, name: str) -> Iterator[str]:
        """Give the answers that a name is made of: itself, or what it is worked out from.

        An optional one that was left empty leaves nothing out: visitors who were not let in
        have no time at which they were.
        """
        yield name
        for one in self._worked_out.get(name, ()):
            field = self.form.fields.get(one)
            if field is None or not field.optional:
                yield from self.inputs(one)

    def seen(self, source: str) -> list[Seen]:
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
                found = [self._entry(item) for item in items]
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

    def _entry(self, item: Item) -> Seen:
        """See an entry of a register; what the office has not judged yet is open."""
        look = Look(
            self._extra(item),
            self.office.settings,
            is_open=JUDGED_LATER.__contains__,
            period=self.period,
        )
        return Seen(item, look)

    def _record(self, item: Item) -> Seen:
        values = self._extra(item)
        on = day_of(self.form, values, self.office)

        def is_open(name: str) -> bool:
            """Say whether an answer is still to come: of a stub any, else one that may apply."""
            section = self._sections.get(name)
            if item.stub or section is None:
                return item.stub
            if section_applies(section, self.office, on, look) is False:
                return False
            return field_applies(self.form.fields[name], on, look) is not False

        look = Look(values, self.office.settings, self._attribute, is_open, self.period)
        return Seen(item, look)

    def _rows(self, group: str, record: Seen) -> Iterator[Seen]:
        rows = record.item.values.get(group)
        if rows is None and record.item.stub:
            yield Seen(record.item, record.look, gap=True)
        for row in rows if isinstance(rows, list) else []:
            yield Seen(record.item, self._row(group, row, record))

    def _row(self, group: str, row: Answers, record: Seen) -> Look:
        fields = {field.id: field for field in self.form.rows[group].fields}
        inner = row_look(self.form, group, row, record.look.answers, self.office)
        on = day_of(self.form, record.look.answers, self.office)

        def is_open(name: str) -> bool:
            if name in fields:
                return field_applies(fields[name], on, inner) is not False
            return record.look.is_open(name)

        return Look(inner.answers, inner.settings, inner.attribute, is_open, self.period)

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

    def chosen(self, figure: Figure) -> tuple[list[Seen], list[Seen]]:
        """Give what a figure is about in the period: what is, and what may be."""
        certain: list[Seen] = []
        perhaps: list[Seen] = []
        for seen in self.seen(figure.over):
            if not self._in_period(figure, seen.look):
                continue
            found = truth(figure.where, seen.look)
            if found is None or (found and seen.gap):
                perhaps.append(seen)
            elif found:
                certain.append(seen)
        return certain, perhaps

    def _in_period(self, figure: Figure, look: Look) -> bool:
        if figure.as_at is not None:
            begun, ended = (look.value(name) for name in figure.as_at)
            still = not isinstance(ended, str) or ended > self.end
            return isinstance(begun, str) and begun <= self.end and still
        day = look.value(figure.dated_by or "counted_on")
        return isinstance(day, str) and self.start <= day <= self.end
