"""The office's ratings: one a scheme and period, never without its reasons."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, in_order, kept
from desktop.store import models
from desktop.store.ids import new_id
from desktop.store.settings import setting

WORDINGS = "rating_wordings"
"""The setting that lists the words of a rating, those for none among them."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What the office thinks of a scheme in a period, why, and what would make it green.

    That a scheme is not rated is a wording like the others, with the same reasons.
    """

    id: str
    scheme: str
    start: date
    end: date
    wording: str
    reason: str
    evidence: str
    would_be_green: str


def wordings(session: Session, on: date) -> tuple[str, ...]:
    """Give the words that a rating of a period ending on this day may have."""
    found = setting(session, WORDINGS, on, ())
    return tuple(map(str, found)) if isinstance(found, list) else ()


def rate(session: Session, rating: Rating) -> Rating:
    """Keep a rating in place of the one that its scheme had for the period; `id` is not read.

    Raises UserError without reason, evidence or what would make it green, and for words that are
    neither the office's nor those it had before.
    """
    in_order(rating.start, rating.end, "The period")
    said = {
        "the reason": rating.reason.strip(),
        "the evidence": rating.evidence.strip(),
        "what would make it green": rating.would_be_green.strip(),
    }
    if missing := [name for name, text in said.items() if not text]:
        raise UserError("A rating is never given without reasons.", f"Write {missing[0]}.")
    rows = _rows(session, rating.scheme, rating.start, rating.end)
    allowed = (*wordings(session, rating.end), *(row.wording for row in rows))
    if rating.wording not in allowed:
        raise UserError(
            f"“{rating.wording}” is not among the office's words for a rating.",
            f"Choose one of: {', '.join(dict.fromkeys(allowed))}. They are kept in Settings.",
        )
    for row in rows[1:]:  # two may have come in a file; the one typed here takes their place
        session.delete(row)
    if rows:
        row = rows[0]
    else:
        row = models.Rating(id=new_id(), scheme=rating.scheme, start=rating.start, end=rating.end)
        session.add(row)
    row.wording = rating.wording
    row.reason, row.evidence, row.would_be_green = said.values()
    session.flush()
    return data(Rating, row)


def remove_rating(session: Session, id: str) -> None:
    """Take a rating back. Raises NotHere."""
    session.delete(kept(session, models.Rating, id, "rating"))
    session.flush()


def ratings(session: Session, scheme: str | None = None) -> tuple[Rating, ...]:
    """Give all ratings, of one scheme or of all, those of the earliest period first."""
    query = select(models.Rating).order_by(models.Rating.end, models.Rating.start, models.Rating.id)
    if scheme is not None:
        query = query.where(models.Rating.scheme == scheme)
    return every(Rating, session.scalars(query))


def _rows(session: Session, scheme: str, start: date, end: date) -> list[models.Rating]:
    table = models.Rating
    query = select(table).where(table.scheme == scheme, table.start == start, table.end == end)
    return list(session.scalars(query.order_by(table.id)))
