"""The office that this laptop belongs to: pinned at the first invitation, one for a desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.exchange.sealed.words import fingerprint
from desktop.store.models import Peer


class NoOffice(UserError):
    """This desk belongs to no office yet."""


@dataclass(frozen=True, slots=True)
class Office:
    """The office as its newest invitation describes it, and what this laptop was invited as.

    `words` are to be compared by phone; `confirmed` says that somebody did. `recipients` are
    (name, receiving key) of those who open what is sent. `forms` are those in use, with version
    and hash. `enrolled`: the office is known to have this laptop's keys and its code.
    """

    id: str
    office_id: str
    name: str
    verify_key: bytes
    words: tuple[str, ...]
    confirmed: bool
    recipients: tuple[tuple[str, str], ...]
    serial: int
    made_at: datetime
    person_id: str
    person_name: str
    role: str
    schemes: tuple[str, ...]
    invitation: str
    token: str
    forms: tuple[str, ...]
    let_in: str
    enrolled: bool


def office_of(session: Session) -> Office | None:
    """Give the office that this laptop belongs to; None on a desk that was not invited."""
    row = office_row(session)
    return _office(row) if row is not None else None


def insist_on_office(session: Session) -> Office:
    """Give the office that this laptop belongs to. Raises NoOffice."""
    found = office_of(session)
    if found is None:
        raise NoOffice(
            "This desk belongs to no office yet.",
            "Open the invitation that your office has sent you.",
        )
    return found


def office_row(session: Session) -> Peer | None:
    """Give the row that pins the office."""
    rows = session.scalars(select(Peer).where(Peer.kind == "office"))
    return next((row for row in rows if "office_id" in row.details), None)


def confirm_office(session: Session) -> None:
    """Keep that somebody has compared the office's words by phone. Raises NoOffice."""
    insist_on_office(session)
    row = office_row(session)
    assert row is not None  # noqa: S101  # there is one, or it was said above
    row.state = "confirmed"
    session.flush()


def _office(row: Peer) -> Office:
    said = row.details
    verify_key = bytes.fromhex(row.verify_key)
    pairs = cast("list[list[str]]", said["recipients"])
    return Office(
        id=row.id,
        office_id=str(said["office_id"]),
        name=row.name,
        verify_key=verify_key,
        words=fingerprint(verify_key),
        confirmed=row.state == "confirmed",
        recipients=tuple((name, recipient) for name, recipient in pairs),
        serial=cast("int", said["serial"]),
        made_at=datetime.fromisoformat(str(said["made_at"])),
        person_id=str(said["person_id"]),
        person_name=str(said["person_name"]),
        role=str(said["role"]),
        schemes=tuple(cast("list[str]", said["schemes"])),
        invitation=str(said["invitation"]),
        token=str(said["token"]),
        forms=tuple(cast("list[str]", said["forms"])),
        let_in=str(said.get("let_in", "")),
        enrolled=bool(said.get("enrolled", False)),
    )
