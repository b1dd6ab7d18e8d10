"""The words of registers in the language of the window: registers are plain data, made once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.ui.fields.question import Option
from desktop.ui.parts.models import Column


def say(text: str) -> str:
    """Give a text of a register as it is shown; what nobody translated stays as it is."""
    return QCoreApplication.translate("Register", text) if text else ""


def say_columns(columns: Sequence[Column[Any]]) -> list[Column[Any]]:
    """Give columns with their titles as they are shown."""
    return [replace(column, title=say(column.title)) for column in columns]


def say_options(options: Sequence[Option]) -> tuple[Option, ...]:
    """Give options with their words as they are shown."""
    return tuple(replace(one, label=say(one.label), hint=say(one.hint)) for one in options)
