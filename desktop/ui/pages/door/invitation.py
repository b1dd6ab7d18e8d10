"""Giving an invitation to the program: a file that is chosen or dropped, or its text, pasted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui import invited
from desktop.ui.fields.question import Question
from desktop.ui.fields.text import LongTextField
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.dialogs import choose_file
from desktop.ui.parts.flow import FlowLayout

Content = Callable[[], bytes]


class InvitationField(QWidget):
    """One field for all three ways. What is wrong with an invitation is said beside it.

    `given` carries what reads the content: a slow disk is waited for elsewhere.
    """

    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the field, empty."""
        super().__init__(parent)
        self.text = LongTextField(
            Question(
                "invitation",
                "long_text",
                self.tr("The invitation that your office has sent you"),
                self.tr(
                    "Choose the file, drop it on this window, or paste its text here, from the "
                    "first dashes to the last."
                ),
            )
        )
        for box in self.text.findChildren(QPlainTextEdit):
            box.setAcceptDrops(False)  # a file is dropped on the window, not its name in here
        self.choose = Button(self.tr("Choose the file…"), "folder-open", kind="primary")
        self.choose.clicked.connect(self._on_choose)
        self.use_text = Button(self.tr("Open the pasted text"))
        self.use_text.clicked.connect(self._on_text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.text)
        buttons = FlowLayout()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.use_text)
        column.addLayout(buttons)

    def take_files(self, files: list[Path]) -> None:
        """Take files that were dropped somewhere in the window."""
        self._give(lambda: invited.content_of(files))

    def refuse(self, error: UserError) -> None:
        """Say beside the field why an invitation cannot be used."""
        self.text.set_problem(f"{error.sentence} {error.next_step}".strip())
        self.text.focus_first()

    def _on_choose(self) -> None:
        kinds = self.tr("Files for Scrutiny Desk (*.desk *.txt);;All files (*)")
        choose_file(
            self, self.tr("Choose the invitation"), kinds, lambda path: self.take_files([path])
        )

    def _on_text(self) -> None:
        typed = self.text.typed()
        if not typed.strip():
            self.text.set_problem(self.tr("Choose the file, or paste the text of the invitation"))
            self.text.focus_first()
            return
        self._give(lambda: typed.encode("utf-8", "replace"))

    def _give(self, content: Content) -> None:
        self.text.set_problem("")
        self.given.emit(content)
