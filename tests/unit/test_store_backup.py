import os
import random
import shutil
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from desktop import clock
from desktop.errors import UserError
from desktop.store import chain
from desktop.store.backup import (
    Backup,
    BackupUnsound,
    backups,
    faults,
    make_backup,
    thin,
    worth_keeping,
)
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.engine import connect
from desktop.store.inuse import DeskInUse
from desktop.store.keyfile import WrongPassphrase
from desktop.store.migrate import SCHEMA, NewerDesk
from desktop.store.models import Audit, Place, Record, RecordText
from desktop.store.restore import restore
from desktop.store.trouble import CannotOpen, DatabaseDamaged, DiskFull
from desktop.store.verify import verify
from tests.unit.conftest import CHEAP, PASSPHRASE

PAGE = 4096
NOW = datetime(2025, 3, 31, 12, 0, tzinfo=UTC)


def add(desk: Desk, *names: str) -> None:
    for name in names:
        with desk.write("Added a place") as session:
            session.add(Place(scheme="custody", name=name))


def names(desk: Desk) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(select(Place.name).order_by(Place.name)))


def back_up(desk: Desk, to: Path | None = None) -> Backup:
    return make_backup(desk.folder, desk.key, to)


def damage(database: Path, page: int = -1) -> None:
    """Change a byte of a page; the last one unless said otherwise."""
    content = bytearray(database.read_bytes())
    page = page if page >= 0 else len(content) // PAGE - 1
    content[page * PAGE + 50] ^= 1
    database.write_bytes(content)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


# --- making --------------------------------------------------------------------------------


def test_a_backup_is_a_desk_of_its_own(desk: Desk, tmp_path: Path) -> None:
    add(desk, "Suite A")
    made = back_up(desk)
    add(desk, "Suite B")

    assert made.folder.parent == desk.folder / "backups"
    assert sorted(file.name for file in made.folder.iterdir()) == ["desk.db", "desk.key"]
    shutil.copytree(made.folder, tmp_path / "copy")
    with open_desk(tmp_path / "copy", PASSPHRASE) as copy:
        assert names(copy) == ["Suite A"]


def test_a_backup_holds_what_is_still_in_the_log(desk: Desk) -> None:
    add(desk, "Suite A")
    assert (desk.folder / "desk.db-wal").stat().st_size > 0
    made = back_up(desk)

    with closing(connect(made.folder / "desk.db", desk.key)) as raw:
        assert raw.execute("SELECT name FROM place").fetchall() == [("Suite A",)]


def test_a_backup_made_while_others_write_holds_whole_records_only(desk: Desk) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with desk.write("Added a record") as session:
                record = Record(form="f", form_version=1, scheme="x")
                session.add(record)
                session.flush()
                session.add(RecordText(record_id=record.id, text="words"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(desk) for _ in range(4)]
    finally:
        stop.set()
        writer.join()

    for backup in made:
        with closing(connect(backup.folder / "desk.db", desk.key)) as raw:
            (records,) = raw.execute("SELECT count(*) FROM record").fetchone()
            (texts,) = raw.execute("SELECT count(*) FROM record_text").fetchone()
            (entries,) = raw.execute("SELECT count(*) FROM audit").fetchone()
            assert faults(raw) == []
        assert records == texts == entries - 1


def test_backups_are_listed_newest_first(desk: Desk) -> None:
    for hour in (0, 2, 1):
        with clock.fixed(NOW + timedelta(hours=hour)):
            back_up(desk)

    listed = backups(desk.folder / "backups")
    assert [backup.made_at for backup in listed] == [
        NOW + timedelta(hours=hour) for hour in (2, 1, 0)
    ]
    assert all(backup.size > 100_000 for backup in listed)


def test_two_backups_of_the_same_moment_are_both_kept(desk: Desk) -> None:
    with clock.fixed(NOW):
        first, second = back_up(desk), back_up(desk)

    assert {backup.folder for backup in backups(desk.folder / "backups")} == {
        first.folder,
        second.folder,
    }


def test_what_an_interrupted_backup_left_is_no_backup_and_goes_with_the_next(desk: Desk) -> None:
    left = desk.folder / "backups" / "2025-01-01T000000.000000Z.part"
    left.mkdir(parents=True)
    (left / "desk.db").write_bytes(b"half")
    assert backups(desk.folder / "backups") == []

    back_up(desk)

    assert len(backups(desk.folder / "backups")) == 1
    assert not left.exists()


def test_a_damaged_desk_makes_no_backup_and_keeps_the_ones_there_are(desk: Desk) -> None:
    add(desk, "Suite A")
    good = back_up(desk)
    key = desk.key
    desk.close()
    damage(desk.folder / "desk.db")

    with pytest.raises((DatabaseDamaged, BackupUnsound)):
        make_backup(desk.folder, key)
    assert [backup.folder for backup in backups(desk.folder / "backups")] == [good.folder]
    assert list(desk.folder.glob("backups/*.part")) == []


def test_a_backup_onto_a_full_disk_says_so_and_leaves_nothing(desk: Desk, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(2_900_000))

    with pytest.raises(DiskFull):
        back_up(desk, small_disk)
    assert [file.name for file in small_disk.iterdir()] == ["ballast"]


# --- thinning ------------------------------------------------------------------------------


def test_a_year_of_backups_thins_to_a_couple_of_dozen_that_reach_back_a_year() -> None:
    chance = random.Random(3)
    made = [NOW - timedelta(minutes=chance.randrange(400 * 24 * 60)) for _ in range(1200)]

    kept = worth_keeping(made, NOW)

    assert kept <= set(made)
    assert len(kept) <= 5 + 7 + 5 + 12
    assert max(made) in kept
    assert NOW - min(kept) > timedelta(days=300)
    assert worth_keeping(kept, NOW) == kept


def test_the_last_five_stay_however_close_together_they_are() -> None:
    made = [NOW - timedelta(seconds=second) for second in range(60)]

    assert set(made[:5]) <= worth_keeping(made, NOW)


def test_a_backup_from_the_future_stays() -> None:
    wrong_clock = NOW + timedelta(days=900)
    made = [wrong_clock, *(NOW - timedelta(minutes=minute) for minute in range(60))]

    assert wrong_clock in worth_keeping(made, NOW)


def test_thinning_removes_the_folders_and_nothing_else(desk: Desk) -> None:
    to = desk.folder / "backups"
    for minute in range(9):
        with clock.fixed(NOW + timedelta(minutes=minute)):
            back_up(desk)
    (to / "notes").mkdir()

    with clock.fixed(NOW + timedelta(hours=1)):
        thin(to)

    assert len(backups(to)) == 5
    assert (to / "notes").exists()


def test_what_is_left_of_a_backup_whose_removal_was_cut_short_is_no_backup(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = desk.folder / "backups"
    for minute in range(6):
        with clock.fixed(NOW + timedelta(minutes=minute)):
            back_up(desk)
    with monkeypatch.context() as cut_short, clock.fixed(NOW + timedelta(hours=1)):
        cut_short.setattr(
            shutil, "rmtree", lambda place, **_: (place / "desk.key").unlink(missing_ok=True)
        )
        back_up(desk)

    assert all((made.folder / "desk.key").exists() for made in backups(to))
    with clock.fixed(NOW + timedelta(hours=2)):
        thin(to)
    assert not [*to.glob("*.part")]


def test_two_desks_may_keep_their_backups_in_one_folder(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with clock.fixed(NOW):
        mine = back_up(desk, stick)
    other, _ = create_desk(tmp_path / "other", PASSPHRASE, who="Other", cost=CHEAP)
    with other:
        for minute in range(1, 9):
            with clock.fixed(NOW + timedelta(minutes=minute)):
                back_up(other, stick)

    assert mine.folder.exists()
    assert len(backups(stick)) == 6


def test_what_others_keep_in_a_folder_of_backups_stays(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "holiday.part").mkdir(parents=True)
    (stick / "2025-03-31T120000.000000Z.part").mkdir()

    back_up(desk, stick)

    assert [one.name for one in stick.glob("*.part")] == ["holiday.part"]


def test_a_link_to_nowhere_in_a_backup_hides_no_other(desk: Desk) -> None:
    made = back_up(desk)
    (made.folder / "odd").symlink_to("nowhere")

    assert backups(desk.folder / "backups") == [made]


# --- restoring -----------------------------------------------------------------------------


def test_a_restored_desk_is_the_desk_as_it_was_and_keeps_what_it_replaced(desk: Desk) -> None:
    add(desk, "Suite A")
    made = back_up(desk)
    add(desk, "Suite B")
    desk.close()

    with restore(desk.folder, made.folder, PASSPHRASE, who="Ann") as restored:
        assert names(restored) == ["Suite A"]
        with restored.read() as session:
            last = session.scalars(select(Audit).order_by(Audit.seq.desc()).limit(1)).one()
            assert last.who == "Ann"
            assert last.why.startswith("Restored the backup of ")
            assert chain.verify(session) is None
    (aside,) = (desk.folder / "before-restore").iterdir()
    with open_desk(aside, PASSPHRASE) as replaced:
        assert names(replaced) == ["Suite A", "Suite B"]


def test_changes_still_in_the_log_are_kept_with_the_replaced_desk(
    desk: Desk, tmp_path: Path
) -> None:
    made = back_up(desk)
    add(desk, "Suite B")
    # As after a power cut: the log was not emptied.
    shutil.copytree(desk.folder, tmp_path / "cut")
    desk.close()

    restore(tmp_path / "cut", made.folder, PASSPHRASE).close()

    (aside,) = (tmp_path / "cut" / "before-restore").iterdir()
    with open_desk(aside, PASSPHRASE) as replaced:
        assert names(replaced) == ["Suite B"]
    with open_desk(tmp_path / "cut", PASSPHRASE) as restored:
        assert names(restored) == []


@pytest.mark.parametrize("gone", ["desk.db", "desk.key"])
def test_a_desk_that_lost_a_file_can_be_restored(desk: Desk, gone: str) -> None:
    add(desk, "Suite A")
    made = back_up(desk)
    desk.close()
    (desk.folder / gone).unlink()

    with restore(desk.folder, made.folder, PASSPHRASE) as restored:
        assert names(restored) == ["Suite A"]


def test_a_damaged_desk_can_be_restored_and_the_damaged_file_is_kept(desk: Desk) -> None:
    add(desk, "Suite A")
    made = back_up(desk)
    desk.close()
    damage(desk.folder / "desk.db", 0)
    broken = (desk.folder / "desk.db").read_bytes()

    with restore(desk.folder, made.folder, PASSPHRASE) as restored:
        assert names(restored) == ["Suite A"]
    (aside,) = (desk.folder / "before-restore").iterdir()
    assert (aside / "desk.db").read_bytes() == broken


def test_a_backup_can_be_restored_on_another_computer(tmp_path: Path) -> None:
    desk, code = create_desk(tmp_path / "desk", PASSPHRASE, who="Ann", cost=CHEAP)
    add(desk, "Suite A")
    made = make_backup(desk.folder, desk.key, tmp_path / "stick")
    desk.close()

    with restore(tmp_path / "new" / "desk", made.folder, recovery_code=code) as restored:
        assert names(restored) == ["Suite A"]


def test_the_present_passphrase_restores_an_older_backup_and_stays(desk: Desk) -> None:
    made = back_up(desk)
    desk.change_passphrase("the present one", cost=CHEAP)
    desk.close()

    restore(desk.folder, made.folder, "the present one").close()

    open_desk(desk.folder, "the present one").close()
    with pytest.raises(WrongPassphrase):
        open_desk(desk.folder, PASSPHRASE)


def test_the_passphrase_of_the_backups_time_restores_it_and_counts_again(desk: Desk) -> None:
    made = back_up(desk)
    desk.change_passphrase("forgotten since", cost=CHEAP)
    desk.close()

    restore(desk.folder, made.folder, PASSPHRASE).close()

    open_desk(desk.folder, PASSPHRASE).close()


def refused(desk: Desk, backup: Path, passphrase: str = PASSPHRASE) -> UserError:
    """Give the error a restore ends in, and see that it changed nothing."""
    desk.close()
    before = everything(desk.folder)
    with pytest.raises(UserError) as caught:
        restore(desk.folder, backup, passphrase)
    assert everything(desk.folder) == before
    open_desk(desk.folder, PASSPHRASE).close()
    return caught.value


def test_a_wrong_passphrase_restores_nothing(desk: Desk) -> None:
    assert isinstance(refused(desk, back_up(desk).folder, "wrong"), WrongPassphrase)


@pytest.mark.parametrize("page", [0, -1])
def test_a_damaged_backup_is_refused_before_anything_is_replaced(desk: Desk, page: int) -> None:
    made = back_up(desk)
    damage(made.folder / "desk.db", page)

    assert isinstance(refused(desk, made.folder), (BackupUnsound, DatabaseDamaged))


def test_a_file_where_the_backups_belong_is_said(desk: Desk) -> None:
    (desk.folder / "backups").write_text("not a folder")
    with pytest.raises(CannotOpen, match="Something else lies"):
        make_backup(desk.folder, desk.key)


def test_a_folder_without_a_backup_is_refused(desk: Desk, tmp_path: Path) -> None:
    assert refused(desk, tmp_path).sentence == "There is no backup in this folder."


def test_a_newer_versions_backup_is_refused(desk: Desk) -> None:
    with desk.write("Became newer") as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made = back_up(desk)
    with desk.write("Became older") as session:
        session.execute(text("UPDATE alembic_version SET version_num = :ours"), {"ours": SCHEMA})

    assert isinstance(refused(desk, made.folder), NewerDesk)


def test_an_open_desk_is_not_replaced(desk: Desk) -> None:
    made = back_up(desk)

    with pytest.raises(DeskInUse):
        restore(desk.folder, made.folder, PASSPHRASE)
    add(desk, "Suite A")


def test_backups_of_the_history_left_behind_are_set_aside(desk: Desk) -> None:
    add(desk, "Suite A")
    early = back_up(desk)
    add(desk, "Suite B")
    late = back_up(desk)
    desk.close()

    with restore(desk.folder, early.folder, PASSPHRASE) as restored:
        kept = [backup.folder.name for backup in backups(restored.folder / "backups")]
        assert kept == [early.folder.name]
        # Otherwise the audit would be accused of having lost its end.
        assert verify(restored).findings == ()
    (aside,) = (desk.folder / "before-restore").iterdir()
    assert [folder.name for folder in (aside / "backups").iterdir()] == [late.folder.name]


# --- verifying -----------------------------------------------------------------------------


def said(desk: Desk) -> list[str]:
    return [finding.sentence for finding in verify(desk).findings]


def test_a_sound_desk_with_a_backup_has_no_findings(desk: Desk) -> None:
    add(desk, "Suite A")
    with clock.fixed(NOW):
        back_up(desk)

    health = verify(desk)

    assert health.findings == ()
    assert health.sound[:2] == ("The database is sound.", "The audit is whole: 2 entries.")
    assert health.sound[2].startswith("The newest backup, of 31 March 2025, ")


def test_a_desk_without_a_backup_is_told_to_make_one(desk: Desk) -> None:
    (finding,) = verify(desk).findings

    assert finding.sentence == "There is no backup of this desk."
    assert finding.next_step == "Make a backup now."


def test_a_damaged_page_is_found_before_anybody_reads_it(desk: Desk) -> None:
    add(desk, "Suite A")
    back_up(desk)
    desk.close()
    damage(desk.folder / "desk.db")

    with open_desk(desk.folder, PASSPHRASE) as again:
        assert "Some pages were changed or damaged outside Scrutiny Desk." in said(again)[0]


@pytest.mark.parametrize("page", [0, -1])
def test_a_damaged_backup_is_found_before_anybody_needs_it(desk: Desk, page: int) -> None:
    with clock.fixed(NOW):
        made = back_up(desk)
    damage(made.folder / "desk.db", page)

    (sentence,) = said(desk)
    assert sentence.startswith("The newest backup, of 31 March 2025, ")
    assert sentence.endswith("is damaged.")


def test_an_audit_cut_off_since_the_last_backup_is_found(desk: Desk) -> None:
    add(desk, "Suite A", "Suite B")
    back_up(desk)
    with closing(connect(desk.folder / "desk.db", desk.key)) as raw:
        raw.execute("DROP TRIGGER audit_no_delete")
        raw.execute("DELETE FROM audit WHERE seq = 3")

    (sentence,) = said(desk)
    assert sentence.startswith("Entry 3 of the audit is missing at its end")


def test_verifying_says_how_many_entries_the_audit_has(desk: Desk) -> None:
    add(desk, "Suite A", "Suite B")
    with desk.read() as session:
        count = session.scalars(select(func.count()).select_from(Audit)).one()

    assert f"The audit is whole: {count} entries." in verify(desk).sound


def test_nothing_is_written_through_a_link_that_lies_in_the_way(desk: Desk, tmp_path: Path) -> None:
    made = back_up(desk)
    theirs = tmp_path / "theirs"
    theirs.write_text("precious")
    for name in ("desk.key.part", "desk.db.part"):
        (desk.folder / name).symlink_to(theirs)
    desk.change_recovery_code()
    desk.close()
    restore(desk.folder, made.folder, PASSPHRASE).close()

    assert theirs.read_text() == "precious"
    assert not any(one.is_symlink() for one in desk.folder.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="only there files have such rights")
def test_a_desk_restored_where_none_was_is_its_owners_alone(desk: Desk, tmp_path: Path) -> None:
    made = back_up(desk)
    folder = tmp_path / "elsewhere" / "desk"
    restore(folder, made.folder, PASSPHRASE).close()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("desk.db", "desk.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
