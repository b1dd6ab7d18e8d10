"""The log: what the program did and where it failed, never an answer, a name or a key."""

import faulthandler
import logging
from itertools import pairwise
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


_FULL = 500_000  # bytes
_EARLIER = ("log.txt.2", "log.txt.1", "log.txt")


class _LogFile(logging.FileHandler):
    """log.txt, and beside it the file that takes the stack of a crash below Python.

    It begins anew when it is full, as `logging.handlers` would do it; that one brings sockets and
    pickles along, 6 ms on the way to the first page.
    """

    def __init__(self, folder: Path) -> None:
        """Open both files in `folder`."""
        super().__init__(folder / "log.txt", encoding="utf-8")
        self.setFormatter(logging.Formatter(_FORMAT))
        # faulthandler writes to the descriptor, so the file stays open as long as it is on.
        self.crash = (folder / "crash.txt").open("a", encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; where it would not fit any more, keep two earlier files and begin anew."""
        try:
            line = len(self.format(record).encode()) + 2
            if self.stream is not None and self.stream.tell() + line > _FULL:
                self.stream.close()
                self.stream = None  # the next line opens it
                self._keep_earlier()
        except OSError:
            self.handleError(record)
        super().emit(record)

    def _keep_earlier(self) -> None:
        folder = Path(self.baseFilename).parent
        for older, newer in pairwise(_EARLIER):
            if (folder / newer).exists():
                (folder / newer).replace(folder / older)


def start(folder: Path) -> Path:
    """Write the log to `folder`/log.txt (three files of 500 kB) and give that path.

    A crash below Python leaves its stack in `folder`/crash.txt. An earlier log is closed.
    """
    stop()
    folder.mkdir(parents=True, exist_ok=True)
    handler = _LogFile(folder)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    faulthandler.enable(handler.crash)
    return Path(handler.baseFilename)


def stop() -> None:
    """Close the log, if there is one: a person's folder can then be moved or deleted."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _LogFile)]:
        root.removeHandler(handler)
        handler.close()
        faulthandler.disable()
        handler.crash.close()
