"""The program dies at any moment: what it said was saved is there, whole, and nothing else.

More kills than in the ordinary run: python -m tests.unit.test_store_kill 500
"""

import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.store import chain, keyfile
from desktop.store.backup import faults
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.engine import checkpoint, connect
from desktop.store.ids import new_id
from desktop.store.keyfile import WrongPassphrase, WrongRecoveryCode
from desktop.store.layout import DATABASE, KEYS, PENDING_KEYS
from desktop.store.models import Audit, Record, RecordDate, RecordText, Revision
from tests.unit.conftest import CHEAP, PASSPHRASE

ORDINARY = 25
LONGEST_LIFE = 0.06
"""Seconds from the first saved record to the kill."""

if sys.platform == "win32":
    _children = multiprocessing.get_context("spawn")
else:
    # Children start from a process that has everything imported and no threads.
    _children = multiprocessing.get_context("forkserver")
    _children.set_forkserver_preload([__name__])


@dataclass
class Outcome:
    """What a run of kills did to the records that were said to be saved."""

    saved: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    torn: int = 0
    unsaid: int = 0
    unsound: list[str] = field(default_factory=list)


def save(desk: Desk, record_id: str) -> None:
    """Save a record of four rows in three tables through the door."""
    with desk.write("Added a record") as session:
        session.add(
            Record(id=record_id, form="f", form_version=1, scheme="x", answers={"note": "w" * 3000})
        )
        session.add(RecordText(record_id=record_id, text="words " * 200))
        session.add(RecordDate(record_id=record_id, form="f", field="on", on=date(2025, 3, 3)))
        session.flush()
        session.add(Revision(record_id=record_id, number=1, reason="first"))


def say_after_saving(desk: Desk, record_id: str, say: Connection) -> None:
    """Do as the program does."""
    save(desk, record_id)
    say.send(record_id)


def say_before_saving(desk: Desk, record_id: str, say: Connection) -> None:
    """Do what the test must find out."""
    say.send(record_id)
    save(desk, record_id)


Way = Callable[[Desk, str, Connection], None]


def save_until_killed(folder: Path, way: Way, say: Connection) -> None:
    desk = open_desk(folder, PASSPHRASE, who="Child")
    while True:
        way(desk, new_id(), say)


def kill_and_look(folder: Path, kills: int, way: Way) -> Outcome:
    """Kill a saving program `kills` times and look at its desk after each."""
    chance = random.Random(7)
    outcome = Outcome()
    for _ in range(kills):
        said = live_and_die(folder, way, chance)
        with open_desk(folder, PASSPHRASE, who="Parent") as desk:
            look(desk, said, outcome)
    return outcome


def live_and_die(folder: Path, way: Way, chance: random.Random) -> set[str]:
    """Run one child to its sudden end and give the records it said were saved."""
    hear, say = _children.Pipe(duplex=False)
    child = _children.Process(target=save_until_killed, args=(folder, way, say))
    child.start()
    say.close()
    # One in five dies while it opens the desk or saves its first record.
    early = chance.random() < 0.2
    if not early:
        assert hear.poll(30), "the child saved nothing"
    time.sleep(chance.random() * (0.3 if early else LONGEST_LIFE))
    child.kill()
    child.join()
    child.close()
    return set(heard(hear))


def heard(hear: Connection) -> Iterator[str]:
    """Give what a child said before its end."""
    with closing(hear):
        while True:
            try:
                yield str(hear.recv())
            except EOFError:
                return


def look(desk: Desk, said: set[str], outcome: Outcome) -> None:
    with desk.read() as session:
        there = set(session.scalars(select(Record.id)))
        for table in (RecordText, RecordDate, Revision):
            rows = session.scalars(select(func.count()).select_from(table)).one()
            outcome.torn += abs(rows - len(there))
        broken = chain.verify(session)
        writes = session.scalars(select(func.count()).select_from(Audit)).one()
    # One entry for making the desk, and one a record.
    outcome.torn += abs(writes - 1 - len(there))
    outcome.saved |= said
    outcome.lost |= outcome.saved - there
    outcome.unsaid = max(outcome.unsaid, len(there - outcome.saved))
    outcome.saved |= there
    outcome.unsound += [broken.sentence] if broken is not None else []
    # What was being written when the kill came is no damage.
    outcome.unsound += [desk.notice] if desk.notice else []
    with closing(connect(desk.folder / "desk.db", desk.key)) as raw:
        checkpoint(raw)
        outcome.unsound += faults(raw)


def new_desk(folder: Path) -> Path:
    create_desk(folder, PASSPHRASE, who="Parent", cost=CHEAP)[0].close()
    return folder


@pytest.mark.slow
def test_what_was_said_to_be_saved_outlives_every_kill(tmp_path: Path) -> None:
    outcome = kill_and_look(new_desk(tmp_path / "desk"), ORDINARY, say_after_saving)

    assert len(outcome.saved) > ORDINARY
    assert outcome.lost == set()
    assert outcome.torn == 0
    assert outcome.unsound == []
    # A kill between the commit and the saying may leave one that was saved and never said.
    assert outcome.unsaid <= 1


@pytest.mark.slow
def test_the_test_finds_a_program_that_says_so_before_it_saves(tmp_path: Path) -> None:
    outcome = kill_and_look(new_desk(tmp_path / "desk"), ORDINARY, say_before_saving)

    assert outcome.lost
    assert outcome.unsound == []


def change_until_killed(folder: Path, passphrases: list[str], say: Connection) -> None:
    key = keyfile.unlock_by_code(folder / KEYS, passphrases.pop()).key
    while True:
        for passphrase in passphrases:
            keyfile.change_passphrase(folder / KEYS, key, passphrase, cost=CHEAP)
            say.send(passphrase)


@pytest.mark.slow
def test_a_kill_while_the_passphrase_changes_leaves_a_key_file_that_opens(tmp_path: Path) -> None:
    chance = random.Random(8)
    key, code = keyfile.create(tmp_path / KEYS, PASSPHRASE, cost=CHEAP)
    passphrases = [f"passphrase {number}" for number in range(50)]

    for _ in range(ORDINARY):
        hear, say = _children.Pipe(duplex=False)
        child = _children.Process(
            target=change_until_killed, args=(tmp_path, [*passphrases, code], say)
        )
        child.start()
        say.close()
        assert hear.poll(30), "the child changed nothing"
        time.sleep(chance.random() * LONGEST_LIFE)
        child.kill()
        child.join()
        said = [*heard(hear)]
        # The last one that was said to be in force, or the one that was being put in force.
        last = passphrases.index(said[-1])
        assert key in {opened(tmp_path / KEYS, p) for p in (said[-1], passphrases[(last + 1) % 50])}
        assert keyfile.unlock_by_code(tmp_path / KEYS, code).key == key


def new_keys_until_killed(folder: Path, say: Connection) -> None:
    desk = open_desk(folder, PASSPHRASE, who="Child")
    while True:
        record_id = new_id()
        save(desk, record_id)
        say.send(f"saved {record_id}")
        made = desk.new_data_key(PASSPHRASE, cost=CHEAP)
        say.send(f"code {made.recovery_code}")


def kill_while_keys_change(folder: Path, kills: int) -> tuple[int, int]:
    """Kill a program that makes one data key after the other, and look at its desk after each.

    Gives how many kills came while a key waited, and after how many a code opened the desk no more
    and the desk did not say so: the kill came between the last step and the saying.
    """
    chance = random.Random(9)
    saved: set[str] = set()
    code, voided, waited = "", 0, 0
    for _ in range(kills):
        hear, say = _children.Pipe(duplex=False)
        child = _children.Process(target=new_keys_until_killed, args=(folder, say))
        child.start()
        say.close()
        assert hear.poll(30), "the child saved nothing"
        time.sleep(chance.random() * 0.3)
        child.kill()
        child.join()
        for line in heard(hear):
            what, told = line.split()
            code = told if what == "code" else code
            saved |= {told} if what == "saved" else set()
        waited += (folder / PENDING_KEYS).exists()
        with open_desk(folder, PASSPHRASE, who="Parent") as desk:
            unseen = desk.notice
            assert not (folder / PENDING_KEYS).exists()
            with desk.read() as session:
                assert saved <= set(session.scalars(select(Record.id)))
                assert chain.verify(session) is None
            with closing(connect(folder / DATABASE, desk.key)) as raw:
                checkpoint(raw)
                assert faults(raw) == []
        if code and not opened_by_code(folder, code):
            voided, code = voided + (unseen == ""), ""
    return waited, voided


@pytest.mark.slow
def test_a_kill_while_the_data_key_changes_locks_nobody_out_and_loses_nothing(
    tmp_path: Path,
) -> None:
    waited, voided = kill_while_keys_change(new_desk(tmp_path / "desk"), ORDINARY)

    assert waited > 0, "no kill came while a key waited"
    assert voided <= 3


def opened_by_code(folder: Path, code: str) -> bool:
    try:
        open_desk(folder, recovery_code=code).close()
    except WrongRecoveryCode:
        return False
    return True


def opened(keys: Path, passphrase: str) -> bytes | None:
    try:
        return keyfile.unlock(keys, passphrase)
    except WrongPassphrase:
        return None


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found = kill_and_look(new_desk(Path(place) / "desk"), int(sys.argv[1]), say_after_saving)
        keys = kill_while_keys_change(new_desk(Path(place) / "keys"), int(sys.argv[1]))
    sys.stdout.write(
        f"saved {len(found.saved)}, lost {len(found.lost)}, torn {found.torn}, "
        f"saved and not said {found.unsaid}, unsound {found.unsound}; "
        f"new data keys: {keys[0]} kills while one waited, {keys[1]} void codes unsaid\n"
    )
    sys.exit(bool(found.lost or found.torn or found.unsound or found.unsaid > 1))
