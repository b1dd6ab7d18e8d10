"""The office's own dated data, and its edits of shared lists."""

from datetime import date

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Id, Json, JsonObject, Row, Words


class Setting(Row):
    """A value of the office's, in force from a day (or always) until a later one follows."""

    __tablename__ = "setting"
    __table_args__ = (
        Index("uq_setting_key_valid_from", "key", "valid_from", unique=True),
        # NULL differs from NULL in a unique index, so "always" needs one of its own.
        Index(
            "uq_setting_key_always",
            "key",
            unique=True,
            sqlite_where=text("valid_from IS NULL"),
            postgresql_where=text("valid_from IS NULL"),
        ),
    )

    id: Mapped[Id]
    key: Mapped[str]
    valid_from: Mapped[date | None]
    value: Mapped[object] = mapped_column(Json, nullable=True)
    source: Mapped[Words]


class ListEdit(Row):
    """An office's change of one entry of a shared list, with the days it is in use."""

    __tablename__ = "list_edit"
    __table_args__ = (Index("ix_list_edit_list_code", "list", "code"),)

    id: Mapped[Id]
    list: Mapped[str]
    code: Mapped[str]
    start: Mapped[date | None]
    end: Mapped[date | None]
    label: Mapped[Words]
    attributes: Mapped[JsonObject]


class Secret(Row):
    """A private key of this desk (signing, receiving); it never leaves the encrypted file."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
