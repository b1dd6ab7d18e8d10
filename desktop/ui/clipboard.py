"""The clipboard: what was copied in this program does not stay there for others to find.

It is taken away after a while, and when the desk is locked, unless something else was copied since.
A sealed text stays: nobody but the office can read it, and it is meant to be pasted later.
"""

import hashlib

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

SEALED = "-----BEGIN AGE ENCRYPTED FILE-----"

# Asks those that keep a history of the clipboard to leave this out: Windows, and KDE's.
_LEAVE_OUT = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    "x-kde-passwordManagerHint": b"secret",
}


def copy_text(text: str) -> None:
    """Put a text on the clipboard, for as long as `Clipboard` leaves it there."""
    data = QMimeData()
    data.setText(text)
    if SEALED not in text:
        for kind, content in _LEAVE_OUT.items():
            data.setData(kind, content)
    QGuiApplication.clipboard().setMimeData(data)


class Clipboard(QObject):
    """Watches what is copied while this program is in use, by its buttons or by Ctrl+C."""

    def __init__(self, parent: QObject, seconds: float) -> None:
        """Begin to watch; what is copied goes after `seconds`, with 0 only by `clear`."""
        super().__init__(parent)
        self._board = QGuiApplication.clipboard()
        self._copied = b""  # a digest: the text itself is kept nowhere
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self.clear)
        self._board.dataChanged.connect(self._on_changed)

    def clear(self) -> None:
        """Take away what was copied here, if it is still there."""
        self._timer.stop()
        if self._board.ownsSelection():  # what the mouse marked, on X11
            self._board.clear(QClipboard.Mode.Selection)
        copied, self._copied = self._copied, b""
        if copied and (self._board.ownsClipboard() or copied == _digest(self._board.text())):
            self._board.clear()

    def _on_changed(self) -> None:
        # Not every system says whose it is; who copies elsewhere is not in a window of ours.
        active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        text = self._board.text() if active or self._board.ownsClipboard() else ""
        self._copied = _digest(text) if text and SEALED not in text else b""
        self._timer.stop()
        if self._copied and self._timer.interval() > 0:
            self._timer.start()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="surrogatepass")).digest()
