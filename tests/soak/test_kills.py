"""The program dies at any moment, whatever it is doing: fifty times here, see `make soak`."""

from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.store.desk import open_desk
from tests.soak.kills import Killer
from tests.soak.looking import look
from tests.unit.conftest import PASSPHRASE

ORDINARY = 50

pytestmark = pytest.mark.slow


def test_nothing_that_was_said_to_be_done_is_lost_and_nothing_is_torn(tmp_path: Path) -> None:
    outcome = Killer(tmp_path, seed=1).kill(ORDINARY)

    assert outcome.lost == []
    assert outcome.torn == []
    assert outcome.kills == ORDINARY
    assert outcome.acknowledged.total() > ORDINARY
    # Most kills come while something is under way.
    assert outcome.interrupted.total() + outcome.opening > ORDINARY / 3


def test_a_program_that_says_so_too_early_is_found_out(tmp_path: Path) -> None:
    killer = Killer(tmp_path, seed=2, too_early=True)

    outcome = killer.kill(ORDINARY, until=lambda found: not found.sound)

    assert outcome.lost


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM passage", "no file has it"),
        ("DELETE FROM record_text", "texts"),
        ("DELETE FROM parcel WHERE kind = 'submission'", "missing"),
        ("DELETE FROM record", "missing"),
        ("UPDATE record SET status = 'open'", "missing"),
        ("UPDATE record SET answers = replace(answers, 'song', 'poem')", "not whole"),
        ("DELETE FROM record_text; DELETE FROM record_date", "texts"),
    ],
)
def test_what_is_not_whole_is_found(tmp_path: Path, damage: str, found: str) -> None:
    run = Killer(tmp_path, seed=3).new_run()
    assert run.outcome.sound

    folder = run.world.desk("laptop")
    with open_desk(folder, PASSPHRASE) as desk, desk.write("Damaged it") as session:
        for statement in damage.split(";"):
            session.execute(text(statement))
    look(run, "laptop")

    assert found in " ".join([*run.outcome.lost, *run.outcome.torn])
