"""The slots of a key file: one data key, sealed once under each secret that opens it.

A slot is sealed (XChaCha20-Poly1305) under a key made from a passphrase (Argon2id), from a code of
160 random bits, or from another data key. What else stands in a slot is sealed with it, so
nobody can weaken its parameters or put another name to it.
"""

import hashlib
import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

import nacl.exceptions
import nacl.pwhash.argon2id
import nacl.secret

from desktop.store.keytrouble import FROM_BACKUP, KeyFileDamaged, NoPassphrase, NotEnoughMemory
from desktop.store.recovery import read_code

KEY_BYTES = 32
PASSPHRASE = "passphrase"  # noqa: S105  # the kind of a slot
RECOVERY = "recovery"
OFFICE = "office"
PREVIOUS = "previous"
KEYRING = "keyring"

_SALT_BYTES = 16
_MOST_MEMORY = 2 << 30
_MOST_PASSES = 64
# Secrets of many random bits cannot be guessed, so a fast hash is enough. What tells them apart.
_FAST = {
    RECOVERY: b"desk-recovery",
    OFFICE: b"desk-office",
    PREVIOUS: b"desk-previous",
    KEYRING: b"desk-keyring",
}

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a passphrase costs: bytes of memory, and passes over them."""

    memory: int = 256 << 20
    passes: int = 3


FULL_COST = Cost()


def passphrase_slot(document: Document, key: bytes, passphrase: str, cost: Cost) -> Document:
    """Seal the data key under a passphrase. NoPassphrase when it is empty."""
    if not passphrase.strip():
        raise NoPassphrase("The passphrase is empty.", "Enter a passphrase, best of four words.")
    slot = _new_slot(PASSPHRASE) | {"memory": cost.memory, "passes": cost.passes}
    return _seal(document, slot, key, passphrase_bytes(passphrase))


def code_slot(document: Document, key: bytes, kind: str, code: str, **said: str) -> Document:
    """Seal the data key, and what is `said` beside it, under a code."""
    return _seal(document, _new_slot(kind) | said, key, read_code(code))


def key_slot(document: Document, key: bytes, other: bytes) -> Document:
    """Seal the data key under another data key."""
    return _seal(document, _new_slot(PREVIOUS), key, other)


def secret_slot(document: Document, key: bytes, kind: str, secret: bytes, **said: str) -> Document:
    """Seal the data key, and what is `said` beside it, under random bytes that nobody types."""
    return _seal(document, _new_slot(kind) | said, key, secret)


def open_slot(document: Document, kind: str, secret: bytes) -> bytes | None:
    """Give the data key from the first slot of a kind that `secret` opens; None where none does."""
    for slot in document["slots"]:
        if slot["kind"] != kind:
            continue
        try:
            box = nacl.secret.Aead(_slot_key(slot, secret))
            return bytes(box.decrypt(b64decode(slot["box"]), aad=_bound(document, slot)))
        except (nacl.exceptions.CryptoError, KeyError, TypeError, ValueError):
            continue
    return None


def replace_slots(document: Document, slot: Document) -> None:
    """Put a slot in the place of all of its kind."""
    document["slots"] = [slot, *without(document, slot["kind"])]


def without(document: Document, kind: str) -> list[Document]:
    """Give the slots of all other kinds."""
    return [slot for slot in document["slots"] if slot["kind"] != kind]


def passphrase_bytes(passphrase: str) -> bytes:
    """Give the bytes of a passphrase: letters may arrive composed differently."""
    return unicodedata.normalize("NFKC", passphrase).encode()


def plain(value: object) -> bytes:
    """Write JSON in the one way that is hashed and sealed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _new_slot(kind: str) -> Document:
    return {"kind": kind, "salt": b64encode(secrets.token_bytes(_SALT_BYTES)).decode()}


def _seal(document: Document, slot: Document, key: bytes, secret: bytes) -> Document:
    box = nacl.secret.Aead(_slot_key(slot, secret))
    slot["box"] = b64encode(bytes(box.encrypt(key, aad=_bound(document, slot)))).decode()
    return slot


def _bound(document: Document, slot: Document) -> bytes:
    """Give what is sealed with a slot: altering any of it makes the slot unreadable."""
    parameters = {name: part for name, part in slot.items() if name != "box"}
    return plain([document["version"], document["key_id"], parameters])


def _slot_key(slot: Document, secret: bytes) -> bytes:
    salt = b64decode(slot["salt"])
    if slot["kind"] in _FAST:
        return hashlib.blake2b(
            secret, key=salt, digest_size=KEY_BYTES, person=_FAST[slot["kind"]]
        ).digest()
    if slot["memory"] > _MOST_MEMORY or slot["passes"] > _MOST_PASSES:
        raise KeyFileDamaged("The key file of this desk asks for too much work.", FROM_BACKUP)
    try:
        return nacl.pwhash.argon2id.kdf(
            KEY_BYTES, secret, salt, opslimit=slot["passes"], memlimit=slot["memory"]
        )
    except (nacl.exceptions.RuntimeError, MemoryError):
        raise NotEnoughMemory(
            "This computer has too little free memory to unlock the desk.",
            "Close other programs and try again.",
        ) from None
