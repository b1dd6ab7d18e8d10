"""The key file on the disk: JSON with a check, read within bounds and replaced whole."""

import hashlib
import json
from pathlib import Path

from desktop.store.durable import replace_file
from desktop.store.keyslots import Document, plain
from desktop.store.keytrouble import (
    FROM_BACKUP,
    KeyFileEmpty,
    KeyFileMissing,
    KeyFileNewer,
    damaged_keys,
)

VERSION = 1
_FORMAT = "scrutiny-desk-key"
_MOST_BYTES = 1 << 20


def new_document(key: bytes) -> Document:
    """Begin the file of a data key, as yet without a slot."""
    return {"format": _FORMAT, "version": VERSION, "key_id": key_id(key), "slots": []}


def key_id(key: bytes) -> str:
    """Name a data key without telling it: two files with one id open one database."""
    return hashlib.blake2b(key, digest_size=16, person=b"desk-key-id").hexdigest()


def load(path: Path) -> Document:
    """Read a key file whole. KeyFileMissing, KeyFileEmpty, KeyFileDamaged, KeyFileNewer."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise KeyFileMissing("The key file of this desk is missing.", FROM_BACKUP) from None
    if not content:
        raise KeyFileEmpty("The key file of this desk is empty.", FROM_BACKUP)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise damaged_keys() from None
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise damaged_keys()
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise KeyFileNewer(
            "This desk was last used with a newer version of Scrutiny Desk.",
            "Install the newest version on this computer and open the desk with it.",
        )
    # Without the check, a damaged slot could not be told from a wrong passphrase.
    if version != VERSION or document.get("check") != check(document) or not _is_whole(document):
        raise damaged_keys()
    return document


def load_for(path: Path, key: bytes) -> Document:
    """Read the file of a data key, and no other: what is wrapped into it must open its desk."""
    document = load(path)
    if document["key_id"] != key_id(key):
        raise ValueError("the key file belongs to another data key")
    return document


def save(path: Path, document: Document) -> None:
    """Put a key file in the place of another, with its check."""
    document["check"] = check(document)
    replace_file(path, json.dumps(document, indent=1).encode())


def check(document: Document) -> str:
    """Give what tells a damaged file from a wrong passphrase: no secret is in it."""
    return hashlib.sha256(
        plain({name: part for name, part in document.items() if name != "check"})
    ).hexdigest()


def _is_whole(document: Document) -> bool:
    slots = document.get("slots")
    return (
        isinstance(document.get("key_id"), str)
        and isinstance(slots, list)
        and all(isinstance(slot, dict) and isinstance(slot.get("kind"), str) for slot in slots)
    )
