"""What stands behind a figure or a check: the records and lines whose ids it was found in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store import models
from desktop.store.models import Dog, Event, Issue, Meeting, Membership, Person, Place, Record
from desktop.store.models import Recommendation as Line

Kind: TypeAlias = Literal[
    "record",
    "issue",
    "recommendation",
    "meeting",
    "event",
    "member",
    "dog",
    "promise",
    "paragraph",
    "news",
    "rating",
    "gone",
]

_AT_ONCE = 500  # ids in one question to the database


@dataclass(frozen=True, slots=True)
class Behind:
    """One record or register line; `gone` where nothing of that id is here.

    `form` and `status` are a record's. `text` says which it is among its kind.
    """

    id: str
    kind: Kind
    on: date | None = None
    text: str = ""
    place: str = ""
    form: str = ""
    status: str = ""


def behind(session: Session, ids: Sequence[str]) -> tuple[Behind, ...]:
    """Give what stands behind some ids, in their order."""
    found: dict[str, Behind] = {}
    waiting = iter(dict.fromkeys(ids))
    while part := list(islice(waiting, _AT_ONCE)):
        for read in _KINDS:
            if wanted := [id_ for id_ in part if id_ not in found]:
                found.update((one.id, one) for one in read(session, wanted))
    return tuple(found.get(id_, Behind(id_, "gone")) for id_ in dict.fromkeys(ids))


def _records(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    query = (
        select(Record.id, Record.on_date, Record.reference, Place.name, Record.form, Record.status)
        .outerjoin(Place, Place.id == Record.place_id)
        .where(Record.id.in_(ids))
    )
    for id_, on, reference, place, form, status in session.execute(query):
        yield Behind(id_, "record", on, reference, place or "", form, status)


def _issues(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    query = (
        select(Issue.id, Issue.raised_on, Issue.what, Place.name, Issue.status)
        .outerjoin(Place, Place.id == Issue.place_id)
        .where(Issue.id.in_(ids))
    )
    for id_, on, what, place, status in session.execute(query):
        yield Behind(id_, "issue", on, what, place or "", status=status)


def _lines(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    query = select(Line.id, Line.made_on, Line.text, Line.ref, Line.status).where(Line.id.in_(ids))
    for id_, on, text, ref, status in session.execute(query):
        yield Behind(id_, "recommendation", on, text or ref, status=status)


def _meetings(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    query = select(Meeting.id, Meeting.on_date, Meeting.name, Meeting.status)
    for id_, on, name, status in session.execute(query.where(Meeting.id.in_(ids))):
        yield Behind(id_, "meeting", on, name, status=status)


def _events(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    query = select(Event.id, Event.on_date, Event.title).where(Event.id.in_(ids))
    for id_, on, title in session.execute(query):
        yield Behind(id_, "event", on, title)


def _members(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    query = (
        select(Membership.id, Membership.start, Person.name, Membership.count, Membership.status)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(ids))
    )
    for id_, on, name, count, status in session.execute(query):
        yield Behind(id_, "member", on, name or f"{count} without names", status=status)


def _dogs(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    query = select(Dog.id, Dog.status_on, Dog.name, Dog.status).where(Dog.id.in_(ids))
    for id_, on, name, status in session.execute(query):
        yield Behind(id_, "dog", on, name, status=status)


def _promises(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    table = models.Promise
    query = select(table.id, table.asked_on, table.what, table.status).where(table.id.in_(ids))
    for id_, on, what, status in session.execute(query):
        yield Behind(id_, "promise", on, what, status=status)


def _paragraphs(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    table = models.Paragraph
    query = select(table.id, table.period_start, table.text).where(table.id.in_(ids))
    for id_, on, text in session.execute(query):
        yield Behind(id_, "paragraph", on, text)


def _news(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    table = models.News
    query = select(table.id, table.on_date, table.text).where(table.id.in_(ids))
    for id_, on, text in session.execute(query):
        yield Behind(id_, "news", on, text)


def _ratings(session: Session, ids: Sequence[str]) -> Iterator[Behind]:
    table = models.Rating
    query = select(table.id, table.start, table.wording).where(table.id.in_(ids))
    for id_, on, wording in session.execute(query):
        yield Behind(id_, "rating", on, wording)


_KINDS = (
    _records,
    _issues,
    _lines,
    _meetings,
    _events,
    _members,
    _dogs,
    _promises,
    _paragraphs,
    _news,
    _ratings,
)
