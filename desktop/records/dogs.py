"""The register of police dogs: their working life, and where they went after it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.ids import new_id

STATUSES = ("in_training", "working", "retired", "died")


@dataclass(frozen=True, slots=True)
class Dog:
    """A dog; `status_on` is the day it became what it is, `went_to` its home after service."""

    id: str
    name: str
    kind: str
    status: str
    status_on: date | None
    went_to: str
    notes: str


def add_dog(
    session: Session,
    name: str,
    status: str,
    *,
    status_on: date | None = None,
    kind: str = "",
    notes: str = "",
) -> Dog:
    """Put a dog on the register. Raises UserError where one of that name is still serving."""
    wanted = _name(name)
    serving = select(models.Dog.name).where(models.Dog.status.in_(("in_training", "working")))
    names = (one for one in session.scalars(serving) if one.casefold() == wanted.casefold())
    if (taken := next(names, None)) is not None:
        raise UserError(
            f"{taken} is on the register already.", "Add a number to tell two dogs apart."
        )
    row = models.Dog(
        id=new_id(), name=wanted, status=status, status_on=status_on, kind=kind, notes=notes
    )
    session.add(row)
    session.flush()
    return data(Dog, row)


def change_dog(session: Session, id: str, *, name: str, kind: str = "", notes: str = "") -> Dog:
    """Change what is known of a dog. Raises NotHere."""
    row = kept(session, models.Dog, id, "dog")
    row.name, row.kind, row.notes = _name(name), kind, notes
    session.flush()
    return data(Dog, row)


def set_status(
    session: Session, id: str, status: str, on: date | None, *, went_to: str = ""
) -> Dog:
    """Say what became of a dog: working, retired and where it went, died. Raises NotHere."""
    row = kept(session, models.Dog, id, "dog")
    row.status, row.status_on, row.went_to = status, on, went_to.strip() or row.went_to
    session.flush()
    return data(Dog, row)


def dogs(session: Session, *, serving_only: bool = False) -> tuple[Dog, ...]:
    """Give the dogs on the register, by name."""
    query = select(models.Dog)
    if serving_only:
        query = query.where(models.Dog.status.in_(("in_training", "working")))
    ordered = sorted(session.scalars(query), key=lambda row: (row.name.casefold(), row.id))
    return every(Dog, ordered)


def _name(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise UserError("A dog needs a name or a number.", "Enter one.")
    return wanted
