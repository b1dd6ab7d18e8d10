"""What a person does with a page of cards: reads it, presses, answers a question, picks a file."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from desktop.ui.parts.buttons import Link
from desktop.ui.parts.dialogs import Dialog
from tests.qt.stage import settle


def words(shown: QWidget) -> str:
    """Give all that can be read, links and buttons too."""
    labels = [one.text() for one in shown.findChildren(QLabel) if one.isVisibleTo(shown)]
    return "\n".join([*labels, *links(shown), *buttons(shown)])


def links(shown: QWidget) -> list[str]:
    return [one.accessibleName() for one in shown.findChildren(Link) if one.isVisibleTo(shown)]


def buttons(shown: QWidget) -> list[str]:
    found = shown.findChildren(QPushButton)
    return [one.text() for one in found if one.isVisibleTo(shown) and one.text()]


def press(shown: QWidget, text: str, which: int = 0) -> None:
    """Press a button or a link by its words; `which` of several, the first by itself."""
    found = [one for one in shown.findChildren(QPushButton) if one.isVisibleTo(shown)]
    named = [one for one in found if text in (one.text(), one.accessibleName())]
    assert named, f"no button “{text}”; there are {buttons(shown)} and {links(shown)}"
    named[which].click()
    settle()


def answer(shown: QWidget, text: str) -> None:
    """Press a button of the dialog that is open."""
    [dialog] = shown.findChildren(Dialog)
    press(dialog, text)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()


def choose(*paths: Path) -> None:
    """Pick files in the file dialog that is open."""
    [dialog] = [w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog)]
    dialog.fileSelected.emit(str(paths[0]))
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.close()
    settle()
