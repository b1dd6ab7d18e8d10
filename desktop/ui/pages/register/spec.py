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

    `do` opens the desk's writing door itself and may raise UserError; a sentence that it gives is
    said afterwards. `asks` gives the questions; without any it is done at once, after `sure` was
    answered where that is a question. `fits` says for which entries it is offered. Where
    `opens_file` (kinds of files) or `saves_file` (a name) is set, a file is asked for first, its
    path is the answer "file", and the work is done on another thread.
    """

    text: str
    do: Callable[[Desk, R, Answers], object]
    asks: Callable[[Around, R], Sequence[Asked]] | None = None
    fits: Callable[[R], bool] = _always
    icon: str = ""
    sentence: str = ""
    sure: str = ""
    opens_file: str = ""
    saves_file: str = ""


@dataclass(frozen=True)
class Lead(Generic[R]):
    """A way from an entry to another page: `to` gives its key and subject, or None."""

    text: str
    to: Callable[[R], tuple[str, str] | None]
    icon: str = "file-text"


@dataclass(frozen=True)
class Inner(Generic[R]):
    """A table inside an entry, such as the cases of a meeting.

    `to` gives the page that a row leads to, and its subject there.
    """

    name: str
    columns: Sequence[Column[Any]]
    rows: Callable[[R], Sequence[Any]]
    to: Callable[[Any], tuple[str, str]]


@dataclass(frozen=True)
class Register(Generic[R]):
    """A list of entries of one kind.

    `read` is called on another thread. `id` tells entries apart, `title` heads one. `facts` are
    what is known of it, as a name and a text; empty texts are left out. `views` are ways to
    narrow the list, the first one at first; `wide` is the column that gets the room left over.
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
    leads: tuple[Lead[R], ...] = ()
    views: tuple[tuple[str, Callable[[R], bool]], ...] = (("", _always),)
    inner: Inner[R] | None = None
    icon: str = "list-checks"
    wide: int = 0


def writing(
    why: str, do: Callable[[Any, R, Answers], object]
) -> Callable[[Desk, R, Answers], object]:
    """Give a deed that opens the writing door for `do`: its session, the entry, the answers."""

    def deed(desk: Desk, entry: R, answers: Answers) -> None:
        with desk.write(why, wait_ms=WAIT_MS) as session:
            do(session, entry, answers)

    return deed
