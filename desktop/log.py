"""The log: what the program did and where it failed, never an answer, a name or a key."""

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _LogFile(RotatingFileHandler):
    """log.txt, and beside it the file that takes the stack of a crash below Python."""

    def __init__(self, folder: Path) -> None:
        """Open both files in `folder`."""
        super().__init__(folder / "log.txt", maxBytes=500_000, backupCount=2, encoding="utf-8")
        self.setFormatter(logging.Formatter(_FORMAT))
        # faulthandler writes to the descriptor, so the file stays open as long as it is on.
        self.crash = (folder / "crash.txt").open("a", encoding="utf-8")


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
