"""The key file: one random data key, wrapped once for each way to unlock the desk.

A slot holds the data key sealed (XChaCha20-Poly1305) under a key made from a passphrase
(Argon2id) or from the recovery code. A slot's parameters are sealed with it, so nobody can
weaken them. Changing the passphrase rewrites this small file, never the database. Slots of
kinds we do not know (an office's) are kept as they are.
"""

import hashlib
import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nacl.exceptions
import nacl.pwhash.argon2id
import nacl.secret

from desktop.errors import UserError
from desktop.store.durable import replace_file
from desktop.store.recovery import new_code, read_code

VERSION = 1
_FORMAT = "scrutiny-desk-key"
_KEY_BYTES = 32
_SALT_BYTES = 16
_MOST_MEMORY = 2 << 30
_MOST_PASSES = 64
_FROM_BACKUP = "Restore the desk from a backup: each backup holds a copy of its key."

Document = dict[str, Any]


class KeyFileMissing(UserError):
    """There is no key file."""


class KeyFileEmpty(UserError):
    """The key file has no bytes."""


class KeyFileDamaged(UserError):
    """The key file is not as we wrote it."""


class KeyFileNewer(UserError):
    """The key file was written by a newer version of the program."""


class WrongPassphrase(UserError):
    """The passphrase opens no slot."""


class WrongRecoveryCode(UserError):
    """A whole recovery code, but of another desk or one that was replaced."""


class NoPassphrase(UserError):
    """An empty passphrase protects nothing."""


class NotEnoughMemory(UserError):
    """The computer cannot lend the memory that unlocking needs."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a passphrase costs: bytes of memory, and passes over them."""

    memory: int = 256 << 20
    passes: int = 3


FULL_COST = Cost()


def create(path: Path, passphrase: str, *, cost: Cost = FULL_COST) -> tuple[bytes, str]:
    """Write a new key file and give the data key (32 bytes) and the recovery code to show."""
    key = secrets.token_bytes(_KEY_BYTES)
    code = new_code()
    document: Document = {
        "format": _FORMAT,
        "version": VERSION,
        "key_id": key_id(key),
        "slots": [],
    }
    document["slots"] = [
        _passphrase_slot(document, key, passphrase, cost),
        _recovery_slot(document, key, code),
    ]
    _save(path, document)
    return key, code


def unlock(path: Path, passphrase: str) -> bytes:
    """Give the data key. WrongPassphrase, or what is wrong with the file."""
    key = _open_slot(_load(path), "passphrase", _passphrase_bytes(passphrase))
    if key is None:
        raise WrongPassphrase(
            "This passphrase does not open the desk.",
            "Check Caps Lock and type it again, or use your recovery code.",
        )
    return key


def unlock_by_code(path: Path, code: str) -> bytes:
    """Give the data key. RecoveryCodeMistyped, WrongRecoveryCode, or the file's own trouble."""
    secret = read_code(code)
    key = _open_slot(_load(path), "recovery", secret)
    if key is None:
        raise WrongRecoveryCode(
            "The recovery code is typed as one was printed, but it does not open this desk.",
            "Look for the code that was printed for this desk, or for a later one.",
        )
    return key


def change_passphrase(path: Path, key: bytes, passphrase: str, *, cost: Cost = FULL_COST) -> None:
    """Let a new passphrase open the desk in place of the old. Takes the data key."""
    document = _load_for(path, key)
    _replace_slots(document, _passphrase_slot(document, key, passphrase, cost))
    _save(path, document)


def change_recovery_code(path: Path, key: bytes) -> str:
    """Make a new recovery code, void the old one, and give the new one to show."""
    document = _load_for(path, key)
    code = new_code()
    _replace_slots(document, _recovery_slot(document, key, code))
    _save(path, document)
    return code


def key_id(key: bytes) -> str:
    """Name a data key without telling it: two files with one id open one database."""
    return hashlib.blake2b(key, digest_size=16, person=b"desk-key-id").hexdigest()


def key_id_of(path: Path) -> str:
    """Give the id of the data key a key file wraps."""
    return str(_load(path)["key_id"])


def _load(path: Path) -> Document:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise KeyFileMissing("The key file of this desk is missing.", _FROM_BACKUP) from None
    if not content:
        raise KeyFileEmpty("The key file of this desk is empty.", _FROM_BACKUP)
    damaged = KeyFileDamaged("The key file of this desk is damaged.", _FROM_BACKUP)
    try:
        document = json.loads(content)
    except ValueError:
        raise damaged from None
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise damaged
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise KeyFileNewer(
            "This desk was last used with a newer version of Scrutiny Desk.",
            "Install the newest version on this computer and open the desk with it.",
        )
    # Without the check, a damaged slot could not be told from a wrong passphrase.
    if version != VERSION or document.get("check") != _check(document):
        raise damaged
    return document


def _load_for(path: Path, key: bytes) -> Document:
    """Refuse to wrap another desk's key: the file would then open nothing."""
    document = _load(path)
    if document["key_id"] != key_id(key):
        raise ValueError("the key file belongs to another data key")
    return document


def _save(path: Path, document: Document) -> None:
    document["check"] = _check(document)
    replace_file(path, json.dumps(document, indent=1).encode())


def _check(document: Document) -> str:
    return hashlib.sha256(
        _plain({name: part for name, part in document.items() if name != "check"})
    ).hexdigest()


def _plain(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _replace_slots(document: Document, slot: Document) -> None:
    others = [one for one in document["slots"] if one["kind"] != slot["kind"]]
    document["slots"] = [slot, *others]


def _passphrase_slot(document: Document, key: bytes, passphrase: str, cost: Cost) -> Document:
    if not passphrase.strip():
        raise NoPassphrase("The passphrase is empty.", "Enter a passphrase, best of four words.")
    slot: Document = {
        "kind": "passphrase",
        "salt": b64encode(secrets.token_bytes(_SALT_BYTES)).decode(),
        "memory": cost.memory,
        "passes": cost.passes,
    }
    return _seal(document, slot, key, _passphrase_bytes(passphrase))


def _recovery_slot(document: Document, key: bytes, code: str) -> Document:
    slot: Document = {
        "kind": "recovery",
        "salt": b64encode(secrets.token_bytes(_SALT_BYTES)).decode(),
    }
    return _seal(document, slot, key, read_code(code))


def _passphrase_bytes(passphrase: str) -> bytes:
    # The same letters typed on another keyboard may arrive composed differently.
    return unicodedata.normalize("NFKC", passphrase).encode()


def _seal(document: Document, slot: Document, key: bytes, secret: bytes) -> Document:
    box = nacl.secret.Aead(_slot_key(slot, secret))
    slot["box"] = b64encode(bytes(box.encrypt(key, aad=_bound(document, slot)))).decode()
    return slot


def _open_slot(document: Document, kind: str, secret: bytes) -> bytes | None:
    for slot in document["slots"]:
        if slot["kind"] != kind:
            continue
        box = nacl.secret.Aead(_slot_key(slot, secret))
        try:
            return bytes(box.decrypt(b64decode(slot["box"]), aad=_bound(document, slot)))
        except nacl.exceptions.CryptoError:
            continue
    return None


def _bound(document: Document, slot: Document) -> bytes:
    """Give what is sealed with a slot: altering any of it makes the slot unreadable."""
    parameters = {name: part for name, part in slot.items() if name != "box"}
    return _plain([document["version"], document["key_id"], parameters])


def _slot_key(slot: Document, secret: bytes) -> bytes:
    salt = b64decode(slot["salt"])
    if slot["kind"] == "recovery":
        # 160 random bits cannot be guessed, so a fast hash is enough.
        return hashlib.blake2b(
            secret, key=salt, digest_size=_KEY_BYTES, person=b"desk-recovery"
        ).digest()
    if slot["memory"] > _MOST_MEMORY or slot["passes"] > _MOST_PASSES:
        raise KeyFileDamaged("The key file of this desk asks for too much work.", _FROM_BACKUP)
    try:
        return nacl.pwhash.argon2id.kdf(
            _KEY_BYTES, secret, salt, opslimit=slot["passes"], memlimit=slot["memory"]
        )
    except (nacl.exceptions.RuntimeError, MemoryError):
        raise NotEnoughMemory(
            "This computer has too little free memory to unlock the desk.",
            "Close other programs and try again.",
        ) from None
