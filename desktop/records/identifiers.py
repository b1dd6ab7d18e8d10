"""Names and numbers of people in records: taken out before a record is stored.

They live in a table of their own, so that answers, earlier revisions, the search text and
whatever is copied from these hold none, and so that erasing that table erases them all. What was
typed into such a field and could not be read goes the same way, under the field `unread/<field>`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from desktop.formlib.model import Field, Form
from desktop.store import models
from desktop.store.models import Identifier, Row

_UNREAD = "unread/"

# Put together once, from the table: it runs at every keystroke's save.
_table = Row.metadata.tables[Identifier.__tablename__].c
_OF_RECORD = select(_table.row_id, _table.field, _table.value).where(
    _table.record_id == bindparam("record")
)


@dataclass(frozen=True, slots=True)
class Apart:
    """A record's answers without identifiers, and these by (row id, field) as text."""

    answers: dict[str, object]
    unread: dict[str, object]
    identifiers: dict[tuple[str, str], str]


def take_out(form: Form, answers: Mapping[str, object], unread: Mapping[str, object]) -> Apart:
    """Separate identifiers from what was answered and typed. An unknown identifies nobody."""
    found: dict[tuple[str, str], str] = {}
    kept: dict[str, object] = {}
    for name, value in answers.items():
        field = form.fields.get(name)
        if field is not None and field.identifier and not isinstance(value, dict):
            found["", name] = _as_text(value)
        elif name in form.rows and isinstance(value, list):
            kept[name] = [
                _row_without(form, name, row, found) if isinstance(row, dict) else row
                for row in value
            ]
        else:
            kept[name] = value
    for calculate in form.calculates:
        # Worked out as one of several answers, it may be the identifier itself.
        if calculate.id in kept and _as_text(kept[calculate.id]) in found.values():
            del kept[calculate.id]
    kept_unread: dict[str, object] = {}
    for key, typed in unread.items():
        row_id, field = _place(form, key)
        if field is not None and field.identifier:
            found[row_id, _UNREAD + field.id] = str(typed)
        else:
            kept_unread[key] = typed
    return Apart(kept, kept_unread, found)


def put_back(
    form: Form, row: models.Record, identifiers: Mapping[tuple[str, str], str]
) -> tuple[dict[str, object], dict[str, str]]:
    """Give a record's answers and unread text with its identifiers in their places.

    One whose row is gone stays out.
    """
    answers = dict(row.answers)
    unread = {key: str(typed) for key, typed in row.unread.items()}
    for group in form.rows:
        rows = answers.get(group)
        if isinstance(rows, list):
            answers[group] = [dict(one) for one in rows]
    places = {
        str(one["id"]): (group, one)
        for group in form.rows
        if isinstance(rows := answers.get(group), list)
        for one in rows
    }
    for (row_id, name), text in identifiers.items():
        group, holder = places.get(row_id, ("", answers if not row_id else None))
        if holder is None:
            continue
        if name.startswith(_UNREAD):
            field_id = name.removeprefix(_UNREAD)
            unread["/".join([group, row_id, field_id] if row_id else [field_id])] = text
        elif (field := _fields(form, group).get(name)) is not None:
            holder[name] = _from_text(field, text)
    return answers, unread


def kept_of(session: Session, record_id: str) -> dict[tuple[str, str], str]:
    """Read the identifiers of a record, by (row id, field)."""
    found = session.connection().execute(_OF_RECORD, {"record": record_id})
    return {(row_id, field): value for row_id, field, value in found}


def keep(
    session: Session,
    record_id: str,
    wanted: Mapping[tuple[str, str], str],
    there: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Store these and no other identifiers of a record; `there` are those stored, where known."""
    there = kept_of(session, record_id) if there is None else there
    if there == wanted:
        return
    if there:
        session.execute(delete(Identifier).where(Identifier.record_id == record_id))
    if wanted:
        session.execute(
            insert(Identifier),
            [
                {"record_id": record_id, "row_id": row_id, "field": field, "value": value}
                for (row_id, field), value in wanted.items()
            ],
        )


def _row_without(
    form: Form, group: str, row: Mapping[str, object], found: dict[tuple[str, str], str]
) -> dict[str, object]:
    values = dict(row)
    for field in form.rows[group].fields:
        value = values.get(field.id)
        if field.identifier and value is not None and not isinstance(value, dict):
            found[str(values["id"]), field.id] = _as_text(values.pop(field.id))
    return values


def _place(form: Form, key: str) -> tuple[str, Field | None]:
    group, _, rest = key.partition("/")
    if not rest:
        return "", form.fields.get(key)
    row_id, _, name = rest.partition("/")
    return row_id, _fields(form, group).get(name)


def _fields(form: Form, group: str) -> Mapping[str, Field]:
    if not group:
        return form.fields
    rows = form.rows.get(group)
    listed: Iterable[Field] = rows.fields if rows is not None else ()
    return {field.id: field for field in listed}


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _from_text(field: Field, text: str) -> object:
    by_text = field.type not in ("integer", "choices", "topics", "people", "register")
    return text if by_text else json.loads(text)
