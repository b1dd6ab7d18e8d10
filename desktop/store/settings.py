"""Settings: the office's dated data, and the values the program ships until an office has any.

Law, thresholds, names and lists of days live here as data and never in code. Values are plain
JSON; dates in them are text. What a known setting may hold is data too (`[kinds]`): a value that is
something else is passed over when it is read, as if it had not been set.
"""

import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

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


@dataclass(frozen=True, slots=True)
class SettingKind:
    """What a setting may hold: `kind` is text, texts, number, yes_no, day, days, word or owner.

    `least` and `most` limit a number; `words` are what a word may be. A setting that `stays` is
    this desk's owner's and computer's, and does not travel; one for `laptops` goes with every
    invitation.
    """

    kind: str
    least: int = 0
    most: int = 0
    words: tuple[str, ...] = ()
    stays: bool = False
    laptops: bool = False


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


def setting_fault(key: str, value: object) -> str:
    """Say what is wrong with a value for `key`, as “… is a whole number”; "" where it may be set.

    A setting that is not known may be a text, a number, yes or no, or a list of texts. Nothing
    (None) is right where no value is shipped.
    """
    known = kinds().get(key)
    if known is None:
        right = _is_plain(value)
        return "" if right else "is a text, a number, true or false, or a list of texts"
    if value is None:
        return "needs a value" if key in shipped() else ""
    is_right, what = _RULES[known.kind]
    return "" if is_right(value, known) else what(known)


@cache
def kinds() -> dict[str, SettingKind]:
    """Give what the known settings may hold, by key."""
    return {
        key: SettingKind(**{**known, "words": tuple(known.get("words", ()))})
        for key, known in _file()[_KINDS].items()
    }


@cache
def shipped() -> dict[str, tuple[DatedValue, ...]]:
    """Give the values that come with the program, by key, oldest first."""
    return {
        key: tuple(sorted((_dated(value) for value in values), key=_since))
        for key, values in _file().items()
        if key != _KINDS
    }


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(paths.resource("settings.toml").read_text(encoding="utf-8"))


def _of(row: Setting) -> DatedValue:
    return DatedValue(row.value, row.valid_from, row.source)


def _joined(key: str, own: list[DatedValue]) -> list[DatedValue]:
    if key in kinds():
        own = [value for value in own if not setting_fault(key, value.value)]
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


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


def _is_line(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= len(value) <= _LONGEST_LINE


def _is_number(value: object, known: SettingKind) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return known.least <= value <= known.most


def _is_day(value: object, _: SettingKind) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def _is_owner(value: object, _: SettingKind) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("role"), str):
        return False
    schemes, person = value.get("schemes", []), value.get("person_id")
    return isinstance(schemes, list) and _is_plain(schemes) and isinstance(person, str | None)


def _is_notes(value: object, _: SettingKind) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


_KINDS = "kinds"
_LONGEST = 5_000
_LONGEST_LINE = 200
_YEARS = range(1900, 2200)
_RULES: dict[str, tuple[Callable[[Any, SettingKind], bool], Callable[[SettingKind], str]]] = {
    "text": (
        lambda value, _: isinstance(value, str) and len(value) <= _LONGEST,
        lambda _: f"is a text of up to {_LONGEST} characters",
    ),
    "texts": (
        lambda value, _: isinstance(value, list) and bool(value) and all(map(_is_line, value)),
        lambda _: f"is a list of texts of up to {_LONGEST_LINE} characters",
    ),
    "number": (
        _is_number,
        lambda known: f"is a whole number from {known.least} to {known.most}",
    ),
    "yes_no": (lambda value, _: isinstance(value, bool), lambda _: "is true or false"),
    "day": (_is_day, lambda _: "is a date such as 2025-03-31"),
    "days": (
        lambda value, known: isinstance(value, list) and all(_is_day(one, known) for one in value),
        lambda _: "is a list of dates such as 2025-03-31",
    ),
    "word": (
        lambda value, known: isinstance(value, str) and value in known.words,
        lambda known: f"is one of: {', '.join(known.words)}",
    ),
    "owner": (_is_owner, lambda _: "says whose desk this is"),
    "notes": (_is_notes, lambda _: "is a note of the program's own"),
}
