"""Questions of the registers, made in a line each; and answers read back as Python has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from desktop import clock
from desktop.errors import UserError
from desktop.formlib import typed
from desktop.ui.fields.question import Option, Question
from desktop.ui.pages.register.words import say, say_options

Answers: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a small form, and the answer it begins with (None: empty)."""

    question: Question
    value: object = None


class WrongAnswer(UserError):
    """An answer that cannot be kept; the sentence is shown beside its question."""

    def __init__(self, id: str, sentence: str) -> None:
        """Say what the question `id` needs: "Enter a whole number from 0 to 60."."""
        super().__init__(sentence)
        self.id = id


def text(id: str, ask: str, value: str = "", *, hint: str = "", optional: bool = False) -> Asked:
    """Ask for one line."""
    return Asked(Question(id, "text", say(ask), say(hint), optional=optional), value or None)


def long_text(
    id: str,
    ask: str,
    value: str = "",
    *,
    hint: str = "",
    optional: bool = False,
    max_length: int = 0,
) -> Asked:
    """Ask for several lines."""
    question = Question(
        id, "long_text", say(ask), say(hint), optional=optional, max_length=max_length
    )
    return Asked(question, value or None)


NOT_KNOWN = {"unknown": "not_known"}
_UNKNOWNS = (Option("not_known", "Not known"),)


def number(
    id: str,
    ask: str,
    value: object = None,
    *,
    hint: str = "",
    optional: bool = False,
    or_not_known: bool = False,
) -> Asked:
    """Ask for a whole number; `or_not_known` takes that for an answer too."""
    unknowns = say_options(_UNKNOWNS) if or_not_known else ()
    question = Question(
        id,
        "integer",
        say(ask),
        say(hint),
        optional=optional,
        unknowns=unknowns,
        read=typed.read_integer,
    )
    return Asked(question, value)


def day(
    id: str, ask: str, value: date | None = None, *, hint: str = "", optional: bool = False
) -> Asked:
    """Ask for a date."""
    question = Question(
        id,
        "date",
        say(ask),
        say(hint),
        optional=optional,
        read=lambda typed_in: typed.read_date(typed_in, clock.today()),
        show=lambda kept: typed.say_day(str(kept)),
    )
    return Asked(question, value.isoformat() if value else None)


def choice(
    id: str,
    ask: str,
    options: Iterable[Option],
    value: str = "",
    *,
    hint: str = "",
    optional: bool = False,
) -> Asked:
    """Ask for one of several: radio buttons, or a list where there are many."""
    shown = say_options(tuple(options))
    question = Question(id, "choice", say(ask), say(hint), optional=optional, options=shown)
    return Asked(question, value or None)


def people(
    id: str, ask: str, options: Iterable[Option], value: Iterable[str] = (), *, hint: str = ""
) -> Asked:
    """Ask for up to three people, or nobody yet."""
    question = Question(id, "people", say(ask), say(hint), optional=True, options=tuple(options))
    return Asked(question, list(value) or None)


def options_of(words: Mapping[str, str]) -> tuple[Option, ...]:
    """Give options from codes and their words."""
    return tuple(Option(code, said) for code, said in words.items())


def said(answers: Answers, id: str) -> str:
    """Give a text or a chosen code, "" where nothing was answered."""
    value = answers.get(id)
    return value if isinstance(value, str) else ""


def day_of(answers: Answers, id: str) -> date | None:
    """Give a date, None where none was answered."""
    value = said(answers, id)
    return date.fromisoformat(value) if value else None


def day_there(answers: Answers, id: str) -> date:
    """Give a date that had to be answered."""
    return day_of(answers, id) or clock.today()


def number_of(answers: Answers, id: str) -> int | None:
    """Give a number, None where none was answered."""
    value = answers.get(id)
    return value if isinstance(value, int) else None


def ids_of(answers: Answers, id: str) -> tuple[str, ...]:
    """Give the ids of several people."""
    value = answers.get(id)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def in_one_line(value: str) -> str:
    """Give a text for a table's cell: without line breaks."""
    return " ".join(value.split())


def day_said(value: date | None) -> str:
    """Write a date, or "" where there is none."""
    return typed.say_date(value.isoformat()) if value else ""
