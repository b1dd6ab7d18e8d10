"""Schemes, the places they visit, when each was operational, and how often a visit is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, in_order, kept
from desktop.store import models
from desktop.store.ids import new_id

EVERY = ("week", "month")
STATES = ("operational", "closed", "reserve")


class NameTaken(UserError):
    """A place of this name is there already."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of scrutiny. From `complete_from` on every record of it is here."""

    id: str
    name: str
    body: str
    complete_from: date | None
    notes: str


@dataclass(frozen=True, slots=True)
class Period:
    """What a place was from `start` to `end`, both included (None: still)."""

    id: str
    start: date
    end: date | None
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A custody suite, kennels or other place, with its history, earliest first."""

    id: str
    scheme: str
    name: str
    kind: str
    address: str
    notes: str
    periods: tuple[Period, ...]

    def status_on(self, day: date) -> str:
        """Give what the place was on a day; "closed" before it is known to have been anything."""
        held = [p for p in self.periods if p.start <= day and (p.end is None or day <= p.end)]
        return held[-1].status if held else "closed"


@dataclass(frozen=True, slots=True)
class Target:
    """So many visits every week or month, agreed by whom and when.

    `place_id` None means each operational place; `national_or_local` is "national" or "local".
    """

    id: str
    scheme: str
    place_id: str | None
    count: int
    every: str
    agreed_by: str
    agreed_on: date | None
    national_or_local: str
    start: date
    end: date | None


def name_scheme(
    session: Session,
    id: str,
    *,
    name: str,
    body: str = "",
    complete_from: date | None = None,
    notes: str = "",
) -> Scheme:
    """Say what the office calls a scheme, and from when its records are complete."""
    row = session.get(models.Scheme, id)
    if row is None:
        row = models.Scheme(id=id)
        session.add(row)
    row.name, row.body, row.complete_from, row.notes = name.strip(), body, complete_from, notes
    session.flush()
    return data(Scheme, row)


def schemes(session: Session) -> tuple[Scheme, ...]:
    """Give the schemes the office has named."""
    return every(Scheme, session.scalars(select(models.Scheme).order_by(models.Scheme.name)))


def add_place(
    session: Session,
    scheme: str,
    name: str,
    *,
    open_from: date | None = None,
    kind: str = "",
    address: str = "",
    notes: str = "",
) -> Place:
    """Add a place, operational from a day on where that is known. Raises NameTaken."""
    row = models.Place(id=new_id(), scheme=scheme, kind=kind, address=address, notes=notes)
    row.name = _free_name(session, scheme, name)
    session.add(row)
    if open_from is not None:
        session.add(models.PlacePeriod(place_id=row.id, start=open_from, status="operational"))
    session.flush()
    return place(session, row.id)


def change_place(
    session: Session,
    id: str,
    *,
    name: str,
    kind: str = "",
    address: str = "",
    notes: str = "",
) -> Place:
    """Change what is known of a place. Raises NameTaken, NotHere."""
    row = kept(session, models.Place, id, "place")
    if name.strip() != row.name:
        row.name = _free_name(session, row.scheme, name, but=id)
    row.kind, row.address, row.notes = kind, address, notes
    session.flush()
    return place(session, id)


def set_status(session: Session, id: str, status: str, start: date, *, reason: str = "") -> Place:
    """Say what a place is from a day on; what it was until then ends the day before.

    Later periods stay as they are, and end this one. Raises NotHere.
    """
    kept(session, models.Place, id, "place")
    rows = sorted(_periods(session, id), key=lambda row: row.start)
    for row in rows:
        if row.start == start:
            session.delete(row)
        elif row.start < start and (row.end is None or row.end >= start):
            row.end = start - timedelta(days=1)
    following = next((row.start for row in rows if row.start > start), None)
    session.add(
        models.PlacePeriod(
            place_id=id,
            start=start,
            end=following - timedelta(days=1) if following is not None else None,
            status=status,
            reason=reason,
        )
    )
    session.flush()
    return place(session, id)


def place(session: Session, id: str) -> Place:
    """Give one place. Raises NotHere."""
    row = kept(session, models.Place, id, "place")
    return _with_periods(row, _periods(session, id))


def places(session: Session, scheme: str | None = None) -> tuple[Place, ...]:
    """Give the places, of one scheme or of all, by name."""
    query = select(models.Place).order_by(models.Place.scheme, models.Place.name)
    if scheme is not None:
        query = query.where(models.Place.scheme == scheme)
    periods: dict[str, list[models.PlacePeriod]] = {}
    for row in session.scalars(select(models.PlacePeriod)):
        periods.setdefault(row.place_id, []).append(row)
    return tuple(_with_periods(row, periods.get(row.id, [])) for row in session.scalars(query))


def set_target(session: Session, target: Target) -> Target:
    """Keep a target; an empty `id` makes a new one.

    A target of the same place that is still open ends the day before the new one begins. Raises
    UserError for days that do not follow each other, NotHere.
    """
    in_order(target.start, target.end, "The target")
    if target.count < 0:
        raise UserError("A target cannot be less than nought.", "Enter 0 or more.")
    if target.id:
        row = kept(session, models.Target, target.id, "target")
    else:
        row = models.Target(id=new_id())
        _end_open_target(session, target)
        session.add(row)
    row.scheme, row.place_id = target.scheme, target.place_id
    row.count, row.every = target.count, target.every
    row.agreed_by, row.agreed_on = target.agreed_by, target.agreed_on
    row.national_or_local = target.national_or_local
    row.start, row.end = target.start, target.end
    session.flush()
    return data(Target, row)


def targets(session: Session, scheme: str | None = None) -> tuple[Target, ...]:
    """Give the targets, of one scheme or of all, earliest first."""
    query = select(models.Target).order_by(models.Target.start, models.Target.id)
    if scheme is not None:
        query = query.where(models.Target.scheme == scheme)
    return every(Target, session.scalars(query))


def _end_open_target(session: Session, target: Target) -> None:
    query = select(models.Target).where(
        models.Target.scheme == target.scheme,
        models.Target.every == target.every,
        models.Target.end.is_(None),
        models.Target.start < target.start,
    )
    for row in session.scalars(query):
        if row.place_id == target.place_id:
            row.end = target.start - timedelta(days=1)


def _free_name(session: Session, scheme: str, name: str, *, but: str = "") -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise UserError("A place needs a name.", "Enter the name of the place.")
    query = select(models.Place).where(models.Place.scheme == scheme, models.Place.id != but)
    if any(row.name.casefold() == wanted.casefold() for row in session.scalars(query)):
        raise NameTaken(f"There is a place called {wanted} already.", "Choose another name.")
    return wanted


def _periods(session: Session, place_id: str) -> list[models.PlacePeriod]:
    query = select(models.PlacePeriod).where(models.PlacePeriod.place_id == place_id)
    return list(session.scalars(query))


def _with_periods(row: models.Place, periods: list[models.PlacePeriod]) -> Place:
    ordered = sorted(periods, key=lambda one: one.start)
    return data(Place, row, periods=every(Period, ordered))
