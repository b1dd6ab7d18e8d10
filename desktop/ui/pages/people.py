"""People: volunteers, panel members and staff, and what each is to a scheme."""

from collections.abc import Sequence

from desktop import clock
from desktop.records import people
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.people_deeds import ACTIONS, ADDS, KINDS, STATUSES, Entry
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import day_said
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import Lead, Register
from desktop.ui.parts.models import Column


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    today = clock.today()
    by_id = {one.id: one for one in around.people}
    found: list[Entry] = []
    with desk.read() as session:
        for scheme, title in around.schemes.items():
            for member in people.members(session, scheme, today):
                held = member.membership
                person = by_id.get(held.person_id or "")
                history = people.history(session, scheme, person.id) if person else ()
                found.append(Entry(person, held, member.name, title, history))
    there = {entry.person.id for entry in found if entry.person}
    found += [Entry(one, None, one.name, "") for one in around.people if one.id not in there]
    return found


def _facts(around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    held = entry.membership
    found = (
        [("Kind", KINDS[entry.person.kind]), ("Notes", entry.person.notes)] if entry.person else []
    )
    if held is not None:
        found += [
            ("Scheme", around.scheme(held.scheme)),
            ("Status", entry.status),
            ("Since", day_said(held.start)),
            ("Term ends", day_said(held.term_end)),
            ("Known from", held.source),
        ]
    before = [one for one in entry.history if held is None or one.id != held.id]
    found += [
        (f"{STATUSES[one.status]} before", f"{day_said(one.start)} to {day_said(one.end)}")
        for one in reversed(before)
    ]
    return found


PEOPLE = Register[Entry](
    name="People",
    read=_read,
    columns=(
        Column[Entry]("Name", lambda e: e.name, sort="name", characters=20),
        Column[Entry]("Scheme", lambda e: e.scheme, sort="scheme", characters=18),
        Column[Entry]("Status", lambda e: e.status, sort="status", characters=18),
        Column[Entry](
            "Term ends",
            lambda e: day_said(e.membership.term_end) if e.membership else "",
            sort="term",
            order=lambda e: str(e.membership.term_end or "~") if e.membership else "~",
            characters=14,
        ),
    ),
    id=lambda entry: entry.id,
    title=lambda entry: entry.name,
    facts=_facts,
    empty=("No people yet", "Add those who visit, sit on panels or work for the schemes."),
    adds=ADDS,
    actions=ACTIONS,
    leads=(
        Lead[Entry](
            "Invitation and laptop",
            lambda e: ("invited", e.person_id) if e.person_id else None,
            "send",
        ),
    ),
    views=(
        ("All", lambda _entry: True),
        ("Active", lambda entry: _is(entry, "active")),
        ("Not yet active", lambda entry: _is(entry, "interest", "vetting", "training")),
        ("Paused", lambda entry: _is(entry, "paused")),
    ),
    icon="users",
)


def _is(entry: Entry, *statuses: str) -> bool:
    return entry.membership is not None and entry.membership.status in statuses


class PeoplePage(RegisterPage):
    """The list of people."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__(
            view,
            "People",
            "Who takes part in which scheme. Nobody who was in custody and no complainant.",
            (PEOPLE,),
        )
