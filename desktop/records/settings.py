"""The office's own data, each value with the day from which it holds and where it comes from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.records.rows import every, kept
from desktop.store import models
from desktop.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in force from `valid_from` (None: always) until a later one follows."""

    id: str
    key: str
    valid_from: date | None
    value: object
    source: str


def set_value(
    session: Session, key: str, value: object, *, valid_from: date | None = None, source: str = ""
) -> None:
    """Set what holds from a day on; a value set for that very day is replaced.

    `value` is plain JSON.
    """
    query = select(models.Setting).where(models.Setting.key == key)
    same = (
        models.Setting.valid_from.is_(None)
        if valid_from is None
        else models.Setting.valid_from == valid_from
    )
    row = session.scalars(query.where(same)).first()
    if row is None:
        row = models.Setting(id=new_id(), key=key, valid_from=valid_from)
        session.add(row)
    row.value, row.source = value, source
    session.flush()


def remove_value(session: Session, id: str) -> None:
    """Take one dated value back. Raises NotHere."""
    session.delete(kept(session, models.Setting, id, "setting"))
    session.flush()


def history(session: Session, key: str) -> tuple[Setting, ...]:
    """Give every value a setting has had and will have, earliest first."""
    query = select(models.Setting).where(models.Setting.key == key)
    found = every(Setting, session.scalars(query))
    return tuple(sorted(found, key=lambda one: one.valid_from or date.min))


def values_on(session: Session, on: date) -> dict[str, object]:
    """Give the value of each setting as it holds on a day."""
    columns = (models.Setting.key, models.Setting.valid_from, models.Setting.value)
    held: dict[str, tuple[date, object]] = {}
    for key, valid_from, value in session.execute(select(*columns)):
        start = valid_from or date.min
        if start <= on and (key not in held or held[key][0] <= start):
            held[key] = (start, value)
    return {key: value for key, (_, value) in held.items()}


def value_on(session: Session, key: str, on: date) -> object:
    """Give the value of one setting as it holds on a day; None where it has none."""
    held = [one for one in history(session, key) if (one.valid_from or date.min) <= on]
    return held[-1].value if held else None
