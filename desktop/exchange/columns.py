"""One value of a line to one of a column, and back: checked, because files come from outside."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, Integer, Table
from sqlalchemy.sql.elements import ClauseElement

from desktop.exchange.lines import Wrong
from desktop.store.models import UtcMoment

_LARGEST = 2**53


def to_column(value: object, column: "Column[Any]") -> object:
    """Give the value as the column holds it. Raises Wrong with the reason in words."""
    if value is None:
        if column.nullable or isinstance(column.type, JSON):
            return None
        raise Wrong(f"“{column.name}” may not be empty")
    if isinstance(column.type, JSON):
        return value
    if isinstance(column.type, Boolean):
        return _insist(value, isinstance(value, bool), column.name, "true or false")
    if isinstance(column.type, Integer):
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        right = is_whole and abs(int(str(value))) <= _LARGEST
        return _insist(value, right, column.name, "a whole number")
    text = str(_insist(value, isinstance(value, str), column.name, "text between quotes"))
    _insist(text, "\x00" not in text, column.name, "text of signs that can be kept")
    if isinstance(column.type, Date):
        return _day(text, column.name)
    return _moment(text, column.name) if isinstance(column.type, UtcMoment) else text


def _insist(value: object, right: bool, name: str, what: str) -> object:  # noqa: FBT001
    if not right:
        raise Wrong(f"“{name}” is {what}")
    return value


def _day(value: str, name: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Wrong(f"“{name}” is a date such as 2025-03-31, not “{value[:40]}”") from None


def _moment(value: str, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Wrong(f"“{name}” is a moment such as 2025-03-31T19:30:00+00:00")


def from_column(value: object) -> object:
    """Give a column's value as a line holds it."""
    return value.isoformat() if isinstance(value, date) else value


def empty(column: "Column[Any]") -> object:
    """Give what a column holds of which nothing is said."""
    if column.nullable or column.default is None:
        return None
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


def allowed(table: Table) -> dict[str, tuple[str, ...]]:
    """Give, by column, the words a table lets it hold."""
    found: dict[str, tuple[str, ...]] = {}
    for constraint in table.constraints:
        text = _text(constraint.sqltext) if isinstance(constraint, CheckConstraint) else ""
        name, is_in, words = text.partition(" IN ")
        if is_in:
            found[name] = tuple(word.strip(" '()") for word in words.split(","))
    return found


def _text(clause: ClauseElement) -> str:
    return str(clause)
