"""Rows of a record that open lines in the registers: issues, recommendations, learning.

The row stays what was said; the register line shares its id and is followed to its end. A form
marks such rows as `tracked`, and the program knows these answers in them, by id: for an issue
the field named by `about`, and `what`, `where`, `told_role`, `sorted`; for the others `text`,
`made_to`, `made_on` and `due`. Replies and evidence are kept in the register alone.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.formlib.model import Form, RowGroup
from desktop.records.header import day
from desktop.store import models
from desktop.store.models import Issue, IssueStep, Recommendation

_DONE = ("before_we_left", "later")
_SORTED = (*_DONE, "promised", "not_yet", "no")
_NEVER_FOLLOWED = ("practice", "training")


def follow(session: Session, form: Form, row: models.Record) -> None:
    """Open and update the register lines of a finished record, as its tracked rows now stand."""
    if row.purpose in _NEVER_FOLLOWED:
        return
    for group in form.rows.values():
        if group.tracked == "issue":
            _follow_issues(session, group, row)
        elif group.tracked:
            _follow_recommendations(session, form, group, row)


def untouched(session: Session, issue: Issue) -> bool:
    """Say whether nobody has worked on an issue since it was raised."""
    worked_on = (issue.class_code, issue.severity, issue.response, issue.closed_on, issue.due)
    steps = select(IssueStep.id).where(IssueStep.issue_id == issue.id).limit(1)
    return not any(worked_on) and session.scalars(steps).first() is None


def _follow_issues(session: Session, group: RowGroup, row: models.Record) -> None:
    said = dict(_rows(row.answers, group))
    for id_, values in said.items():
        issue = session.get(Issue, id_)
        if issue is not None and issue.record_id != row.id:
            continue  # another record's line: ids from outside may be wrong
        new = issue is None
        if issue is None:
            issue = Issue(id=id_, record_id=row.id)
            session.add(issue)
        _say(issue, group, row, values)
        if new or untouched(session, issue):
            issue.status = "resolved" if issue.sorted in _DONE else "open"
            at_once = issue.sorted == "before_we_left"
            issue.resolved_on = issue.raised_on if at_once else None
    for issue in session.scalars(select(Issue).where(Issue.record_id == row.id)):
        if issue.id not in said:
            _unsaid(session, issue)


def _say(issue: Issue, group: RowGroup, row: models.Record, values: Mapping[str, object]) -> None:
    """Write what was said into an issue; what was done about it stays."""
    issue.scheme, issue.place_id = row.scheme, row.place_id
    issue.raised_on = row.on_date or clock.today()
    issue.topic = _text(values.get(group.about))
    issue.what = _text(values.get("what"))
    issue.location = _text(values.get("where"))
    issue.told_role = _text(values.get("told_role"))
    told = _text(values.get("sorted"))
    issue.sorted = told if told in _SORTED else "not_known"


def _unsaid(session: Session, issue: Issue) -> None:
    """Take away the line of a row that a correction took away, unless it was worked on."""
    if untouched(session, issue):
        session.delete(issue)
    elif issue.status != "closed":
        text = "The corrected record no longer names this."
        session.add(IssueStep(issue_id=issue.id, on_date=clock.today(), text=text))


def _follow_recommendations(
    session: Session, form: Form, group: RowGroup, row: models.Record
) -> None:
    said = dict(_rows(row.answers, group))
    for number, (id_, values) in enumerate(said.items(), 1):
        line = session.get(Recommendation, id_)
        if line is not None and row.id not in line.record_ids:
            continue
        if line is None:
            mark = group.tracked[0].upper()
            line = Recommendation(
                id=id_,
                kind=group.tracked,
                scheme=row.scheme,
                record_ids=[row.id],
                meeting_id=row.meeting_id,
                ref=f"{row.reference}/{mark}{number}" if row.reference else "",
                made_to="",
            )
            session.add(line)
        line.made_on = day(values.get("made_on")) or _made_on(form, row)
        line.text = _text(values.get("text")) or None
        line.made_to = _text(values.get("made_to")) or line.made_to
        line.due = day(values.get("due")) or line.due
    earlier = select(models.Revision.answers).where(models.Revision.record_id == row.id)
    for answers in session.scalars(earlier):
        for id_ in dict(_rows(answers, group)).keys() - said.keys():
            _withdrawn(session, row, id_)


def _withdrawn(session: Session, row: models.Record, id: str) -> None:
    line = session.get(Recommendation, id)
    # A row may bear the id of a line that another record opened.
    if line is None or row.id not in line.record_ids:
        return
    if line.reply == "none" and not line.evidence and not line.reported_on:
        session.delete(line)


def _made_on(form: Form, row: models.Record) -> date:
    """Give the day on which a record's recommendations left: when it was closed, else its date."""
    closed = day(row.answers.get(form.header.closed))
    return closed or row.counted_on or row.on_date or clock.today()


def _rows(
    answers: Mapping[str, object], group: RowGroup
) -> Iterator[tuple[str, Mapping[str, object]]]:
    rows = answers.get(group.id)
    for values in rows if isinstance(rows, list) else []:
        yield str(values["id"]), values


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
