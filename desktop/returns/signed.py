"""Reading the returns of a period: what was signed and frozen, and what was explained."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from desktop.returns.checks import Paragraph
from desktop.returns.freezing import FORMAT, hash_of
from desktop.returns.periods import Period, any_dates
from desktop.store import models

Lines: TypeAlias = Sequence[Mapping[str, object]]
"""The figures of a return as `as_json` writes them."""

Whole: TypeAlias = Callable[[models.QuarterReturn], Mapping[str, Any]]
"""Gives what was frozen of a return; nothing where it is not what was signed."""

_MOST_BEFORE = 8


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier signed return: its period in words, the lines of its figures, what was typed."""

    label: str
    figures: Lines
    written: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The signed returns that a period is compared with: each is read, and believed, once.

    `lines` are by period, each period's latest; `before` are the returns of like periods, the
    latest first. Of those in `doubtful` nothing is used: they are not what was signed.
    """

    lines: Mapping[Period, Lines]
    before: tuple[Before, ...] = ()
    doubtful: tuple[str, ...] = ()


def earlier_returns(session: Session, period: Period, others: Iterable[Period]) -> Earlier:
    """Read the signed returns before a period, and those of some `others` it is compared with."""
    read: dict[str, tuple[str, Mapping[str, Any]]] = {}

    def whole(row: models.QuarterReturn) -> Mapping[str, Any]:
        if row.id not in read:
            read[row.id] = any_dates(row.start, row.end).label, _whole(row)
        return read[row.id][1]

    lines = _lines(session, others, whole)
    before = _before_of(session, period, whole)
    doubtful = dict.fromkeys(label for label, frozen in read.values() if not frozen)
    return Earlier(lines, before, tuple(doubtful))


def _lines(session: Session, periods: Iterable[Period], whole: Whole) -> dict[Period, Lines]:
    """Give the lines of the figures that were signed of some periods, each period's latest."""
    found: dict[Period, Lines] = {}
    for period in periods:
        row = session.scalars(signed_rows(period).limit(1)).first()
        lines = whole(row).get("figures") if row is not None else None
        if isinstance(lines, list):
            found[period] = lines
    return found


def signed_rows(period: Period) -> Select[models.QuarterReturn]:
    """Ask for a period's signed returns, the latest first."""
    table = models.QuarterReturn
    return _signed().where(table.start == period.start, table.end == period.end)


def _before_of(session: Session, period: Period, whole: Whole) -> tuple[Before, ...]:
    """Give the signed returns before a period, the latest first; of a corrected one the last.

    Of like periods only: a year to date begins with its first quarter's numbers and does not repeat
    them. Eight are enough to find a table in.
    """
    table = models.QuarterReturn
    query = _signed().where(table.kind == period.kind, table.end < period.start)
    query = query.order_by(None).order_by(table.start.desc(), *_latest())
    found: dict[tuple[date, date], Before] = {}
    for row in session.scalars(query):
        frozen = whole(row)
        label = any_dates(row.start, row.end).label
        if isinstance(frozen.get("figures"), list):
            found.setdefault((row.start, row.end), _before(label, frozen))
        if len(found) == _MOST_BEFORE:
            break
    return tuple(found.values())


def _whole(row: models.QuarterReturn) -> Mapping[str, Any]:
    """Give what was frozen; nothing where it is not what was signed."""
    frozen: object = row.frozen
    if not isinstance(frozen, dict) or frozen.get("format") != FORMAT:
        return {}
    return frozen if row.hash == hash_of(frozen) else {}


def _before(label: str, frozen: Mapping[str, Any]) -> Before:
    written = (Paragraph(one["where"], label, one["text"]) for one in frozen.get("written", ()))
    return Before(label, frozen["figures"], tuple(written))


def explanations_of(session: Session, period: Period) -> Mapping[str, object]:
    """Give what was explained of a period's return, by the name of what was found."""
    table = models.QuarterReturn
    query = select(table.explanations).where(
        table.start == period.start, table.end == period.end, table.kind == period.kind
    )
    found: dict[str, object] = {}
    for explanations in session.scalars(query.order_by(table.opened_at, table.id)):
        found.update(explanations)
    return found


def _signed() -> Select[models.QuarterReturn]:
    table = models.QuarterReturn
    signed = select(table).where(table.signed_on.is_not(None), table.frozen.is_not(None))
    return signed.order_by(*_latest())


def _latest() -> tuple[ColumnElement[Any], ...]:
    table = models.QuarterReturn
    return table.signed_on.desc(), table.signed_at.desc(), table.id.desc()
