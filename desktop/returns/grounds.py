"""What the built-in figures of one form and period stand on: its rota and its visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.entries import Item, Records
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.returns.coverage import Slot, Visit
from desktop.returns.periods import Period
from desktop.returns.standing import Standing
from desktop.returns.weeks import days_to_select
from desktop.store import models


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is kept of a form whatever the period, and the slots and visits of one period."""

    standing: Standing
    slots: tuple[Slot, ...] = ()
    visits: tuple[Visit, ...] = ()


def grounds_of(
    session: Session,
    form: Form,
    period: Period,
    office: Office,
    items: Sequence[Item],
    standing: Standing,
) -> Grounds:
    """Read the rota of a period and find the visits among `items`; panels have neither."""
    if form.counts != "when_finished":
        return Grounds(standing)
    window = days_to_select(period, standing.weeks)
    return Grounds(
        standing, _slots(session, form.scheme, window), _visits(form, office, items, window)
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
    records = Records(items, form, office, window)
    made, days = records.truths(form.header.completed), records.values(form.header.on)
    found = [
        (
            item.counted_on,
            str(day),
            Visit(item.record, item.place, item.counted_on, item.slot or None, is_made is True),
        )
        for item, day, is_made in zip(items, days, made, strict=True)
        if item.counted_on is not None and first <= item.counted_on <= last
    ]
    return tuple(visit for _, _, visit in sorted(found))
