"""The office's word on a laptop: what an invitation says takes the place of what it said before.

What the office has removed is removed here, unless a record names it: then it stays under its
name and is no longer offered. What somebody typed in before the office had it (a place that was
missing) becomes the office's, in every record that has not been sent yet.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.importing import DeskFileError, import_lines
from desktop.exchange.kinds import KINDS
from desktop.exchange.lines import Line
from desktop.exchange.sealed.payload import Invitation
from desktop.exchange.sealed.refusals import WrongContent
from desktop.formlib.model import Form
from desktop.records.places import set_status
from desktop.store import models
from desktop.store.settings import set_setting

_NAMED_BY_RECORDS = ("slot", "place", "person", "dog")
_REMOVED = (*_NAMED_BY_RECORDS, "target", "list_edit", "scheme")
_NOT_SENT = ("draft", "open", "finished", "stub")
_SAME = {"place": ("scheme", "name"), "person": ("name",), "dog": ("name",)}
"""What tells that somebody has typed in here what the office has now."""

Held = Mapping[str, Sequence[str]]
_UNSYNCED = {"synchronize_session": False}


def apply(
    session: Session, said: Invitation, forms: Mapping[str, Form], before: Held
) -> dict[str, list[str]]:
    """Take in what an invitation says; `before` is what this gave the last time.

    Gives the ids that are the office's now, by kind of line, and the keys of its settings.
    Raises WrongContent.
    """
    now = _ids_of(said)
    try:
        _clear_settings(session, {*before.get("setting", ()), *now["setting"]})
        _adopt(session, said)
        _free_names(session, now["place"])
        lines = [
            Line(number, line["type"], {key: value for key, value in line.items() if key != "type"})
            for number, line in enumerate(said.lines, 1)
        ]
        import_lines(session, lines, forms)
        for key, value in {**said.retention, **said.texts}.items():
            set_setting(session, key, value, valid_from=None, source=said.office_name)
        _remove_gone(session, now, before)
        session.flush()
    except DeskFileError as error:
        raise WrongContent(error.reason) from None
    except IntegrityError as error:
        raise WrongContent(str(error.orig)) from None
    session.expire_all()
    return now


def _ids_of(said: Invitation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in _REMOVED}
    for line in said.lines:
        if line["type"] in found:
            found[line["type"]].append(line["id"])
    keys = {str(line.get("key")) for line in said.lines if line["type"] == "setting"}
    found["setting"] = sorted(keys | set(said.retention) | set(said.texts))
    return found


def _clear_settings(session: Session, keys: set[str]) -> None:
    session.execute(
        delete(models.Setting).where(models.Setting.key.in_(keys)), execution_options=_UNSYNCED
    )


def _free_names(session: Session, places: Sequence[str]) -> None:
    """Let two places change their names for each other's: none is taken while they do."""
    session.execute(
        update(models.Place)
        .where(models.Place.id.in_(places))
        .values(name="\x1f" + models.Place.id),
        execution_options=_UNSYNCED,
    )


def _adopt(session: Session, said: Invitation) -> None:
    """Put the office's entry in the place of another of the same name.

    Somebody has typed that one in here, or the office has removed it and added it anew.
    """
    for kind, columns in _SAME.items():
        table = KINDS[kind].table
        lines = {line["id"]: line for line in said.lines if line["type"] == kind}
        rows = list(session.execute(select(table)).mappings())
        here = {row["id"] for row in rows}
        others = {
            tuple(str(row[one]) for one in columns): row["id"]
            for row in rows
            if row["id"] not in lines
        }
        for id_, line in lines.items():
            local = others.pop(tuple(str(line.get(one, "")) for one in columns), None)
            if local is not None and (id_ not in here or kind == "place"):
                _put_in_place_of(session, kind, local, id_)


def _put_in_place_of(session: Session, kind: str, local: str, id_: str) -> None:
    query = select(models.Record).where(models.Record.status.in_(_NOT_SENT))
    for record in session.scalars(query):
        if local in (record.place_id, *record.people) or local in _text_of(record):
            record.place_id = id_ if record.place_id == local else record.place_id
            record.people = [id_ if one == local else one for one in record.people]
            record.answers = _renamed(record.answers, local, id_)
    session.flush()
    if kind == "place":
        session.execute(
            update(models.Issue).where(models.Issue.place_id == local).values(place_id=id_),
            execution_options=_UNSYNCED,
        )
    if local in _in_use(session, kind, [local]):
        if kind == "place":
            set_status(session, local, "closed", clock.today())
            row = session.get_one(models.Place, local)
            row.name = f"{row.name} (earlier entry {local[-6:]})"
        session.flush()
    else:
        _delete(session, kind, [local])


def _renamed(value: Any, local: str, id_: str) -> Any:  # noqa: ANN401  # JSON of any shape
    if isinstance(value, dict):
        return {key: _renamed(one, local, id_) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, local, id_) for one in value]
    return id_ if value == local else value


def _remove_gone(session: Session, now: Held, before: Held) -> None:
    """Remove what the office had and has no more; what a record names is only closed."""
    for kind in _REMOVED:
        gone = sorted(set(before.get(kind, ())) - set(now[kind]))
        if not gone:
            continue
        named = _in_use(session, kind, gone) if kind in _NAMED_BY_RECORDS else set()
        _delete(session, kind, [id_ for id_ in gone if id_ not in named])
        for id_ in sorted(named):
            if kind == "place":
                set_status(session, id_, "closed", clock.today())
            elif kind == "slot":
                session.get_one(models.Slot, id_).state = "cancelled"
        session.flush()


def _delete(session: Session, kind: str, ids: Sequence[str]) -> None:
    if ids:
        table = KINDS[kind].table
        session.execute(
            delete(KINDS[kind].model).where(table.c.id.in_(ids)), execution_options=_UNSYNCED
        )


def _in_use(session: Session, kind: str, ids: Sequence[str]) -> set[str]:
    """Give which of some rows are named: by a record, or by another table that needs them."""
    texts = [_text_of(record) for record in session.scalars(select(models.Record))]
    written = {id_: json.dumps(id_, ensure_ascii=False)[1:-1] for id_ in ids}
    found = {id_ for id_ in ids if any(written[id_] in text for text in texts)}
    for table in models.Row.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table.name == kind and key.ondelete is None:
                    query = select(column).where(column.in_(ids)).distinct()
                    found |= set(session.execute(query).scalars())
    return found


def _text_of(record: models.Record) -> str:
    said = [record.place_id, record.slot_id, record.people, record.answers, record.unread]
    return json.dumps(said, ensure_ascii=False)
