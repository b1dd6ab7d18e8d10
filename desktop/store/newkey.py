"""A new data key: the database encrypted anew, so that at every moment something opens it.

The key file of the new key waits beside the old one until the database is under the new key, and
holds the new key sealed under the old. A death in between leaves a desk whose old key opens it,
directly or through that; at the next opening it is put back under the old key, because nobody has
seen the new codes yet. Once the new key file is in force, the one that waited goes last: where it
is still there at the next opening, the codes may not have been shown.
"""

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal

import sqlcipher3.dbapi2 as sqlcipher

from desktop.errors import UserError
from desktop.store import keyfile
from desktop.store.backup import make_backup
from desktop.store.durable import sync_folder
from desktop.store.engine import connect
from desktop.store.keyfile import Cost, Renewed
from desktop.store.layout import DATABASE, KEYS, PENDING_KEYS
from desktop.store.trouble import disk_full, disk_trouble

_NOT_A_DATABASE = 26

Settled = Literal["nothing", "went back", "codes unseen"]
"""What an interruption had left: no more than a file; a database under the new key, which is under
the present one again; or a new key in force whose codes nobody has seen."""


def prepare(
    folder: Path,
    key: bytes,
    passphrase: str,
    *,
    seal_for_office: Callable[[str], str] | None,
    cost: Cost,
) -> Renewed:
    """Make a new key for the desk in `folder`, back it up under its present `key`, write nothing.

    WrongPassphrase when `passphrase` does not open the desk; DiskFull.
    """
    if keyfile.unlock(folder / KEYS, passphrase) != key:
        raise ValueError("the key file belongs to another data key")
    made = keyfile.renew(folder / KEYS, passphrase, seal_for_office=seal_for_office, cost=cost)
    make_backup(folder, key)
    return made


def put_in_force(folder: Path, before: bytes, made: Renewed) -> None:
    """Put database and key file under the new key. The caller has no connection open.

    `finish` is to follow. When this raises, the desk is under the key `before`, or will be when it
    is next opened.
    """
    pending = folder / PENDING_KEYS
    try:
        keyfile.put_in_force(pending, made, before=before)
        _encrypt_anew(folder / DATABASE, before, made.key)
        keyfile.put_in_force(folder / KEYS, made)
    except BaseException:
        with suppress(UserError, OSError, sqlcipher.Error):
            settle(folder, before)
        raise


def finish(folder: Path) -> None:
    """Take away the key file that waited: the last step, just before the new codes are shown."""
    (folder / PENDING_KEYS).unlink(missing_ok=True)
    sync_folder(folder)


def settle(folder: Path, key: bytes) -> Settled:
    """Tidy up after an interruption; `key` is the one the key file gives."""
    pending, database = folder / PENDING_KEYS, folder / DATABASE
    settled: Settled = "nothing"
    if not _opens(database, key):
        new = keyfile.unlock_by_key_before(pending, key)
        if new is None or not _opens(database, new):
            return settled  # damaged: said when the desk is opened, and nothing is thrown away
        _encrypt_anew(database, new, key)
        settled = "went back"
    elif _is_of(pending, key):
        settled = "codes unseen"
    finish(folder)
    return settled


def _is_of(pending: Path, key: bytes) -> bool:
    try:
        return keyfile.key_id_of(pending) == keyfile.key_id(key)
    except UserError:
        return False


def _encrypt_anew(database: Path, old: bytes, new: bytes) -> None:
    with closing(connect(database, old)) as raw:
        # Refused while anybody else has the database open; and one journal, that of the old key, is
        # all there can be to roll back.
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("PRAGMA synchronous=EXTRA")
        try:
            raw.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
        except sqlcipher.OperationalError as error:
            # It gives no reason; all it can be is the disk, and then it was rolled back.
            room = shutil.disk_usage(database.parent).free
            raise (disk_full() if room < database.stat().st_size else disk_trouble()) from error
    if not _opens(database, new):
        raise disk_trouble()


def _opens(database: Path, key: bytes) -> bool:
    try:
        connect(database, key).close()
    except sqlcipher.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == _NOT_A_DATABASE:
            return False
        raise
    return True
