"""Backups that make themselves: when a desk is closed, and once a day while it is open.

Nothing is made while nothing was written, nothing where there is no room, and at closing nothing
that would take long. Why one was left out is kept beside the desk, outside the database: a full
disk stores little, and a damaged database nothing.
"""

import json
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop import clock
from desktop.errors import UserError
from desktop.store.backup import Backup, backups, has_key, make_backup
from desktop.store.desk import Desk
from desktop.store.durable import replace_file
from desktop.store.layout import BACKUP_STATE, BACKUPS, DATABASE
from desktop.store.trouble import plain_words_for_files

DAILY = timedelta(days=1)
LONGEST_AT_CLOSE = 5.0
"""Seconds that closing a desk may wait for its backup."""

_SPARE_BYTES = 1 << 20
_SLOWEST = 20e6  # bytes a second, until it was measured here
_MOST_BYTES = 64 << 10


class BackupLeftOut(UserError):
    """An automatic backup was not tried."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it: the backup that was made, or why none was and what to do about it.

    Both are empty where nothing was due.
    """

    made: Backup | None = None
    reason: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The last automatic backup was left out: when (UTC), why, and what to do about it."""

    at: datetime
    reason: str
    next_step: str


def close_with_backup(desk: Desk) -> Attempt:
    """Close a desk after the backup that is due. Takes about as long as `LONGEST_AT_CLOSE` at most.

    Whatever comes of the backup, the desk is closed. A closed desk is left as it is.
    """
    if not desk.is_open:
        return Attempt()  # a window can be told to close twice
    try:
        # What is still in the log would otherwise count as written after the backup.
        with suppress(UserError):
            desk.checkpoint()
        return backup_if_due(desk.folder, desk.key, most_seconds=LONGEST_AT_CLOSE)
    finally:
        desk.close()


def backup_if_due(
    folder: Path,
    key: bytes,
    *,
    every: timedelta = timedelta(0),
    most_seconds: float | None = None,
) -> Attempt:
    """Back up the desk in `folder` when something was written since the last automatic backup.

    Not where the newest backup is younger than `every`, and not where it would probably take more
    than `most_seconds`, by what the last one took. Never raises a UserError: it is in what comes
    back, and `left_out` gives it until a backup is made.
    """
    try:
        with plain_words_for_files():
            if not _is_due(folder, key, every):
                return Attempt()
            written, size = _written(folder), (folder / DATABASE).stat().st_size
            _insist_on_room(folder, size)
            _insist_on_time(_state(folder), size, most_seconds)
            started = time.perf_counter()
            made = make_backup(folder, key)
            took = max(time.perf_counter() - started, 0.001)
            _keep(folder, {"written": written, "bytes_a_second": size / took})
    except UserError as error:
        state = _state(folder) | {
            "at": clock.now().isoformat(),
            "reason": error.sentence,
            "next_step": error.next_step,
        }
        # Where there is no room even for this, it is only said now.
        with suppress(OSError):
            _keep(folder, state)
        return Attempt(None, error.sentence, error.next_step)
    return Attempt(made)


def left_out(folder: Path) -> LeftOut | None:
    """Say why the last automatic backup was left out; None when it was made."""
    state = _state(folder)
    try:
        at = datetime.fromisoformat(state["at"])
    except (KeyError, TypeError, ValueError):
        return None
    if at.tzinfo is None:
        return None
    return LeftOut(at, str(state.get("reason", "")), str(state.get("next_step", "")))


def _is_due(folder: Path, key: bytes, every: timedelta) -> bool:
    newest = next(iter(backups(folder / BACKUPS)), None)
    if newest is None or not has_key(newest, key):
        return True
    # A backup of a day to come was made by a wrong clock and says nothing about today.
    if timedelta(0) <= clock.now() - newest.made_at < every:
        return False
    return _state(folder).get("written") != _written(folder)


def _written(folder: Path) -> list[int]:
    """Give what changes whenever anything is written to the database."""
    found: list[int] = []
    for name in (DATABASE, f"{DATABASE}-wal"):
        with suppress(FileNotFoundError):
            file = (folder / name).stat()
            # A log is there, empty, whenever the desk is open.
            found += [file.st_size, file.st_mtime_ns] if file.st_size else []
    return found


def _insist_on_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + _SPARE_BYTES:
        raise BackupLeftOut(
            "No backup was made: the disk has too little room for one.",
            "Free some space, or make a backup on another disk.",
        )


def _insist_on_time(state: dict[str, Any], size: int, most_seconds: float | None) -> None:
    rate = state.get("bytes_a_second")
    rate = rate if isinstance(rate, int | float) and rate > 0 else _SLOWEST
    seconds = size / rate
    if most_seconds is not None and seconds > most_seconds:
        raise BackupLeftOut(
            f"No backup was made on closing: it would have taken about {seconds:.0f} seconds.",
            "Leave the desk open for a while: a backup is made meanwhile once a day.",
        )


def _state(folder: Path) -> dict[str, Any]:
    """Read what is kept; nothing where it is damaged or not there: then a backup is due."""
    try:
        with (folder / BACKUP_STATE).open("rb") as file:
            state = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def _keep(folder: Path, state: dict[str, Any]) -> None:
    replace_file(folder / BACKUP_STATE, json.dumps(state).encode())
