"""What questions choose from besides lists: places, people, dogs; and adding one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.records.dogs import add_dog, dogs
from desktop.records.people import add_person, members, people
from desktop.records.places import add_place, places
from desktop.records.roles import Me, whose_desk
from desktop.store.desk import Desk
from desktop.ui.fields.question import Option

ADDABLE = ("place", "person", "people", "register")
"""The types of question whose answers may not be on this desk yet."""

_OFFICE = "coordinator"
_KINDS = {"when_finished": "volunteer", "when_heard": "panel_member", "when_opened": "staff"}


@dataclass(frozen=True, slots=True)
class Offered:
    """The places, people and register entries that can be chosen, by type of question."""

    by_type: Mapping[str, tuple[Option, ...]]

    def options(self, form: Form, item: Field, office: Office) -> tuple[Option, ...]:
        """Give what a question offers on this day."""
        own = self.by_type.get(item.type)
        if own is not None:
            return own
        entries = office.offered(form, item)
        return tuple(Option(e.code, e.label, str(e.attributes.get("hint", ""))) for e in entries)


def read_offered(desk: Desk, form: Form, office: Office) -> Offered:
    """Read what there is to choose from for a form.

    A closed place is left out, one of which nothing is known is not. Where the scheme has no
    members on the list, everybody on it is offered. Who writes about what they did themselves is
    offered first, also before the office has put them on the scheme's list.
    """
    with desk.read() as session:
        open_places = [
            Option(place.id, place.name)
            for place in places(session, form.scheme)
            if not place.periods or place.status_on(office.on) != "closed"
        ]
        named = {
            member.membership.person_id: member.name
            for member in members(session, form.scheme, office.on)
            if member.membership.person_id is not None
        }
        everybody = {person.id: person.name for person in people(session)}
        named = _writer_first(whose_desk(session), everybody, named or everybody)
        serving = [Option(dog.id, dog.name) for dog in dogs(session, serving_only=True)]
    persons = tuple(Option(str(id_), name) for id_, name in named.items())
    return Offered(
        {
            "place": tuple(open_places),
            "person": persons,
            "people": persons,
            "register": tuple(serving),
        }
    )


def _writer_first(
    owner: Me | None, everybody: Mapping[str, str], named: Mapping[str, str]
) -> dict[str, str]:
    """Put the one whose desk it is first; the office's own desk writes for others.

    The office's list may have another entry of their name, which is theirs for all we know.
    """
    me = owner.person_id if owner is not None and owner.role != _OFFICE else None
    if me is None or me not in everybody:
        return dict(named)
    own = [id_ for id_, name in named.items() if id_ == me or name == everybody[me]]
    return dict.fromkeys(own or [me], everybody[me]) | dict(named)


def add_one(desk: Desk, form: Form, item: Field, name: str) -> str:
    """Put a place, a person or a dog on the desk's list and give its id. Raises UserError."""
    if item.type == "place":
        with desk.write("Added a place") as session:
            return add_place(session, form.scheme, name).id
    if item.type == "register":
        with desk.write("Added a dog") as session:
            return add_dog(session, name, "working").id
    with desk.write("Added a person") as session:
        return add_person(session, name, _KINDS[form.counts]).id
