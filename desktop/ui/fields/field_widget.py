"""What all fields share: the question above, the problem beside, the reason below."""

from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from desktop.ui.fields.question import Question
from desktop.ui.look.tokens import shown
from desktop.ui.parts.announce import announce
from desktop.ui.parts.disclosure import Disclosure
from desktop.ui.parts.labels import label, put_kind, put_text
from desktop.ui.parts.page import bring_into_sight


class FieldWidget(QFrame):
    """One question and its answer.

    A value is the typed JSON of the record, or None when nothing (readable) is answered. `changed`
    is sent for what the person does, never for `set_value`.
    """

    changed = Signal()

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        """Build the field, empty. A subclass builds its control in `_build`."""
        super().__init__(parent)
        self.question = question
        self._problem = ""
        self.setProperty("kind", "field")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(5)
        optional = self.tr("(optional)")
        ask = f"{question.ask}  {optional}" if question.optional else question.ask
        self._label = label(ask, "label")
        self._hint = label(question.hint, "muted")
        self._error = label("", "error")
        for part in (self._label, self._hint, self._error):
            self.column.addWidget(part)
            part.setVisible(bool(part.text()))
        self._named = self._build()
        self._named.setAccessibleName(question.ask)
        self._label.setBuddy(self._named)
        put_text(self._label, ask)
        if question.why:
            self.column.addWidget(Disclosure(self.tr("Why we ask"), question.why))
        self._describe()

    @abstractmethod
    def value(self) -> object:
        """Give the typed value, or None when nothing is answered or it cannot be read."""

    @abstractmethod
    def set_value(self, value: object) -> None:
        """Show a stored value; None empties the field. No `changed` is sent."""

    def typed(self) -> str:
        """Give what was typed, as it was typed; "" for fields where nothing is typed."""
        return ""

    def unread(self) -> dict[str, str]:
        """Give what was typed and cannot be read, by the field's path: "wait" or "rows/id/wait"."""
        return {}

    def set_unread(self, texts: Mapping[str, str]) -> None:
        """Show again what a draft kept as typed and unread; other fields' paths are ignored."""

    def problem(self) -> str:
        """Give the sentence shown beside the field, "" when there is none."""
        return self._problem

    def set_problem(self, sentence: str) -> None:
        """Show what must be put right, "Enter a date, such as 21/11/26"; "" takes it away."""
        if sentence == self._problem:
            return
        self._problem = sentence
        error = self.tr("Error: {}").format(sentence)
        put_text(self._error, error if sentence else "")
        self._error.setVisible(bool(sentence))
        self.column.setContentsMargins(18 if sentence else 0, 0, 0, 0)
        self.update()
        for control in self._controls():
            put_kind(control, "invalid", bool(sentence))
        self._describe()
        here = QApplication.focusWidget()
        if sentence and here is not None and self.isAncestorOf(here):
            announce(self, error)  # where the focus stays, nothing else reads it out

    def focus_first(self) -> None:
        """Put the focus where the answer is given: for a link that leads here."""
        if self.isVisible():  # a page not shown yet begins at its top
            bring_into_sight(self)
        self._entry().setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark a problem by a bar at the left.

        A border of the style sheet would keep its room when it goes, once the text size changed.
        """
        super().paintEvent(event)
        if self._problem:
            QPainter(self).fillRect(0, 0, 4, self.height(), QColor(shown().danger))

    @abstractmethod
    def _build(self) -> QWidget:
        """Make the control, add it to `column`, and give the widget that bears the name."""

    def _entry(self) -> QWidget:
        """Give the widget that takes the focus.

        A group names its first member here and is no proxy for it: Tab would take the group for
        one more stop, and lead from it back to the member.
        """
        return self._named

    def _controls(self) -> list[QWidget]:
        """Give the widgets that are outlined when something is wrong."""
        return [self._named]

    def _notes(self) -> list[str]:
        """Give what a screen reader says after the hint, such as a date read back."""
        return []

    def _describe(self) -> None:
        # A full stop, so that the hint is not read out as its end.
        problem = f"{self._problem.rstrip('.')}." if self._problem else ""
        error = self.tr("Error: {}").format(problem) if problem else ""
        parts = (error, self.question.hint, *self._notes())
        self._named.setAccessibleDescription(" ".join(filter(None, parts)))
