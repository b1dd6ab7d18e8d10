"""The power goes at any moment: everything that was said to be done is there all the same.

A kill cannot show what was not synced: the kernel keeps it. So a program is traced, and its writes
are replayed up to some moment, with any that was not synced yet lost, torn or out of order.
"""

import copy
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.errors import UserError
from desktop.store.desk import open_desk
from desktop.store.layout import DATABASE, SET_ASIDE
from tests.soak import cut_life
from tests.soak.desks import new_world, state_of
from tests.soak.ledger import Ledger, new_ledger
from tests.soak.looking import NOT_WHOLE, Outcome, Sent, backup_faults, look_inside, reopened
from tests.soak.lost_writes import Disk, moments
from tests.soak.strace import trace


def cut(
    root: Path,
    states: int,
    *,
    seed: int,
    unsynced: str = "",
    until: Callable[[Outcome], bool] = lambda _: False,
) -> Outcome:
    """Look at a laptop's desk after so many power cuts, in the new folder `root`.

    `unsynced`: see `cut_life`, a program that the test must find out.
    """
    folder = new_world(root).desk("laptop")
    disk, ledger, outcome = Disk(folder), new_ledger("laptop"), Outcome()
    command = [sys.executable, "-m", cut_life.__name__, str(folder), *unsynced.split()]
    steps = trace(command, folder, root / "trace")
    chance = random.Random(seed)
    done = 0
    for moment in moments(steps, states, chance):
        for step in steps[done:moment]:
            if step.what != "said":
                disk.do(step)
            elif (said := cut_life.heard(step.content)) is not None:
                ledger.hear(said, {})
                outcome.acknowledged[said.deed.kind] += said.done
        done = moment
        outcome.kills += 1
        if ledger.under_way is not None:
            outcome.interrupted[ledger.under_way.kind] += 1
        place = root / "after"
        disk.after_the_power_went(chance, place)
        _look(place, copy.deepcopy(ledger), outcome)
        if outcome.acknowledged["restore"]:
            outcome.lost += _lost_aside(place, ledger)
        shutil.rmtree(place)
        if until(outcome):
            break
    return outcome


def _look(place: Path, ledger: Ledger, outcome: Outcome) -> None:
    where = f"{ledger.under_way}"
    try:
        with reopened(place, ledger) as desk:
            look_inside(desk, ledger, Sent(), outcome)
            outcome.torn += [f"{one} {where}" for one in backup_faults(desk, ledger)]
    except UserError as error:
        outcome.lost.append(f"the desk does not open: {error.sentence} {where}")
    except NOT_WHOLE as error:
        outcome.torn.append(f"{error} {where}")


def _lost_aside(place: Path, ledger: Ledger) -> Iterator[str]:
    """Open the desk that a restored backup has replaced: it holds what the backup did not."""
    for aside in (place / SET_ASIDE).iterdir():
        if [file.name for file in aside.iterdir()] == [f"{DATABASE}-wal"]:
            continue  # a copy of a log that was torn, made when the desk was opened
        try:
            with open_desk(aside, ledger.passphrase) as desk, desk.read() as session:
                if not state_of(session, ledger.role).records.keys() >= {cut_life.LATE}:
                    yield "the desk that was set aside is not whole"
        except UserError as error:
            yield f"the desk that was set aside does not open: {error.sentence}"
