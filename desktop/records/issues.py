"""The register of issues: what was seen to be wrong, followed to its end.

The visitor's row says what was seen and told; here the coordinator gives it a class and follows it.
Resolved: put right. Closed: nothing more is to be done, and those who raised it have heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records.rows import data, every, kept
from desktop.store import models
from desktop.store.ids import new_id
from desktop.store.models import IssueStep, Record

STATUSES = ("open", "resolved", "closed")
SERIOUS = 3
REPEATS_WITHIN = timedelta(days=365)
"""How long after one issue another of its topic at its place is the same come again."""

_LONGEST_SUMMARY = 200


class CannotClose(UserError):
    """Something is still to be done about the issue."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue. `record_id` None: raised by the office itself.

    `class_code`, `severity` (1 to 3, 3 the most serious) and all that follows are the
    coordinator's; `topic` to `sorted` are what was said. `public_after_fixed`: in a public report
    only its number is given until it is put right.
    """

    id: str
    record_id: str | None
    scheme: str
    place_id: str | None
    topic: str
    what: str
    location: str
    told_role: str
    sorted: str
    raised_on: date
    class_code: str
    severity: int | None
    status: str
    due: date | None
    response: str
    response_on: date | None
    resolved_on: date | None
    closed_on: date | None
    fed_back_on: date | None
    public_after_fixed: bool
    public_summary: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done about an issue, on a day, by whom."""

    id: str
    on_date: date
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Raised:
    """What the office says of an issue that it raises itself."""

    scheme: str
    raised_on: date
    what: str
    place_id: str | None = None
    topic: str = ""
    location: str = ""
    told_role: str = ""


def raise_issue(session: Session, raised: Raised) -> Issue:
    """Open an issue without a record. Raises UserError where nothing is said to be wrong."""
    if not raised.what.strip():
        raise UserError("Say what is wrong.", "One line is enough.")
    row = models.Issue(
        id=new_id(),
        scheme=raised.scheme,
        raised_on=raised.raised_on,
        what=raised.what.strip(),
        place_id=raised.place_id,
        topic=raised.topic,
        location=raised.location,
        told_role=raised.told_role,
    )
    session.add(row)
    session.flush()
    return data(Issue, row)


def classify(
    session: Session,
    id: str,
    class_code: str,
    severity: int | None,
    *,
    due: date | None = None,
    public_after_fixed: bool = False,
) -> Issue:
    """Give an issue its class and severity, and the day an answer is due. Raises NotHere."""
    row = _row(session, id)
    row.class_code, row.severity, row.due = class_code, severity, due
    row.public_after_fixed = public_after_fixed
    return _saved(session, row)


def add_step(session: Session, id: str, on: date, text: str, who: str) -> Step:
    """Note something that was done about an issue. Raises NotHere, UserError without a text."""
    _row(session, id)
    if not text.strip():
        raise UserError("Say what was done.", "One line is enough.")
    row = IssueStep(id=new_id(), issue_id=id, on_date=on, text=text.strip(), who=who)
    session.add(row)
    session.flush()
    return data(Step, row)


def respond(session: Session, id: str, text: str, on: date) -> Issue:
    """Keep what the police answered. Raises NotHere."""
    row = _row(session, id)
    row.response, row.response_on = text.strip(), on
    return _saved(session, row)


def resolve(session: Session, id: str, on: date | None) -> Issue:
    """Say that an issue was put right; `on` None where the day is not known. Raises NotHere."""
    row = _row(session, id)
    row.status, row.resolved_on = "resolved", on
    return _saved(session, row)


def feed_back(session: Session, id: str, on: date) -> Issue:
    """Note that those who raised an issue heard what came of it. Raises NotHere."""
    row = _row(session, id)
    row.fed_back_on = on
    return _saved(session, row)


def close(session: Session, id: str, on: date) -> Issue:
    """Close an issue. Raises NotHere, CannotClose.

    It must have a class and have been told back to those who raised it; a serious one needs the
    answer of the police.
    """
    row = _row(session, id)
    if not row.class_code or row.severity is None:
        raise CannotClose("This issue has no class yet.", "Give it a class and a severity first.")
    if row.severity == SERIOUS and not row.response:
        raise CannotClose(
            "A serious issue is not closed without an answer.", "Enter what the police answered."
        )
    if row.record_id is not None and row.fed_back_on is None:
        raise CannotClose(
            "Those who raised this issue have not heard what came of it.",
            "Tell them, and enter the day you did.",
        )
    row.status, row.closed_on = "closed", on
    return _saved(session, row)


def reopen(session: Session, id: str, on: date, why: str, who: str) -> Issue:
    """Open a resolved or closed issue again; why is kept as a step. Raises NotHere, UserError."""
    row = _row(session, id)
    add_step(session, id, on, why, who)
    row.status, row.resolved_on, row.closed_on = "open", None, None
    return _saved(session, row)


def summarise(session: Session, id: str, text: str) -> Issue:
    """Write the line that the public may read. Raises NotHere, UserError for a long one."""
    if len(text) > _LONGEST_SUMMARY:
        raise UserError(
            f"The public line has {len(text)} characters.", f"Use {_LONGEST_SUMMARY} or fewer."
        )
    row = _row(session, id)
    row.public_summary = " ".join(text.split())
    return _saved(session, row)


def issue(session: Session, id: str) -> Issue:
    """Give one issue. Raises NotHere."""
    return data(Issue, _row(session, id))


def steps(session: Session, id: str) -> tuple[Step, ...]:
    """Give what was done about an issue, in order."""
    query = select(IssueStep).where(IssueStep.issue_id == id)
    return every(Step, session.scalars(query.order_by(IssueStep.on_date, IssueStep.id)))


def issues(
    session: Session,
    *,
    scheme: str | None = None,
    statuses: Sequence[str] = ("open", "resolved"),
    place: str | None = None,
) -> tuple[Issue, ...]:
    """Give issues, latest first; those of records in the bin are left out."""
    query = (
        select(models.Issue)
        .outerjoin(Record, Record.id == models.Issue.record_id)
        .where(
            models.Issue.status.in_(statuses),
            or_(Record.id.is_(None), Record.status != "binned"),
        )
        .order_by(models.Issue.raised_on.desc(), models.Issue.id.desc())
    )
    if scheme is not None:
        query = query.where(models.Issue.scheme == scheme)
    if place is not None:
        query = query.where(models.Issue.place_id == place)
    return every(Issue, session.scalars(query))


def issues_of(session: Session, record_id: str) -> tuple[Issue, ...]:
    """Give the issues that a record opened."""
    query = select(models.Issue).where(models.Issue.record_id == record_id)
    return every(Issue, session.scalars(query.order_by(models.Issue.id)))


def repeats(session: Session, id: str) -> tuple[Issue, ...]:
    """Give earlier issues of the same topic at the same place within twelve months, latest first.

    A suggestion for a person to look at: the same words need not mean the same fault.
    """
    row = _row(session, id)
    if row.place_id is None or not row.topic:
        return ()
    query = (
        select(models.Issue)
        .where(
            models.Issue.place_id == row.place_id,
            models.Issue.topic == row.topic,
            models.Issue.id != id,
            models.Issue.raised_on <= row.raised_on,
            models.Issue.raised_on >= row.raised_on - REPEATS_WITHIN,
        )
        .order_by(models.Issue.raised_on.desc(), models.Issue.id.desc())
    )
    found = session.scalars(query)
    # Of issues raised on one day the one noted first is the earlier.
    return every(Issue, (one for one in found if (one.raised_on, one.id) < (row.raised_on, id)))


def overdue(session: Session, today: date) -> tuple[Issue, ...]:
    """Give open issues whose answer was due before today, longest waiting first."""
    query = select(models.Issue).where(
        models.Issue.status == "open", models.Issue.due < today, models.Issue.response_on.is_(None)
    )
    return every(Issue, session.scalars(query.order_by(models.Issue.due, models.Issue.id)))


def _row(session: Session, id: str) -> models.Issue:
    return kept(session, models.Issue, id, "issue")


def _saved(session: Session, row: models.Issue) -> Issue:
    session.flush()
    return data(Issue, row)
