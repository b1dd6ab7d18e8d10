"""Help: a short page for each page of the program, and the keys."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QTextBrowser

from desktop import paths
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.look.tokens import scaled
from desktop.ui.pages.look_card import LookCard
from desktop.ui.pages.safety.ways_card import WaysCard
from desktop.ui.parts.combo import Combo
from desktop.ui.parts.labels import label

# The topics in order, and the pages whose help they are. Some are for everybody.
_TOPICS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("start", "Where to begin", frozenset({"home"})),
    ("forgotten", "Getting into your desk", frozenset()),
    ("keys", "Keys", frozenset()),
    ("visit", "Writing up a visit", frozenset({"new", "mine", "record", "check", "reading"})),
    ("send", "Sending", frozenset({"send", "office"})),
    ("records", "Records", frozenset({"records", "record", "check", "reading"})),
    ("meetings", "Meetings", frozenset({"meetings"})),
    ("issues", "Issues", frozenset({"issues"})),
    ("recommendations", "Recommendations", frozenset({"recommendations"})),
    ("rota", "Rota", frozenset({"rota"})),
    ("places", "Places and targets", frozenset({"places"})),
    ("people", "People", frozenset({"people"})),
    ("returns", "Returns", frozenset({"returns", "notes"})),
    ("exchange", "Send and receive", frozenset({"exchange"})),
    ("invited", "Invited people and laptops", frozenset({"exchange", "invited"})),
    ("settings", "Settings", frozenset({"settings"})),
    ("safety", "Passphrase, keys and backups", frozenset({"passphrase", "copies"})),
)
_FOR_ALL = ("start", "forgotten", "keys", "safety")


class HelpPage(DeskPage):
    """Shows one topic at a time; only those of pages that the person has."""

    def __init__(self, view: DeskView) -> None:
        """Make the page on its first topic."""
        super().__init__("")
        self.header.put(self.tr("Help"))
        self.setAccessibleName(self.tr("Help"))
        own = set(view.role.pages)
        self._topics = [t for t in _TOPICS if t[0] in _FOR_ALL or t[2] & own]
        self.topic = Combo(self.tr("Topic"))
        for key, title, _ in self._topics:
            self.topic.addItem(title, key)
        self.topic.currentIndexChanged.connect(self._show)
        self.text = _Text()
        self.column.addWidget(label(self.tr("Topic"), "label", buddy=self.topic))
        self.column.addWidget(self.topic, alignment=Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.text)
        self.column.addWidget(WaysCard(view))
        self.column.addWidget(LookCard(view.look))
        self.column.addStretch()
        self._show()

    def arrive(self, subject: str, part: str) -> None:
        """Show the help of the page with the key `subject`, where there is one."""
        for row, (key, _, pages) in enumerate(self._topics):
            if subject and (subject == key or subject in pages):
                self.topic.setCurrentIndex(row)
                return

    def _show(self) -> None:
        key = self.topic.currentData()
        self.text.setMarkdown(paths.resource(f"help/{key}.md").read_text("utf-8"))
        self.text.setAccessibleName(self.topic.currentText())


class _Text(QTextBrowser):
    """As high as its text: the page scrolls, and no box inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(scaled(12))
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        tall = round(self.document().size().height())
        return QSize(super().sizeHint().width(), tall + 18)  # 18: the padding and the border

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(200), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
