"""A backup made elsewhere is proved good, or said to be what it is."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.store import keyfile
from desktop.store.backup import Backup, make_backup
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.engine import connect
from desktop.store.models import Place, Record
from desktop.store.restore import restore
from desktop.store.verify import Finding
from desktop.store.verify_backup import verify_backups
from tests.unit.conftest import CHEAP, PASSPHRASE

PAGE = 4096


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def write(desk: Desk, name: str = "Suite") -> None:
    with desk.write("Added a place") as session:
        session.add(Place(scheme="custody", name=name))


def back_up(desk: Desk, to: Path) -> Backup:
    return make_backup(desk.folder, desk.key, to)


def finding(place: Path, desk: Desk | None, passphrase: str = PASSPHRASE) -> Finding:
    health = verify_backups(place, passphrase, desk)
    assert health.sound == ()
    [found] = health.findings
    assert found.next_step
    return found


def sound(place: Path, desk: Desk | None, passphrase: str = PASSPHRASE) -> str:
    health = verify_backups(place, passphrase, desk)
    assert health.findings == ()
    [said] = health.sound
    return said


def execute(backup: Backup, key: bytes, statement: str) -> None:
    with closing(connect(backup.folder / "desk.db", key)) as raw:
        raw.execute(statement)


def test_a_good_backup_is_said_to_be_whole_and_the_desks_own(desk: Desk, stick: Path) -> None:
    with desk.write("Two records") as session:
        session.add(Record(form="f", form_version=1, scheme="s", status="open"))
        session.add(Record(form="f", form_version=1, scheme="s", status="open"))
    made = back_up(desk, stick)
    before = {file.name: file.read_bytes() for file in made.folder.iterdir()}
    write(desk)
    said = sound(stick, desk)
    assert said.startswith("The backup of ")
    assert "opens with this passphrase and is whole: 2 records, and an audit of 4 entries." in said
    assert said.endswith("It belongs to this desk.")
    assert sound(made.folder, desk) == sound(made.folder / "desk.db", desk) == said
    assert {file.name: file.read_bytes() for file in made.folder.iterdir()} == before


def test_every_backup_in_a_folder_is_looked_at_newest_first(desk: Desk, stick: Path) -> None:
    first = back_up(desk, stick)
    write(desk)
    back_up(desk, stick)
    assert [
        said.partition("an ")[2].partition(" entries")[0]
        for said in verify_backups(stick, PASSPHRASE, desk).sound
    ] == ["audit of 2", "audit of 1"]
    first.folder.joinpath("desk.db").unlink()
    health = verify_backups(stick, PASSPHRASE, desk)
    assert len(health.sound) == 1
    assert ["desk.db is missing" in one.sentence for one in health.findings] == [True]


def test_a_renamed_copy_is_named_by_its_folder(desk: Desk, stick: Path) -> None:
    back_up(desk, stick).folder.rename(stick / "before the move")
    assert sound(stick, desk).startswith("The backup in “before the move” opens")


@pytest.mark.parametrize("page", [0, 20])
def test_a_damaged_backup(desk: Desk, stick: Path, page: int) -> None:
    database = back_up(desk, stick).folder / "desk.db"
    content = bytearray(database.read_bytes())
    content[page * PAGE + 50] ^= 1
    database.write_bytes(content)
    assert "is damaged" in finding(stick, desk).sentence


@pytest.mark.parametrize("file", ["desk.db", "desk.key"])
def test_an_empty_backup(desk: Desk, stick: Path, file: str) -> None:
    (back_up(desk, stick).folder / file).write_bytes(b"")
    assert f"is empty: {file} holds nothing." in finding(stick, desk).sentence


def test_a_damaged_key_file(desk: Desk, stick: Path) -> None:
    (back_up(desk, stick).folder / "desk.key").write_text("{}", "utf-8")
    assert "is damaged: its key file." in finding(stick, desk).sentence


def test_rows_that_refer_to_nothing_are_damage(desk: Desk, stick: Path) -> None:
    made = back_up(desk, stick)
    with closing(connect(made.folder / "desk.db", desk.key)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(
            "INSERT INTO issue_step (id, issue_id, on_date, text, who) "
            "VALUES ('a', 'none', '2025-01-01', 'x', 'y')"
        )
    assert "refer to rows that are not there" in finding(stick, desk).sentence


def test_a_backup_of_a_newer_version(desk: Desk, stick: Path) -> None:
    made = back_up(desk, stick)
    execute(made, desk.key, "UPDATE alembic_version SET version_num = '9999'")
    assert "was made with a newer version" in finding(stick, desk).sentence


def test_a_backup_whose_audit_was_altered(desk: Desk, stick: Path) -> None:
    write(desk)
    made = back_up(desk, stick)
    execute(made, desk.key, "DROP TRIGGER audit_no_update")
    execute(made, desk.key, "UPDATE audit SET who = 'Somebody else' WHERE seq = 2")
    said = finding(stick, desk).sentence
    assert "is not as it was made. Entry 2 of the audit was altered" in said


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        (PASSPHRASE, "is whole, and it is another desk's."),
        ("another passphrase of theirs", "does not open with this passphrase, and its key is not"),
    ],
)
def test_another_desks_backup(
    desk: Desk, stick: Path, tmp_path: Path, theirs: str, sentence: str
) -> None:
    other, _ = create_desk(tmp_path / "other", theirs, who="Other", cost=CHEAP)
    with other:
        back_up(other, stick)
    assert sentence in finding(stick, desk).sentence


def test_a_backup_made_before_the_passphrase_was_changed(desk: Desk, stick: Path) -> None:
    back_up(desk, stick)
    new = "a wholly new passphrase"
    keyfile.change_passphrase(desk.folder / "desk.key", desk.key, new, cost=CHEAP)
    said = sound(stick, desk, new)
    assert "opens with this desk's key (elsewhere: its passphrase of that day)" in said
    assert "does not open" in finding(stick, None, new).sentence


def test_a_backup_newer_than_the_desk_is_still_the_desks(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    old = shutil.copytree(desk.folder, tmp_path / "old")
    write(desk)
    write(desk, "Second")
    back_up(desk, stick)
    with open_desk(old, PASSPHRASE) as older:
        said = sound(stick, older)
    assert said.endswith(
        "It belongs to this desk and holds 2 more in its audit: the desk is older."
    )


def test_histories_that_parted_are_said(desk: Desk, stick: Path, tmp_path: Path) -> None:
    back_up(desk, stick)
    write(desk)
    with restore(tmp_path / "second", next(stick.iterdir()), PASSPHRASE) as second:
        write(second, "Elsewhere")
        elsewhere = back_up(second, tmp_path / "elsewhere")
    write(desk, "Here")
    said = finding(elsewhere.folder, desk).sentence
    assert "what was written after it began differs from this desk" in said


def test_without_a_desk_the_passphrase_is_proof_enough(desk: Desk, stick: Path) -> None:
    back_up(desk, stick)
    assert sound(stick, None).endswith("There is no desk here to compare it with.")


@pytest.mark.parametrize("name", ["nowhere", "letter.txt", "empty folder"])
def test_what_is_no_backup_is_said(desk: Desk, tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", "utf-8")
    (tmp_path / "empty folder").mkdir()
    with pytest.raises(UserError, match=r"no backup|not there"):
        verify_backups(tmp_path / name, PASSPHRASE, desk)
