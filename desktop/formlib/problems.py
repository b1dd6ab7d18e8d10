"""What stands between a record and its finish, in sentences that say what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from desktop.formlib.conditions import Unknown, holds, number, plain
from desktop.formlib.model import Field, Form, Rule
from desktop.formlib.office import Office
from desktop.formlib.sentences import fill
from desktop.formlib.settle import Settled, field_applies, row_look
from desktop.formlib.typed import say_date
from desktop.formlib.types import Setting, fault_of, show

Kind = Literal["missing", "unread", "stop", "explain", "finding", "approval"]
BLOCKING = ("missing", "unread", "stop", "explain")
_QUOTED = 60  # letters of what was typed
"""What must be put right, or explained, before a record can be finished."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence about one question. `group` and `row` place it in a row.

    `rule` names the rule behind it; for an explained one `reason` holds the explanation.
    """

    kind: Kind
    field: str
    say: str
    group: str = ""
    row: str = ""
    rule: str = ""
    reason: str = ""

    @property
    def blocks(self) -> bool:
        """Say whether the record cannot be finished while this stands."""
        return self.kind in BLOCKING and not self.reason


@dataclass(frozen=True, slots=True)
class LiveLine:
    """A line shown while typing: whether all is accounted for."""

    rule: str
    text: str
    adds_up: bool


def problems(
    form: Form,
    settled: Settled,
    unread: Mapping[str, str],
    office: Office,
    sitting: int | None = None,
) -> tuple[Problem, ...]:
    """Give everything to say about a record, in reading order.

    `unread` holds what was typed and could not be read: by field id, or "group/row/field".
    Only questions up to `sitting` are asked for; without it those of all sittings.
    """
    last = sitting or form.sittings
    fields = [f for s in form.sections if s.sitting <= last for f in s.fields]
    found = [
        p
        for item in fields
        if item.id in settled.shown
        for p in _field_problems(form, item, settled, unread, office)
    ]
    here = {item.id for item in fields}
    for rule in form.rules:
        place = rule.field or (rule.names[-1] if rule.names else "")
        if place in here or place not in form.fields:
            found += _rule_problem(form, rule, place, settled, office)
    return tuple(found)


def _field_problems(
    form: Form, item: Field, settled: Settled, unread: Mapping[str, str], office: Office
) -> Iterator[Problem]:
    value = settled.values.get(item.id)
    if item.id in unread:
        say = _not_read(Setting(form, item, office), unread[item.id])
        yield Problem("unread", item.id, say)
    elif value is None:
        if not item.optional and item.type not in ("note", "rows"):
            yield Problem("missing", item.id, _enter(item))
    elif fault := fault_of(value, Setting(form, item, office)):
        yield Problem("stop", item.id, f"{item.name.rstrip('?')}: {fault}")
    elif item.opens:
        yield from _opened(form, item, value, settled, office)
    if item.type == "rows":
        yield from _row_problems(form, item, settled, unread, office)


def _opened(
    form: Form, item: Field, value: object, settled: Settled, office: Office
) -> Iterator[Problem]:
    """Ask for a row for each topic that was ticked, or about a question answered that way."""
    topics: Sequence[object] = value if isinstance(value, list) else []
    if value in item.opens_on:
        topics = [item.id]
    group = form.rows[item.opens]
    rows = settled.values.get(group.id)
    rows = rows if isinstance(rows, list) else []
    told = [row.get(group.about) for row in rows if isinstance(row, dict)]
    for topic in topics:
        if topic not in told:
            ticked = show([topic], Setting(form, item, office))
            label = item.name if item.opens_on else ticked
            say = f"Say what was wrong with “{label}” under “{form.fields[group.id].name}”"
            yield Problem("missing", group.id, say, rule=f"opens:{item.id}:{topic}")


def _row_problems(
    form: Form, item: Field, settled: Settled, unread: Mapping[str, str], office: Office
) -> Iterator[Problem]:
    value = settled.values.get(item.id)
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    group = form.rows[item.id]
    if len(rows) < item.at_least:
        yield Problem("missing", item.id, f"Add at least one {group.one}")
    for row in rows:
        look = row_look(form, item.id, row, settled.values, office)
        id_ = str(row.get("id"))
        for inner in group.fields:
            if not field_applies(inner, settled.on, look):
                continue
            key = f"{item.id}/{id_}/{inner.id}"
            if key in unread:
                say = _not_read(Setting(form, inner, office), unread[key])
                yield Problem("unread", inner.id, say, item.id, id_)
            elif row.get(inner.id) is None and not inner.optional:
                yield Problem("missing", inner.id, _enter(inner), item.id, id_)


def _not_read(at: Setting, text: str) -> str:
    """Say what is wrong with what was typed, quoting no more of it than a line."""
    if at.field.type in ("text", "long_text") and (fault := fault_of(text, at)):
        return f"{at.field.name.rstrip('?')}: {fault}"
    quoted = text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
    return f"“{quoted}” could not be read. {_enter(at.field)}"


def _enter(item: Field) -> str:
    verb = "Answer" if item.type in ("text", "long_text") else "Choose an answer to"
    if item.type in ("integer", "decimal"):
        verb = "Enter a number for"
    elif item.type in ("date", "time", "month"):
        verb = f"Enter a {item.type} for"
    return f"{verb} “{item.ask}”"


def _rule_problem(
    form: Form, rule: Rule, place: str, settled: Settled, office: Office
) -> list[Problem]:
    if not _is_broken(rule, settled):
        return []
    reasons = settled.values.get("_why")
    reason = str(reasons.get(rule.id, "")) if isinstance(reasons, dict) else ""
    say = say_with_answers(form, rule.say, settled, office)
    kept = reason if rule.level == "explain" else ""
    return [Problem(rule.level, place, say, rule=rule.id, reason=kept)]


def _is_broken(rule: Rule, settled: Settled) -> bool:
    look = settled.look
    if rule.how == "when":
        return holds(rule.when, look)
    if rule.how == "distinct":
        return _has_repeats(rule.names[0], settled)
    values = [look.value(name) for name in rule.names]
    if rule.how == "order":
        known = [str(v) for v in values if v is not None and not isinstance(v, Unknown)]
        return known != sorted(known)
    numbers = [number(value) for value in values]
    if any(value is None for value in numbers):
        return False
    first, *rest = (value or Decimal(0) for value in numbers)
    if rule.how == "balance":
        return first != sum(rest, Decimal(0))
    return any(a > b for a, b in zip([first, *rest], rest, strict=False))


def _has_repeats(name: str, settled: Settled) -> bool:
    group, dot, inner = name.partition(".")
    value = settled.values.get(group)
    items = value if isinstance(value, list) else []
    if dot:
        rows = [row for row in items if isinstance(row, dict)]
        items = [row[inner] for row in rows if row.get(inner) is not None]
    return len({str(item) for item in items}) != len(items)


def say_with_answers(form: Form, text: str, settled: Settled, office: Office) -> str:
    """Fill `{field}` in a sentence with the record's own answers, as people read them."""

    def value(name: str, _cell: str, _part: str) -> str:
        answer = settled.values.get(name)
        if answer is None and name.startswith("setting:"):
            answer = office.settings.get(name[8:])
        if answer is None:
            return "…"
        field = form.fields.get(name)
        if field is not None:
            return show(answer, Setting(form, field, office))
        return _show_calculated(answer)

    return fill(text, value)


def _show_calculated(answer: object) -> str:
    found = plain(answer)
    if isinstance(found, Unknown):
        return "not known"
    text = str(found)
    return say_date(text) if len(text) == 10 and text[4:5] == "-" else text


def live_lines(form: Form, settled: Settled, office: Office) -> tuple[LiveLine, ...]:
    """Give the lines that say while typing whether everyone is accounted for.

    A line appears with its second number: a total alone accounts for nobody. It adds up only
    when every number in it is there.
    """
    lines = []
    for rule in form.rules:
        values = [settled.look.value(name) for name in rule.names]
        if not rule.live or any(value is None for value in values[:2]):
            continue
        complete = all(number(value) is not None for value in values)
        adds_up = rule.how != "balance" or (complete and not _is_broken(rule, settled))
        text = say_with_answers(form, rule.live, settled, office)
        lines.append(LiveLine(rule.id, f"{text}{rule.settled if adds_up else ''}", adds_up))
    return tuple(lines)
