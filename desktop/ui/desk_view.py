"""What a page knows of the open desk and of the window round it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop.formlib.model import Form
from desktop.records.roles import Me, Role
from desktop.store.desk import Desk
from desktop.ui.look.look import Look
from desktop.ui.parts.banner import Banner
from desktop.ui.parts.page import Page

_LISTS = ("mine", "records", "meetings")


class Go(Protocol):
    """Goes to a page."""

    def __call__(self, key: str, subject: str = "", part: str = "") -> bool:
        """Show the page `key`; False when the present page could not be left.

        `subject` says what it is about, such as a record's id; `part` where on the page to
        begin, such as a question's id.
        """
        ...


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk, whose it is, and the ways out of a page.

    `forms` are all forms by id. `say` puts a sentence on the status line and, with True, has it
    read out. `lock` keeps what is unsaved, closes the desk and asks for the passphrase again.
    """

    desk: Desk
    forms: Mapping[str, Form]
    me: Me
    role: Role
    go: Go
    say: Callable[[str, bool], None]
    banner: Banner
    lock: Callable[[], object]
    look: Look

    @property
    def list_key(self) -> str:
        """The page that lists what this role writes."""
        return next(key for key in (*self.role.pages, "mine") if key in _LISTS)


class DeskPage(Page):
    """A page of the open desk. The window calls `arrive` each time the page is shown."""

    def arrive(self, subject: str, part: str) -> None:
        """Read what the page shows anew; `subject` and `part` are what `Go` was given.

        Both are "" where the page was chosen in the menu. Pages override this.
        """
