"""From a form's fields to the questions that widgets ask. The only place that knows both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.formlib import typed
from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.types import UNKNOWNS, Setting, read, show
from desktop.records.dogs import dogs
from desktop.records.people import members, people
from desktop.records.places import places
from desktop.store.ids import new_id
from desktop.ui.fields.question import Option, Question

if TYPE_CHECKING:
    from desktop.store.desk import Desk

_TEXTS = ("text", "long_text")


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


def read_offered(desk: "Desk", form: Form, office: Office) -> Offered:
    """Read what there is to choose from for a form.

    A closed place is left out, one of which nothing is known is not. Where the scheme has no
    members on the list, everybody on it is offered.
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
        if not named:
            named = {person.id: person.name for person in people(session)}
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


def question(form: Form, item: Field, office: Office, offered: Offered) -> Question:
    """Give the question of a field, with the questions of its rows where it has any."""
    at = Setting(form, item, office)
    group = form.rows.get(item.id) if item.type == "rows" else None
    return Question(
        id=item.id,
        type=item.type,
        ask=f"{item.number}. {item.ask}" if item.number else item.ask,
        hint=item.hint,
        why=item.why,
        optional=item.optional and item.type not in ("rows", "note"),
        unit=item.unit,
        options=offered.options(form, item, office),
        unknowns=tuple(Option(code, UNKNOWNS[code]) for code in item.unknowns),
        keys=item.keys,
        max_length=int(item.max) if item.type in _TEXTS and item.max else 0,
        at_most=item.at_most,
        read=lambda text: read(text, at),
        show=_shows(at),
        rows=tuple(question(form, inner, office, offered) for inner in group.fields)
        if group is not None
        else (),
        one=group.one if group is not None else "row",
        new_id=new_id,
    )


def _shows(at: Setting) -> Callable[[object], str]:
    if at.field.type == "date":
        return lambda value: typed.say_day(str(value))
    if at.field.type in ("people", "register"):
        return lambda value: show(value if isinstance(value, list) else [value], at)
    return lambda value: show(value, at)
