"""A file on its way out: saved where somebody says, or copied as text."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.exchange.sealed.armour import TextTooLarge, to_text
from desktop.store.desk import Desk
from desktop.ui.clipboard import copy_text
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.exchange.working import Working
from desktop.ui.pages.keeping import keep_file
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.dialogs import choose_new_file, choose_new_readable_file
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text

T = TypeVar("T")

MOST_PASTED = 100_000
"""Signs of a text that mail programs carry whole; what is longer goes as a file."""

ENDING = "desk"
"""How the names of our files end; the text of one may be kept in a file of any name."""

Give = Callable[[Desk, Callable[[bytes], T]], T]
"""Makes a file and hands it to what keeps it, in one write: where it cannot be kept, nothing was
made. Runs on another thread and may raise UserError."""


class TooLongToPaste(UserError):
    """A text that mail programs would cut off."""

    def __init__(self, signs: int) -> None:
        """Say how long it is."""
        super().__init__(
            f"This is too long to copy as text: {signs:,} signs, and mail programs cut that off.",
            "Save the file instead.",
        )


class HandOver(QWidget):
    """Two buttons, save the file and copy the text, and what is said about the length.

    `went` is called with "file" or "text" once it was saved or copied. More buttons may be put
    into `row`.
    """

    def __init__(
        self,
        view: DeskView,
        give: Give[object],
        name: str,
        went: Callable[[str], object] | None = None,
        *,
        readable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Offer what `give` makes; `name` is suggested for the file, without its ending.

        `readable`: others than its receiver could read it, so this is said before it is saved.
        """
        super().__init__(parent)
        self._view = view
        self._give = give
        self._name = name
        self._went = went
        self._readable = readable
        self._busy = False
        self._worker = DeskReader(self, view)
        self.save = Button(self.tr("Save the file…"), "download", kind="primary")
        self.copy = Button(self.tr("Copy the text"), "copy")
        self.save.clicked.connect(self._on_save)
        self.copy.clicked.connect(self._on_copy)
        self.row = FlowLayout()
        self.row.addWidget(self.save)
        self.row.addWidget(self.copy)
        self._length = label("", "muted")
        self._length.hide()
        self._working = Working()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self.row)
        column.addWidget(self._length)
        column.addWidget(self._working)

    def put_length(self, sentence: str, *, may_copy: bool = True) -> None:
        """Say how long the text is; one that is too long is not offered."""
        put_text(self._length, sentence)
        self._length.setVisible(bool(sentence))
        self.copy.setVisible(may_copy)

    def _on_save(self) -> None:
        suggested = Path.home() / f"{self._name}.{ENDING}"
        choose = choose_new_readable_file if self._readable else choose_new_file
        choose(self, self.tr("Save the file"), suggested, self._on_chosen)

    def _on_chosen(self, path: Path) -> None:
        keep = partial(keep_file, path)
        said = self.tr("{} is saved.").format(path.name)
        self._do(lambda desk: self._give(desk, keep), lambda _none: self._on_went("file", said))

    def _on_copy(self) -> None:
        self._do(lambda desk: self._give(desk, short_text), self._on_text)

    def _on_text(self, text: object) -> None:
        copy_text(str(text))
        said = self.tr("The text is copied ({}). Paste all of it into a message.")
        self._on_went("text", said.format(length_of(str(text))))

    def _do(self, work: Callable[[Desk], object], done: Callable[[object], None]) -> None:
        if self._busy:
            return  # the buttons stay as they are: one that cannot be used loses the focus
        self._busy = True
        self._working.begin(self.tr("Making the file…"))

        def ended(result: object) -> None:
            self._end()
            done(result)

        def failed(error: UserError) -> None:
            self._end()
            self._view.banner.tell_error(error)

        self._worker.ask(work, ended, failed)

    def _end(self) -> None:
        self._working.end()
        self._busy = False

    def _on_went(self, how: str, said: str) -> None:
        self._view.say(said, True)
        if self._went is not None:
            self._went(how)


def ready_made(content: bytes) -> Give[object]:
    """Give what hands over something that is made already."""
    return lambda _desk, keep: keep(content)


def put_ready_length(card: HandOver, content: bytes) -> None:
    """Say on a card how long the text of something is that is made already."""
    try:
        card.put_length(f"As text it is {length_of(short_text(content))}. Both are the same.")
    except TooLongToPaste as error:
        card.put_length(str(error), may_copy=False)


def short_text(content: bytes) -> str:
    """Give a file as text. Raises TooLongToPaste."""
    try:
        text = to_text(content)
    except TextTooLarge:
        raise TooLongToPaste(len(content) * 4 // 3) from None
    if len(text) > MOST_PASTED:
        raise TooLongToPaste(len(text))
    return text


def length_of(text: str) -> str:
    """Say how long a text is."""
    pages = max(1, round(len(text) / 3_000))
    return f"{len(text):,} signs, about {'a page' if pages == 1 else f'{pages} pages'}"
