"""Asking why something that looks wrong is right: a ready reason, or words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.ui.fields.question import Question
from desktop.ui.fields.text import LongTextField
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.flow import FlowLayout

_LONGEST = 500


class Explain(QFrame):
    """One thing to explain. Nothing is refused: the reason is kept with the record."""

    def __init__(self, question: str, reasons: Sequence[str], reason: str) -> None:
        """Ask `question`; `reasons` are ready words, `reason` what was said before."""
        super().__init__()
        self.question = question
        self.setProperty("kind", "explain")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        self.field = LongTextField(Question("reason", "long_text", question, max_length=_LONGEST))
        self.field.set_value(reason or None)
        column.addWidget(self.field)
        ready = FlowLayout()
        for words in reasons:
            button = Button(words)
            button.setAccessibleDescription(question)
            button.clicked.connect(partial(self.put, words))
            ready.addWidget(button)
        column.addLayout(ready)

    def reason(self) -> str:
        """Give the explanation, "" while there is none."""
        return self.field.typed().strip()

    def put(self, words: str) -> None:
        """Answer with ready words."""
        self.field.set_value(words)
        self.field.focus_first()

    def ask_again(self) -> None:
        """Say beside the line that an explanation is wanted."""
        self.field.set_problem(self.tr("Say why, in a few words"))

    def focus_first(self) -> None:
        """Put the focus into the line."""
        self.field.focus_first()
