"""The shape of a form, as plain frozen data. What a form asks, counts and says is all here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

Answers: TypeAlias = Mapping[str, object]
"""Typed answers by field id; see `types.py` for what each type holds."""

Level = Literal["stop", "explain", "finding", "approval"]
Counts = Literal["when_finished", "when_opened", "when_heard"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: the stored code, the words people read, and what else is known of it."""

    code: str
    label: str
    in_use_from: date | None = None
    in_use_to: date | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)

    def in_use(self, on: date) -> bool:
        """Say whether the entry may be chosen for something that happened on that day."""
        return (self.in_use_from is None or self.in_use_from <= on) and (
            self.in_use_to is None or on <= self.in_use_to
        )


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list of choices: shipped data, or the options written beside one field."""

    id: str
    title: str
    entries: tuple[Entry, ...]

    def get(self, code: object) -> Entry | None:
        """Find an entry by its code; None where the list does not have it."""
        return next((entry for entry in self.entries if entry.code == code), None)

    def having(self, attributes: Mapping[str, object]) -> "ChoiceList":
        """Give the part of the list whose entries have these attributes."""
        if not attributes:
            return self
        wanted = attributes.items()
        entries = (e for e in self.entries if all(e.attributes.get(k) == v for k, v in wanted))
        return ChoiceList(self.id, self.title, tuple(entries))


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that a condition asks of one value: `name` `op` `operand`."""

    name: str
    op: str
    operand: object


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives of which one must hold; in an alternative every test must hold."""

    alternatives: tuple[tuple[Test, ...], ...]

    def names(self) -> set[str]:
        """Give every name that the condition looks at."""
        return {test.name for tests in self.alternatives for test in tests}


@dataclass(frozen=True, slots=True)
class Field:
    """One question."""

    id: str
    type: str
    ask: str
    hint: str = ""
    why: str = ""
    number: str = ""  # on paper and on screen alike, such as "9a"; parts of a question share it
    short: str = ""  # the name in tables and lists; `ask` where there is none
    optional: bool = False
    list: str = ""
    only: Mapping[str, object] = field(default_factory=dict)  # of the list: attributes to have
    unknowns: tuple[str, ...] = ()  # `or = […]`: the ways of not knowing that are answers here
    unit: str = ""
    min: str = ""  # as text, read by the field's type
    max: str = ""
    latest: str = ""  # "today": a date may not lie ahead
    at_least: int = 0
    at_most: int = 0
    default: object = None
    show_if: Condition | None = None
    in_use_from: date | None = None
    in_use_to: date | None = None
    hide_until: str = ""
    keys: str = ""
    fill: str = ""
    make: str = ""
    opens: str = ""
    opens_on: tuple[str, ...] = ()  # of a single choice: the answers that open a row about it
    sensitive: bool = False
    identifier: bool = False
    erase: str = ""
    public: bool = True
    group: str = ""  # the row group it belongs to; empty for the record's own fields

    @property
    def name(self) -> str:
        """Give the short name, for column heads and sentences."""
        return self.short or self.ask


@dataclass(frozen=True, slots=True)
class Section:
    """A page of questions."""

    id: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    sitting: int = 1
    show_if: Condition | None = None
    in_use_from: date | None = None
    in_use_to: date | None = None
    switch: str = ""  # a setting that must be true; off until an office switches it on


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A kind of row: a problem, a person, a point complained of. Holds no rows itself."""

    id: str
    one: str
    fields: tuple[Field, ...]
    tracked: str = ""  # "issue", "recommendation" or "learning": also opens a line in that register
    about: str = ""  # the field that takes the topic whose tick opened the row


@dataclass(frozen=True, slots=True)
class Calculate:
    """A value worked out from answers: `how` names the operation, `of` its operands."""

    id: str
    how: str
    of: tuple[object, ...]
    choices: tuple[tuple[str, Condition | None], ...] = ()
    label: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must agree between answers, and what to say when it does not."""

    id: str
    how: Literal["when", "order", "balance", "at_most", "distinct"]
    say: str
    level: Level = "stop"
    when: Condition | None = None
    names: tuple[str, ...] = ()  # order: earliest first; balance: total, then parts; at_most: a, b
    field: str = ""  # where the sentence is shown
    live: str = ""  # a line shown while typing
    settled: str = ""  # what the live line ends with when all is well
    reasons: tuple[str, ...] = ()  # explanations that can be given with one tap


@dataclass(frozen=True, slots=True)
class Figure:
    """A definition of a number for a period."""

    id: str
    label: str
    how: str  # count, sum, share, mean, median, most, least, distinct, built_in
    what: str | Condition  # a field; for a share a condition or a field; the name of a built-in
    of: str | Condition | None = None  # for a share: condition or field of the base
    where: Condition | None = None
    by: str = ""
    list: str = ""  # the words for the parts of a breakdown, where `by` names no field
    only: Mapping[str, object] = field(default_factory=dict)  # of that list: attributes to have
    dated_by: str = ""
    as_at: tuple[str, str] | None = None
    part_of: str = ""
    unit: tuple[str, str] = ("", "")
    base: str = ""
    better: Literal["", "more", "less"] = ""
    decimals: int = 0
    range: bool = False
    definition: str = ""
    people: bool = False  # a breakdown of people: guarded in the public edition
    public: bool = True  # else for the coordinator's screen only: in no edition and no attachment
    over: str = "records"  # what is counted: records, a row group, or a register
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the report, said when its condition on figures holds."""

    say: str
    when: Condition | None = None
    of: str = ""  # for "not known" lines: the figure that must be unknown


@dataclass(frozen=True, slots=True)
class Report:
    """What a form contributes to the quarterly summary."""

    order: int = 100
    title: str = ""
    headline: str = ""
    brief: tuple[Line, ...] = ()
    table: tuple[str, ...] = ()
    chart: Mapping[str, object] = field(default_factory=dict)
    due: tuple[Line, ...] = ()
    done: tuple[Line, ...] = ()
    found: tuple[Line, ...] = ()
    next: tuple[Line, ...] = ()
    not_known: tuple[Line, ...] = ()
    paragraphs: tuple[Line, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """The only roles that the program knows; everything else is just an answer."""

    reference: str = ""
    on: str = ""
    opened: str = ""
    closed: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    stub: Mapping[str, object] = field(default_factory=dict)  # what is known of a visit made
    completed: Condition | None = None  # when a visit meets its slot
    theme: str = ""  # the text that names what a panel may look into

    @property
    def date_field(self) -> str:
        """Give the field whose date places a record in time."""
        return self.on or self.opened


@dataclass(frozen=True, slots=True)
class Form:
    """A record kind: all that is asked, checked, worked out, counted and said."""

    id: str
    version: int
    title: str
    one: str
    scheme: str
    counts: Counts
    header: Header
    sections: tuple[Section, ...]
    rows: Mapping[str, RowGroup]
    calculates: tuple[Calculate, ...]
    rules: tuple[Rule, ...]
    figures: Mapping[str, Figure]
    report: Report
    lists: Mapping[str, ChoiceList]
    fields: Mapping[str, Field]  # the record's own, in asking order; its rows' are in `rows`
    notes: tuple[str, ...] = ()  # what the form leaves out, and why
    worked_out: Mapping[str, tuple[Calculate, ...]] = field(default_factory=dict)
    """Calculates by the field after which they can be worked out; "" is at the start."""

    @property
    def sittings(self) -> int:
        """Give how many sittings the form is filled in."""
        return max(section.sitting for section in self.sections)

    def options(self, item: Field) -> ChoiceList:
        """Give the list that a field chooses from; empty where it has none."""
        return self.lists.get(item.list, ChoiceList(item.list, "", ())).having(item.only)
