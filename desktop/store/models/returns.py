"""A quarter compiled: entered totals, commentary, sign-off, ratings, where it was sent."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Id, Json, JsonObject, Now, Row, Words, one_of, refers_to


class EnteredTotal(Row):
    """A figure's value for a period or a meeting whose records do not exist (yet).

    `cell` is "" for the figure itself, otherwise the code of the part. No numerator or
    denominator: not known.
    """

    __tablename__ = "entered_total"
    __table_args__ = (Index("ix_entered_total_form_figure_start", "form", "figure", "start"),)

    id: Mapped[Id]
    form: Mapped[str]
    figure: Mapped[str]
    start: Mapped[date | None]
    end: Mapped[date | None]
    meeting_id: Mapped[str | None] = mapped_column(
        refers_to("meeting.id", ondelete="CASCADE"), index=True
    )
    cell: Mapped[Words]
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    source: Mapped[Words]
    entered_by: Mapped[Words]
    entered_at: Mapped[Now]
    note: Mapped[Words]


class Paragraph(Row):
    """A numbered paragraph of a return, typed by a person or written from its figures."""

    __tablename__ = "paragraph"
    __table_args__ = (
        one_of("slot", "commentary", "free", "ask", "changes", "story"),
        Index("ix_paragraph_period_start_scheme", "period_start", "scheme"),
    )

    id: Mapped[Id]
    scheme: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    slot: Mapped[str]
    number: Mapped[int | None]
    text: Mapped[str]
    author: Mapped[Words]
    typed: Mapped[bool] = mapped_column(default=True)


class QuarterReturn(Row):
    """A return. Once signed, `frozen` holds all it said and `hash` proves it."""

    __tablename__ = "quarter_return"
    __table_args__ = (Index("ix_quarter_return_kind_start", "kind", "start"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(default="quarter")
    start: Mapped[date]
    end: Mapped[date]
    opened_at: Mapped[Now]
    signed_by: Mapped[Words]
    signed_on: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    how: Mapped[Words]
    corrects: Mapped[str | None] = mapped_column(refers_to("quarter_return.id"), index=True)
    correction: Mapped[Words]
    note: Mapped[Words]
    hash: Mapped[str | None]
    explanations: Mapped[JsonObject]
    frozen: Mapped[dict[str, object] | None] = mapped_column(Json)


class Rating(Row):
    """A scheme's rating for a period; never without its reason and its evidence."""

    __tablename__ = "rating"
    __table_args__ = (Index("ix_rating_scheme_start", "scheme", "start"),)

    id: Mapped[Id]
    return_id: Mapped[str | None] = mapped_column(
        refers_to("quarter_return.id", ondelete="CASCADE"), index=True
    )
    scheme: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]
    wording: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str]
    would_be_green: Mapped[Words]


class Sent(Row):
    """An edition handed to someone, on whose decision and why."""

    __tablename__ = "sent"

    id: Mapped[Id]
    return_id: Mapped[str | None] = mapped_column(
        refers_to("quarter_return.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str]
    edition: Mapped[Words]
    to_whom: Mapped[str]
    on_date: Mapped[date]
    by: Mapped[Words]
    decision: Mapped[Words]
    reason: Mapped[Words]
