"""The program dies while it makes a backup, restores one, or brings a desk up to date."""

import random
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.store import chain, keyfile
from desktop.store.backup import backups, faults, make_backup
from desktop.store.desk import DatabaseMissing, Desk, open_desk
from desktop.store.engine import connect
from desktop.store.layout import DATABASE, KEYS
from desktop.store.migrate import SCHEMA
from desktop.store.models import Record
from desktop.store.restore import restore
from tests.unit import store_fixture
from tests.unit.conftest import PASSPHRASE
from tests.unit.store_fixture import FIXTURES
from tests.unit.test_store_kill import _children, new_desk
from tests.unit.test_store_trouble import fill, records

ORDINARY = 12

pytestmark = pytest.mark.slow


def kill_while(target: Callable[[Path, Connection], None], folder: Path, seconds: float) -> None:
    """Run `target` in a process of its own and kill it so long after it says that it begins."""
    hear, say = _children.Pipe(duplex=False)
    child = _children.Process(target=target, args=(folder, say))
    child.start()
    say.close()
    assert hear.poll(30), "the child did not begin"
    time.sleep(seconds)
    child.kill()
    child.join()
    child.close()
    hear.close()


def sound(folder: Path, key: bytes) -> bool:
    with closing(connect(folder / DATABASE, key)) as raw:
        return faults(raw) == []


# --- backups ---------------------------------------------------------------------------------


def back_up_until_killed(folder: Path, say: Connection) -> None:
    desk = open_desk(folder, PASSPHRASE, who="Child")
    make_backup(folder, desk.key)
    say.send("begins")
    while True:
        make_backup(folder, desk.key)


def test_a_kill_while_backups_are_made_leaves_sound_ones_only(tmp_path: Path) -> None:
    chance = random.Random(14)
    folder = new_desk(tmp_path / "desk")
    with open_desk(folder, PASSPHRASE, who="Parent") as desk:
        fill(desk, 50)
        key = desk.key
    seen = 0

    for _ in range(ORDINARY):
        kill_while(back_up_until_killed, folder, chance.random() * 0.2)
        for made in backups(folder / "backups"):
            seen += 1
            assert sound(made.folder, key)
            assert keyfile.unlock(made.folder / KEYS, PASSPHRASE) == key
    assert seen >= ORDINARY
    with open_desk(folder, PASSPHRASE, who="Parent") as desk:
        make_backup(folder, desk.key)
        assert records(desk) == 50
    assert not [*(folder / "backups").glob("*.part")]


# --- restoring -------------------------------------------------------------------------------


def restore_until_killed(folder: Path, say: Connection) -> None:
    say.send("begins")
    while True:
        restore(folder, folder.parent / "backup", PASSPHRASE, who="Child").close()


def test_a_kill_while_a_backup_is_restored_leaves_one_desk_or_the_other(tmp_path: Path) -> None:
    chance = random.Random(15)
    folder = new_desk(tmp_path / "desk")
    with open_desk(folder, PASSPHRASE, who="Parent") as desk:
        fill(desk, 20)
        make_backup(folder, desk.key).folder.rename(tmp_path / "backup")
        fill(desk, 5)

    for _ in range(ORDINARY):
        kill_while(restore_until_killed, folder, chance.random() * 0.15)
        try:
            desk = open_desk(folder, PASSPHRASE, who="Parent")
        except DatabaseMissing:  # which says: restore the desk from a backup
            desk = restore(folder, tmp_path / "backup", PASSPHRASE, who="Parent")
        with desk:
            assert sound_and_whole(desk) in (20, 25)
    # What was replaced first is still there, whatever came after it.
    aside = sorted((folder / "before-restore").iterdir())
    kept = [place for place in aside if (place / DATABASE).exists()]
    with open_desk(kept[0], PASSPHRASE) as replaced:
        assert sound_and_whole(replaced) == 25


def sound_and_whole(desk: Desk) -> int:
    desk.checkpoint()
    assert sound(desk.folder, desk.key)
    with desk.read() as session:
        assert chain.verify(session) is None
        return len(session.scalars(select(Record.id)).all())


# --- a new schema ----------------------------------------------------------------------------


def bring_up_to_date(folder: Path, say: Connection) -> None:
    say.send("begins")
    open_desk(folder, store_fixture.PASSPHRASE, who="Child")
    time.sleep(60)


def test_a_kill_while_a_desk_is_brought_up_to_date_leaves_the_old_schema_or_the_new(
    tmp_path: Path,
) -> None:
    chance = random.Random(16)
    found = set()

    for number in range(ORDINARY):
        folder = tmp_path / f"desk {number}"
        shutil.copytree(FIXTURES / "0001", folder)
        key = keyfile.unlock(folder / KEYS, store_fixture.PASSPHRASE)
        kill_while(bring_up_to_date, folder, chance.random() * 0.5)
        with closing(connect(folder / DATABASE, key)) as raw:
            found.add(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        with open_desk(folder, store_fixture.PASSPHRASE, who="Parent") as desk:
            assert sound_and_whole(desk) == 1
            with desk.read() as session:
                assert session.scalar(text("SELECT version_num FROM alembic_version")) == SCHEMA
                assert session.get_one(Record, "visit").answers == store_fixture.ANSWERS

    assert found <= {"0001", SCHEMA}
