"""A desk: one person's encrypted folder, and the two doors to what is in it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.store import keyfile, migrate, suddenend, unconfirmed
from desktop.store.durable import make_folder, sync_folder
from desktop.store.engine import (
    WAIT_MS,
    checkpoint,
    connect,
    is_plain,
    keep_log,
    make_engine,
    set_wait,
)
from desktop.store.inuse import DeskLock
from desktop.store.keyfile import FULL_COST, Cost, Renewed
from desktop.store.layout import DATABASE, KEYS
from desktop.store.trail import ReadSession, WriteSession, note
from desktop.store.trouble import DatabaseDamaged, busy, plain_words, plain_words_for_files


class NoDesk(UserError):
    """There is no desk in the folder."""


class DeskExists(UserError):
    """A new desk would take the place of one that is there."""


class DatabaseMissing(UserError):
    """The key file is there, the database is not."""


class Desk:
    """An open desk. Everything stored is read and written inside one of its two doors."""

    opened_by: str = keyfile.PASSPHRASE
    """What unlocked it: `keyfile.PASSPHRASE`, `RECOVERY` or `OFFICE`."""
    notice: str = ""
    """What its owner must hear about how it was found at opening; mostly nothing."""

    def __init__(self, folder: Path, key: bytes, who: str, lock: DeskLock) -> None:
        """Take over an unlocked folder; `create_desk` and `open_desk` are the ways to get one."""
        self.folder = folder
        self.who = who
        self._lock = lock
        self._closed = self._changing_key = False
        self._use(key)

    def _use(self, key: bytes) -> None:
        self.key = key
        self._readers: Engine = make_engine(self.folder / DATABASE, key)
        self._writers = self._readers.execution_options(begin="BEGIN IMMEDIATE")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open the reading door: one unchanging view of everything, for the length of the block.

        Close it before control goes back to the event loop. Raises UserError when the file
        cannot be read.
        """
        self._insist_on_open()
        with plain_words(), ReadSession(self._readers, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, why: str, *, wait_ms: int = WAIT_MS, quiet: bool = False) -> Iterator[Session]:
        """Open the writing door: all of the block is stored when it ends, or nothing of it.

        `why` says in words what is done, without names or answers, for the audit. Another
        writer is waited for at most `wait_ms` milliseconds, then Busy is raised. `quiet` is for
        the keystrokes of a draft: no audit entry; the sitting's begin and end have one each.
        Raises UserError (DiskFull, Busy and others of `trouble`) with nothing stored.
        """
        self._insist_on_open()
        writers = self._writers
        if wait_ms != WAIT_MS:
            writers = writers.execution_options(wait_ms=wait_ms)
        with plain_words(), WriteSession(writers, quiet=quiet) as session:
            session.connection()  # waits for other writers here, before any work is done
            yield session
            session.finish(self.who, why)

    def note(self, why: str, *about: tuple[str, str]) -> None:
        """Let the audit say that rows, each named by table and id, were viewed or copied out."""
        with self.write(why) as session:
            note(session, why, *about)

    def checkpoint(self, *, wait_ms: int = WAIT_MS) -> None:
        """Move everything from the log into the database file; after saving, when idle.

        A reader in the way is waited for at most `wait_ms` milliseconds; the rest is then left
        for the next time.
        """
        self._insist_on_open()
        with plain_words(), self._readers.connect() as connection:
            set_wait(connection, wait_ms)
            checkpoint(connection.connection.driver_connection)

    def change_passphrase(self, passphrase: str, *, cost: Cost = FULL_COST) -> None:
        """Let `passphrase` open this desk from now on, in place of the present one.

        Backups made before keep the passphrase they were made with.
        """
        with self.write("Changed the passphrase"):
            pass  # first: where the audit has no room, the passphrase stays
        with plain_words_for_files():
            keyfile.change_passphrase(self.folder / KEYS, self.key, passphrase, cost=cost)

    def change_recovery_code(self) -> str:
        """Make a new recovery code, void the present one, and give the new one to show."""
        with self.write("Made a new recovery code"):
            pass
        with plain_words_for_files():
            return keyfile.change_recovery_code(self.folder / KEYS, self.key)

    def new_data_key(
        self,
        passphrase: str,
        *,
        seal_for_office: Callable[[str], str] | None = None,
        cost: Cost = FULL_COST,
    ) -> Renewed:
        """Encrypt the database anew under a new data key, for the day the present one is known.

        Takes the present passphrase, which stays; the recovery code and, where there is one, the
        office's code are new, and the old ones open nothing. Both are in what is given back;
        `seal_for_office` seals the office's, and without it no office can open the desk any more.
        A backup is made first; it and those before keep the old key and what opened it. Seconds
        for a large desk. When the program dies meanwhile, the desk is as it was.
        UserError: WrongPassphrase, Busy, DiskFull; then nothing has changed.
        """
        from desktop.store import newkey  # rarely wanted

        with plain_words_for_files():
            made = newkey.prepare(
                self.folder, self.key, passphrase, seal_for_office=seal_for_office, cost=cost
            )
        with self.write("Made a new data key"):
            pass
        self._changing_key = True
        self._readers.dispose()
        try:
            with plain_words_for_files():
                newkey.put_in_force(self.folder, self.key, made)
            self._use(made.key)
        finally:
            # Encrypting anew wants the database without a log.
            with suppress(UserError), plain_words():
                self._keep_log()
            self._changing_key = False
        with suppress(OSError):
            newkey.finish(self.folder)
        return made

    def _keep_log(self) -> None:
        with closing(connect(self.folder / DATABASE, self.key)) as raw:
            keep_log(raw)

    @property
    def is_open(self) -> bool:
        """Say whether it was not closed yet."""
        return not self._closed

    def close(self) -> None:
        """Empty the log into the file, forget the key and let others open the desk."""
        if self._closed:
            return
        # On a full disk the log stays: what is in it is safe there until the next opening.
        with suppress(UserError):
            self.checkpoint()
        self._closed = True
        self._readers.dispose()
        del self._readers, self._writers  # they hold the key
        self.key = b""
        self._lock.release()

    def _insist_on_open(self) -> None:
        if self._closed:
            raise RuntimeError("the desk is closed")
        if self._changing_key:
            raise busy()


def create_desk(
    folder: Path, passphrase: str, *, who: str, cost: Cost = FULL_COST
) -> tuple[Desk, str]:
    """Make a desk in `folder` (new or empty) and give it, open, with the recovery code to show.

    `who` goes into the audit. DeskExists when the folder holds anything.
    """
    if folder.exists() and any(folder.iterdir()):
        raise DeskExists("There is a desk in this folder already.", "Choose another name.")
    # Made beside its place and moved there whole, so a power cut leaves a desk or none.
    part = folder.with_name(folder.name + ".part")
    with plain_words_for_files():
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part.parent)
        part.mkdir(mode=0o700)
        key, code = keyfile.create(part / KEYS, passphrase, cost=cost)
        _create_database(part / DATABASE, key)
        sync_folder(part)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
        sync_folder(folder.parent)
        desk = Desk(folder, key, who, DeskLock(folder))
    with desk.write("Made this desk"):
        pass
    return desk, code


def open_desk(
    folder: Path,
    passphrase: str | None = None,
    *,
    recovery_code: str | None = None,
    who: str = "",
) -> Desk:
    """Unlock the desk in `folder` with its passphrase, or its recovery code or its office's.

    A database of an older version of the program is backed up and brought up to date. Raises
    UserError: NoDesk, DeskInUse, the key file's troubles (`keyfile`), DatabaseMissing,
    DatabaseDamaged, NewerDesk.
    """
    if not (folder / DATABASE).exists() and not (folder / KEYS).exists():
        raise NoDesk("There is no desk in this folder.", "Choose the folder the desk is in.")
    with plain_words_for_files(folder):
        lock = DeskLock(folder)
        try:
            if recovery_code is not None:
                unlocked = keyfile.unlock_by_code(folder / KEYS, recovery_code)
            else:
                key = keyfile.unlock(folder / KEYS, passphrase or "")
                unlocked = keyfile.Unlocked(key, keyfile.PASSPHRASE)
            desk = open_unlocked(folder, unlocked.key, who=who, lock=lock)
            desk.opened_by = unlocked.opened_by
            if desk.opened_by == keyfile.RECOVERY:
                with suppress(UserError):  # on a full disk it is said once more
                    unconfirmed.code_is_kept(desk)
            return desk
        except BaseException:
            lock.release()
            raise


def open_unlocked(folder: Path, key: bytes, *, who: str, lock: DeskLock) -> Desk:
    """Open a desk whose data key and lock the caller has, bringing its database up to date."""
    database = folder / DATABASE
    if not database.exists():
        raise DatabaseMissing(
            "The database of this desk is missing.", "Restore the desk from a backup."
        )
    if database.stat().st_size == 0:
        # SQLite would take it for a new database.
        raise DatabaseDamaged(
            "The database of this desk is empty.", "Restore the desk from a backup."
        )
    found = suddenend.tidy(folder, key)
    with closing(connect(database, key)) as raw:
        keep_log(raw)
        revision = migrate.revision_of(raw)
    if revision != migrate.SCHEMA:
        migrate.bring_up_to_date(folder, key, revision, who=who)
    desk = Desk(folder, key, who, lock)
    desk.notice = " ".join(filter(None, (found.notice, unconfirmed.notice(desk))))
    for why in found.entries:
        # On a full disk there is no room to say so, and the desk opens all the same.
        with suppress(UserError), desk.write(why):
            pass
    return desk


def _create_database(path: Path, key: bytes) -> None:
    with closing(connect(path, key, create=True)) as raw:
        keep_log(raw)
    engine = make_engine(path, key)
    with engine.begin() as connection:
        migrate.create_tables(connection)
    engine.dispose()
    if is_plain(path):
        raise RuntimeError("the new database is not encrypted")
