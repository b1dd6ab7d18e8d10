from functools import partial

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.ui.look.look import Look
from desktop.ui.parts.page import Page
from desktop.ui.shell import PageSpec, Shell
from tests.qt.conftest import pages
from tests.qt.gallery import GalleryPage

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class StubbornPage(Page):
    """A page that cannot be left while `held` is true, as when its save fails."""

    held = False

    def __init__(self) -> None:
        super().__init__("Stubborn")
        self.left = 0
        self.line = QLineEdit()
        self.column.addWidget(self.line)

    def leave(self) -> bool:
        self.left += 1
        return not self.held


@pytest.fixture
def stubborn(qtbot: QtBot, look: Look, settings: QSettings) -> tuple[Shell, StubbornPage]:
    everyone = frozenset({"visitor"})
    specs = [
        PageSpec("stubborn", "Stubborn", "pencil", StubbornPage, everyone),
        PageSpec("home", "Home", "house", lambda: Page("Home"), everyone),
    ]
    shell = Shell("Scrutiny Desk", specs, "visitor", look, settings)
    qtbot.addWidget(shell)
    shell.show()
    shell.show_page("stubborn")
    page = shell.page("stubborn")
    assert isinstance(page, StubbornPage)
    return shell, page


def menu(shell: Shell) -> list[str]:
    items = [shell.side_bar.menu.item(row) for row in range(shell.side_bar.menu.count())]
    return [item.text() for item in items]


@pytest.fixture
def many(qtbot: QtBot, look: Look, settings: QSettings) -> Shell:
    """A window with as many pages as a coordinator has, as low as a small laptop's."""
    everyone = frozenset({"coordinator"})
    specs = [
        PageSpec(f"page{n}", f"Page {n}", "house", partial(Page, f"Page {n}"), everyone)
        for n in range(1, 13)
    ]
    made = Shell("Scrutiny Desk", specs, "coordinator", look, settings)
    made.side_bar.put_names("Northshire", "Coordinator")
    made.side_bar.put_foot("Lock", "lock", made.side_bar.show)
    qtbot.addWidget(made)
    made.resize(1180, 728)
    made.show()
    qtbot.waitExposed(made)
    made.show_page("page1")
    return made


def in_sight(shell: Shell) -> list[bool]:
    """Say of each entry of the menu whether the whole of it is seen, and can be hit."""
    entries = shell.side_bar.menu
    rects = [entries.visualItemRect(entries.item(row)) for row in range(entries.count())]
    return [entries.viewport().rect().contains(one) and one.height() >= 24 for one in rects]


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_all_entries_are_seen_in_a_low_window(many: Shell, look: Look, percent: int) -> None:
    look.choose_percent(percent)
    QTest.qWait(20)
    assert in_sight(many) == [True] * 12


def test_entries_are_as_high_as_there_is_room(many: Shell) -> None:
    menu_ = many.side_bar.menu
    many.resize(1180, 1000)
    QTest.qWait(20)
    assert menu_.visualItemRect(menu_.item(0)).height() == 46


@pytest.mark.parametrize("height", [728, 400])
def test_every_entry_is_scrolled_to_at_large_text(many: Shell, look: Look, height: int) -> None:
    look.choose_percent(200)
    many.resize(1180, height)
    QTest.qWait(20)
    many.side_bar.menu.setFocus()
    seen = []
    for row in range(12):
        seen.append((many.key, in_sight(many)[row]))
        QTest.keyClick(many.side_bar.menu, Qt.Key.Key_Down)
    assert seen == [(f"page{n}", True) for n in range(1, 13)]


def test_a_role_sees_its_own_pages_only(qtbot: QtBot, look: Look, settings: QSettings) -> None:
    visitor = Shell("Scrutiny Desk", pages(), "visitor", look, settings)
    coordinator = Shell("Scrutiny Desk", pages(), "coordinator", look, settings)
    for shell in (visitor, coordinator):
        qtbot.addWidget(shell)
    assert menu(visitor) == ["Home", "New visit", "My visits"]
    assert menu(coordinator) == ["Home", "New visit", "My visits", "Returns"]
    assert not visitor.show_page("returns")


def test_a_page_is_made_when_it_is_first_shown_and_kept(
    qtbot: QtBot, look: Look, settings: QSettings
) -> None:
    made: list[str] = []

    def make(title: str) -> Page:
        made.append(title)
        return Page(title)

    everyone = frozenset({"visitor"})
    specs = [PageSpec(key, key, "house", partial(make, key), everyone) for key in "ab"]
    shell = Shell("Scrutiny Desk", specs, "visitor", look, settings)
    qtbot.addWidget(shell)
    assert made == []
    for key in "aba":
        shell.show_page(key)
    assert made == ["a", "b"]


def test_a_page_outside_the_menu_can_be_shown(shell: Shell) -> None:
    assert shell.show_page("one")
    assert shell.key == "one"
    assert shell.side_bar.menu.selectedItems() == []


def test_the_menu_takes_the_focus_without_leaving_a_page_outside_it(shell: Shell) -> None:
    shell.show_page("one")
    shell.side_bar.menu.setFocus()
    assert shell.key == "one"
    QTest.keyClick(shell.side_bar.menu, Qt.Key.Key_Return)  # the cursor stayed on "New visit"
    assert shell.key == "new"


def test_alt_and_a_number_goes_to_a_page_and_into_it(shell: Shell) -> None:
    QTest.keyClick(shell, Qt.Key.Key_1, ALT)
    assert shell.key == "home"
    QTest.keyClick(shell, Qt.Key.Key_2, ALT)
    assert shell.key == "new"
    assert shell.page("new").isAncestorOf(QApplication.focusWidget() or shell)


def test_the_arrows_in_the_menu_show_pages_and_stay_in_the_menu(shell: Shell) -> None:
    shell.side_bar.menu.setFocus()
    QTest.keyClick(shell.side_bar.menu, Qt.Key.Key_Down)
    assert shell.key == "visits"
    assert shell.side_bar.menu.hasFocus()


def test_f6_goes_to_the_menu_and_back_to_where_one_was(shell: Shell) -> None:
    page = shell.page("new")
    assert isinstance(page, GalleryPage)
    page.fields["wait"].focus_first()
    was = QApplication.focusWidget()
    QTest.keyClick(shell, Qt.Key.Key_F6)
    assert shell.side_bar.menu.hasFocus()
    QTest.keyClick(shell, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is was


def test_f1_asks_for_help_on_the_page(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.help_asked) as asked:
        QTest.keyClick(shell, Qt.Key.Key_F1)
    assert asked.args == ["new"]


def test_a_question_mark_asks_for_the_keys_but_may_be_typed(shell: Shell, qtbot: QtBot) -> None:
    page = shell.page("new")
    assert isinstance(page, GalleryPage)
    page.fields["ref"].focus_first()
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    with qtbot.assertNotEmitted(shell.keys_asked):
        QTest.keyClicks(line, "Why?")
    assert line.text() == "Why?"
    shell.side_bar.menu.setFocus()
    with qtbot.waitSignal(shell.keys_asked):
        QTest.keyClick(shell, Qt.Key.Key_Question)


def test_keys_make_the_text_larger_smaller_and_as_before(shell: Shell, look: Look) -> None:
    seen = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0):
        QTest.keyClick(shell, key, CTRL)
        seen.append(look.percent)
    assert seen == [125, 150, 125, 100]
    assert shell.status.text() == "Text size 100 %"


def test_a_page_is_asked_before_it_is_left(stubborn: tuple[Shell, StubbornPage]) -> None:
    shell, page = stubborn
    assert shell.show_page("home")
    assert page.left == 1


def test_a_page_that_could_not_save_stays(stubborn: tuple[Shell, StubbornPage]) -> None:
    shell, page = stubborn
    page.held = True
    shell.side_bar.menu.setCurrentRow(1)
    assert shell.key == "stubborn"
    assert shell.side_bar.menu.currentRow() == 0
    assert not shell.close()
    assert shell.isVisible()
    page.held = False
    assert shell.close()


def test_a_page_is_asked_when_the_computer_shuts_down(
    stubborn: tuple[Shell, StubbornPage], qapp: QApplication
) -> None:
    qapp.commitDataRequest.emit(None)
    assert stubborn[1].left == 1


def test_the_window_comes_back_where_it_was(
    shell: Shell, look: Look, settings: QSettings, qtbot: QtBot
) -> None:
    shell.resize(700, 620)
    shell.close()
    settings.sync()
    again = Shell("Scrutiny Desk", pages(), "visitor", look, settings)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (700, 620)


def test_a_first_window_leaves_room_for_its_title_bar(
    qtbot: QtBot, look: Look, settings: QSettings
) -> None:
    made = Shell("Scrutiny Desk", pages(), "visitor", look, settings)
    qtbot.addWidget(made)
    room = made.screen().availableSize()
    assert room.height() < 860  # that of the screen the tests have
    assert (made.width(), made.height()) == (room.width(), room.height() - 40)


def test_the_menu_says_what_waits_on_a_page(shell: Shell) -> None:
    shell.side_bar.put_badge("visits", 2)
    assert menu(shell)[-1] == "My visits (2)"
    shell.side_bar.put_badge("visits", 0)
    assert menu(shell)[-1] == "My visits"
