"""Sealed files: a desk's own keys, the versions of records that crossed, and messages."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "date": sa.Date(),
    "moment": sa.DateTime(timezone=True),
    "number": sa.Integer(),
    "json": sa.JSON(),
}


def _table(name: str, columns: str, *constraints: sa.Constraint) -> None:
    """Make a table of "name type" columns; a type with "?" may be empty."""
    parts = [column.split(" ") for column in columns.split(", ")]
    op.create_table(
        name,
        *(sa.Column(n, _TYPES[kind.rstrip("?")], nullable="?" in kind) for n, kind in parts),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *constraints,
    )


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _refers(table: str, column: str, target: str, *, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        ondelete=ondelete,
        deferrable=True,
        initially="DEFERRED",
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    """Make the three tables."""
    _table(
        "own_key",
        "id text, kind text, secret text, public text, created_at moment, withdrawn_on date?",
        _one_of("own_key", "kind", "signing", "age"),
    )
    _table(
        "passage",
        "id text, record_id text, number number, hash text, builds_on json, local_hash text, "
        "direction text, parcel_id text, at moment",
        _one_of("passage", "direction", "in", "out"),
        sa.UniqueConstraint("record_id", "hash", name=op.f("uq_passage_record_id_hash")),
        _refers("passage", "parcel_id", "parcel", ondelete="CASCADE"),
    )
    _index("passage", "record_id")
    _index("passage", "parcel_id")
    _table(
        "message",
        "id text, direction text, peer_id text?, parcel_id text?, kind text, about text, "
        "text text, at moment, read_at moment?",
        _one_of("message", "direction", "in", "out"),
        _one_of("message", "kind", "issue", "note", "record"),
        _refers("message", "peer_id", "peer", ondelete="SET NULL"),
        _refers("message", "parcel_id", "parcel", ondelete="SET NULL"),
    )
    _index("message", "peer_id")
    _index("message", "parcel_id")
