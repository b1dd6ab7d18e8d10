"""Backups that make themselves, and the memory of the last copy off this computer."""

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop import clock
from desktop.store import autobackup
from desktop.store.autobackup import DAILY, backup_if_due, close_with_backup, left_out
from desktop.store.backup import backups
from desktop.store.copies import (
    copy_is_old,
    copy_to,
    is_elsewhere,
    last_copy_elsewhere,
    note_copy_elsewhere,
)
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.restore import restore
from desktop.store.settings import set_setting
from tests.unit.conftest import CHEAP, PASSPHRASE
from tests.unit.test_store_backup import add, names
from tests.unit.test_store_trouble import fill

START = datetime(2030, 3, 3, 14, 5, tzinfo=UTC)


def made(folder: Path) -> int:
    return len(backups(folder / "backups"))


# --- at closing ------------------------------------------------------------------------------


def test_closing_after_something_was_written_makes_a_backup_of_it(desk: Desk) -> None:
    add(desk, "Suite A")

    attempt = close_with_backup(desk)

    assert attempt.made is not None
    assert (attempt.reason, left_out(desk.folder)) == ("", None)
    with restore(desk.folder, attempt.made.folder, PASSPHRASE) as back:
        assert names(back) == ["Suite A"]


def test_closing_twice_is_closing_once(desk: Desk) -> None:
    add(desk, "Suite A")
    close_with_backup(desk)
    assert not close_with_backup(desk).made
    assert made(desk.folder) == 1


def test_closing_after_nothing_was_written_makes_none(desk: Desk) -> None:
    add(desk, "Suite A")
    close_with_backup(desk)

    for _ in range(3):
        again = open_desk(desk.folder, PASSPHRASE, who="Tester")
        assert names(again) == ["Suite A"]
        assert close_with_backup(again) == autobackup.Attempt()

    assert made(desk.folder) == 1


def test_every_keystroke_counts_as_something_written(desk: Desk) -> None:
    fill(desk, 1)
    close_with_backup(desk)
    again = open_desk(desk.folder, PASSPHRASE, who="Tester")
    with again.write("", quiet=True) as session:
        session.connection().exec_driver_sql("UPDATE record SET reference = 'x'")

    assert close_with_backup(again).made is not None


def test_what_a_killed_program_wrote_is_backed_up_at_the_next_closing(
    desk: Desk, tmp_path: Path
) -> None:
    add(desk, "Suite A")
    close_with_backup(desk)
    lived = open_desk(desk.folder, PASSPHRASE, who="Tester")
    add(lived, "Suite B")
    shutil.copytree(lived.folder, tmp_path / "killed")  # with its log, as a kill leaves it
    lived.close()

    again = open_desk(tmp_path / "killed", PASSPHRASE, who="Tester")

    assert close_with_backup(again).made is not None


def test_old_backups_thin_as_new_ones_are_made(desk: Desk) -> None:
    for day in range(20):
        with clock.fixed(START + timedelta(days=day)):
            add(desk, f"Suite {day}")
            assert backup_if_due(desk.folder, desk.key).made is not None

    # Five, seven days, five weeks and the months, of which some are the same.
    assert 8 <= made(desk.folder) <= 12


# --- while open ------------------------------------------------------------------------------


def test_an_open_desk_is_backed_up_once_a_day(desk: Desk) -> None:
    for hours, expected in ((0, 1), (5, 1), (23, 1), (25, 2), (30, 2)):
        with clock.fixed(START + timedelta(hours=hours)):
            add(desk, f"Suite {hours}")
            backup_if_due(desk.folder, desk.key, every=DAILY)
            assert made(desk.folder) == expected, hours


def test_a_backup_of_a_day_to_come_does_not_stop_those_of_today(desk: Desk) -> None:
    with clock.fixed(START + timedelta(days=900)):
        add(desk, "Suite A")
        backup_if_due(desk.folder, desk.key, every=DAILY)
    with clock.fixed(START):
        add(desk, "Suite B")
        assert backup_if_due(desk.folder, desk.key, every=DAILY).made is not None


def test_a_new_data_key_makes_a_backup_due(desk: Desk) -> None:
    desk.new_data_key(PASSPHRASE, cost=CHEAP)

    assert backup_if_due(desk.folder, desk.key, every=DAILY).made is not None
    assert backup_if_due(desk.folder, desk.key, every=DAILY).made is None


# --- left out --------------------------------------------------------------------------------


def test_a_full_disk_is_no_reason_not_to_close(small_disk: Path) -> None:
    desk, _ = create_desk(small_disk / "desk", PASSPHRASE, who="Ann", cost=CHEAP)
    add(desk, "Suite A")
    room = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(bytes(room - (400 << 10)))

    attempt = close_with_backup(desk)

    assert attempt.made is None
    assert attempt.reason == "No backup was made: the disk has too little room for one."
    assert attempt.next_step.startswith("Free some space")
    kept = left_out(desk.folder)
    assert kept is not None
    assert (kept.reason, kept.next_step) == (attempt.reason, attempt.next_step)
    (small_disk / "filler").unlink()
    again = open_desk(desk.folder, PASSPHRASE, who="Ann")
    assert names(again) == ["Suite A"]
    assert close_with_backup(again).made is not None
    assert left_out(desk.folder) is None


def test_a_disk_without_room_for_the_reason_either_is_told(small_disk: Path) -> None:
    desk, _ = create_desk(small_disk / "desk", PASSPHRASE, who="Ann", cost=CHEAP)
    add(desk, "Suite A")
    desk.checkpoint()
    with (small_disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))

    assert close_with_backup(desk).reason.startswith("No backup was made: the disk")
    assert left_out(desk.folder) is None
    assert not [*desk.folder.glob("*.part")]


def test_closing_does_not_wait_for_a_long_backup(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, 100)
    monkeypatch.setattr(autobackup, "LONGEST_AT_CLOSE", 1e-6)

    attempt = close_with_backup(desk)

    assert attempt.made is None
    assert "on closing" in attempt.reason
    with open_desk(desk.folder, PASSPHRASE, who="Ann") as again:
        assert backup_if_due(again.folder, again.key, every=DAILY).made is not None


def test_a_damaged_desk_keeps_its_backups_and_the_reason(desk: Desk) -> None:
    add(desk, "Suite A")
    backup_if_due(desk.folder, desk.key)
    fill(desk, 50)
    desk.checkpoint()
    with (desk.folder / "desk.db").open("r+b") as file:
        file.seek(-3000, os.SEEK_END)
        byte = file.read(1)
        file.seek(-3000, os.SEEK_END)
        file.write(bytes([byte[0] ^ 1]))

    attempt = close_with_backup(desk)

    assert attempt.made is None
    assert attempt.reason != ""
    assert made(desk.folder) == 1


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'{"at": 4}', b'{"at": "2030-01-01"}', b"\xff", b"[" * 60_000]
)
def test_a_damaged_note_of_the_last_backup_only_makes_one_more(desk: Desk, content: bytes) -> None:
    add(desk, "Suite A")
    backup_if_due(desk.folder, desk.key)
    (desk.folder / "backups.json").write_bytes(content)

    assert left_out(desk.folder) is None
    assert backup_if_due(desk.folder, desk.key).made is not None
    assert backup_if_due(desk.folder, desk.key).made is None


# --- off this computer -----------------------------------------------------------------------


def test_a_copy_on_the_same_disk_is_not_elsewhere(desk: Desk, tmp_path: Path) -> None:
    backup, elsewhere = copy_to(desk, tmp_path / "copies")

    assert backup.folder.parent == tmp_path / "copies"
    assert not elsewhere
    with desk.read() as session:
        assert last_copy_elsewhere(session) is None


def test_a_copy_on_another_disk_is_remembered(desk: Desk, small_disk: Path) -> None:
    assert is_elsewhere(small_disk, desk.folder)

    backup, elsewhere = copy_to(desk, small_disk / "copies")

    assert elsewhere
    with desk.read() as session:
        last = last_copy_elsewhere(session)
    assert last is not None
    assert (last.at, last.how) == (backup.made_at, "disk")


def test_the_latest_copy_is_the_one_remembered(desk: Desk) -> None:
    with desk.write("Took a receipt") as session:
        note_copy_elsewhere(session, "office", START)
        note_copy_elsewhere(session, "disk", START - timedelta(days=1))
        last = last_copy_elsewhere(session)

    assert last is not None
    assert (last.at, last.how) == (START, "office")


@pytest.mark.parametrize("value", ["", "yesterday disk", "2030-03-03 disk", f"{START} by hand"])
def test_a_memory_that_is_none_is_as_if_there_were_none(desk: Desk, value: str) -> None:
    with desk.write("Set") as session:
        set_setting(session, "last_copy_elsewhere", value, valid_from=None, source="")
        assert last_copy_elsewhere(session) is None


def test_a_reminder_comes_when_the_last_copy_is_old(desk: Desk) -> None:
    new = clock.now()
    with desk.read() as session:
        assert not copy_is_old(session)
        with clock.fixed(new + timedelta(days=31)):
            assert copy_is_old(session)
    with clock.fixed(START), desk.write("Took a receipt") as session:
        note_copy_elsewhere(session, "office")
    for days, old in ((0, False), (29, False), (30, True)):
        with clock.fixed(START + timedelta(days=days)), desk.read() as session:
            assert copy_is_old(session) == old, days


def test_an_office_may_do_without_the_reminder(desk: Desk) -> None:
    with desk.write("Set") as session:
        set_setting(session, "copy_elsewhere_days", 0, valid_from=None, source="")
    with clock.fixed(START), desk.read() as session:
        assert not copy_is_old(session)
