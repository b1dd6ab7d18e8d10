"""Panel sittings, other happenings of a scheme, and its news."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Id, JsonObjects, Row, Words, one_of


class Meeting(Row):
    """A panel sitting; `attendance` is a list of {"role": text, "count": number}."""

    __tablename__ = "meeting"
    __table_args__ = (
        one_of("status", "planned", "held", "cancelled"),
        Index("ix_meeting_scheme_on_date", "scheme", "on_date"),
    )

    id: Mapped[Id]
    scheme: Mapped[str]
    on_date: Mapped[date]
    name: Mapped[Words]
    status: Mapped[str] = mapped_column(default="planned")
    theme: Mapped[Words]
    chosen_how: Mapped[Words]
    population: Mapped[int | None]
    attendance: Mapped[JsonObjects]
    complete: Mapped[bool] = mapped_column(default=False)
    minutes_approved_on: Mapped[date | None]
    notes: Mapped[Words]


class Event(Row):
    """Something a scheme held or meant to hold: training, a seminar, a consultation."""

    __tablename__ = "event"
    __table_args__ = (
        one_of("happened", "yes", "no", "unknown"),
        Index("ix_event_scheme_on_date", "scheme", "on_date"),
    )

    id: Mapped[Id]
    scheme: Mapped[str]
    on_date: Mapped[date]
    title: Mapped[str]
    note: Mapped[Words]
    happened: Mapped[str] = mapped_column(default="unknown")


class News(Row):
    """A line of news for the scheme's page in the summary."""

    __tablename__ = "news"
    __table_args__ = (Index("ix_news_scheme_on_date", "scheme", "on_date"),)

    id: Mapped[Id]
    scheme: Mapped[str]
    on_date: Mapped[date]
    text: Mapped[str]
