"""Restoring: a backup takes the place of the desk, and what it replaces is kept.

What was there goes to `before-restore/`, with every backup of a history this desk no longer has:
its audit would not agree with theirs.
"""

import shutil
from contextlib import closing
from pathlib import Path

from desktop import clock
from desktop.errors import UserError
from desktop.store import keyfile, migrate
from desktop.store.backup import BackupUnsound, agrees, backups, faults, made_at, name_for
from desktop.store.chain import RESTORED
from desktop.store.desk import Desk, open_unlocked
from desktop.store.durable import make_folder, replace_file, sync_file, sync_folder
from desktop.store.engine import connect
from desktop.store.inuse import DeskLock
from desktop.store.layout import BACKUPS, DATABASE, KEYS, PENDING_KEYS, SET_ASIDE
from desktop.store.moment import say_moment
from desktop.store.trouble import DatabaseDamaged, plain_words, plain_words_for_files

_PART = ".part"
_COMPANIONS = ("-wal", "-journal")


def restore(
    folder: Path,
    backup: Path,
    passphrase: str | None = None,
    *,
    recovery_code: str | None = None,
    who: str = "",
) -> Desk:
    """Put the backup in folder `backup` in the place of the desk in `folder` and open that.

    The desk must be closed; it may be damaged, incomplete or not there at all. Either the
    desk's present passphrase or the one the backup was made with will do, and so will the
    recovery code. The backup is copied and read through before anything is replaced. UserError:
    BackupUnsound, NewerDesk, DeskInUse, and the key file's troubles.
    """
    if not (backup / DATABASE).is_file() or not (backup / KEYS).is_file():
        raise BackupUnsound(
            "There is no backup in this folder.",
            f"Choose a folder that holds {DATABASE} and {KEYS}.",
        )
    with plain_words_for_files():
        if not folder.exists():
            make_folder(folder)
            folder.chmod(0o700)  # as a new desk's is
        lock = DeskLock(folder)
        part = folder / (DATABASE + _PART)
        try:
            key, keys = _unlock(folder, backup, passphrase, recovery_code)
            part.unlink(missing_ok=True)  # nothing is written through a link that lies there
            shutil.copyfile(backup / DATABASE, part)
            part.chmod(0o600)
            sync_file(part)
            _check(part, key)
            _put_in_place(folder, part, key, keys.read_bytes())
            desk = open_unlocked(folder, key, who=who, lock=lock)
        except BaseException:
            part.unlink(missing_ok=True)
            lock.release()
            raise
    moment = made_at(backup)
    which = f"the backup of {say_moment(moment)}" if moment is not None else "a backup"
    with desk.write(f"{RESTORED}{which}"):
        pass
    return desk


def _unlock(
    folder: Path, backup: Path, passphrase: str | None, code: str | None
) -> tuple[bytes, Path]:
    """Give the key that opens the backup, and the key file it came from: the desk's own first.

    Its passphrase may have been changed since the backup was made.
    """
    try:
        key = _key_from(folder / KEYS, passphrase, code)
        with plain_words():
            connect(backup / DATABASE, key).close()
    except UserError:
        return _key_from(backup / KEYS, passphrase, code), backup / KEYS
    return key, folder / KEYS


def _key_from(keys: Path, passphrase: str | None, code: str | None) -> bytes:
    if code is not None:
        return keyfile.unlock_by_code(keys, code).key
    return keyfile.unlock(keys, passphrase or "")


def _check(database: Path, key: bytes) -> None:
    try:
        with plain_words(), closing(connect(database, key)) as raw:
            sound = not faults(raw)
            migrate.insist_on_known(migrate.revision_of(raw))
    except DatabaseDamaged:
        sound = False
    if not sound:
        raise BackupUnsound(
            "This backup is damaged. Nothing was replaced.", "Choose another backup."
        )


def _put_in_place(folder: Path, part: Path, key: bytes, keys: bytes) -> None:
    aside = folder / SET_ASIDE / name_for(clock.now())
    make_folder(aside)
    for name in (KEYS, PENDING_KEYS):
        if (folder / name).exists():
            shutil.copyfile(folder / name, aside / name)
            sync_file(aside / name)
    # The database before its log: a log without its database would be taken for the new one's.
    for name in (DATABASE, *(DATABASE + companion for companion in _COMPANIONS)):
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    (folder / f"{DATABASE}-shm").unlink(missing_ok=True)
    for other in backups(folder / BACKUPS):
        if not agrees(part, other, key):
            make_folder(aside / BACKUPS)
            other.folder.rename(aside / BACKUPS / other.folder.name)
    sync_folder(aside)
    replace_file(folder / KEYS, keys)
    part.rename(folder / DATABASE)
    sync_folder(folder)
