"""Settling: one pass over answers that keeps what applies and works out what follows."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.formlib import days
from desktop.formlib.conditions import Look, Unknown, holds, number, plain, truth
from desktop.formlib.model import Answers, Calculate, Field, Form, Section
from desktop.formlib.office import Office


@dataclass(frozen=True, slots=True)
class Settled:
    """Answers that apply, with what was worked out from them.

    `values` holds both; `shown` names the fields that are asked now; what is hidden until a
    judgement stays in `values` though it is not shown. `on` is the record's day, by which
    questions are in use or not.
    """

    values: Answers
    shown: frozenset[str]
    look: Look
    on: date

    def calculated(self, form: Form) -> Answers:
        """Give only what was worked out."""
        return {c.id: self.values[c.id] for c in form.calculates if c.id in self.values}


def settle(form: Form, answers: Answers, office: Office) -> Settled:
    """Settle the answers of one record by the office's data.

    Answers to questions that do not apply are left out, top to bottom, so that a hidden answer
    can hold nothing else open. Unknown in, unknown out: nothing is worked out from a gap, nor
    from an answer that is wrong; `problems` says what is wrong with it.
    """
    values: dict[str, object] = {}
    shown: set[str] = set()
    look = look_at(form, values, office, shown)
    on = day_of(form, answers, office)
    _work_out_after("", form, values, look, office)
    for section in form.sections:
        applies = section_applies(section, office, on, look)
        for item in section.fields:
            if applies and field_applies(item, on, look):
                if not item.hide_until or values.get(item.hide_until) is not None:
                    shown.add(item.id)
                answer = answers.get(item.id)
                if answer is not None:
                    values[item.id] = _settle_rows(form, item, answer, office, values, on)
            _work_out_after(item.id, form, values, look, office)
    if isinstance(answers.get("_why"), dict):
        values["_why"] = answers["_why"]
    return Settled(values, frozenset(shown), look, on)


def day_of(form: Form, answers: Answers, office: Office) -> date:
    """Give the day a record is about; `office.on` while its date is not answered.

    A visit of 31 March written up on 2 April is asked what was asked in March.
    """
    answer = answers.get(form.header.date_field)
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else office.on
    except ValueError:
        return office.on


def look_at(
    form: Form, values: Answers, office: Office, shown: set[str] | frozenset[str] = frozenset()
) -> Look:
    """Give conditions their view of a record's answers."""
    return Look(
        values,
        settings=office.settings,
        attribute=office.attributes(form, form.fields),
        is_open=shown.__contains__,
    )


def row_look(form: Form, group: str, row: Answers, values: Answers, office: Office) -> Look:
    """Give conditions their view of one row: its own answers first, then its record's."""
    fields = {item.id: item for item in form.rows[group].fields}
    both: ChainMap[str, object] = ChainMap(dict(row), dict(values))
    every = ChainMap(fields, dict(form.fields))
    return Look(both, settings=office.settings, attribute=office.attributes(form, every))


def section_applies(section: Section, office: Office, on: date, look: Look) -> bool | None:
    """Say whether a section applies, by the office's switch, its dates and its condition.

    None where an answer it depends on is not known or not given: it is not asked, and what it
    would have said is a gap.
    """
    if section.switch and office.settings.get(section.switch) is not True:
        return False
    return in_use(section, on) and truth(section.show_if, look)


def field_applies(item: Field, on: date, look: Look) -> bool | None:
    """Say whether a question applies, by its dates in use and its condition; None as above."""
    return in_use(item, on) and truth(item.show_if, look)


def in_use(part: Section | Field, on: date) -> bool:
    """Say whether a section or a question is in use on a day."""
    start, end = part.in_use_from, part.in_use_to
    return (start is None or start <= on) and (end is None or on <= end)


def _settle_rows(
    form: Form, item: Field, answer: object, office: Office, values: Answers, on: date
) -> object:
    if item.type != "rows" or not isinstance(answer, list):
        return answer
    rows: list[object] = []
    for row in answer:
        if not isinstance(row, dict):
            rows.append(row)
            continue
        look = row_look(form, item.id, row, values, office)
        hidden = {
            field.id for field in form.rows[item.id].fields if not field_applies(field, on, look)
        }
        rows.append({name: value for name, value in row.items() if name not in hidden})
    return rows


def _work_out_after(
    field: str, form: Form, values: dict[str, object], look: Look, office: Office
) -> None:
    for calculate in form.worked_out.get(field, ()):
        try:
            result = _work_out(calculate, look, office)
        except (ValueError, OverflowError):  # from a file: no date, no time, or days without end
            continue
        if result is not None:
            values[calculate.id] = result


def _work_out(calculate: Calculate, look: Look, office: Office) -> object:
    if calculate.how == "choose":
        return next((code for code, when in calculate.choices if holds(when, look)), None)
    if calculate.how == "first":
        found = [value for name in calculate.of if (value := look.value(str(name))) is not None]
        unknown = [value for value in found if isinstance(value, Unknown)]
        # An answer says more than an unknown before it; unknowns alone stay unknown.
        known = next((value for value in found if not isinstance(value, Unknown)), None)
        return _kept(unknown[0]) if known is None and unknown else known
    operands = [
        look.value(operand) if isinstance(operand, str) else operand for operand in calculate.of
    ]
    gap = next((o for o in operands if isinstance(o, Unknown)), None)
    if gap is not None:
        return _kept(gap)
    if calculate.how == "add_days":
        operands = [operands[0], *(0 if o is None else o for o in operands[1:])]
    if any(operand is None for operand in operands):
        return None
    return _OPERATIONS[calculate.how](operands, office)


def _kept(unknown: Unknown) -> object:
    return {"unknown": unknown.code}


def _minutes_between(operands: list[object], _office: Office) -> object:
    start, end = operands
    return days.minutes_between(str(start), str(end))


def _days(operands: list[object], _office: Office) -> object:
    start, end = (date.fromisoformat(str(operand)) for operand in operands)
    return days.days_between(start, end)


def _working_days(operands: list[object], office: Office) -> object:
    start, end = (date.fromisoformat(str(operand)) for operand in operands)
    return days.working_days(start, end, office.holidays) if start <= end else None


def _add_days(operands: list[object], _office: Office) -> object:
    start, *counts = operands
    total = sum(int(number(count) or 0) for count in counts)
    return days.add_days(date.fromisoformat(str(start)), total).isoformat()


def _sum(operands: list[object], _office: Office) -> object:
    return _stored(sum((number(operand) or Decimal(0) for operand in operands), Decimal(0)))


def _rest(operands: list[object], _office: Office) -> object:
    whole, *parts = (number(operand) or Decimal(0) for operand in operands)
    return _stored(whole - sum(parts, Decimal(0)))


def _stored(value: Decimal) -> object:
    return int(value) if value == value.to_integral_value() else str(value)


_OPERATIONS = {
    "minutes_between": _minutes_between,
    "days": _days,
    "working_days": _working_days,
    "add_days": _add_days,
    "sum": _sum,
    "rest": _rest,
}
OPERATIONS = (*_OPERATIONS, "first", "choose")


def answered(values: Mapping[str, object], name: str) -> bool:
    """Say whether a field has an answer, a way of not knowing included."""
    return plain(values.get(name)) is not None
