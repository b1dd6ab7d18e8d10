"""The registers that figures count besides records: a period's entries, as plain values.

Each entry's `values` have the keys that forms name in their figures; what is not known is not
there, except a day that has been and that nobody wrote down: it is `not_known`. An entry that
stands for several says so in `count`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from desktop.formlib.figures import Item
from desktop.formlib.model import Form
from desktop.records.record import DONE
from desktop.records.recurring import recurring
from desktop.store.models import Dog, Event, Issue, Meeting, Membership, Recommendation, Record

Read: TypeAlias = Callable[[Session, Form, date, date], list[Item]]

_NOT_KNOWN = {"unknown": "not_known"}
_YES_NO: Mapping[bool | None, object] = {True: "yes", False: "no"}
_SEEN_WITHIN = timedelta(days=731)
"""How far back a dog's last visit is looked for: more than any office's standard."""


def registers_for(
    session: Session, form: Form, start: date, end: date, names: Iterable[str] | None = None
) -> dict[str, list[Item]]:
    """Give the entries of each register of a form's scheme that a period may need.

    Those begun in the period, and those that were still open in it; both days are included.
    `names` picks registers; without it all are given.
    """
    wanted = _READ if names is None else names
    return {name: _READ[name](session, form, start, end) for name in wanted}


def _issues(session: Session, form: Form, start: date, end: date) -> list[Item]:
    columns = (
        Issue.id,
        Issue.place_id,
        Issue.raised_on,
        Issue.resolved_on,
        Issue.closed_on,
        Issue.fed_back_on,
        Issue.due,
        Issue.status,
        Issue.severity,
        Issue.class_code,
        Issue.topic,
        Issue.sorted,
        Issue.told_role,
        Issue.location,
    )
    counted = and_(Record.purpose == "real", Record.status != "binned")
    query = (
        select(*columns)
        .outerjoin(Record, Record.id == Issue.record_id)
        .where(
            Issue.scheme == form.scheme,
            Issue.raised_on <= end,
            or_(
                Issue.raised_on >= start,
                Issue.status != "closed",
                Issue.resolved_on >= start,
                Issue.closed_on >= start,
                Issue.fed_back_on >= start,
            ),
            or_(Issue.record_id.is_(None), counted),
        )
        .order_by(Issue.raised_on, Issue.id)
    )
    again = recurring(session, form, start, end)
    found = []
    for row in session.execute(query):
        values = _known(row._asdict(), but=("id", "place_id"))
        values["repeat"] = _YES_NO.get(again.get(row.id), _NOT_KNOWN)
        values["place"] = row.place_id or ""
        if row.sorted == "not_known":
            values["sorted"] = _NOT_KNOWN
        if row.status == "closed" and row.closed_on is None:
            values["closed_on"] = _NOT_KNOWN
        if row.closed_on is not None:
            values["days_to_close"] = (row.closed_on - row.raised_on).days
        found.append(Item(row.id, values, row.raised_on, row.place_id or ""))
    return found


def _recommendations(kind: str) -> Read:
    def read(session: Session, form: Form, start: date, end: date) -> list[Item]:
        line = Recommendation
        columns = (
            line.id,
            line.meeting_id,
            line.record_ids,
            line.made_on,
            line.made_to,
            line.reply,
            line.reply_on,
            line.due,
            line.status,
            line.evidence_on,
            line.reported_on,
            line.repeat_of,
            line.count,
        )
        query = (
            select(*columns)
            .where(
                line.scheme == form.scheme,
                line.kind == kind,
                line.made_on <= end,
                or_(
                    line.made_on >= start,
                    line.status != "closed",
                    line.reply_on >= start,
                    line.evidence_on >= start,
                    line.reported_on >= start,
                ),
            )
            .order_by(line.made_on, line.id)
        )
        rows = session.execute(query).all()
        gone = _not_counting(session, {id_ for row in rows for id_ in row.record_ids})
        found = []
        for row in rows:
            if row.record_ids and gone.issuperset(row.record_ids):
                continue
            values = _known(row._asdict(), but=("id", "meeting_id", "record_ids"))
            if row.reply != "none" and row.reply_on is None:
                values["reply_on"] = _NOT_KNOWN
            if row.status == "closed":
                # No day of closing is kept: what closes a line is its evidence, or else its reply.
                closed_on = row.evidence_on or row.reply_on
                values["closed_on"] = closed_on.isoformat() if closed_on else _NOT_KNOWN
            found.append(Item(row.id, values, row.made_on, meeting=row.meeting_id or ""))
        return found

    return read


def _people(session: Session, form: Form, start: date, end: date) -> list[Item]:
    query = (
        select(
            Membership.id,
            Membership.status,
            Membership.start,
            Membership.end,
            Membership.count,
            Membership.person_id.label("person"),
        )
        .where(
            Membership.scheme == form.scheme,
            Membership.start <= end,
            or_(Membership.end.is_(None), Membership.end >= start),
        )
        .order_by(Membership.start, Membership.id)
    )
    return [
        Item(row.id, _known(row._asdict(), but=("id",)), row.start)
        for row in session.execute(query)
    ]


def _dogs(session: Session, form: Form, start: date, end: date) -> list[Item]:
    del start  # a register of living things: all of them
    query = select(Dog.id, Dog.status, Dog.status_on, Dog.went_to).order_by(Dog.name, Dog.id)
    rows = session.execute(query).all()
    seen = _last_seen(session, form, end) if rows else {}
    found = []
    for row in rows:
        values = _known(row._asdict(), but=("id",))
        if row.id in seen:
            values["last_seen_on"] = seen[row.id].isoformat()
        found.append(Item(row.id, values, row.status_on))
    return found


def _meetings(session: Session, form: Form, start: date, end: date) -> list[Item]:
    query = (
        select(Meeting.id, Meeting.on_date, Meeting.status, Meeting.theme, Meeting.complete)
        .where(Meeting.scheme == form.scheme, Meeting.on_date.between(start, end))
        .order_by(Meeting.on_date, Meeting.id)
    )
    return [
        Item(row.id, _known(row._asdict(), but=("id",)), row.on_date, meeting=row.id)
        for row in session.execute(query)
    ]


def _events(session: Session, form: Form, start: date, end: date) -> list[Item]:
    query = (
        select(Event.id, Event.on_date, Event.happened)
        .where(Event.scheme == form.scheme, Event.on_date.between(start, end))
        .order_by(Event.on_date, Event.id)
    )
    found = []
    for row in session.execute(query):
        known = row.happened != "unknown"
        happened: object = row.happened if known else _NOT_KNOWN
        values = {"on_date": row.on_date.isoformat(), "happened": happened}
        found.append(Item(row.id, values, row.on_date))
    return found


_READ: Mapping[str, Read] = {
    "issues": _issues,
    "recommendations": _recommendations("recommendation"),
    "learning": _recommendations("learning"),
    "people": _people,
    "dogs": _dogs,
    "meetings": _meetings,
    "events": _events,
}


def _known(row: Mapping[str, object], *, but: tuple[str, ...]) -> dict[str, object]:
    """Give a row's values as forms hold them: dates as text, nothing where nothing is known."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if name not in but and value is not None and value != ""
    }


def _not_counting(session: Session, ids: set[str]) -> set[str]:
    """Give those of some records that do not count: practice, or in the bin."""
    query = select(Record.id).where(
        Record.id.in_(ids), or_(Record.purpose != "real", Record.status == "binned")
    )
    return set(session.scalars(query)) if ids else set()


def _last_seen(session: Session, form: Form, end: date) -> dict[str, date]:
    """Give the last day on which each entry of a register was named in a record of the form."""
    fields = [field.id for field in form.fields.values() if field.type == "register"]
    if not fields:
        return {}
    query = (
        select(Record.on_date, Record.answers)
        .where(
            Record.form == form.id,
            Record.on_date.between(end - _SEEN_WITHIN, end),
            Record.status.in_(DONE),
            Record.purpose == "real",
        )
        .order_by(Record.on_date)
    )
    seen: dict[str, date] = {}
    for on, answers in session.execute(query):
        for name in fields:
            named = answers.get(name)
            for id_ in named if isinstance(named, list) else [named]:
                if isinstance(id_, str) and on is not None:
                    seen[id_] = on
    return seen
