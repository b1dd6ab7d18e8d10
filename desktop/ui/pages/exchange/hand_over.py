"""A sealed file on its way out: saved where somebody says, or copied as text."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.exchange.sealed.armour import TextTooLarge, to_text
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.keeping import keep_file
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.dialogs import choose_new_file
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label

MOST_PASTED = 100_000
"""Signs of a text that mail programs carry whole; what is longer goes as a file."""

ENDING = "desk"
"""How the names of our files end; the text of one may be kept in a file of any name."""


class HandOver(QWidget):
    """Two buttons: save the file, copy the text; and below them how long the text is.

    `went` is called with "file" or "text" once it was saved or copied.
    """

    def __init__(
        self,
        view: DeskView,
        content: bytes,
        name: str,
        went: Callable[[str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `content`; `name` is suggested for the file, without its ending."""
        super().__init__(parent)
        self._view = view
        self._content = content
        self._name = name
        self._went = went
        self._text = as_text(content)
        save = Button(self.tr("Save the file…"), "download", kind="primary")
        save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = FlowLayout()
        row.addWidget(save)
        if self._text and len(self._text) <= MOST_PASTED:
            copy = Button(self.tr("Copy the text"), "copy")
            copy.clicked.connect(self._on_copy)
            row.addWidget(copy)
        column.addLayout(row)
        column.addWidget(label(length_said(self._text), "muted"))

    def _on_save(self) -> None:
        suggested = Path.home() / f"{self._name}.{ENDING}"
        choose_new_file(self, self.tr("Save the file"), suggested, self._on_chosen)

    def _on_chosen(self, path: Path) -> None:
        try:
            keep_file(path, self._content)
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        self._view.say(self.tr("{} is saved.").format(path.name), True)
        if self._went is not None:
            self._went("file")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        said = self.tr("The text is copied. Paste all of it into a message.")
        self._view.say(said, True)
        if self._went is not None:
            self._went("text")


def as_text(content: bytes) -> str:
    """Give a file as text; "" where it is too long for one."""
    try:
        return to_text(content)
    except TextTooLarge:
        return ""


def length_said(text: str) -> str:
    """Say how long a text is, and that a file serves better where it is too long."""
    if text and len(text) <= MOST_PASTED:
        pages = max(1, round(len(text) / 3000))
        much = "about a page" if pages == 1 else f"about {pages} pages"
        return (
            f"As text it is {len(text):,} signs long, {much}. The file and the text are the same."
        )
    return "This is too long to copy as text: mail programs would cut it off. Use the file."
