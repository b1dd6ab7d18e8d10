"""Totals, news and words: seven short registers that feed the return."""

from desktop.ui.desk_view import DeskView
from desktop.ui.pages.notes.diary import EVENTS, NEWS, PROMISES
from desktop.ui.pages.notes.openings import openings_for
from desktop.ui.pages.notes.ratings import ratings_for
from desktop.ui.pages.notes.totals import totals_for
from desktop.ui.pages.notes.words import WORDS
from desktop.ui.pages.register.page import RegisterPage


class NotesPage(RegisterPage):
    """What the office writes for its returns."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__(
            view,
            "Totals, news and words",
            "What goes into a return beside the records.",
            (
                totals_for(view.forms),
                ratings_for(view.forms),
                WORDS,
                NEWS,
                EVENTS,
                PROMISES,
                openings_for(view.forms),
            ),
        )
