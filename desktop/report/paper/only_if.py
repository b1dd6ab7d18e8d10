"""Conditions in words: on paper nothing hides a question, so that it says when to answer it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from desktop.formlib.conditions import Look, truth
from desktop.formlib.model import Condition, Field, Form, Section, Test
from desktop.formlib.office import Office

_LIMIT = "the office's limit"
_APPLIES = "it applies"
_SETTING = "setting:"


def on_paper(item: Field | Section, office: Office) -> bool:
    """Say whether a question or page belongs on the paper form of this office and day."""
    if isinstance(item, Section) and item.switch and office.settings.get(item.switch) is not True:
        return False
    if item.in_use_from is not None and office.on < item.in_use_from:
        return False
    if item.in_use_to is not None and item.in_use_to < office.on:
        return False
    return item.show_if is None or _may_hold(item.show_if, office)


def _may_hold(condition: Condition, office: Office) -> bool:
    """Say whether the office's settings leave the condition a chance."""
    return any(
        truth(Condition((_settings(tests),)), Look({}, office.settings)) is not False
        for tests in condition.alternatives
    )


def _settings(tests: Sequence[Test]) -> tuple[Test, ...]:
    return tuple(test for test in tests if test.name.startswith(_SETTING))


@dataclass(frozen=True, slots=True)
class Words:
    """Says the conditions of one form in one office."""

    form: Form
    office: Office

    def only_if(self, condition: Condition | None, near: str = "") -> str:
        """Say when to answer: "if 6 is “Cut short”"; `near` is the question's own number."""
        if condition is None:
            return ""
        said = [self._all(tests, near) for tests in condition.alternatives if not _open(tests)]
        return f"if {' or '.join(dict.fromkeys(said))}" if all(said) and said else ""

    def _all(self, tests: Sequence[Test], near: str) -> str:
        asked = (test for test in tests if not test.name.startswith(_SETTING))
        return " and ".join(self._one(test, near) for test in asked)

    def _one(self, test: Test, near: str) -> str:
        item = self.form.fields.get(test.name)
        if item is None:
            return self._worked_out(test)
        say = _SAY.get(test.op)
        if say is None:
            return _APPLIES
        operand = self._operand(test, item)
        if near and item.number == near:
            return say(operand).removeprefix("is ")
        return f"{_named(item)} {say(operand)}"

    def _worked_out(self, test: Test) -> str:
        """Say it of something that is worked out: "you waited more than 10 minutes"."""
        found = next((each for each in self.form.calculates if each.id == test.name), None)
        if found is None or not found.label or test.op not in _SAY:
            return _APPLIES
        operand = self._value(test.operand)
        unit = f" {found.unit}" if found.unit and operand != _LIMIT else ""
        label = found.label[:1].lower() + found.label[1:]
        return f"{label} {_SAY[test.op](operand).removeprefix('is ')}{unit}"

    def _operand(self, test: Test, item: Field) -> str:
        if test.op not in ("is", "is_not", "includes"):
            return self._value(test.operand)
        codes = test.operand if isinstance(test.operand, list) else [test.operand]
        entries = self.office.options(self.form, item).entries
        if test.op == "includes":
            left = [entry.label for entry in entries if entry.code not in codes]
            if len(left) == 1 and len(entries) > 2:
                return f"anything but “{left[0]}”"
        labels = {entry.code: entry.label for entry in entries}
        yes_no = {"yes": "yes", "no": "no"} if item.type == "yes_no" else {}
        return _any_of([yes_no.get(str(c)) or f"“{labels.get(str(c), c)}”" for c in codes])

    def _value(self, operand: object) -> str:
        if not isinstance(operand, str):
            return str(operand)
        if operand.startswith(_SETTING):
            value = self.office.settings.get(operand.removeprefix(_SETTING))
            return str(value) if value is not None else _LIMIT
        item = self.form.fields.get(operand)
        return _named(item) if item is not None else operand


def _open(tests: Sequence[Test]) -> bool:
    """Say whether an alternative only says that something is not answered yet."""
    return all(test.op == "answered" and test.operand is False for test in tests)


def _named(item: Field) -> str:
    return item.number or f"“{item.name}”"


def _any_of(words: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


_SAY: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "is": lambda value: f"is {value}",
        "is_not": lambda value: f"is not {value}",
        "includes": lambda value: f"is {value}",
        "more_than": lambda value: f"is more than {value}",
        "at_least": lambda value: f"is {value} or more",
        "less_than": lambda value: f"is less than {value}",
        "at_most": lambda value: f"is {value} or less",
        "after": lambda value: f"is after {value}",
        "before": lambda value: f"is before {value}",
        "answered": lambda _: "is answered",
        "known": lambda _: "is known",
    }
)
