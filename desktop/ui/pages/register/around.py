"""What every register needs beside its own entries: the office's names and lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop import clock
from desktop.formlib.model import ChoiceList, Form
from desktop.formlib.office import Office
from desktop.records.meetings import Meeting, meetings
from desktop.records.office import office_on
from desktop.records.people import Person, people
from desktop.records.places import Place, places, schemes
from desktop.store.desk import Desk
from desktop.ui.fields.question import Option


@dataclass(frozen=True, slots=True)
class Around:
    """The office on the day the page was read; `schemes` gives their names by id.

    `lists` are those of all forms, as the office has them.
    """

    schemes: Mapping[str, str]
    places: tuple[Place, ...]
    people: tuple[Person, ...]
    meetings: tuple[Meeting, ...]
    office: Office
    lists: Mapping[str, ChoiceList]

    def scheme(self, id: str | None) -> str:
        """Give the name of a scheme."""
        return self.schemes.get(id or "", id or "")

    def name(self, id: str | None) -> str:
        """Give the name of a place or of a person, "" where there is none."""
        return self.office.names.get(id or "", "")

    def scheme_options(self) -> tuple[Option, ...]:
        """Give the schemes to choose from."""
        return tuple(Option(id_, name) for id_, name in self.schemes.items())

    def place_options(self, scheme: str = "") -> tuple[Option, ...]:
        """Give the places to choose from, of one scheme or of all with the scheme's name."""
        return tuple(
            Option(one.id, one.name if scheme else f"{one.name} ({self.scheme(one.scheme)})")
            for one in self.places
            if scheme in ("", one.scheme)
        )

    def people_options(self) -> tuple[Option, ...]:
        """Give the people to choose from."""
        return tuple(Option(one.id, one.name) for one in self.people)

    def list_options(self, list_id: str, scheme: str = "") -> tuple[Option, ...]:
        """Give the entries of a shared list in use now; those of another scheme are left out."""
        found = self.lists.get(list_id)
        return tuple(
            Option(entry.code, entry.label)
            for entry in (found.entries if found else ())
            if entry.in_use(self.office.on)
            and entry.attributes.get("scheme", scheme) in ("", scheme)
        )

    def word(self, list_id: str, code: str) -> str:
        """Give the words of a list's entry, the code itself where the list has no such entry."""
        found = self.lists.get(list_id)
        entry = found.get(code) if found else None
        return entry.label if entry else code


def read_around(desk: Desk, forms: Mapping[str, Form]) -> Around:
    """Read the office's names and lists."""
    lists = {id_: one for form in forms.values() for id_, one in form.lists.items()}
    with desk.read() as session:
        named = {one.id: one.name for one in schemes(session)}
        for form in forms.values():
            named.setdefault(form.scheme, form.report.title or form.title)
        office = office_on(session, clock.today(), forms.values())
        return Around(
            named,
            places(session),
            people(session),
            meetings(session),
            office,
            {**lists, **office.lists},
        )
