"""Sealed files between laptops and the office: who may sign, what came, what waits."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Id, JsonObject, Now, Row, Words, one_of, refers_to


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
