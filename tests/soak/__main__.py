"""Many more kills and power cuts than in the ordinary run: the figures for docs/reliability.md.

    python -m tests.soak [KILLS [POWER CUTS]]

Ends with 1 where anything was lost or torn, or where a program that says things too early was not
found out.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.soak.kills import Killer
from tests.soak.looking import Outcome
from tests.soak.power_cuts import cut
from tests.soak.strace import why_not

KILLS, POWER_CUTS = 1000, 2000
CONTROL = 50


def soak(kills: int, power_cuts: int, root: Path) -> bool:
    """Run everything in the folder `root`, say what came of it, and whether all is well."""
    began = time.perf_counter()
    found = Killer(root / "kills", seed=20261122).kill(kills)
    well = found.sound
    _say(f"{found.kills} kills, {found.opening} of them while a killed desk opened", found)
    _say_more(f"The recovery code shown last was void, the new one unseen: {found.void} times.")
    early = Killer(root / "early", seed=7, too_early=True)
    found = early.kill(CONTROL, until=lambda outcome: not outcome.sound)
    well &= not found.sound
    _say(f"Control: {found.kills} kills of a program that acknowledges too early", found)
    if reason := why_not():
        _say_more(f"No power cuts: {reason}.")
    else:
        found = cut(root / "cuts", power_cuts, seed=1)
        well &= found.sound
        _say(f"{found.kills} power cuts", found)
        for unsynced in ("database", "keys"):
            found = cut(root / unsynced, CONTROL, seed=2, unsynced=unsynced)
            well &= not found.sound
            _say(f"Control: {found.kills} power cuts where the {unsynced} never synced", found)
    _say_more(f"{time.perf_counter() - began:.0f} seconds.")
    return well


def _say(title: str, found: Outcome) -> None:
    last = f"{found.survived} durable before they were acknowledged"
    _say_more(f"{title}:\n  {len(found.lost)} lost, {len(found.torn)} torn, {last}")
    _say_more(f"  acknowledged {found.acknowledged.total()}: {_counted(found.acknowledged)}")
    _say_more(f"  cut short {found.interrupted.total()}: {_counted(found.interrupted)}")
    for one in [*found.lost[:3], *found.torn[:3]]:
        _say_more(f"  {one}")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.most_common())


def _say_more(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    how_many = argparse.ArgumentParser()
    how_many.add_argument("kills", type=int, nargs="?", default=KILLS)
    how_many.add_argument("power_cuts", type=int, nargs="?", default=POWER_CUTS)
    given = how_many.parse_args()
    with tempfile.TemporaryDirectory() as made_in:
        sys.exit(not soak(given.kills, given.power_cuts, Path(made_in)))
