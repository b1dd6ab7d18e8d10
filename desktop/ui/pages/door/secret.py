"""Typing a passphrase: hidden, or shown while a box is ticked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.fields.question import Question
from desktop.ui.fields.text import TextField
from desktop.ui.parts.options import Tick


class SecretField(TextField):
    """One hidden line. Use `typed()`: a passphrase is taken as it stands, with its spaces."""

    def __init__(self, ask: str, hint: str = "", *, show: bool = True) -> None:
        """Make the field; with `show` there is a box to tick that shows the letters."""
        self._with_tick = show
        super().__init__(Question("secret", "text", ask, hint))

    def forget(self) -> None:
        """Empty the line, so that what was typed does not stay in it."""
        self.set_value(None)
        self.put_shown(False)

    def put_shown(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        """Show or hide the letters."""
        modes = QLineEdit.EchoMode
        self._line.setEchoMode(modes.Normal if shown else modes.Password)
        if self._with_tick and self.tick.isChecked() != shown:
            self.tick.setChecked(shown)

    def _build(self) -> QWidget:
        box = super()._build()
        hints = Qt.InputMethodHint
        self._line.setInputMethodHints(
            hints.ImhSensitiveData | hints.ImhNoAutoUppercase | hints.ImhNoPredictiveText
        )
        if self._with_tick:
            self.tick = Tick(self.tr("Show what I type"), "")
            self.tick.toggled.connect(self.put_shown)
            self.column.addWidget(self.tick)
        self.put_shown(False)
        return box
