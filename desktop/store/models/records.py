"""Filled forms, and what is kept beside them so that SQL can find them."""

import secrets
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import (
    Id,
    Json,
    JsonObject,
    JsonTexts,
    Now,
    Row,
    Words,
    one_of,
    refers_to,
)


def new_salt() -> str:
    """Give the random text that keeps a record's audit hash from being guessed.

    It is erased with the record, after which the hash says nothing about what was in it.
    """
    return secrets.token_hex(16)


class Record(Row):
    """One filled form.

    All that lists and periods are selected by is a column; `answers` and `unread` come last so
    that reading a list does not read them. `version` counts every save (two editors of one
    record), `revision` every change after finishing.
    """

    __tablename__ = "record"
    __table_args__ = (
        one_of("status", "draft", "open", "finished", "sent", "filed", "stub", "binned"),
        one_of("counted_by", "slot", "date", "meeting"),
        one_of("purpose", "real", "practice", "training", "official"),
        Index("ix_record_form_on_date_id", "form", "on_date", "id"),
        Index("ix_record_on_date_id", "on_date", "id"),
        Index("ix_record_form_counted_on_id", "form", "counted_on", "id"),
        Index("ix_record_status_changed_at", "status", "changed_at"),
        Index("ix_record_form_case_ref", "form", "case_ref"),
    )

    id: Mapped[Id]
    form: Mapped[str]
    form_version: Mapped[int]
    scheme: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    binned_from: Mapped[str | None]  # the status it had before it was binned
    sitting: Mapped[int] = mapped_column(default=1)
    place_id: Mapped[str | None] = mapped_column(refers_to("place.id"), index=True)
    on_date: Mapped[date | None]
    counted_on: Mapped[date | None]
    counted_by: Mapped[str | None]
    meeting_id: Mapped[str | None] = mapped_column(refers_to("meeting.id"), index=True)
    case_ref: Mapped[str | None]
    hearing_no: Mapped[int | None]
    slot_id: Mapped[str | None] = mapped_column(
        refers_to("slot.id", ondelete="SET NULL"), index=True
    )
    reference: Mapped[Words]
    purpose: Mapped[str] = mapped_column(default="real")
    source: Mapped[Words]
    on_paper: Mapped[bool] = mapped_column(default=False)
    typed_by: Mapped[Words]
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Now]
    changed_at: Mapped[Now]
    finished_at: Mapped[datetime | None]
    salt: Mapped[str] = mapped_column(default=new_salt)
    people: Mapped[JsonTexts]
    answers: Mapped[JsonObject]
    unread: Mapped[JsonObject]


class RecordDate(Row):
    """A date answered in a record: what a period is selected by."""

    __tablename__ = "record_date"
    __table_args__ = (
        Index("ix_record_date_form_field_on", "form", "field", "on", "record_id"),
        # The key is the row: one tree on disk instead of two.
        {"sqlite_with_rowid": False},
    )

    record_id: Mapped[str] = mapped_column(
        refers_to("record.id", ondelete="CASCADE"), primary_key=True
    )
    field: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    form: Mapped[str]


class RecordText(Row):
    """The words of a record, for searching; rewritten when the record changes."""

    __tablename__ = "record_text"

    record_id: Mapped[str] = mapped_column(
        refers_to("record.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str]


class Identifier(Row):
    """A name or number of a person in a record; kept here and nowhere else.

    `row_id` is "" for a field of the form, otherwise the id of the row it stands in.
    """

    __tablename__ = "identifier"

    record_id: Mapped[str] = mapped_column(
        refers_to("record.id", ondelete="CASCADE"), primary_key=True
    )
    row_id: Mapped[str] = mapped_column(primary_key=True, default="")
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Revision(Row):
    """A record's answers as they stood, with who changed them afterwards and why."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[Id]
    record_id: Mapped[str] = mapped_column(refers_to("record.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[Now]
    who: Mapped[Words]
    reason: Mapped[Words]
    answers: Mapped[dict[str, object]] = mapped_column(Json, default=dict)
