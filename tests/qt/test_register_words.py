"""All that a register says of its own can be said in another language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTranslator
from PySide6.QtWidgets import QHeaderView, QLabel, QPushButton, QTableView, QWidget

from desktop.ui.desk_view import DeskPage
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Look
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.meetings import MeetingsPage
from desktop.ui.pages.notes.page import NotesPage
from desktop.ui.pages.people import PeoplePage
from desktop.ui.pages.places import PlacesPage
from desktop.ui.pages.recommendations import RecommendationsPage
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.rota import RotaPage
from desktop.ui.parts.options import Radio, Segment
from tests.qt.desks import forms
from tests.qt.stage import Stage, settle

PAGES = (
    IssuesPage,
    MeetingsPage,
    NotesPage,
    PeoplePage,
    PlacesPage,
    RecommendationsPage,
    RotaPage,
)


class Loud(QTranslator):
    """A language that is told from English by its capitals."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # Qt's signature
        self,
        context: str,  # noqa: ARG002
        sourceText: str,  # noqa: N803
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str:
        return sourceText.upper()


@pytest.fixture
def _loud(office: Stage) -> Iterator[None]:
    translator = Loud()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def quiet(page: QWidget) -> list[str]:
    """Give what is still said in English: on buttons, in the heads of tables, above facts."""
    heads = [
        str(table.model().headerData(column, Qt.Orientation.Horizontal))
        for table in page.findChildren(QTableView)
        for column in range(table.model().columnCount())
    ]
    names = [
        one.text()
        for one in page.findChildren(QLabel)
        if one.property("kind") in ("h1", "label") and not isinstance(one.parent(), QHeaderView)
    ]
    pressed = [one.text() or one.accessibleName() for one in page.findChildren(QPushButton)]
    chosen = [one.accessibleName() for one in page.findChildren(Segment)]
    chosen += [one.accessibleName() for one in page.findChildren(Radio)]
    return [text for text in (*heads, *names, *pressed, *chosen) if text != text.upper()]


@pytest.mark.usefixtures("_loud")
@pytest.mark.parametrize("make", PAGES)
def test_a_register_speaks_the_language_of_the_window(office: Stage, make: type[DeskPage]) -> None:
    page = office.show(make)
    assert isinstance(page, RegisterPage)
    for part in page.views:
        page.show_register(part.register.name)
        page.refresh()
        settle()
        assert quiet(page) == [], part.register.name
        table = part.list.table
        if table.current() is not None:
            table.opened.emit(table.current())
            settle()
            assert quiet(page) == [], part.register.name


@pytest.mark.usefixtures("_loud")
def test_the_menu_speaks_the_language_of_the_window(
    office: Stage, look: Look, settings: QSettings
) -> None:
    window = DeskWindow(office.desk, forms(), look, settings)
    office.qtbot.addWidget(window)
    settle()
    menu = window.side_bar.menu
    titles = [menu.item(row).text() for row in range(menu.count())]
    assert "RECORDS" in titles
    assert [title for title in titles if title != title.upper()] == []
