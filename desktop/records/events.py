"""What a scheme held or means to hold, and its news: lines for "Coming up" and for its page."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Event:
    """Something with a day; `happened` is yes, no, or unknown until somebody says."""

    id: str
    scheme: str
    on_date: date
    title: str
    note: str
    happened: str


@dataclass(frozen=True, slots=True)
class News:
    """A dated line about a scheme that is no figure."""

    id: str
    scheme: str
    on_date: date
    text: str


def add_event(session: Session, scheme: str, on: date, title: str, *, note: str = "") -> Event:
    """Put something in a scheme's diary. Raises UserError without a title."""
    row = models.Event(
        id=new_id(), scheme=scheme, on_date=on, title=_said(title), note=note, happened="unknown"
    )
    session.add(row)
    session.flush()
    return data(Event, row)


def change_event(session: Session, id: str, on: date, title: str, *, note: str = "") -> Event:
    """Change a line of the diary. Raises NotHere, UserError without a title."""
    row = kept(session, models.Event, id, "event")
    row.on_date, row.title, row.note = on, _said(title), note
    session.flush()
    return data(Event, row)


def say_happened(session: Session, id: str, happened: str) -> Event:
    """Answer whether it took place: yes, no or unknown. Raises NotHere."""
    row = kept(session, models.Event, id, "event")
    row.happened = happened
    session.flush()
    return data(Event, row)


def remove_event(session: Session, id: str) -> None:
    """Take a line out of the diary. Raises NotHere."""
    session.delete(kept(session, models.Event, id, "event"))
    session.flush()


def events(
    session: Session, start: date, end: date, *, scheme: str | None = None
) -> tuple[Event, ...]:
    """Give what lies between two days, of a scheme or of all, earliest first."""
    query = select(models.Event).where(models.Event.on_date.between(start, end))
    if scheme is not None:
        query = query.where(models.Event.scheme == scheme)
    return every(Event, session.scalars(query.order_by(models.Event.on_date, models.Event.id)))


def to_answer(session: Session, before: date) -> tuple[Event, ...]:
    """Give past events of which nobody has said whether they took place."""
    query = select(models.Event).where(
        models.Event.on_date < before, models.Event.happened == "unknown"
    )
    return every(Event, session.scalars(query.order_by(models.Event.on_date, models.Event.id)))


def add_news(session: Session, scheme: str, on: date, text: str) -> News:
    """Keep a line of news. Raises UserError without a text."""
    row = models.News(id=new_id(), scheme=scheme, on_date=on, text=_said(text))
    session.add(row)
    session.flush()
    return data(News, row)


def change_news(session: Session, id: str, on: date, text: str) -> News:
    """Change a line of news. Raises NotHere, UserError without a text."""
    row = kept(session, models.News, id, "news")
    row.on_date, row.text = on, _said(text)
    session.flush()
    return data(News, row)


def remove_news(session: Session, id: str) -> None:
    """Take a line of news back. Raises NotHere."""
    session.delete(kept(session, models.News, id, "news"))
    session.flush()


def news(
    session: Session, start: date, end: date, *, scheme: str | None = None
) -> tuple[News, ...]:
    """Give the news between two days, of a scheme or of all, earliest first."""
    query = select(models.News).where(models.News.on_date.between(start, end))
    if scheme is not None:
        query = query.where(models.News.scheme == scheme)
    return every(News, session.scalars(query.order_by(models.News.on_date, models.News.id)))


def _said(text: str) -> str:
    if not text.strip():
        raise UserError("There is nothing to keep yet.", "Write a line first.")
    return text.strip()
