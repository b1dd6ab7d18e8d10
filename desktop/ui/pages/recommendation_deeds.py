"""What can be done with a recommendation or a piece of learning: each deed with its questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop import clock
from desktop.records import recommendations
from desktop.records.recommendations import Made, Recommendation
from desktop.ui.fields.question import Option
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked
from desktop.ui.pages.register.spec import Action, writing

KIND = {"recommendation": "Recommendation", "learning": "Learning"}
REPLY = {
    "accepted": "Accepted",
    "partly": "Accepted in part",
    "rejected": "Not accepted",
    "none": "No reply",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the tracker, with names instead of ids."""

    line: Recommendation
    scheme: str
    meeting: str
    late: bool
    earlier: tuple[Option, ...] = ()

    @property
    def text(self) -> str:
        """What was asked, or how many times something was that is not stated."""
        if self.line.text:
            return self.line.text
        many = f"{self.line.count} of them, text" if self.line.count > 1 else "Text"
        return f"{many} not stated"


def _add_asks(around: Around, _none: None) -> Sequence[Asked]:
    return (
        asking.choice("kind", "What is it?", asking.options_of(KIND), "recommendation"),
        asking.choice("scheme", "Which scheme?", around.scheme_options()),
        *_asks(None),
    )


def _asks(one: Recommendation | None) -> tuple[Asked, ...]:
    return (
        asking.long_text(
            "text",
            "What is asked, in plain words?",
            (one.text or "") if one else "",
            hint="Leave this empty only where the source does not state it.",
            optional=True,
        ),
        asking.number(
            "count",
            "How many?",
            one.count if one else 1,
            hint="1, unless several have no text: then one line stands for all of them.",
        ),
        asking.text("to", "Made to whom?", one.made_to if one else "", hint="A role, no names."),
        asking.day("on", "Made on", one.made_on if one else clock.today()),
        asking.day("due", "When is a reply due?", one.due if one else None, optional=True),
        asking.text("ref", "Reference", one.ref if one else "", optional=True),
    )


def _made(answers: Answers, scheme: str, kind: str, one: Recommendation | None = None) -> Made:
    return Made(
        scheme=scheme,
        made_on=asking.day_there(answers, "on"),
        text=asking.said(answers, "text") or None,
        kind=kind,
        made_to=asking.said(answers, "to"),
        count=asking.number_of(answers, "count") or 0,
        due=asking.day_of(answers, "due"),
        ref=asking.said(answers, "ref"),
        meeting_id=one.meeting_id if one else None,
        record_ids=one.record_ids if one else (),
    )


def _add(session: Any, answers: Answers) -> None:  # noqa: ANN401 - a session of the desk
    made = _made(answers, asking.said(answers, "scheme"), asking.said(answers, "kind"))
    recommendations.add(session, made)


def _reply_asks(_around: Around, entry: Entry) -> Sequence[Asked]:
    one = entry.line
    return (
        asking.choice("reply", "What was the reply?", asking.options_of(REPLY), one.reply),
        asking.day("on", "On which day?", one.reply_on or clock.today(), optional=True),
        asking.long_text("text", "In its own words", one.reply_text, optional=True),
    )


def is_open(entry: Entry) -> bool:
    """Say whether something is still to come: a reply, or evidence."""
    return entry.line.status == "open"


ACTIONS: tuple[Action[Entry], ...] = (
    Action(
        "Enter the reply",
        writing(
            "Kept the reply to a recommendation",
            lambda session, entry, answers: recommendations.reply(
                session,
                entry.line.id,
                asking.said(answers, "reply"),
                asking.day_of(answers, "on"),
                asking.said(answers, "text"),
            ),
        ),
        _reply_asks,
        is_open,
    ),
    Action(
        "Enter evidence",
        writing(
            "Kept the evidence for a recommendation",
            lambda session, entry, answers: recommendations.give_evidence(
                session,
                entry.line.id,
                asking.said(answers, "text"),
                asking.day_there(answers, "on"),
            ),
        ),
        lambda _around, entry: (
            asking.long_text("text", "What shows that it was done?", entry.line.evidence),
            asking.day("on", "Seen on which day?", entry.line.evidence_on or clock.today()),
        ),
        is_open,
    ),
    Action(
        "It was reported",
        writing(
            "Noted that a recommendation was reported",
            lambda session, entry, answers: recommendations.report(
                session, entry.line.id, asking.day_there(answers, "on")
            ),
        ),
        lambda _around, _entry: (
            asking.day("on", "When was the panel told that it is fed up to?", clock.today()),
        ),
    ),
    Action(
        "Correct it",
        writing(
            "Corrected a recommendation",
            lambda session, entry, answers: recommendations.change(
                session,
                entry.line.id,
                _made(answers, entry.line.scheme, entry.line.kind, entry.line),
            ),
        ),
        lambda _around, entry: _asks(entry.line),
    ),
    Action(
        "Close it",
        writing(
            "Closed a recommendation",
            lambda session, entry, _answers: recommendations.close(session, entry.line.id),
        ),
        fits=is_open,
    ),
    Action(
        "Open it again",
        writing(
            "Opened a recommendation again",
            lambda session, entry, _answers: recommendations.reopen(session, entry.line.id),
        ),
        fits=lambda entry: not is_open(entry),
    ),
    Action(
        "It says again what an earlier one said",
        writing(
            "Noted that a recommendation came back",
            lambda session, entry, answers: recommendations.came_back(
                session, entry.line.id, asking.said(answers, "earlier")
            ),
        ),
        lambda _around, entry: (asking.choice("earlier", "Which one?", entry.earlier),),
        lambda entry: is_open(entry) and bool(entry.earlier),
    ),
)

ADDS = (
    Action[None](
        "Add a recommendation",
        writing("Added a recommendation", lambda session, _none, answers: _add(session, answers)),
        _add_asks,
    ),
)
