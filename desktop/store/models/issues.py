"""What was found wrong and followed up, what was recommended, what was promised."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.models.schema import Id, JsonTexts, Row, Words, one_of, refers_to


class Issue(Row):
    """Something wrong that was seen; its id is that of the record's row when it came from one."""

    __tablename__ = "issue"
    __table_args__ = (
        one_of("status", "open", "resolved", "closed"),
        CheckConstraint("severity BETWEEN 1 AND 3", name="severity_range"),
        Index("ix_issue_scheme_raised_on_id", "scheme", "raised_on", "id"),
        Index("ix_issue_status_due", "status", "due"),
    )

    id: Mapped[Id]
    record_id: Mapped[str | None] = mapped_column(
        refers_to("record.id", ondelete="SET NULL"), index=True
    )
    scheme: Mapped[str]
    place_id: Mapped[str | None] = mapped_column(refers_to("place.id"), index=True)
    topic: Mapped[Words]
    what: Mapped[Words]
    location: Mapped[Words]
    told_role: Mapped[Words]
    sorted: Mapped[str] = mapped_column(default="not_known")
    raised_on: Mapped[date]
    class_code: Mapped[Words]
    severity: Mapped[int | None]
    status: Mapped[str] = mapped_column(default="open")
    due: Mapped[date | None]
    response: Mapped[Words]
    response_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    fed_back_on: Mapped[date | None]
    public_after_fixed: Mapped[bool] = mapped_column(default=False)
    public_summary: Mapped[Words]


class IssueStep(Row):
    """One thing done about an issue."""

    __tablename__ = "issue_step"

    id: Mapped[Id]
    issue_id: Mapped[str] = mapped_column(refers_to("issue.id", ondelete="CASCADE"), index=True)
    on_date: Mapped[date]
    text: Mapped[str]
    who: Mapped[Words]


class Recommendation(Row):
    """What a meeting or a review asked the force to do, or wants learnt.

    No `text`: the source did not state it. `count` lets several unstated ones be one row.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        one_of("kind", "recommendation", "learning"),
        one_of("reply", "none", "accepted", "partly", "rejected"),
        one_of("status", "open", "closed", "came_back"),
        CheckConstraint("count >= 0", name="count_not_negative"),
        Index("ix_recommendation_scheme_made_on_id", "scheme", "made_on", "id"),
        Index("ix_recommendation_status_due", "status", "due"),
    )

    id: Mapped[Id]
    scheme: Mapped[str]
    kind: Mapped[str] = mapped_column(default="recommendation")
    meeting_id: Mapped[str | None] = mapped_column(refers_to("meeting.id"), index=True)
    record_ids: Mapped[JsonTexts]
    ref: Mapped[Words]
    text: Mapped[str | None]
    made_to: Mapped[Words]
    made_on: Mapped[date]
    count: Mapped[int] = mapped_column(default=1)
    due: Mapped[date | None]
    reply: Mapped[str] = mapped_column(default="none")
    reply_on: Mapped[date | None]
    reply_text: Mapped[Words]
    evidence: Mapped[Words]
    evidence_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="open")
    repeat_of: Mapped[str | None]


class Promise(Row):
    """What the panel asked the office for at a meeting, and the answer it got."""

    __tablename__ = "promise"
    __table_args__ = (
        one_of("status", "open", "answered", "not_stated"),
        Index("ix_promise_status_due", "status", "due"),
    )

    id: Mapped[Id]
    scheme: Mapped[str | None]
    asked_by: Mapped[Words]
    asked_on: Mapped[date]
    what: Mapped[str]
    due: Mapped[date | None]
    answer: Mapped[Words]
    status: Mapped[str] = mapped_column(default="open")
