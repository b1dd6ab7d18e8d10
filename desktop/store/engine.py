"""SQLCipher under SQLAlchemy: how a connection is made, and how a transaction begins.

The key goes in through a creator, never through a URL. Writers begin with BEGIN IMMEDIATE, so
that two of them wait for each other instead of failing half way; readers with a plain BEGIN.
"""

import os
import sys
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event

WAIT_MS = 5000
"""How long a statement waits for another writer, in milliseconds, unless told otherwise."""

_PLAIN_HEADER = b"SQLite format 3"
_CACHE_KIB = 32 * 1024
_READ_ONLY = 8


# The driver's connection (PEP 249); it has no types, so this only says what a name is.
RawConnection = Any


def connect(path: Path, key: bytes, *, create: bool = False) -> RawConnection:
    """Open the database file with its 32-byte key and give the driver's own connection.

    Raises the driver's errors: SQLITE_NOTADB for a wrong key or a damaged first page.
    """
    if create:
        # Its log and whatever SQLite puts beside it get the same mode: the owner's alone.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    raw: RawConnection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _unlock(raw, key)
        _prepare(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def is_plain(path: Path) -> bool:
    """Say whether a file is an SQLite database that anybody can read.

    Only for a file nobody has open: closing it here would drop this process's locks on it.
    """
    with path.open("rb") as file:
        return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER


def make_engine(path: Path, key: bytes) -> Engine:
    """Give an engine on the database file; options `begin` and `wait_ms` shape a transaction."""
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=6,
        hide_parameters=True,  # an error must not carry answers into the log
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _leave_nothing_open)
    event.listen(engine, "handle_error", _forget_what_may_only_read)
    return engine


def keep_log(raw: RawConnection) -> None:
    """Let a database keep a write-ahead log; where the disk refuses, its rollback journal stays.

    Once per opening and before any other connection: the switch wants the file for itself and
    does not wait.
    """
    if _journal(raw) != "wal":
        raw.execute("PRAGMA journal_mode=WAL")
        _sync_every_commit(raw)


def checkpoint(raw: RawConnection) -> None:
    """Move the write-ahead log into the file and empty it, unless someone is still reading it.

    After this no copy of what was erased is left in the log.
    """
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def set_wait(connection: Connection, milliseconds: int) -> None:
    """Let a connection outside a transaction wait at most so long for others."""
    if connection.info.get("wait_ms", WAIT_MS) != milliseconds:
        raw: RawConnection = connection.connection.driver_connection
        raw.execute(f"PRAGMA busy_timeout={milliseconds}")
        connection.info["wait_ms"] = milliseconds


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    set_wait(connection, options.get("wait_ms", WAIT_MS))
    connection.exec_driver_sql(options.get("begin", "BEGIN"))


def _leave_nothing_open(raw: RawConnection | None, _record: object) -> None:
    # A COMMIT that fails (a reference to nothing, a full disk) may leave its transaction open,
    # and SQLAlchemy takes it for closed.
    if raw is not None and raw.in_transaction:
        raw.rollback()


def _forget_what_may_only_read(context: ExceptionContext) -> None:
    # SQLite opens a file it may not write to for reading, and the connection would stay so.
    code = getattr(context.original_exception, "sqlite_errorcode", 0)
    if code & 0xFF == _READ_ONLY:
        context.is_disconnect = True


def _unlock(raw: RawConnection, key: bytes) -> None:
    raw.execute("PRAGMA cipher_log_level=NONE")
    raw.execute("PRAGMA cipher_memory_security=ON")
    raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    raw.execute("PRAGMA cipher_compatibility=4")
    # SQLite without SQLCipher takes a key silently and writes plain text.
    version = raw.execute("PRAGMA cipher_version").fetchone()
    if not version or raw.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise RuntimeError("the database would not be encrypted")


def _prepare(raw: RawConnection) -> None:
    # First, because the statements below take locks.
    raw.execute(f"PRAGMA busy_timeout={WAIT_MS}")
    # The first read is where a wrong key or a damaged file shows.
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA temp_store=MEMORY")
    raw.execute("PRAGMA secure_delete=ON")
    raw.execute("PRAGMA cell_size_check=ON")
    raw.execute("PRAGMA trusted_schema=OFF")
    raw.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    if sys.platform == "darwin":
        raw.execute("PRAGMA fullfsync=ON")
    _sync_every_commit(raw)


def _sync_every_commit(raw: RawConnection) -> None:
    # A rollback journal needs EXTRA: with FULL, a power cut may bring a deleted journal back.
    raw.execute(f"PRAGMA synchronous={'FULL' if _journal(raw) == 'wal' else 'EXTRA'}")


def _journal(raw: RawConnection) -> str:
    return str(raw.execute("PRAGMA journal_mode").fetchone()[0])
