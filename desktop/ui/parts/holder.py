"""A place on a page whose contents are exchanged as a whole."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Holder(QWidget):
    """Shows one widget, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the place, empty."""
        super().__init__(parent)
        self._held: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def put(self, widget: QWidget | None) -> None:
        """Show `widget` in place of what was here, which goes."""
        if self._held is not None:
            # Not replaceWidget: Python would delete the layout's item a second time.
            self._column.removeWidget(self._held)
            self._held.hide()
            self._held.deleteLater()
        self._held = widget
        if widget is not None:
            self._column.addWidget(widget)
            if self.isVisible():
                widget.show()  # the layout would do it later, and then it could not take the focus
