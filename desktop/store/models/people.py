"""Volunteers, panel members and staff, their memberships, and the dogs."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Id, Row, Words, one_of, refers_to


class Person(Row):
    """Someone who takes part in a scheme; never a detainee, a complainant or a suspect."""

    __tablename__ = "person"
    __table_args__ = (one_of("kind", "volunteer", "panel_member", "staff"),)

    id: Mapped[Id]
    name: Mapped[str]
    kind: Mapped[str]
    notes: Mapped[Words]


class Membership(Row):
    """A person's place in a scheme for some days.

    `count` lets "7 who expressed an interest" be one row without a person.
    """

    __tablename__ = "membership"
    __table_args__ = (
        one_of("status", "interest", "vetting", "training", "active", "paused", "left"),
        CheckConstraint("count >= 0", name="count_not_negative"),
        Index("ix_membership_scheme_start", "scheme", "start"),
    )

    id: Mapped[Id]
    person_id: Mapped[str | None] = mapped_column(
        refers_to("person.id", ondelete="CASCADE"), index=True
    )
    scheme: Mapped[str]
    status: Mapped[str]
    start: Mapped[date]
    end: Mapped[date | None]
    term_end: Mapped[date | None]
    count: Mapped[int] = mapped_column(default=1)
    source: Mapped[Words]


class Dog(Row):
    """A police dog the welfare scheme follows through its working life and after."""

    __tablename__ = "dog"
    __table_args__ = (one_of("status", "in_training", "working", "retired", "died"),)

    id: Mapped[Id]
    name: Mapped[str]
    kind: Mapped[Words]
    status: Mapped[str]
    status_on: Mapped[date | None]
    went_to: Mapped[Words]
    notes: Mapped[Words]
