"""The words of a return that people write: commentary, free paragraphs, asks, changes, stories."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, kept
from desktop.store.ids import new_id
from desktop.store.models import Paragraph as ParagraphRow

SLOTS = ("commentary", "free", "ask", "changes", "story")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `typed`: by a person, so it is compared with earlier ones for staleness."""

    id: str
    scheme: str
    period_start: date
    period_end: date
    slot: str
    number: int | None
    text: str
    author: str
    typed: bool


def write_paragraph(session: Session, paragraph: Paragraph) -> Paragraph:
    """Keep a paragraph; an empty `id` makes a new one. Raises UserError without a text, NotHere."""
    if not paragraph.text.strip():
        raise UserError("There is nothing to keep yet.", "Write the paragraph first.")
    if paragraph.id:
        row = kept(session, ParagraphRow, paragraph.id, "paragraph")
    else:
        row = ParagraphRow(id=new_id())
        session.add(row)
    row.scheme, row.slot, row.number = paragraph.scheme, paragraph.slot, paragraph.number
    row.period_start, row.period_end = paragraph.period_start, paragraph.period_end
    row.text, row.author, row.typed = paragraph.text.strip(), paragraph.author, paragraph.typed
    session.flush()
    return data(Paragraph, row)


def remove_paragraph(session: Session, id: str) -> None:
    """Take a paragraph out. Raises NotHere."""
    session.delete(kept(session, ParagraphRow, id, "paragraph"))
    session.flush()


def paragraphs(
    session: Session, start: date, end: date, *, scheme: str | None = None, slot: str | None = None
) -> tuple[Paragraph, ...]:
    """Give the paragraphs of a period, those with a number first and in its order."""
    query = select(ParagraphRow).where(
        ParagraphRow.period_start == start, ParagraphRow.period_end == end
    )
    if scheme is not None:
        query = query.where(ParagraphRow.scheme == scheme)
    if slot is not None:
        query = query.where(ParagraphRow.slot == slot)
    ordered = sorted(
        session.scalars(query), key=lambda row: (row.number is None, row.number or 0, row.id)
    )
    return every(Paragraph, ordered)


def earlier(session: Session, before: date, *, scheme: str | None = None) -> tuple[Paragraph, ...]:
    """Give the typed paragraphs of periods that began before a day, latest first."""
    query = select(ParagraphRow).where(
        ParagraphRow.period_start < before, ParagraphRow.typed.is_(True)
    )
    if scheme is not None:
        query = query.where(ParagraphRow.scheme == scheme)
    query = query.order_by(ParagraphRow.period_start.desc(), ParagraphRow.id)
    return every(Paragraph, session.scalars(query))
