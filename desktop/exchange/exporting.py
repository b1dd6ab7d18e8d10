"""Writing a desk file: everything the desk holds, so that it can be taken over elsewhere."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.exchange.columns import from_column
from desktop.exchange.kinds import KINDS, Kind
from desktop.exchange.record_lines import write_records
from desktop.exchange.setting_lines import travels
from desktop.formlib.model import Form
from desktop.store import models
from desktop.store.durable import write_whole


def export_desk_file(
    session: Session, path: Path, forms: Mapping[str, Form], *, hand_over: bool = False
) -> int:
    """Write everything to a desk file and give how many lines it has.

    Identifiers (custody numbers, a force's references) are left out unless `hand_over`. The file
    is open: what is in it is protected by whoever keeps it. Raises UserError when it cannot be
    written; an earlier file of that name then stays as it was.
    """
    return write_lines(path, _lines(session, forms, hand_over=hand_over))


def write_lines(path: Path, lines: Iterable[Mapping[str, object]]) -> int:
    """Write lines to a file and give how many there are. Raises as `export_desk_file` does."""
    count = 0

    def texts() -> Iterator[bytes]:
        nonlocal count
        for line in lines:
            yield (json.dumps(line, ensure_ascii=False) + "\n").encode()
            count += 1

    _write(path, texts())
    return count


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises as `export_desk_file` does."""
    _write(path, (content,))


def _write(path: Path, parts: Iterable[bytes]) -> None:
    try:
        write_whole(path, parts)
    except OSError as error:
        raise UserError(
            f"The file could not be written ({error.strerror}).",
            "Choose another folder, or free some space, and try again.",
        ) from None


def _lines(
    session: Session, forms: Mapping[str, Form], *, hand_over: bool
) -> Iterator[Mapping[str, object]]:
    for kind in KINDS.values():
        if kind.name in ("issue", "recommendation", "revision"):
            continue
        yield from kind_lines(session, kind)
    yield from write_records(session, forms, hand_over=hand_over)
    for type_ in ("revision", "issue", "recommendation"):
        yield from kind_lines(session, KINDS[type_])


def kind_lines(
    session: Session, kind: Kind, *where: ColumnElement[bool]
) -> Iterator[Mapping[str, object]]:
    """Give the lines of one kind: of all its rows, or of those for which all of `where` holds."""
    children = {key: _children(session, child) for key, child in kind.children.items()}
    query = select(kind.table).where(*where).order_by(kind.table.c.id)
    if kind.model is models.Membership:
        # Those of a person stand under the person.
        query = query.where(models.Membership.person_id.is_(None))
    for row in session.execute(query).mappings():
        if kind.model is models.Setting and not travels(row["key"], row["value"]):
            continue
        line = {"type": kind.name, "id": row["id"], **_values(kind, row)}
        for key, rows in children.items():
            if row["id"] in rows:
                line[key] = rows[row["id"]]
        yield line


def _children(session: Session, kind: Kind) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    parent = kind.table.c[kind.parent]
    query = select(kind.table).where(parent.is_not(None)).order_by(kind.table.c.id)
    for row in session.execute(query).mappings():
        found.setdefault(row[kind.parent], []).append({"id": row["id"], **_values(kind, row)})
    return found


def _values(kind: Kind, row: Mapping[Any, Any]) -> dict[str, object]:
    """Give what a row says; what is empty is not said."""
    values = {name: from_column(row[name]) for name in kind.columns}
    for key, (column, _) in kind.references.items():
        values[key] = row[column]
    nothing: tuple[object, ...] = (None, "", [], {})
    return {key: value for key, value in values.items() if value not in nothing}
