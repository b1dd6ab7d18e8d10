"""Settings: text and colours, and the office's own data."""

from desktop.ui.desk_view import DeskView
from desktop.ui.pages.look_card import LookCard
from desktop.ui.pages.office_data import OFFICE_DATA
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.safety.ways_card import WaysCard


class SettingsPage(RegisterPage):
    """The look of the program above, the office's data below."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__(
            view,
            "Settings",
            "How the program looks on this computer, and the office's own data.",
            (OFFICE_DATA,),
        )
        for card in (WaysCard(view), LookCard(view.look)):
            self.column.insertWidget(1, card)
            self.now.listing.connect(card.setVisible)
