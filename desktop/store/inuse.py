"""One process at a time has a desk open: the second is told so before it touches anything."""

import errno
import os
import sys
from pathlib import Path

from desktop.errors import UserError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NAME = "desk.lock"
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


class DeskInUse(UserError):
    """The desk is open already, in another window or program."""


class DeskLock:
    """The operating system's lock on the desk's folder; it goes when the process goes."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. DeskInUse when another holds it."""
        self._file = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._file)
        except OSError as error:
            if error.errno not in _TAKEN:
                # A disk without locks (some network folders): SQLite still keeps writers apart.
                return
            self.release()
            raise DeskInUse(
                "This desk is already open on this computer.",
                "Go on in the window that has it open, or close that window first.",
            ) from None

    def release(self) -> None:
        """Let others open the desk. May be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _take(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
