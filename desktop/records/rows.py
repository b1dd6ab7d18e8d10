"""From the database's rows to the frozen data that leaves this room."""

from collections.abc import Iterable
from dataclasses import Field, fields
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.store.models import Row


class _Data(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


D = TypeVar("D", bound=_Data)
R = TypeVar("R", bound=Row)


class NotHere(UserError):
    """What was asked for is not on this desk, or no longer."""


def kept(session: Session, model: type[R], id: str, what: str) -> R:
    """Give the row with this id. `what` names it in the refusal: "record", "place".

    Raises NotHere.
    """
    row = session.get(model, id)
    if row is None:
        raise NotHere(f"This {what} is not on this computer any more.", "Go back to the list.")
    return row


def data(kind: type[D], row: object, **more: object) -> D:
    """Make frozen data from the attributes of a row that have its fields' names.

    Lists become tuples. `more` gives the fields that the row does not have.
    """
    values = {
        field.name: more[field.name] if field.name in more else _frozen(getattr(row, field.name))
        for field in fields(kind)
    }
    return kind(**values)


def every(kind: type[D], rows: Iterable[object]) -> tuple[D, ...]:
    """Make frozen data from each row."""
    return tuple(data(kind, row) for row in rows)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def in_order(start: date | None, end: date | None, what: str) -> None:
    """Refuse days that end before they begin. Raises UserError."""
    if start is not None and end is not None and end < start:
        raise UserError(f"{what} would end before it begins.", "Check the two dates.")
