"""A folder that may not be written to, and a disk without room: said, and nothing is lost."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.store.autobackup import backup_if_due, close_with_backup
from desktop.store.backup import backups, make_backup
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.migrate import SCHEMA
from desktop.store.trouble import DiskFull, DiskTrouble, ReadOnly
from tests.unit import store_fixture
from tests.unit.conftest import CHEAP, PASSPHRASE
from tests.unit.store_fixture import FIXTURES
from tests.unit.test_store_backup import add, names
from tests.unit.test_store_trouble import files_no_larger_than

_NOBODY = 65534

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder and what is in it for the length of the block."""
    inside = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in inside}
    above = [path for path in folder.parents if path.stat().st_uid == os.getuid()]
    modes |= {path: path.stat().st_mode for path in above if path != Path("/")}
    for path in inside:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in modes.keys() - set(inside):
        path.chmod(path.stat().st_mode | 0o011)  # to be passed through
    root = os.geteuid() == 0
    if root:
        os.seteuid(_NOBODY)  # root may write everywhere
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)


def with_connections_opened_anew(desk: Desk) -> Desk:
    """Let a desk connect as it does after some time: by opening its file."""
    desk._readers.dispose()  # noqa: SLF001
    return desk


# --- may not be written to -------------------------------------------------------------------


def save(desk: Desk) -> None:
    add(with_connections_opened_anew(desk), "Suite B")


def change_passphrase(desk: Desk) -> None:
    desk.change_passphrase("a new one", cost=CHEAP)


def change_recovery_code(desk: Desk) -> None:
    desk.change_recovery_code()


def new_data_key(desk: Desk) -> None:
    desk.new_data_key(PASSPHRASE, cost=CHEAP)


def back_up(desk: Desk) -> None:
    make_backup(desk.folder, desk.key)


@pytest.mark.parametrize(
    "deed", [save, change_passphrase, change_recovery_code, new_data_key, back_up]
)
def test_in_a_folder_that_may_not_be_written_to_nothing_changes_and_it_is_said(
    desk: Desk, deed: Callable[[Desk], None]
) -> None:
    add(desk, "Suite A")
    keys = (desk.folder / "desk.key").read_bytes()

    with read_only(desk.folder), pytest.raises(ReadOnly) as caught:
        deed(desk)

    assert caught.value.sentence == "The folder of this desk may not be written to."
    assert (desk.folder / "desk.key").read_bytes() == keys
    add(desk, "Suite C")
    desk.close()
    with open_desk(desk.folder, PASSPHRASE) as again:
        assert names(again) == ["Suite A", "Suite C"]


def test_an_automatic_backup_says_so_and_the_desk_is_closed(desk: Desk) -> None:
    add(desk, "Suite A")

    with read_only(desk.folder):
        attempt = close_with_backup(desk)

    assert (attempt.made, attempt.reason) == (
        None,
        "The folder of this desk may not be written to.",
    )
    with open_desk(desk.folder, PASSPHRASE) as again:
        assert backup_if_due(again.folder, again.key).made is not None


@pytest.mark.parametrize("schema", ["0001", SCHEMA])
def test_a_desk_that_may_not_be_written_to_is_not_opened(schema: str, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(FIXTURES / schema, folder)
    before = (folder / "desk.db").read_bytes()

    with read_only(folder), pytest.raises(ReadOnly):
        open_desk(folder, store_fixture.PASSPHRASE)

    assert (folder / "desk.db").read_bytes() == before
    open_desk(folder, store_fixture.PASSPHRASE).close()


# --- no room ---------------------------------------------------------------------------------


def leave(disk: Path, room: int) -> Path:
    """Fill a disk up to so many bytes; gives what to remove."""
    filler = disk / "filler"
    filler.write_bytes(bytes(max(shutil.disk_usage(disk).free - room, 0)))
    return filler


# Room for nothing, for half of the backup, for the backup alone.
@pytest.mark.parametrize("room", [0, 300 << 10, 560 << 10])
def test_a_migration_on_a_full_disk_leaves_the_desk_of_the_older_schema(
    small_disk: Path, room: int
) -> None:
    folder = small_disk / "desk"
    shutil.copytree(FIXTURES / "0001", folder)
    filler = leave(small_disk, room)

    with pytest.raises(DiskFull):
        open_desk(folder, store_fixture.PASSPHRASE)

    filler.unlink()
    for backup in backups(folder / "backups"):
        assert (backup.folder / "desk.key").stat().st_size > 0
    with open_desk(folder, store_fixture.PASSPHRASE) as desk, desk.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == SCHEMA
        assert session.scalar(text("SELECT count(*) FROM record")) == 1


@pytest.mark.parametrize("room", [0, 8 << 10, 40 << 10, 300 << 10, 700 << 10, 1100 << 10])
def test_a_new_data_key_comes_about_whole_or_not_at_all_however_little_room_there_is(
    small_disk: Path, room: int
) -> None:
    desk, _ = create_desk(small_disk / "desk", PASSPHRASE, who="Ann", cost=CHEAP)
    add(desk, "Suite A")
    desk.checkpoint()
    old = desk.key
    filler = leave(small_disk, room)

    try:
        desk.new_data_key(PASSPHRASE, cost=CHEAP)
    except DiskFull:
        assert desk.key == old
    assert names(desk) == ["Suite A"]
    filler.unlink()
    add(desk, "Suite B")
    desk.close()
    with open_desk(small_disk / "desk", PASSPHRASE) as again:
        assert names(again) == ["Suite A", "Suite B"]


def test_a_disk_that_stores_no_more_keeps_the_older_schema(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(FIXTURES / "0001", folder)

    with files_no_larger_than(64 << 10), pytest.raises(DiskTrouble):
        open_desk(folder, store_fixture.PASSPHRASE)

    with open_desk(folder, store_fixture.PASSPHRASE) as desk, desk.read() as session:
        assert session.scalar(text("SELECT count(*) FROM record")) == 1
