"""What an invitation leaves at the office: whom it invited as what, and its token, once each.

A laptop that nobody has heard of shows the token; so the office knows whom to ring.
"""

import hmac
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.store.models import Parcel, Person

KIND = "invitation"


class UnknownLaptop(UserError):
    """A laptop that this office has not invited."""


class InvitationOfAnother(UserError):
    """An invitation that was made for one person and is used by another."""


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation of this office: for whom it was made, as what, and the row it was kept as."""

    id: str
    serial: int
    person_id: str
    name: str
    role: str
    schemes: tuple[str, ...]
    parcel: Parcel


def invitations(session: Session) -> tuple[SentInvitation, ...]:
    """Give the invitations this office has made, oldest first."""
    query = select(Parcel).where(Parcel.kind == KIND, Parcel.direction == "out")
    found = [_sent(row) for row in session.scalars(query)]
    return tuple(sorted(found, key=lambda one: one.serial))


def check_token(
    session: Session, invitation: str, token: str, person_id: str | None, name: str
) -> SentInvitation:
    """Give the invitation that a laptop was set up with.

    Raises UnknownLaptop where this office made no such invitation, InvitationOfAnother where it
    was made for somebody else than who uses it.
    """
    row = session.get(Parcel, invitation)
    kept = str(row.contents.get("token", "")) if row is not None else ""
    if (
        row is None
        or (row.kind, row.direction) != (KIND, "out")
        or not hmac.compare_digest(kept.encode(), token.encode())
    ):
        raise unknown_laptop()
    found = _sent(row)
    person = session.get(Person, found.person_id)
    names = {found.name, person.name if person is not None else found.name}
    if person_id != found.person_id or _plain(name) not in map(_plain, names):
        said = " ".join(name.split())[:60]
        raise InvitationOfAnother(
            f"This laptop was set up with the invitation of {found.name}, but says that it is "
            f"{said}’s. Nothing was taken from it.",
            f"Ring {found.name}. An invitation is for one person: make one for each.",
        )
    return found


def unknown_laptop() -> UnknownLaptop:
    """Make the refusal of a laptop that was not invited."""
    return UnknownLaptop(
        "This comes from a laptop that this office has not invited. Nothing was taken from it.",
        "Ask the sender who they are; if they are to write for you, invite them.",
    )


def _sent(row: Parcel) -> SentInvitation:
    said = row.contents
    return SentInvitation(
        id=row.id,
        serial=cast("int", said["serial"]),
        person_id=str(said["person_id"]),
        name=str(said["name"]),
        role=str(said["role"]),
        schemes=tuple(cast("list[str]", said["schemes"])),
        parcel=row,
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
