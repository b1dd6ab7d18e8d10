"""The row of a draft at a keystroke's save, read and written by statements put together once.

It runs at every pause of whoever types. The session's own way to read a row, to find what changed
in it and to write that took half of the time of a save, so it is not asked here; what it may hold
of the row it reads anew afterwards.
"""

from collections.abc import Mapping

from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.orm import Session

from desktop.records.record import row_of
from desktop.store.models import Record, Row
from desktop.store.trail import changed_apart

_table = Row.metadata.tables[Record.__tablename__]
_ROW = select(_table).where(_table.c.id == bindparam("this"))
_PREFIX = "new_"  # a parameter may not be called as a column is


def _putting(*names: str) -> tuple[frozenset[str], Update]:
    values = {name: bindparam(_PREFIX + name, type_=_table.c[name].type) for name in names}
    this = _table.c.id == bindparam("this")
    return frozenset(names), update(_table).where(this).values(values)


# Two, so that what lists and periods are selected by is written when it changes and no oftener.
_PUT = (
    _putting("status", "version", "changed_at", "answers", "unread"),
    _putting(
        "reference",
        "people",
        "place_id",
        "on_date",
        "counted_on",
        "counted_by",
        "case_ref",
        "hearing_no",
    ),
)


def read_apart(session: Session, id: str) -> tuple[Record, Mapping[str, object]]:
    """Give a record's row, of which the session knows nothing, and its columns as they are stored.

    Raises NotHere.
    """
    session.flush()
    found = session.connection().execute(_ROW, {"this": id}).mappings().one_or_none()
    if found is None:
        return row_of(session, id), {}  # which says that it is not here
    return Record(**found), dict(found)


def write_apart(session: Session, row: Record, before: Mapping[str, object]) -> None:
    """Store what differs from `before` and note it for the audit."""
    changed = {name for name, value in before.items() if getattr(row, name) != value}
    connection = session.connection()
    for names, statement in _PUT:
        if not names.isdisjoint(changed):
            values = {_PREFIX + name: getattr(row, name) for name in names}
            connection.execute(statement, {"this": row.id, **values})
            changed -= names
    if changed:
        raise RuntimeError(f"a keystroke does not change {', '.join(sorted(changed))}")
    changed_apart(session, row, before)
