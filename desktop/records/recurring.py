"""Issues that came again: the same topic at the same place within twelve months."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from desktop.formlib.model import Form
from desktop.records.issues import REPEATS_WITHIN
from desktop.store.models import Issue, Record


def recurring(session: Session, form: Form, start: date, end: date) -> Mapping[str, bool | None]:
    """Say of each issue of a form's scheme, raised between two days, whether it came again.

    By the issue's id. None where that cannot be said: the topic or the place is not known, or
    nothing is kept yet of the whole year before.
    """
    query = (
        select(Issue.id, Issue.place_id, Issue.topic, Issue.raised_on)
        .outerjoin(Record, Record.id == Issue.record_id)
        .where(
            Issue.scheme == form.scheme,
            Issue.raised_on.between(start - REPEATS_WITHIN, end),
            or_(
                Issue.record_id.is_(None),
                and_(Record.purpose == "real", Record.status != "binned"),
            ),
        )
        .order_by(Issue.raised_on, Issue.id)
    )
    last: dict[tuple[str, str], date] = {}
    found: dict[str, bool | None] = {}
    alone: dict[str, date] = {}
    for id_, place, topic, raised_on in session.execute(query):
        before = last.get((place, topic)) if place and topic else None
        if before is not None and before >= raised_on - REPEATS_WITHIN:
            found[id_] = True
        else:
            found[id_] = None
            if place and topic:
                alone[id_] = raised_on
        if place and topic:
            last[place, topic] = raised_on
    begun = _begun(session, form) if alone else None
    for id_, raised_on in alone.items():
        if begun is not None and begun <= raised_on - REPEATS_WITHIN:
            found[id_] = False
    return found


def _begun(session: Session, form: Form) -> date | None:
    """Give the first day of which an issue or a record of the form is kept."""
    issue = select(Issue.raised_on).where(Issue.scheme == form.scheme).order_by(Issue.raised_on)
    record = (
        select(Record.counted_on)
        .where(
            Record.form == form.id,
            Record.counted_on.is_not(None),
            Record.purpose == "real",
            Record.status.not_in(("draft", "binned")),
        )
        .order_by(Record.counted_on)
    )
    days = [session.scalar(query.limit(1)) for query in (issue, record)]
    return min((day for day in days if day is not None), default=None)
