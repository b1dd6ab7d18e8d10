"""Targets: how often a place is to be visited, agreed by whom, in force from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop import clock
from desktop.records import places
from desktop.records.places import Target
from desktop.store.desk import Desk
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, day_said
from desktop.ui.pages.register.spec import Action, Register, writing
from desktop.ui.parts.models import Column

_EVERY = {"week": "Every week", "month": "Every month"}
_WHOSE = {"local": "Local", "national": "National"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A target with names instead of ids."""

    target: Target
    scheme: str
    place: str
    often: str


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    with desk.read() as session:
        found = places.targets(session)
    return [
        Entry(
            one,
            around.scheme(one.scheme),
            around.name(one.place_id) or "Each place in use",
            f"{one.count} visit{'' if one.count == 1 else 's'} {_EVERY[one.every].lower()}",
        )
        for one in reversed(found)
    ]


def _facts(_around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    one = entry.target
    return [
        ("Scheme", entry.scheme),
        ("How often", entry.often),
        ("Agreed by", one.agreed_by),
        ("Agreed on", day_said(one.agreed_on)),
        ("Local or national", _WHOSE.get(one.national_or_local, one.national_or_local)),
        ("In force from", day_said(one.start)),
        ("In force to", day_said(one.end) or "No end"),
    ]


def _add_asks(around: Around, _none: None) -> Sequence[Asked]:
    return (
        asking.choice("scheme", "Which scheme?", around.scheme_options()),
        asking.choice(
            "place",
            "For one place only?",
            around.place_options(),
            hint="Leave this open where it holds for each place in use.",
            optional=True,
        ),
        *_asks(None),
        asking.day(
            "from",
            "In force from which day?",
            clock.today(),
            hint="A target in force for the same place ends the day before.",
        ),
    )


def _asks(one: Target | None) -> tuple[Asked, ...]:
    return (
        asking.choice(
            "every",
            "Every week or every month?",
            asking.options_of(_EVERY),
            one.every if one else "",
        ),
        asking.number("count", "How many visits?", one.count if one else 1),
        asking.text("by", "Agreed by whom?", one.agreed_by if one else "", optional=True),
        asking.day("on", "Agreed on", one.agreed_on if one else None, optional=True),
        asking.choice(
            "whose",
            "Local or national?",
            asking.options_of(_WHOSE),
            one.national_or_local if one else "local",
        ),
    )


def _new(answers: Answers) -> Target:
    start = asking.day_there(answers, "from")
    scheme, place = asking.said(answers, "scheme"), asking.said(answers, "place") or None
    return _with(Target("", scheme, place, 0, "week", "", None, "local", start, None), answers)


def _with(one: Target, answers: Answers) -> Target:
    return replace(
        one,
        every=asking.said(answers, "every"),
        count=asking.number_of(answers, "count") or 0,
        agreed_by=asking.said(answers, "by"),
        agreed_on=asking.day_of(answers, "on"),
        national_or_local=asking.said(answers, "whose"),
    )


TARGETS = Register[Entry](
    name="Targets",
    read=_read,
    columns=(
        Column[Entry]("How often", lambda e: e.often, sort="often", characters=20),
        Column[Entry]("Where", lambda e: e.place, sort="place", characters=18),
        Column[Entry]("Scheme", lambda e: e.scheme, sort="scheme", characters=18),
        Column[Entry](
            "In force",
            lambda e: f"{day_said(e.target.start)} to {day_said(e.target.end) or 'now'}",
            sort="from",
            order=lambda e: e.target.start,
        ),
    ),
    id=lambda entry: entry.target.id,
    title=lambda entry: f"{entry.often}, {entry.place}",
    facts=_facts,
    empty=("No targets yet", "Add how often each place is to be visited, and who agreed it."),
    adds=(
        Action[None](
            "Add a target",
            writing(
                "Set a target",
                lambda session, _none, answers: places.set_target(session, _new(answers)),
            ),
            _add_asks,
        ),
    ),
    actions=(
        Action[Entry](
            "Correct it",
            writing(
                "Corrected a target",
                lambda session, entry, answers: places.set_target(
                    session, _with(entry.target, answers)
                ),
            ),
            lambda _around, entry: _asks(entry.target),
        ),
        Action[Entry](
            "It ends",
            writing(
                "Ended a target",
                lambda session, entry, answers: places.set_target(
                    session, replace(entry.target, end=asking.day_there(answers, "end"))
                ),
            ),
            lambda _around, _entry: (
                asking.day("end", "On which day was it last in force?", clock.today()),
            ),
            lambda entry: entry.target.end is None,
        ),
    ),
    icon="target",
)
