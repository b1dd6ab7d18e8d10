"""What the built-in figures of one scheme stand on, read once: rota, places, targets, people."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Known, NotKnown
from desktop.formlib.entries import Item, Records
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.returns.balance import Membership, Opening
from desktop.returns.coverage import Place, Slot, Span, Target, Visit
from desktop.returns.periods import Period
from desktop.returns.weeks import Anchor, WeekSetting, days_to_select, week_of
from desktop.store import models
from desktop.store.settings import history

WEEK_SETTING = "week_anchor"
BALANCES = frozenset({"open_balance", "oldest_open"})
"""Built-in figures that need cases from before the period."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """One scheme's rota, places, targets and opening balances; visits of the period; all people.

    Panels have no rota, and what no figure asks for is not read. `openings` are by what they
    count, the earliest first.
    """

    places: tuple[Place, ...]
    targets: tuple[Target, ...]
    slots: tuple[Slot, ...]
    visits: tuple[Visit, ...]
    memberships: tuple[Membership, ...]
    openings: Mapping[str, tuple[Opening, ...]]
    weeks: tuple[WeekSetting, ...]


def week_settings(session: Session) -> tuple[WeekSetting, ...]:
    """Give the office's choices of the day that decides a week's quarter."""
    return tuple(
        WeekSetting(Anchor(str(found.value)), found.valid_from)
        for found in history(session, WEEK_SETTING)
        if found.value in set(Anchor)
    )


def anchor_of(weeks: Sequence[WeekSetting]) -> Callable[[date], date]:
    """Give the rule that turns a week's Monday into the day that decides its quarter."""
    return cache(lambda monday: week_of(monday, weeks).anchor)


def grounds_of(
    session: Session,
    form: Form,
    period: Period,
    office: Office,
    items: Sequence[Item],
    weeks: Sequence[WeekSetting],
) -> Grounds:
    """Read what the built-in figures of a form need; `items` are its records."""
    window = days_to_select(period, weeks)
    visited = form.counts == "when_finished"
    asked = {figure.what for figure in form.figures.values() if figure.how == "built_in"}
    return Grounds(
        places=_places(session, form.scheme) if visited else (),
        targets=_targets(session, form.scheme) if visited else (),
        slots=_slots(session, form.scheme, window) if visited else (),
        visits=_visits(form, office, items, window) if visited else (),
        memberships=_memberships(session) if "people" in asked else (),
        openings=_openings(session, form.scheme) if asked & BALANCES else {},
        weeks=tuple(weeks),
    )


def _places(session: Session, scheme: str) -> tuple[Place, ...]:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    periods = (
        select(models.PlacePeriod)
        .where(models.PlacePeriod.status == "operational")
        .order_by(models.PlacePeriod.start)
    )
    for period in session.scalars(periods):
        spans[period.place_id].append(Span(period.start, period.end))
    query = (
        select(models.Place.id, models.Place.name)
        .where(models.Place.scheme == scheme)
        .order_by(models.Place.name)
    )
    return tuple(Place(id_, name, tuple(spans[id_])) for id_, name in session.execute(query))


def _targets(session: Session, scheme: str) -> tuple[Target, ...]:
    rows = session.scalars(select(models.Target).where(models.Target.scheme == scheme))
    return tuple(
        Target(
            row.place_id,
            row.count,
            "month" if row.every == "month" else "week",
            Span(row.start, row.end),
        )
        for row in rows
    )


def _slots(session: Session, scheme: str, window: tuple[date, date]) -> tuple[Slot, ...]:
    query = (
        select(models.Slot)
        .where(models.Slot.scheme == scheme, models.Slot.week_start.between(*window))
        .order_by(models.Slot.week_start, models.Slot.id)
    )
    return tuple(
        Slot(row.id, row.place_id, row.week_start, row.state == "cancelled")
        for row in session.scalars(query)
    )


def _visits(
    form: Form, office: Office, items: Sequence[Item], window: tuple[date, date]
) -> tuple[Visit, ...]:
    """Give the visits that may matter, with whether they were made.

    By the day they count on and then the day they were made on, for a slot is met by its first.
    """
    first, last = window
    made = Records(items, form, office, window).truths(form.header.completed)
    found = [
        (item.counted_on, str(item.values.get(form.header.on)), item, is_made is True)
        for item, is_made in zip(items, made, strict=True)
        if item.counted_on is not None and first <= item.counted_on <= last
    ]
    found.sort(key=lambda one: (one[0], one[1], one[2].record))
    return tuple(
        Visit(item.record, item.place, counted, item.slot or None, is_made)
        for counted, _, item, is_made in found
    )


def _memberships(session: Session) -> tuple[Membership, ...]:
    query = select(models.Membership).order_by(models.Membership.start, models.Membership.id)
    return tuple(
        Membership(row.id, row.person_id, row.scheme, row.status, row.start, row.end, row.count)
        for row in session.scalars(query)
    )


def _openings(session: Session, scheme: str) -> Mapping[str, tuple[Opening, ...]]:
    query = (
        select(models.Opening)
        .where(models.Opening.scheme == scheme)
        .order_by(models.Opening.on_date, models.Opening.id)
    )
    found: defaultdict[str, list[Opening]] = defaultdict(list)
    for row in session.scalars(query):
        value = NotKnown("not stated") if row.value is None else Known(row.value)
        found[row.what].append(Opening(value, row.on_date))
    return {what: tuple(openings) for what, openings in found.items()}
