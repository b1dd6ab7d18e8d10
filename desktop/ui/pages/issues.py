"""Issues: the register of what was seen to be wrong, followed to its end."""

from collections.abc import Sequence

from desktop import clock
from desktop.records import issues
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.issue_deeds import ACTIONS, ADDS, HAZARD, Entry, not_closed
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import day_said, in_one_line
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import Lead, Register
from desktop.ui.parts.models import Column

_STATUS = {"open": "Open", "resolved": "Put right", "closed": "Closed"}


def read(desk: Desk, around: Around) -> Sequence[Entry]:
    """Read all issues, latest first."""
    today = clock.today()
    with desk.read() as session:
        late = {one.id for one in issues.overdue(session, today)}
        return [
            Entry(
                one,
                around.name(one.place_id),
                _topic(around, one.topic),
                one.id in late,
                issues.steps(session, one.id),
                len(issues.repeats(session, one.id)),
            )
            for one in issues.issues(session, statuses=issues.STATUSES)
        ]


def _topic(around: Around, code: str) -> str:
    """Give the words of a topic: they are in one of the lists of the office's forms."""
    for found in around.lists.values():
        if found.id.endswith("_topic") and (entry := found.get(code)):
            return entry.label
    return code


def _status(entry: Entry) -> str:
    return "Open, answer overdue" if entry.late else _STATUS[entry.issue.status]


def _facts(around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    one = entry.issue
    word = around.word
    found = [
        ("What was wrong", one.what),
        ("About", entry.topic),
        ("Where", ", ".join(filter(None, (entry.place, one.location)))),
        ("Raised on", day_said(one.raised_on)),
        ("Told", word("police_role", one.told_role)),
        (
            "Sorted, as visitors said",
            "Not known" if one.sorted == "not_known" else word("issue_sorted", one.sorted),
        ),
        ("Seen here before", f"{entry.before} in the last 12 months" if entry.before else ""),
        ("Class", word("issue_class", one.class_code) or "Not given yet"),
        ("How serious", word("issue_severity", str(one.severity or "")) or "Not given yet"),
        ("Answer due", day_said(one.due) + (" (past)" if entry.late else "")),
        ("What the police answered", _dated(one.response, day_said(one.response_on))),
        ("Put right on", day_said(one.resolved_on)),
        ("Visitors told on", day_said(one.fed_back_on)),
        ("Closed on", day_said(one.closed_on)),
        ("Line for the public", one.public_summary),
        ("In public reports", HAZARD["yes"] if one.public_after_fixed else ""),
    ]
    return [*found, *((day_said(step.on_date), step.text) for step in entry.steps)]


def _dated(text: str, day: str) -> str:
    return f"{text} ({day})" if text and day else text


_COLUMNS = (
    Column[Entry](
        "Raised",
        lambda e: day_said(e.issue.raised_on),
        sort="on",
        order=lambda e: e.issue.raised_on,
        characters=14,
    ),
    Column[Entry]("What", lambda e: in_one_line(e.issue.what), sort="what", characters=26),
    Column[Entry]("Place", lambda e: e.place, sort="place", characters=14),
    Column[Entry](
        "Grade",
        lambda e: str(e.issue.severity or "not yet"),
        sort="grade",
        order=lambda e: -(e.issue.severity or 0),
        characters=6,
    ),
    Column[Entry]("Status", _status, sort="status", characters=18),
)

REGISTER = Register[Entry](
    name="Issues",
    read=read,
    columns=_COLUMNS,
    id=lambda entry: entry.issue.id,
    title=lambda entry: entry.topic or in_one_line(entry.issue.what),
    facts=_facts,
    empty=("No issues here", "What visitors see to be wrong comes here with their visit."),
    adds=ADDS,
    actions=ACTIONS,
    leads=(
        Lead[Entry](
            "Open the record",
            lambda entry: ("reading", entry.issue.record_id) if entry.issue.record_id else None,
        ),
    ),
    views=(
        ("To deal with", not_closed),
        ("Answer overdue", lambda entry: entry.late),
        ("All", lambda _entry: True),
    ),
    icon="flag",
    wide=1,
)


class IssuesPage(RegisterPage):
    """The register of issues."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__(
            view,
            "Issues",
            "What was seen to be wrong, and what came of it.",
            (REGISTER,),
        )
