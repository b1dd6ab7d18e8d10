"""What a register is, as plain data: its columns, what is known of an entry, what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from desktop.store.desk import Desk
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked
from desktop.ui.parts.models import Column

R = TypeVar("R")

WAIT_MS = 100  # as long as the window may stand still for another writer


def _always(_entry: object) -> bool:
    return True


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make an Action[Entry] of them
class Action(Generic[R]):
    """Something that can be done with an entry, or (`R` is None) with the register as a whole.

    `do` opens the desk's writing door itself and may raise UserError. `asks` gives the questions;
    without any it is done at once, after `sure` was answered where that is a question. `fits`
    says for which entries it is offered.
    """

    text: str
    do: Callable[[Desk, R, Answers], object]
    asks: Callable[[Around, R], Sequence[Asked]] | None = None
    fits: Callable[[R], bool] = _always
    icon: str = ""
    sentence: str = ""
    sure: str = ""
    done: str = ""  # for the status line; "Saved." where there is none


@dataclass(frozen=True)
class Inner(Generic[R]):
    """A table inside an entry, such as the cases of a meeting; `opened` takes one of its rows."""

    name: str
    columns: Sequence[Column[Any]]
    rows: Callable[[R], Sequence[Any]]
    opened: Callable[[Any], object]


@dataclass(frozen=True)
class Register(Generic[R]):
    """A list of entries of one kind.

    `read` is called on another thread. `id` tells entries apart, `title` heads one. `facts` are
    what is known of it, as a name and a text; empty texts are left out. `views` are ways to
    narrow the list, the first one at first.
    """

    name: str
    read: Callable[[Desk, Around], Sequence[R]]
    columns: Sequence[Column[R]]
    id: Callable[[R], str]
    title: Callable[[R], str]
    facts: Callable[[Around, R], Sequence[tuple[str, str]]]
    empty: tuple[str, str]  # what will be here, and how it comes here
    adds: tuple[Action[None], ...] = ()
    actions: tuple[Action[R], ...] = ()
    views: tuple[tuple[str, Callable[[R], bool]], ...] = (("", _always),)
    inner: Inner[R] | None = None
    icon: str = "list-checks"


def writing(
    why: str, do: Callable[[Any, R, Answers], object]
) -> Callable[[Desk, R, Answers], object]:
    """Give a deed that opens the writing door for `do`: its session, the entry, the answers."""

    def deed(desk: Desk, entry: R, answers: Answers) -> None:
        with desk.write(why, wait_ms=WAIT_MS) as session:
            do(session, entry, answers)

    return deed
