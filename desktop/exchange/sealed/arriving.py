"""Opening a sealed file that came: what it says, who signed it, and whether it is meant for us."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.exchange.sealed import enrolling
from desktop.exchange.sealed.armour import read_any
from desktop.exchange.sealed.enrolling import Laptop
from desktop.exchange.sealed.envelope import open_sealed
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.own_keys import identities, insist_on_keys, own_office_id
from desktop.exchange.sealed.payload import Submission
from desktop.exchange.sealed.refusals import NotForUs
from desktop.exchange.sealed.refused import NotTheirs, NotYourOffice, OtherOffice
from desktop.exchange.sealed.sending import KIND
from desktop.exchange.sealed.signed import Signed


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed a file. `laptop` is None on a laptop, whose files come from its office.

    `peer_id` is "" for a laptop that was not met before.
    """

    peer_id: str
    name: str
    laptop: Laptop | None


@dataclass(frozen=True, slots=True)
class Came:
    """A file with records as it came: what it says, and the hash of its bytes."""

    said: Submission
    sender: Sender
    file_hash: str


def open_any(session: Session, data: bytes, kinds: Container[str]) -> tuple[Signed, str]:
    """Open a file or pasted text with any of this desk's keys; give it with its bytes' hash.

    Raises NoKeysYet and subclasses of SealedFileError.
    """
    insist_on_keys(session)
    blob = read_any(data)
    file_hash = hashlib.sha256(blob).hexdigest()
    *others, last = identities(session)
    for identity in others:
        try:
            return open_sealed(blob, identity, kinds=kinds), file_hash
        except NotForUs:
            continue
    return open_sealed(blob, last, kinds=kinds), file_hash


def open_submission(session: Session, data: bytes, *, meet: bool) -> Came:
    """Open a file with records. With `meet` a laptop that is new is put on the office's list.

    Raises what `open_any` and `enrolling.recognise` raise, NotYourOffice, OtherOffice, NotTheirs.
    """
    signed, file_hash = open_any(session, data, (KIND,))
    said = Submission.from_body(signed.body)
    office = office_of(session)
    if office is not None:
        if signed.signer != office.verify_key or said.office != office.office_id:
            raise NotYourOffice(office.name)
        if said.purpose != "cases":
            raise NotTheirs(
                "This file holds records for an office. Nothing was taken from it.",
                "Open it at the office.",
            )
        return Came(said, Sender(office.id, office.name, None), file_hash)
    if said.office != own_office_id(session):
        raise OtherOffice
    known = enrolling.meet if meet else enrolling.recognise
    laptop = known(session, signed.signer, said.laptop)
    return Came(said, Sender(laptop.id, laptop.name, laptop), file_hash)
