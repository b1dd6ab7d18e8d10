"""An office and two volunteers, each with a computer: what they have, know and write down."""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.records.people import add_person, set_status
from desktop.records.places import add_place
from desktop.records.roles import Me, set_whose_desk
from desktop.store.desk import create_desk
from desktop.store.layout import desk_folder
from desktop.store.settings import set_setting
from tests.e2e.hand_over import Volunteer
from tests.e2e.ways import QUARTER, Visit
from tests.qt import desks

ANN, BEA, FELLOW = "Ann Lee", "Bea Marsh", "Hyacinth Owusu"
OFFICE, MASTER = "OPCC for Somewhere", "The office"
LONG_AGO = date(2020, 1, 1)
SCHEME = desks.forms()[desks.VISIT].scheme
AT_ANNS = Visit(QUARTER.end - timedelta(9), "Keyham Lane", (ANN, FELLOW), 11, 6)
AT_BEAS = Visit(QUARTER.end - timedelta(2), "Euston Street", (BEA, FELLOW), 8, 5)

FLICKERS = "The light flickers all night"
CUSTODY_NUMBER = "LC/26/004711"
PRAISE = "A nurse explained everything twice"
MESSAGE = "The electrician was there on Friday, thank you"


@dataclass(frozen=True, slots=True)
class World:
    """Everybody's folders, below one of the test's own."""

    root: Path
    office: Path
    ann: Volunteer
    bea: Volunteer
    post: Path
    home: Path
    temporary: Path


def new_world(root: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give an office with two suites and three people, and two laptops with nothing on them."""
    made = World(
        root,
        root / "office",
        Volunteer(ANN, root / "ann", "fern otter quilt barn"),
        Volunteer(BEA, root / "bea", "plum harbour sixty kettle"),
        *(root / name for name in ("post", "home", "temporary")),
    )
    for folder in (made.post, made.home, made.temporary):
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(made.temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(made.temporary))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(made.home))
    desk, _ = create_desk(
        desk_folder(made.office, MASTER), desks.PASSPHRASE, who="Olive", cost=desks.CHEAP
    )
    with desk, desk.write("Prepared a test") as session:
        set_whose_desk(session, Me("coordinator"))
        set_setting(session, "office", OFFICE, valid_from=None, source="Policy board")
        for name in (ANN, BEA, FELLOW):
            one = add_person(session, name, "volunteer")
            set_status(session, one.id, SCHEME, "active", LONG_AGO, source="")
        for visit in (AT_ANNS, AT_BEAS):
            add_place(session, SCHEME, visit.suite, open_from=LONG_AGO)
    return made
