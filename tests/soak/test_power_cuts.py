"""The power goes at any moment, and with it whatever was not synced: more of it in `make soak`."""

import random
import shutil
from pathlib import Path

import pytest

from tests.soak.lost_writes import Disk
from tests.soak.power_cuts import cut
from tests.soak.strace import Step, why_not

ORDINARY = 60

pytestmark = pytest.mark.slow


@pytest.fixture
def traced() -> None:
    if reason := why_not():
        pytest.skip(reason)


def test_nothing_that_was_said_to_be_done_is_lost_with_the_power(
    tmp_path: Path, traced: None
) -> None:
    outcome = cut(tmp_path / "cuts", ORDINARY, seed=1)

    assert outcome.lost == []
    assert outcome.torn == []
    assert {"save", "send", "passphrase", "code", "key"} <= set(outcome.interrupted)


@pytest.mark.parametrize("unsynced", ["database", "keys"])
def test_a_program_that_does_not_wait_for_the_disk_is_found_out(
    tmp_path: Path, traced: None, unsynced: str
) -> None:
    outcome = cut(
        tmp_path / "cuts", ORDINARY, seed=2, unsynced=unsynced, until=lambda found: not found.sound
    )

    assert not outcome.sound


def left(folder: Path, *steps: Step) -> set[tuple[tuple[str, bytes], ...]]:
    """Give what there may be on a disk after these steps."""
    found = set()
    for seed in range(200):
        disk = Disk(folder)
        for step in steps:
            disk.do(step)
        place = folder.parent / "after"
        place.mkdir()
        disk.after_the_power_went(random.Random(seed), place)
        found.add(tuple((one.name, one.read_bytes()) for one in sorted(place.iterdir())))
        shutil.rmtree(place)
    return found


def test_the_replay_loses_what_was_not_synced_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "old").write_bytes(b"old")
    old, new = str(folder / "old"), str(folder / "new")
    made = (Step("made", new), Step("written", new, 0, b"new"))
    moved = Step("moved", new, to=old)

    # A name without its content, where the content was not synced.
    assert left(folder, *made, moved) >= {(("old", b""),), (("old", b"old"),), (("old", b"new"),)}
    synced = (*made, Step("synced", new), moved)
    both = (("new", b"new"), ("old", b"old"))
    assert left(folder, *synced) == {(("old", b"old"),), both, (("old", b"new"),)}
    assert left(folder, *synced, Step("synced", str(folder))) == {(("old", b"new"),)}


def test_the_replay_tears_what_was_being_written(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "pages"
    path.write_bytes(b"a" * 1024)

    found = left(folder, Step("written", str(path), 0, b"b" * 1024))

    assert found == {(("pages", b"b" * n + b"a" * (1024 - n)),) for n in (0, 512, 1024)}
