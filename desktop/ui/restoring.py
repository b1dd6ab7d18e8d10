"""Backups to choose from, and putting one in the place of a desk; done away from the window."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from desktop.errors import UserError
from desktop.store.layout import BACKUPS, DATABASE, KEYS, SET_ASIDE, desk_folder
from desktop.ui import opening
from desktop.ui.opening import Opened

_MOST_FOLDERS = 2000  # that are looked into


class NoBackupHere(UserError):
    """A folder that was chosen holds no backup."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A backup that can be restored: its folder, when it was made, and its size, in words."""

    folder: Path
    said: str


def own(data: Path, name: str) -> tuple[Choice, ...]:
    """Give the backups in a desk's own folder, newest first."""
    from desktop.store.backup import backups

    found = backups(desk_folder(data, name) / BACKUPS)
    return tuple(_choice(one.folder, one.made_at) for one in found)


def below(folder: Path) -> tuple[Choice, ...]:
    """Give the backups in a folder that was chosen, or in folders in it, newest first.

    Raises NoBackupHere, also for the copy of a desk that was open: what stands in its log beside
    the database would be lost.
    """
    from desktop.store.backup import made_at

    looked = [one for one in islice(_folders(folder), _MOST_FOLDERS) if _holds_a_desk(one)]
    found = [(made_at(place) or _changed(place), place) for place in looked if not _has_log(place)]
    if looked and not found:
        raise NoBackupHere(
            "This is the folder of a desk that is or was open, and no backup.",
            f"Choose a backup of it: a folder in its {BACKUPS} folder.",
        )
    if not found:
        raise NoBackupHere(
            "There is no backup in this folder.",
            f"Choose a folder that holds {DATABASE} and {KEYS}, or the folder around it.",
        )
    return tuple(_choice(place, moment) for moment, place in sorted(found, reverse=True))


def restore(folder: Path, backup: Path, data: Path, secret: str, *, by_code: bool) -> Opened:
    """Put a backup in the place of the desk in `folder`, and open that. Raises UserError.

    `secret` is the passphrase, or with `by_code` the recovery code or the one the office reads
    out. Where it fails, everything is as it was.
    """
    from desktop.store import keyfile
    from desktop.store.restore import restore as put_in_place

    was_there = folder.exists()
    try:
        desk = put_in_place(
            folder,
            backup,
            None if by_code else secret,
            recovery_code=secret if by_code else None,
            who=folder.name,
        )
    except BaseException:
        if not was_there:
            shutil.rmtree(folder, ignore_errors=True)  # made for it, and in the way of a new desk
        raise
    if by_code:
        desk.opened_by = keyfile.unlock_by_code(folder / KEYS, secret).opened_by
    return opening.with_forms(opening.mended(desk), data)


def aside_in(folder: Path) -> str:
    """Say where what a backup replaces is kept."""
    return str(folder / SET_ASIDE)


def _folders(top: Path) -> Iterator[Path]:
    """Give a folder, those in it, and those in these: a memory stick holds a folder of backups."""
    yield top
    with suppress(OSError):
        for child in sorted(top.iterdir()):
            if child.is_dir() and not child.is_symlink():
                yield child
                with suppress(OSError):
                    yield from (one for one in sorted(child.iterdir()) if one.is_dir())


def _holds_a_desk(folder: Path) -> bool:
    try:
        return (folder / DATABASE).is_file() and (folder / KEYS).is_file()
    except OSError:
        return False


def _has_log(folder: Path) -> bool:
    log = folder / f"{DATABASE}-wal"
    return log.is_file() and log.stat().st_size > 0


def _changed(folder: Path) -> datetime:
    return datetime.fromtimestamp((folder / DATABASE).stat().st_mtime, UTC)


def _choice(folder: Path, moment: datetime) -> Choice:
    from desktop.store.moment import say_moment

    size = sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
    return Choice(folder, f"{say_moment(moment)} ({max(size / 1e6, 0.1):.1f} MB)")
