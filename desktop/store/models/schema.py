"""What every table shares: naming of constraints, column types, references.

Columns only: no relationship, so nothing is loaded behind the reader's back. References are
checked at commit, so one transaction may write its rows in any order. JSON columns are the
generic type (the program never queries inside them) and are replaced whole, never changed in
place, because a change in place is not noticed.
"""

from datetime import UTC, date, datetime
from typing import Annotated

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column

from desktop import clock
from desktop.store.ids import new_id


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC: takes any aware datetime, gives it back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would silently mean another hour."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored moment needs a zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone; what we wrote was UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # No lengths: SQLite ignores them and PostgreSQL would refuse what SQLite took.
    type_annotation_map = {str: Text(), date: Date(), datetime: UtcMoment()}  # noqa: RUF012


Json = JSON(none_as_null=True)

Id = Annotated[str, mapped_column(primary_key=True, default=new_id)]
"""A UUIDv7 as text, made here unless the row brings its own."""

Words = Annotated[str, mapped_column(default="")]
"""Text that may be empty and is never NULL."""

Now = Annotated[datetime, mapped_column(default=clock.now)]
"""The moment the program wrote the row, in UTC."""

JsonObject = Annotated[dict[str, object], mapped_column(Json, default=dict)]
JsonTexts = Annotated[list[str], mapped_column(Json, default=list)]
JsonObjects = Annotated[list[dict[str, object]], mapped_column(Json, default=list)]


def refers_to(column: str, *, ondelete: str | None = None) -> ForeignKey:
    """Refer to "table.column", checked at commit; `ondelete` as in SQL ("CASCADE", "SET NULL")."""
    return ForeignKey(column, ondelete=ondelete, deferrable=True, initially="DEFERRED")


def one_of(column: str, *values: str) -> CheckConstraint:
    """Let `column` hold only `values`: the states the program itself acts on."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
