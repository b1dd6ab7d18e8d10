"""Finding records: pages of a list, filters, words; quick among a hundred thousand.

A page is asked for by the last line of the page before it, never by a number of lines to skip, so
that it costs the same wherever it is and nothing is missed when a record comes in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.problems import say_with_answers
from desktop.formlib.settle import settle
from desktop.formlib.types import Setting, show
from desktop.store.models import Person, Place, Record, RecordText, Row

Sort: TypeAlias = Literal["newest", "oldest", "changed"]

LISTED = ("open", "finished", "sent", "filed", "stub")
"""What lists show unless they are asked for something else: no empty draft, nothing binned."""

_FEW = 2000  # so many records with some words are looked up one by one

_Query: TypeAlias = Select[*tuple[Any, ...]]

# Tables instead of models: a list is read often, and needs nothing of what a model adds.
_record, _text, _place = (
    Row.metadata.tables[model.__tablename__] for model in (Record, RecordText, Place)
)
_r, _t = _record.c, _text.c

# In the order of RecordLine.
_LINES: _Query = select(
    _r.id,
    _r.form,
    _r.scheme,
    _r.status,
    _r.sitting,
    func.coalesce(_place.c.name, ""),
    _r.on_date,
    _r.reference,
    _r.purpose,
    _r.on_paper,
    _r.revision,
    _r.changed_at,
    _r.people,
).select_from(_record.outerjoin(_place, _place.c.id == _r.place_id))

VISITOR_WORDS: Mapping[str, str] = {
    "draft": "not finished",
    "open": "not finished",
    "finished": "not sent",
    "sent": "sent",
    "filed": "office has it",
    "stub": "report to follow",
    "binned": "in the bin",
}
"""What a visitor reads for a status."""

OFFICE_WORDS: Mapping[str, str] = {
    "draft": "being written",
    "open": "being written",
    "finished": "finished",
    "sent": "sent",
    "filed": "filed",
    "stub": "report to follow",
    "binned": "in the bin",
}
"""What everybody else reads for a status."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records a list shows; what is left out does not narrow it. Days include both ends."""

    form: str | None = None
    scheme: str | None = None
    statuses: tuple[str, ...] = LISTED
    place: str | None = None
    meeting: str | None = None
    start: date | None = None
    end: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of a list: a record's header, with names instead of ids."""

    id: str
    form: str
    scheme: str
    status: str
    sitting: int
    place: str
    on_date: date | None
    reference: str
    purpose: str
    on_paper: bool
    revision: int
    changed_at: datetime
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the last line's day or moment, and its id."""

    on: date | datetime | None
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a list, and where the next page begins; no more pages where that is None."""

    lines: tuple[RecordLine, ...]
    next: Cursor | None


def page(
    session: Session,
    wanted: Filter,
    *,
    sort: Sort = "newest",
    after: Cursor | None = None,
    limit: int = 100,
) -> Page:
    """Give a page of a list: by date ("newest", "oldest") or by when it was last changed.

    Records without a date yet come last.
    """
    rows = _ordered(session, _LINES, wanted, sort, after, limit)
    lines = _lines(session, rows[:limit])
    if len(rows) <= limit:
        return Page(lines, None)
    last = lines[-1]
    return Page(lines, Cursor(last.changed_at if sort == "changed" else last.on_date, last.id))


def skip(
    session: Session, wanted: Filter, *, sort: Sort, after: Cursor | None, steps: int
) -> Cursor | None:
    """Pass over `steps` lines, or as many as there are, and give where that ends.

    Only their order is read, so a far way is short.
    """
    key = _r.changed_at if sort == "changed" else _r.on_date
    passed = _ordered(session, select(key, _r.id), wanted, sort, after, steps - 1)
    return Cursor(*passed[-1]) if passed else after


def count(session: Session, wanted: Filter) -> int:
    """Count the records of a list."""
    query = _narrowed(
        select(func.count()).select_from(_record), wanted, _ids_with(session, wanted.text)
    )
    return int(session.execute(query).scalar_one())


def cells(
    session: Session, form: Form, ids: Sequence[str], office: Office
) -> dict[str, tuple[str, ...]]:
    """Give what the form's list columns say of some of its records, as people read it, by id."""
    query = select(Record.id, Record.answers).where(Record.id.in_(ids))
    return {id_: _cells(form, answers, office) for id_, answers in session.execute(query)}


def _cells(form: Form, answers: Mapping[str, object], office: Office) -> tuple[str, ...]:
    settled = settle(form, answers, office)
    return tuple(
        show(settled.values.get(name), Setting(form, form.fields[name], office))
        if name in form.fields
        else (
            say_with_answers(form, f"{{{name}}}", settled, office) if name in settled.values else ""
        )
        for name in form.header.columns
    )


def _ordered(
    session: Session, query: _Query, wanted: Filter, sort: Sort, after: Cursor | None, limit: int
) -> list[Any]:
    """Read what a query selects of the lines that follow, and of one more where there are more."""
    ids = _ids_with(session, wanted.text)
    if sort != "changed":
        return _by_date(session, _narrowed(query, wanted, ids, walked=True), sort, after, limit)
    query = query.order_by(_r.changed_at.desc(), _r.id.desc())
    if after is not None:
        query = query.where(_beyond(_r.changed_at, after, backwards=True))
    rows: list[Any] = []
    for status in wanted.statuses:  # each has its stretch of the index, in this order
        one = _narrowed(query, replace(wanted, statuses=(status,)), ids)
        rows += _read(session, one, limit + 1)
    return sorted(rows, key=lambda row: (row.changed_at, row.id), reverse=True)[: limit + 1]


def _by_date(
    session: Session, query: _Query, sort: Sort, after: Cursor | None, limit: int
) -> list[Any]:
    """Read the lines that follow, and one more where there are more."""
    backwards = sort == "newest"
    order = [c.desc() if backwards else c for c in (_r.on_date, _r.id)]
    rows: list[Any] = []
    if after is None or after.on is not None:
        dated = query.where(_r.on_date.is_not(None)).order_by(*order)
        if after is not None:
            dated = dated.where(_beyond(_r.on_date, after, backwards=backwards))
        rows = _read(session, dated, limit + 1)
    if len(rows) <= limit:
        undated = query.where(_r.on_date.is_(None)).order_by(*order)
        if after is not None and after.on is None:
            undated = undated.where(_r.id < after.id if backwards else _r.id > after.id)
        rows += _read(session, undated, limit + 1 - len(rows))
    return rows


def _read(session: Session, query: _Query, limit: int) -> list[Any]:
    return list(session.execute(query.limit(limit)))


def _beyond(column: ColumnElement[Any], after: Cursor, *, backwards: bool) -> ColumnElement[bool]:
    # The first test alone decides where the index is entered.
    if backwards:
        return and_(column <= after.on, or_(column < after.on, _r.id < after.id))
    return and_(column >= after.on, or_(column > after.on, _r.id > after.id))


def _ids_with(session: Session, text: str) -> list[str] | None:
    """Give the records whose words hold all of some, where these are few; None where not.

    A rare word is found by reading all words once. A common one is left to the list, which will
    soon have met a page of records with it.
    """
    if not text.split():
        return None
    query = select(_t.record_id).where(*_holding(text)).limit(_FEW + 1)
    ids = list(session.execute(query).scalars())
    return ids if len(ids) <= _FEW else None


def _holding(text: str) -> list[ColumnElement[bool]]:
    return [_t.text.contains(word, autoescape=True) for word in text.casefold().split()]


def _narrowed(
    query: _Query, wanted: Filter, ids: list[str] | None, *, walked: bool = False
) -> _Query:
    """Apply a filter. `walked`: the list is walked in its order until the page is full.

    Without statistics the database takes an index on status or place for more telling than it
    is and would sort all that it finds; a column inside a function offers none.
    """
    status: ColumnElement[Any] = _r.status
    place: ColumnElement[Any] = _r.place_id
    if walked or ids is not None:
        status, place = func.coalesce(status, ""), func.coalesce(place, "")
    same = (
        (_r.form, wanted.form),
        (_r.scheme, wanted.scheme),
        (place, wanted.place),
        (_r.meeting_id, wanted.meeting),
    )
    query = query.where(
        status.in_(wanted.statuses), *(c == value for c, value in same if value is not None)
    )
    if wanted.start is not None:
        query = query.where(_r.on_date >= wanted.start)
    if wanted.end is not None:
        query = query.where(_r.on_date <= wanted.end)
    if ids is not None:
        query = query.where(_r.id.in_(ids))
    elif wanted.text.split():
        query = query.join(_text, _t.record_id == _r.id).where(*_holding(wanted.text))
    return query


def _lines(session: Session, rows: Sequence[Any]) -> tuple[RecordLine, ...]:
    ids = {person for *_, people in rows for person in people}
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    names = dict(session.execute(query).all()) if ids else {}
    return tuple(RecordLine(*(*header, _named(people, names))) for *header, people in rows)


def _named(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Give the names that are known; people of another desk have none here."""
    return tuple(names[id_] for id_ in ids if id_ in names)
