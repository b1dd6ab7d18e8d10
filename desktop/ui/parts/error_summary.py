"""The box at the top of a page that lists what must be put right and leads to each."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.parts.announce import alert
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.labels import label
from desktop.ui.parts.page import bring_into_sight
from desktop.ui.parts.tab_order import tab_through


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: the sentence of its link, and what leads to the field."""

    sentence: str
    go: Callable[[], None]


class ErrorSummary(QFrame):
    """Hidden while nothing is wrong. Takes the focus when it appears, so it is read out first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the box, hidden."""
        super().__init__(parent)
        self.setProperty("kind", "summary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 14)
        self._column.setSpacing(6)
        self.hide()

    def put(self, problems: list[Problem]) -> None:
        """List the problems in page order and take the focus; an empty list hides the box."""
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(problems))
        if not problems:
            return
        count = len(problems)
        title = (
            self.tr("There is 1 thing to put right")
            if count == 1
            else self.tr("There are {} things to put right").format(count)
        )
        self._column.addWidget(label(title, "h2"))
        for problem in problems:
            link = Link(problem.sentence, "danger")
            link.clicked.connect(problem.go)
            self._column.addWidget(link)
            link.show()  # the layout would show it later, and Tab pass it until then
        tab_through([self])
        self.setAccessibleName(title)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        alert(self)
        # Its place is known once the page has been laid out again.
        QTimer.singleShot(0, self, lambda: bring_into_sight(self))
