"""A file that was double-clicked where that comes as an event and not on the command line."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class FileOpened(QObject):
    """Sends `handed` with the path. Only for macOS: all events of the application pass by it."""

    handed = Signal(Path)

    def __init__(self, app: QApplication) -> None:
        """Begin to listen."""
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the event with a file, and no other."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.handed.emit(Path(event.file()))
            return True
        return super().eventFilter(watched, event)
