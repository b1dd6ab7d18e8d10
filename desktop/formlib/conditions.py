"""Conditions: tables of plain data, read once and asked often. No expression language.

`{a = "x"}` is; a list of values means any of them; a table such as `{more_than = 3}` names the
test; keys go together with and; a list of tables means or. Of a list of choices, people or rows
`more_than` and its like compare the length. A condition is true, false, or, where an answer is
not known or not given, undecided (None): figures count what is undecided apart.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from desktop.formlib.amounts import AtLeast
from desktop.formlib.model import Answers, Condition, Test

Period: TypeAlias = tuple[date, date]
Decide: TypeAlias = Callable[[object, object, Period | None], bool | None]
"""Decides what a value is to what it is compared with; None where that cannot be said."""

_NO_SETTINGS: Mapping[str, object] = {}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An answer that says how something is not known."""

    code: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a condition may look at: answers, the office's dated data, attributes of entries."""

    answers: Answers
    settings: Mapping[str, object] = field(default_factory=lambda: _NO_SETTINGS)
    attribute: Callable[[str, object, str], object] = lambda _field, _code, _name: None
    is_open: Callable[[str], bool] = lambda _name: False  # asked, applies, not answered yet
    period: Period | None = None

    def value(self, name: str) -> object:
        """Give the value that a name stands for; None where there is none."""
        if name.startswith("setting:"):
            return self.settings.get(name[8:])
        if name in PERIOD_NAMES:
            return self.period[PERIOD_NAMES.index(name)].isoformat() if self.period else None
        if name in self.answers:
            return plain(self.answers[name])
        base, dot, attribute = name.partition(".")
        if not dot:
            return None
        value = plain(self.answers.get(base))
        if value is None or isinstance(value, Unknown):
            return value
        return self.attribute(base, value, attribute)


PERIOD_NAMES = ("period:start", "period:end")
"""The first and the last day of the period that figures are worked out for."""


def plain(value: object) -> object:
    """Turn a stored unknown into `Unknown`; everything else stays as it is."""
    if isinstance(value, dict) and "unknown" in value:
        return Unknown(str(value["unknown"]))
    return value


def number(value: object) -> Decimal | None:
    """Give a value as a number where it is one: an integer, or a decimal kept as text.

    `Decimal` itself would read "1e999999", "١٢" and "1_0", which nobody here ever stores.
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        found = Decimal(str(value))
        return found if found.is_finite() else None
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _is(value: object, want: object, _period: Period | None = None) -> bool | None:
    wanted = [_day_text(item) for item in (want if isinstance(want, list) else [want])]
    if isinstance(value, Unknown):
        return True if value.code in wanted else None
    if isinstance(value, AtLeast):
        numbers = [number(item) for item in wanted]
        return None if any(n is None or n >= value.value for n in numbers) else False
    return any(
        value == item and isinstance(value, bool) == isinstance(item, bool) for item in wanted
    )


def _is_not(value: object, want: object, _period: Period | None = None) -> bool | None:
    found = _is(value, want)
    return None if found is None else not found


def _includes(value: object, want: object, _period: Period | None = None) -> bool | None:
    if isinstance(value, Unknown):
        return None
    wanted = want if isinstance(want, list) else [want]
    return isinstance(value, list) and any(item in value for item in wanted)


def _compare(accept: Callable[[int], bool]) -> Decide:
    def test(value: object, want: object, _period: Period | None = None) -> bool | None:
        value, other = _length(value), _length(want)
        if value is None or isinstance(value, Unknown):
            return None
        if other is None or isinstance(other, Unknown | AtLeast):
            return None
        right = number(other)
        if isinstance(value, AtLeast):
            return None if right is None else _agree(accept, number(value.value), right)
        left = number(value)
        if left is not None and right is not None:
            return accept((left > right) - (left < right))
        if isinstance(value, str) and isinstance(other, str):  # ISO dates and HH:MM sort as text
            return accept((value > other) - (value < other))
        return None

    return test


def _agree(accept: Callable[[int], bool], lowest: Decimal | None, right: Decimal) -> bool | None:
    """Compare something that is `lowest` or more: only what holds for all it may be is said."""
    if lowest is None:
        return None
    signs = [1] if lowest > right else [0, 1] if lowest == right else [-1, 0, 1]
    found = {accept(sign) for sign in signs}
    return found.pop() if len(found) == 1 else None


def _length(value: object) -> object:
    return len(value) if isinstance(value, list) else value


def _day_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _in_period(value: object, want: object, period: Period | None = None) -> bool | None:
    if period is None or isinstance(value, Unknown):
        return None
    start, end = period
    inside = isinstance(value, str) and start.isoformat() <= value[:10] <= end.isoformat()
    return inside is bool(want)


TESTS: Mapping[str, Decide] = {
    "is": _is,
    "is_not": _is_not,
    "includes": _includes,
    "more_than": _compare(lambda sign: sign > 0),
    "at_least": _compare(lambda sign: sign >= 0),
    "less_than": _compare(lambda sign: sign < 0),
    "at_most": _compare(lambda sign: sign <= 0),
    "after": _compare(lambda sign: sign > 0),
    "before": _compare(lambda sign: sign < 0),
    "in_period": _in_period,
}
# These two look at whether there is an answer, so an absent one decides them.
STATE_TESTS = ("answered", "known")
REFERRING = ("more_than", "at_least", "less_than", "at_most", "after", "before")


def refers(test: Test) -> bool:
    """Say whether a test compares with something that a name stands for."""
    return test.op in REFERRING and isinstance(test.operand, str)


def of_state(test: Test, value: object) -> bool:
    """Decide a test of whether there is an answer."""
    if test.op == "answered":
        return (value is not None and value != []) is test.operand
    return (value is not None and not isinstance(value, Unknown)) is test.operand


def of_value(test: Test, value: object, other: object, period: Period | None) -> bool | None:
    """Decide a test of an answer that is there; `other` is what its operand stands for, if it does.

    None where it cannot be decided.
    """
    want = other if refers(test) else _day_text(test.operand)
    return TESTS[test.op](value, want, period)


def _ask(test: Test, look: Look) -> bool | None:
    value = look.value(test.name)
    if test.op in STATE_TESTS:
        return of_state(test, value)
    if value is None:
        return None if look.is_open(test.name.partition(".")[0]) else False
    other = look.value(str(test.operand)) if refers(test) else None
    return of_value(test, value, other, look.period)


def truth(condition: Condition | None, look: Look) -> bool | None:
    """Say whether a condition holds: True, False, or None where that cannot be said."""
    if condition is None:
        return True
    undecided = False
    for tests in condition.alternatives:
        result: bool | None = True
        for test in tests:
            found = _ask(test, look)
            if found is False:
                result = False
                break
            if found is None:
                result = None
        if result:
            return True
        undecided = undecided or result is None
    return None if undecided else False


def holds(condition: Condition | None, look: Look) -> bool:
    """Say whether a condition certainly holds; no condition always does."""
    return truth(condition, look) is True


def names_used(condition: Condition | None) -> list[str]:
    """Give every name that a condition looks at, those it compares with included."""
    if condition is None:
        return []
    names = sorted(condition.names())
    for tests in condition.alternatives:
        names += [t.operand for t in tests if t.op in REFERRING and isinstance(t.operand, str)]
    return names


def read_condition(data: object) -> Condition | None:
    """Read a condition from a form's data. Raises ValueError with the reason in words."""
    if data is None:
        return None
    tables = data if isinstance(data, list) else [data]
    if not tables:
        raise ValueError("a condition may not be an empty list")
    return Condition(tuple(_read_table(table) for table in tables))


def _read_table(table: object) -> tuple[Test, ...]:
    if not isinstance(table, dict) or not table:
        raise ValueError('a condition is a table such as { field = "value" }')
    tests: list[Test] = []
    for name, want in table.items():
        if not isinstance(want, dict):
            tests.append(Test(name, "is", want))
            continue
        if not want:
            raise ValueError(f"“{name}” asks nothing: name a test, such as {{ answered = true }}")
        for op, operand in want.items():
            if op not in TESTS and op not in STATE_TESTS:
                known = ", ".join([*TESTS, *STATE_TESTS])
                raise ValueError(f"“{op}” is no test; there are: {known}")
            if op in (*STATE_TESTS, "in_period") and not isinstance(operand, bool):
                raise ValueError(f"“{op}” takes true or false")
            if op in REFERRING and not _is_comparable(operand):
                raise ValueError(f"“{op}” takes a number, a date or the name of an answer")
            tests.append(Test(name, op, operand))
    return tuple(tests)


def _is_comparable(operand: object) -> bool:
    if isinstance(operand, str | date):
        return True
    return isinstance(operand, int | float) and number(operand) is not None
