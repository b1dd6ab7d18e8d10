"""Stubs: visits known to have been made whose report has not come yet.

A stub counts as a visit, is marked "report to follow", and gives way to the report when this
comes, so that the visit counts once.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.records.drafts import place_beside, touched
from desktop.records.header import place_in_time
from desktop.records.record import DONE
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.ids import new_id
from desktop.store.models import Record

# In the answers of a stub that gave way: the record it gave way to, whether that took over its
# slot, and whether somebody has confirmed it. Of one that was brought back: what it is apart from.
_REPORT, _SLOT, _SURE, _APART = "_report", "_slot_given", "_sure", "_apart"


class VisitIsHere(UserError):
    """A report or a stub of the same visit is here already."""


@dataclass(frozen=True, slots=True)
class VisitMade:
    """What is known of a visit: place and person ids, and in `source` how we know of it."""

    place: str
    on: date
    people: tuple[str, ...] = ()
    source: str = ""
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Twice:
    """A visit with more than one report: the id of one of them, the place's, and the day."""

    record_id: str
    place_id: str | None
    on_date: date | None


@dataclass(frozen=True, slots=True)
class Stub:
    """A visit made, report to follow."""

    id: str
    form: str
    scheme: str
    place_id: str | None
    on_date: date | None
    people: tuple[str, ...]
    slot_id: str | None
    source: str


@dataclass(frozen=True, slots=True)
class GaveWay:
    """A stub, and the id of the report that took its place."""

    stub: Stub
    report: str


def add_stub(
    session: Session,
    form: Form,
    visit: VisitMade,
    *,
    office: Office,
    who: str,
    another: bool = False,
) -> Stub:
    """Note that a visit was made; `who` is the name of whoever writes it down.

    Raises VisitIsHere when the visit seems to be here already, unless it is `another` one, and
    NotHere when place or slot are gone.
    """
    kept(session, models.Place, visit.place, "place")
    if visit.slot is not None:
        kept(session, models.Slot, visit.slot, "planned visit")
    row = Record(
        id=new_id(),
        form=form.id,
        form_version=form.version,
        scheme=form.scheme,
        status="stub",
        place_id=visit.place,
        on_date=visit.on,
        slot_id=visit.slot,
        people=list(visit.people),
        source=visit.source,
        typed_by=who,
    )
    if not another and _same_visit(session, row, ("stub", *DONE)):
        raise VisitIsHere(
            "A visit to this place on this day is here already.",
            "Look it up in the records. If there were two visits, say that this is another one.",
        )
    known = {
        form.header.place: visit.place,
        form.header.date_field: visit.on.isoformat(),
        next(iter(form.header.people), ""): list(visit.people),
    }
    row.answers = {**form.header.stub, **{name: value for name, value in known.items() if name}}
    session.add(row)
    place_beside(session, form, row, row.answers, office)
    session.flush()
    return data(Stub, row)


def remove_stub(session: Session, id: str) -> None:
    """Take a stub back: the visit was not made after all. Raises NotHere."""
    row = kept(session, Record, id, "visit")
    if row.status == "stub":
        session.delete(row)
        session.flush()


def stubs(session: Session, scheme: str | None = None) -> tuple[Stub, ...]:
    """Give the visits whose reports are still to come, oldest first."""
    query = select(Record).where(Record.status == "stub")
    if scheme is not None:
        query = query.where(Record.scheme == scheme)
    return every(Stub, session.scalars(query.order_by(Record.on_date, Record.id)))


def give_way(session: Session, form: Form, row: Record) -> None:
    """Let the stub of a visit whose report has come give way: it goes in the bin.

    The report takes over its slot. Of several stubs the one that shares people goes, and a
    report that is finished again after a correction takes no second one.
    """
    if form.counts != "when_finished" or row.purpose != "real":
        return
    before = _same_visit(session, row, ("binned",))
    found = [
        one for one in _same_visit(session, row, ("stub",)) if one.answers.get(_APART) != row.id
    ]
    if not found or any(one.answers.get(_REPORT) == row.id for one in before):
        return
    stub = max(found, key=lambda one: (one.slot_id == row.slot_id, _shared(one, row)))
    given = row.slot_id is None and stub.slot_id is not None
    row.slot_id = row.slot_id or stub.slot_id
    place_in_time(session, row)
    stub.binned_from, stub.status = "stub", "binned"
    stub.answers = {**stub.answers, _REPORT: row.id, _SLOT: given}
    touched(stub)
    session.flush()


def reports_of_same_visit(session: Session, form: Form, id: str) -> tuple[str, ...]:
    """Give other finished records that seem to be of the same visit as this one. Raises NotHere.

    Both of a pair may have written it up, or the office typed in what comes again by a file.
    """
    row = kept(session, Record, id, "record")
    if form.counts != "when_finished" or row.purpose != "real" or row.status not in DONE:
        return ()
    return tuple(one.id for one in _same_visit(session, row, DONE))


def reported_twice(session: Session, form: Form, start: date, end: date) -> tuple[Twice, ...]:
    """Give visits of these days (both included) that seem to have more than one report.

    Each of these reports counts, so a visit that was one counts twice. Oldest first.
    """
    if form.counts != "when_finished":
        return ()
    real = (Record.form == form.id, Record.status.in_(DONE), Record.purpose == "real")
    in_days = (*real, Record.on_date.between(start, end), Record.place_id.is_not(None))
    query = (
        select(Record.place_id, Record.on_date)
        .where(*in_days)
        .group_by(Record.place_id, Record.on_date)
        .having(func.count() > 1)
        .order_by(Record.on_date, Record.place_id)
    )
    found = []
    for place_id, on_date in session.execute(query):
        rows = select(Record).where(*real, Record.place_id == place_id, Record.on_date == on_date)
        for row in session.scalars(rows.order_by(Record.id)):
            if _same_visit(session, row, DONE):
                found.append(Twice(row.id, place_id, on_date))
                break
    return tuple(found)


def gave_way(session: Session) -> tuple[GaveWay, ...]:
    """Give the stubs whose reports came and that nobody has confirmed yet, oldest first."""
    query = select(Record).where(Record.status == "binned", Record.binned_from == "stub")
    found = []
    for row in session.scalars(query.order_by(Record.on_date, Record.id)):
        report = row.answers.get(_REPORT)
        if isinstance(report, str) and not row.answers.get(_SURE):
            found.append(GaveWay(data(Stub, row), report))
    return tuple(found)


def confirm_report(session: Session, id: str) -> None:
    """Keep that a stub and the report it gave way to are of one visit. Raises NotHere."""
    row = kept(session, Record, id, "visit")
    if _REPORT in row.answers:
        row.answers = {**row.answers, _SURE: True}
        session.flush()


def bring_back(session: Session, id: str) -> None:
    """Bring a stub back that gave way to the report of another visit. Raises NotHere.

    It has its slot again, and does not give way to that report any more.
    """
    row = kept(session, Record, id, "visit")
    report_id = row.answers.get(_REPORT)
    if row.status != "binned" or not isinstance(report_id, str):
        return
    report = session.get(Record, report_id)
    if report is not None and row.answers.get(_SLOT) and report.slot_id == row.slot_id:
        report.slot_id = None
        place_in_time(session, report)
    ours = (_REPORT, _SLOT, _SURE)
    answers = {name: value for name, value in row.answers.items() if name not in ours}
    row.answers = {**answers, _APART: report_id}
    row.status, row.binned_from = "stub", None
    touched(row)
    session.flush()


def _same_visit(session: Session, row: Record, statuses: tuple[str, ...]) -> list[Record]:
    """Find records of the same visit: of the same slot, else of the same place and date.

    Two visits to a place on one day are told apart by their slots, and by people who differ.
    """
    query = (
        select(Record)
        .where(
            Record.form == row.form,
            Record.status.in_(statuses),
            Record.purpose == "real",
            Record.id != row.id,
        )
        .order_by(Record.id)
    )
    if row.slot_id is not None:
        found = session.scalars(query.where(Record.slot_id == row.slot_id)).all()
        if found:
            return list(found)
    query = query.where(Record.place_id == row.place_id, Record.on_date == row.on_date)
    return [
        one
        for one in session.scalars(query)
        if (row.slot_id is None or one.slot_id in (None, row.slot_id))
        and (not one.people or not row.people or _shared(one, row))
    ]


def _shared(one: Record, other: Record) -> int:
    return len(set(one.people) & set(other.people))
