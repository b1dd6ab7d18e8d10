"""Adding to a list what is not on it: a link, then one line to type in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.fields.question import Question
from desktop.ui.fields.text import TextField
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.flow import FlowLayout


class AddOne(QWidget):
    """Closed to begin with. `entered` carries the name; the page adds it, or says why not."""

    entered = Signal(str)

    def __init__(self, ask: str, description: str) -> None:
        """Make the link `ask`; `description` is the question whose list it adds to."""
        super().__init__()
        self.link = Link(ask)
        self.link.setAccessibleDescription(description)
        self.field = TextField(Question("name", "text", self.tr("Name"), max_length=80))
        self._box = QWidget()
        box = QVBoxLayout(self._box)
        box.setContentsMargins(18, 6, 0, 6)
        box.setSpacing(10)
        box.addWidget(self.field)
        buttons = FlowLayout()
        self.add = Button(self.tr("Add"), "plus")
        cancel = Button(self.tr("Cancel"))
        buttons.addWidget(self.add)
        buttons.addWidget(cancel)
        box.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.link)
        column.addWidget(self._box)
        self._box.hide()
        self.link.clicked.connect(self._on_link)
        self.field.returned.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        cancel.clicked.connect(self._on_cancel)

    def close_up(self) -> None:
        """Show only the link again."""
        self.field.set_value(None)
        self._box.hide()
        self.link.show()

    def refuse(self, sentence: str) -> None:
        """Say beside the line why the name cannot be added."""
        self.field.set_problem(sentence)
        self.field.focus_first()

    def _on_link(self) -> None:
        self._box.show()
        self.link.hide()
        self.field.focus_first()

    def _on_add(self) -> None:
        name = self.field.typed().strip()
        if name:
            self.entered.emit(name)
        else:
            self.refuse(self.tr("Enter a name"))

    def _on_cancel(self) -> None:
        self.close_up()
        self.link.setFocus()
