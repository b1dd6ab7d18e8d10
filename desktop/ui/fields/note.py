"""Words for the reader between questions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.fields.field_widget import FieldWidget


class NoteField(FieldWidget):
    """Shows its words; there is nothing to answer."""

    def value(self) -> object:
        """Give None: a note holds no answer."""
        return None

    def set_value(self, value: object) -> None:
        """Do nothing: a note holds no answer."""

    def _build(self) -> QWidget:
        made = QWidget()
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.hide()
        self.column.addWidget(made)
        return made
