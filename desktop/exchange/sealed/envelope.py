"""Sealing and opening: an age file around the packed, signed body.

The age format serves several recipients and has a public tool, so an office never depends on us to
open what is its own. age knows no sender: the signature inside does. The recipients are signed as
well, so that none of them can pass the file on as if it had been made for somebody else.
"""

import re
import zlib
from collections.abc import Container, Mapping, Sequence

import pyrage

from desktop.exchange.sealed.refusals import (
    CutOff,
    Damaged,
    Forwarded,
    LockedOtherwise,
    NewerFile,
    NotASealedFile,
    NotForUs,
    SealedFileError,
    TooLarge,
    TooMuch,
    WrongContent,
    WrongKind,
)
from desktop.exchange.sealed.signed import Signed, kind_of, read_signed, sign
from desktop.exchange.sealed.strict import unpack

MOST_FILE = 32 << 20
MOST_PLAIN = 64 << 20
MOST_RECIPIENTS = 20

_NAME = b"age-encryption.org/"
_FIRST_LINE = _NAME + b"v1\n"
# The library reads a long header again and again: 400 kB of it take minutes. Ours are short.
_LONGEST_HEADER = 8 << 10
_LAST_LINE = re.compile(rb"\n--- [A-Za-z0-9+/]{43}\n")
_LINES = re.compile(rb"(?:-> [!-~]+(?: [!-~]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+")
_TEXT = re.compile(rb"[ -~\n]*")
_NONCE_AND_TAG = 16 + 16
_KEPT_OUT = "No matching keys found"


def new_identity() -> tuple[str, str]:
    """Make a key that opens sealed files: the secret (AGE-SECRET-KEY-…) and its recipient."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def seal(
    kind: str, body: Mapping[str, object], *, signing_seed: bytes, recipients: Sequence[str]
) -> bytes:
    """Sign and encrypt a body for these recipients (age1…), who are named in it as `to`.

    TooMuch if it would not fit a file; WrongContent if it could not be read again.
    """
    to = sorted(set(recipients))
    if not 0 < len(to) <= MOST_RECIPIENTS:
        raise ValueError(f"{len(to)} recipients")
    plain = sign(kind, signing_seed, {**body, "to": to})
    try:
        read_signed(kind, plain, most=MOST_PLAIN)  # what nobody could open must not be sent
    except TooLarge:
        raise TooMuch from None
    keys = [pyrage.x25519.Recipient.from_str(one) for one in to]
    sealed: bytes = pyrage.encrypt(zlib.compress(plain, 9), keys)
    if len(sealed) > MOST_FILE:
        raise TooMuch
    return sealed


def open_sealed(blob: bytes, identity: str, *, kinds: Container[str]) -> Signed:
    """Open a sealed file of one of these kinds with this desk's secret.

    Raises a subclass of SealedFileError for every file that is not whole, ours and known.
    """
    plain = unpack(decrypt(blob, [identity]), MOST_PLAIN)
    if (kind := kind_of(plain)) not in kinds:
        raise WrongKind(kind)
    signed = read_signed(kind, plain, most=MOST_PLAIN)
    to = signed.body.get("to")
    if not isinstance(to, list):
        raise WrongContent("to")
    if str(pyrage.x25519.Identity.from_str(identity).to_public()) not in to:
        raise Forwarded
    return signed


def decrypt(blob: bytes, identities: Sequence[str]) -> bytes:
    """Give what an age file holds, opened with any of these secrets; refusals as open_sealed.

    No age file that others made may go to the library by any other way.
    """
    if len(blob) > MOST_FILE:
        raise TooLarge
    _check_header(blob)
    keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
    try:
        plain: bytes = pyrage.decrypt(blob, keys)
    except pyrage.DecryptError as error:
        raise _refusal(str(error)) from None
    return plain


def is_sealed(blob: bytes) -> bool:
    """Say whether these bytes begin as an age file does, of any version."""
    return blob.startswith(_NAME)


def _check_header(blob: bytes) -> None:
    """Refuse what the library would take minutes over, and say what is wrong where it is clear."""
    if not blob.startswith(_FIRST_LINE):
        if blob and _FIRST_LINE.startswith(blob):
            raise CutOff
        raise NewerFile if re.match(rb"age-encryption\.org/v\d+\n", blob) else NotASealedFile
    last = _LAST_LINE.search(blob, 0, _LONGEST_HEADER)
    if last is None:
        raise CutOff if len(blob) < _LONGEST_HEADER and _TEXT.fullmatch(blob) else Damaged
    stanzas = blob[len(_FIRST_LINE) : last.start() + 1]
    if not _LINES.fullmatch(stanzas):
        raise Damaged
    if stanzas.startswith(b"-> scrypt ") or b"\n-> scrypt " in stanzas:
        raise LockedOtherwise
    if len(blob) < last.end() + _NONCE_AND_TAG:
        raise CutOff


def _refusal(reason: str) -> SealedFileError:
    # The library tells its reasons apart by words only.
    return NotForUs() if reason == _KEPT_OUT else Damaged()


__all__ = [
    "MOST_FILE",
    "MOST_PLAIN",
    "MOST_RECIPIENTS",
    "CutOff",
    "Damaged",
    "Forwarded",
    "LockedOtherwise",
    "NewerFile",
    "NotASealedFile",
    "NotForUs",
    "SealedFileError",
    "TooLarge",
    "TooMuch",
    "WrongContent",
    "WrongKind",
    "decrypt",
    "is_sealed",
    "new_identity",
    "open_sealed",
    "seal",
]
