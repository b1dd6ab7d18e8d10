"""A new data key: the old one opens nothing any more, and no interruption locks anybody out."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.store import chain, keyfile, newkey
from desktop.store.backup import BackupUnsound, backups, faults, make_backup
from desktop.store.desk import Desk, open_desk
from desktop.store.engine import connect
from desktop.store.keyfile import Renewed, WrongPassphrase, WrongRecoveryCode
from desktop.store.layout import DATABASE, KEYS, PENDING_KEYS
from desktop.store.models import Audit, Place
from desktop.store.recovery import new_code
from desktop.store.restore import restore
from desktop.store.trouble import Busy, DatabaseDamaged, DiskFull, DiskTrouble
from desktop.store.verify import verify
from tests.unit.conftest import CHEAP, PASSPHRASE
from tests.unit.test_store_trouble import files_no_larger_than, fill, records


def add(desk: Desk, name: str) -> None:
    with desk.write("Added a place") as session:
        session.add(Place(scheme="visiting", name=name, kind="suite"))


def names(desk: Desk) -> list[str]:
    with desk.read() as session:
        return sorted(session.scalars(select(Place.name)))


def last_entry(desk: Desk) -> str:
    with desk.read() as session:
        return session.scalars(select(Audit.why).order_by(Audit.seq.desc())).first() or ""


def opens(database: Path, key: bytes) -> bool:
    return newkey._opens(database, key)  # noqa: SLF001


def with_office(desk: Desk) -> str:
    code = new_code()
    keyfile.set_office_slot(
        desk.folder / KEYS, desk.key, code=code, name="Office", fingerprint="w", sealed="first"
    )
    return code


# --- when all goes well ----------------------------------------------------------------------


def test_a_new_data_key_keeps_everything_and_the_old_key_opens_nothing(desk: Desk) -> None:
    add(desk, "Suite A")
    old = desk.key

    made = desk.new_data_key(PASSPHRASE, cost=CHEAP)

    assert desk.key == made.key != old
    add(desk, "Suite B")
    assert names(desk) == ["Suite A", "Suite B"]
    desk.close()
    assert not opens(desk.folder / DATABASE, old)
    assert not (desk.folder / PENDING_KEYS).exists()
    with open_desk(desk.folder, PASSPHRASE) as again:
        assert names(again) == ["Suite A", "Suite B"]
        with again.read() as session:
            assert chain.verify(session) is None


def journal(desk: Desk) -> str:
    with desk.read() as session:
        return str(session.execute(text("PRAGMA journal_mode")).scalar())


def test_the_desk_keeps_its_log_whatever_comes_of_the_new_key(desk: Desk) -> None:
    desk.new_data_key(PASSPHRASE, cost=CHEAP)
    assert journal(desk) == "wal"

    fill(desk, 50)
    desk.checkpoint()
    size = (desk.folder / DATABASE).stat().st_size
    with files_no_larger_than(size), pytest.raises(DiskTrouble):
        desk.new_data_key(PASSPHRASE, cost=CHEAP)
    assert len(backups(desk.folder / "backups")) == 2  # so far it came
    assert journal(desk) == "wal"
    assert records(desk) == 50


def test_the_codes_are_made_anew_and_the_old_ones_open_nothing(desk: Desk) -> None:
    before = desk.change_recovery_code()
    office = with_office(desk)

    made = desk.new_data_key(PASSPHRASE, seal_for_office="sealed {}".format, cost=CHEAP)
    desk.close()

    slot = keyfile.office_slot_of(desk.folder / KEYS)
    assert slot == keyfile.OfficeSlot("Office", "w", f"sealed {made.office_code}")
    for code, kind in ((made.recovery_code, "recovery"), (made.office_code, "office")):
        with open_desk(desk.folder, recovery_code=code) as again:
            assert again.opened_by == kind
    for void in (before, office):
        with pytest.raises(WrongRecoveryCode):
            open_desk(desk.folder, recovery_code=void)


def test_without_a_seal_no_office_opens_the_new_key(desk: Desk) -> None:
    with_office(desk)

    assert desk.new_data_key(PASSPHRASE, cost=CHEAP).office_code == ""
    assert keyfile.office_slot_of(desk.folder / KEYS) is None


def test_a_wrong_passphrase_changes_nothing(desk: Desk) -> None:
    before = (desk.folder / KEYS).read_bytes()

    with pytest.raises(WrongPassphrase):
        desk.new_data_key("another", cost=CHEAP)

    assert (desk.folder / KEYS).read_bytes() == before
    assert backups(desk.folder / "backups") == []
    add(desk, "Suite A")


def test_a_backup_from_before_still_opens_with_what_opened_it_then(desk: Desk) -> None:
    code = desk.change_recovery_code()
    add(desk, "Suite A")
    desk.new_data_key(PASSPHRASE, cost=CHEAP)
    add(desk, "Suite B")
    desk.close()

    (made,) = backups(desk.folder / "backups")
    with restore(desk.folder, made.folder, recovery_code=code) as back:
        assert names(back) == ["Suite A"]
    with open_desk(desk.folder, PASSPHRASE) as again:
        assert names(again) == ["Suite A"]


def test_a_backup_from_before_is_not_called_damaged(desk: Desk) -> None:
    desk.new_data_key(PASSPHRASE, cost=CHEAP)

    (found,) = verify(desk).findings
    assert "is from before the new data key" in found.sentence
    make_backup(desk.folder, desk.key)
    assert verify(desk).findings == ()


def test_a_backup_never_holds_a_key_file_of_another_key(desk: Desk) -> None:
    keyfile.create(desk.folder / "other", PASSPHRASE, cost=CHEAP)
    (desk.folder / "other").replace(desk.folder / KEYS)

    with pytest.raises(BackupUnsound):
        make_backup(desk.folder, desk.key)
    assert backups(desk.folder / "backups") == []


def test_someone_who_reads_at_the_moment_is_not_disturbed(desk: Desk) -> None:
    add(desk, "Suite A")
    old = desk.key

    with desk.read() as session:
        assert len(session.scalars(select(Place)).all()) == 1
        with pytest.raises(Busy):
            desk.new_data_key(PASSPHRASE, cost=CHEAP)
        assert len(session.scalars(select(Place)).all()) == 1

    assert desk.key == old
    add(desk, "Suite B")
    desk.close()
    with open_desk(desk.folder, PASSPHRASE) as again:
        assert names(again) == ["Suite A", "Suite B"]


# --- interrupted -----------------------------------------------------------------------------


@contextmanager
def interrupted(desk: Desk, *, database: bool, keys: bool) -> Iterator[Renewed]:
    """Close a desk and leave it as a power cut would, so far into the making of a new key."""
    folder, old = desk.folder, desk.key
    made = newkey.prepare(folder, old, PASSPHRASE, seal_for_office=None, cost=CHEAP)
    desk.close()
    keyfile.put_in_force(folder / PENDING_KEYS, made, before=old)
    if database:
        newkey._encrypt_anew(folder / DATABASE, old, made.key)  # noqa: SLF001
    if keys:
        keyfile.put_in_force(folder / KEYS, made)
    yield made


@pytest.mark.parametrize("database", [False, True])
@pytest.mark.parametrize("way", ["passphrase", "recovery", "office"])
def test_before_the_new_key_file_is_in_force_everything_is_as_it_was(
    desk: Desk, way: str, *, database: bool
) -> None:
    add(desk, "Suite A")
    codes = {"recovery": desk.change_recovery_code(), "office": with_office(desk)}
    old = desk.key

    with interrupted(desk, database=database, keys=False):
        passphrase = PASSPHRASE if way == "passphrase" else None
        with open_desk(desk.folder, passphrase, recovery_code=codes.get(way)) as again:
            assert again.key == old
            assert names(again) == ["Suite A"]
            assert last_entry(again).startswith("Kept the data key") == database
            assert again.notice == ""
            assert not (desk.folder / PENDING_KEYS).exists()
        with closing(connect(desk.folder / DATABASE, old)) as raw:
            assert faults(raw) == []


def test_after_the_new_key_file_is_in_force_it_is_said_that_its_codes_are_unseen(
    desk: Desk,
) -> None:
    add(desk, "Suite A")

    with interrupted(desk, database=True, keys=True) as made:
        with open_desk(desk.folder, PASSPHRASE) as again:
            assert again.key == made.key
            assert names(again) == ["Suite A"]
            assert "Make a new recovery code now" in again.notice
            assert last_entry(again).startswith("Found a new data key whose codes")
        assert not (desk.folder / PENDING_KEYS).exists()
        assert keyfile.unlock_by_key_before(desk.folder / KEYS, made.key) is None


def test_a_damaged_waiting_key_file_is_in_nobodys_way_until_it_is_needed(desk: Desk) -> None:
    with interrupted(desk, database=False, keys=False):
        (desk.folder / PENDING_KEYS).write_bytes(b"{")
        open_desk(desk.folder, PASSPHRASE).close()

        assert not (desk.folder / PENDING_KEYS).exists()


def test_a_damaged_waiting_key_file_that_is_needed_is_kept_and_a_backup_asked_for(
    desk: Desk,
) -> None:
    add(desk, "Suite A")
    with interrupted(desk, database=True, keys=False):
        (desk.folder / PENDING_KEYS).write_bytes(b"{")
        with pytest.raises(DatabaseDamaged, match="damaged") as caught:
            open_desk(desk.folder, PASSPHRASE)

        assert "from a backup" in caught.value.next_step
        assert (desk.folder / PENDING_KEYS).exists()
        (made,) = backups(desk.folder / "backups")
        with restore(desk.folder, made.folder, PASSPHRASE) as back:
            assert names(back) == ["Suite A"]
        assert not (desk.folder / PENDING_KEYS).exists()


def test_a_restored_desk_keeps_the_key_that_waited_with_what_it_replaced(desk: Desk) -> None:
    add(desk, "Suite A")
    with interrupted(desk, database=True, keys=False):
        (made,) = backups(desk.folder / "backups")
        restore(desk.folder, made.folder, PASSPHRASE).close()

        (aside,) = (desk.folder / "before-restore").iterdir()
        with open_desk(aside, PASSPHRASE) as replaced:
            assert names(replaced) == ["Suite A"]


# --- no room -------------------------------------------------------------------------------------


def test_a_full_disk_keeps_the_old_key(small_disk: Path, new_desk: Path) -> None:
    folder = small_disk / "desk"
    shutil.copytree(new_desk, folder)
    with open_desk(folder, PASSPHRASE) as desk:
        add(desk, "Suite A")
        old = desk.key
        desk.checkpoint()
        # Room for the backup, none for encrypting anew.
        room = shutil.disk_usage(small_disk).free - int(1.5 * (folder / DATABASE).stat().st_size)
        (small_disk / "filler").write_bytes(bytes(room))
        with pytest.raises(DiskFull):
            desk.new_data_key(PASSPHRASE, cost=CHEAP)
        assert len(backups(folder / "backups")) == 1
        assert desk.key == old
        assert names(desk) == ["Suite A"]
    with open_desk(folder, PASSPHRASE) as desk:
        assert names(desk) == ["Suite A"]


def test_a_disk_that_stores_no_more_keeps_the_old_key(desk: Desk) -> None:
    fill(desk, 200)
    desk.checkpoint()
    made = newkey.prepare(desk.folder, desk.key, PASSPHRASE, seal_for_office=None, cost=CHEAP)
    old = desk.key
    desk.close()

    with files_no_larger_than(64 << 10), pytest.raises(DiskTrouble):
        newkey.put_in_force(desk.folder, old, made)

    with open_desk(desk.folder, PASSPHRASE) as again:
        assert again.key == old
        assert records(again) == 200
