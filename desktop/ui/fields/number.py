"""Numbers: whole or with decimals, with their unit beside."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.fields.typed_field import TypedField
from desktop.ui.parts.labels import label
from desktop.ui.parts.line import Line


class NumberField(TypedField):
    """A number; 0 is an answer, empty is none."""

    def _build(self) -> QWidget:
        self._line = Line(9)
        hints = Qt.InputMethodHint
        whole = self.question.type == "integer"
        self._line.setInputMethodHints(
            hints.ImhDigitsOnly if whole else hints.ImhFormattedNumbersOnly
        )
        self._line.textChanged.connect(self._on_text_changed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._line)
        if self.question.unit:
            row.addWidget(label(self.question.unit, "muted"), 1)
        else:
            row.addStretch(1)
        self.column.addLayout(row)
        return self._ready(self._line)

    def _text(self) -> str:
        return self._line.text()

    def _put_text(self, text: str) -> None:
        self._line.setText(text)

    def _notes(self) -> list[str]:
        return [self.tr("In {}.").format(self.question.unit)] if self.question.unit else []
