"""The fields that may stand in a row: all types but rows, which hold no rows themselves."""

from collections.abc import Callable, Mapping

from desktop.ui.fields.choice import ListField, ScaleField, choice_field
from desktop.ui.fields.choices import ChoicesField, TopicsField
from desktop.ui.fields.dates import DateField, MonthField, TimeField
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.note import NoteField
from desktop.ui.fields.number import NumberField
from desktop.ui.fields.people import PeopleField
from desktop.ui.fields.question import Question
from desktop.ui.fields.text import LongTextField, TextField

CELL_TYPES: Mapping[str, Callable[[Question], FieldWidget]] = {
    "text": TextField,
    "long_text": LongTextField,
    "integer": NumberField,
    "decimal": NumberField,
    "date": DateField,
    "month": MonthField,
    "time": TimeField,
    "choice": choice_field,
    "yes_no": ScaleField,
    "choices": ChoicesField,
    "topics": TopicsField,
    "place": ListField,
    "person": ListField,
    "people": PeopleField,
    "register": ChoicesField,
    "note": NoteField,
}


def make_cell(question: Question) -> FieldWidget:
    """Give the field of a question in a row."""
    return CELL_TYPES[question.type](question)
