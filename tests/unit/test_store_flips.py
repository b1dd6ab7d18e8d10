"""One bit is flipped in a file of ours: it is found and said, or it is harmless; never wrong data.

More flips than in the ordinary run: python -m tests.unit.test_store_flips 1000
"""

import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.errors import UserError
from desktop.store import chain, keyfile, newkey, walog
from desktop.store.autobackup import backup_if_due
from desktop.store.backup import backups, faults
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.engine import connect
from desktop.store.layout import DATABASE, KEYS, PENDING_KEYS
from desktop.store.models import Row
from desktop.store.restore import restore
from desktop.store.trouble import DatabaseDamaged, plain_words
from desktop.store.verify import verify
from desktop.store.verify_backup import verify_backups
from tests.unit.conftest import CHEAP, PASSPHRASE
from tests.unit.test_store_trouble import fill

ORDINARY = 24
LOG = f"{DATABASE}-wal"

Rows = dict[str, list[str]]


def everything(desk: Desk) -> Rows:
    """Read every row of every table but the audit, which may have grown."""
    with desk.read() as session:
        return {
            name: sorted(str(row) for row in session.execute(text(f"SELECT * FROM {name}")))  # noqa: S608
            for name in Row.metadata.tables
            if name != "audit"
        }


def killed_desk(place: Path) -> tuple[Path, Rows]:
    """Make a desk with a backup whose program was killed: its last changes are in the log."""
    desk, _ = create_desk(place / "lived", PASSPHRASE, who="Ann", cost=CHEAP)
    with desk:
        fill(desk, 20, words=300)
        desk.checkpoint()
        backup_if_due(desk.folder, desk.key)
        for _ in range(5):
            fill(desk, 1, words=300)
        folder = place / "killed"
        shutil.copytree(desk.folder, folder)
        return folder, everything(desk)


def half_way_desk(place: Path) -> tuple[Path, Rows]:
    """Make a desk that was killed when its database was under a new key, its key file not."""
    desk, _ = create_desk(place / "half-way", PASSPHRASE, who="Ann", cost=CHEAP)
    fill(desk, 20, words=300)
    there, old = everything(desk), desk.key
    made = newkey.prepare(desk.folder, old, PASSPHRASE, seal_for_office=None, cost=CHEAP)
    desk.close()
    keyfile.put_in_force(desk.folder / PENDING_KEYS, made, before=old)
    newkey._encrypt_anew(desk.folder / DATABASE, old, made.key)  # noqa: SLF001
    return desk.folder, there


def flip(path: Path, chance: random.Random) -> int:
    """Flip one bit, one time in four near the beginning; give the place of its byte."""
    whole = bytearray(path.read_bytes())
    at = chance.randrange(min(100, len(whole)) if chance.random() < 0.25 else len(whole))
    whole[at] ^= 1 << chance.randrange(8)
    path.write_bytes(whole)
    return at


def look(folder: Path, before: Rows) -> str:
    """Open a desk, read everything and say what came of the flip."""
    try:
        with open_desk(folder, PASSPHRASE, who="Ann") as desk:
            there = everything(desk)
            with desk.read() as session:
                assert chain.verify(session) is None
            if there == before:
                return "harmless"
            assert desk.notice, "something is missing and nobody says so"
            for name, rows in there.items():
                assert not Counter(rows) - Counter(before[name]), "what is there is wrong"
            return "said"
    except UserError as error:
        return "found" if error.sentence and error.next_step else "found and not said"


def flips(folder: Path, before: Rows, name: str, count: int, place: Path) -> Counter[str]:
    """Flip one bit at a time in a file of a desk and count what came of it."""
    chance = random.Random(11)
    outcome: Counter[str] = Counter()
    for _ in range(count):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
        at = flip(place / name, chance)
        try:
            outcome[look(place, before)] += 1
        except BaseException as error:
            error.add_note(f"byte {at} of {name}")
            raise
    return outcome


@pytest.mark.parametrize(("name", "way"), [(DATABASE, "found"), (LOG, "said"), (KEYS, "found")])
def test_a_flipped_bit_in_a_desks_file_is_found_or_harmless(
    tmp_path: Path, name: str, way: str
) -> None:
    folder, before = killed_desk(tmp_path)

    outcome = flips(folder, before, name, ORDINARY, tmp_path / "flipped")

    assert set(outcome) <= {way, "harmless"}
    # A page of the database that the log holds anew, or an index, is not read.
    assert outcome[way] >= ORDINARY / 6


def test_a_flipped_bit_in_a_key_file_that_waits_is_found_or_harmless(tmp_path: Path) -> None:
    folder, before = half_way_desk(tmp_path)

    outcome = flips(folder, before, PENDING_KEYS, ORDINARY, tmp_path / "flipped")

    assert set(outcome) <= {"found", "harmless"}
    assert outcome["found"] > ORDINARY / 3


@pytest.mark.parametrize("name", [DATABASE, KEYS])
def test_a_flipped_bit_in_a_backup_is_found_before_it_is_needed(tmp_path: Path, name: str) -> None:
    folder, _ = killed_desk(tmp_path)
    (made,) = backups(folder / "backups")
    with restore(folder, made.folder, PASSPHRASE) as desk:
        before = everything(desk)
    chance, found = random.Random(12), 0

    for _ in range(ORDINARY):
        place = tmp_path / "flipped"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(made.folder, place)
        flip(place / name, chance)
        health = verify_backups(place, PASSPHRASE)
        if health.findings:
            found += 1
            assert all(one.sentence and one.next_step for one in health.findings)
        try:
            with restore(tmp_path / "back", place, PASSPHRASE) as desk:
                assert not health.findings
                assert everything(desk) == before
        except UserError:
            assert health.findings
        shutil.rmtree(tmp_path / "back", ignore_errors=True)

    assert found > ORDINARY / 3


def said_of(database: Path, key: bytes) -> list[str]:
    try:
        with plain_words(), closing(connect(database, key)) as raw:
            return faults(raw)
    except DatabaseDamaged as error:
        return [error.sentence]


def test_a_flipped_bit_that_nothing_reads_is_found_by_the_check(tmp_path: Path) -> None:
    folder, _ = killed_desk(tmp_path)
    (made,) = backups(folder / "backups")
    key = keyfile.unlock(made.folder / KEYS, PASSPHRASE)
    chance = random.Random(13)
    whole = (made.folder / DATABASE).read_bytes()

    for _ in range(ORDINARY):
        flip(made.folder / DATABASE, chance)
        assert said_of(made.folder / DATABASE, key) != []
        (made.folder / DATABASE).write_bytes(whole)


# --- the log ---------------------------------------------------------------------------------


def test_the_log_of_a_killed_program_is_not_called_damaged(tmp_path: Path) -> None:
    folder, before = killed_desk(tmp_path)

    assert not walog.is_damaged(folder / LOG)
    with open_desk(folder, PASSPHRASE, who="Ann") as desk:
        assert (desk.notice, everything(desk)) == ("", before)
    assert not walog.is_damaged(folder / LOG)


def test_a_log_that_began_again_over_an_older_one_is_not_called_damaged(desk: Desk) -> None:
    fill(desk, 40)
    with closing(connect(desk.folder / DATABASE, desk.key)) as raw:
        raw.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
    fill(desk, 2)

    assert (desk.folder / LOG).stat().st_size > 40 * 4096
    assert not walog.is_damaged(desk.folder / LOG)


@pytest.mark.parametrize("left", [0, 20, 32, 40, 32 + 24 + 4096, 32 + 24 + 4096 + 100])
def test_a_log_that_is_cut_off_is_not_called_damaged(desk: Desk, left: int) -> None:
    fill(desk, 2)
    cut = desk.folder.parent / "cut"
    cut.write_bytes((desk.folder / LOG).read_bytes()[:left])

    assert not walog.is_damaged(cut)


def test_a_damaged_log_is_set_aside_and_the_audit_says_so(tmp_path: Path) -> None:
    folder, before = killed_desk(tmp_path)
    log = bytearray((folder / LOG).read_bytes())
    log[len(log) // 2] ^= 4
    (folder / LOG).write_bytes(log)

    with open_desk(folder, PASSPHRASE, who="Ann") as desk:
        assert "damaged on the disk" in desk.notice
        assert desk.notice in {found.sentence for found in verify(desk).findings}
        there = everything(desk)
        assert 20 <= len(there["record"]) < len(before["record"])
        with desk.read() as session:
            audit = Row.metadata.tables["audit"]
            newest = select(audit.c.why).order_by(audit.c.seq.desc()).limit(1)
            assert session.scalar(newest) == "Opened after the last changes were damaged"
    (aside,) = (folder / "before-restore").iterdir()
    assert (aside / LOG).read_bytes() == bytes(log)
    with open_desk(folder, PASSPHRASE, who="Ann") as again:
        assert again.notice == ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_in:
        root = Path(made_in)
        desk_folder, rows = killed_desk(root)
        for file in (DATABASE, LOG, KEYS):
            found = flips(desk_folder, rows, file, int(sys.argv[1]), root / "flipped")
            sys.stdout.write(f"{file}: {dict(found)}\n")
        desk_folder, rows = half_way_desk(root)
        found = flips(desk_folder, rows, PENDING_KEYS, int(sys.argv[1]), root / "flipped")
        sys.stdout.write(f"{PENDING_KEYS}: {dict(found)}\n")
