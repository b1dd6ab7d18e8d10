"""What is done at opening when the program, or the computer, stopped without closing the desk."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop import clock
from desktop.store import walog
from desktop.store.layout import DATABASE, PENDING_KEYS, SET_ASIDE

LAST_CHANGES_DAMAGED = (
    "The program ended suddenly, and what was saved last before that was damaged on the disk. "
    "Look whether your last changes are there."
)
CODES_UNSEEN = (
    "The program ended while a new data key was made, and its recovery code may not have been "
    "shown. Make a new recovery code now: the one before opens this desk no more."
)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What the audit must say about it, and what the desk's owner must hear; mostly nothing."""

    entries: tuple[str, ...] = ()
    notice: str = ""


def tidy(folder: Path, key: bytes) -> Tidied:
    """Put the desk in `folder` in order before its database is opened with `key`.

    A new data key that was not finished is taken back; where it was, its codes may be unseen. Of a
    damaged log SQLite reads the whole part and drops the rest: a copy is set aside, and it is said.
    """
    entries: list[str] = []
    notices: list[str] = []
    log = folder / f"{DATABASE}-wal"
    if walog.is_damaged(log):
        _set_aside(log)
        notices.append(LAST_CHANGES_DAMAGED)
        entries.append("Opened after the last changes were damaged")
    if (folder / PENDING_KEYS).exists():
        from desktop.store import newkey  # rarely needed

        settled = newkey.settle(folder, key)
        if settled == "went back":
            entries.append("Kept the data key: making a new one was interrupted")
        elif settled == "codes unseen":
            entries.append("Found a new data key whose codes may not have been shown")
            notices.append(CODES_UNSEEN)
    return Tidied(tuple(entries), " ".join(notices))


def _set_aside(log: Path) -> None:
    aside = log.parent / SET_ASIDE / clock.now().strftime("%Y-%m-%dT%H%M%SZ")
    with suppress(OSError):  # on a full disk, opening the desk goes before
        aside.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(log, aside / log.name)
