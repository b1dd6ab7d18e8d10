"""A message across the top of a page: it stays until it is dealt with or put away."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui.parts.announce import alert
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_kind, put_text
from desktop.ui.parts.picture import Picture


class Tone(StrEnum):
    """What kind of message it is; said in a word too, so that colour is never alone."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


_ICONS = {
    Tone.INFO: ("info", "accent"),
    Tone.SUCCESS: ("circle-check", "ok"),
    Tone.WARNING: ("triangle-alert", "warning"),
    Tone.ERROR: ("circle-alert", "danger"),
}


class Banner(QFrame):
    """Hidden until `tell` is called. One message at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the banner, hidden."""
        super().__init__(parent)
        self._tone = Tone.INFO
        self._stays = False
        self._action: Callable[[], None] | None = None
        self._picture = Picture(*_ICONS[Tone.INFO], side=22)
        self._sentence = label("", "label")
        self._next_step = label("")
        self._act = Button("")
        self._close = Button(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._act.clicked.connect(self._on_act)
        self._close.clicked.connect(self.clear)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._sentence)
        words.addWidget(self._next_step)
        buttons = FlowLayout()
        buttons.addWidget(self._act)
        buttons.addWidget(self._close)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 14, 36, 14)
        row.setSpacing(14)
        column = QVBoxLayout()
        column.addWidget(self._picture)
        column.addStretch()
        row.addLayout(column)
        row.addLayout(words, 1)
        self.hide()

    def tell(
        self,
        tone: Tone,
        sentence: str,
        next_step: str = "",
        *,
        action: tuple[str, Callable[[], None]] | None = None,
        stays: bool = False,
    ) -> None:
        """Show a message; one that `stays` goes only by `clear` or for another that stays.

        `action` is a button's text and what pressing it does.
        """
        if self._stays and not stays and not self.isHidden():
            return
        self._tone = tone
        self._stays = stays
        self._picture.put(*_ICONS[tone])
        put_text(self._sentence, sentence)
        put_text(self._next_step, next_step)
        self._next_step.setVisible(bool(next_step))
        self._action = action[1] if action else None
        self._act.setText(action[0] if action else "")
        self._act.setVisible(action is not None)
        self._close.setVisible(not stays)
        put_kind(self, "kind", f"banner-{tone}")
        self.setAccessibleName(" ".join(filter(None, (self._word(), sentence, next_step))))
        self.show()
        alert(self)

    def tell_error(self, error: UserError, *, retry: Callable[[], None] | None = None) -> None:
        """Show an error that stays, such as a failed save, with a way to try again."""
        action = (self.tr("Try again"), retry) if retry else None
        self.tell(Tone.ERROR, error.sentence, error.next_step, action=action, stays=bool(retry))

    def clear(self) -> None:
        """Take the message away, for example when the save has succeeded after all."""
        self.hide()

    def _on_act(self) -> None:
        if self._action is not None:
            self._action()

    def _word(self) -> str:
        return {
            Tone.INFO: self.tr("Note:"),
            Tone.SUCCESS: self.tr("Done:"),
            Tone.WARNING: self.tr("Take care:"),
            Tone.ERROR: self.tr("Error:"),
        }[self._tone]
