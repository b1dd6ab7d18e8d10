"""What can be done with somebody on the list of people: each deed with its questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop import clock
from desktop.records import people
from desktop.records.people import Membership, Person
from desktop.store.desk import Desk
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked
from desktop.ui.pages.register.spec import WAIT_MS, Action, writing

KINDS = {"volunteer": "Volunteer", "panel_member": "Panel member", "staff": "Staff"}
STATUSES = {
    "interest": "Expressed an interest",
    "vetting": "In vetting",
    "training": "In training",
    "active": "Active",
    "paused": "Paused",
    "left": "Left",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in a scheme, several people without names, or somebody in no scheme yet."""

    person: Person | None
    membership: Membership | None
    name: str
    scheme: str
    history: tuple[Membership, ...] = ()

    @property
    def id(self) -> str:
        """The person's id and the scheme's, so that a change of status leaves it the same."""
        return f"{self.person_id}/{self.scheme_id}" if self.person else self.membership_id

    @property
    def person_id(self) -> str:
        """The id of the person, "" where there is no name."""
        return self.person.id if self.person else ""

    @property
    def membership_id(self) -> str:
        """The id of the entry in a scheme's list, "" where there is none."""
        return self.membership.id if self.membership else ""

    @property
    def scheme_id(self) -> str:
        """The scheme, "" where there is none."""
        return self.membership.scheme if self.membership else ""

    @property
    def status(self) -> str:
        """What they are to the scheme now, as people read it."""
        return STATUSES[self.membership.status] if self.membership else "In no scheme yet"


def _status_asks(around: Around, *, scheme: bool) -> tuple[Asked, ...]:
    asked = (
        asking.choice("status", "What are they to the scheme?", asking.options_of(STATUSES)),
        asking.day("from", "From which day?", clock.today()),
        asking.day("term", "When does their term end?", optional=True),
        asking.text("source", "How do you know?", optional=True),
    )
    which = asking.choice("scheme", "Which scheme?", around.scheme_options())
    return (which, *asked) if scheme else asked


def _person_asks(person: Person | None) -> tuple[Asked, ...]:
    kinds = asking.options_of(KINDS)
    return (
        asking.text("name", "Name", person.name if person else ""),
        asking.choice("kind", "What are they?", kinds, person.kind if person else ""),
        asking.long_text("notes", "Notes", person.notes if person else "", optional=True),
    )


def _add_asks(around: Around, _none: None) -> Sequence[Asked]:
    same = {"yes": "This is another person of the same name"}
    return (
        *_person_asks(None),
        *_status_asks(around, scheme=True),
        asking.choice(
            "another", "If the name is on the list already", asking.options_of(same), optional=True
        ),
    )


def _add(desk: Desk, _none: None, answers: Answers) -> None:
    said = asking.said
    with desk.write("Added a person", wait_ms=WAIT_MS) as session:
        person = people.add_person(
            session,
            said(answers, "name"),
            said(answers, "kind"),
            notes=said(answers, "notes"),
            another=said(answers, "another") == "yes",
        )
        _set_status(session, person.id, said(answers, "scheme"), answers)


def _set_status(session: Any, person: str, scheme: str, answers: Answers) -> None:  # noqa: ANN401
    people.set_status(
        session,
        person,
        scheme,
        asking.said(answers, "status"),
        asking.day_there(answers, "from"),
        term_end=asking.day_of(answers, "term"),
        source=asking.said(answers, "source"),
    )


def _unnamed_asks(around: Around, _none: None) -> Sequence[Asked]:
    return (
        asking.choice("scheme", "Which scheme?", around.scheme_options()),
        asking.number("count", "How many people?"),
        asking.choice("status", "What are they to the scheme?", asking.options_of(STATUSES)),
        asking.day("from", "From which day?", clock.today()),
        asking.text("source", "How do you know?"),
    )


ADDS = (
    Action[None]("Add a person", _add, _add_asks),
    Action[None](
        "Add several without names",
        writing(
            "Noted several people without names",
            lambda session, _none, answers: people.add_unnamed(
                session,
                asking.said(answers, "scheme"),
                asking.said(answers, "status"),
                asking.number_of(answers, "count") or 0,
                asking.day_there(answers, "from"),
                source=asking.said(answers, "source"),
            ),
        ),
        _unnamed_asks,
        sentence="For numbers of which you have no names: seven who expressed an interest.",
    ),
)

ACTIONS = (
    Action[Entry](
        "Change status or term",
        writing(
            "Changed what somebody is to a scheme",
            lambda session, entry, answers: _set_status(
                session, entry.person_id, entry.scheme_id, answers
            ),
        ),
        lambda around, _entry: _status_asks(around, scheme=False),
        lambda entry: entry.person is not None and entry.membership is not None,
    ),
    Action[Entry](
        "Put in another scheme",
        writing(
            "Put somebody in a scheme",
            lambda session, entry, answers: _set_status(
                session, entry.person_id, asking.said(answers, "scheme"), answers
            ),
        ),
        lambda around, _entry: _status_asks(around, scheme=True),
        lambda entry: entry.person is not None,
    ),
    Action[Entry](
        "Change name and notes",
        writing(
            "Changed what is known of a person",
            lambda session, entry, answers: people.change_person(
                session,
                entry.person_id,
                name=asking.said(answers, "name"),
                kind=asking.said(answers, "kind"),
                notes=asking.said(answers, "notes"),
            ),
        ),
        lambda _around, entry: _person_asks(entry.person),
        lambda entry: entry.person is not None,
    ),
    Action[Entry](
        "Give one of them a name",
        writing(
            "Gave one of several people a name",
            lambda session, entry, answers: people.name_one(
                session, entry.membership_id, asking.said(answers, "person")
            ),
        ),
        lambda around, _entry: (
            asking.choice(
                "person", "Who is it?", around.people_options(), hint="Add the person first."
            ),
        ),
        lambda entry: entry.person is None,
    ),
    Action[Entry](
        "They have left the list",
        writing(
            "Ended an entry of the list of people",
            lambda session, entry, answers: people.end_membership(
                session, entry.membership_id, asking.day_there(answers, "on")
            ),
        ),
        lambda _around, _entry: (
            asking.day("on", "On which day were they last on the list?", clock.today()),
        ),
        lambda entry: entry.membership is not None,
    ),
)
