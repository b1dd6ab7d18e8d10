"""A page that scrolls: one column of a width that reads well, with a header at its top."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.look.tokens import scaled
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text

COLUMN = 820  # pixels at 100 % text
_PASSES = 4


class PageHeader(QWidget):
    """The title of a page, a sentence below it, and what can be done on the page."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        """Make the header; put buttons into `buttons`."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._title = label(title, "h1")
        self._sentence = label(sentence, "muted")
        self.buttons = FlowLayout()
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addLayout(self.buttons)
        self._sentence.setVisible(bool(sentence))

    def put(self, title: str, sentence: str = "") -> None:
        """Change the words."""
        put_text(self._title, title)
        put_text(self._sentence, sentence)
        self._sentence.setVisible(bool(sentence))


class Page(QScrollArea):
    """A scrolling page. Add widgets to `column`; `wide` pages (tables) use the whole width.

    `ground` is what scrolls.
    """

    def __init__(
        self, title: str, sentence: str = "", *, wide: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make the page with its header."""
        super().__init__(parent)
        self._wide = wide
        # A viewport of Qt's own would have no wrapper: the first look at it (the focus ring goes
        # up from a field to its window) makes PySide load every widget there is, 5 ms.
        self.setViewport(QWidget())
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        self.ground = QWidget()
        self.ground.setProperty("kind", "page")
        outer = QHBoxLayout(self.ground)
        outer.setContentsMargins(36, 28, 36, 40)
        self._holder = QWidget()
        self.column = QVBoxLayout(self._holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(18)
        self.header = PageHeader(title, sentence)
        self.column.addWidget(self.header)
        outer.addWidget(self._holder, 1)
        if not wide:
            # Not on the column itself: a layout aligned as a whole forgets that its text wraps.
            outer.setAlignment(self._holder, Qt.AlignmentFlag.AlignTop)
        outer.addStretch()
        self.setWidget(self.ground)
        self._fit()

    def leave(self) -> bool:
        """Keep what is not kept yet, before the page is left or the window closed.

        False when that failed: the page then stays on screen and says why. Pages with something
        to keep override this.
        """
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        if not self._wide:
            self._holder.setMaximumWidth(scaled(COLUMN))


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the page of `widget` so that it can be seen: taking the focus alone does not."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            # Its place is known once the page is laid out, and what wraps takes a few passes.
            for _ in range(_PASSES):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            above.ensureWidgetVisible(widget, 0, scaled(80))
            return
        above = above.parentWidget()
