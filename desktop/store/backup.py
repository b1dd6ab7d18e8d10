"""Backups: each a folder with a database and its key file, whole and checked, or not there."""

import shutil
from collections.abc import Callable, Hashable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from desktop import clock
from desktop.errors import UserError
from desktop.store import keyfile
from desktop.store.audit import Head
from desktop.store.durable import make_folder, replace_file, sync_file, sync_folder
from desktop.store.engine import RawConnection, connect
from desktop.store.layout import BACKUPS, DATABASE, KEYS
from desktop.store.trouble import plain_words_for_files

_NAME = "%Y-%m-%dT%H%M%S.%fZ"
_PART = ".part"


class BackupUnsound(UserError):
    """A backup did not come out, or is not, as a backup must be."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: its folder, the moment it was made (UTC), its size in bytes."""

    folder: Path
    made_at: datetime
    size: int


def make_backup(folder: Path, key: bytes, to: Path | None = None) -> Backup:
    """Copy the desk in `folder`, open or closed, into a new folder below `to`; thin older ones.

    `to` is the desk's own `backups/` unless said otherwise, for example a memory stick, where
    only backups under the same data key are thinned: others may be another desk's. The copy
    is read back and checked before it gets its name. UserError when the disk is full or the
    copy is unsound; then there is no new backup and the older ones stay.
    """
    whose = keyfile.key_id(key) if to is not None else None
    to = to or folder / BACKUPS
    with plain_words_for_files():
        make_folder(to)
        moment, place = _free_name(to)
        part = place.with_name(place.name + _PART)
        try:
            part.mkdir()
            _copy(folder, part, key)
            part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        sync_folder(to)
        thin(to, whose)
    return Backup(place, moment, _size(place))


def backups(of: Path) -> list[Backup]:
    """List the finished backups in a folder such as `<desk>/backups`, newest first."""
    if not of.is_dir():
        return []
    found = [
        Backup(place, moment, _size(place))
        for place in of.iterdir()
        if (moment := made_at(place)) is not None
    ]
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def thin(to: Path, whose: str | None = None) -> None:
    """Remove the backups that `worth_keeping` lets go, and what an interrupted one left.

    With `whose`, the id of a data key, only those are looked at that it opens.
    """
    made = {
        backup.made_at: backup.folder
        for backup in backups(to)
        if whose is None or _is_of(backup.folder, whose)
    }
    for moment in made.keys() - worth_keeping(made, clock.now()):
        # Under this name, what an interruption leaves of it is no backup any more.
        made[moment].rename(made[moment].with_name(made[moment].name + _PART))
    for rest in to.glob(f"*{_PART}"):
        if _moment_of(rest.stem) is not None:  # other programs leave files of that ending, too
            shutil.rmtree(rest, ignore_errors=True)


def worth_keeping(
    moments: Iterable[datetime],
    now: datetime,
    *,
    last: int = 5,
    days: int = 7,
    weeks: int = 5,
    months: int = 12,
) -> set[datetime]:
    """Choose backups to keep: the last few, and the newest of each recent day, week and month.

    A moment after `now` (the clock was wrong) is kept: it may be the only good one.
    """
    newest_first = sorted(moments, reverse=True)
    kept = {moment for moment in newest_first if moment > now} | set(newest_first[:last])
    periods: list[tuple[int, Callable[[datetime], Hashable]]] = [
        (days, lambda moment: moment.date()),
        (weeks, lambda moment: moment.isocalendar()[:2]),
        (months, lambda moment: (moment.year, moment.month)),
    ]
    for count, period in periods:
        newest: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(moment), moment)
        kept.update(list(newest.values())[:count])
    return kept


def faults(raw: RawConnection) -> list[str]:
    """Read a whole database and say in words what is wrong with it; [] when it is sound.

    Its write-ahead log must be empty (see `checkpoint`).
    """
    if raw.execute("PRAGMA cipher_integrity_check").fetchall():
        # What the checks below would read cannot be read.
        return ["Some pages were changed or damaged outside Scrutiny Desk."]
    said = []
    if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        said.append("The tables do not fit together.")
    if raw.execute("PRAGMA foreign_key_check").fetchall():
        said.append("Some rows refer to rows that are not there.")
    return said


def head_of(backup: Backup, key: bytes) -> Head | None:
    """Give the head of a backup's audit: an anchor to verify the desk's own audit with.

    None when the backup is another desk's, or cannot be read.
    """
    try:
        with closing(connect(backup.folder / DATABASE, key)) as raw:
            row = raw.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    except sqlcipher.Error:
        return None
    return Head(row[0], row[1], at=backup.made_at) if row is not None else None


def has_key(backup: Backup, key: bytes) -> bool:
    """Say whether a backup is under the data key `key`; True also where its key file is damaged."""
    try:
        return keyfile.key_id_of(backup.folder / KEYS) == keyfile.key_id(key)
    except UserError:
        return True


def agrees(database: Path, backup: Backup, key: bytes) -> bool:
    """Say whether a backup is of the history that `database` holds, as far as can be read."""
    head = head_of(backup, key)
    if head is None:
        return True
    with closing(connect(database, key)) as raw:
        row = raw.execute("SELECT hash FROM audit WHERE seq = ?", (head.seq,)).fetchone()
    return row is not None and str(row[0]) == head.hash


def made_at(folder: Path) -> datetime | None:
    """Read the moment (UTC) from the name of a backup's folder; None when it is no backup."""
    moment = _moment_of(folder.name)
    return moment if moment is not None and (folder / DATABASE).is_file() else None


def name_for(moment: datetime) -> str:
    """Give the folder's name for a moment."""
    return moment.astimezone(UTC).strftime(_NAME)


def _copy(folder: Path, part: Path, key: bytes) -> None:
    with (
        closing(connect(folder / DATABASE, key)) as source,
        closing(connect(part / DATABASE, key, create=True)) as target,
    ):
        # In one step: in several, every commit meanwhile would start the copy anew.
        source.backup(target, pages=-1)
        # A backup is one file, also for someone who copies it by hand.
        target.execute("PRAGMA journal_mode=DELETE")
    with closing(connect(part / DATABASE, key)) as copy:
        if faults(copy):
            raise BackupUnsound(
                "The backup could not be made: what was written could not be read back.",
                "Make the backup on another disk.",
            )
    sync_file(part / DATABASE)
    replace_file(part / KEYS, (folder / KEYS).read_bytes())
    if keyfile.key_id_of(part / KEYS) != keyfile.key_id(key):
        raise BackupUnsound(
            "The backup could not be made: the key file of this desk is another one by now.",
            "Make the backup once more.",
        )


def _free_name(to: Path) -> tuple[datetime, Path]:
    moment = clock.now()
    while (to / name_for(moment)).exists():
        moment += timedelta(microseconds=1)
    return moment, to / name_for(moment)


def _moment_of(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_of(place: Path, whose: str) -> bool:
    try:
        return keyfile.key_id_of(place / KEYS) == whose
    except (UserError, OSError):
        return False


def _size(place: Path) -> int:
    return sum(file.stat().st_size for file in place.iterdir() if file.is_file())
