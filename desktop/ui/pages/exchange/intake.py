"""Where files and texts are taken in: dropped, chosen, or pasted; several at once."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.fields.question import Question
from desktop.ui.fields.text import LongTextField
from desktop.ui.pages.exchange.handed import of_file, of_text
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import choose_files
from desktop.ui.parts.drops import FileDrops
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label


class Intake(SectionCard):
    """`came` carries what was handed over, as a list of `Handed`."""

    came = Signal(list)

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        """Make the card; the box for a text is shown when it is asked for."""
        super().__init__(title, sentence, parent)
        self.choose = Button(self.tr("Choose a file"), "folder-open", kind="primary")
        self.paste = Button(self.tr("Paste text"), "clipboard-list")
        self.choose.clicked.connect(self._on_choose)
        self.paste.clicked.connect(self._on_paste)
        row = FlowLayout()
        row.addWidget(self.choose)
        row.addWidget(self.paste)
        self.body.addLayout(row)
        self.body.addWidget(label(self.tr("Or drop files or a text on this card."), "muted"))
        self._box = self._make_box()
        self.body.addWidget(self._box)
        self._box.hide()
        self.below = QVBoxLayout()
        self.body.addLayout(self.below)
        FileDrops(self, self.take_files)

    def take_files(self, files: Sequence[Path]) -> None:
        """Hand over files of this computer."""
        self.came.emit([of_file(path) for path in files])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a text; files are taken before they get here."""
        if event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand a dropped text over."""
        if text := event.mimeData().text():
            event.acceptProposedAction()
            self._give(text)

    def _make_box(self) -> QWidget:
        self.text = LongTextField(
            Question(
                "text",
                "long_text",
                self.tr("The text that was sent to you"),
                self.tr("From the first dashes to the last. What stands around it does no harm."),
            )
        )
        for box in self.text.findChildren(QPlainTextEdit):
            box.setAcceptDrops(False)  # what is dropped on the card is taken as a whole
        take = Button(self.tr("Take this text in"), "check", kind="primary")
        take.clicked.connect(self._on_take)
        leave = Button(self.tr("Close the box"))
        leave.clicked.connect(self._on_leave)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.text)
        row = FlowLayout()
        row.addWidget(take)
        row.addWidget(leave)
        column.addLayout(row)
        return made

    def _on_choose(self) -> None:
        choose_files(self, self.tr("Choose a file"), self.take_files)

    def _on_paste(self) -> None:
        self._box.show()
        self.text.focus_first()

    def _on_take(self) -> None:
        typed = self.text.typed()
        if not typed.strip():
            self.text.set_problem(self.tr("Paste the text that was sent to you"))
            self.text.focus_first()
            return
        self._give(typed)
        self._on_leave()

    def _on_leave(self) -> None:
        self.text.set_value(None)
        self._box.hide()
        self.paste.setFocus(Qt.FocusReason.TabFocusReason)

    def _give(self, text: str) -> None:
        self.came.emit([of_text(text, self.tr("The pasted text"))])
