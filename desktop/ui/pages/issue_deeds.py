"""What can be done with an issue: each deed with its questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop import clock
from desktop.records import issues
from desktop.records.issues import Issue, Raised, Step
from desktop.store.desk import Desk
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked
from desktop.ui.pages.register.spec import WAIT_MS, Action, writing

HAZARD = {"no": "No", "yes": "Yes, only its number until it is put right"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An issue with its words, its steps and how often it was seen before."""

    issue: Issue
    place: str
    topic: str
    late: bool
    steps: tuple[Step, ...]
    before: int


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
            asking.options_of(HAZARD),
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


def not_closed(entry: Entry) -> bool:
    """Say whether there is still something to do about an issue."""
    return entry.issue.status != "closed"


ACTIONS = (
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
        not_closed,
    ),
    Action[Entry]("Note what was done", _add_step, _said_on("What was done?"), not_closed),
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
        not_closed,
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
        not_closed,
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
                hint="In one sentence what was seen, then what came of it; nobody is named.",
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
        not_closed,
    ),
    Action[Entry](
        "Open it again",
        _reopen,
        _said_on("Why is it opened again?"),
        lambda entry: entry.issue.status != "open",
    ),
)

ADDS = (
    Action[None](
        "Raise an issue",
        writing(
            "Raised an issue",
            lambda session, _none, answers: issues.raise_issue(session, _raised(answers)),
        ),
        _raise_asks,
    ),
)
