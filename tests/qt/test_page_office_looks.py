"""All pages of the office in the real window: at every text size, in the dark, and read out."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from desktop import clock
from desktop.records import issues
from desktop.records.roles import Me, set_whose_desk
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Colours, Look
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.returns.page import ReturnsPage
from desktop.ui.parts.page import Page
from tests.qt.accessible import walk
from tests.qt.desks import forms
from tests.qt.registers import press, show_view
from tests.qt.stage import SCHEME, Stage, settle
from tests.qt.test_large_text import clipped
from tests.qt.test_large_text import settle as lay_out

PAGES = (
    "home",
    "records",
    "meetings",
    "issues",
    "recommendations",
    "rota",
    "places",
    "people",
    "returns",
    "notes",
    "exchange",
    "settings",
    "help",
)
REGISTERS = ("meetings", "issues", "recommendations", "rota", "places", "people", "notes")


@pytest.fixture
def window(office: Stage, look: Look, settings: QSettings) -> Iterator[DeskWindow]:
    """The coordinator's window with the sample quarter, neither large nor small."""
    made = DeskWindow(office.desk, forms(), look, settings)
    office.qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    office.qtbot.waitExposed(made)
    settle()
    yield made
    settle()


def cut_off(window: DeskWindow) -> list[str]:
    """Give the texts that have less room than they need; a picture may be shown smaller."""
    lay_out()
    return [one for one in clipped(window) if not one.startswith("width: ImageView")]


def shown(window: DeskWindow, key: str) -> Page:
    assert window.show_page(key), key
    settle()
    return window.page(key)


def opened(window: DeskWindow, key: str) -> RegisterPage:
    """Show a register with its first entry open and its longest form below."""
    page = shown(window, key)
    assert isinstance(page, RegisterPage)
    if page.now.list.views is not None:
        show_view(page, str(page.now.register.views[-1][0]))
    table = page.now.list.table
    if page.now.register.views[-1][0] == "Records to come" or not table.isVisible():
        show_view(page, str(page.now.register.views[0][0]))
    table.opened.emit(table.current())
    settle()
    return page


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_any_page_is_clipped(window: DeskWindow, look: Look, percent: int) -> None:
    look.choose_percent(percent)
    for key in PAGES:
        page = shown(window, key)
        assert cut_off(window) == [], key
        assert page.ground.minimumSizeHint().width() <= page.viewport().width(), key


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_of_an_entry_and_its_forms_is_clipped(
    window: DeskWindow, look: Look, percent: int
) -> None:
    look.choose_percent(percent)
    for key in REGISTERS:
        page = opened(window, key)
        for action in page.now.register.actions:
            buttons = [b for b in page.findChildren(QPushButton) if b.isVisibleTo(page)]
            if action.asks is None or action.text not in [b.text() for b in buttons]:
                continue
            press(page, action.text)
            assert cut_off(window) == [], (key, action.text)
            assert page.ground.minimumSizeHint().width() <= page.viewport().width()
            press(page, "Cancel")


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_of_a_return_is_clipped(window: DeskWindow, look: Look, percent: int) -> None:
    look.choose_percent(percent)
    page = shown(window, "returns")
    assert isinstance(page, ReturnsPage)
    assert page.ready is not None
    section = page.ready.compiled.sections[0]
    page.show_scheme(section)
    settle()
    assert cut_off(window) == []
    page.show_figure(section.figures["weeks_covered"])
    settle()
    assert cut_off(window) == []
    page.panes.home()
    page.preview()
    settle()
    assert cut_off(window) == []
    assert page.ground.minimumSizeHint().width() <= page.viewport().width()


@pytest.mark.parametrize("colours", [Colours.DARK, Colours.HIGH_CONTRAST])
def test_every_page_is_painted_in_the_chosen_colours(
    window: DeskWindow, look: Look, colours: Colours
) -> None:
    look.choose_colours(colours)
    for key in PAGES:
        shown(window, key)
        image = window.grab().toImage()
        assert image.pixelColor(image.width() - 24, 20).name().upper() == look.tokens().bg, key


def test_everything_that_takes_the_focus_has_a_name(window: DeskWindow) -> None:
    for key in PAGES:
        page = shown(window, key)
        for found in walk(page):
            takes = found.state().focusable and not found.state().invisible
            if takes and found.role() not in (QAccessible.Role.Cell, QAccessible.Role.ColumnHeader):
                named = found.text(QAccessible.Text.Name) or found.text(
                    QAccessible.Text.Description
                )
                assert named, (key, found.role(), found.object())


def test_a_table_on_any_page_is_left_by_tab(window: DeskWindow) -> None:
    for key in ("records", *REGISTERS):
        page = shown(window, key)
        tables = [one for one in page.findChildren(QTableView) if one.isVisibleTo(page)]
        for table in tables:
            table.setFocus()
            QTest.keyClick(table, Qt.Key.Key_Tab)
            focus = cast("QWidget | None", window.focusWidget())
            assert focus is not table, key


def test_the_coordinator_has_every_page_and_a_visitor_five(
    office: Stage, look: Look, settings: QSettings, window: DeskWindow
) -> None:
    assert menu(window) == [
        "Home",
        "Records",
        "Meetings",
        "Issues",
        "Recommendations",
        "Rota",
        "Places and targets",
        "People",
        "Returns",
        "Send and receive",
        "Settings",
        "Help",
    ]
    with office.desk.write("Prepared a test") as session:
        set_whose_desk(session, Me("visitor", (SCHEME,)))
    theirs = DeskWindow(office.desk, forms(), look, settings)
    office.qtbot.addWidget(theirs)
    theirs.show()
    settle()
    assert menu(theirs) == ["Home", "New visit", "My visits", "Send", "Help"]
    for key in ("returns", "people", "places", "rota", "settings", "records", "issues"):
        assert not theirs.show_page(key), key


def menu(window: DeskWindow) -> list[str]:
    entries = window.side_bar.menu
    return [entries.item(row).text() for row in range(entries.count())]


def test_hostile_text_stays_text_on_every_page(office: Stage, window: DeskWindow) -> None:
    hostile = "<img src='x'><b>Light</b> & {0} \N{RIGHT-TO-LEFT OVERRIDE}4" * 8
    with office.desk.write("Prepared a test") as session:
        raised = issues.Raised(SCHEME, clock.today(), hostile, location=hostile)
        one = issues.raise_issue(session, raised)
        issues.respond(session, one.id, hostile, clock.today())
    page = shown(window, "issues")
    assert isinstance(page, RegisterPage)
    page.arrive(one.id, "")
    settle()
    assert cut_off(window) == []
    assert hostile in [w.text() for w in page.findChildren(QWidget) if hasattr(w, "text")]


def test_f1_gives_help_about_the_page(window: DeskWindow) -> None:
    shown(window, "rota")
    QTest.keyClick(window, Qt.Key.Key_F1)
    settle()
    assert window.key == "help"
    texts = [one.accessibleName() for one in window.page("help").findChildren(QWidget)]
    assert "Rota" in texts
