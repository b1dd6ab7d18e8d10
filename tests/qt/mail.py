"""An office and a laptop with real encrypted desks, for tests of pages that send and receive."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop import clock, paths
from desktop.records.roles import role, whose_desk
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.layout import desk_folder
from desktop.ui.desk_view import DeskView
from desktop.ui.look.look import Look
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.tasks import wait_for_tasks
from tests.qt.desks import CHEAP, PASSPHRASE
from tests.qt.stage import Stage
from tests.unit import conftest
from tests.unit.conftest import Around, Laptops
from tests.unit.sealed_desks import FORMS, fill_office, invite, set_up_by
from tests.unit.sealed_posts import NOW, Post, join


def bare_laptop(data: Path, who: str = "Laptop") -> Desk:
    """Make the empty desk that an invitation sets up; `data` is its data folder."""
    desk, _ = create_desk(data / "desks" / who, PASSPHRASE, who=who, cost=CHEAP)
    return desk


def own_forms(desk: Desk) -> Path:
    return paths.own_forms(desk.folder.parent.parent)


@dataclass(frozen=True, slots=True)
class Mail:
    """An office and Jane's laptop, each as its person has it on the screen, and as it is stored.

    `fresh` makes further desks, by name.
    """

    post: Post
    office: Stage
    laptop: Stage
    fresh: Laptops


@contextmanager
def mail(folder: Path, qtbot: QtBot, look: Look, *, confirmed: bool = True) -> Iterator[Mail]:
    """Open both desks; the clock stands still."""
    empty = folder / "empty"
    create_desk(empty, conftest.PASSPHRASE, who="Tester", cost=CHEAP)[0].close()
    with ExitStack() as stack, clock.fixed(NOW):

        def fresh(name: str) -> Around:
            place = desk_folder(folder / name, "desk")
            shutil.copytree(empty, place)
            desk = stack.enter_context(open_desk(place, conftest.PASSPHRASE, who=name))
            return Around(folder / name, desk)

        office, laptop = fresh("office"), fresh("jane")
        known = fill_office(office)
        if confirmed:
            peer = join(office, laptop, known.jane)
        else:
            set_up_by(laptop, invite(office, known.jane))
            peer = ""
        post = Post(office, laptop, known, peer)
        at_office, on_laptop = (stage_for(one.desk, qtbot, look) for one in (office, laptop))
        yield Mail(post, at_office, on_laptop, fresh)
        assert wait_for_tasks()


def stage_for(desk: Desk, qtbot: QtBot, look: Look) -> Stage:
    """Give the view that pages of an open desk get."""
    with desk.read() as session:
        me = whose_desk(session)
    assert me is not None
    gone: list[tuple[str, str, str]] = []
    said: list[str] = []

    def go(key: str, subject: str = "", part: str = "") -> bool:
        gone.append((key, subject, part))
        return True

    banner = Banner()
    qtbot.addWidget(banner)
    view = DeskView(
        desk,
        FORMS,
        me,
        role(me.role),
        go,
        lambda sentence, _aloud: said.append(sentence),
        banner,
        lambda: None,
        look,
    )
    return Stage(desk, view, qtbot, gone, said)
