import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from desktop.errors import UserError
from desktop.store import keyfile
from desktop.store.backup import make_backup
from desktop.store.desk import Desk, DeskExists, NoDesk, create_desk, open_desk
from desktop.store.inuse import DeskInUse
from desktop.store.keyfile import WrongPassphrase
from desktop.store.layout import KEYS, desk_folder, desks_in
from desktop.store.models import Audit, Identifier, Place, Record, RecordText, Scheme, Setting
from desktop.store.trail import about
from desktop.store.trouble import Busy
from tests.unit.conftest import CHEAP, PASSPHRASE


def names(desk: Desk) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(select(Place.name).order_by(Place.name)))


def entries(desk: Desk) -> int:
    with desk.read() as session:
        return session.scalars(select(func.count()).select_from(Audit)).one()


def test_what_was_written_is_there_after_closing_and_opening_again(desk: Desk) -> None:
    with desk.write("Added a place") as session:
        session.add(Place(scheme="custody", name="Suite A"))
    desk.close()

    with open_desk(desk.folder, PASSPHRASE) as again:
        assert names(again) == ["Suite A"]


def test_the_recovery_code_opens_a_desk(tmp_path: Path) -> None:
    desk, code = create_desk(tmp_path / "mine", PASSPHRASE, who="Ann", cost=CHEAP)
    desk.close()

    with open_desk(tmp_path / "mine", recovery_code=code, who="Ann") as again:
        assert names(again) == []


def test_a_new_passphrase_opens_the_desk_and_the_old_one_does_not(desk: Desk) -> None:
    desk.change_passphrase("a new one", cost=CHEAP)
    desk.close()

    with pytest.raises(WrongPassphrase):
        open_desk(desk.folder, PASSPHRASE)
    open_desk(desk.folder, "a new one").close()


def test_a_new_recovery_code_opens_the_desk(desk: Desk) -> None:
    code = desk.change_recovery_code()
    desk.close()

    open_desk(desk.folder, recovery_code=code).close()


def test_a_desk_never_takes_the_place_of_another(desk: Desk) -> None:
    with pytest.raises(DeskExists):
        create_desk(desk.folder, PASSPHRASE, who="Ann", cost=CHEAP)


def test_an_interrupted_making_leaves_no_desk_and_is_not_in_the_way(tmp_path: Path) -> None:
    folder = desk_folder(tmp_path, "ann")
    left = folder.with_name("ann.part")
    left.mkdir(parents=True)
    keyfile.create(left / KEYS, "another", cost=CHEAP)
    assert desks_in(tmp_path) == []

    create_desk(folder, PASSPHRASE, who="Ann", cost=CHEAP)[0].close()

    assert desks_in(tmp_path) == [folder]
    assert not left.exists()


def test_a_folder_without_a_desk_says_so(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoDesk, match="no desk in this folder"):
            open_desk(folder, PASSPHRASE)


def test_a_second_program_is_told_that_the_desk_is_open(desk: Desk) -> None:
    program = (
        "import sys; from pathlib import Path; from desktop.store.desk import open_desk\n"
        "try: open_desk(Path(sys.argv[1]), sys.argv[2])\n"
        "except Exception as error: print(type(error).__name__, error)"
    )

    second = subprocess.run(
        [sys.executable, "-c", program, str(desk.folder), PASSPHRASE],
        capture_output=True,
        text=True,
        check=True,
    )

    assert second.stdout.startswith("DeskInUse This desk is already open on this computer.")


def test_a_desk_can_be_opened_again_after_a_failed_attempt(desk: Desk) -> None:
    with pytest.raises(DeskInUse):
        open_desk(desk.folder, PASSPHRASE)
    desk.close()
    with pytest.raises(WrongPassphrase):
        open_desk(desk.folder, "wrong")

    open_desk(desk.folder, PASSPHRASE).close()


def test_an_error_in_the_block_stores_nothing_of_it(desk: Desk) -> None:
    before = entries(desk)

    def add_and_fail() -> None:
        with desk.write("Added a place") as session:
            session.add(Place(scheme="custody", name="Suite A"))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        add_and_fail()
    assert names(desk) == []
    assert entries(desk) == before


def test_a_reference_to_nothing_stores_nothing(desk: Desk) -> None:
    with pytest.raises(IntegrityError), desk.write("Added a text") as session:
        session.add(RecordText(record_id="nobody", text="words"))

    with desk.read() as session:
        assert session.scalars(select(RecordText)).all() == []


def test_rows_that_refer_to_each_other_may_be_written_in_any_order(desk: Desk) -> None:
    with desk.write("Added a record") as session:
        session.add(RecordText(record_id="r1", text="words"))
        session.flush()
        session.add(Record(id="r1", form="f", form_version=1, scheme="custody"))

    with desk.read() as session:
        assert session.get_one(RecordText, "r1").text == "words"


def test_a_rows_moment_comes_back_in_utc(desk: Desk) -> None:
    moment = datetime(2025, 3, 31, 1, 30, 0, 123456, tzinfo=UTC).astimezone()
    with desk.write("Added a record") as session:
        session.add(Record(id="r1", form="f", form_version=1, scheme="custody", finished_at=moment))

    with desk.read() as session:
        finished = session.get_one(Record, "r1").finished_at
    assert finished == moment
    assert finished is not None
    assert finished.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(desk: Desk) -> None:
    naive = datetime(2025, 3, 31, 1, 30)  # noqa: DTZ001

    with pytest.raises(Exception, match="needs a zone"), desk.write("Added") as session:
        session.add(Record(form="f", form_version=1, scheme="x", finished_at=naive))


def test_a_state_the_program_does_not_know_is_refused(desk: Desk) -> None:
    with pytest.raises(IntegrityError), desk.write("Added a record") as session:
        session.add(Record(form="f", form_version=1, scheme="x", status="unheard_of"))


def test_what_an_error_says_holds_nothing_that_was_typed(desk: Desk) -> None:
    door = desk.write("Added a record")
    with pytest.raises(IntegrityError) as caught, door as session:
        session.add(Record(form="f", form_version=1, scheme="needle", status="needle"))

    assert "needle" not in str(caught.value)


def test_the_reading_door_refuses_changes(desk: Desk) -> None:
    def add() -> None:
        with desk.read() as session:
            session.add(Place(scheme="custody", name="Suite A"))
            session.flush()

    with pytest.raises(RuntimeError, match="write door"):
        add()
    with pytest.raises(RuntimeError, match="write door"), desk.read() as session:
        session.execute(update(Place).values(name="B"))


def test_a_block_cannot_commit_by_itself(desk: Desk) -> None:
    def add_and_commit() -> None:
        with desk.write("Added a place") as session:
            session.add(Place(scheme="custody", name="Suite A"))
            session.commit()

    with pytest.raises(RuntimeError, match="commits when its block ends"):
        add_and_commit()
    assert names(desk) == []


def test_a_closed_desk_forgets_its_key_and_opens_no_door(desk: Desk) -> None:
    desk.close()
    desk.close()

    assert desk.key == b""
    with pytest.raises(RuntimeError), desk.read():
        pass
    with pytest.raises(RuntimeError), desk.write("Anything"):
        pass


def test_closing_leaves_one_database_file_and_no_log(desk: Desk) -> None:
    with desk.write("Added a place") as session:
        session.add(Place(scheme="custody", name="Suite A"))
    assert (desk.folder / "desk.db-wal").stat().st_size > 0

    desk.close()

    assert sorted(file.name for file in desk.folder.iterdir()) == [
        "desk.db",
        "desk.key",
        "desk.lock",
    ]


def test_a_checkpoint_empties_the_log(desk: Desk) -> None:
    with desk.write("Added a place") as session:
        session.add(Place(scheme="custody", name="Suite A"))

    desk.checkpoint()

    assert (desk.folder / "desk.db-wal").stat().st_size == 0


def test_every_commit_reaches_the_disk_before_it_returns(desk: Desk) -> None:
    expected = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
    with desk.read() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in expected}
        mode = session.execute(text("PRAGMA journal_mode")).scalar()
    assert (mode, found) == ("wal", expected)


def test_no_connection_is_in_use_between_two_calls(desk: Desk) -> None:
    with desk.write("Added a place") as session:
        session.add(Place(scheme="custody", name="Suite A"))
    names(desk)

    assert desk._readers.pool.checkedout() == 0  # type: ignore[attr-defined]  # noqa: SLF001


# --- two doors at once ---------------------------------------------------------------------


@contextmanager
def held_open(desk: Desk) -> Iterator[None]:
    """Keep the writing door open in another thread for the length of the block."""
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with desk.write("Held the door"):
            inside.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(10)
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_writers_that_read_first_never_lose_each_others_change(desk: Desk) -> None:
    with desk.write("Began to count") as session:
        session.add(Setting(key="count", value=0))
    failures: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(25):
                with desk.write("Counted") as session:
                    row = session.scalars(select(Setting)).one()
                    assert isinstance(row.value, int)
                    row.value = row.value + 1
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with desk.read() as session:
        assert session.scalars(select(Setting.value)).one() == 100


def test_a_reader_does_not_wait_for_a_writer_and_sees_the_last_whole_state(desk: Desk) -> None:
    with held_open(desk):
        start = time.monotonic()
        assert names(desk) == []
        assert time.monotonic() - start < 2


def test_a_writer_does_not_wait_for_a_reader_whose_view_stays_the_same(desk: Desk) -> None:
    with desk.read() as session:
        assert session.scalars(select(func.count()).select_from(Place)).one() == 0
        with desk.write("Added a place") as writer:
            writer.add(Place(scheme="custody", name="Suite A"))
        assert session.scalars(select(func.count()).select_from(Place)).one() == 0

    assert names(desk) == ["Suite A"]


def test_a_save_that_may_not_wait_is_told_to_try_again(desk: Desk) -> None:
    with held_open(desk):
        start = time.monotonic()
        with pytest.raises(Busy, match="is saving") as caught, desk.write("Saved", wait_ms=50):
            pass
        assert time.monotonic() - start < 3
        assert isinstance(caught.value, UserError)
        assert caught.value.next_step == "Try again in a moment."

    # The short wait was for that one call.
    with desk.write("Saved", wait_ms=50) as session:
        session.add(Place(scheme="custody", name="Suite A"))
    assert names(desk) == ["Suite A"]


def test_a_checkpoint_that_may_not_wait_leaves_a_reader_in_peace(desk: Desk) -> None:
    with desk.read() as session:
        assert session.scalars(select(func.count()).select_from(Place)).one() == 0
        with desk.write("Added a place") as writer:
            writer.add(Place(scheme="custody", name="Suite A"))
        start = time.monotonic()
        desk.checkpoint(wait_ms=50)
        assert time.monotonic() - start < 3
        assert session.scalars(select(func.count()).select_from(Place)).one() == 0

    desk.checkpoint()
    assert (desk.folder / "desk.db-wal").stat().st_size == 0


def test_a_save_that_may_wait_gets_its_turn(desk: Desk) -> None:
    saved = threading.Event()

    def save() -> None:
        with desk.write("Saved") as session:
            session.add(Place(scheme="custody", name="Suite A"))
        saved.set()

    with held_open(desk):
        thread = threading.Thread(target=save)
        thread.start()
        assert not saved.wait(0.2)
    thread.join()

    assert names(desk) == ["Suite A"]


# --- what the audit says of a write --------------------------------------------------------


def newest(desk: Desk) -> Audit:
    with desk.read() as session:
        return session.scalars(select(Audit).order_by(Audit.seq.desc()).limit(1)).one()


def test_a_write_has_one_entry_that_names_the_record_and_not_what_is_in_it(desk: Desk) -> None:
    before = entries(desk)
    with desk.write("Finished a visit") as session:
        session.add(
            Record(id="r1", form="f", form_version=1, scheme="x", answers={"note": "needle"})
        )
        session.add(RecordText(record_id="r1", text="needle"))
        session.add(Identifier(record_id="r1", field="name", value="needle"))

    entry = newest(desk)
    assert entries(desk) == before + 1
    assert (entry.who, entry.why) == ("Tester", "Finished a visit")
    assert (entry.entity, entry.entity_id) == ("record", "r1")
    assert entry.fields == "identifier added 1; record added 1; record_text added 1"
    assert "needle" not in str(vars(entry))


def test_an_entry_names_the_columns_that_changed_and_no_others(desk: Desk) -> None:
    with desk.write("Began") as session:
        session.add(Record(id="r1", form="f", form_version=1, scheme="x", reference="same"))

    with desk.write("Changed") as session:
        record = session.get_one(Record, "r1")
        record.status = "open"
        record.answers = {"note": "words"}
        record.reference = "same"

    assert newest(desk).fields == "record changed 1; answers, status"


def test_a_write_of_many_records_names_none_and_counts_all(desk: Desk) -> None:
    with desk.write("Imported a file") as session:
        session.add_all(Record(form="f", form_version=1, scheme="x") for _ in range(30))

    entry = newest(desk)
    assert (entry.entity, entry.entity_id) == ("", "")
    assert entry.fields == "record added 30"
    assert len(entry.content_hash) == 64


def test_a_statement_on_many_rows_is_in_the_entry_too(desk: Desk) -> None:
    with desk.write("Imported schemes") as session:
        session.execute(insert(Scheme), [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}])
        session.execute(update(Scheme).values(body="x"))

    assert newest(desk).fields == "scheme added together 2; scheme changed together 1"


def test_keystrokes_of_a_draft_have_no_entry_and_its_end_has_the_drafts_hash(desk: Desk) -> None:
    with desk.write("Began a draft") as session:
        session.add(Record(id="r1", form="f", form_version=1, scheme="x"))
    began = newest(desk)

    for letters in ("h", "he", "hel"):
        with desk.write("Typed", quiet=True) as session:
            session.get_one(Record, "r1").answers = {"note": letters}
    assert newest(desk).seq == began.seq

    with desk.write("Stopped drafting") as session:
        about(session, session.get_one(Record, "r1"))

    ended = newest(desk)
    assert (ended.seq, ended.entity_id) == (began.seq + 1, "r1")
    assert ended.content_hash not in {"", began.content_hash}


def test_only_a_draft_may_be_written_quietly(desk: Desk) -> None:
    quiet = desk.write("Typed", quiet=True)
    with pytest.raises(RuntimeError, match="draft and nothing else"), quiet as session:
        session.add(Setting(key="small_number_threshold", value=1))

    with desk.read() as session:
        assert session.scalars(select(Setting)).all() == []


def test_a_copied_folder_opens_like_the_desk(desk: Desk, tmp_path: Path) -> None:
    with desk.write("Added a place") as session:
        session.add(Place(scheme="custody", name="Suite A"))
    desk.close()
    shutil.copytree(desk.folder, tmp_path / "copy with spaces & %41 in its näme")

    with open_desk(tmp_path / "copy with spaces & %41 in its näme", PASSPHRASE) as copy:
        assert names(copy) == ["Suite A"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_every_file_of_a_desk_is_its_owners_alone(desk: Desk) -> None:
    with desk.write("Wrote something") as session:
        session.add(Place(scheme="custody", name="Suite A"))
    make_backup(desk.folder, desk.key)
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert len(files) > 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
