"""The rota: planned visits by place and week, never by day or time, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formlib.conditions import Look, holds
from desktop.formlib.model import Form
from desktop.records.header import place_in_time
from desktop.records.record import row_of
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.models import Record
from desktop.store.models import Slot as SlotRow

_GONE = ("draft", "binned")


@dataclass(frozen=True, slots=True)
class Slot:
    """One planned visit: a place, the Monday of a week, a pair of person ids."""

    id: str
    scheme: str
    place_id: str
    week_start: date
    pair: tuple[str, ...]
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A slot with the visits made for it, the first one first; a visit meets one slot."""

    slot: Slot
    records: tuple[str, ...]


def plan(
    session: Session,
    scheme: str,
    place: str,
    week: date,
    pair: Sequence[str] = (),
    *,
    count: int = 1,
    note: str = "",
) -> tuple[Slot, ...]:
    """Plan `count` visits to a place in the week that `week` lies in; give the new slots.

    Raises NotHere when the place is gone.
    """
    kept(session, models.Place, place, "place")
    rows = [
        SlotRow(
            scheme=scheme,
            place_id=place,
            week_start=monday(week),
            pair=list(pair),
            note=note,
            state="planned",
        )
        for _ in range(count)
    ]
    session.add_all(rows)
    session.flush()
    return every(Slot, rows)


def assign(session: Session, id: str, pair: Sequence[str], *, note: str | None = None) -> Slot:
    """Name the pair of a slot anew. Raises NotHere."""
    row = kept(session, SlotRow, id, "planned visit")
    row.pair = list(pair)
    if note is not None:
        row.note = note
    session.flush()
    return data(Slot, row)


def move(session: Session, id: str, week: date) -> Slot:
    """Plan a slot for another week; visits already made for it move with it. Raises NotHere."""
    row = kept(session, SlotRow, id, "planned visit")
    row.week_start = monday(week)
    session.flush()
    for record in session.scalars(select(Record).where(Record.slot_id == id)):
        place_in_time(session, record)
    session.flush()
    return data(Slot, row)


def cancel(session: Session, id: str, why: str) -> Slot:
    """Cancel a slot: it is no longer scheduled, and says why. Raises UserError.

    One that was met stays.
    """
    row = kept(session, SlotRow, id, "planned visit")
    if _made(session, [id]):
        raise UserError(
            "A visit was made for this slot, so it cannot be cancelled.",
            "Take the visit off the slot first.",
        )
    if not why.strip():
        raise UserError("Say why this visit is cancelled.", "The reason is kept on the rota.")
    row.state, row.note = "cancelled", why.strip()
    session.flush()
    return data(Slot, row)


def uncancel(session: Session, id: str) -> Slot:
    """Plan a cancelled slot again. Raises NotHere."""
    row = kept(session, SlotRow, id, "planned visit")
    row.state = "planned"
    session.flush()
    return data(Slot, row)


def meet(session: Session, id: str | None, record_id: str) -> None:
    """Say that a visit was made for a slot (None: for no slot); it counts in the slot's week.

    Several visits may name one slot, because one turned away meets none; the first that was
    made meets it. Raises UserError where the place or the scheme differs, NotHere.
    """
    record = row_of(session, record_id)
    if id is not None:
        slot = kept(session, SlotRow, id, "planned visit")
        if (slot.scheme, slot.place_id) != (record.scheme, record.place_id):
            raise UserError(
                "This visit was made to another place than was planned.",
                "Choose a slot for the place that was visited.",
            )
    record.slot_id = id
    place_in_time(session, record)
    session.flush()


def planned(
    session: Session, scheme: str, start: date, end: date, *, place: str | None = None
) -> tuple[Planned, ...]:
    """Give the slots whose week begins between two days (both included), by week and place."""
    query = select(SlotRow).where(
        SlotRow.scheme == scheme, SlotRow.week_start >= start, SlotRow.week_start <= end
    )
    if place is not None:
        query = query.where(SlotRow.place_id == place)
    rows = session.scalars(query.order_by(SlotRow.week_start, SlotRow.place_id, SlotRow.id)).all()
    made = _made(session, [row.id for row in rows])
    return tuple(Planned(data(Slot, row), tuple(made.get(row.id, ()))) for row in rows)


def next_for(session: Session, person: str, today: date) -> tuple[Slot, ...]:
    """Give the slots of a person that are still to be met, from this week on."""
    query = (
        select(SlotRow)
        .where(SlotRow.week_start >= monday(today), SlotRow.state == "planned")
        .order_by(SlotRow.week_start, SlotRow.id)
    )
    rows = [row for row in session.scalars(query) if person in row.pair]
    made = _made(session, [row.id for row in rows])
    return every(Slot, (row for row in rows if row.id not in made))


def take_likely(session: Session, form: Form, record: Record) -> None:
    """Let a visit without a slot meet the one it was plainly made for.

    That is an unmet slot of the same place and week whose pair shares somebody with the visit.
    """
    if record.slot_id or record.place_id is None or record.on_date is None or record.meeting_id:
        return
    if record.purpose != "real":
        return
    query = (
        select(SlotRow)
        .where(
            SlotRow.scheme == record.scheme,
            SlotRow.place_id == record.place_id,
            SlotRow.week_start == monday(record.on_date),
            SlotRow.state == "planned",
        )
        .order_by(SlotRow.id)
    )
    for slot in session.scalars(query).all():
        if set(slot.pair) & set(record.people) and not _is_met(session, form, slot.id):
            record.slot_id = slot.id
            place_in_time(session, record)
            return


def monday(day: date) -> date:
    """Give the Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())


def _made(session: Session, slots: Sequence[str]) -> dict[str, list[str]]:
    """Give the visits made for slots, by slot, in the order they were made."""
    if not slots:
        return {}
    query = (
        select(Record.slot_id, Record.id)
        .where(Record.slot_id.in_(slots), Record.status.not_in(_GONE), Record.purpose == "real")
        .order_by(Record.on_date, Record.id)
    )
    found: dict[str, list[str]] = {}
    for slot, record in session.execute(query):
        found.setdefault(str(slot), []).append(record)
    return found


def _is_met(session: Session, form: Form, slot: str) -> bool:
    query = select(Record.status, Record.answers).where(
        Record.slot_id == slot, Record.status.not_in(_GONE), Record.purpose == "real"
    )
    return any(
        status == "stub" or holds(form.header.completed, Look(answers))
        for status, answers in session.execute(query)
    )
