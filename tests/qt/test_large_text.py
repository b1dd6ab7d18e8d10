import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.look.look import Colours, Look
from desktop.ui.parts.banner import Tone
from desktop.ui.shell import Shell
from tests.qt.gallery import GalleryPage


def settle() -> None:
    """Let text that wraps inside boxes inside boxes find its height: one box a pass."""
    for _ in range(8):
        QTest.qWait(10)


def clipped(window: QWidget) -> list[str]:
    """Give every text in a window that has less room than it needs."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel | QAbstractButton) and not widget.accessibleName():
            said = widget.text()
        else:
            said = widget.accessibleName()
        need = widget.heightForWidth(widget.width())
        wraps = widget.hasHeightForWidth() and widget.layout() is None
        if wraps and need > widget.height() + 1:
            found.append(f"height: {type(widget).__name__} “{said}” {widget.height()} < {need}")
        plain = isinstance(widget, QPushButton) and not widget.hasHeightForWidth()
        narrow = widget.sizeHint().width() > widget.width() + 1
        if (plain or (isinstance(widget, QLabel) and not widget.wordWrap())) and narrow:
            found.append(f"width: {type(widget).__name__} “{said}” {widget.size()}")
        if isinstance(widget, QLineEdit) and widget.height() < widget.fontMetrics().height():
            found.append(f"line: “{said}” {widget.size()}")
        parent = widget.parentWidget()
        if parent is not None and widget.geometry().right() > parent.width() + 1:
            found.append(f"beyond: {type(widget).__name__} “{said}” {widget.geometry()}")
    return found


def gallery(shell: Shell) -> GalleryPage:
    page = shell.page("new")
    assert isinstance(page, GalleryPage)
    return page


def fill(page: GalleryPage) -> None:
    page.fields["on"].set_value("2026-11-21")
    page.fields["who"].set_value(["v1", "v2", "v3"])
    page.fields["wait"].set_unread({"wait": "15 or so"})
    page.fields["notes"].set_value("Cell 4 call bell not answered for ten minutes. " * 8)
    page.fields["to_fix"].set_value(
        [{"id": "r1", "what": "Light very bright", "sorted": "promised"}, {"id": "r2"}]
    )
    page.check()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_clipped(shell: Shell, look: Look, percent: int) -> None:
    page = gallery(shell)
    look.choose_percent(percent)
    fill(page)
    shell.banner.tell(
        Tone.ERROR,
        "This visit could not be saved.",
        "Free some space.",
        action=("Try again", shell.banner.clear),
    )
    shell.status.put("Saved on this computer at 19:42")
    settle()
    assert clipped(shell) == []
    assert page.ground.minimumSizeHint().width() <= page.viewport().width()


def test_text_made_larger_and_smaller_again_fits_as_before(shell: Shell, look: Look) -> None:
    page = gallery(shell)
    fill(page)
    settle()
    before = page.ground.height()
    look.choose_percent(200)
    settle()
    look.choose_percent(100)
    settle()
    assert page.ground.height() == before


def test_the_menu_folds_where_the_page_would_be_too_narrow(shell: Shell, look: Look) -> None:
    folded = [shell.side_bar.folded]
    for percent in (200, 100):
        look.choose_percent(percent)
        folded.append(shell.side_bar.folded)
    shell.resize(640, 700)
    folded.append(shell.side_bar.folded)
    assert folded == [False, True, False, True]


@pytest.mark.parametrize("colours", [Colours.LIGHT, Colours.DARK, Colours.HIGH_CONTRAST])
def test_the_page_is_painted_in_the_chosen_colours(
    shell: Shell, look: Look, colours: Colours
) -> None:
    look.choose_colours(colours)
    image = shell.grab().toImage()
    tokens = look.tokens()
    assert image.pixelColor(4, 300).name().upper() == tokens.sidebar
    assert image.pixelColor(image.width() - 40, 40).name().upper() == tokens.bg


class Windows(QObject):
    """Counts the windows that open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.opened.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(
    qtbot: QtBot, qapp: QApplication, look: Look
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    page = GalleryPage()
    qtbot.addWidget(page)
    fill(page)
    page.show()
    qapp.removeEventFilter(windows)
    assert windows.opened == ["GalleryPage"]
