"""What an invitation says of the office: what one laptop needs for its schemes, and no more.

Each kind of line has the columns that travel. A column that is not named here stays in the
office, also one that the table gets later.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields as parts_of
from dataclasses import is_dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from desktop.exchange.exporting import kind_lines
from desktop.exchange.kinds import KINDS
from desktop.formlib.model import Field, Form
from desktop.store import models
from desktop.store.settings import kinds, setting, setting_fault

TRAVELS: Mapping[str, tuple[str, ...]] = {
    "scheme": ("name", "body"),
    "setting": ("key", "valid_from", "value", "source"),
    "list_edit": ("list", "code", "start", "end", "label", "attributes"),
    "person": ("name", "kind"),
    "place": ("scheme", "name", "kind", "address", "periods"),
    "target": ("scheme", "place", "count", "every", "national_or_local", "start", "end"),
    "slot": ("scheme", "place", "week_start", "pair", "state", "note"),
    "dog": ("name", "kind", "status"),
}
"""The kinds of lines in an invitation, and the keys of each beside `type` and `id`."""

_PERIOD = ("id", "start", "end", "status")
_TAKE_PART = ("training", "active", "paused")
_NAMED = re.compile(r"setting:([A-Za-z0-9_]+)")

Line = Mapping[str, object]


def lines_for(
    session: Session, forms: Iterable[Form], schemes: Iterable[str], person_id: str, on: date
) -> tuple[Line, ...]:
    """Give the lines for one person's laptop: `forms` are those of `schemes` that are in use.

    Settings that `values_for` gives are not among them.
    """
    used, wanted = tuple(forms), sorted(set(schemes))
    slots = list(_lines(session, "slot", models.Slot.scheme.in_(wanted)))
    own = [line for line in slots if person_id in _texts(line.get("pair"))]
    people = _takes_part(session, wanted, on) | {person_id}
    people |= {one for line in own for one in _texts(line.get("pair"))}
    persons = list(_lines(session, "person", models.Person.id.in_(sorted(people))))
    here = {line["id"] for line in persons}  # a rota may still name who was taken off the list
    own = [{**line, "pair": [p for p in _texts(line.get("pair")) if p in here]} for line in own]
    places = [_with_periods(one) for one in _lines(session, "place", _in("place", wanted))]
    keys = needed_settings(used) - set(_one_value(used))
    found = [
        *_lines(session, "scheme", models.Scheme.id.in_(wanted)),
        *(
            line
            for line in _lines(session, "setting", models.Setting.key.in_(sorted(keys)))
            if not setting_fault(str(line["key"]), line.get("value"))
        ),
        *_lines(session, "list_edit", models.ListEdit.list.in_(sorted(lists_of(used)))),
        *persons,
        *places,
        *_lines(session, "target", _in("target", wanted)),
        *own,
    ]
    if any(field.type == "register" for form in used for field in fields_of(form)):
        found += _lines(session, "dog")
    return tuple(found)


def values_for(
    session: Session, forms: Iterable[Form], on: date
) -> tuple[dict[str, object], dict[str, str]]:
    """Give the rules for erasing and the texts for people in force on a day, each by setting.

    One value each: what held before is the office's history.
    """
    used = tuple(forms)
    values = {key: setting(session, key, on) for key in _one_value(used)}
    given = {key: value for key, value in values.items() if value is not None}
    texts = {key: value for key, value in given.items() if isinstance(value, str)}
    return {key: value for key, value in given.items() if key not in texts}, texts


def needed_settings(forms: Iterable[Form]) -> set[str]:
    """Give the settings that a laptop works with: those for laptops, and those forms name."""
    found = {key for key, kind in kinds().items() if kind.laptops}
    for form in forms:
        asked = (form.sections, form.rows, form.calculates, form.rules)
        found |= {key for text in _strings(asked) for key in _NAMED.findall(text)}
        found |= {section.switch for section in form.sections if section.switch}
    return {key for key in found if key not in kinds() or not kinds()[key].stays}


def lists_of(forms: Iterable[Form]) -> set[str]:
    """Give the shared lists that some forms choose from."""
    return {field.list for form in forms for field in fields_of(form) if field.list}


def fields_of(form: Form) -> Iterator[Field]:
    """Give the fields of a form, also those of its rows."""
    yield from form.fields.values()
    for group in form.rows.values():
        yield from group.fields


def _one_value(forms: tuple[Form, ...]) -> list[str]:
    """Give the settings of which today's value is enough: texts, and how long things are kept."""
    known = kinds()
    found = {key for key in needed_settings(()) if known[key].kind in ("text", "number")}
    for form in forms:
        found |= {field.erase.removeprefix("setting:") for field in fields_of(form) if field.erase}
    return sorted(found & known.keys())


def _lines(session: Session, kind: str, *where: ColumnElement[bool]) -> Iterator[Line]:
    keys = ("type", "id", *TRAVELS[kind])
    for line in kind_lines(session, KINDS[kind], *where):
        yield {key: line[key] for key in keys if key in line}


def _in(kind: str, schemes: list[str]) -> ColumnElement[bool]:
    column: ColumnElement[bool] = KINDS[kind].table.c.scheme.in_(schemes)
    return column


def _with_periods(line: Line) -> Line:
    periods = line.get("periods")
    if not isinstance(periods, list):
        return line
    return {
        **line,
        "periods": [{key: one[key] for key in _PERIOD if key in one} for one in periods],
    }


def _takes_part(session: Session, schemes: list[str], on: date) -> set[str]:
    """Give who takes part in the schemes; who only asked or is being vetted is nobody's affair."""
    held = models.Membership
    query = select(held.person_id).where(
        held.scheme.in_(schemes),
        held.person_id.is_not(None),
        held.status.in_(_TAKE_PART),
        held.start <= on,
        or_(held.end.is_(None), held.end >= on),
    )
    return {str(id_) for id_ in session.scalars(query)}


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _strings(value: object) -> Iterator[str]:
    """Give every text in a form's data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _strings(key)
            yield from _strings(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for part in parts_of(value):
            yield from _strings(getattr(value, part.name))
