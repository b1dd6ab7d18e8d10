"""Is a form sound? Every name it uses must exist, and conditions look upwards only."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop.formlib.conditions import names_used
from desktop.formlib.model import Calculate, Field, Form, Rule
from desktop.formlib.office import Office
from desktop.formlib.sentences import faults_in, names_in
from desktop.formlib.sequence import operands
from desktop.formlib.sound_figures import check_figures
from desktop.formlib.table import Table
from desktop.formlib.types import TYPES, Setting, Text, fault_of

_HEADER_TYPES = {
    "on": "date",
    "opened": "date",
    "place": "place",
    "reference": "text",
    "theme": "text",
}
_LISTS_OF = ("choices", "topics", "people", "register", "rows")
# What the operands of a calculate have to be, and how many it takes; None: two or more.
_TAKES: Mapping[str, tuple[str, int | None]] = {
    "minutes_between": ("time", 2),
    "days": ("date", 2),
    "working_days": ("date", 2),
    "add_days": ("number", None),
    "sum": ("number", None),
    "rest": ("number", None),
    "first": ("any", None),
    "choose": ("any", 0),
}
_KIND = {"integer": "number", "decimal": "number", "time": "time", "date": "date"}


def check_form(form: Form, table: Table) -> None:
    """Refuse a form whose parts do not fit together. Raises FormError."""
    if not form.sections:
        raise table.refuse("there is no [[section]]: a form asks at least one question")
    for section, count in Counter(section.id for section in form.sections).items():
        if count > 1:
            raise table.refuse(f"the section “{section}” is there twice")
    _check_fields(form, table)
    _check_header(form, table)
    _check_calculates(form, table)
    known = set(form.fields) | {calculate.id for calculate in form.calculates}
    for name, count in Counter(rule.id for rule in form.rules).items():
        if count > 1:
            raise table.refuse("two rules have this id", f"rule “{name}”")
    for rule in form.rules:
        _check_rule(form, rule, known, table)
    check_figures(form, known, table)


def _check_fields(form: Form, table: Table) -> None:
    seen = {calculate.id for calculate in form.worked_out.get("", ())}
    before_rows: dict[str, set[str]] = {}
    ids: set[str] = set()
    for section in form.sections:
        table.refuse_unknown(names_used(section.show_if), seen, f"section “{section.id}”")
        for item in section.fields:
            if item.id in ids:
                raise table.refuse("this id is there twice", f"field “{item.id}”")
            _check_field(form, item, seen, table)
            before_rows[item.id] = set(seen)
            ids.add(item.id)
            seen.add(item.id)
            seen |= {calculate.id for calculate in form.worked_out.get(item.id, ())}
    for group in form.rows.values():
        if group.id not in form.fields or form.fields[group.id].type != "rows":
            raise table.refuse("no field of type rows has this name", f"rows.{group.id}")
        inner: set[str] = set()
        for item in group.fields:
            if item.type == "rows":
                raise table.refuse("a row holds no rows", f"rows.{group.id}, field “{item.id}”")
            if item.id in inner or item.id == "id":
                raise table.refuse("this id is there twice", f"rows.{group.id}, field “{item.id}”")
            _check_field(form, item, inner | before_rows[group.id], table)
            inner.add(item.id)
        if group.about and group.about not in inner:
            raise table.refuse(f"“about” names no field: “{group.about}”", f"rows.{group.id}")


def _check_field(form: Form, item: Field, earlier: set[str], table: Table) -> None:
    where = f"rows.{item.group}, field “{item.id}”" if item.group else f"field “{item.id}”"
    table.refuse_unknown(names_used(item.show_if), earlier, where)
    if TYPES[item.type].chooses and item.list not in form.lists:
        raise table.refuse(f"there is no list “{item.list}”", where)
    if item.only and not form.options(item).entries:
        raise table.refuse(f"the list “{item.list}” has no entry for “only”", where)
    if (item.min or item.max) and not TYPES[item.type].limits:
        raise table.refuse(f"a field of type {item.type} takes no min or max", where)
    if item.min and item.max and Decimal(item.min) > Decimal(item.max):
        raise table.refuse("min is more than max", where)
    if isinstance(TYPES[item.type], Text) and not (item.max or "1").isdecimal():
        raise table.refuse("max is the number of characters, a whole number", where)
    if item.type == "rows" and item.id not in form.rows:
        raise table.refuse(f"there is no [rows.{item.id}] for it", where)
    if item.opens:
        _check_opens(form, item, table, where)
    if item.hide_until and item.hide_until not in earlier:
        raise table.refuse(f"“hide_until” names no earlier field: “{item.hide_until}”", where)
    if item.default is not None:
        _check_answer(form, item, item.default, table, f"{where}, default")


def _check_opens(form: Form, item: Field, table: Table, where: str) -> None:
    """See that each row a question can open has its topic in the list of the row's `about`."""
    group = form.rows.get(item.opens)
    about = next((f for f in group.fields if f.id == group.about), None) if group else None
    if about is None:
        raise table.refuse(f"“opens” names no rows with an “about”: “{item.opens}”", where)
    many = item.type in ("topics", "choices")
    if not many and not item.opens_on:
        raise table.refuse("“opens_on” says which answers open a row", where)
    topics = [entry.code for entry in form.options(item).entries] if many else [item.id]
    for code in item.opens_on:
        if form.options(item).get(code) is None:
            raise table.refuse(f"there is no answer “{code}” for “opens_on”", where)
    for topic in topics:
        if form.options(about).get(topic) is None:
            raise table.refuse(f"the list “{about.list}” has no topic “{topic}”", where)


def _check_answer(form: Form, item: Field, value: object, table: Table, where: str) -> None:
    """Refuse an answer written into the form that nobody could give."""
    if fault := fault_of(value, Setting(form, item, Office(date.max))):
        raise table.refuse(f"{value!r} {fault}", where)


def _check_header(form: Form, table: Table) -> None:
    for role, kind in _HEADER_TYPES.items():
        name = getattr(form.header, role)
        if name and (name not in form.fields or form.fields[name].type != kind):
            raise table.refuse(f"there is no {kind} field “{name}”", f"header.{role}")
    if not form.header.date_field and form.counts != "when_heard":
        raise table.refuse("name the field whose date places a record: “on” or “opened”", "header")
    known = set(form.fields) | {calculate.id for calculate in form.calculates}
    names = [form.header.closed] if form.header.closed else []
    names += [*form.header.columns, *names_used(form.header.completed)]
    table.refuse_unknown(names, known, "header")
    table.refuse_unknown(form.header.people, set(form.fields), "header.people")
    for name, value in form.header.stub.items():
        if name not in form.fields:
            raise table.refuse(f"there is no field “{name}”", "header.stub")
        _check_answer(form, form.fields[name], value, table, f"header.stub.{name}")


def _check_calculates(form: Form, table: Table) -> None:
    kinds = {item.id: _KIND.get(item.type, item.type) for item in form.fields.values()}
    for calculate in form.calculates:
        where = f"calculate.{calculate.id}"
        if calculate.id in kinds:
            raise table.refuse("a field or calculate of this name is there already", where)
        table.refuse_unknown(operands(calculate), set(kinds), where)
        _check_operands(calculate, kinds, table, where)
        kinds[calculate.id] = _gives(calculate, kinds)


def _check_operands(
    calculate: Calculate, kinds: Mapping[str, str], table: Table, where: str
) -> None:
    kind, count = _TAKES[calculate.how]
    given = len(calculate.of)
    if (given < 2) if count is None else (given != count):
        needed = "two or more" if count is None else "exactly two"
        raise table.refuse(f"{calculate.how} takes {needed}", where)
    for number, operand in enumerate(calculate.of):
        wanted = "date" if calculate.how == "add_days" and number == 0 else kind
        if not isinstance(operand, str | int) or isinstance(operand, bool):
            raise table.refuse(f"takes names and whole numbers, not {operand!r}", where)
        found = kinds.get(operand, "any") if isinstance(operand, str) else "number"
        if "any" not in (wanted, found) and wanted != found:
            raise table.refuse(f"{calculate.how} takes a {wanted}; “{operand}” is none", where)


def _gives(calculate: Calculate, kinds: Mapping[str, str]) -> str:
    if calculate.how == "choose":
        return "any"
    if calculate.how == "first":
        return kinds.get(str(calculate.of[0]), "any")
    return "date" if calculate.how == "add_days" else "number"


def _check_rule(form: Form, rule: Rule, known: set[str], table: Table) -> None:
    where = f"rule “{rule.id}”"
    if rule.how == "distinct":
        _check_distinct(form, rule, table, where)
    elif rule.how != "when" and len(rule.names) < 2:
        raise table.refuse(f"“{rule.how}” takes two or more names", where)
    if rule.live and not rule.names:
        raise table.refuse("a live line needs names to add up", where)
    for text in (rule.say, rule.live):
        for fault in faults_in(text, ("",)):
            raise table.refuse(fault, where)
    names = [*rule.names, *names_used(rule.when), *names_in(rule.say), *names_in(rule.live)]
    names += [rule.field] if rule.field else []
    table.refuse_unknown(names, known | _row_names(form), where)


def _check_distinct(form: Form, rule: Rule, table: Table, where: str) -> None:
    group, _, inner = rule.names[0].partition(".") if len(rule.names) == 1 else ("", "", "")
    item = form.fields.get(group)
    row = form.rows.get(group)
    if item is None or item.type not in _LISTS_OF:
        raise table.refuse("“distinct” takes one list of answers, or one field of its rows", where)
    if inner and (row is None or inner not in {field.id for field in row.fields}):
        raise table.refuse(f"the rows have no field “{inner}”", where)


def _row_names(form: Form) -> set[str]:
    inside = [(rows.id, item.id) for rows in form.rows.values() for item in rows.fields]
    return {item for _, item in inside} | {f"{rows}.{item}" for rows, item in inside}
