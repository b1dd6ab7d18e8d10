"""What a return says beside its figures: news, stories, meetings, promises, ratings, tracker."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.returns.compiled import Asked, ComingUp, MeetingLine, RatingLine, State, Tracked
from desktop.returns.dates_text import day_text
from desktop.returns.invented import Invented
from desktop.returns.periods import Period, previous, same_last_year
from desktop.store import models

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SAID_WITH_EACH = "What came of each issue is said with it, under Found."


def meetings_of(session: Session, scheme: str, period: Period) -> tuple[MeetingLine, ...]:
    """Give the meetings a scheme held in the period."""
    query = (
        select(models.Meeting)
        .where(models.Meeting.scheme == scheme, models.Meeting.status == "held")
        .where(models.Meeting.on_date.between(period.start, period.end))
        .order_by(models.Meeting.on_date)
    )
    return tuple(
        MeetingLine(
            row.on_date,
            row.name,
            row.theme,
            row.chosen_how,
            ", ".join(_came(one) for one in row.attendance),
            row.complete,
        )
        for row in session.scalars(query)
    )


def _came(one: Mapping[str, object]) -> str:
    role, count = one.get("role"), one.get("count")
    return f"{role} (number not known)" if count is None else f"{count} {role}"


def news_of(session: Session, scheme: str, period: Period) -> tuple[str, ...]:
    """Give a scheme's news dated in the period."""
    query = (
        select(models.News.text)
        .where(models.News.scheme == scheme)
        .where(models.News.on_date.between(period.start, period.end))
        .order_by(models.News.on_date, models.News.id)
    )
    return tuple(session.scalars(query))


def stories_of(session: Session, scheme: str, period: Period) -> tuple[str, ...]:
    """Give the public sentences about issues raised in the period; hazards wait until mended."""
    query = (
        select(models.Issue)
        .where(models.Issue.scheme == scheme, models.Issue.public_summary != "")
        .where(models.Issue.raised_on.between(period.start, period.end))
        .order_by(models.Issue.raised_on, models.Issue.id)
    )
    return tuple(
        row.public_summary
        for row in session.scalars(query)
        if not row.public_after_fixed or row.status != "open"
    )


def told_apart(stories: Sequence[str]) -> tuple[str, str]:
    """Give what was raised, and what came of it: a story's first sentence, and the rest of it.

    Several stories stay whole, or nobody could tell which outcome belongs to which.
    """
    parts = [[*_SENTENCE_END.split(story.strip(), maxsplit=1), ""][:2] for story in stories]
    if len(parts) == 1:
        return parts[0][0], parts[0][1]
    became = any(rest for _, rest in parts)
    return " ".join(stories), _SAID_WITH_EACH if became else ""


def coming_up(session: Session, period: Period, scheme: str | None = None) -> tuple[ComingUp, ...]:
    """Give the events after the period that are not over, and those of the period itself."""
    query = select(models.Event).where(models.Event.on_date >= period.start)
    if scheme is not None:
        query = query.where(models.Event.scheme == scheme)
    rows = session.scalars(query.order_by(models.Event.on_date, models.Event.id))
    return tuple(ComingUp(r.on_date, r.title, r.scheme, r.happened) for r in rows)


def coming_up_text(event: ComingUp) -> str:
    """Say an event in a sentence; while nobody said whether it took place, it is planned."""
    title, day = event.title.strip().rstrip("."), day_text(event.on_date)
    said = {"yes": f"{title} took place on {day}.", "no": f"{title} did not take place on {day}."}
    return said.get(event.happened, f"{title} is planned for {day}.")


def asked_of(session: Session, period: Period) -> tuple[Asked, ...]:
    """Give what panels asked for by the end of a period: what is open, and the last year's."""
    query = (
        select(models.Promise)
        .where(models.Promise.asked_on <= period.end)
        .where(
            or_(
                models.Promise.status != "answered",
                models.Promise.asked_on >= same_last_year(period).start,
            )
        )
        .order_by(models.Promise.asked_on, models.Promise.id)
    )
    return tuple(
        Asked(row.asked_by, row.asked_on, row.what, row.answer, row.status)
        for row in session.scalars(query)
    )


def paragraphs_of(session: Session, period: Period) -> Mapping[tuple[str, str], Sequence[str]]:
    """Give what people wrote for the period, by scheme and kind, in order of its numbers."""
    query = (
        select(models.Paragraph)
        .where(models.Paragraph.period_start == period.start)
        .where(models.Paragraph.period_end == period.end)
        .order_by(models.Paragraph.number, models.Paragraph.id)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for row in session.scalars(query):
        found.setdefault((row.scheme, row.slot), []).append(row.text)
    return found


def ratings_of(
    session: Session, period: Period, titles: Mapping[str, str]
) -> tuple[RatingLine, ...]:
    """Give the period's ratings, the one before beside each.

    None without its reason, its evidence and what would make it green.
    """
    before = previous(period)
    last = select(models.Rating).where(
        models.Rating.start == before.start, models.Rating.end == before.end
    )
    earlier = {row.scheme: row.wording for row in session.scalars(last)}
    query = (
        select(models.Rating)
        .where(models.Rating.start == period.start, models.Rating.end == period.end)
        .order_by(models.Rating.id)
    )
    return tuple(
        RatingLine(
            row.scheme,
            titles.get(row.scheme, row.scheme),
            row.wording,
            row.reason,
            row.evidence,
            row.would_be_green,
            earlier.get(row.scheme, ""),
        )
        for row in session.scalars(query)
        if all(text.strip() for text in (row.reason, row.evidence, row.would_be_green))
    )


def tracked_of(
    session: Session, period: Period, on: date, invented: Invented
) -> tuple[Tracked, ...]:
    """Give the tracker as the report prints it: overdue first, then what else is open, then closed.

    What was made up to the end of the period and is open, or came back; and what was closed in
    it, by the day of its evidence or its reply; where neither is known, in the period it was made.
    `on` is the day that decides what is overdue.
    """
    query = (
        select(models.Recommendation)
        .where(models.Recommendation.made_on <= period.end)
        .order_by(models.Recommendation.made_on, models.Recommendation.id)
    )
    lines = [
        Tracked(
            row.ref,
            row.kind,
            row.scheme,
            row.text,
            row.made_to,
            row.made_on,
            row.count,
            row.due,
            row.reply,
            row.evidence,
            _state(row, on),
            invented.of_records(row.record_ids),
        )
        for row in session.scalars(query)
        if row.status != "closed" or (row.evidence_on or row.reply_on or row.made_on) in period
    ]
    order = ("overdue", "no_reply", "evidence_awaited", "came_back", "closed")
    return tuple(sorted(lines, key=lambda line: order.index(line.state)))


def _state(row: models.Recommendation, on: date) -> State:
    if row.status == "closed":
        return "closed"
    if row.status == "came_back":
        return "came_back"
    if row.reply == "none":
        return "overdue" if row.due is not None and row.due < on else "no_reply"
    return "evidence_awaited"


def recommended_to(session: Session, scheme: str, period: Period) -> str:
    """Give to whom a scheme's recommendations of the period were made: "the Custody Inspector"."""
    query = (
        select(models.Recommendation.made_to)
        .where(models.Recommendation.scheme == scheme)
        .where(models.Recommendation.made_on.between(period.start, period.end))
        .where(models.Recommendation.made_to != "")
        .distinct()
    )
    names = sorted(session.scalars(query))
    return joined([name if name.lower().startswith("the ") else f"the {name}" for name in names])


def joined(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def days_joined(days: Sequence[date]) -> str:
    """Join dates as a sentence does."""
    return joined([day_text(day) for day in days])
