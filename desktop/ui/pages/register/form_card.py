"""A small form on a card: its questions, Save and Cancel, and what must be put right."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.kinds import make_field
from desktop.ui.pages.register.asking import Answers, Asked, WrongAnswer
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.error_summary import ErrorSummary, Problem
from desktop.ui.parts.flow import FlowLayout


class FormCard(SectionCard):
    """Asks some questions and hands the answers over; stays until they could be kept."""

    kept = Signal()
    cancelled = Signal()

    def __init__(
        self,
        title: str,
        asked: Sequence[Asked],
        keep: Callable[[Answers], object],
        *,
        save: str = "",
        sentence: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the form. `keep` stores the answers; it raises UserError where it cannot.

        For one answer that is wrong it raises WrongAnswer, which is shown beside the question.
        """
        super().__init__(title, sentence, parent)
        self._keep = keep
        self._missing = self.tr("Answer this question")
        self._refused = ""  # what was said beside a field when its answer could not be kept
        self.summary = ErrorSummary()
        self.body.addWidget(self.summary)
        self.fields: dict[str, FieldWidget] = {}
        for one in asked:
            field = make_field(one.question)
            field.set_value(one.value)
            field.changed.connect(partial(self._on_changed, field))
            self.fields[one.question.id] = field
            self.body.addWidget(field)
        self._began = self.answers()
        self._save = Button(save or self.tr("Save"), "check", kind="primary")
        self._save.clicked.connect(self._on_save)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        row = FlowLayout()
        row.addWidget(self._save)
        row.addWidget(cancel)
        self.body.addLayout(row)

    def answers(self) -> dict[str, object]:
        """Give what is answered so far."""
        values = {name: field.value() for name, field in self.fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    def is_touched(self) -> bool:
        """Say whether something was typed or chosen that is not kept yet."""
        unread = any(field.unread() for field in self.fields.values())
        return unread or self.answers() != self._began

    def focus_first(self) -> None:
        """Put the focus into the first question."""
        next(iter(self.fields.values())).focus_first()

    def insist(self) -> None:
        """Say that what is typed here must be saved or cancelled first."""
        ask = self.tr("Save what you typed here, or press Cancel")
        self.summary.put([Problem(ask, self._save.setFocus)])

    def _on_changed(self, field: FieldWidget) -> None:
        if field.problem() in (self._missing, self._refused):
            field.set_problem("")

    def _on_save(self) -> None:
        wrong = [Problem(say, field.focus_first) for field, say in self._faults()]
        self.summary.put(wrong)
        if wrong:
            return
        try:
            self._keep(self.answers())
        except WrongAnswer as error:
            self._refuse(self.fields[error.id], error.sentence)
            return
        except UserError as error:
            self.summary.put([Problem(str(error), self.focus_first)])
            return
        self._began = self.answers()
        self.kept.emit()

    def _refuse(self, field: FieldWidget, sentence: str) -> None:
        self._refused = sentence
        field.set_problem(sentence)
        self.summary.put([Problem(f"{field.question.ask}: {sentence}", field.focus_first)])

    def _faults(self) -> list[tuple[FieldWidget, str]]:
        """Show beside each field what is missing or cannot be read, and give the sentences."""
        found = []
        for field in self.fields.values():
            if field.unread():
                found.append((field, f"{field.question.ask}: {field.problem()}"))
            elif field.value() is None and not field.question.optional:
                field.set_problem(self._missing)
                found.append((field, f"{field.question.ask}: {field.problem()}"))
        return found
