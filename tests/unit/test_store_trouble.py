"""Files that are not as we left them, disks without room: each told in a sentence of its own."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from desktop.errors import UserError
from desktop.store.desk import DatabaseMissing, Desk, create_desk, open_desk
from desktop.store.keyfile import KeyFileDamaged, KeyFileEmpty, KeyFileMissing
from desktop.store.migrate import NewerDesk
from desktop.store.models import Record, RecordText
from desktop.store.trouble import DatabaseDamaged, DiskFull, DiskTrouble
from tests.unit.conftest import CHEAP, PASSPHRASE

PAGE = 4096


def fill(desk: Desk, records: int, *, words: int = 2000) -> None:
    for _ in range(records):
        with desk.write("Added a record") as session:
            record = Record(form="f", form_version=1, scheme="x", answers={"note": "w" * words})
            session.add(record)
            session.flush()
            session.add(RecordText(record_id=record.id, text="words"))


def records(desk: Desk) -> int:
    with desk.read() as session:
        return session.scalars(select(func.count()).select_from(Record)).one()


def change_byte(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def truncate(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


# --- files that are not as we left them ----------------------------------------------------

Damage = Callable[[Path], object]
DAMAGES: dict[str, tuple[Damage, type[UserError]]] = {
    "database missing": (lambda desk: (desk / "desk.db").unlink(), DatabaseMissing),
    "database empty": (lambda desk: (desk / "desk.db").write_bytes(b""), DatabaseDamaged),
    "its salt changed": (lambda desk: change_byte(desk / "desk.db", 5), DatabaseDamaged),
    "its first page changed": (lambda desk: change_byte(desk / "desk.db", 2000), DatabaseDamaged),
    "cut to less than a page": (lambda desk: truncate(desk / "desk.db", 100), DatabaseDamaged),
    "cut at a page": (lambda desk: truncate(desk / "desk.db", 9 * PAGE), DatabaseDamaged),
    "cut in a page": (lambda desk: truncate(desk / "desk.db", 9 * PAGE + 7), DatabaseDamaged),
    "zeros": (lambda desk: (desk / "desk.db").write_bytes(bytes(9 * PAGE)), DatabaseDamaged),
    "noise": (lambda desk: (desk / "desk.db").write_bytes(os.urandom(9 * PAGE)), DatabaseDamaged),
    "key file missing": (lambda desk: (desk / "desk.key").unlink(), KeyFileMissing),
    "key file empty": (lambda desk: (desk / "desk.key").write_bytes(b""), KeyFileEmpty),
    "key file cut": (lambda desk: truncate(desk / "desk.key", 200), KeyFileDamaged),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_desk_says_what_is_wrong_and_what_to_do(desk: Desk, name: str) -> None:
    damage, told = DAMAGES[name]
    fill(desk, 10)
    desk.close()
    damage(desk.folder)

    with pytest.raises(told) as caught:
        open_desk(desk.folder, PASSPHRASE)
    assert "estore" in caught.value.next_step
    assert type(caught.value) is told


def test_a_page_damaged_further_on_is_told_when_it_is_read(desk: Desk) -> None:
    desk.checkpoint()
    schema = (desk.folder / "desk.db").stat().st_size // PAGE
    fill(desk, 100)
    desk.close()
    for page in range(schema, (desk.folder / "desk.db").stat().st_size // PAGE):
        change_byte(desk.folder / "desk.db", page * PAGE + 100)

    with open_desk(desk.folder, PASSPHRASE) as again:
        door = again.read()
        with pytest.raises(DatabaseDamaged), door as session:
            session.scalars(select(Record)).all()


def test_a_newer_versions_database_is_refused_and_left_alone(desk: Desk) -> None:
    with desk.write("Became newer") as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    desk.close()
    before = (desk.folder / "desk.db").read_bytes()

    with pytest.raises(NewerDesk, match="newer version of Scrutiny Desk"):
        open_desk(desk.folder, PASSPHRASE)
    assert (desk.folder / "desk.db").read_bytes() == before
    assert not (desk.folder / "backups").exists()


def test_another_desks_key_file_is_told_as_damage(desk: Desk, tmp_path: Path) -> None:
    other, _ = create_desk(tmp_path / "other", PASSPHRASE, who="Ann", cost=CHEAP)
    other.close()
    desk.close()
    shutil.copy(other.folder / "desk.key", desk.folder / "desk.key")

    with pytest.raises(DatabaseDamaged):
        open_desk(desk.folder, PASSPHRASE)


# --- encryption ----------------------------------------------------------------------------

NEEDLE = "Wetherington-needle"


def files_with(folder: Path, needle: str) -> list[str]:
    """Give the files in which the needle stands as UTF-8 or UTF-16."""
    kinds = [needle.encode(), needle.encode("utf-16-le"), needle.encode("utf-16-be")]
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(kind in file.read_bytes() for kind in kinds)
    ]


def test_nothing_that_was_typed_can_be_found_in_the_folder(tmp_path: Path) -> None:
    desk, code = create_desk(tmp_path / NEEDLE[:5], f"{NEEDLE} pass", who=NEEDLE, cost=CHEAP)
    with desk.write(f"Added {NEEDLE}") as session:
        session.add(
            Record(
                form=NEEDLE,
                form_version=1,
                scheme="x",
                answers={"note": NEEDLE * 2000, NEEDLE: "x"},
                unread={"a": NEEDLE},
            )
        )
        session.add_all(
            Record(form="f", form_version=1, scheme="x", case_ref=f"{NEEDLE}{n}") for n in range(50)
        )
    key = desk.key.hex()
    with desk.read() as session:
        session.scalars(select(Record).order_by(func.lower(Record.case_ref))).all()

    assert (desk.folder / "desk.db-wal").stat().st_size > 0
    for secret in (NEEDLE, code, code.replace("-", ""), key):
        assert files_with(tmp_path, secret) == []
    desk.close()
    assert files_with(tmp_path, NEEDLE) == []


def test_the_needle_would_be_found_in_a_database_that_is_not_encrypted(tmp_path: Path) -> None:
    import sqlite3

    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE record (note)")
    plain.execute("INSERT INTO record VALUES (?)", (NEEDLE,))
    plain.commit()
    plain.close()

    assert files_with(tmp_path, NEEDLE) == ["plain.db"]


# --- disks without room --------------------------------------------------------------------


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes for the length of the block."""
    import resource  # there is none on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_that_does_not_store_loses_nothing_that_was_saved(desk: Desk) -> None:
    fill(desk, 5)
    desk.checkpoint()

    with files_no_larger_than(20 * PAGE), pytest.raises(DiskTrouble, match="Nothing saved before"):
        fill(desk, 100)
    kept = records(desk)
    fill(desk, 1)

    assert 5 <= kept < 105
    assert records(desk) == kept + 1
    desk.close()
    with open_desk(desk.folder, PASSPHRASE) as again:
        assert records(again) == kept + 1


def test_a_full_disk_loses_nothing_and_saving_goes_on_once_there_is_room(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(500_000))
    desk, _ = create_desk(small_disk / "desk", PASSPHRASE, who="Ann", cost=CHEAP)
    with pytest.raises(DiskFull) as caught:
        fill(desk, 1000)
    assert caught.value.sentence == "The disk is full. Nothing saved before is lost."
    assert caught.value.next_step == "Free some space and press Save again."

    kept = records(desk)
    with pytest.raises(DiskFull):
        fill(desk, 1, words=300_000)
    assert records(desk) == kept > 10
    (small_disk / "ballast").unlink()
    fill(desk, 1)
    desk.close()
    with open_desk(small_disk / "desk", PASSPHRASE) as again:
        assert records(again) == kept + 1


def test_a_new_passphrase_on_a_full_disk_leaves_the_old_one(small_disk: Path) -> None:
    desk, _ = create_desk(small_disk / "desk", PASSPHRASE, who="Ann", cost=CHEAP)
    free = os.statvfs(small_disk)
    (small_disk / "rest").write_bytes(bytes(free.f_bavail * free.f_frsize))

    with pytest.raises(DiskFull):
        desk.change_passphrase("a new one", cost=CHEAP)

    (small_disk / "rest").unlink()
    desk.close()
    open_desk(small_disk / "desk", PASSPHRASE).close()
