"""What the tests of sealed files share: desks with keys, bodies, and bytes made by hand."""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyrage
from nacl.signing import SigningKey

from desktop.exchange.sealed.envelope import open_sealed, seal
from desktop.exchange.sealed.keys import OwnKeys, new_keys
from desktop.exchange.sealed.payload import (
    Enrolment,
    FormInUse,
    Head,
    Invitation,
    Invited,
    Note,
    Outcome,
    Receipt,
    SealedRecord,
    Submission,
    line_hash,
)
from desktop.exchange.sealed.signed import CONTEXTS, Signed
from desktop.exchange.sealed.words import fingerprint

NOON = datetime(2025, 3, 31, 12, tzinfo=UTC)
KINDS = ("submission", "receipt")


@dataclass(frozen=True, slots=True)
class Desks:
    """A laptop, its office with a deputy, and another office."""

    laptop: OwnKeys
    office: OwnKeys
    deputy: OwnKeys
    other: OwnKeys

    def sealed(self, body: Mapping[str, object], kind: str = "submission") -> bytes:
        to = [self.office.recipient, self.deputy.recipient]
        return seal(kind, body, signing_seed=self.laptop.signing_seed, recipients=to)


def new_desks() -> Desks:
    return Desks(new_keys(), new_keys(), new_keys(), new_keys())


def opened(blob: bytes, keys: OwnKeys) -> Signed:
    return open_sealed(blob, keys.age_identity, kinds=KINDS)


def decrypted(blob: bytes, keys: OwnKeys) -> bytes:
    """What is packed in a file, for somebody who wants to change it."""
    plain: bytes = pyrage.decrypt(blob, [pyrage.x25519.Identity.from_str(keys.age_identity)])
    return plain


def encrypted(packed: bytes, *keys: OwnKeys) -> bytes:
    to = [pyrage.x25519.Recipient.from_str(one.recipient) for one in keys]
    sealed: bytes = pyrage.encrypt(packed, to)
    return sealed


def wrapped(plain: bytes, *keys: OwnKeys) -> bytes:
    return encrypted(zlib.compress(plain), *keys)


def signed_by_hand(text: bytes, desks: Desks) -> bytes:
    """A text that the laptop signed although it is none that `sign` would write."""
    key = SigningKey(desks.laptop.signing_seed)
    signature = key.sign(CONTEXTS["submission"] + hashlib.sha512(text).digest()).signature
    public = bytes(key.verify_key).hex().encode()
    lines = (b"SCRUTINY-DESK 1", b"submission", public, signature.hex().encode(), text)
    return b"\n".join(lines)


def zeros_packed(size: int) -> bytes:
    """So many zeros packed as zlib does it, made from one packed piece that is repeated."""
    piece = 1 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(bytes(piece))
    packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + again * (size // piece)


def record(id_: str = "r1", **answers: object) -> SealedRecord:
    line: dict[str, Any] = {"type": "record", "id": id_, "form": "visit", "answers": answers}
    return SealedRecord(id_, 1, line_hash(line), ("a" * 64,), line)


def submission(desks: Desks, *records: SealedRecord) -> Submission:
    return Submission(
        id="sub-1",
        office="office-1",
        laptop=Enrolment(
            verify_key=desks.laptop.verify_key.hex(),
            recipient=desks.laptop.recipient,
            name="Jane O’Neill",
            person_id="jane",
            invitation="inv-1",
            token="token",
            let_in="-----BEGIN\n…",
            words=fingerprint(desks.laptop.verify_key),
        ),
        head=Head(7, "b" * 64),
        heads=(Head(3, "c" * 64),),
        records=records or (record(), record("r2", note="It was cold. ❄ 🙂\nNobody came.")),
        made_at=NOON,
        purpose="records",
    )


def receipt(desks: Desks) -> Receipt:
    return Receipt(
        id="receipt-1",
        for_submission="sub-1",
        laptop=desks.laptop.verify_key.hex(),
        results=(Outcome("r1", 1, "a" * 64, "insert", "The office has it."),),
        messages=(
            Note("m1", "issue", "issue-1", "The light was mended.", NOON),
            Note("m2", "note", "", "Thank you.", NOON),
        ),
        head=Head(0, "0" * 64),
        heads_seen=(),
        made_at=NOON,
    )


def invitation(desks: Desks) -> Invitation:
    return Invitation(
        id="inv-1",
        serial=2,
        office_id="office-1",
        office_name="Office of the Commissioner",
        office_verify_key=desks.office.verify_key.hex(),
        recipients=(("The office", desks.office.recipient), ("Deputy", desks.deputy.recipient)),
        person=Invited("jane", "Jane O’Neill"),
        role="visitor",
        schemes=("custody",),
        token="token",
        lines=({"type": "place", "name": "Keyham Lane"},),
        forms={"visit": FormInUse(3, "d" * 64)},
        own_forms={"court_visit.toml": 'title = "Court"\n'},
        retention={"days": 30},
        texts={"welcome": "Good morning"},
        made_at=NOON,
    )
