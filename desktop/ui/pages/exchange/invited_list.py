"""Whom the office has invited, and what became of it: plain data, read from the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.exchange.sealed.enrolling import Laptop, laptops
from desktop.exchange.sealed.tokens import SentInvitation, invitations
from desktop.records.roles import role
from desktop.store.desk import Desk

STATES = {
    "invited": "Invited, no answer yet",
    "unconfirmed": "Waiting for the words",
    "confirmed": "Confirmed",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A laptop, or an invitation that no laptop has answered yet (`laptop` is None)."""

    id: str
    person_id: str
    name: str
    role: str
    schemes: tuple[str, ...]
    state: str
    invited_on: date | None
    laptop: Laptop | None

    @property
    def status(self) -> str:
        """What became of the invitation, as people read it."""
        return STATES[self.state]

    @property
    def title(self) -> str:
        """The role in plain words."""
        return role(self.role).title


def read_entries(desk: Desk) -> tuple[Entry, ...]:
    """Give the laptops, and before them the people who have not answered their invitation."""
    with desk.read() as session:
        met, sent = laptops(session), invitations(session)
    last = {one.person_id: one for one in sent}  # oldest first, so the newest stays
    in_use = {one.person_id for one in met if one.state != "withdrawn"}
    withdrawn = {
        one.person_id: one.end for one in met if one.state == "withdrawn" and one.end is not None
    }
    waiting = [
        _of_invitation(one)
        for person, one in last.items()
        if person not in in_use and _is_later(one, withdrawn.get(person))
    ]
    return (*sorted(waiting, key=lambda one: one.name.casefold()), *_of_laptops(met, last))


def _is_later(sent: SentInvitation, withdrawn: date | None) -> bool:
    """Say whether somebody was invited again after their laptop was withdrawn."""
    return withdrawn is None or _day(sent) >= withdrawn


def _of_laptops(met: Sequence[Laptop], last: dict[str, SentInvitation]) -> list[Entry]:
    found = []
    for one in met:
        sent = last.get(one.person_id or "")
        found.append(
            Entry(
                one.id,
                one.person_id or "",
                one.name,
                one.role,
                one.schemes,
                one.state,
                _day(sent) if sent is not None else None,
                one,
            )
        )
    return found


def _of_invitation(sent: SentInvitation) -> Entry:
    return Entry(
        sent.id, sent.person_id, sent.name, sent.role, sent.schemes, "invited", _day(sent), None
    )


def _day(sent: SentInvitation) -> date:
    return sent.parcel.at.astimezone().date()
