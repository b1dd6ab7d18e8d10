"""Signed texts: who made them cannot be disputed, and nothing of them can be changed.

Four short lines and the body: format and version, kind, the signer's key, the signature (both in
hexadecimal digits), then canonical JSON. The signature is Ed25519 over the kind's context and the
SHA-512 of the body, so a text of one kind never passes for another, and a large one needs no copy.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from desktop.exchange.naming import canonical
from desktop.exchange.sealed.refusals import (
    Altered,
    CutOff,
    Damaged,
    NewerFile,
    NotASealedFile,
    TooLarge,
    WrongKind,
)
from desktop.exchange.sealed.strict import read_object

VERSION = 1
CONTEXTS = {
    kind: f"scrutiny-desk/{VERSION}/{kind}".encode() + b"\0"
    for kind in ("invitation", "submission", "receipt")
}
"""What is signed before the body, for each kind there is."""

_NAME = b"SCRUTINY-DESK "
_MAGIC = _NAME + str(VERSION).encode()
_LONGEST_HEAD = 400
_HEAD = re.compile(rb"([a-z][a-z-]{0,29})\n([0-9a-f]{64})\n([0-9a-f]{128})\n")


@dataclass(frozen=True, slots=True)
class Signed:
    """A text whose signature holds: what kind it is, the key that signed it, and what it says."""

    kind: str
    signer: bytes
    body: dict[str, Any]


def sign(kind: str, signing_seed: bytes, body: Mapping[str, object]) -> bytes:
    """Give the signed text of a body; `signing_seed` is 32 bytes, see keys.py."""
    key = SigningKey(signing_seed)
    text = canonical(body).encode()
    signature = key.sign(_signed_part(kind, memoryview(text))).signature
    lines = (_MAGIC, kind.encode(), bytes(key.verify_key).hex().encode(), signature.hex().encode())
    return b"\n".join([*lines, text])


def is_signed(blob: bytes) -> bool:
    """Say whether these bytes begin as a signed text does, of any version."""
    return blob.startswith(_NAME)


def kind_of(blob: bytes) -> str:
    """Give the kind that a signed text says it is; nothing is verified. Refusals as read_signed."""
    return _head(blob).group(1).decode()


def read_signed(kind: str, blob: bytes, *, most: int) -> Signed:
    """Verify a signed text of this kind, of at most `most` bytes, and read it.

    Raises subclasses of SealedFileError. Who the signer is, and whether to trust the key, is for
    the caller to decide.
    """
    if len(blob) > most:
        raise TooLarge
    head = _head(blob)
    if (found := head.group(1).decode()) != kind or kind not in CONTEXTS:
        raise WrongKind(found)
    signer, signature = (bytes.fromhex(head.group(part).decode()) for part in (2, 3))
    try:
        body = memoryview(blob)[head.end() :]
        VerifyKey(signer).verify(_signed_part(kind, body), signature)
    except BadSignatureError:
        raise Altered from None
    return Signed(kind, signer, read_object(body))


def _head(blob: bytes) -> re.Match[bytes]:
    if not is_signed(blob):
        raise CutOff if blob and _NAME.startswith(blob) else NotASealedFile
    first, ended, _ = blob[:_LONGEST_HEAD].partition(b"\n")
    if not ended:
        raise CutOff if len(blob) < _LONGEST_HEAD else Damaged
    version = first.removeprefix(_NAME)
    if version.isdigit() and len(version) < 10 and int(version) > VERSION:
        raise NewerFile
    if first != _MAGIC:
        raise Damaged
    head = _HEAD.match(blob, len(first) + 1)
    if head is None:
        raise CutOff if len(blob) < _LONGEST_HEAD and blob.count(b"\n") < 4 else Damaged
    return head


def _signed_part(kind: str, body: memoryview) -> bytes:
    return CONTEXTS[kind] + hashlib.sha512(body).digest()
