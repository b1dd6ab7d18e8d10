"""Issues: the register of what was seen to be wrong, followed to its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop import clock
from desktop.records import issues
from desktop.records.issues import Issue, Raised, Step
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, day_said, in_one_line
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import WAIT_MS, Action, Register, writing
from desktop.ui.parts.models import Column

_STATUS = {"open": "Open", "resolved": "Put right", "closed": "Closed"}
_HAZARD = {"no": "No", "yes": "Yes, only its number until it is put right"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An issue with its words, its steps and how often it was seen before."""

    issue: Issue
    place: str
    topic: str
    late: bool
    steps: tuple[Step, ...]
    before: int


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
        ("In public reports", _HAZARD["yes"] if one.public_after_fixed else ""),
    ]
    return [*found, *((day_said(step.on_date), step.text) for step in entry.steps)]


def _dated(text: str, day: str) -> str:
    return f"{text} ({day})" if text and day else text


def _raise_asks(around: Around, _none: None) -> Sequence[Asked]:
    return (
        asking.choice("scheme", "Which scheme?", around.scheme_options()),
        asking.day("on", "When was it seen?", clock.today()),
        asking.choice("place", "At which place?", around.place_options(), optional=True),
        asking.long_text("what", "What is wrong?", hint="No names, no offences.", max_length=300),
        asking.text("where", "Where there?", optional=True),
    )


def _raised(answers: Answers) -> Raised:
    return Raised(
        scheme=asking.said(answers, "scheme"),
        raised_on=asking.day_there(answers, "on"),
        what=asking.said(answers, "what"),
        place_id=asking.said(answers, "place") or None,
        location=asking.said(answers, "where"),
    )


def _classify_asks(around: Around, entry: Entry) -> Sequence[Asked]:
    one = entry.issue
    classes = around.list_options("issue_class", one.scheme)
    grades = around.list_options("issue_severity")
    hazard = "yes" if one.public_after_fixed else "no"
    return (
        asking.choice("class", "Class", classes, one.class_code),
        asking.choice("severity", "How serious is it?", grades, str(one.severity or "")),
        asking.day("due", "When is an answer due?", one.due, optional=True),
        asking.choice(
            "hazard",
            "Is it a danger that the public must not read of before it is put right?",
            asking.options_of(_HAZARD),
            hazard,
        ),
    )


def _on(ask: str, *, optional: bool = False) -> Callable[[Around, Entry], Sequence[Asked]]:
    """Ask for a day and nothing else."""
    return lambda _around, _entry: (asking.day("on", ask, clock.today(), optional=optional),)


def _said_on(ask: str) -> Callable[[Around, Entry], Sequence[Asked]]:
    """Ask for a day and a text."""
    return lambda _around, _entry: (
        asking.day("on", "When?", clock.today()),
        asking.long_text("text", ask, hint="Roles, no names."),
    )


def _add_step(desk: Desk, entry: Entry, answers: Answers) -> None:
    with desk.write("Noted a step on an issue", wait_ms=WAIT_MS) as session:
        issues.add_step(session, entry.issue.id, *_when_and_what(answers), desk.who)


def _reopen(desk: Desk, entry: Entry, answers: Answers) -> None:
    with desk.write("Opened an issue again", wait_ms=WAIT_MS) as session:
        issues.reopen(session, entry.issue.id, *_when_and_what(answers), desk.who)


def _when_and_what(answers: Answers) -> tuple[date, str]:
    return asking.day_there(answers, "on"), asking.said(answers, "text")


def _not_closed(entry: Entry) -> bool:
    return entry.issue.status != "closed"


_ACTIONS = (
    Action[Entry](
        "Give it a class",
        writing(
            "Gave an issue its class",
            lambda session, entry, answers: issues.classify(
                session,
                entry.issue.id,
                asking.said(answers, "class"),
                int(asking.said(answers, "severity")),
                due=asking.day_of(answers, "due"),
                public_after_fixed=answers.get("hazard") == "yes",
            ),
        ),
        _classify_asks,
        _not_closed,
    ),
    Action[Entry]("Note what was done", _add_step, _said_on("What was done?"), _not_closed),
    Action[Entry](
        "Enter the answer",
        writing(
            "Kept the answer to an issue",
            lambda session, entry, answers: issues.respond(
                session,
                entry.issue.id,
                asking.said(answers, "text"),
                asking.day_there(answers, "on"),
            ),
        ),
        _said_on("What did the police answer?"),
        _not_closed,
    ),
    Action[Entry](
        "It was put right",
        writing(
            "Said that an issue was put right",
            lambda session, entry, answers: issues.resolve(
                session, entry.issue.id, asking.day_of(answers, "on")
            ),
        ),
        _on("When was it put right? Leave this empty if nobody knows.", optional=True),
        lambda entry: entry.issue.status == "open",
    ),
    Action[Entry](
        "Visitors were told",
        writing(
            "Noted that visitors heard what came of an issue",
            lambda session, entry, answers: issues.feed_back(
                session, entry.issue.id, asking.day_there(answers, "on")
            ),
        ),
        _on("When did those who raised it hear what came of it?"),
        _not_closed,
    ),
    Action[Entry](
        "Write the line for the public",
        writing(
            "Wrote the public line of an issue",
            lambda session, entry, answers: issues.summarise(
                session, entry.issue.id, asking.said(answers, "text")
            ),
        ),
        lambda _around, entry: (
            asking.long_text(
                "text",
                "What may the public read of it?",
                entry.issue.public_summary,
                hint="One line: what was seen and what came of it. Nobody can be recognised.",
                optional=True,
                max_length=200,
            ),
        ),
    ),
    Action[Entry](
        "Close it",
        writing(
            "Closed an issue",
            lambda session, entry, answers: issues.close(
                session, entry.issue.id, asking.day_there(answers, "on")
            ),
        ),
        _on("When was it closed?"),
        _not_closed,
    ),
    Action[Entry](
        "Open it again",
        _reopen,
        _said_on("Why is it opened again?"),
        lambda entry: entry.issue.status != "open",
    ),
)

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
    adds=(
        Action[None](
            "Raise an issue",
            writing(
                "Raised an issue",
                lambda session, _none, answers: issues.raise_issue(session, _raised(answers)),
            ),
            _raise_asks,
        ),
    ),
    actions=_ACTIONS,
    views=(
        ("To deal with", _not_closed),
        ("Answer overdue", lambda entry: entry.late),
        ("All", lambda _entry: True),
    ),
    icon="flag",
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
