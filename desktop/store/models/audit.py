"""The audit chain: one row per write, each holding the hash of the one before."""

from datetime import datetime

from sqlalchemy import DDL, event
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Row, Words


class Audit(Row):
    """Who did what and when; hashes of content, never content. Triggers keep it append-only.

    `seq` counts from 1 without gaps. `entity` and `entity_id` name the row the write was
    about, `fields` says in short all that it touched, `content_hash` fixes what it wrote.
    """

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[Words]
    why: Mapped[str]
    entity: Mapped[Words]
    entity_id: Mapped[Words]
    fields: Mapped[Words]
    content_hash: Mapped[Words]
    prev: Mapped[str]
    hash: Mapped[str]


for _change in ("UPDATE", "DELETE"):
    event.listen(
        Audit.__table__,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER audit_no_{_change.lower()} BEFORE {_change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        ).execute_if(dialect="sqlite"),
    )
