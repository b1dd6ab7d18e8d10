"""What each role sees: for calm, not for security. Everything on a desk is its owner's to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.model import Counts, Form
from desktop.store.models import Peer
from desktop.store.settings import set_setting, setting

MY_ROLE = "my_role"
"""The setting that says whose desk this is: of this laptop, so it does not travel."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: the pages it sees, in order, and the kinds of records it writes.

    `writes` names forms by how they count: visits, reviews, cases of a panel.
    """

    id: str
    title: str
    pages: tuple[str, ...]
    writes: tuple[Counts, ...]


ROLES: tuple[Role, ...] = (
    Role("visitor", "Visitor", ("home", "new", "mine", "send", "help"), ("when_finished",)),
    Role(
        "secretary",
        "Panel secretary or chair",
        ("home", "meetings", "recommendations", "send", "help"),
        ("when_heard",),
    ),
    Role(
        "reviewer",
        "Reviewer",
        ("home", "records", "recommendations", "send", "help"),
        ("when_opened",),
    ),
    Role(
        "coordinator",
        "Scheme coordinator",
        (
            "home",
            "records",
            "meetings",
            "issues",
            "recommendations",
            "rota",
            "places",
            "people",
            "returns",
            "exchange",
            "settings",
            "help",
        ),
        ("when_finished", "when_heard", "when_opened"),
    ),
)


@dataclass(frozen=True, slots=True)
class Me:
    """Whose desk this is: a role, the schemes they belong to (none: all), and who they are.

    `person_id` is their entry in the list of people, where there is one.
    """

    role: str
    schemes: tuple[str, ...] = ()
    person_id: str | None = None


def role(id: str) -> Role:
    """Give a role by its id; a visitor's where the id is not known, who sees least."""
    return next((one for one in ROLES if one.id == id), ROLES[0])


def forms_of(me: Me, forms: Iterable[Form]) -> tuple[Form, ...]:
    """Give the forms that somebody writes, in the order given."""
    writes = role(me.role).writes
    return tuple(
        form
        for form in forms
        if form.counts in writes and (not me.schemes or form.scheme in me.schemes)
    )


def whose_desk(session: Session) -> Me | None:
    """Say whose desk this is; None before anybody said."""
    value = setting(session, MY_ROLE, date.max)
    if not isinstance(value, dict):
        return None
    schemes = cast("list[str]", value.get("schemes", []))
    person = value.get("person_id")
    return Me(str(value.get("role")), tuple(schemes), str(person) if person else None)


def set_whose_desk(session: Session, me: Me) -> None:
    """Say whose desk this is: at first run, or from the office's invitation."""
    value = {"role": me.role, "schemes": list(me.schemes), "person_id": me.person_id}
    set_setting(session, MY_ROLE, value, valid_from=None, source="")


def belongs_to_office(session: Session) -> bool:
    """Say whether this desk was invited by an office, so that corrections can be sent to it."""
    rows = session.scalars(select(Peer.details).where(Peer.kind == "office"))
    return any("office_id" in details for details in rows)
