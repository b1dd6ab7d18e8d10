"""A page on a desk with the sample quarter, as a person of some role meets it."""

import atexit
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop import clock, sample
from desktop.records.finding import Filter, page
from desktop.records.people import people
from desktop.records.places import places
from desktop.records.roles import Me, role
from desktop.store import models
from desktop.store.desk import Desk, open_desk
from desktop.store.ids import new_id
from desktop.store.layout import desk_folder
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.look.look import Look
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.tasks import wait_for_tasks
from tests.qt.desks import forms

VISITOR = "Sample visitor 1"
SCHEME = "custody_visiting"


@dataclass
class Stage:
    """The desk, the view that pages get, and what they did with it."""

    desk: Desk
    view: DeskView
    qtbot: QtBot
    gone: list[tuple[str, str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def show(
        self, make: Callable[[DeskView], DeskPage], subject: str = "", part: str = ""
    ) -> DeskPage:
        """Show a page in a window that is neither large nor small, and let it read the desk."""
        made = make(self.view)
        self.qtbot.addWidget(made)
        made.resize(776, 700)  # beside the menu of a window of 1024 by 700
        made.show()
        self.qtbot.waitExposed(made)
        made.activateWindow()
        self.arrive(made, subject, part)
        return made

    def arrive(self, shown: DeskPage, subject: str = "", part: str = "") -> None:
        shown.arrive(subject, part)
        settle()


def settle() -> None:
    """Let the work in the background end, and what it began in its turn."""
    for _ in range(3):
        assert wait_for_tasks()
        QTest.qWait(3)


@contextmanager
def stage_of(
    folder: Path, qtbot: QtBot, look: Look, who: str, *, schemes: tuple[str, ...] = ()
) -> Iterator[Stage]:
    """Open a copy of the sample desk for somebody of a role; the clock stands still."""
    place = desk_folder(folder, who)
    shutil.copytree(_sample(), place)
    with open_desk(place, sample.PASSPHRASE, who="Sample") as desk, clock.fixed(sample.MOMENT):
        with desk.read() as session:
            person = next(one.id for one in people(session) if one.name == VISITOR)
        gone: list[tuple[str, str, str]] = []
        said: list[str] = []

        def go(key: str, subject: str = "", part: str = "") -> bool:
            gone.append((key, subject, part))
            return True

        banner = Banner()
        qtbot.addWidget(banner)
        view = DeskView(
            desk,
            forms(),
            Me(who, schemes, person if who == "visitor" else None),
            role(who),
            go,
            lambda sentence, _aloud: said.append(sentence),
            banner,
            lambda: None,
            look,
        )
        yield Stage(desk, view, qtbot, gone, said)
        assert wait_for_tasks()


def seen_issue(session: Session, what: str) -> str:
    """Add an issue that was seen on a visit of the sample, and give its id."""
    place = next(one for one in places(session, SCHEME) if one.name == "Keyham Lane")
    [line] = page(session, Filter(place=place.id), limit=1).lines
    made = models.Issue(
        id=new_id(),
        record_id=line.id,
        scheme=SCHEME,
        place_id=place.id,
        what=what,
        raised_on=line.on_date,
        sorted="promised",
    )
    session.add(made)
    session.flush()
    return made.id


@cache
def _sample() -> Path:
    """Make one closed sample desk to copy: making it takes longer than most tests."""
    folder = Path(mkdtemp(prefix="sample-desk-")) / "sample"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    with sample.sample_desk(folder):
        pass
    return folder
