"""News, events and what panels asked: dated lines of the return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop import clock
from desktop.records import events, promises
from desktop.records.events import Event, News
from desktop.records.promises import Promise
from desktop.store.desk import Desk
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Asked, day_said, in_one_line
from desktop.ui.pages.register.spec import Action, Register, writing
from desktop.ui.parts.models import Column

_HAPPENED = {"yes": "Yes", "no": "No", "unknown": "Nobody has said"}
_PROMISE = {"open": "Open", "answered": "Answered", "not_stated": "Answer not stated"}


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """A line of news with its scheme's name."""

    news: News
    scheme: str


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event with its scheme's name."""

    event: Event
    scheme: str


def _read_news(desk: Desk, around: Around) -> Sequence[NewsEntry]:
    with desk.read() as session:
        found = events.news(session, date.min, date.max)
    return [NewsEntry(one, around.scheme(one.scheme)) for one in reversed(found)]


def _read_events(desk: Desk, around: Around) -> Sequence[EventEntry]:
    with desk.read() as session:
        found = events.events(session, date.min, date.max)
    return [EventEntry(one, around.scheme(one.scheme)) for one in reversed(found)]


def _read_promises(desk: Desk, around: Around) -> Sequence[Promise]:
    del around
    with desk.read() as session:
        return promises.promises(session)[::-1]


def _dated_asks(around: Around, ask: str) -> Sequence[Asked]:
    return (
        asking.choice("scheme", "Which scheme?", around.scheme_options()),
        asking.day("on", "On which day?", clock.today()),
        asking.long_text("text", ask),
    )


_said, _day = asking.said, asking.day_there

NEWS = Register[NewsEntry](
    name="News",
    read=_read_news,
    columns=(
        Column[NewsEntry](
            "Day", lambda e: day_said(e.news.on_date), sort="on", order=lambda e: e.news.on_date
        ),
        Column[NewsEntry]("News", lambda e: in_one_line(e.news.text), sort="text", characters=36),
        Column[NewsEntry]("Scheme", lambda e: e.scheme, sort="scheme", characters=18),
    ),
    id=lambda entry: entry.news.id,
    title=lambda entry: f"{entry.scheme}, {day_said(entry.news.on_date)}",
    facts=lambda _around, entry: [("News", entry.news.text)],
    empty=("No news yet", "A dated line about a scheme that is no figure."),
    adds=(
        Action[None](
            "Add news",
            writing(
                "Added a line of news",
                lambda session, _none, a: events.add_news(
                    session, _said(a, "scheme"), _day(a, "on"), _said(a, "text")
                ),
            ),
            lambda around, _none: _dated_asks(around, "What is the news?"),
        ),
    ),
    actions=(
        Action[NewsEntry](
            "Change it",
            writing(
                "Changed a line of news",
                lambda session, entry, a: events.change_news(
                    session, entry.news.id, _day(a, "on"), _said(a, "text")
                ),
            ),
            lambda _around, entry: (
                asking.day("on", "On which day?", entry.news.on_date),
                asking.long_text("text", "What is the news?", entry.news.text),
            ),
        ),
        Action[NewsEntry](
            "Remove it",
            writing(
                "Removed a line of news",
                lambda session, entry, _a: events.remove_news(session, entry.news.id),
            ),
            sure="Remove this line of news?",
        ),
    ),
    icon="message-square",
    wide=1,
)

EVENTS = Register[EventEntry](
    name="Events",
    read=_read_events,
    columns=(
        Column[EventEntry](
            "Day", lambda e: day_said(e.event.on_date), sort="on", order=lambda e: e.event.on_date
        ),
        Column[EventEntry]("Event", lambda e: in_one_line(e.event.title), characters=28),
        Column[EventEntry]("Scheme", lambda e: e.scheme, sort="scheme", characters=16),
        Column[EventEntry](
            "Took place", lambda e: _HAPPENED[e.event.happened], sort="happened", characters=14
        ),
    ),
    id=lambda entry: entry.event.id,
    title=lambda entry: f"{in_one_line(entry.event.title)}, {day_said(entry.event.on_date)}",
    facts=lambda _around, entry: [
        ("Event", entry.event.title),
        ("Scheme", entry.scheme),
        ("Note", entry.event.note),
        ("Took place", _HAPPENED[entry.event.happened]),
    ],
    empty=("No events yet", "What a scheme means to hold; the next return asks if it took place."),
    adds=(
        Action[None](
            "Add an event",
            writing(
                "Added an event",
                lambda session, _none, a: events.add_event(
                    session, _said(a, "scheme"), _day(a, "on"), _said(a, "text")
                ),
            ),
            lambda around, _none: _dated_asks(around, "What will take place?"),
        ),
    ),
    actions=(
        Action[EventEntry](
            "Did it take place?",
            writing(
                "Said whether an event took place",
                lambda session, entry, a: events.say_happened(
                    session, entry.event.id, _said(a, "happened")
                ),
            ),
            lambda _around, entry: (
                asking.choice(
                    "happened",
                    "Did it take place?",
                    asking.options_of(_HAPPENED),
                    entry.event.happened,
                ),
            ),
        ),
        Action[EventEntry](
            "Change it",
            writing(
                "Changed an event",
                lambda session, entry, a: events.change_event(
                    session, entry.event.id, _day(a, "on"), _said(a, "text"), note=_said(a, "note")
                ),
            ),
            lambda _around, entry: (
                asking.day("on", "On which day?", entry.event.on_date),
                asking.text("text", "What?", entry.event.title),
                asking.long_text("note", "Note", entry.event.note, optional=True),
            ),
        ),
        Action[EventEntry](
            "Remove it",
            writing(
                "Removed an event",
                lambda session, entry, _a: events.remove_event(session, entry.event.id),
            ),
            sure="Remove this event?",
        ),
    ),
    icon="calendar",
    wide=1,
)

PROMISES = Register[Promise](
    name="Promises",
    read=_read_promises,
    columns=(
        Column[Promise](
            "Asked", lambda e: day_said(e.asked_on), sort="on", order=lambda e: e.asked_on
        ),
        Column[Promise]("What", lambda e: in_one_line(e.what), sort="what", characters=30),
        Column[Promise]("By", lambda e: e.asked_by, sort="by", characters=18),
        Column[Promise]("Status", lambda e: _PROMISE[e.status], sort="status", characters=12),
    ),
    id=lambda one: one.id,
    title=lambda one: f"{one.asked_by}, {day_said(one.asked_on)}",
    facts=lambda around, one: [
        ("What was asked", one.what),
        ("Scheme", around.scheme(one.scheme) if one.scheme else ""),
        ("Due", day_said(one.due) or "Without a date"),
        ("Status", _PROMISE[one.status]),
        ("Answer", one.answer),
    ],
    empty=("Nothing has been asked yet", "What panels asked for, and the answers they got."),
    adds=(
        Action[None](
            "Add what was asked",
            writing(
                "Added what a panel asked",
                lambda session, _none, a: promises.add_promise(
                    session,
                    _said(a, "by"),
                    _day(a, "on"),
                    _said(a, "what"),
                    due=asking.day_of(a, "due"),
                    scheme=_said(a, "scheme") or None,
                ),
            ),
            lambda around, _none: (
                asking.text("by", "Who asked?", hint="A panel, no names."),
                asking.day("on", "On which day?", clock.today()),
                asking.long_text("what", "What was asked?"),
                asking.day("due", "By when?", optional=True),
                asking.choice("scheme", "About a scheme?", around.scheme_options(), optional=True),
            ),
        ),
    ),
    actions=(
        Action[Promise](
            "Enter the answer",
            writing(
                "Kept the answer to what a panel asked",
                lambda session, one, a: promises.answer(
                    session, one.id, _said(a, "text"), _said(a, "status")
                ),
            ),
            lambda _around, one: (
                asking.choice(
                    "status", "How does it stand?", asking.options_of(_PROMISE), one.status
                ),
                asking.long_text("text", "The answer", one.answer, optional=True),
            ),
        ),
        Action[Promise](
            "Remove it",
            writing(
                "Removed what a panel asked",
                lambda session, one, _a: promises.remove_promise(session, one.id),
            ),
            sure="Remove this line?",
        ),
    ),
    views=(
        ("All", lambda _one: True),
        ("Open", lambda one: one.status == "open"),
    ),
    icon="message-square",
    wide=1,
)
