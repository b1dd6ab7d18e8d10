"""Letting this computer's own keyring open a desk: for convenience, and never the only way.

A slot of the key file is sealed under a secret of its own, which the keyring keeps. So either of
the two can be taken away, and the passphrase is in neither. Whoever is logged in as its person can
then open the desk: the keyring asks for nothing more.
"""

import secrets
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import UserError
from desktop.store.desk import Desk, open_unlocked
from desktop.store.inuse import DeskLock
from desktop.store.keydocument import load, load_for, save
from desktop.store.keyslots import (
    KEY_BYTES,
    KEYRING,
    Document,
    open_slot,
    replace_slots,
    secret_slot,
    without,
)
from desktop.store.layout import KEYS
from desktop.store.trouble import plain_words_for_files

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "Scrutiny Desk"
# Named one by one: others, which write in plain text, may be installed too.
_BACKENDS = {
    "linux": ("keyring.backends.SecretService", "Keyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
}
_NEXT = "Open the desk with your passphrase. Under “Passphrase and keys” it can be set up again."


class NoKeyring(UserError):
    """This computer has no keyring that can be used, or it did not answer."""


class NotRemembered(UserError):
    """The keyring no longer holds what opens the desk."""


def can_remember() -> bool:
    """Say whether this computer has a keyring that can be used. May take a moment."""
    return _backend() is not None


def remember(desk: Desk) -> None:
    """Let this computer's keyring open the desk from now on. Raises NoKeyring; may ask its person.

    What an earlier slot needed is taken out of the keyring.
    """
    backend = _insist_on_backend()
    path, entry = desk.folder / KEYS, secrets.token_hex(16)
    secret = secrets.token_bytes(KEY_BYTES)
    with desk.write("Let this computer's keyring open the desk"):
        pass  # first: where the audit has no room, nothing changes
    _keep(backend, entry, secret.hex())
    try:
        with plain_words_for_files():
            document = load_for(path, desk.key)
            before = _entry(document)
            replace_slots(document, secret_slot(document, desk.key, KEYRING, secret, entry=entry))
            save(path, document)
    except BaseException:
        drop(entry)
        raise
    drop(before)


def forget(desk: Desk) -> None:
    """Let no keyring open the desk any more; copies of the key file neither, on this computer."""
    path = desk.folder / KEYS
    with desk.write("Let no keyring open the desk any more"):
        pass
    with plain_words_for_files():
        document = load_for(path, desk.key)
        entry = _entry(document)
        document["slots"] = without(document, KEYRING)
        save(path, document)
    drop(entry)


def entry_of(folder: Path) -> str:
    """Give the name of the keyring's entry for a desk, "" for none; for `drop` once it is void."""
    return _entry(load(folder / KEYS))


def drop(entry: str) -> None:
    """Take an entry out of the keyring, if it is there. Without its slot it opens nothing."""
    backend = _backend() if entry else None
    with suppress(Exception):
        if backend is not None:
            backend.delete_password(_SERVICE, entry)


def open_remembered(folder: Path, *, who: str = "") -> Desk:
    """Open the desk in `folder` with this computer's keyring, which may ask its person.

    Raises NoKeyring, NotRemembered, and what `open_desk` raises.
    """
    with plain_words_for_files(folder):
        document = load(folder / KEYS)
        secret = _kept(_insist_on_backend(), _entry(document))
        key = open_slot(document, KEYRING, secret) if secret else None
        if key is None:
            raise NotRemembered("The keyring of this computer does not open this desk.", _NEXT)
        lock = DeskLock(folder)
        try:
            desk = open_unlocked(folder, key, who=who, lock=lock)
        except BaseException:
            lock.release()
            raise
        desk.opened_by = KEYRING
        return desk


def _entry(document: Document) -> str:
    for slot in document["slots"]:
        if slot["kind"] == KEYRING and isinstance(slot.get("entry"), str):
            return str(slot["entry"])
    return ""


def _backend() -> "KeyringBackend | None":
    """Give the system's own keyring; None where there is none or it cannot be reached."""
    module, name = _BACKENDS.get(sys.platform, ("", ""))
    if not module:
        return None
    # What may be missing below is the system's: libraries, a message bus, a service.
    with suppress(Exception):
        kind: type[KeyringBackend] = getattr(import_module(module), name)
        return kind() if kind.viable else None
    return None


def _insist_on_backend() -> "KeyringBackend":
    found = _backend()
    if found is None:
        raise NoKeyring("This computer has no keyring that the program can use.", _NEXT)
    return found


def _keep(backend: "KeyringBackend", entry: str, secret: str) -> None:
    try:
        backend.set_password(_SERVICE, entry, secret)
        kept = backend.get_password(_SERVICE, entry)
    except Exception:  # noqa: BLE001 - each system's keyring has errors of its own
        raise _no_answer() from None
    if kept != secret:
        raise _no_answer()


def _kept(backend: "KeyringBackend", entry: str) -> bytes:
    try:
        return bytes.fromhex(backend.get_password(_SERVICE, entry) or "")
    except Exception:  # noqa: BLE001 - the same
        raise _no_answer() from None


def _no_answer() -> NoKeyring:
    return NoKeyring("The keyring of this computer was not unlocked, or did not answer.", _NEXT)
