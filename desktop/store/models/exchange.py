"""Sealed files between laptops and the office: who may sign, what came, what waits."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import (
    Id,
    JsonObject,
    JsonTexts,
    Now,
    Row,
    Words,
    one_of,
    refers_to,
)


class OwnKey(Row):
    """A key of this desk's own: what it signs with, or what opens files sealed for it.

    `secret` never leaves the desk but in its encrypted backups.
    """

    __tablename__ = "own_key"
    __table_args__ = (one_of("kind", "signing", "age"),)

    id: Mapped[Id]
    kind: Mapped[str]
    secret: Mapped[str]
    public: Mapped[str]
    created_at: Mapped[Now]
    withdrawn_on: Mapped[date | None]


class Peer(Row):
    """A key we accept files from: a volunteer's laptop, or the office."""

    __tablename__ = "peer"
    __table_args__ = (
        one_of("kind", "volunteer", "office"),
        one_of("state", "unconfirmed", "confirmed", "withdrawn"),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(
        refers_to("person.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[Words]
    verify_key: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[Words]
    state: Mapped[str] = mapped_column(default="unconfirmed")
    start: Mapped[date | None]
    end: Mapped[date | None]
    details: Mapped[JsonObject]


class Parcel(Row):
    """A sealed file made or opened here; its id travels inside it."""

    __tablename__ = "parcel"
    __table_args__ = (
        one_of("direction", "in", "out"),
        Index("ix_parcel_direction_at", "direction", "at"),
    )

    id: Mapped[Id]
    direction: Mapped[str]
    kind: Mapped[str]
    at: Mapped[Now]
    peer_id: Mapped[str | None] = mapped_column(
        refers_to("peer.id", ondelete="SET NULL"), index=True
    )
    file_hash: Mapped[Words]
    audit_seq: Mapped[int | None]
    audit_head: Mapped[Words]
    contents: Mapped[JsonObject]
    receipt: Mapped[JsonObject]


class Waiting(Row):
    """A record that came in a sealed file and needs a person's decision."""

    __tablename__ = "waiting"

    id: Mapped[Id]
    parcel_id: Mapped[str] = mapped_column(refers_to("parcel.id", ondelete="CASCADE"), index=True)
    record_id: Mapped[str] = mapped_column(index=True)
    revision: Mapped[int]
    why: Mapped[str]
    payload: Mapped[JsonObject]
    settled_on: Mapped[date | None]
    settled_how: Mapped[Words]


class Passage(Row):
    """A version of a record that crossed between desks; the record itself may be gone.

    `hash` stands for what was sent or came, `builds_on` for the versions it continues,
    `local_hash` for the record as this desk held it afterwards.
    """

    __tablename__ = "passage"
    __table_args__ = (
        one_of("direction", "in", "out"),
        UniqueConstraint("record_id", "hash", name="uq_passage_record_id_hash"),
    )

    id: Mapped[Id]
    record_id: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    hash: Mapped[str]
    builds_on: Mapped[JsonTexts]
    local_hash: Mapped[Words]
    direction: Mapped[str]
    parcel_id: Mapped[str] = mapped_column(refers_to("parcel.id", ondelete="CASCADE"), index=True)
    at: Mapped[Now]


class Message(Row):
    """What the office tells a laptop, or a laptop the office; `about` is an issue's or record's id.

    "" where it is about neither.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("direction", "in", "out"),
        one_of("kind", "issue", "note", "record"),
    )

    id: Mapped[Id]
    direction: Mapped[str]
    peer_id: Mapped[str | None] = mapped_column(
        refers_to("peer.id", ondelete="SET NULL"), index=True
    )
    parcel_id: Mapped[str | None] = mapped_column(
        refers_to("parcel.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str]
    about: Mapped[Words]
    text: Mapped[Words]
    at: Mapped[Now]
    read_at: Mapped[datetime | None]
