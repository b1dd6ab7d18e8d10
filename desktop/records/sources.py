"""The records that figures are made from: a period's, read once, whatever its form counts by.

What counts: of visits those that are finished, and stubs; of reviews all that were received; of a
panel's cases those on the list of a meeting that was held, verdict or not. Practice, training and
the office's own visits never do, nor what is in the bin, nor a draft nobody typed in. A visit that
is being corrected counts as it stood.

A visit made for a slot counts in its slot's week, which is stored as the week's Monday. The rule
that turns a week into a day is dated and belongs to whoever counts: `Anchor` is that rule, and the
window reaches back by what it may move.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    cast,
    except_,
    exists,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from desktop.formlib.figures import Item
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.settle import settle
from desktop.records.record import DONE
from desktop.store.models import Meeting, Record, RecordDate, Revision, Slot

Anchor: TypeAlias = Callable[[date], date]
"""Gives, for the Monday of a week, the day by which the week belongs to a period."""

_LONGEST_MOVE = timedelta(days=6)  # from a Monday to the last day of its week
_by_id = attrgetter("record")
_FURTHEST_WEEK = timedelta(weeks=13)
_DAY = timedelta(days=1)

_COLUMNS = (
    Record.id,
    Record.place_id,
    Record.meeting_id,
    Record.status,
    Record.counted_on,
    Record.counted_by,
    Record.slot_id,
    Record.hearing_no,
    cast(Record.answers, Text),
)

# Hidden in a function, because without statistics the database takes an index on these for
# more telling than the ids that were chosen, and reads every record of the form.
_STATUS = func.coalesce(Record.status, "")
_REAL = func.coalesce(Record.purpose, "") == "real"
_BEGUN = _STATUS.in_(("open", *DONE))
# Put together once: SQLAlchemy took longer over it than the database over a form with few records.
_WHEN_OPENED = (_REAL, _BEGUN, func.coalesce(Record.on_date, Record.counted_on).is_not(None))
_WHEN_FINISHED = (
    _REAL,
    or_(
        _STATUS.in_(("stub", *DONE)),
        and_(_STATUS == "open", Record.finished_at.is_not(None)),
    ),
)


def records_for(
    session: Session,
    form: Form,
    start: date,
    end: date,
    *,
    office: Office,
    anchor: Anchor,
    date_fields: Iterable[str] | None = None,
) -> list[Item]:
    """Give the records that any figure of a form may need for a period, both days included.

    Selected by the day they count on or by one of `date_fields` (without: those that the form's
    figures are dated by), and those still open at the end where a figure asks for them. `office`
    settles what is not finished yet. In the order of their ids.
    """
    fields = dated_by(form) if date_fields is None else sorted(set(date_fields))
    by_day = Record.counted_on.between(start - _LONGEST_MOVE, end)
    others = [
        _open_ids(form, *figure.as_at, end)
        for figure in form.figures.values()
        if figure.as_at is not None and figure.over in ("records", *form.rows)
    ]
    if fields:
        others.append(
            select(RecordDate.record_id).where(
                RecordDate.form == form.id,
                RecordDate.field.in_(fields),
                RecordDate.on.between(start, end),
            )
        )
    query = select(*_COLUMNS).where(*_counting(form, end))
    found = _items(session, form, query.where(Record.form == form.id, by_day), office, anchor)
    if others:
        # Apart, because the index on days finds most records without a look at the others.
        beside = query.where(
            Record.id.in_(union(*others)), or_(Record.counted_on.is_(None), ~by_day)
        )
        found += _items(session, form, beside, office, anchor)
    return sorted(found, key=_by_id)


def open_at(
    session: Session,
    form: Form,
    day: date,
    *,
    office: Office,
    anchor: Anchor,
    opened: str = "",
    closed: str = "",
) -> list[Item]:
    """Give the records that were open at the end of a day: begun by then and not closed by then.

    By the fields that the form's header names, unless others are given.
    """
    begun, ended = opened or form.header.date_field, closed or form.header.closed
    query = select(*_COLUMNS).where(
        Record.id.in_(_open_ids(form, begun, ended, day)), *_counting(form, day)
    )
    found = _items(session, form, query, office, anchor)
    return sorted(found, key=_by_id)


def made_for_other_weeks(session: Session, form: Form, start: date, end: date) -> list[date]:
    """Give the days of visits made between two days for a slot of a week that lies outside them.

    Such visits are not among the period's records, for they count elsewhere. Weeks further off
    than a quarter are not looked at.
    """
    weeks = or_(
        Slot.week_start.between(start - _FURTHEST_WEEK, start - _LONGEST_MOVE - _DAY),
        Slot.week_start.between(end + _DAY, end + _FURTHEST_WEEK),
    )
    slots = select(Slot.id).where(Slot.scheme == form.scheme, weeks)
    # Hidden in a function as above: the few slots tell more than all visits of the period.
    on, of_form = func.coalesce(Record.on_date, Record.counted_on), func.coalesce(Record.form, "")
    query = select(Record.on_date).where(
        Record.slot_id.in_(slots),
        of_form == form.id,
        on.between(start, end),
        *_counting(form, end),
    )
    return [day for day in session.scalars(query.order_by(Record.on_date)) if day is not None]


def dated_by(form: Form) -> Sequence[str]:
    """Give the dates, besides the day a record counts on, that a form's figures go by."""
    names = {
        figure.dated_by
        for figure in form.figures.values()
        if figure.dated_by and figure.over in ("records", *form.rows)
    }
    # A row goes by its own date where it has one, otherwise by its record's.
    in_rows = {
        f"{group.id}.{field.id}"
        for group in form.rows.values()
        for field in group.fields
        if field.id in names
    }
    return sorted((names | in_rows) - {"counted_on"})


def _counting(form: Form, end: date) -> tuple[ColumnElement[bool], ...]:
    """Give what a record must be to count, by what its form counts."""
    if form.counts == "when_opened":
        return _WHEN_OPENED
    if form.counts == "when_finished":
        return _WHEN_FINISHED
    return (_REAL, _BEGUN, _was_held(Record.meeting_id), ~_heard_again(end))


def _was_held(meeting_id: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    return exists().where(Meeting.id == meeting_id, Meeting.status == "held")


def _heard_again(end: date) -> ColumnElement[bool]:
    """Ask for a later hearing of the same case by the end of the period, when all of it counts.

    A hearing after the period changes nothing in it: what was reported stays as it was.
    """
    later = aliased(Record)
    return exists().where(
        later.form == Record.form,
        later.case_ref == Record.case_ref,
        later.counted_on > Record.counted_on,
        later.counted_on <= end,
        later.purpose == "real",
        later.status.in_(("open", *DONE)),
        _was_held(later.meeting_id),
    )


def _open_ids(form: Form, begun: str, ended: str, day: date) -> Select[str]:
    dated = select(RecordDate.record_id).where(RecordDate.form == form.id, RecordDate.on <= day)
    still = except_(dated.where(RecordDate.field == begun), dated.where(RecordDate.field == ended))
    return select(still.subquery().c.record_id)


def _items(
    session: Session, form: Form, query: Select[*tuple[Any, ...]], office: Office, anchor: Anchor
) -> list[Item]:
    rows = session.connection().execute(query).all()  # columns need none of the session's care
    stood = _as_they_stood(session, form, rows)
    # One text is read faster than thousands.
    kept: list[dict[str, object]] = json.loads(f"[{','.join(row[-1] for row in rows)}]")
    found = [
        Item(
            id_,
            (stood.get(id_) or settle(form, answers, office).values)
            if status == "open"
            else answers,
            _day(counted_on, by, anchor),
            place or "",
            meeting or "",
            status == "stub",
            slot or "",
        )
        for (id_, place, meeting, status, counted_on, by, slot, *_), answers in zip(
            rows, kept, strict=True
        )
    ]
    if form.counts != "when_heard":
        return found
    return [
        item._replace(values={**item.values, "hearing_no": row.hearing_no})
        for item, row in zip(found, rows, strict=True)
    ]


def _as_they_stood(
    session: Session, form: Form, rows: Sequence[Row[Any]]
) -> dict[str, Mapping[str, object]]:
    """Give the last finished answers of visits that are being corrected; mostly there are none."""
    ids = [row.id for row in rows if row.status == "open" and form.counts == "when_finished"]
    if not ids:
        return {}
    query = (
        select(Revision.record_id, Revision.answers)
        .where(Revision.record_id.in_(ids))
        .order_by(Revision.number)
    )
    return {record: answers for record, answers in session.execute(query)}  # noqa: C416


def _day(counted_on: date | None, counted_by: str | None, anchor: Anchor) -> date | None:
    return anchor(counted_on) if counted_on is not None and counted_by == "slot" else counted_on
