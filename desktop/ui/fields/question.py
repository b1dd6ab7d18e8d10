"""What a field needs to know of a question. Pages make these from a form; fields know no forms."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: its stored code, its words, and a line that explains it."""

    code: str
    label: str
    hint: str = ""


def _tidy(text: str) -> object:
    return text.strip()


def _new_id() -> str:
    import uuid  # few questions have rows, and all start-ups would pay for it

    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `read` turns what was typed into a typed value and raises `formlib.typed.Unreadable` with what
    to enter instead; `show` says a value in full, to be read back ("Friday 31 January 2025").
    `unknowns` are the ways of not knowing that are answers here. `keys` is one letter or digit an
    option. `rows` are the questions of one row, `one` its name ("problem"), `new_id` makes its id.
    """

    id: str
    type: str
    ask: str
    hint: str = ""
    why: str = ""
    optional: bool = False
    unit: str = ""
    options: tuple[Option, ...] = ()
    unknowns: tuple[Option, ...] = ()
    keys: str = ""
    max_length: int = 0  # characters; 0 is no limit
    at_most: int = 0  # people; 0 is three
    read: Callable[[str], object] = _tidy
    show: Callable[[object], str] = str
    rows: tuple["Question", ...] = ()
    one: str = "row"
    new_id: Callable[[], str] = _new_id


def unknown_code(value: object) -> str:
    """Give the code of a value that says it is not known, "" for any other."""
    return str(value.get("unknown", "")) if isinstance(value, dict) else ""
