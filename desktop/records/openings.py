"""What there was when the office began: open reviews, volunteers, recommendations; or not known."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Opening:
    """A balance of `what` on the morning of a day; `value` None says that it is not known."""

    id: str
    scheme: str
    what: str
    on_date: date
    value: int | None
    source: str


def set_opening(
    session: Session, scheme: str, what: str, on: date, value: int | None, *, source: str = ""
) -> Opening:
    """Keep a balance, in place of one of the same thing and day. Raises UserError below nought."""
    if value is not None and value < 0:
        raise UserError("A balance cannot be less than nought.", "Enter 0 or more, or not known.")
    query = select(models.Opening).where(
        models.Opening.scheme == scheme, models.Opening.what == what, models.Opening.on_date == on
    )
    row = session.scalars(query).first()
    if row is None:
        row = models.Opening(id=new_id(), scheme=scheme, what=what, on_date=on)
        session.add(row)
    row.value, row.source = value, source
    session.flush()
    return data(Opening, row)


def remove_opening(session: Session, id: str) -> None:
    """Take a balance back. Raises NotHere."""
    session.delete(kept(session, models.Opening, id, "balance"))
    session.flush()


def openings(session: Session, scheme: str | None = None) -> tuple[Opening, ...]:
    """Give the balances of a scheme or of all, earliest first."""
    query = select(models.Opening).order_by(models.Opening.on_date, models.Opening.id)
    if scheme is not None:
        query = query.where(models.Opening.scheme == scheme)
    return every(Opening, session.scalars(query))
