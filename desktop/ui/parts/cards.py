"""Cards: a section of a page, one figure, and what is shown where there is nothing yet."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.look.tokens import scaled
from desktop.ui.parts.buttons import Button, press_on_enter
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.picture import Picture


class SectionCard(QFrame):
    """A titled section. Add widgets to `body`."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        """Make the card; a screen reader names it by its title."""
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 24)
        self.body.setSpacing(22)
        self.body.addWidget(label(title, "h2"))
        if sentence:
            self.body.addWidget(label(sentence, "muted"))


class FigureCard(QPushButton):
    """One figure: what it is, its value in large type, and a sentence. Press it for its records."""

    def __init__(
        self, title: str, value: str, sentence: str = "", parent: QWidget | None = None
    ) -> None:
        """Make the card; `value` is ready to read, such as "24" or "not known"."""
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._parts = (label(title, "label"), label(value, "figure"), label(sentence, "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(2)
        for part in self._parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        column.addStretch()
        self.put(title, value, sentence)

    def put(self, title: str, value: str, sentence: str = "") -> None:
        """Change the words."""
        for part, text in zip(self._parts, (title, value, sentence), strict=True):
            put_text(part, text)
        self._parts[2].setVisible(bool(sentence))
        self.setAccessibleName(f"{title}: {value}")
        self.setAccessibleDescription(
            " ".join(filter(None, (sentence, self.tr("Opens the records."))))
        )

    def sizeHint(self) -> QSize:
        """Give a size at which the value stands in one line."""
        width = scaled(230)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Give the size of a narrow page."""
        return QSize(scaled(150), scaled(90))

    def hasHeightForWidth(self) -> bool:
        """Say that the sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height when the sentence wraps."""
        column = self.layout()
        return column.totalHeightForWidth(width) if column else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the records on Enter as on the space bar."""
        if not press_on_enter(self, event):
            super().keyPressEvent(event)


class EmptyState(QWidget):
    """What a page says while it has nothing to show, and the way to the first thing."""

    def __init__(
        self, icon_name: str, title: str, sentence: str, parent: QWidget | None = None
    ) -> None:
        """Say what will be here and how it comes here."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 40, 24, 40)
        self._column.setSpacing(10)
        self._column.addWidget(
            Picture(icon_name, "control", 48), alignment=Qt.AlignmentFlag.AlignHCenter
        )
        for line in (label(title, "h2"), label(sentence, "muted")):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(line)

    def put_action(self, text: str, icon_name: str = "") -> Button:
        """Add the one button that brings the first thing, and give it."""
        made = Button(text, icon_name, kind="primary")
        self._column.addSpacing(8)
        self._column.addWidget(made, alignment=Qt.AlignmentFlag.AlignHCenter)
        return made
