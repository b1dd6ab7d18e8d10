"""How often places are to be visited, in words: the targets in force in a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.returns.dates_text import day_text
from desktop.returns.periods import Period
from desktop.returns.story import joined
from desktop.store.models import Place, Target

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _InForce:
    said: str
    start: date
    end: date


def target_words(session: Session, scheme: str, period: Period) -> Mapping[str, str]:
    """Give the target of each place without one of its own as TARGET, the others as TARGETS.

    TARGET is a phrase, "one visit a week (local target)"; TARGETS are sentences, "Keyham Lane is
    due at least two visits a week.". Where a target changed within the period, each has its days.
    """
    query = select(Target).where(Target.scheme == scheme).order_by(Target.start, Target.id)
    by_place: dict[str | None, list[Target]] = {}
    for row in session.scalars(query):
        by_place.setdefault(row.place_id, []).append(row)
    places = select(Place.id, Place.name).where(Place.scheme == scheme)
    names = {row.id: row.name for row in session.execute(places)}
    said = {place: _phrase(rows, period) for place, rows in by_place.items()}
    own = sorted((names.get(id_, id_), text) for id_, text in said.items() if id_ and text)
    return {
        "TARGET": said.get(None, ""),
        "TARGETS": " ".join(f"{name} is due at least {text}." for name, text in own),
    }


def _phrase(rows: Sequence[Target], period: Period) -> str:
    """Say the targets of one place, or of all, that were in force; a later one ends an earlier."""
    found = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        end = min(row.end or date.max, after.start - _DAY if after else date.max)
        if row.start <= period.end and end >= period.start and row.start <= end:
            found.append(_InForce(_said(row), row.start, end))
    return joined([f"{one.said}{_days(one, period)}" for one in found])


def _said(row: Target) -> str:
    number = _NUMBERS[row.count] if row.count < len(_NUMBERS) else str(row.count)
    visits = "visit" if row.count == 1 else "visits"
    kind = f" ({row.national_or_local} target)" if row.national_or_local else ""
    return f"{number} {visits} a {row.every}{kind}"


def _days(one: _InForce, period: Period) -> str:
    """Say from when and until when, where that is not the whole period."""
    since = f" from {day_text(one.start)}" if one.start > period.start else ""
    until = f" until {day_text(one.end)}" if one.end < period.end else ""
    return f"{since}{until}"
