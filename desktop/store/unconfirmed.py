"""A new recovery code that nobody has yet said to be on paper: a note kept in the desk until then.

It was shown once. Where the desk was locked or the program ended meanwhile, nobody may have it.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from desktop import clock
from desktop.errors import UserError
from desktop.store.settings import set_setting, setting

if TYPE_CHECKING:
    from desktop.store.desk import Desk

CODE_UNCONFIRMED = (
    "A new recovery code was made, and nobody has said that it is on paper. If you have no copy, "
    "make a new recovery code now: the one before opens this desk no more."
)
_KEY = "code_unconfirmed"


def note_code(desk: "Desk") -> None:
    """Keep the note; before a new code is made, or once one was. Raises UserError."""
    _put(desk, "Waits until the new recovery code is confirmed", clock.now().isoformat())


def code_is_kept(desk: "Desk") -> None:
    """Let go of the note: its owner has typed the code from a copy. Raises UserError."""
    if _since(desk):
        _put(desk, "The recovery code was confirmed", "")
    desk.notice = desk.notice.replace(CODE_UNCONFIRMED, "").strip()


def notice(desk: "Desk") -> str:
    """Say that a code waits to be confirmed, "" where none does."""
    with suppress(UserError):  # a damaged desk is to open, and others say what is wrong with it
        return CODE_UNCONFIRMED if _since(desk) else ""
    return ""


def _since(desk: "Desk") -> str:
    with desk.read() as session:
        return str(setting(session, _KEY, clock.today(), ""))


def _put(desk: "Desk", why: str, value: str) -> None:
    with desk.write(why) as session:
        set_setting(session, _KEY, value, valid_from=None, source="")
