"""What is said while something takes longer than half a second."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.ui.parts.announce import announce
from desktop.ui.parts.labels import label, put_text

SHOWN_AFTER_MS = 500


class Working(QWidget):
    """Says what is being done, once it has taken half a second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it, hidden."""
        super().__init__(parent)
        self._said = label("")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._said)
        column.addWidget(self.bar)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_AFTER_MS)
        self._timer.timeout.connect(self._on_late)
        self.hide()

    def begin(self, sentence: str, done: int = 0, of: int = 0) -> None:
        """Say what is done now, and how many of how many were done before (0: not counted)."""
        put_text(self._said, sentence)
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()

    def end(self) -> None:
        """Say nothing any more."""
        self._timer.stop()
        self.hide()

    def _on_late(self) -> None:
        self.show()
        announce(self, self._said.text())
