"""What every test of a window has: the look, its settings in a folder of the test's own."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.formlib.model import Form
from desktop.store import keyfile
from desktop.store.desk import Desk
from desktop.ui.collector import Collector
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Colours, Look
from desktop.ui.look.tokens import scaled, shown
from desktop.ui.parts.page import Page
from desktop.ui.shell import PageSpec, Shell
from tests.qt import desks
from tests.qt.gallery import GalleryPage
from tests.qt.stage import SCHEME, Stage, stage_of


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture(scope="session")
def look(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Look:
    path = tmp_path_factory.mktemp("look") / "window.ini"
    return Look(qapp, QSettings(str(path), QSettings.Format.IniFormat))


@pytest.fixture(scope="session", autouse=True)
def _collector(qapp: QApplication) -> Iterator[None]:
    """End what is gone where the program ends it: not in a worker's thread."""
    made = Collector(qapp)
    yield
    made.end()


@pytest.fixture(autouse=True)
def _plain_look(qapp: QApplication, look: Look) -> Iterator[None]:
    """Delete the windows of the test, and put colours and text size back for the next."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for other in qapp.findChildren(Look):
        if other is not look:
            other.setParent(None)
            other.deleteLater()
    # Asked of the screen, not of `look`: a test may have made a look of its own.
    if scaled(100) != 100 or look.colours is not Colours.SYSTEM or shown() is not look.tokens():
        look.choose_percent(100)
        look.choose_colours(Colours.SYSTEM)


@pytest.fixture(autouse=True)
def _no_waiting_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a dialog would wait for ever for somebody to answer."""

    def refuse(dialog: QDialog) -> int:
        raise AssertionError(f"A dialog blocks: {dialog.windowTitle()}")

    monkeypatch.setattr(QDialog, "exec", refuse)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Fail a test that leaves a dialog open: it did not expect it."""
    yield
    left = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    titles = [dialog.windowTitle() for dialog in left]
    for dialog in left:
        dialog.close()
    assert not titles, f"A dialog was left open: {titles}"


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> GalleryPage:
    """Every field, shown in a window that is neither large nor small."""
    made = GalleryPage()
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def changes(page: GalleryPage) -> list[str]:
    """The ids of the fields that said they were changed, in order."""
    seen: list[str] = []
    for field in page.fields.values():
        field.changed.connect(lambda name=field.question.id: seen.append(name))
    return seen


@pytest.fixture
def shell(qtbot: QtBot, look: Look, settings: QSettings) -> Shell:
    """The window with the gallery and two plain pages, seen by a visitor."""
    made = Shell("Scrutiny Desk", pages(), "visitor", look, settings)
    made.side_bar.put_names("Northshire", "Visitor")
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    qtbot.waitExposed(made)
    made.show_page("new")
    return made


@pytest.fixture
def cheap_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make new desks as quick to open as a test's should be."""
    monkeypatch.setattr(keyfile, "FULL_COST", desks.CHEAP)


@pytest.fixture
def forms() -> Mapping[str, Form]:
    return desks.forms()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A visitor's encrypted desk, with two suites and a fellow visitor."""
    with desks.new_desk(tmp_path / "desks" / desks.NAME) as made:
        yield made


@pytest.fixture
def desk_window(
    qtbot: QtBot, look: Look, settings: QSettings, desk: Desk, forms: Mapping[str, Form]
) -> DeskWindow:
    """The window of that desk, on the first page of its owner's role."""
    made = DeskWindow(desk, forms, look, settings)
    qtbot.addWidget(made)
    made.resize(1180, 860)
    with qtbot.waitExposed(made):
        made.show()
    return made


def pages() -> list[PageSpec]:
    both = frozenset({"visitor", "coordinator"})
    return [
        PageSpec("home", "Home", "house", lambda: Page("Home"), both),
        PageSpec("new", "New visit", "clipboard-plus", GalleryPage, both),
        PageSpec("visits", "My visits", "clipboard-list", lambda: Page("My visits"), both),
        PageSpec(
            "returns",
            "Returns",
            "chart-column",
            lambda: Page("Returns"),
            frozenset({"coordinator"}),
        ),
        PageSpec("one", "One visit", "file-text", lambda: Page("One visit"), both, in_menu=False),
    ]


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Stage]:
    """The sample desk as the coordinator has it."""
    with stage_of(tmp_path, qtbot, look, "coordinator") as stage:
        yield stage


@pytest.fixture
def visitor(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Stage]:
    """The same desk as if a custody visitor had it."""
    with stage_of(tmp_path, qtbot, look, "visitor", schemes=(SCHEME,)) as stage:
        yield stage
