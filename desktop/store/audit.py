"""The audit: a chain of hashes that nobody can change in the middle without it showing.

A write's row is appended in the write's own transaction. Someone who holds the key could cut
the end of the chain off or make a whole new chain; that shows against a head that left the desk
earlier, in a backup or a sealed file.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, inspect, select, text
from sqlalchemy.orm import Session

from desktop import clock
from desktop.store.models import Audit, Row, UtcMoment

FIRST = "0" * 64
"""What stands for the entry before the first."""

_PURPOSE = b"scrutiny-desk-audit-1\0"

AUDIT = Row.metadata.tables[Audit.__tablename__]
# Plain SQL: these two run with every write.
_NEWEST = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
_APPEND = text(
    "INSERT INTO audit "
    "(seq, at, who, why, entity, entity_id, fields, content_hash, prev, hash) VALUES "
    "(:seq, :at, :who, :why, :entity, :entity_id, :fields, :content_hash, :prev, :hash)"
).bindparams(bindparam("at", type_=UtcMoment()))


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row's number (0: no row yet) and its hash, which stands for the whole chain.

    `at` is when it was copied out, where that is known.
    """

    seq: int
    hash: str
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says about one write: the row it was about, and all it touched in short."""

    who: str
    why: str
    entity: str = ""
    entity_id: str = ""
    fields: str = ""
    content_hash: str = ""


def head(session: Session) -> Head:
    """Give the head of the chain, to be carried in whatever leaves the desk."""
    return _head(session.connection())


def append(connection: Connection, entry: Entry) -> Head:
    """Add a row for one write in the transaction of that write; give the new head."""
    before = _head(connection)
    values: dict[str, object] = {
        "seq": before.seq + 1,
        "at": clock.now(),
        "who": entry.who,
        "why": entry.why,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "fields": entry.fields,
        "content_hash": entry.content_hash,
        "prev": before.hash,
    }
    after = Head(before.seq + 1, row_hash(values))
    connection.execute(_APPEND, values | {"hash": after.hash})
    return after


def row_hash(row: dict[str, object]) -> str:
    """Give the hash an audit row must have, over all its other columns."""
    return _hash([row[c.name] for c in AUDIT.columns if c.name != "hash"])


def content_hash(row: Row) -> str:
    """Give the hash of a row's columns, its salt among them: without the salt, no guessing."""
    columns = {part.key: getattr(row, part.key) for part in inspect(row).mapper.column_attrs}
    return _hash([row.__tablename__, columns])


def attested(session: Session, row: Row) -> Audit | None:
    """Give the newest audit row that says `row` was written just as it is now, if one does."""
    query = (
        select(Audit)
        .where(Audit.entity_id == getattr(row, "id", ""), Audit.content_hash == content_hash(row))
        .order_by(Audit.seq.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def _head(connection: Connection) -> Head:
    found = connection.exec_driver_sql(_NEWEST).first()
    return Head(found.seq, found.hash) if found is not None else Head(0, FIRST)


def _hash(value: object) -> str:
    plain = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_text
    )
    return hashlib.sha256(_PURPOSE + plain.encode()).hexdigest()


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
