"""From a form's fields to the questions that widgets ask. The only place that knows both."""

from collections.abc import Callable

from desktop.formlib import typed
from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.types import UNKNOWNS, Setting, read, show
from desktop.store.ids import new_id
from desktop.ui.fields.question import Option, Question
from desktop.ui.pages.editor.offered import Offered

_TEXTS = ("text", "long_text")


def question(form: Form, item: Field, office: Office, offered: Offered) -> Question:
    """Give the question of a field, with the questions of its rows where it has any."""
    at = Setting(form, item, office)
    group = form.rows.get(item.id) if item.type == "rows" else None
    return Question(
        id=item.id,
        type=item.type,
        ask=f"{item.number}. {item.ask}" if item.number else item.ask,
        hint=item.hint,
        why=item.why,
        optional=item.optional and item.type not in ("rows", "note"),
        unit=item.unit,
        options=offered.options(form, item, office),
        unknowns=tuple(Option(code, UNKNOWNS[code]) for code in item.unknowns),
        keys=item.keys,
        max_length=int(item.max) if item.type in _TEXTS and item.max else 0,
        at_most=item.at_most,
        read=lambda text: read(text, at),
        show=_shows(at),
        rows=tuple(question(form, inner, office, offered) for inner in group.fields)
        if group is not None
        else (),
        one=group.one if group is not None else "row",
        new_id=new_id,
    )


def _shows(at: Setting) -> Callable[[object], str]:
    if at.field.type == "date":
        return lambda value: typed.say_day(str(value))
    if at.field.type in ("people", "register"):
        return lambda value: show(value if isinstance(value, list) else [value], at)
    return lambda value: show(value, at)
