"""The types of answer: one class per type, in one dictionary.

A type reads what was typed, checks what is stored (which may come from a file that is wrong or
hostile) and writes a value out for people. Stored values are plain JSON:

    text, long_text, date "2025-01-31", month "2025-03", time "19:30", decimal "21.5",
    choice, yes_no, place, person: a string;  integer: a whole number;
    choices, topics, people, register: a list of strings (no topic ticked: nothing wrong);
    rows: a list of tables, each with its own `id`;  not known: {"unknown": code}
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from desktop.formlib import typed
from desktop.formlib.conditions import number
from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.typed import Unreadable

UNKNOWNS: Mapping[str, str] = {
    "not_known": "Not known",
    "not_recorded": "Not recorded",
    "not_stated": "Not stated",
    "not_checked": "Not yet checked",
    "did_not_ask": "Did not ask",
    "record_does_not_say": "The record does not say",
}
"""The ways of not knowing; each field names those that are answers to it."""

_MOST_ROWS = 500
_MOST_CHOSEN = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a value is read, checked or shown: its form, its field, the office's data."""

    form: Form
    field: Field
    office: Office


class AnswerType:
    """What every type does. `typed_in` says that people type it, so a draft may be unreadable."""

    typed_in: ClassVar[bool] = False
    chooses: ClassVar[bool] = False  # needs a list
    limits: ClassVar[bool] = False  # takes min and max

    def read(self, text: str, at: Setting) -> object:
        """Read what was typed. Raises Unreadable with what to enter instead."""
        raise Unreadable(f"“{at.field.ask}” is not typed in, so “{text}” has no place")

    def fault(self, value: object, at: Setting) -> str:
        """Say what is wrong with a stored value; empty where it is right."""
        del at
        return "" if isinstance(value, str) else "is not text"

    def show(self, value: object, at: Setting) -> str:
        """Write a stored value for people."""
        del at
        return str(value)


class Text(AnswerType):
    """A line of text."""

    typed_in = True
    limits = True
    longest = 300
    line_breaks = False

    def read(self, text: str, at: Setting) -> object:
        """Tidy the text; refuse what is too long."""
        found = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
        if not self.line_breaks:
            found = " ".join(found.split())
        if fault := self.fault(found, at):
            raise Unreadable(fault[0].upper() + fault[1:])
        return found

    def fault(self, value: object, at: Setting) -> str:
        """Check length and that no control character hides in it."""
        if not isinstance(value, str):
            return "is not text"
        longest = int(at.field.max or self.longest)
        if len(value) > longest:
            return f"use {longest:,} characters or fewer"
        # Control signs; and halves of signs (Cs), which no file can hold.
        if any(unicodedata.category(s) in ("Cc", "Cs") and s not in "\n\t" for s in value):
            return "holds signs that cannot be shown"
        return ""


class LongText(Text):
    """Several lines of text; long enough for 3,000 words."""

    longest = 30_000
    line_breaks = True


class Integer(AnswerType):
    """A whole number."""

    typed_in = True
    limits = True

    def read(self, text: str, at: Setting) -> object:
        """Read a whole number within the field's limits."""
        value = self._parse(text)
        if fault := self.fault(value, at):
            raise Unreadable(fault[0].upper() + fault[1:])
        return value

    def _parse(self, text: str) -> object:
        return typed.read_integer(text)

    def _is_right(self, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def fault(self, value: object, at: Setting) -> str:
        """Check the kind of number and its limits."""
        found = number(value)
        if found is None or not self._is_right(value):
            return "is not a number of the right kind"
        if at.field.min and found < Decimal(at.field.min):
            return f"enter {at.field.min} or more"
        if at.field.max and found > Decimal(at.field.max):
            return f"enter {at.field.max} or less"
        return ""

    def show(self, value: object, at: Setting) -> str:
        """Write the number with its unit."""
        found = number(value)
        text = f"{found:,}" if found is not None else str(value)
        return f"{text} {at.field.unit}".strip()


class DecimalNumber(Integer):
    """A number with decimals, kept as text so that nothing is rounded."""

    def _parse(self, text: str) -> object:
        return typed.read_decimal(text)

    def _is_right(self, value: object) -> bool:
        return isinstance(value, str)


class Date(AnswerType):
    """A day."""

    typed_in = True

    def read(self, text: str, at: Setting) -> object:
        """Read a date as people write one; refuse a later one where the field does."""
        value = typed.read_date(text, at.office.on)
        if fault := self.fault(value, at):
            raise Unreadable(fault[0].upper() + fault[1:])
        return value

    def fault(self, value: object, at: Setting) -> str:
        """Check that it is a day, and no later than today where the field says so."""
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:  # "2025-W05-5" is a day too, in another dress
            return "is not a date"
        if at.field.latest == "today" and day > at.office.on:
            return "this date has not come yet. Enter today or an earlier day"
        return ""

    def show(self, value: object, at: Setting) -> str:
        """Write the date in full."""
        del at
        return typed.say_date(str(value))


class Time(AnswerType):
    """A time of day on the wall clock."""

    typed_in = True

    def read(self, text: str, at: Setting) -> object:
        """Read a time as people write one."""
        del at
        return typed.read_time(text)

    def fault(self, value: object, at: Setting) -> str:
        """Check for HH:MM."""
        del at
        try:
            right = isinstance(value, str) and typed.read_time(value) == value
        except Unreadable:
            right = False
        return "" if right else "is not a time"


class Month(AnswerType):
    """A month of a year."""

    typed_in = True

    def read(self, text: str, at: Setting) -> object:
        """Read a month as people write one."""
        return typed.read_month(text, at.office.on)

    def fault(self, value: object, at: Setting) -> str:
        """Check for YYYY-MM."""
        try:
            right = isinstance(value, str) and typed.read_month(value, at.office.on) == value
        except Unreadable:
            right = False
        return "" if right else "is not a month"

    def show(self, value: object, at: Setting) -> str:
        """Write the month in words."""
        del at
        return typed.say_month(str(value))


class Choice(AnswerType):
    """One entry of a list."""

    chooses = True

    def fault(self, value: object, at: Setting) -> str:
        """Check that the list has it, or had it: a record keeps what it was judged by."""
        entry = at.office.entry(at.form, at.field, value) or at.form.options(at.field).get(value)
        return "" if entry is not None else f"has no choice “{value}”"

    def show(self, value: object, at: Setting) -> str:
        """Write the entry's label."""
        entry = at.office.entry(at.form, at.field, value) or at.form.options(at.field).get(value)
        return entry.label if entry is not None else str(value)


class Choices(Choice):
    """Several entries of a list; also topics, where none of them says that nothing was wrong."""

    none_chosen = "None"

    def fault(self, value: object, at: Setting) -> str:
        """Check every entry."""
        if not isinstance(value, list) or len(value) > _MOST_CHOSEN:
            return "is not a list of choices"
        if len({str(code) for code in value}) != len(value):
            return "names a choice twice"
        if at.field.at_most and len(value) > at.field.at_most:
            return f"choose {at.field.at_most} or fewer"
        return next((fault for code in value if (fault := Choice.fault(self, code, at))), "")

    def show(self, value: object, at: Setting) -> str:
        """Write the labels."""
        codes = value if isinstance(value, list) else []
        labels = [Choice.show(self, code, at) for code in codes]
        return "; ".join(labels) or self.none_chosen


class Topics(Choices):
    """Topics for the whole visit: those with a problem are ticked."""

    none_chosen = "No problem"


class Named(AnswerType):
    """The id of something the office keeps: a place or a person."""

    def fault(self, value: object, at: Setting) -> str:
        """Check the shape only: an id may belong to a desk that we do not know."""
        del at
        return "" if isinstance(value, str) and 0 < len(value) <= 100 else "is not an id"

    def show(self, value: object, at: Setting) -> str:
        """Write the name behind the id."""
        return at.office.names.get(str(value), "(not on this computer)")


class NamedList(Named):
    """Ids of several people or register entries."""

    def fault(self, value: object, at: Setting) -> str:
        """Check every id."""
        if not isinstance(value, list) or len(value) > _MOST_CHOSEN:
            return "is not a list of ids"
        if at.field.at_most and len(value) > at.field.at_most:
            return f"choose {at.field.at_most} or fewer"
        if fault := next((fault for item in value if (fault := Named.fault(self, item, at))), ""):
            return fault
        return "names the same one twice" if len(set(value)) != len(value) else ""

    def show(self, value: object, at: Setting) -> str:
        """Write the names."""
        items = value if isinstance(value, list) else []
        return ", ".join(Named.show(self, item, at) for item in items)


class Rows(AnswerType):
    """A list of rows of the group that has the field's name."""

    def fault(self, value: object, at: Setting) -> str:
        """Check that each row is a table with an id of its own, and each of its answers."""
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            return "is not a list of rows"
        if len(value) > _MOST_ROWS:
            return f"has more than {_MOST_ROWS} rows"
        ids = [row.get("id") for row in value]
        if not all(isinstance(id_, str) and id_ for id_ in ids) or len(set(ids)) != len(ids):
            return "has rows without an id of their own"
        fields = {item.id: item for item in at.form.rows[at.field.id].fields}
        for row in value:
            for name, answer in row.items():
                if name == "id":
                    continue
                if name not in fields:
                    return f"has a row with an unknown field “{name}”"
                if fault := fault_of(answer, Setting(at.form, fields[name], at.office)):
                    return f"has a row whose “{name}” {fault}"
        return ""

    def show(self, value: object, at: Setting) -> str:
        """Write how many rows there are."""
        count = len(value) if isinstance(value, list) else 0
        one = at.form.rows[at.field.id].one
        return f"{count} × {one}" if count else "None"


class Note(AnswerType):
    """Words for the reader between questions; nothing is answered."""

    def fault(self, value: object, at: Setting) -> str:
        """Refuse any answer."""
        del value, at
        return "takes no answer"


TYPES: Mapping[str, AnswerType] = {
    "text": Text(),
    "long_text": LongText(),
    "integer": Integer(),
    "decimal": DecimalNumber(),
    "date": Date(),
    "time": Time(),
    "month": Month(),
    "choice": Choice(),
    "yes_no": Choice(),
    "choices": Choices(),
    "topics": Topics(),
    "place": Named(),
    "person": Named(),
    "people": NamedList(),
    "register": NamedList(),
    "rows": Rows(),
    "note": Note(),
}


def read(text: str, at: Setting) -> object:
    """Read typed text by the field's type. Raises Unreadable."""
    return TYPES[at.field.type].read(text, at)


def fault_of(value: object, at: Setting) -> str:
    """Say what is wrong with a stored value, an unknown included; empty where it is right."""
    if isinstance(value, dict):
        code = value.get("unknown")
        right = set(value) == {"unknown"} and code in at.field.unknowns
        return "" if right else "has an answer of no kind that the form knows"
    return TYPES[at.field.type].fault(value, at)


def show(value: object, at: Setting) -> str:
    """Write a stored value for people; an absent one as an empty text."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return UNKNOWNS.get(str(value.get("unknown")), "Not known")
    return TYPES[at.field.type].show(value, at)
