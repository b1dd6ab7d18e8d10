"""The log: what the program did and where it failed, never an answer, a name or a key."""

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start(folder: Path) -> Path:
    """Write the log to `folder`/log.txt (three files of 500 kB) and give that path.

    A crash below Python leaves its stack in `folder`/crash.txt.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "log.txt"
    handler = RotatingFileHandler(path, maxBytes=500_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # faulthandler keeps the descriptor for the life of the process, so the file stays open.
    faulthandler.enable((folder / "crash.txt").open("a", encoding="utf-8"))
    return path
