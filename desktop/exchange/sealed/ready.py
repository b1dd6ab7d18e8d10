"""What can be sent: what is finished and never left, and what says something else than was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.sealed.colleagues import way_to
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.versions import bare_lines, content_hash, known_of
from desktop.formlib.model import Form
from desktop.records.office import names
from desktop.records.record import DONE
from desktop.store.models import Parcel, Passage, Record

KIND = "submission"
VISITS = "when_finished"
"""How forms count of which only finished records travel; the others are cases."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A record that can be sent; `changed`: an earlier version of it was sent before."""

    id: str
    form: str
    place: str
    on_date: date | None
    reference: str
    status: str
    changed: bool


def ready(
    session: Session, forms: Mapping[str, Form], *, to: str | None = None
) -> tuple[Ready, ...]:
    """Give what can be sent, oldest first: real, and not sent yet or changed since.

    Visits when they are finished; cases in any state that somebody has typed in. For an office
    `to` is the colleague, who gets cases only.
    """
    from_office = office_of(session) is None
    query = select(Record).where(Record.purpose == "real", Record.form.in_(forms))
    query = query.where(Record.status.in_(("open", *DONE)))
    rows = [
        row
        for row in session.scalars(query)
        if can_go(forms[row.form], row, from_office=from_office)
    ]
    known = known_of(session, [row.id for row in rows])
    crossed = [row.id for row in rows if known[row.id].last is not None]
    lines = bare_lines(session, forms, crossed)
    places = names(session)
    way = way_to(session, to) if from_office else None
    theirs = _with(session, way.peer_id) if way is not None else frozenset()
    never_left = _taken_back(session)
    found = []
    for row in rows:
        last = known[row.id].last
        if forms[row.form].counts == VISITS:
            if row.status != "finished":
                continue
        elif (
            last is not None
            and last.local_hash == content_hash(lines[row.id])
            and last.parcel_id not in never_left
            and (way is None or row.id in theirs)
        ):
            continue
        place = places.get(row.place_id or "", "")
        said = (row.id, row.form, place, row.on_date, row.reference, row.status)
        left = any(one.parcel_id not in never_left for one in known[row.id].passages)
        found.append(Ready(*said, changed=left))
    return tuple(sorted(found, key=lambda one: (one.on_date or date.min, one.id)))


def changed_since_sent(session: Session, forms: Mapping[str, Form]) -> frozenset[str]:
    """Give the ids of records that say something else now than when they were sent last."""
    query = select(Passage.record_id).where(Passage.direction == "out").distinct()
    ids = tuple(session.scalars(query))
    lines, known = bare_lines(session, forms, ids), known_of(session, ids)
    return frozenset(
        id_
        for id_, line in lines.items()
        if (last := known[id_].last) is not None and last.local_hash != content_hash(line)
    )


def can_go(form: Form, row: Record, *, from_office: bool) -> bool:
    """Say whether a record that is not a draft may be sent: to the office, or from it."""
    if form.counts == VISITS:
        return not from_office and row.status in DONE
    return True


def _with(session: Session, peer_id: str) -> frozenset[str]:
    """Give the records of which a version crossed between this desk and another, either way."""
    query = select(Passage.record_id).join(Parcel, Parcel.id == Passage.parcel_id)
    return frozenset(session.scalars(query.where(Parcel.peer_id == peer_id)))


def _taken_back(session: Session) -> frozenset[str]:
    """Give the files that never left."""
    query = select(Parcel).where(Parcel.kind == KIND, Parcel.direction == "out")
    return frozenset(row.id for row in session.scalars(query) if "taken_back" in row.contents)
