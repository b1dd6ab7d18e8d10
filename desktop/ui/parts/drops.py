"""Files that are dropped on a part of a window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_MOVES = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class FileDrops(QObject):
    """Takes what is dropped on a widget, or on anything in it that takes no drops itself."""

    def __init__(self, target: QWidget, dropped: Callable[[list[Path]], object]) -> None:
        """Call `dropped` with the files of this computer that were dropped on `target`."""
        super().__init__(target)
        self._dropped = dropped
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags that bring files; leave everything else as it is."""
        del watched
        if not isinstance(event, QDropEvent):
            return False
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            return False
        if event.type() in _MOVES:
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._dropped(files)
            return True
        return False
