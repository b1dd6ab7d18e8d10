"""The items of one source as columns: what is asked of each of thousands is asked of all at once.

A column holds one value for each item, in their order: an answer, a number, whether a condition
holds, whether an answer is missing. Each is worked out when a figure first asks for it and kept, so
that forty figures over the same records read every answer once.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias, TypeVar, cast

from desktop.formlib.amounts import Number
from desktop.formlib.conditions import (
    PERIOD_NAMES,
    STATE_TESTS,
    Look,
    Period,
    Unknown,
    number,
    of_state,
    of_value,
    plain,
    refers,
)
from desktop.formlib.model import Condition, Form, Test
from desktop.formlib.office import Office

Truth: TypeAlias = bool | None
_T = TypeVar("_T")

_EACH_BY_ITSELF = {bool, list, dict}
"""Types whose values cannot be looked up: True is found as 1, and the others not at all."""


class Columns(ABC):
    """The columns of one source; `records` are the ids behind its items.

    `gaps` are the items that stand for rows that may be there: of records that have not come yet.
    """

    def __init__(self, records: Sequence[str], form: Form, office: Office, period: Period) -> None:
        """Begin without a column."""
        self.records = records
        self.gaps: frozenset[int] = frozenset()
        self._form = form
        self._office = office
        self._period = period
        self._values: dict[str, Sequence[object]] = {}
        self._kinds: dict[str, AbstractSet[type]] = {}
        self._numbers: dict[str, Sequence[Number | None]] = {}
        self._opened: dict[str, Sequence[bool]] = {}
        self._not_asked: dict[str, Sequence[bool]] = {}
        self._tests: dict[str, Sequence[Truth]] = {}
        self._truths: dict[str, Sequence[Truth]] = {}

    @abstractmethod
    def _raw(self, name: str) -> Sequence[object]:
        """Give the answers of a name, as they are stored."""

    @abstractmethod
    def _open(self, name: str) -> Sequence[bool]:
        """Say of which items an answer that is not there is still to come."""

    def _unasked(self, name: str) -> Sequence[bool]:
        """Say of which items a question was not in use; a register asks nothing."""
        del name
        return [False] * len(self.records)

    def _attribute(self, name: str, code: object, wanted: str) -> object:
        """Give an attribute of the list entry that an answer names; registers have none."""
        del name, code, wanted
        return None

    def values(self, name: str) -> Sequence[object]:
        """Give what a name stands for; None where there is nothing."""
        if name not in self._values:
            self._values[name] = self._worked_out(name)
        return self._values[name]

    def numbers(self, name: str) -> Sequence[Number | None]:
        """Give what a name stands for where it is a number, whole ones as such."""
        if name not in self._numbers:
            self._numbers[name] = self._read_numbers(name)
        return self._numbers[name]

    def opened(self, name: str) -> Sequence[bool]:
        """Say of which items an answer that is not there is still to come."""
        if name not in self._opened:
            self._opened[name] = self._open(name)
        return self._opened[name]

    def unasked(self, name: str) -> Sequence[bool]:
        """Say of which items a question was not asked that is asked of others like them.

        It was not in use on their day, or the office has it switched off.
        """
        if name not in self._not_asked:
            self._not_asked[name] = self._unasked(name)
        return self._not_asked[name]

    def possible(self, condition: Condition | None) -> Sequence[Truth]:
        """Say of which items a condition holds, as `truths`, or would if all were answered.

        What looks for an answer is then undecided where one is missing: "has a reason" is not
        false of a case whose reasons nobody wrote down.
        """
        if condition is None or not any(map(_wants_answer, _tests_of(condition))):
            return self.truths(condition)
        return _any(
            [_all([self._possibly(test) for test in tests]) for tests in condition.alternatives]
        )

    def truths(self, condition: Condition | None) -> Sequence[Truth]:
        """Say of which items a condition holds: True, False, or None where that cannot be said."""
        if condition is None:
            return [True] * len(self.records)
        key = repr(condition)
        if key not in self._truths:
            alternatives = [
                _all([self._test(test) for test in tests]) for tests in condition.alternatives
            ]
            self._truths[key] = _any(alternatives)
        return self._truths[key]

    def _worked_out(self, name: str) -> Sequence[object]:
        if _is_constant(name):
            return [self._constant(name)] * len(self.records)
        base, dot, attribute = name.partition(".")
        if dot:
            return [
                value
                if value is None or isinstance(value, Unknown)
                else self._attribute(base, value, attribute)
                for value in self.values(base)
            ]
        raw = self._raw(name)
        kinds = set(map(type, raw))
        if dict in kinds:
            return [plain(value) for value in raw]
        self._kinds[name] = kinds
        return raw

    def types(self, name: str) -> AbstractSet[type]:
        """Give the types of the values of a name."""
        if name not in self._kinds:
            self._kinds[name] = set(map(type, self.values(name)))
        return self._kinds[name]

    def _read_numbers(self, name: str) -> Sequence[Number | None]:
        if self.types(name) <= {int, type(None)}:
            return cast("Sequence[Number | None]", self.values(name))
        return self._for_each(name, _number)

    def _constant(self, name: str) -> object:
        return Look({}, self._office.settings, period=self._period).value(name)

    def _test(self, test: Test) -> Sequence[Truth]:
        key = repr(test)
        if key not in self._tests:
            self._tests[key] = self._decided(test)
        return self._tests[key]

    def _possibly(self, test: Test) -> Sequence[Truth]:
        truths = self._test(test)
        if not _wants_answer(test):
            return truths
        columns = (truths, self.values(test.name), self.opened(test.name.partition(".")[0]))
        return [
            None
            if truth is False and (isinstance(value, Unknown) or (value is None and is_open))
            else truth
            for truth, value, is_open in zip(*columns, strict=True)
        ]

    def _decided(self, test: Test) -> Sequence[Truth]:
        other = str(test.operand) if refers(test) else ""
        if test.op in STATE_TESTS:
            return [of_state(test, value) for value in self.values(test.name)]
        if not other or _is_constant(other):
            constant = self._constant(other) if other else None
            found = self._for_each(
                test.name, lambda value: of_value(test, value, constant, self._period)
            )
        else:
            found = [
                None if value is None else of_value(test, value, beside, self._period)
                for value, beside in zip(self.values(test.name), self.values(other), strict=True)
            ]
        if type(None) not in self.types(test.name):
            return found
        values = self.values(test.name)
        opened = self.opened(test.name.partition(".")[0])
        return [
            (None if is_open else False) if value is None else truth
            for value, is_open, truth in zip(values, opened, found, strict=True)
        ]

    def _for_each(self, name: str, work_out: Callable[[object], _T | None]) -> Sequence[_T | None]:
        """Work something out of each value; where values can be looked up, once for those alike."""
        values = self.values(name)
        if _is_constant(name) and values:
            found = None if values[0] is None else work_out(values[0])
            return [found] * len(values)
        if _EACH_BY_ITSELF.isdisjoint(self.types(name)):
            once = {value: None if value is None else work_out(value) for value in set(values)}
            return [once[value] for value in values]
        return [None if value is None else work_out(value) for value in values]


def of_answers(condition: Condition | None) -> Condition | None:
    """Give what a condition asks of the answers: all but the office's settings and the period."""
    if condition is None:
        return None
    kept = [
        tuple(test for test in tests if not _is_constant(test.name))
        for tests in condition.alternatives
    ]
    return Condition(tuple(kept)) if all(kept) else None


def _tests_of(condition: Condition) -> Iterator[Test]:
    return (test for tests in condition.alternatives for test in tests)


def _wants_answer(test: Test) -> bool:
    return test.op in STATE_TESTS and test.operand is True


def either(columns: Iterable[Sequence[bool]]) -> Sequence[bool]:
    """Say where any of several columns says so."""
    found = list(columns)
    return found[0] if len(found) == 1 else [any(each) for each in zip(*found, strict=True)]


def _is_constant(name: str) -> bool:
    """Say whether a name stands for the same whatever the item: a setting, or the period."""
    return name.startswith("setting:") or name in PERIOD_NAMES


def _all(columns: Sequence[Sequence[Truth]]) -> Sequence[Truth]:
    """Say where every one of several tests holds."""
    if len(columns) == 1:
        return columns[0]
    return [
        False if False in truths else (None if None in truths else True)
        for truths in zip(*columns, strict=True)
    ]


def _any(columns: Sequence[Sequence[Truth]]) -> Sequence[Truth]:
    """Say where one of several alternatives holds."""
    if len(columns) == 1:
        return columns[0]
    return [
        True if True in truths else (None if None in truths else False)
        for truths in zip(*columns, strict=True)
    ]


def _number(value: object) -> Number | None:
    if type(value) is int:
        return value
    found = number(value)
    if found is None:
        return None
    return int(found) if found == found.to_integral_value() else found
