"""The ways to what keeps a desk safe: for every role, on pages that everybody has."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.desk_view import DeskView
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout


class WaysCard(SectionCard):
    """Two buttons, each to a page that no menu has."""

    def __init__(self, view: DeskView, parent: QWidget | None = None) -> None:
        """Make the card."""
        super().__init__(
            QCoreApplication.translate("WaysCard", "This desk"),
            QCoreApplication.translate(
                "WaysCard", "What opens it, its backups, and whether all is in order."
            ),
            parent,
        )
        row = FlowLayout()
        for key, text, icon in (
            ("passphrase", self.tr("Passphrase and keys"), "key-round"),
            ("copies", self.tr("Backups and checks"), "archive"),
        ):
            button = Button(text, icon)
            button.clicked.connect(partial(view.go, key))
            row.addWidget(button)
        self.body.addLayout(row)
