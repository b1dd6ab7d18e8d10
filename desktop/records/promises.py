"""What panels asked the office for, and the answers they got."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.ids import new_id

STATUSES = ("open", "answered", "not_stated")


@dataclass(frozen=True, slots=True)
class Promise:
    """Something asked at a meeting; without `due` it is asked about anew every quarter."""

    id: str
    scheme: str | None
    asked_by: str
    asked_on: date
    what: str
    due: date | None
    answer: str
    status: str


def add_promise(
    session: Session,
    asked_by: str,
    asked_on: date,
    what: str,
    *,
    due: date | None = None,
    scheme: str | None = None,
) -> Promise:
    """Keep what was asked. Raises UserError without it."""
    if not what.strip():
        raise UserError("Say what was asked.", "One line is enough.")
    row = models.Promise(
        id=new_id(),
        asked_by=asked_by,
        asked_on=asked_on,
        what=what.strip(),
        due=due,
        scheme=scheme,
        status="open",
        answer="",
    )
    session.add(row)
    session.flush()
    return data(Promise, row)


def answer(session: Session, id: str, text: str, status: str = "answered") -> Promise:
    """Keep the answer; `status` "not_stated" where no paper says what became of it.

    Raises UserError for an answer without words, NotHere.
    """
    row = kept(session, models.Promise, id, "promise")
    if status == "answered" and not text.strip():
        raise UserError("Write the answer.", "One line is enough.")
    row.answer, row.status = text.strip(), status
    session.flush()
    return data(Promise, row)


def remove_promise(session: Session, id: str) -> None:
    """Take a line out. Raises NotHere."""
    session.delete(kept(session, models.Promise, id, "promise"))
    session.flush()


def promises(session: Session, *, open_only: bool = False) -> tuple[Promise, ...]:
    """Give what was asked, earliest first."""
    query = select(models.Promise).order_by(models.Promise.asked_on, models.Promise.id)
    if open_only:
        query = query.where(models.Promise.status == "open")
    return every(Promise, session.scalars(query))
