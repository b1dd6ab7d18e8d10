"""The office's own keys: writing the receiving key down, and who else can open what is sent."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.exchange.sealed.own_keys import Deputy, deputies, office_key_text, own_keys
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.keeping import keep_file
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import choose_new_readable_file
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text


@dataclass(frozen=True, slots=True)
class _Keys:
    """Whether there are keys yet, and who else opens what is sent."""

    there: bool
    deputies: tuple[Deputy, ...]


class OfficeKeysCard(SectionCard):
    """For the coordinator; `read` fills it."""

    def __init__(self, view: DeskView, parent: QWidget | None = None) -> None:
        """Make the card."""
        super().__init__(
            QCoreApplication.translate("OfficeKeysCard", "The keys of this office"), parent=parent
        )
        self._view = view
        self._reader = DeskReader(self, view)
        self._worker = DeskReader(self, view)
        self._said = label("")
        self._others = label("")
        self.keep = Button(self.tr("Write the receiving key down…"), "download")
        self.keep.clicked.connect(self._on_keep)
        row = FlowLayout()
        row.addWidget(self.keep)
        others = Link(self.tr("Invited people and laptops"))
        others.clicked.connect(partial(view.go, "invited"))
        for part in (self._said, self._others):
            self.body.addWidget(part)
        row.addWidget(others)
        self.body.addLayout(row)

    def read(self) -> None:
        """Read which keys there are."""
        self._reader.ask(_keys, self._show)

    def _show(self, keys: _Keys) -> None:
        there = self.tr(
            "What laptops send is sealed for the receiving key of this office. Written down and "
            "kept in a safe, it still opens those files when this desk is lost."
        )
        none = self.tr("This office has no keys yet: they are made with its first invitation.")
        put_text(self._said, there if keys.there else none)
        names = ", ".join(one.name for one in keys.deputies)
        alone = self.tr("Nobody else of the office opens what is sent to it.")
        put_text(
            self._others,
            self.tr("What is sent is also opened by: {}").format(names) if names else alone,
        )
        self._others.setVisible(keys.there)
        self.keep.setVisible(keys.there)

    def _on_keep(self) -> None:
        def chosen(path: Path) -> None:
            done = self.tr("The receiving key is in {}. Print it, and put the paper in a safe.")
            self._worker.ask(
                partial(_write_down, path=path),
                lambda _: self._view.say(done.format(path.name), True),
            )

        choose_new_readable_file(
            self,
            self.tr("Write the receiving key down"),
            Path.home() / self.tr("receiving-key.txt"),
            chosen,
            warning=self.tr(
                "Whoever has this key can read all that laptops send to the office. Save it on a "
                "memory stick, print it, and keep both in a safe."
            ),
        )


def _keys(desk: Desk) -> _Keys:
    with desk.read() as session:
        return _Keys(own_keys(session) is not None, deputies(session))


def _write_down(desk: Desk, path: Path) -> None:
    with desk.write("Wrote the office's receiving key down") as session:
        keep_file(path, office_key_text(session).encode())
