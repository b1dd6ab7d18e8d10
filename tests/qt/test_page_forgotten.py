"""A forgotten passphrase: the office lets somebody in; and nobody else comes in anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.letting_in import read_request
from desktop.exchange.sealed.office import office_of, office_row
from desktop.store.desk import open_desk
from desktop.store.keyfile import OFFICE as BY_OFFICE
from desktop.store.keyfile import office_slot_of, remove_office_slot
from desktop.store.layout import KEYS, desk_folder, desks_in
from desktop.ui import invited
from desktop.ui.door import Door
from desktop.ui.look.look import Look
from desktop.ui.opening import Opened
from desktop.ui.pages.door.forgotten import Forgotten
from desktop.ui.pages.unlock import UnlockPage
from tests.qt import desks, hands
from tests.qt.accessible import walk
from tests.qt.hands import press, type_text
from tests.qt.offices import INSIDE, JANE, OFFICE, office_in
from tests.qt.test_large_text import clipped, settle
from tests.unit.conftest import Around
from tests.unit.sealed_desks import Known, invite

pytestmark = pytest.mark.usefixtures("cheap_passphrase")

RAVI = "Ravi Patel"
NEW = "four other words here"


@dataclass(frozen=True)
class Laptop:
    """One laptop with the desks of Jane and Ravi, and the recovery codes of both."""

    data: Path
    codes: dict[str, str]

    def folder(self, name: str) -> Path:
        return desk_folder(self.data, name)

    def passphrase(self, name: str) -> str:
        return f"{desks.PASSPHRASE} of {name}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Around, Known]]:
    with office_in(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture
def laptop(tmp_path: Path, office: tuple[Around, Known], cheap_passphrase: None) -> Laptop:
    data = tmp_path / "data"
    codes: dict[str, str] = {}
    around, known = office
    made = Laptop(data, codes)
    for name, person in ((JANE, known.jane), (RAVI, known.ravi)):
        offer = invited.read_first(invite(around, person), data)
        new = invited.make_desk(data, name, made.passphrase(name), offer, words_match=True)
        codes[name] = new.code
        new.opened.desk.close()
    return made


@pytest.fixture
def door(qtbot: QtBot, look: Look, laptop: Laptop) -> Iterator[Door]:
    made = Door("Scrutiny Desk", laptop.data, look)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.begin()
    yield made
    made.close()


@pytest.fixture
def opened(door: Door) -> Iterator[list[Opened]]:
    seen: list[Opened] = []
    door.opened.connect(seen.append)
    yield seen
    for one in seen:
        one.desk.close()


def page_of(door: Door) -> UnlockPage:
    assert isinstance(door.page, UnlockPage)
    return door.page


def idle(qtbot: QtBot, page: UnlockPage) -> None:
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)


def forget(qtbot: QtBot, door: Door, name: str = JANE) -> Forgotten:
    page = page_of(door)
    assert page.who is not None
    page.who.set_value(name)
    page.forgotten_link.click()
    idle(qtbot, page)
    assert page.forgotten is not None
    return page.forgotten


def read_out(office: tuple[Around, Known], text: str) -> str:
    with office[0].desk.write("Read a code out") as session:
        return read_request(session, text, "Jane, whose voice I know").code


def test_the_office_lets_jane_in_by_telephone_and_the_code_serves_once(
    qtbot: QtBot,
    door: Door,
    opened: list[Opened],
    laptop: Laptop,
    office: tuple[Around, Known],
) -> None:
    ways, page = forget(qtbot, door), page_of(door)
    assert any(OFFICE in one for one in read_aloud(ways))
    while hands.focused() is not ways.ask_text:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)  # "The office asks for a text"
    assert hands.focused() is ways.copy
    press(Qt.Key.Key_Return)
    code = read_out(office, QApplication.clipboard().text())
    assert ways.let_in is not None
    ways.let_in.focus_first()
    type_text(code.lower().replace("-", " "))
    press(Qt.Key.Key_Return)
    idle(qtbot, page)

    assert opened == []
    assert page.renewed is not None
    names = [button.text() for button in page.renewed.findChildren(QPushButton)]
    assert "Keep the old passphrase" not in names
    type_text(NEW)
    press(Qt.Key.Key_Return)
    type_text(NEW)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    with opened[0].desk.read() as session:
        row = office_row(session)
        assert row is not None
        kept = row.details["let_in"]
        assert not row.details["enrolled"]  # so the new code travels with what is sent next
    opened[0].desk.close()

    folder = laptop.folder(JANE)
    slot = office_slot_of(folder / KEYS)
    assert slot is not None
    assert slot.sealed == kept
    open_desk(folder, NEW).close()
    with pytest.raises(Exception, match="does not open this desk"):
        open_desk(folder, recovery_code=code)
    with pytest.raises(Exception, match="does not open the desk"):
        open_desk(folder, laptop.passphrase(JANE))
    with open_desk(folder, recovery_code=read_out(office, slot.sealed)) as again:
        assert again.opened_by == BY_OFFICE


def test_leaving_before_a_new_passphrase_closes_the_desk_and_the_code_still_serves(
    qtbot: QtBot, door: Door, laptop: Laptop, office: tuple[Around, Known]
) -> None:
    ways = forget(qtbot, door)
    code = read_out(office, ways.text.toPlainText())
    assert ways.let_in is not None
    ways.let_in.focus_first()
    type_text(code)
    press(Qt.Key.Key_Return)
    idle(qtbot, page_of(door))
    door.close()
    open_desk(laptop.folder(JANE), recovery_code=code).close()


def test_the_offices_way_in_is_mended_when_the_desk_is_unlocked(
    qtbot: QtBot, door: Door, opened: list[Opened], laptop: Laptop
) -> None:
    keys = laptop.folder(JANE) / KEYS
    with open_desk(laptop.folder(JANE), laptop.passphrase(JANE)) as desk:
        remove_office_slot(keys, desk.key)
    page = page_of(door)
    assert page.who is not None
    page.who.set_value(JANE)
    page.passphrase.focus_first()
    type_text(laptop.passphrase(JANE))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    slot = office_slot_of(keys)
    with opened[0].desk.read() as session:
        found = office_of(session)
    assert slot is not None
    assert found is not None
    assert slot.sealed == found.let_in


def test_nobodys_desk_opens_with_what_is_somebody_elses(
    qtbot: QtBot,
    door: Door,
    opened: list[Opened],
    laptop: Laptop,
    office: tuple[Around, Known],
) -> None:
    page = page_of(door)
    assert page.who is not None
    for mine, theirs in ((JANE, RAVI), (RAVI, JANE)):
        page.who.set_value(mine)
        page.passphrase.focus_first()
        type_text(laptop.passphrase(theirs))
        press(Qt.Key.Key_Return)
        idle(qtbot, page)
        assert "does not open the desk" in page.passphrase.problem()
        slot = office_slot_of(laptop.folder(theirs) / KEYS)
        assert slot is not None
        ways = forget(qtbot, door, mine)
        for code in (laptop.codes[theirs], read_out(office, slot.sealed)):
            for field in (ways.code, ways.let_in):
                assert field is not None
                field.set_value(code)
                field.returned.emit()
                idle(qtbot, page)
                assert "does not open this desk" in field.problem()
        ways.remember.click()
    assert opened == []


def test_nothing_from_inside_a_desk_can_be_read_at_the_door_or_in_any_file(
    qtbot: QtBot, door: Door, laptop: Laptop
) -> None:
    seen = read_aloud(door)
    for name in (JANE, RAVI):
        ways = forget(qtbot, door, name)
        ways.show_request()
        seen += [*read_aloud(door), ways.text.toPlainText()]
        ways.remember.click()
        door.restore(name)
        settle()
        seen += read_aloud(door)
        door.begin()
    needles = [one for one in INSIDE if one != RAVI]  # whose name is on the list of desks
    assert [one for one in needles if any(one in said for said in seen)] == []
    files = [path for path in laptop.data.rglob("*") if path.is_file()]
    assert len(files) >= 2 * len(desks_in(laptop.data))
    for path in files:
        content = path.read_bytes()
        assert [one for one in INSIDE if one.encode() in content] == [], path


def read_aloud(shown: Door | Forgotten) -> list[str]:
    """Give all that stands on the screen or is said of it."""
    wanted = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    return [found.text(one) for found in walk(shown) for one in wanted]


def test_everything_that_takes_the_focus_has_a_name_of_its_own(qtbot: QtBot, door: Door) -> None:
    forget(qtbot, door).show_request()
    names = [
        found.text(QAccessible.Text.Name)
        for found in walk(door)
        if found.state().focusable and not found.state().invisible
    ]
    assert len(names) > 6
    assert "" not in names
    assert len(names) == len(set(names)), names


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_clipped(
    qtbot: QtBot, door: Door, look: Look, laptop: Laptop, percent: int
) -> None:
    look.choose_percent(percent)
    page = page_of(door)
    page.open_button.click()
    settle()
    assert clipped(door) == []
    ways = forget(qtbot, door)
    ways.show_request()
    ways.refuse("The recovery code is typed as one was printed, but it does not open this desk.")
    settle()
    assert clipped(door) == []
    ways.code.set_value(laptop.codes[JANE])
    ways.code.returned.emit()
    idle(qtbot, page)
    settle()
    assert page.renewed is not None
    assert clipped(door) == []
