"""What SQLCipher and the disk report, told as sentences a person can act on."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from desktop.errors import UserError


class DatabaseDamaged(UserError):
    """The key is right and the file cannot be read."""


class DiskFull(UserError):
    """There was no room; nothing saved before is lost."""


class DiskTrouble(UserError):
    """The disk did not read or write."""


class Busy(UserError):
    """Another part of the program is writing; the same call may succeed a little later."""


class ReadOnly(UserError):
    """The folder or a file in it may not be written to."""


class CannotOpen(UserError):
    """The file is there and may not be opened."""


def damaged() -> DatabaseDamaged:
    """Give the error for a database that its own key does not open."""
    return DatabaseDamaged(
        "The database of this desk is damaged and cannot be read.",
        "Restore the desk from a backup; the damaged file is kept.",
    )


def disk_full() -> DiskFull:
    """Give the error for a disk without room."""
    return DiskFull(
        "The disk is full. Nothing saved before is lost.",
        "Free some space and press Save again.",
    )


def disk_trouble() -> DiskTrouble:
    """Give the error for a disk that did not store what it was given."""
    return DiskTrouble(
        "The disk did not store this. Nothing saved before is lost.",
        "Try again; if it happens again, make a backup on another disk.",
    )


def busy() -> Busy:
    """Give the error for a door that another part of the program keeps shut."""
    return Busy("Another part of Scrutiny Desk is saving.", "Try again in a moment.")


def _read_only() -> ReadOnly:
    return ReadOnly(
        "The folder of this desk may not be written to.",
        "Ask whoever looks after this computer to let you change files in it.",
    )


def _cannot_open() -> CannotOpen:
    return CannotOpen(
        "The database of this desk cannot be opened.",
        "Check that its folder is there and that you may read and change files in it.",
    )


def _in_the_way() -> CannotOpen:
    return CannotOpen(
        "Something else lies where a file or a folder of this desk belongs.",
        "Ask whoever looks after this computer to look into the folder of the desk.",
    )


_NO_ROOM = 64 << 10  # bytes
# SQLite's primary result codes.
_BY_CODE: dict[int, Callable[[], UserError]] = {
    5: busy,
    6: busy,
    8: _read_only,
    10: disk_trouble,
    11: damaged,
    13: disk_full,
    14: _cannot_open,
    26: damaged,
}
_BY_WORDS: dict[str, Callable[[], UserError]] = {
    "disk is full": disk_full,
    "disk I/O error": disk_trouble,
    "is locked": busy,
    "readonly": _read_only,
    "malformed": damaged,
    "not a database": damaged,
}
_BY_ERRNO: dict[int, Callable[[], UserError]] = {
    errno.ENOSPC: disk_full,
    errno.EDQUOT: disk_full,
    errno.EFBIG: disk_trouble,
    errno.EIO: disk_trouble,
    errno.EACCES: _read_only,
    errno.EPERM: _read_only,
    errno.EROFS: _read_only,
    errno.ENOTDIR: _in_the_way,
    errno.EISDIR: _in_the_way,
    errno.EEXIST: _in_the_way,
    errno.ELOOP: _in_the_way,
}


@contextmanager
def plain_words() -> Iterator[None]:
    """Turn what the database reports inside into a UserError, where a person can do something."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        plain = _plain(error)
        if plain is None:
            raise
        raise plain from error


@contextmanager
def plain_words_for_files(folder: Path | None = None) -> Iterator[None]:
    """Do the same, and for what the operating system reports about our own files.

    Where `folder` is given and its disk has no room left, that is what is said of a disk that did
    not store: SQLite does not always tell the two apart.
    """
    try:
        with plain_words():
            yield
    except DiskTrouble as error:
        if folder is not None and shutil.disk_usage(folder).free < _NO_ROOM:
            raise disk_full() from error
        raise
    except OSError as error:
        plain = _BY_ERRNO.get(error.errno or 0)
        if plain is None:
            raise
        raise plain() from error


def _plain(error: BaseException) -> UserError | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        # The backup call raises without a code.
        makes = (make for words, make in _BY_WORDS.items() if words in str(cause))
        make = next(makes, None)
    else:
        make = _BY_CODE.get(code & 0xFF)
    return make() if make is not None else None
