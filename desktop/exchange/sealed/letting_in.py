"""The office's way in: a code that opens a volunteer's desk, which only the office can read.

The laptop makes the code, seals it for the office's receiving keys and puts it into its key file
as the office's slot. The sealed code goes to the office with what is sent. When the passphrase
and the recovery code are lost, the office reads the code out to whom it has spoken to. A locked
laptop can also show the sealed code as text to send. Once used, the code is made anew.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.naming import canonical
from desktop.exchange.sealed.armour import from_text, to_text
from desktop.exchange.sealed.office import insist_on_office, office_of, office_row
from desktop.exchange.sealed.own_keys import identities, insist_on_keys, open_with, seal_for
from desktop.exchange.sealed.tokens import check_token
from desktop.store import keyfile
from desktop.store.desk import Desk
from desktop.store.layout import KEYS
from desktop.store.models import Peer
from desktop.store.recovery import RecoveryCodeMistyped, new_code, read_code
from desktop.store.trouble import plain_words_for_files

_LARGEST = 8 * 1024
"""Bytes of a sealed code. The library takes long over a long header."""
_WHAT = "scrutiny-desk-let-in"
_SAID = ("what", "office", "laptop", "name", "person_id", "invitation", "token", "code")


class NoLetInCode(UserError):
    """The office has no code for this laptop."""


class NotALetInCode(UserError):
    """A sealed text that is no code for this office, or of another laptop."""


class LaptopWithdrawn(UserError):
    """The office has withdrawn this laptop: it is let in nowhere."""


class NobodySpokenTo(UserError):
    """A code is read out to somebody, never to nobody."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """A code to read out, and whose laptop it opens."""

    name: str
    code: str


def make_way_in(desk: Desk, session: Session) -> None:
    """Make a code anew, seal it for the office and let it open this desk.

    Takes the session of `desk`'s writing door. The sealed code travels with what is sent next.
    """
    code = new_code()
    sealed = sealer(session)(code)
    office = insist_on_office(session)
    keep_sealed(session, sealed)
    with plain_words_for_files():
        keyfile.set_office_slot(
            desk.folder / KEYS,
            desk.key,
            code=code,
            name=office.name,
            fingerprint=" ".join(office.words),
            sealed=sealed,
        )


def renew_way_in(desk: Desk) -> None:
    """Make the code anew after the office has let somebody in; the old one opens nothing."""
    with desk.write("Made a new code for the office to let its owner in") as session:
        make_way_in(desk, session)


def mend_way_in(desk: Desk) -> None:
    """Make the code anew where the key file and the desk differ on it, after unlocking.

    They are two files, and the power can go between one and the other. What the key file says of
    the office stands on the page before any unlocking, where somebody may have put other words.
    """
    with desk.read() as session:
        office = office_of(session)
    slot = keyfile.office_slot_of(desk.folder / KEYS)
    if office is None:
        if slot is not None:
            with plain_words_for_files():
                keyfile.remove_office_slot(desk.folder / KEYS, desk.key)
        return
    said = keyfile.OfficeSlot(office.name, " ".join(office.words), office.let_in)
    if slot != said:
        renew_way_in(desk)


def sealer(session: Session) -> Callable[[str], str]:
    """Give what seals a code for the office; for a new data key, see `Desk.new_data_key`.

    What it seals is to be kept by `keep_sealed`, too.
    """
    office, keys = insist_on_office(session), insist_on_keys(session)
    said = {
        "what": _WHAT,
        "office": office.office_id,
        "laptop": keys.verify_key.hex(),
        "name": office.person_name,
        "person_id": office.person_id,
        "invitation": office.invitation,
        "token": office.token,
    }
    recipients = [recipient for _, recipient in office.recipients]

    def seal(code: str) -> str:
        return to_text(seal_for(canonical({**said, "code": code}).encode(), recipients))

    return seal


def keep_sealed(session: Session, sealed: str) -> None:
    """Keep a sealed code, for it to travel with what is sent next."""
    row = office_row(session)
    assert row is not None  # noqa: S101  # nothing is sealed for no office
    row.details = {
        **row.details,
        "let_in": sealed,
        "let_in_at": clock.now().isoformat(),
        "enrolled": False,
    }
    session.flush()


def request_text(folder: Path) -> str:
    """Give the text by which the owner of a locked desk asks the office for its code.

    It holds nothing that anybody but the office can read. Raises NoLetInCode, and the key
    file's own troubles.
    """
    slot = keyfile.office_slot_of(folder / KEYS)
    if slot is None or not slot.sealed:
        raise NoLetInCode(
            "No office can open this desk.",
            "It opens with its passphrase or its recovery code only.",
        )
    return slot.sealed


def escrow(row: Peer, let_in: str) -> None:
    """Keep the sealed code of a laptop with its entry; it is opened only to be read out."""
    if let_in and row.details.get("escrow") != let_in:
        row.details = {**row.details, "escrow": let_in, "escrow_at": clock.now().isoformat()}


def read_out(session: Session, peer_id: str, spoke_to: str) -> LetIn:
    """Give the code that lets a laptop's owner in, to be read out on the phone.

    `spoke_to` says whom the office has spoken to and how it knew them; it is kept with the
    laptop, and the audit entry of this write is about it. Raises NobodySpokenTo, NoLetInCode,
    LaptopWithdrawn, NotALetInCode.
    """
    row = session.get(Peer, peer_id)
    sealed = str(row.details.get("escrow", "")) if row is not None else ""
    if row is None or not sealed:
        raise NoLetInCode(
            "The office has no code for this laptop.",
            "Ask for the text that the locked laptop shows, and paste it here.",
        )
    said = _open(session, sealed)
    if said["laptop"] != row.verify_key:
        raise _not_a_code()
    return _read_out(row, said, spoke_to)


def read_request(session: Session, text: str, spoke_to: str) -> LetIn:
    """Give the code from the text that a locked laptop shows, also of one that never sent.

    Raises what `read_out` raises, and what is wrong with the text; for a laptop that is not
    known yet also what is wrong with its invitation.
    """
    said = _open(session, text)
    row = _by_key(session, said["laptop"])
    if row is None:
        invited = check_token(
            session, said["invitation"], said["token"], said["person_id"], said["name"]
        )
        _insist_on_somebody(spoke_to)
        parcel = invited.parcel
        parcel.receipt = {
            **parcel.receipt,
            "let_in": _noted(parcel.receipt.get("let_in"), spoke_to),
        }
        return LetIn(invited.name, said["code"])
    return _read_out(row, said, spoke_to)


def _read_out(row: Peer, said: dict[str, str], spoke_to: str) -> LetIn:
    if row.state == "withdrawn":
        raise LaptopWithdrawn(
            f"{row.name}’s laptop was withdrawn.",
            "Invite them anew if they are to write again; what the laptop holds stays closed.",
        )
    _insist_on_somebody(spoke_to)
    row.details = {**row.details, "let_in": _noted(row.details.get("let_in"), spoke_to)}
    return LetIn(row.name, said["code"])


def _noted(before: object, spoke_to: str) -> list[object]:
    entry = {"at": clock.now().isoformat(), "spoke_to": spoke_to.strip()}
    return [*(before if isinstance(before, list) else []), entry]


def _insist_on_somebody(spoke_to: str) -> None:
    if not spoke_to.strip():
        raise NobodySpokenTo(
            "Say whom you have spoken to.",
            "Ring the number you have for them, never one that came with the request.",
        )


def _open(session: Session, text: str) -> dict[str, str]:
    """Open a sealed code with any key this office has had. Raises NotALetInCode."""
    sealed = from_text(text)
    if len(sealed) > _LARGEST:
        raise _not_a_code()
    opened = open_with(sealed, identities(session))
    try:
        said = json.loads(opened or b"")
    except (ValueError, RecursionError):
        raise _not_a_code() from None
    if not isinstance(said, dict) or not all(isinstance(said.get(key), str) for key in _SAID):
        raise _not_a_code()
    if said["what"] != _WHAT:
        raise _not_a_code()
    try:
        read_code(said["code"])
    except RecoveryCodeMistyped:
        raise _not_a_code() from None
    return cast("dict[str, str]", said)


def _not_a_code() -> NotALetInCode:
    return NotALetInCode(
        "This text lets nobody in: it is not for this office, or of something else.",
        "Ask for the whole text that the locked laptop shows, from the dashes to the dashes.",
    )


def _by_key(session: Session, verify_key: str) -> Peer | None:
    return session.scalars(select(Peer).where(Peer.verify_key == verify_key)).one_or_none()
