"""Rota: the visits planned for each week, who makes them, and whether they were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop import clock
from desktop.errors import UserError
from desktop.records import places, slots
from desktop.records.slots import Planned
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, day_said
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import WAIT_MS, Action, Lead, Register, writing
from desktop.ui.parts.models import Column

_WEEK = timedelta(weeks=1)
_BACK, _AHEAD = 26 * _WEEK, 52 * _WEEK
_MOST_WEEKS = 53
_MOST_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A planned visit with names instead of ids, and what became of it."""

    planned: Planned
    place: str
    scheme: str
    pair: str
    status: str

    @property
    def week(self) -> date:
        """The Monday of its week."""
        return self.planned.slot.week_start


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    this_week = slots.monday(clock.today())
    found: list[Planned] = []
    with desk.read() as session:
        for scheme in dict.fromkeys(place.scheme for place in around.places):
            found += slots.planned(session, scheme, this_week - _BACK, this_week + _AHEAD)
    entries = [
        Entry(
            one,
            around.name(one.slot.place_id),
            around.scheme(one.slot.scheme),
            ", ".join(around.name(id_) or "somebody" for id_ in one.slot.pair),
            _status(one, this_week),
        )
        for one in found
    ]
    return sorted(entries, key=lambda entry: (entry.week, entry.place))


def _status(one: Planned, this_week: date) -> str:
    if one.records:
        return "Made"
    if one.slot.state == "cancelled":
        return "Cancelled"
    if one.slot.week_start < this_week:
        return "No visit"
    return "Planned" if one.slot.pair else "Nobody yet"


def _facts(_around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    sunday = entry.week + timedelta(days=6)
    return [
        ("Week", f"{day_said(entry.week)} to {day_said(sunday)}"),
        ("Place", entry.place),
        ("Scheme", entry.scheme),
        ("Who", entry.pair or "Nobody yet"),
        ("Status", entry.status),
        ("Note", entry.planned.slot.note),
    ]


def _plan_asks(around: Around, _none: None) -> Sequence[Asked]:
    return (
        asking.choice("place", "Which place?", around.place_options()),
        asking.day(
            "week",
            "From which week on?",
            slots.monday(clock.today()) + _WEEK,
            hint="Any day of the week. Only the week is planned, never the day or time.",
        ),
        asking.number("weeks", "For how many weeks?", 1),
        asking.number("count", "How many visits in each week?", 1),
        asking.people("pair", "Who makes them?", around.people_options()),
    )


def _plan(desk: Desk, _none: None, answers: Answers) -> str:
    weeks, count = asking.number_of(answers, "weeks") or 0, asking.number_of(answers, "count") or 0
    if not 1 <= weeks <= _MOST_WEEKS or not 1 <= count <= _MOST_A_WEEK:
        raise UserError(
            "So many visits cannot be planned at once.",
            f"Enter 1 to {_MOST_WEEKS} weeks and 1 to {_MOST_A_WEEK} visits a week.",
        )
    first, id_ = asking.day_there(answers, "week"), asking.said(answers, "place")
    with desk.write("Planned visits on the rota", wait_ms=WAIT_MS) as session:
        place = places.place(session, id_)
        for number in range(weeks):
            slots.plan(
                session,
                place.scheme,
                place.id,
                first + number * _WEEK,
                asking.ids_of(answers, "pair"),
                count=count,
            )
    total = weeks * count
    return f"{total} visits are planned." if total > 1 else "The visit is planned."


def _to_make(entry: Entry) -> bool:
    return entry.status in ("Planned", "Nobody yet", "No visit")


ROTA = Register[Entry](
    name="Rota",
    read=_read,
    columns=(
        Column[Entry]("Week of", lambda e: day_said(e.week), sort="week", order=lambda e: e.week),
        Column[Entry]("Place", lambda e: e.place, sort="place", characters=22),
        Column[Entry]("Who", lambda e: e.pair, sort="who", characters=26),
        Column[Entry]("Status", lambda e: e.status, sort="status", characters=12),
    ),
    id=lambda entry: entry.planned.slot.id,
    title=lambda entry: f"{entry.place}, week of {day_said(entry.week)}",
    facts=_facts,
    empty=("No visits are planned", "Plan visits by place and week, and say who makes them."),
    adds=(Action[None]("Plan visits", _plan, _plan_asks),),
    actions=(
        Action[Entry](
            "Say who makes it",
            writing(
                "Named the pair of a planned visit",
                lambda session, entry, answers: slots.assign(
                    session, entry.planned.slot.id, asking.ids_of(answers, "pair")
                ),
            ),
            lambda around, entry: (
                asking.people(
                    "pair", "Who makes it?", around.people_options(), entry.planned.slot.pair
                ),
            ),
            _to_make,
        ),
        Action[Entry](
            "Move to another week",
            writing(
                "Moved a planned visit",
                lambda session, entry, answers: slots.move(
                    session, entry.planned.slot.id, asking.day_there(answers, "week")
                ),
            ),
            lambda _around, entry: (
                asking.day("week", "To which week?", entry.week, hint="Any day of that week."),
            ),
            _to_make,
        ),
        Action[Entry](
            "Cancel it",
            writing(
                "Cancelled a planned visit",
                lambda session, entry, answers: slots.cancel(
                    session, entry.planned.slot.id, asking.said(answers, "why")
                ),
            ),
            lambda _around, _entry: (
                asking.text(
                    "why", "Why?", hint="A cancelled visit was not scheduled and is not counted."
                ),
            ),
            _to_make,
        ),
        Action[Entry](
            "Plan it again",
            writing(
                "Planned a cancelled visit again",
                lambda session, entry, _answers: slots.uncancel(session, entry.planned.slot.id),
            ),
            fits=lambda entry: entry.status == "Cancelled",
        ),
    ),
    leads=(
        Lead[Entry](
            "Open the visit",
            lambda entry: ("reading", entry.planned.records[0]) if entry.planned.records else None,
        ),
    ),
    views=(
        ("To come", lambda entry: entry.status in ("Planned", "Nobody yet")),
        ("Nobody yet", lambda entry: entry.status == "Nobody yet"),
        ("No visit", lambda entry: entry.status == "No visit"),
        ("All", lambda _entry: True),
    ),
    icon="calendar-days",
    wide=1,
)


class RotaPage(RegisterPage):
    """The planned visits of half a year back and a year ahead."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__(
            view,
            "Rota",
            "Which visits are planned for which week. Days and times are left to the visitors.",
            (ROTA,),
        )
