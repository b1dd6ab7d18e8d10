"""This desk's own keys as it keeps them: made once, renewed when need be, added to by deputies'.

The office's receiving key can be written down for safe keeping, and further receiving keys (a
deputy's) can be added: what laptops send is then sealed for each of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyrage
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed.envelope import MOST_RECIPIENTS, SealedFileError, decrypt
from desktop.exchange.sealed.keys import OwnKeys, new_keys
from desktop.store.models import OwnKey, Peer
from desktop.store.trail import about

_SIGNING, _AGE = "signing", "age"
_DEPUTY = "deputy"


class NoKeysYet(UserError):
    """This desk has made no keys of its own."""


class NotAReceivingKey(UserError):
    """A text that is no receiving key of the age format."""


class ReceivesAlready(UserError):
    """A receiving key that is on the list, or is this desk's own."""


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody else of the office who can open what is sent to it. `id` is the peer's."""

    id: str
    name: str
    recipient: str


def own_keys(session: Session) -> OwnKeys | None:
    """Give the keys in use; None before any were made."""
    signing, age = _in_use(session, _SIGNING), _in_use(session, _AGE)
    if signing is None or age is None:
        return None
    return OwnKeys(
        signing_seed=bytes.fromhex(signing.secret),
        verify_key=bytes.fromhex(signing.public),
        age_identity=age.secret,
        recipient=age.public,
    )


def insist_on_keys(session: Session) -> OwnKeys:
    """Give the keys in use. Raises NoKeysYet."""
    found = own_keys(session)
    if found is None:
        raise NoKeysYet(
            "This desk has no keys of its own yet.",
            "Invite somebody first, or open your invitation: the keys are made then.",
        )
    return found


def make_own_keys(session: Session) -> OwnKeys:
    """Give the keys in use, made now where there are none. Takes a writing session."""
    found = own_keys(session)
    return found if found is not None else _make(session)


def renew_own_keys(session: Session) -> OwnKeys:
    """Make new keys and withdraw the ones in use, which still open what was sealed for them.

    Laptops learn of it by an invitation signed with the key before. Raises NoKeysYet.
    """
    insist_on_keys(session)
    for row in session.scalars(select(OwnKey).where(OwnKey.withdrawn_on.is_(None))):
        row.withdrawn_on = clock.today()
    session.flush()
    return _make(session)


def identities(session: Session) -> tuple[str, ...]:
    """Give all age identities of this desk, the one in use first: older files need older ones."""
    rows = _all(session, _AGE)
    rows.sort(key=lambda row: (row.withdrawn_on is None, row.id), reverse=True)
    return tuple(row.secret for row in rows)


def seed_before(session: Session) -> bytes | None:
    """Give the signing seed that was in use before the present one; None where there was none."""
    rows = [row for row in _all(session, _SIGNING) if row.withdrawn_on is not None]
    return bytes.fromhex(rows[-1].secret) if rows else None


def own_office_id(session: Session) -> str:
    """Give what this office is known by: it stays when the keys are renewed. Raises NoKeysYet."""
    insist_on_keys(session)
    return _all(session, _SIGNING)[0].id


def office_key_text(session: Session) -> str:
    """Give the receiving key as text for safe keeping; the public `age` tool takes it as it is.

    Whoever has it can read all that laptops send to this desk. Takes a writing session, whose
    audit entry is about the key. Raises NoKeysYet.
    """
    keys, row = insist_on_keys(session), _in_use(session, _AGE)
    if row is not None:
        about(session, row)
    return (
        "# Receiving key of this office. Whoever has it can read all that is sent to the office.\n"
        f"# public key: {keys.recipient}\n"
        f"{keys.age_identity}\n"
    )


def add_deputy(session: Session, name: str, recipient: str) -> Deputy:
    """Let somebody else of the office open what laptops send, once they have a new invitation.

    `recipient` is their receiving key ("age1…"). Raises NotAReceivingKey, ReceivesAlready.
    """
    wanted, said = recipient.strip(), " ".join(name.split())
    if not said or len(said) > 100:
        raise UserError("A receiving key needs a name.", "Enter whose key it is, in a few words.")
    if not is_recipient(wanted):
        raise NotAReceivingKey(
            "This is no receiving key.",
            "A receiving key begins with “age1”. Copy it again, whole, and never the secret one.",
        )
    there, keys = deputies(session), own_keys(session)
    if wanted in {one.recipient for one in there} or (keys and wanted == keys.recipient):
        raise ReceivesAlready("This key is on the list already.", "There is nothing to do.")
    if len(there) + 2 > MOST_RECIPIENTS:
        raise UserError("There are as many keys as a file can have.", "Remove one first.")
    # It signs nothing, but that column is unique: its own name keeps it apart from all others.
    row = session.scalars(select(Peer).where(Peer.verify_key == wanted)).one_or_none()
    if row is None:
        row = Peer(kind="office", verify_key=wanted, recipient=wanted)
        session.add(row)
    row.name, row.state, row.start, row.end = said, "confirmed", clock.today(), None
    row.details = {"role": _DEPUTY}
    session.flush()
    return Deputy(row.id, row.name, row.recipient)


def remove_deputy(session: Session, id: str) -> None:
    """Let a deputy's key open nothing that is sealed from the next invitation on."""
    row = session.get(Peer, id)
    if row is None or row.details.get("role") != _DEPUTY:
        raise UserError("This key is not on the list any more.", "Go back to the list.")
    row.state, row.end = "withdrawn", clock.today()
    session.flush()


def deputies(session: Session) -> tuple[Deputy, ...]:
    """Give who else opens what is sent to this office, by name."""
    query = select(Peer).where(Peer.kind == "office", Peer.state == "confirmed")
    found = [
        Deputy(row.id, row.name, row.recipient)
        for row in session.scalars(query)
        if row.details.get("role") == _DEPUTY
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def receiving(session: Session, name: str) -> tuple[tuple[str, str], ...]:
    """Give who opens what is sent to this office, as (name, recipient); itself, `name`, first."""
    keys = insist_on_keys(session)
    return ((name, keys.recipient), *((one.name, one.recipient) for one in deputies(session)))


def is_recipient(text: str) -> bool:
    """Say whether a text is the public half of a receiving key."""
    if not text.isascii() or len(text) > 100:
        return False
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def seal_for(content: bytes, recipients: Sequence[str]) -> bytes:
    """Seal a few bytes for several recipients, without a signature: age's own binary format."""
    sealed: bytes = pyrage.encrypt(
        content, [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    )
    return sealed


def open_with(sealed: bytes, own: Sequence[str]) -> bytes | None:
    """Open what was sealed for one of these identities; None where none of them opens it."""
    try:
        return decrypt(sealed, own)
    except SealedFileError:
        return None


def _make(session: Session) -> OwnKeys:
    keys = new_keys()
    for kind, secret, public in (
        (_SIGNING, keys.signing_seed.hex(), keys.verify_key.hex()),
        (_AGE, keys.age_identity, keys.recipient),
    ):
        session.add(OwnKey(kind=kind, secret=secret, public=public))
        session.flush()
    return keys


def _all(session: Session, kind: str) -> list[OwnKey]:
    """Give the keys of one kind, oldest first: their ids sort by when they were made."""
    query = select(OwnKey).where(OwnKey.kind == kind).order_by(OwnKey.id)
    return list(session.scalars(query))


def _in_use(session: Session, kind: str) -> OwnKey | None:
    return next((row for row in _all(session, kind) if row.withdrawn_on is None), None)
