"""Is a form sound? Every name it uses must exist, and conditions look upwards only."""

from collections import Counter
from collections.abc import Iterable

from desktop.formlib.conditions import REFERRING
from desktop.formlib.load_figures import REGISTERS
from desktop.formlib.model import Condition, Field, Figure, Form
from desktop.formlib.sentences import names_in
from desktop.formlib.table import Table
from desktop.formlib.types import TYPES

_HEADER_TYPES = {"on": "date", "opened": "date", "place": "place", "reference": "text"}


def check_form(form: Form, table: Table) -> None:
    """Refuse a form whose parts do not fit together. Raises FormError."""
    for section, count in Counter(section.id for section in form.sections).items():
        if count > 1:
            raise table.refuse(f"the section “{section}” is there twice")
    _check_fields(form, table)
    _check_header(form, table)
    known = set(form.fields)
    for calculate in form.calculates:
        if calculate.id in known:
            raise table.refuse(
                "a field or calculate of this name is there already", f"calculate.{calculate.id}"
            )
        names = [name for name in calculate.of if isinstance(name, str)]
        names += [n for _, when in calculate.choices for n in _names(when)]
        _refuse_unknown(names, known, table, f"calculate.{calculate.id}")
        known.add(calculate.id)
    for rule in form.rules:
        names = [*rule.names, *_names(rule.when), *names_in(rule.say), *names_in(rule.live)]
        if rule.field:
            names.append(rule.field)
        if rule.how == "balance" and len(rule.names) < 2:
            raise table.refuse("takes the whole and its parts", f"rule “{rule.id}”")
        _refuse_unknown(names, known | _row_names(form), table, f"rule “{rule.id}”")
    for figure in form.figures.values():
        _check_figure(form, figure, known, table)
    _check_report(form, table)


def _check_fields(form: Form, table: Table) -> None:
    seen: set[str] = set()
    for section in form.sections:
        _refuse_unknown(_names(section.show_if), seen, table, f"section “{section.id}”")
        for item in section.fields:
            if item.id in seen:
                raise table.refuse("this id is there twice", f"field “{item.id}”")
            _check_field(form, item, seen, table)
            seen.add(item.id)
    for group in form.rows.values():
        if group.id not in form.fields or form.fields[group.id].type != "rows":
            raise table.refuse("no field of type rows has this name", f"rows.{group.id}")
        inner: set[str] = set()
        for item in group.fields:
            if item.type == "rows":
                raise table.refuse("a row holds no rows", f"rows.{group.id}, field “{item.id}”")
            if item.id in inner or item.id == "id":
                raise table.refuse("this id is there twice", f"rows.{group.id}, field “{item.id}”")
            _check_field(form, item, inner | seen, table)
            inner.add(item.id)
        if group.about and group.about not in inner:
            raise table.refuse(f"“about” names no field: “{group.about}”", f"rows.{group.id}")


def _check_field(form: Form, item: Field, earlier: set[str], table: Table) -> None:
    where = f"rows.{item.group}, field “{item.id}”" if item.group else f"field “{item.id}”"
    _refuse_unknown(_names(item.show_if), earlier, table, where)
    if TYPES[item.type].chooses and item.list not in form.lists:
        raise table.refuse(f"there is no list “{item.list}”", where)
    if (item.min or item.max) and not TYPES[item.type].limits:
        raise table.refuse(f"a field of type {item.type} takes no min or max", where)
    if item.type == "rows" and item.id not in form.rows:
        raise table.refuse(f"there is no [rows.{item.id}] for it", where)
    if item.opens and item.opens not in form.rows:
        raise table.refuse(f"“opens” names no rows: “{item.opens}”", where)
    if item.hide_until and item.hide_until not in earlier:
        raise table.refuse(f"“hide_until” names no earlier field: “{item.hide_until}”", where)


def _check_header(form: Form, table: Table) -> None:
    for role, kind in _HEADER_TYPES.items():
        name = getattr(form.header, role)
        if name and (name not in form.fields or form.fields[name].type != kind):
            raise table.refuse(f"there is no {kind} field “{name}”", f"header.{role}")
    if not form.header.date_field and form.counts != "when_heard":
        raise table.refuse("name the field whose date places a record: “on” or “opened”", "header")
    known = set(form.fields) | {calculate.id for calculate in form.calculates}
    names = [form.header.closed] if form.header.closed else []
    names += [*form.header.people, *form.header.columns, *form.header.stub]
    _refuse_unknown([*names, *_names(form.header.completed)], known, table, "header")


def _check_figure(form: Form, figure: Figure, known: set[str], table: Table) -> None:
    where = f"figure.{figure.id}"
    if figure.over not in ("records", *form.rows, *REGISTERS):
        raise table.refuse(f"there is nothing named “{figure.over}” to count", where)
    if figure.part_of and figure.part_of not in form.figures:
        raise table.refuse(f"“part_of” names no figure: “{figure.part_of}”", where)
    if figure.how == "built_in" or figure.over in REGISTERS:
        return
    names = _names(figure.where)
    names += [figure.by] if figure.by else []
    names += [figure.dated_by] if figure.dated_by else []
    names += figure.as_at or ()
    for measure in (figure.what, figure.of):
        if isinstance(measure, Condition):
            names += _names(measure)
        elif measure is not None and figure.how != "count" and not _is_all(figure, measure):
            names.append(measure)
    extra = _row_names(form, figure.over) | {"place", "meeting", "counted_on"}
    _refuse_unknown(names, known | extra, table, where)


def _is_all(figure: Figure, measure: str) -> bool:
    """Say whether a share is taken of all that is counted, answered or not: of = "records"."""
    return isinstance(figure.what, Condition) and measure == figure.of == figure.over


def _check_report(form: Form, table: Table) -> None:
    report = form.report
    for key in ("brief", "due", "done", "found", "next", "not_known", "paragraphs"):
        for line in getattr(report, key):
            names = _names(line.when) + ([line.of] if line.of else [])
            for name in (*names, *names_in(line.say, figures=True)):
                if name.partition(".")[0] not in form.figures:
                    raise table.refuse(f"there is no figure “{name}”", f"report.{key}")
    for name in (*report.table, *filter(None, [report.headline])):
        if name not in form.figures:
            raise table.refuse(f"there is no figure “{name}”", "report.table")


def _names(condition: Condition | None) -> list[str]:
    if condition is None:
        return []
    names = sorted(condition.names())
    for tests in condition.alternatives:
        names += [t.operand for t in tests if t.op in REFERRING and isinstance(t.operand, str)]
    return names


def _row_names(form: Form, group: str = "") -> set[str]:
    groups = [form.rows[group]] if group in form.rows else [] if group else form.rows.values()
    inner = {item.id for rows in groups for item in rows.fields}
    return inner | {f"{rows.id}.{item.id}" for rows in groups for item in rows.fields}


def _refuse_unknown(names: Iterable[str], known: set[str], table: Table, where: str) -> None:
    for name in names:
        if name.startswith("setting:") or name in known or name.partition(".")[0] in known:
            continue
        raise table.refuse(f"there is no earlier field “{name}”", where)
