"""Text: one line, or several with the characters left counted."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from desktop.ui.fields.typed_field import TypedField
from desktop.ui.parts.labels import label, put_kind, put_text
from desktop.ui.parts.line import Line

_FEWEST_LINES = 3
_MOST_LINES = 14


class TextField(TypedField):
    """One line of text; `returned` is sent when Enter is pressed in it."""

    returned = Signal()

    def _build(self) -> QWidget:
        wide = min(max(self.question.max_length, 12), 48) if self.question.max_length else 48
        self._line = Line(wide)
        self._line.textChanged.connect(self._on_text_changed)
        self._line.returnPressed.connect(self.returned)
        self.column.addWidget(self._line)
        return self._ready(self._line)

    def _text(self) -> str:
        return self._line.text()

    def _put_text(self, text: str) -> None:
        self._line.setText(text)


class LongTextField(TypedField):
    """Several lines. More than `max_length` can be typed, and is said; nothing is cut off."""

    def _build(self) -> QWidget:
        self._box = _TextBox()
        self._left = label("", "muted")
        self._box.textChanged.connect(self._on_text_changed)
        self._box.textChanged.connect(self._count)
        self.column.addWidget(self._box)
        self.column.addWidget(self._left)
        self._left.setVisible(bool(self.question.max_length))
        self._count()
        return self._ready(self._box)

    def _text(self) -> str:
        return self._box.toPlainText()

    def _put_text(self, text: str) -> None:
        self._box.setPlainText(text)

    def _count(self) -> None:
        left = self.question.max_length - len(self._text())
        words = (
            self.tr("{} characters left").format(left)
            if left >= 0
            else self.tr("{} characters too many").format(-left)
        )
        put_text(self._left, words)
        put_kind(self._left, "kind", "muted" if left >= 0 else "error")

    def _notes(self) -> list[str]:
        return [self._left.text()] if self.question.max_length else []


class _TextBox(QPlainTextEdit):
    """Grows with its text from three lines to fourteen; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        lines = round(self.document().size().height())  # a plain document is measured in lines
        tall = min(max(lines + 1, _FEWEST_LINES), _MOST_LINES)
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * tall + 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
