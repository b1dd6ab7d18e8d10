"""The pages of a record at every text size and in every colour, and as they are read out."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.desk_window import DeskWindow
from desktop.ui.door import Door
from desktop.ui.look.look import Colours, Look
from desktop.ui.pages.door.recovery import RecoveryCode
from desktop.ui.pages.first_run import FirstRunPage
from tests.qt import desks, hands
from tests.qt.accessible import walk
from tests.qt.test_large_text import Windows, clipped, settle
from tests.qt.typist import begin, checking, editor, quiet_visit

LONG = "A light in cell 4 so bright that nobody there could sleep " * 6
CODE = "-".join(["WWWWW"] * 8)


def crowded(window: DeskWindow) -> None:
    """Show a visit with everything on it: rows, problems, lines that add up, practice."""
    page = quiet_visit(window, building=["light"], safety="yes", let_in="19:55", children=20)
    page.strip.put("This is for practice. It is never counted and never sent.")
    (card,) = page.body.row_cards("to_put_right")
    card.fields["what"].set_value(LONG)
    page.body.asked["arrived"].field.set_unread({"arrived": "half past seven"})
    page.body.adders["suite"].link.click()
    page.body.asked["safety_said"].field.set_value(LONG)
    page.check()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_a_record_is_clipped(desk_window: DeskWindow, look: Look, percent: int) -> None:
    look.choose_percent(percent)
    crowded(desk_window)
    settle()
    page = editor(desk_window)
    assert clipped(page) == []
    assert page.ground.minimumSizeHint().width() <= page.viewport().width()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_the_answers_is_clipped(
    desk_window: DeskWindow, look: Look, percent: int
) -> None:
    look.choose_percent(percent)
    quiet_visit(desk_window, asleep=0, private_note=LONG, done_well=LONG).check()
    page = checking(desk_window)
    page.finish_button.click()
    settle()
    assert clipped(page) == []
    assert page.ground.minimumSizeHint().width() <= page.viewport().width()
    for explain in page.explains.values():
        explain.put(LONG)
    page.finish_button.click()
    assert desk_window.key == "reading"
    settle()
    assert clipped(desk_window.page("reading")) == []


@pytest.mark.parametrize("key", ["new", "mine"])
@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_of_the_lists_is_clipped(
    desk_window: DeskWindow, look: Look, key: str, percent: int
) -> None:
    look.choose_percent(percent)
    desk_window.show_page(key)
    settle()
    assert clipped(desk_window.page(key)) == []


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_before_the_desk_is_clipped(
    qtbot: QtBot, look: Look, tmp_path: Path, percent: int
) -> None:
    look.choose_percent(percent)
    door = Door("Scrutiny Desk", tmp_path, look)
    qtbot.addWidget(door)
    door.show()
    door.begin()
    settle()
    assert clipped(door) == []
    door.set_up_alone()
    page = door.page
    assert isinstance(page, FirstRunPage)
    page.look_link.click()
    page.go_on.click()
    settle()
    assert clipped(door) == []
    page.role.set_value("visitor")
    page.name.set_value(desks.NAME)
    page.go_on.click()
    page.make.click()
    settle()
    assert clipped(door) == []
    code = RecoveryCode(desks.NAME, CODE)
    page.body.addWidget(code)
    code.show()
    settle()
    assert clipped(door) == []
    door.close()


def test_the_sections_stand_aside_only_where_there_is_room(
    desk_window: DeskWindow, look: Look
) -> None:
    page = begin(desk_window, desks.VISIT)
    shown = [page.rail.isVisible()]
    look.choose_percent(200)
    settle()
    shown.append(page.rail.isVisible())
    look.choose_percent(100)
    desk_window.resize(900, 700)
    settle()
    shown.append(page.rail.isVisible())
    assert shown == [True, False, False]
    assert page.viewport().width() >= page.width() - 20


def test_the_sections_are_as_high_as_their_words_at_another_text_size(
    desk_window: DeskWindow, look: Look
) -> None:
    page = begin(desk_window, desks.VISIT)
    desk_window.resize(1600, 860)
    rows = range(page.rail.list.count())
    before = [page.rail.list.item(row).sizeHint().height() for row in rows]
    look.choose_percent(125)
    settle()
    look.choose_percent(100)
    settle()
    assert [page.rail.list.item(row).sizeHint().height() for row in rows] == before


@pytest.mark.parametrize("colours", [Colours.DARK, Colours.HIGH_CONTRAST])
def test_a_record_is_painted_in_the_colours_chosen(
    desk_window: DeskWindow, look: Look, colours: Colours
) -> None:
    crowded(desk_window)
    look.choose_colours(colours)
    image = desk_window.grab().toImage()
    bg = look.tokens().bg
    beside = page_corner(desk_window)
    assert image.pixelColor(beside).name().upper() == bg
    rail = editor(desk_window).rail.mapTo(desk_window, QPoint(4, 300))
    assert image.pixelColor(rail).name().upper() == bg


def page_corner(window: DeskWindow) -> QPoint:
    return window.page("record").mapTo(window, QPoint(6, 6))


def test_everything_that_takes_the_focus_has_a_name(desk_window: DeskWindow) -> None:
    crowded(desk_window)
    nameless = [
        f"{found.role().name} {found.rect()}"
        for found in walk(editor(desk_window))
        if found.state().focusable
        and not found.state().invisible
        and not found.text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_the_links_of_the_answers_say_what_they_change(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window).check()
    links = [
        found.text(QAccessible.Text.Name)
        for found in walk(checking(desk_window))
        if found.role() == QAccessible.Role.Button and not found.state().invisible
    ]
    assert len(links) == len(set(links))
    assert "Change: In custody" in links


def test_the_sections_say_how_far_they_are(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window)
    listed = [
        found.text(QAccessible.Text.Name)
        for found in walk(page.rail.list)
        if found.role() == QAccessible.Role.ListItem
    ]
    assert listed[0] == "Arriving, done"
    assert listed[-1] == "For the office, not begun"


def reading_order(page: QWidget) -> list[int]:
    places = []
    seen: set[int] = set()
    while (widget := QApplication.focusWidget()) is not None and id(widget) not in seen:
        seen.add(id(widget))
        if page.isAncestorOf(widget):
            places.append(widget.mapTo(page, QPoint(0, 0)).y())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    return places[: places.index(max(places)) + 1]


def test_tab_goes_through_a_record_in_reading_order(desk_window: DeskWindow) -> None:
    page = quiet_visit(desk_window, building=["light", "heat"], health=["medicine"])
    page.body.asked["to_put_right"].field.focus_first()
    hands.press(Qt.Key.Key_Return)
    settle()
    page.body.go_to("suite")
    order = reading_order(page.ground)
    assert len(order) > 50
    assert order == sorted(order)


def test_tab_goes_in_order_after_a_name_was_added_to_a_list(desk_window: DeskWindow) -> None:
    page = begin(desk_window, desks.VISIT)
    adder = page.body.adders["suite"]
    adder.link.click()
    hands.type_text("Beaumont Leys")
    hands.press(Qt.Key.Key_Return)
    field = page.body.asked["suite"].field
    assert field.question.show(field.value()) != "(not on this computer)"
    settle()
    page.body.go_to("suite")
    order = reading_order(page.ground)
    assert order == sorted(order)
    page.body.go_to("suite")
    hands.press(Qt.Key.Key_Tab)
    assert hands.focused() is adder.link


def test_a_page_of_one_visit_is_read_out_by_the_name_of_its_form(
    desk_window: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    # What is said to a screen reader cannot be heard in Python in any other way.
    monkeypatch.setattr("desktop.ui.shell.announce", lambda _widget, said: heard.append(said))
    begin(desk_window, desks.VISIT)
    assert heard[-1] == desks.forms()[desks.VISIT].title
    desk_window.show_page("mine")
    assert heard[-1] == "My visits"


def test_no_part_of_a_record_flashes_up_as_a_window_of_its_own(
    desk_window: DeskWindow, qapp: QApplication
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    quiet_visit(desk_window, building=["light"], asleep=0, let_in="19:55").check()
    desk_window.show_page("new")
    desk_window.show_page("mine")
    qapp.removeEventFilter(windows)
    assert windows.opened == []
