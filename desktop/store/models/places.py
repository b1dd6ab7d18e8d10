"""Schemes, the places they visit, how often, and who is planned to go."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Id, JsonTexts, Row, Words, one_of, refers_to


class Scheme(Row):
    """One kind of scrutiny; its id is the `scheme` key of its forms.

    Other tables name a scheme without a foreign key: a form brings its scheme with it, before
    the office has said anything about it.
    """

    __tablename__ = "scheme"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    body: Mapped[Words]
    complete_from: Mapped[date | None]
    notes: Mapped[Words]


class Place(Row):
    """A custody suite, kennels or other place of one scheme."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("scheme", "name"),)

    id: Mapped[Id]
    scheme: Mapped[str]
    name: Mapped[str]
    kind: Mapped[Words]
    address: Mapped[Words]
    notes: Mapped[Words]


class PlacePeriod(Row):
    """What a place was from `start` to `end` (both included; no end: still)."""

    __tablename__ = "place_period"
    __table_args__ = (one_of("status", "operational", "closed", "reserve"),)

    id: Mapped[Id]
    place_id: Mapped[str] = mapped_column(refers_to("place.id", ondelete="CASCADE"), index=True)
    start: Mapped[date]
    end: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="operational")
    reason: Mapped[Words]


class Target(Row):
    """How often a place (none: each operational place of the scheme) is to be visited."""

    __tablename__ = "target"
    __table_args__ = (
        one_of("every", "week", "month"),
        CheckConstraint("count >= 0", name="count_not_negative"),
        Index("ix_target_scheme_start", "scheme", "start"),
    )

    id: Mapped[Id]
    scheme: Mapped[str]
    place_id: Mapped[str | None] = mapped_column(
        refers_to("place.id", ondelete="CASCADE"), index=True
    )
    count: Mapped[int]
    every: Mapped[str]
    agreed_by: Mapped[Words]
    agreed_on: Mapped[date | None]
    national_or_local: Mapped[Words]
    start: Mapped[date]
    end: Mapped[date | None]


class Slot(Row):
    """One planned visit: a place, a week (its Monday) and a pair; never a day or a time."""

    __tablename__ = "slot"
    __table_args__ = (
        one_of("state", "planned", "cancelled"),
        Index("ix_slot_scheme_week_start", "scheme", "week_start"),
    )

    id: Mapped[Id]
    scheme: Mapped[str]
    place_id: Mapped[str] = mapped_column(refers_to("place.id"), index=True)
    week_start: Mapped[date]
    pair: Mapped[JsonTexts]
    state: Mapped[str] = mapped_column(default="planned")
    note: Mapped[Words]


class Opening(Row):
    """A balance on the day the office began to use the program; no value: not known."""

    __tablename__ = "opening"
    __table_args__ = (Index("ix_opening_scheme_what", "scheme", "what"),)

    id: Mapped[Id]
    scheme: Mapped[str]
    what: Mapped[str]
    on_date: Mapped[date]
    value: Mapped[int | None]
    source: Mapped[Words]
