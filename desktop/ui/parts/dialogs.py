"""The only windows that stop the others. All are opened and answered later: none of them blocks.

Pages ask through these functions and go on in the function they hand over.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QToolTip, QVBoxLayout, QWidget

from desktop.ui.look.tokens import scaled
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.focus_ring import FocusRing
from desktop.ui.parts.labels import label

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

_PLACES = ("FileDialog/lastVisited", "FileDialog/history")
_GONE_MS = 200
_open: set["Dialog"] = set()  # those without a parent: nothing else would keep them


class Dialog(QDialog):
    """A small window with a title, a sentence, room for more in `body`, and buttons."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str = "") -> None:
        """Make the dialog, not shown; it goes when it is closed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 24, 28, 24)
        outer.setSpacing(16)
        outer.addWidget(label(title, "h2"))
        if sentence:
            outer.addWidget(label(sentence))
        self.body = QVBoxLayout()
        outer.addLayout(self.body)
        outer.addStretch()
        self._buttons = FlowLayout()
        outer.addLayout(self._buttons)
        self.setMinimumWidth(scaled(380))
        self._ring = FocusRing(self)

    def open(self) -> None:
        """Show the dialog; everything else waits for it, but the program goes on."""
        if self.parentWidget() is None:
            _open.add(self)
            self.finished.connect(lambda _: _open.discard(self))
        super().open()

    def put_button(self, button: Button, pressed: Callable[[], None]) -> Button:
        """Add a button at the end of the row, and give it."""
        button.clicked.connect(pressed)
        self._buttons.addWidget(button)
        return button


def close_dialogs() -> None:
    """Close all dialogs, file choosers, open lists and tool tips, without an answer to any."""
    QToolTip.hideText()
    for widget in QApplication.topLevelWidgets():
        if not shiboken6.isValid(widget) or not widget.isVisible():
            continue
        if isinstance(widget, QDialog):
            widget.reject()
        elif widget.windowType() == Qt.WindowType.Popup:
            widget.close()


def tell(parent: QWidget | None, title: str, sentence: str) -> Dialog:
    """Show a message with one button; give the dialog, already open."""
    dialog = Dialog(parent, title, sentence)
    close = dialog.put_button(Button(dialog.tr("Close"), kind="primary"), dialog.accept)
    close.setDefault(True)
    dialog.open()
    return dialog


def ask(
    parent: QWidget | None,
    title: str,
    sentence: str,
    *,
    yes: str,
    no: str,
    then: Callable[[bool], None],
    danger: bool = False,
) -> Dialog:
    """Ask something that needs an answer, and call `then` with it.

    `yes` and `no` are the buttons' words, said as what will happen ("Remove the visit", "Keep
    it"). Esc and closing mean no; with `danger` Enter means no as well.
    """
    dialog = Dialog(parent, title, sentence)
    yes_button = Button(yes, kind="danger" if danger else "primary")
    dialog.put_button(yes_button, dialog.accept)
    no_button = dialog.put_button(Button(no), dialog.reject)
    chosen = no_button if danger else yes_button
    chosen.setDefault(True)
    chosen.setFocus()
    dialog.finished.connect(lambda result: then(result == QDialog.DialogCode.Accepted))
    dialog.open()
    return dialog


def choose_file(
    parent: QWidget | None, title: str, kinds: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Let the person choose a file that exists; `kinds` is Qt's filter, "Records (*.desk)"."""
    dialog = _file_dialog(parent, title, then)
    dialog.setNameFilter(kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def choose_files(
    parent: QWidget | None, title: str, then: Callable[[list[Path]], object]
) -> QFileDialog:
    """Let the person choose one file or several that exist."""
    dialog = _file_dialog(parent, title, lambda _path: None)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()
    return dialog


def choose_folder(parent: QWidget | None, title: str, then: Callable[[Path], None]) -> QFileDialog:
    """Let the person choose a folder."""
    dialog = _file_dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def choose_new_file(
    parent: QWidget | None, title: str, suggested: Path, then: Callable[[Path], None]
) -> QFileDialog:
    """Let the person choose where to write a file; asks before one is replaced."""
    dialog = _file_dialog(parent, title, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.setDirectory(str(suggested.parent))
    dialog.selectFile(suggested.name)
    dialog.open()
    return dialog


def choose_new_readable_file(
    parent: QWidget | None,
    title: str,
    suggested: Path,
    then: Callable[[Path], None],
    *,
    warning: str = "",
) -> Dialog:
    """Let the person choose where to write what everybody could read there; warns beforehand."""
    dialog = Dialog(
        parent,
        title,
        warning
        or QCoreApplication.translate(
            "Dialogs",
            "Whoever gets this file can read it: keep it only where those who may read it can "
            "look, and delete it when it is no longer needed.",
        ),
    )
    go_on = Button(QCoreApplication.translate("Dialogs", "Choose where"), kind="primary")
    dialog.put_button(go_on, dialog.accept).setDefault(True)
    dialog.put_button(Button(QCoreApplication.translate("Dialogs", "Cancel")), dialog.reject)
    go_on.setFocus()
    dialog.accepted.connect(lambda: choose_new_file(parent, title, suggested, then))
    dialog.open()
    return dialog


def choose_printer(parent: QWidget | None, then: Callable[["QPrinter"], None]) -> "QPrintDialog":
    """Let the person choose a printer, and print on it in `then`."""
    # Few people print, and loading Qt's printing takes a while.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: then(printer))
    QDialog.open(dialog)  # its own `open` waits for a slot by name
    return dialog


def _file_dialog(parent: QWidget | None, title: str, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    # Qt would write down, for anybody to read, which folders were gone to.
    # It does so as it goes, which Python must not listen to: so a moment later.
    back = partial(_put_places_back, _places())
    dialog.finished.connect(lambda _: QTimer.singleShot(_GONE_MS, back))
    return dialog


def _places() -> dict[str, object]:
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    return {key: settings.value(key) for key in _PLACES}


def _put_places_back(before: dict[str, object]) -> None:
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    for key, value in before.items():
        if value is None:
            settings.remove(key)
        else:
            settings.setValue(key, value)
