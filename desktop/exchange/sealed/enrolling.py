"""How the office gets to know a laptop: by what its first file carries, and by its eight words.

A laptop that shows the token of an invitation is met as unconfirmed, until the office has rung
the person and compared the words. One that was withdrawn is refused from then on; what came
from it before stays.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed import letting_in
from desktop.exchange.sealed.office import insist_on_office, office_of, office_row
from desktop.exchange.sealed.own_keys import insist_on_keys, is_recipient
from desktop.exchange.sealed.payload import Enrolment
from desktop.exchange.sealed.tokens import (
    SentInvitation,
    check_token,
    invitations,
    unknown_laptop,
)
from desktop.exchange.sealed.words import fingerprint
from desktop.store.ids import new_id
from desktop.store.models import Peer, Person

_VISITOR = "visitor"


class LaptopWasWithdrawn(UserError):
    """A file of a laptop that the office has withdrawn."""


class NotThisLaptop(UserError):
    """An enrolment that was signed with another key than it brings."""


class NoSuchLaptop(UserError):
    """A laptop that is not on the office's list."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """A laptop as the office knows it. `id` is "" for one that has not been met yet.

    `state` is unconfirmed, confirmed or withdrawn. `words` are to be compared by phone. `others`
    counts further laptops of the same person that are not withdrawn. `can_let_in`: the office
    has the code that opens it. `why` says why it was withdrawn.
    """

    id: str
    person_id: str | None
    name: str
    verify_key: str
    recipient: str
    state: str
    role: str
    schemes: tuple[str, ...]
    words: tuple[str, ...]
    start: date | None
    end: date | None
    others: int
    can_let_in: bool
    why: str


def enrolment(session: Session) -> Enrolment:
    """Give what this laptop's files carry until the office has answered. Raises NoOffice."""
    office, keys = insist_on_office(session), insist_on_keys(session)
    return Enrolment(
        verify_key=keys.verify_key.hex(),
        recipient=keys.recipient,
        name=office.person_name,
        person_id=office.person_id,
        invitation=office.invitation,
        token=office.token,
        let_in=office.let_in,
        words=fingerprint(keys.verify_key),
    )


def is_to_enrol(session: Session) -> bool:
    """Say whether the next file must carry the enrolment: the office has not answered one yet."""
    office = office_of(session)
    return office is not None and not office.enrolled


def enrolment_came(session: Session, made_at: datetime) -> None:
    """Keep that the office has answered a file that was made at `made_at`.

    One made before the code to be let in was renewed says nothing of the new code.
    """
    row = office_row(session)
    if row is None or row.details.get("enrolled"):
        return
    if made_at >= datetime.fromisoformat(str(row.details.get("let_in_at"))):
        row.details = {**row.details, "enrolled": True}
        session.flush()


def laptops(session: Session) -> tuple[Laptop, ...]:
    """Give the laptops that this office has met, by name, those withdrawn last."""
    found = [_laptop(session, row) for row in _rows(session)]
    order = {"unconfirmed": 0, "confirmed": 1, "withdrawn": 2}
    return tuple(sorted(found, key=lambda one: (order[one.state], one.name.casefold(), one.id)))


def laptop(session: Session, id: str) -> Laptop:
    """Give one laptop. Raises NoSuchLaptop."""
    return _laptop(session, _row(session, id))


def recognise(session: Session, signer: bytes, brought: Enrolment | None) -> Laptop:
    """Say whose laptop signed a file, without writing anything; `id` is "" for a new one.

    Raises LaptopWasWithdrawn, UnknownLaptop, InvitationOfAnother, NotThisLaptop.
    """
    row = _known(session, signer, brought)
    if row is not None:
        return _laptop(session, row)
    assert brought is not None  # noqa: S101  # _known refuses a stranger who brings nothing
    return _laptop(session, _new(session, _invitation(session, brought), brought))


def meet(session: Session, signer: bytes, brought: Enrolment | None) -> Laptop:
    """Give the laptop that signed a file, put on the list as unconfirmed where it is new.

    What it brings for a day without its passphrase is kept. Raises what `recognise` raises.
    """
    row = _known(session, signer, brought)
    if brought is None:
        assert row is not None  # noqa: S101  # _known refuses a stranger who brings nothing
        return _laptop(session, row)
    if row is None:
        row = _new(session, _invitation(session, brought), brought)
        row.id = new_id()
        session.add(row)
    row.recipient = brought.recipient
    letting_in.escrow(row, brought.let_in)
    session.flush()
    return _laptop(session, row)


def confirm(session: Session, peer_id: str) -> Laptop:
    """Keep that the office has rung the person and the eight words were the same."""
    row = _row(session, peer_id)
    if row.state == "withdrawn":
        raise _withdrawn(row)
    if row.state != "confirmed":
        row.state, row.start = "confirmed", clock.today()
    session.flush()
    return _laptop(session, row)


def withdraw(session: Session, peer_id: str, why: str) -> Laptop:
    """Take nothing from a laptop any more. What came from it stays. `why` is kept with it."""
    row = _row(session, peer_id)
    if not why.strip():
        raise UserError("Say why this laptop is withdrawn.", "It was lost, say, or they have left.")
    if row.state != "withdrawn":
        row.state, row.end = "withdrawn", clock.today()
        void = [one.serial for one in invitations(session) if one.person_id == row.person_id]
        row.details = {
            **row.details,
            "why": why.strip(),
            "void_up_to": max(void, default=row.details.get("serial", 0)),
        }
    session.flush()
    return _laptop(session, row)


def _known(session: Session, signer: bytes, brought: Enrolment | None) -> Peer | None:
    """Find the laptop behind a signature; refuse it where it may not send."""
    if brought is not None and (
        brought.verify_key != signer.hex() or not is_recipient(brought.recipient)
    ):
        raise NotThisLaptop(
            "This file says that it comes from another laptop than signed it. Nothing was taken.",
            "Ring the sender, and ask for it to be made again.",
        )
    query = select(Peer).where(Peer.verify_key == signer.hex())
    row = session.scalars(query).one_or_none()
    if row is None and brought is None:
        raise unknown_laptop()
    if row is not None and row.state == "withdrawn":
        raise _withdrawn(row)
    return row


def _invitation(session: Session, brought: Enrolment) -> SentInvitation:
    """Give the invitation of a new laptop. One from before a withdrawal lets no other in."""
    found = check_token(session, brought.invitation, brought.token, brought.person_id, brought.name)
    for row in _rows(session):
        theirs = row.person_id == found.person_id or row.details["invitation"] == found.id
        if row.state == "withdrawn" and theirs:
            void = row.details.get("void_up_to", row.details.get("serial", 0))
            if found.serial <= cast("int", void):
                raise _withdrawn(row)
    return found


def _new(session: Session, found: SentInvitation, brought: Enrolment) -> Peer:
    """Make the entry of a laptop that was not met before; it is not stored yet."""
    person = session.get(Person, found.person_id)
    return Peer(
        id="",
        # Visitors only send; who has another role also gets cases sent.
        kind="volunteer" if found.role == _VISITOR else "office",
        person_id=person.id if person is not None else None,
        name=person.name if person is not None else found.name,
        verify_key=brought.verify_key,
        recipient=brought.recipient,
        state="unconfirmed",
        details={
            "role": found.role,
            "schemes": list(found.schemes),
            "invitation": found.id,
            "serial": found.serial,
            "met_at": clock.now().isoformat(),
        },
    )


def _withdrawn(row: Peer) -> LaptopWasWithdrawn:
    return LaptopWasWithdrawn(
        f"This comes from {row.name}’s laptop, which this office has withdrawn. "
        "Nothing was taken from it.",
        f"Ring {row.name}. If they are to write for you again, invite them anew.",
    )


def _rows(session: Session) -> list[Peer]:
    """Give the peers that are laptops: neither our own office nor a key that only receives."""
    rows = session.scalars(select(Peer).order_by(Peer.id))
    return [row for row in rows if "invitation" in row.details and "office_id" not in row.details]


def _row(session: Session, id: str) -> Peer:
    found = next((row for row in _rows(session) if row.id == id), None)
    if found is None:
        raise NoSuchLaptop("This laptop is not on the list any more.", "Go back to the list.")
    return found


def _laptop(session: Session, row: Peer) -> Laptop:
    others = [
        one
        for one in _rows(session)
        if one.verify_key != row.verify_key
        and one.person_id is not None
        and one.person_id == row.person_id
        and one.state != "withdrawn"
    ]
    return Laptop(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        verify_key=row.verify_key,
        recipient=row.recipient,
        state=row.state,
        role=str(row.details.get("role", "")),
        schemes=tuple(cast("list[str]", row.details.get("schemes", []))),
        words=fingerprint(bytes.fromhex(row.verify_key)),
        start=row.start,
        end=row.end,
        others=len(others),
        can_let_in=bool(row.details.get("escrow")),
        why=str(row.details.get("why", "")),
    )
