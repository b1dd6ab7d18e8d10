"""What stands in a form that nobody saved when the desk is locked: kept, and shown afterwards.

A draft saves itself. A form of a register is saved by its button, and locking cannot wait for it.
"""

from typing import cast

from PySide6.QtWidgets import QWidget

from desktop import clock
from desktop.errors import UserError
from desktop.store.desk import Desk
from desktop.store.settings import set_setting, setting
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.pages.register.form_card import FormCard

_KEY = "typed_at_lock"


def keep_unsaved(desk: Desk, page: QWidget) -> bool:
    """Keep what was typed into the forms on a page; True when nothing there is lost by leaving."""
    forms = [
        form for form in page.findChildren(FormCard) if form.isVisibleTo(page) and form.is_touched()
    ]
    if not forms:
        return False
    typed = {form.accessibleName(): _said(form) for form in forms}
    try:
        with desk.write("Kept what was typed when the desk was locked") as session:
            held = {**_held(setting(session, _KEY, clock.today())), **typed}
            set_setting(session, _KEY, held, valid_from=None, source="")
    except UserError:
        return False
    return True


def unsaved(desk: Desk) -> dict[str, str]:
    """Give what was typed and not saved, by the title of its form."""
    with desk.read() as session:
        return _held(setting(session, _KEY, clock.today()))


def drop_unsaved(desk: Desk) -> None:
    """Let go of it: its owner has seen it. Raises UserError."""
    with desk.write("Let go of what was typed when the desk was locked") as session:
        set_setting(session, _KEY, {}, valid_from=None, source="")


def _held(value: object) -> dict[str, str]:
    return cast("dict[str, str]", value) if isinstance(value, dict) else {}


def _said(form: FormCard) -> str:
    said = {field.question.ask: _of(field) for field in form.fields.values()}
    return "\n".join(f"{ask}: {answer}" for ask, answer in said.items() if answer)


def _of(field: FieldWidget) -> str:
    typed = field.typed() or " ".join(field.unread().values())
    if typed:
        return typed
    value, ask = field.value(), field.question
    if isinstance(value, dict):
        value = value.get("unknown")
    codes = value if isinstance(value, list) else [] if value is None else [value]
    names = {option.code: option.label for option in (*ask.options, *ask.unknowns)}
    return ", ".join(names.get(str(code), str(code)) for code in codes)
