"""An office and laptops with real encrypted desks, for tests of pages that send and receive."""

from pathlib import Path

from desktop import paths
from desktop.store.desk import Desk, create_desk
from tests.qt.desks import CHEAP, PASSPHRASE


def bare_laptop(data: Path, who: str = "Laptop") -> Desk:
    """Make the empty desk that an invitation sets up; `data` is its data folder."""
    desk, _ = create_desk(data / "desks" / who, PASSPHRASE, who=who, cost=CHEAP)
    return desk


def own_forms(desk: Desk) -> Path:
    return paths.own_forms(desk.folder.parent.parent)
