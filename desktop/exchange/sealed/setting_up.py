"""Opening an invitation on a laptop: the first sets it up, a later one brings it up to date.

The first pins the office's key. From then on only what that key has signed is taken in, an
older invitation never takes the place of a newer one, and a desk belongs to one office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy.orm import Session

from desktop import clock, paths
from desktop.errors import UserError
from desktop.exchange.sealed.applying import apply
from desktop.exchange.sealed.invitation import Opened
from desktop.exchange.sealed.letting_in import make_way_in
from desktop.exchange.sealed.office import NoOffice, Office, office_of, office_row
from desktop.exchange.sealed.own_forms import hashes_of, staged
from desktop.exchange.sealed.own_keys import make_own_keys
from desktop.exchange.sealed.payload import Invitation
from desktop.exchange.sealed.tokens import invitations
from desktop.exchange.sealed.words import fingerprint
from desktop.formlib.model import Form
from desktop.records.roles import Me, set_whose_desk, whose_desk
from desktop.store.desk import Desk
from desktop.store.models import Peer

_OFFICE = "coordinator"


class AnotherOffice(UserError):
    """An invitation of an office that this desk does not belong to."""


class AnotherSigner(UserError):
    """An invitation that the office's key has not signed."""


class OlderInvitation(UserError):
    """An invitation that is not newer than the one this desk has."""


class ForSomebodyElse(UserError):
    """An invitation for another person than this desk's owner."""


class OfficesOwnDesk(UserError):
    """An invitation on the desk of an office."""


class SetUpAlready(UserError):
    """A first invitation on a desk that has one."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What came of an invitation: the office it is of, and what somebody should know."""

    office: Office
    remarks: tuple[str, ...]


def set_up(
    desk: Desk,
    forms: Mapping[str, Form],
    opened: Opened,
    own_forms: Path,
    *,
    words_match: bool,
) -> SetUp:
    """Set a desk up by its first invitation: all of it or nothing.

    `forms` are those here, `own_forms` is the folder of those for all desks of this computer. Forms
    that came go to this desk's own folder: load the forms again afterwards. `words_match`: the
    person has compared the office's eight words by phone; without that the office stays
    unconfirmed. Raises UserError.
    """
    said, folder = opened.invitation, paths.desk_forms(desk.folder)
    with desk.read() as session:
        _insist_on_first(session, opened)
    with (
        staged(said.own_forms, forms, own_forms, folder, {}) as ready,
        ready.in_place(folder),
        desk.write("Set this desk up by an invitation") as session,
    ):
        _insist_on_first(session, opened)
        make_own_keys(session)
        row = Peer(
            kind="office",
            verify_key=said.office_verify_key,
            state="confirmed" if words_match else "unconfirmed",
            start=clock.today(),
            details={},
        )
        session.add(row)
        return _take(desk, session, row, said, ready.forms)


def update(desk: Desk, forms: Mapping[str, Form], opened: Opened, own_forms: Path) -> SetUp:
    """Bring a desk up to date by a later invitation of its office: all of it or nothing.

    Raises NoOffice, AnotherOffice, AnotherSigner, OlderInvitation, ForSomebodyElse and others.
    """
    said, folder = opened.invitation, paths.desk_forms(desk.folder)
    with desk.read() as session:
        _insist_on_next(session, opened)
        known = _known_forms(session)
    with (
        staged(said.own_forms, forms, own_forms, folder, known) as ready,
        ready.in_place(folder),
        desk.write("Brought this desk up to date by an invitation") as session,
    ):
        row = _insist_on_next(session, opened)
        return _take(desk, session, row, said, ready.forms)


def insist_on_own_key(opened: Opened) -> None:
    """Refuse a first invitation that the key it names as the office's has not signed.

    All that can be said of one before there is a desk. Raises AnotherSigner.
    """
    if opened.signer.hex() != opened.invitation.office_verify_key:
        raise _another_signer(opened.invitation.office_name)


def look(session: Session, opened: Opened) -> Office | None:
    """Say whether an invitation can be opened here: None where it would be the first.

    Gives the office of this desk where it would bring it up to date. Raises what `set_up` and
    `update` raise.
    """
    office = office_of(session)
    if office is None:
        _insist_on_first(session, opened)
    else:
        _insist_on_next(session, opened)
    return office


def _take(
    desk: Desk, session: Session, row: Peer, said: Invitation, forms: Mapping[str, Form]
) -> SetUp:
    before = row.details
    held = apply(session, said, forms, cast("Mapping[str, list[str]]", before.get("held", {})))
    keys = [[name, recipient] for name, recipient in said.recipients]
    remarks = _remarks(before, row.verify_key, said, forms)
    row.name, row.verify_key = said.office_name, said.office_verify_key
    row.recipient = said.recipients[0][1]
    row.details = {
        **before,
        "office_id": said.office_id,
        "serial": said.serial,
        "made_at": said.made_at.isoformat(),
        "recipients": keys,
        "person_id": said.person.id,
        "person_name": said.person.name,
        "role": said.role,
        "schemes": list(said.schemes),
        "invitation": said.id,
        "token": said.token,
        "forms": sorted(said.forms),
        "own_forms": hashes_of(said.own_forms),
        "held": held,
    }
    set_whose_desk(session, Me(said.role, said.schemes, said.person.id))
    session.flush()
    if before.get("recipients") != keys:  # those who can let its owner in have changed
        make_way_in(desk, session)
    found = office_of(session)
    assert found is not None  # noqa: S101  # just written
    return SetUp(found, remarks)


def _insist_on_first(session: Session, opened: Opened) -> None:
    said, office = opened.invitation, office_of(session)
    if office is not None:
        if said.office_id != office.office_id:
            raise _another_office(office, said)
        raise SetUpAlready(
            f"This desk was set up by an invitation of {office.name} already.",
            "Open this one as a newer invitation.",
        )
    owner = whose_desk(session)
    if (owner is not None and owner.role == _OFFICE) or invitations(session):
        raise OfficesOwnDesk(
            "This is the desk of an office, which invites others.",
            "Make a new desk on this computer, and open the invitation there.",
        )
    insist_on_own_key(opened)


def _insist_on_next(session: Session, opened: Opened) -> Peer:
    said, office, row = opened.invitation, office_of(session), office_row(session)
    if office is None or row is None:
        raise NoOffice("This desk belongs to no office yet.", "Open this as its first invitation.")
    if said.office_id != office.office_id:
        raise _another_office(office, said)
    if opened.signer != office.verify_key:
        raise _another_signer(office.name)
    if said.person.id != office.person_id:
        raise ForSomebodyElse(
            f"This invitation is for {said.person.name}, and this desk is "
            f"{office.person_name}’s. Nothing was taken from it.",
            "Open it on their own desk. An invitation serves one person only.",
        )
    if said.serial <= office.serial:
        same = said.serial == office.serial
        raise OlderInvitation(
            "This invitation is the one that this desk has already."
            if same
            else "This invitation is older than the one that this desk has. Nothing was changed.",
            "There is nothing to do." if same else "Ask the office for its newest invitation.",
        )
    return row


def _another_office(office: Office, said: Invitation) -> AnotherOffice:
    return AnotherOffice(
        f"This invitation is from {said.office_name}. This desk belongs to {office.name}. "
        "Nothing was taken from it.",
        "A desk belongs to one office: make another desk on this computer for the other one, "
        "and open the invitation there.",
    )


def _another_signer(office: str) -> AnotherSigner:
    return AnotherSigner(
        f"This invitation says that it is from {office}, but another key has signed it. "
        "Nothing was taken from it.",
        "Ring the office, on the number that you have for it, before you do anything else.",
    )


def _remarks(
    before: Mapping[str, object],
    pinned: str,
    said: Invitation,
    forms: Mapping[str, Form],
) -> tuple[str, ...]:
    found = [
        f"The office uses a newer edition of the form “{_title(forms, id_)}”. Install the newest "
        "version of Scrutiny Desk before you write the next one."
        for id_, wanted in said.forms.items()
        if id_ not in forms or forms[id_].version < wanted.version
    ]
    if before and pinned != said.office_verify_key:
        words = " ".join(fingerprint(bytes.fromhex(said.office_verify_key)))
        found.append(f"{said.office_name} has a new key. Its words are now: {words}.")
    if before and before.get("role") != said.role:
        found.append("The office has changed what this desk is for: other pages are shown.")
    return tuple(found)


def _title(forms: Mapping[str, Form], id_: str) -> str:
    return forms[id_].title if id_ in forms else id_.replace("_", " ")


def _known_forms(session: Session) -> Mapping[str, str]:
    row = office_row(session)
    return cast("Mapping[str, str]", row.details.get("own_forms", {})) if row is not None else {}
