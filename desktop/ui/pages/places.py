"""Places and targets: what is visited, and when each place was in use."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop import clock
from desktop.records import places
from desktop.records.places import Place
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Asked, day_said
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import Action, Register, writing
from desktop.ui.pages.targets import TARGETS
from desktop.ui.parts.models import Column

_STATUS = {"operational": "In use", "closed": "Closed", "reserve": "In reserve"}


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place, what it is today, and its scheme's name."""

    place: Place
    scheme: str
    status: str


def _read_places(desk: Desk, around: Around) -> Sequence[PlaceEntry]:
    del desk  # the office's names were read with all places
    today = clock.today()
    return [
        PlaceEntry(one, around.scheme(one.scheme), _STATUS[one.status_on(today)])
        for one in around.places
    ]


def _place_facts(_around: Around, entry: PlaceEntry) -> Sequence[tuple[str, str]]:
    one = entry.place
    history = [
        (
            f"{_STATUS[period.status]} from {day_said(period.start)}",
            " ".join(
                filter(
                    None,
                    (
                        f"to {day_said(period.end)}" if period.end else "until now",
                        f"({period.reason})" if period.reason else "",
                    ),
                )
            ),
        )
        for period in one.periods
    ]
    return [
        ("Scheme", entry.scheme),
        ("Kind", one.kind),
        ("Address", one.address),
        ("Notes", one.notes),
        ("Today", entry.status),
        *history,
    ]


def _place_asks(place: Place | None) -> tuple[Asked, ...]:
    return (
        asking.text("name", "Name", place.name if place else ""),
        asking.text(
            "kind",
            "Kind",
            place.kind if place else "",
            hint="Custody suite, kennels.",
            optional=True,
        ),
        asking.text("address", "Address", place.address if place else "", optional=True),
        asking.long_text("notes", "Notes", place.notes if place else "", optional=True),
    )


def _add_asks(around: Around, _none: None) -> Sequence[Asked]:
    return (
        asking.choice("scheme", "Which scheme?", around.scheme_options()),
        *_place_asks(None),
        asking.day("from", "In use since", optional=True),
    )


def _status_asks(_around: Around, _entry: PlaceEntry) -> Sequence[Asked]:
    return (
        asking.choice("status", "What is it?", asking.options_of(_STATUS)),
        asking.day(
            "from", "From which day?", clock.today(), hint="What it was until then stays on record."
        ),
        asking.text("reason", "Why?", optional=True),
    )


_said, _day = asking.said, asking.day_of

PLACES = Register[PlaceEntry](
    name="Places",
    read=_read_places,
    columns=(
        Column[PlaceEntry]("Place", lambda e: e.place.name, sort="place", characters=26),
        Column[PlaceEntry]("Scheme", lambda e: e.scheme, sort="scheme", characters=20),
        Column[PlaceEntry]("Kind", lambda e: e.place.kind, sort="kind", characters=13),
        Column[PlaceEntry]("Today", lambda e: e.status, sort="today", characters=10),
    ),
    id=lambda entry: entry.place.id,
    title=lambda entry: entry.place.name,
    facts=_place_facts,
    empty=("No places yet", "Add the custody suites and kennels that are visited."),
    adds=(
        Action[None](
            "Add a place",
            writing(
                "Added a place",
                lambda session, _none, answers: places.add_place(
                    session,
                    _said(answers, "scheme"),
                    _said(answers, "name"),
                    open_from=_day(answers, "from"),
                    kind=_said(answers, "kind"),
                    address=_said(answers, "address"),
                    notes=_said(answers, "notes"),
                ),
            ),
            _add_asks,
        ),
    ),
    actions=(
        Action[PlaceEntry](
            "Opened, closed, in reserve",
            writing(
                "Said what a place is from a day on",
                lambda session, entry, answers: places.set_status(
                    session,
                    entry.place.id,
                    _said(answers, "status"),
                    asking.day_there(answers, "from"),
                    reason=_said(answers, "reason"),
                ),
            ),
            _status_asks,
        ),
        Action[PlaceEntry](
            "Change name and notes",
            writing(
                "Changed what is known of a place",
                lambda session, entry, answers: places.change_place(
                    session,
                    entry.place.id,
                    name=_said(answers, "name"),
                    kind=_said(answers, "kind"),
                    address=_said(answers, "address"),
                    notes=_said(answers, "notes"),
                ),
            ),
            lambda _around, entry: _place_asks(entry.place),
        ),
    ),
    icon="map-pin",
)


class PlacesPage(RegisterPage):
    """Two registers: the places, and how often each is to be visited."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__(
            view,
            "Places and targets",
            "What is visited, since when, and how often a visit is due.",
            (PLACES, TARGETS),
        )
