"""What a record shows that the police did wrong, or that looked wrong and was explained."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.formlib.problems import Problem
from desktop.ui.parts.labels import label
from desktop.ui.parts.strip import Strip


class Findings(QWidget):
    """A list of findings; they are no errors and stop nothing."""

    def __init__(self, found: Sequence[Problem]) -> None:
        """Show the findings among what is said of a record; hidden where there are none."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        wanted = [problem for problem in found if problem.kind in ("finding", "approval")]
        column.addWidget(label(self.tr("What this record shows"), "h2"))
        for problem in wanted:
            strip = Strip("flag")
            column.addWidget(strip)  # first: what has no parent yet would be shown as a window
            strip.put(problem.say)
        if not wanted:
            self.hide()
