"""The one dictionary from a type of answer to its widget."""

from collections.abc import Callable, Mapping

from desktop.ui.fields.cells import CELL_TYPES
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Question
from desktop.ui.fields.rows import RowsField

FIELD_TYPES: Mapping[str, Callable[[Question], FieldWidget]] = {**CELL_TYPES, "rows": RowsField}


def make_field(question: Question) -> FieldWidget:
    """Give the field of a question."""
    return FIELD_TYPES[question.type](question)
