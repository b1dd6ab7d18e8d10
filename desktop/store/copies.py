"""Copies off this computer: a backup in the same machine is lost with it.

A copy is elsewhere when it is a backup on another disk, or when the office has said that it has
everything. When the last was made is a setting of this computer and does not travel.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.store.backup import Backup, make_backup
from desktop.store.desk import Desk
from desktop.store.models import Audit
from desktop.store.settings import set_setting, setting
from desktop.store.trouble import plain_words_for_files

How = Literal["disk", "office"]

_LAST = "last_copy_elsewhere"
_DAYS = "copy_elsewhere_days"


@dataclass(frozen=True, slots=True)
class CopyElsewhere:
    """When (UTC) all was copied off this computer, and how: on another disk, or to the office."""

    at: datetime
    how: How


def copy_to(desk: Desk, to: Path) -> tuple[Backup, bool]:
    """Make a backup in the folder `to`; the second value says whether it is on another disk.

    Only then it is remembered as a copy elsewhere. UserError as `make_backup`.
    """
    made = make_backup(desk.folder, desk.key, to)
    with plain_words_for_files():
        elsewhere = is_elsewhere(to, desk.folder)
    if elsewhere:
        with desk.write("Made a copy on another disk") as session:
            note_copy_elsewhere(session, "disk", made.made_at)
    return made, elsewhere


def is_elsewhere(place: Path, folder: Path) -> bool:
    """Say whether two folders that are there lie on different disks."""
    return place.stat().st_dev != folder.stat().st_dev


def note_copy_elsewhere(session: Session, how: How, at: datetime | None = None) -> None:
    """Remember that all of this desk is elsewhere since a moment; now, where none is given.

    An earlier moment than the one that is remembered changes nothing.
    """
    at = at or clock.now()
    last = last_copy_elsewhere(session)
    if last is None or last.at < at:
        set_setting(session, _LAST, f"{at.isoformat()} {how}", valid_from=None, source="")


def last_copy_elsewhere(session: Session) -> CopyElsewhere | None:
    """Say when the last copy off this computer was made; None when there was none yet."""
    at, _, how = str(setting(session, _LAST, date.max, "")).partition(" ")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if moment.tzinfo is None or how not in get_args(How):
        return None
    return CopyElsewhere(moment, cast("How", how))


def copy_is_old(session: Session) -> bool:
    """Say whether it is time to remind of a copy off this computer: a setting says after how long.

    A new desk has as long for its first.
    """
    days = setting(session, _DAYS, clock.today())
    if not isinstance(days, int) or days == 0:
        return False
    last = last_copy_elsewhere(session)
    since = last.at if last is not None else session.scalar(select(Audit.at).where(Audit.seq == 1))
    return since is None or clock.now() - since >= timedelta(days=days)
