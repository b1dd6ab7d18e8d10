"""What an office adds to a form: dated settings, its own lists, and the names behind ids."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.formlib.model import ChoiceList, Entry, Field, Form


@dataclass(frozen=True, slots=True)
class Office:
    """The office's data as it stood on one day.

    `settings` are values by key; `holidays` the days that are no working days; `lists` replace a
    form's lists of the same id; `names` gives the words for ids of places, people and dogs.
    """

    on: date
    settings: Mapping[str, object] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    lists: Mapping[str, ChoiceList] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def options(self, form: Form, item: Field) -> ChoiceList:
        """Give the list a field chooses from, as the office has it."""
        own = self.lists.get(item.list)
        return own.having(item.only) if own is not None else form.options(item)

    def offered(self, form: Form, item: Field) -> tuple[Entry, ...]:
        """Give the entries that may be chosen on this day."""
        return tuple(e for e in self.options(form, item).entries if e.in_use(self.on))

    def entry(self, form: Form, item: Field, code: object) -> Entry | None:
        """Find the entry behind a code."""
        return self.options(form, item).get(code)

    def attributes(self, form: Form, fields: Mapping[str, Field]) -> Callable[..., object]:
        """Give a look-up of an attribute of the entry that a field's answer names."""

        def attribute(name: str, code: object, wanted: str) -> object:
            item = fields.get(name)
            entry = self.entry(form, item, code) if item is not None else None
            return entry.attributes.get(wanted) if entry is not None else None

        return attribute
