"""Settings: the office's dated data, and the values the program ships until an office has any.

Law, thresholds, names and lists of days live here as data and never in code. Values are plain
JSON; dates in them are text.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import paths
from desktop.store.models import Setting


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value and since when it is in force; None: it always was."""

    value: object
    valid_from: date | None
    source: str


def setting(session: Session, key: str, on: date, default: object = None) -> object:
    """Give the value of `key` in force on a day.

    The office's own values stand before the shipped ones; `default` when there is neither.
    """
    return _in_force(history(session, key), on, default)


def settings_on(session: Session, on: date) -> dict[str, object]:
    """Give the values of all keys in force on a day."""
    own: dict[str, list[DatedValue]] = {key: [] for key in shipped()}
    for row in session.scalars(select(Setting)):
        own.setdefault(row.key, []).append(_of(row))
    found = {key: _in_force(_joined(key, values), on, None) for key, values in own.items()}
    return {key: value for key, value in found.items() if value is not None}


def history(session: Session, key: str) -> list[DatedValue]:
    """Give all values of a key, oldest first: the shipped ones, then the office's.

    A shipped value of a later day than an office's own is left out: what the office has set
    holds until the office changes it.
    """
    rows = session.scalars(select(Setting).where(Setting.key == key))
    return _joined(key, [_of(row) for row in rows])


def set_setting(
    session: Session, key: str, value: object, *, valid_from: date | None, source: str
) -> None:
    """Let `key` have a value from a day on (None: always), in place of one of the same day.

    `value` is plain JSON. Takes a session of the write door.
    """
    same_day = (
        Setting.valid_from.is_(None) if valid_from is None else Setting.valid_from == valid_from
    )
    row = session.scalars(select(Setting).where(Setting.key == key, same_day)).one_or_none()
    if row is None:
        row = Setting(key=key, valid_from=valid_from)
        session.add(row)
    row.value = value
    row.source = source


@cache
def shipped() -> dict[str, tuple[DatedValue, ...]]:
    """Give the values that come with the program, by key, oldest first."""
    tables = tomllib.loads(paths.resource("settings.toml").read_text(encoding="utf-8"))
    return {
        key: tuple(sorted((_dated(value) for value in values), key=_since))
        for key, values in tables.items()
    }


def _of(row: Setting) -> DatedValue:
    return DatedValue(row.value, row.valid_from, row.source)


def _joined(key: str, own: list[DatedValue]) -> list[DatedValue]:
    given = shipped().get(key, ())
    until = min(map(_since, own), default=date.max)
    return [*(value for value in given if _since(value) < until), *sorted(own, key=_since)]


def _dated(table: dict[str, object]) -> DatedValue:
    since = table.get("valid_from")
    return DatedValue(
        value=table["value"],
        valid_from=date.fromisoformat(str(since)) if since is not None else None,
        source=str(table["source"]),
    )


def _in_force(values: list[DatedValue], on: date, default: object) -> object:
    held = [value for value in values if _since(value) <= on]
    return held[-1].value if held else default


def _since(value: DatedValue) -> date:
    return value.valid_from or date.min
