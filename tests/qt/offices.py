"""An office that invites, beside the desk of whoever is invited."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.store.desk import create_desk
from desktop.store.layout import desk_folder
from tests.qt import desks
from tests.unit.conftest import Around
from tests.unit.sealed_desks import Known, fill_office

OFFICE = "OPCC for Somewhere"
JANE = "Jane Smith"
INSIDE = ("Keyham Lane", "Euston Street", "Ravi Patel", "0116 496 0000")
"""What stands in an invitation, and must not be readable where a desk is locked."""


@contextmanager
def office_in(folder: Path) -> Iterator[tuple[Around, Known]]:
    """Make an office with places, people and a rota in a data folder of its own."""
    made, _ = create_desk(
        desk_folder(folder, "office"), desks.PASSPHRASE, who="Office", cost=desks.CHEAP
    )
    with made:
        office = Around(folder, made)
        yield office, fill_office(office)


def drop(target: QWidget, mime: QMimeData) -> bool:
    """Drop something as the window system would; says whether it was taken."""
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), actions, mime, button, none)
    QApplication.sendEvent(target, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(target, QDropEvent(QPointF(9, 9), actions, mime, button, none))
    return True
