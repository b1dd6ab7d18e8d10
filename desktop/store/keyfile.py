"""The key file: one random data key, wrapped once for each way to unlock the desk.

The ways are a passphrase, the recovery code on paper, and a code that the desk's office keeps for
the day both are lost. Changing one of them rewrites this small file, never the database. Slots
of kinds we do not know are kept as they are.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.store.keydocument import key_id, load, load_for, new_document, save
from desktop.store.keyslots import (
    FULL_COST,
    KEY_BYTES,
    OFFICE,
    PASSPHRASE,
    RECOVERY,
    Cost,
    Document,
    code_slot,
    key_slot,
    open_slot,
    passphrase_bytes,
    passphrase_slot,
    replace_slots,
    without,
)
from desktop.store.keyslots import PREVIOUS as _PREVIOUS
from desktop.store.keytrouble import (
    KeyFileDamaged,
    KeyFileEmpty,
    KeyFileMissing,
    KeyFileNewer,
    NoPassphrase,
    NotEnoughMemory,
    WrongPassphrase,
    WrongRecoveryCode,
)
from desktop.store.recovery import new_code, read_code

__all__ = [
    "FULL_COST",
    "OFFICE",
    "PASSPHRASE",
    "RECOVERY",
    "Cost",
    "KeyFileDamaged",
    "KeyFileEmpty",
    "KeyFileMissing",
    "KeyFileNewer",
    "NoPassphrase",
    "NotEnoughMemory",
    "OfficeSlot",
    "Renewed",
    "Unlocked",
    "WrongPassphrase",
    "WrongRecoveryCode",
    "change_passphrase",
    "change_recovery_code",
    "create",
    "key_id",
    "key_id_of",
    "office_slot_of",
    "put_in_force",
    "remove_office_slot",
    "renew",
    "set_office_slot",
    "unlock",
    "unlock_by_code",
    "unlock_by_key_before",
]


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """The data key, and the kind of the slot that gave it."""

    key: bytes
    opened_by: str


@dataclass(frozen=True, slots=True)
class OfficeSlot:
    """Which office can let a person back in, the words of its key, and the sealed code itself.

    Anybody can read these; only a key that the slot opened proves that nobody altered them.
    """

    name: str
    fingerprint: str
    sealed: str


@dataclass(frozen=True, slots=True, repr=False)
class Renewed:
    """A new data key with the codes to show, "" for no office; `document` is what wraps it."""

    key: bytes
    recovery_code: str
    office_code: str
    document: Document


def create(path: Path, passphrase: str, *, cost: Cost = FULL_COST) -> tuple[bytes, str]:
    """Write a new key file and give the data key (32 bytes) and the recovery code to show."""
    made = _wrapped(passphrase, cost)
    save(path, made.document)
    return made.key, made.recovery_code


def unlock(path: Path, passphrase: str) -> bytes:
    """Give the data key. WrongPassphrase, or what is wrong with the file."""
    key = open_slot(load(path), PASSPHRASE, passphrase_bytes(passphrase))
    if key is None:
        raise WrongPassphrase(
            "This passphrase does not open the desk.",
            "Check Caps Lock and type it again, or use your recovery code.",
        )
    return key


def unlock_by_code(path: Path, code: str) -> Unlocked:
    """Give the data key to the recovery code or, after it, to the code the office keeps.

    RecoveryCodeMistyped, WrongRecoveryCode, or the file's own trouble.
    """
    secret = read_code(code)
    document = load(path)
    for kind in (RECOVERY, OFFICE):
        key = open_slot(document, kind, secret)
        if key is not None:
            return Unlocked(key, kind)
    raise WrongRecoveryCode(
        "The recovery code is typed as one was printed, but it does not open this desk.",
        "Look for the code that was printed for this desk, or for a later one.",
    )


def change_passphrase(path: Path, key: bytes, passphrase: str, *, cost: Cost = FULL_COST) -> None:
    """Let a new passphrase open the desk in place of the old. Takes the data key."""
    document = load_for(path, key)
    replace_slots(document, passphrase_slot(document, key, passphrase, cost))
    save(path, document)


def change_recovery_code(path: Path, key: bytes) -> str:
    """Make a new recovery code, void the old one, and give the new one to show."""
    document = load_for(path, key)
    code = new_code()
    replace_slots(document, code_slot(document, key, RECOVERY, code))
    save(path, document)
    return code


def set_office_slot(
    path: Path, key: bytes, *, code: str, name: str, fingerprint: str, sealed: str
) -> None:
    """Let `code`, in the form of a recovery code, open the desk in place of an earlier office's.

    `name` and `fingerprint` say whose office keeps it; `sealed` is the code as only that office
    can read it.
    """
    document = load_for(path, key)
    said = {"name": name, "fingerprint": fingerprint, "sealed": sealed}
    replace_slots(document, code_slot(document, key, OFFICE, code, **said))
    save(path, document)


def remove_office_slot(path: Path, key: bytes) -> None:
    """Let no office open the desk any more."""
    document = load_for(path, key)
    document["slots"] = without(document, OFFICE)
    save(path, document)


def office_slot_of(path: Path) -> OfficeSlot | None:
    """Say, without any key, which office can let a person back in; None where none can."""
    return _office_slot(load(path))


def renew(
    path: Path,
    passphrase: str,
    *,
    seal_for_office: Callable[[str], str] | None = None,
    cost: Cost = FULL_COST,
) -> Renewed:
    """Make a new data key with slots as the file at `path` has, whose passphrase is given.

    Nothing is written. The codes are new; `seal_for_office` seals the office's new one, and
    without it the new key has no office slot.
    """
    before = load(path)
    made = _wrapped(passphrase, cost)
    office = _office_slot(before)
    if office is None or seal_for_office is None:
        return made
    code = new_code()
    said = {
        "name": office.name,
        "fingerprint": office.fingerprint,
        "sealed": seal_for_office(code),
    }
    replace_slots(made.document, code_slot(made.document, made.key, OFFICE, code, **said))
    return Renewed(made.key, made.recovery_code, code, made.document)


def put_in_force(path: Path, made: Renewed, *, before: bytes | None = None) -> None:
    """Write the key file of a new data key, for the one `before` to open it where that is given."""
    document = dict(made.document)
    if before is not None:
        replace_slots(document, key_slot(document, made.key, before))
    save(path, document)


def unlock_by_key_before(path: Path, before: bytes) -> bytes | None:
    """Give the data key to the one before it; None where it opens none, or nothing can be read."""
    try:
        return open_slot(load(path), _PREVIOUS, before)
    except (KeyFileMissing, KeyFileEmpty, KeyFileDamaged):
        return None


def key_id_of(path: Path) -> str:
    """Give the id of the data key a key file wraps."""
    return str(load(path)["key_id"])


def _wrapped(passphrase: str, cost: Cost) -> Renewed:
    key = secrets.token_bytes(KEY_BYTES)
    code = new_code()
    document = new_document(key)
    document["slots"] = [
        passphrase_slot(document, key, passphrase, cost),
        code_slot(document, key, RECOVERY, code),
    ]
    return Renewed(key, code, "", document)


def _office_slot(document: Document) -> OfficeSlot | None:
    for slot in document["slots"]:
        said = [slot.get(name) for name in ("name", "fingerprint", "sealed")]
        if slot["kind"] == OFFICE and all(isinstance(one, str) for one in said):
            return OfficeSlot(*map(str, said))
    return None
