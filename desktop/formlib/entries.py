"""What figures count, as columns: entries of registers, the records of a form, and their rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from desktop.formlib.columns import Columns, of_answers
from desktop.formlib.conditions import Period, Unknown, plain
from desktop.formlib.load_figures import JUDGED_LATER
from desktop.formlib.model import Answers, Field, Form, Section
from desktop.formlib.office import Office
from desktop.formlib.settle import day_of, field_applies, in_use, row_look

_BESIDE = ("place", "meeting", "counted_on")
"""What stands beside an item's values."""


class Item(NamedTuple):
    """A settled record, or an entry of a register, as figures see it.

    `values` holds the answers that apply and what was worked out. Of a `stub` only some answers
    are known yet. `counted_on` is the day that places it in a period; `slot` the planned visit it
    was made for.
    """

    record: str
    values: Answers
    counted_on: date | None = None
    place: str = ""
    meeting: str = ""
    stub: bool = False
    slot: str = ""


class Entries(Columns):
    """The entries of a register; what the office has not judged yet is open."""

    def __init__(self, items: Sequence[Item], form: Form, office: Office, period: Period) -> None:
        """Take the entries."""
        super().__init__([item.record for item in items], form, office, period)
        self._items = items
        self._answers = [item.values for item in items]

    def _raw(self, name: str) -> Sequence[object]:
        own = [answers.get(name) for answers in self._answers]
        if name not in _BESIDE:
            return own
        stored = [getattr(item, name) for item in self._items]
        words = {value: _iso(value) for value in set(stored)}
        beside = [words[value] for value in stored]
        return [there if value is None else value for value, there in zip(own, beside, strict=True)]

    def _open(self, name: str) -> Sequence[bool]:
        return [name in JUDGED_LATER] * len(self._items)


class Records(Entries):
    """The records of a form: of a stub every answer is still to come, else one that may apply."""

    def __init__(self, items: Sequence[Item], form: Form, office: Office, period: Period) -> None:
        """Take the records."""
        super().__init__(items, form, office, period)
        self._sections = {
            field.id: section for section in form.sections for field in section.fields
        }
        self._attribute_of = office.attributes(form, form.fields)
        self._stubs = [item.stub for item in items]

    def _attribute(self, name: str, code: object, wanted: str) -> object:
        return self._attribute_of(name, code, wanted)

    def _open(self, name: str) -> Sequence[bool]:
        if name not in self._sections:
            return self._stubs
        return [
            is_stub or applies
            for is_stub, applies in zip(self._stubs, self._may_apply(name), strict=True)
        ]

    def _unasked(self, name: str) -> Sequence[bool]:
        if name not in self._sections:
            return super()._unasked(name)
        parts = self._sections[name], self._form.fields[name]
        asked = [self._asked(part) for part in parts]
        if all(map(all, asked)):
            return [False] * len(self._items)
        return [
            applies and not all(each)
            for applies, *each in zip(self._may_apply(name), *asked, strict=True)
        ]

    def _may_apply(self, name: str) -> Sequence[bool]:
        """Say on which records a question may apply by their answers, asked or not."""
        parts = self._sections[name], self._form.fields[name]
        section, field = (self.possible(of_answers(part.show_if)) for part in parts)
        if all(section) and all(field):
            return [True] * len(self._items)
        return [s is not False and f is not False for s, f in zip(section, field, strict=True)]

    def _asked(self, part: Section | Field) -> Sequence[bool]:
        """Say on which records a section or a question was asked by its dates and settings."""
        switch = part.switch if isinstance(part, Section) else ""
        if switch and self._office.settings.get(switch) is not True:
            return [False] * len(self._items)
        shown = [truth is not False for truth in self.possible(part.show_if)]
        if part.in_use_from is None and part.in_use_to is None:
            return shown
        used = {day: in_use(part, day) for day in set(self.days)}
        return [is_shown and used[day] for is_shown, day in zip(shown, self.days, strict=True)]

    @cached_property
    def days(self) -> Sequence[date]:
        """The days that the records are about."""
        field = self._form.header.date_field
        said = [value if isinstance(value, str) else "" for value in self.values(field)]
        day = {value: day_of(self._form, {field: value}, self._office) for value in set(said)}
        return [day[value] for value in said]

    def answers(self, number: int) -> Answers:
        """Give a record's answers with what stands beside them."""
        item = self._items[number]
        beside = {name: _iso(getattr(item, name)) for name in _BESIDE}
        return {**beside, **item.values}

    def rows(self, group: str) -> Iterable[tuple[int, Answers | None]]:
        """Give the rows of a group with the numbers of their records.

        None stands for rows that nobody wrote down: of a record to come, of a question not asked,
        and of one that wants an answer. An optional one left empty has none.
        """
        optional = self._form.fields[group].optional
        wanted = self.unasked(group) if optional else self.opened(group)
        for owner, answers in enumerate(self._answers):
            rows = answers.get(group)
            if isinstance(rows, list):
                for row in rows:
                    yield owner, row
            elif self._stubs[owner] or wanted[owner] or isinstance(plain(rows), Unknown):
                yield owner, None


class Rows(Columns):
    """The rows of one group: each with its own answers first, then its record's."""

    def __init__(
        self, group: str, records: Records, form: Form, office: Office, period: Period
    ) -> None:
        """Take the rows out of the records."""
        held = list(records.rows(group))
        super().__init__([records.records[owner] for owner, _ in held], form, office, period)
        self.gaps = frozenset(number for number, (_, row) in enumerate(held) if row is None)
        self._held = held
        self._parent = records
        self._group = group
        self._fields = {field.id: field for field in form.rows[group].fields}
        self._attribute_of = office.attributes(form, {**form.fields, **self._fields})

    def _attribute(self, name: str, code: object, wanted: str) -> object:
        return self._attribute_of(name, code, wanted)

    def _raw(self, name: str) -> Sequence[object]:
        above = self._parent.values(name)
        return [
            above[owner] if row is None or name not in row else row[name]
            for owner, row in self._held
        ]

    def _open(self, name: str) -> Sequence[bool]:
        if name not in self._fields:
            above = self._parent.opened(name)
            return [above[owner] for owner, _ in self._held]
        return [
            row is None or self._may_apply(self._fields[name], owner, row)
            for owner, row in self._held
        ]

    def _unasked(self, name: str) -> Sequence[bool]:
        above = self._parent.unasked(self._group if name in self._fields else name)
        return [above[owner] for owner, _ in self._held]

    def _may_apply(self, field: Field, owner: int, row: Answers) -> bool:
        look = row_look(self._form, self._group, row, self._parent.answers(owner), self._office)
        return field_applies(field, self._parent.days[owner], look) is not False


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
