"""New laptops to meet: eight words, large, to be compared on the telephone."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.sealed.enrolling import Laptop
from desktop.ui.pages.exchange.large_words import LargeWords
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label


class Meeting(QWidget):
    """One laptop that waits for its words; `answer` is called with "yes", "no" or "later"."""

    def __init__(
        self,
        laptop: Laptop,
        files: int,
        answer: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        """Ask; `files` of this laptop wait on the page to be taken in."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(self.tr("{}’s laptop is new here").format(laptop.name), "label"))
        ring = self.tr(
            "Ring {} on the number you have, never on one that came with the file. Ask for the "
            "eight words that their laptop shows on the page Send. Are they the same?"
        )
        column.addWidget(label(ring.format(laptop.name)))
        column.addWidget(LargeWords(self.tr("The words of this laptop"), laptop.words))
        notes = [self._others(laptop), self._waiting(files)]
        column.addWidget(label(" ".join(filter(None, notes)), "muted"))
        row = FlowLayout()
        for how, text, kind in (
            ("yes", self.tr("Yes, the same words"), "primary"),
            ("no", self.tr("No, other words"), "plain"),
            ("later", self.tr("Later"), "plain"),
        ):
            button = Button(text, kind="primary" if kind == "primary" else "plain")
            button.setAccessibleDescription(laptop.name)
            button.clicked.connect(partial(answer, how))
            row.addWidget(button)
        column.addLayout(row)

    def _others(self, laptop: Laptop) -> str:
        if not laptop.others:
            return ""
        return self.tr(
            "There is another laptop of theirs on the list. If that one is not used any more, "
            "withdraw it."
        )

    def _waiting(self, files: int) -> str:
        if not files:
            return self.tr("Once you have said yes, take its file in again.")
        return self.tr("Once you have said yes, what it sent is taken in.")


def waiting_line(laptops: Sequence[Laptop], pressed: Callable[[], object]) -> QWidget:
    """Give the line of laptops that were put off, with the way back to them."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    names = ", ".join(one.name for one in laptops)
    column.addWidget(label(made.tr("Waiting for their words: {}").format(names)))
    button = Button(made.tr("Compare the words now"))
    button.clicked.connect(pressed)
    row = FlowLayout()
    row.addWidget(button)
    column.addLayout(row)
    return made
