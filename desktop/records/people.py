"""Volunteers, panel members and staff: who takes part in a scheme, since when and until when.

A membership says what somebody is to a scheme between two days: interested, in vetting, in
training, active, paused or left. One may stand for several people without names.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, in_order, kept
from desktop.store import models
from desktop.store.ids import new_id

KINDS = ("volunteer", "panel_member", "staff")
STATUSES = ("interest", "vetting", "training", "active", "paused", "left")


class PersonIsHere(UserError):
    """Somebody of this name is on the list already."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who takes part; never a detainee, a complainant or a suspect."""

    id: str
    name: str
    kind: str
    notes: str


@dataclass(frozen=True, slots=True)
class Membership:
    """What somebody is to a scheme from `start` to `end` (None: still), both included.

    `person_id` None: `count` people without names. `term_end`: when the appointment runs out.
    """

    id: str
    person_id: str | None
    scheme: str
    status: str
    start: date
    end: date | None
    term_end: date | None
    count: int
    source: str


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with the name behind it; "7 people" where there are no names."""

    membership: Membership
    name: str
    kind: str


def add_person(
    session: Session, name: str, kind: str, *, notes: str = "", another: bool = False
) -> Person:
    """Add somebody to the list.

    Raises PersonIsHere when the name is there, unless this is `another` person of that name.
    """
    wanted = _name(name)
    same = [row for row in _all(session) if row.name.casefold() == wanted.casefold()]
    if same and not another:
        raise PersonIsHere(
            f"{same[0].name} is on the list already.",
            "Choose them there, or say that this is another person of the same name.",
        )
    row = models.Person(id=new_id(), name=wanted, kind=kind, notes=notes)
    session.add(row)
    session.flush()
    return data(Person, row)


def change_person(session: Session, id: str, *, name: str, kind: str, notes: str = "") -> Person:
    """Change what is known of somebody. Raises NotHere."""
    row = kept(session, models.Person, id, "person")
    row.name, row.kind, row.notes = _name(name), kind, notes
    session.flush()
    return data(Person, row)


def people(session: Session, kind: str | None = None) -> tuple[Person, ...]:
    """Give everybody on the list, or those of one kind, by name."""
    return every(Person, (row for row in _all(session) if kind in (None, row.kind)))


def set_status(
    session: Session,
    person_id: str,
    scheme: str,
    status: str,
    start: date,
    *,
    term_end: date | None = None,
    source: str = "",
) -> Membership:
    """Say what somebody is to a scheme from a day on; what they were ends the day before.

    The term runs on unless a new end is given. Raises NotHere, UserError for a day before the
    last change.
    """
    kept(session, models.Person, person_id, "person")
    rows = _memberships(session, scheme, person_id)
    if any(row.start > start for row in rows):
        raise UserError(
            "A later change is on the list already.", "Enter a day after the last change."
        )
    if rows and term_end is None:
        term_end = rows[-1].term_end
    for row in rows:
        if row.start == start:
            session.delete(row)
        elif row.end is None or row.end >= start:
            row.end = start - timedelta(days=1)
    new = models.Membership(
        id=new_id(),
        person_id=person_id,
        scheme=scheme,
        status=status,
        start=start,
        term_end=term_end,
        source=source,
        count=1,
    )
    session.add(new)
    session.flush()
    return data(Membership, new)


def add_unnamed(
    session: Session, scheme: str, status: str, count: int, start: date, *, source: str
) -> Membership:
    """Note that several people without names joined: "seven expressed an interest"."""
    if count < 1:
        raise UserError("Enter how many people there are.", "Enter 1 or more.")
    row = models.Membership(
        id=new_id(), scheme=scheme, status=status, count=count, start=start, source=source
    )
    session.add(row)
    session.flush()
    return data(Membership, row)


def name_one(session: Session, id: str, person_id: str) -> Membership:
    """Give one of several unnamed people a name; the others stay without. Raises UserError."""
    row = kept(session, models.Membership, id, "entry")
    kept(session, models.Person, person_id, "person")
    if row.person_id is not None:
        raise UserError("This entry has a name already.", "Choose an entry without names.")
    if _memberships(session, row.scheme, person_id):
        raise UserError("This person is in the scheme already.", "Choose somebody else.")
    row.count -= 1
    named = models.Membership(
        id=new_id(),
        person_id=person_id,
        scheme=row.scheme,
        status=row.status,
        start=row.start,
        end=row.end,
        count=1,
        source=row.source,
    )
    session.add(named)
    if row.count == 0:
        session.delete(row)
    session.flush()
    return data(Membership, named)


def end_membership(session: Session, id: str, end: date) -> Membership:
    """End an entry after a day; of unnamed people too. Raises NotHere, UserError."""
    row = kept(session, models.Membership, id, "entry")
    in_order(row.start, end, "The entry")
    row.end = end
    session.flush()
    return data(Membership, row)


def members(session: Session, scheme: str, on: date) -> tuple[Member, ...]:
    """Give who is on a scheme's list on a day, those who left apart, by name."""
    held = [
        row
        for row in _memberships(session, scheme)
        if row.start <= on and (row.end is None or on <= row.end) and row.status != "left"
    ]
    return _named(session, held)


def history(session: Session, scheme: str, person_id: str) -> tuple[Membership, ...]:
    """Give what somebody was to a scheme, earliest first."""
    return every(Membership, _memberships(session, scheme, person_id))


def terms_ending(session: Session, start: date, end: date) -> tuple[Member, ...]:
    """Give the members whose term ends between two days, of all schemes, by that day."""
    query = select(models.Membership).where(
        models.Membership.term_end >= start,
        models.Membership.term_end <= end,
        models.Membership.end.is_(None),
        models.Membership.status != "left",
    )
    rows = session.scalars(query.order_by(models.Membership.term_end, models.Membership.id))
    return _named(session, list(rows), sort=False)


def _named(
    session: Session, rows: list[models.Membership], *, sort: bool = True
) -> tuple[Member, ...]:
    known = {row.id: row for row in _all(session)}
    found = []
    for row in rows:
        person = known.get(row.person_id or "")
        many = "1 person" if row.count == 1 else f"{row.count} people"
        name, kind = (person.name, person.kind) if person is not None else (many, "volunteer")
        found.append(Member(data(Membership, row), name, kind))
    if sort:
        found.sort(key=lambda one: (one.membership.person_id is None, one.name.casefold()))
    return tuple(found)


def _all(session: Session) -> list[models.Person]:
    rows = session.scalars(select(models.Person)).all()
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def _memberships(
    session: Session, scheme: str, person_id: str | None = None
) -> list[models.Membership]:
    query = select(models.Membership).where(models.Membership.scheme == scheme)
    if person_id is not None:
        query = query.where(models.Membership.person_id == person_id)
    return list(session.scalars(query.order_by(models.Membership.start, models.Membership.id)))


def _name(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise UserError("A person needs a name.", "Enter a name.")
    return wanted
