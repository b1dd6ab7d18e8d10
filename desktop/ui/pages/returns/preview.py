"""The report before it is sent: its pages as pictures, and the ways to keep it."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.errors import UserError
from desktop.returns.compiled import Compiled
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.keeping import keep_file
from desktop.ui.pages.lines import Item, lines_card
from desktop.ui.pages.returns.image import ImageView
from desktop.ui.pages.returns.working import PageImage, Report
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.dialogs import choose_new_readable_file
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.panes import Pane

_PAGE_WIDTH = 960  # pixels at 100 % text, where the window is as wide


class PreviewPane(Pane):
    """Shows the pages; Tab goes from page to page, and a screen reader reads their text."""

    def __init__(self, view: DeskView, compiled: Compiled, report: Report) -> None:
        """Show a report that is made, not yet kept anywhere."""
        super().__init__(self.tr("The report"))
        self._view = view
        self._report = report
        self._name = f"{self.tr('Quarterly summary')} {compiled.period.code}.pdf"
        self._saved: Path | None = None
        save = Button(self.tr("Save as…"), "save", kind="primary")
        show = Button(self.tr("Open in my PDF program"), "external-link")
        save.clicked.connect(lambda: self.save(then_open=False))
        show.clicked.connect(self._on_open)
        row = FlowLayout()
        row.addWidget(save)
        row.addWidget(show)
        self.column.addLayout(row)
        count = len(report.pages)
        pages = self.tr("1 page") if count == 1 else self.tr("{} pages").format(count)
        self.column.addWidget(label(f"{pages}. {compiled.cover.marking}".strip(), "muted"))
        if report.warnings:
            warned = [Item(one) for one in report.warnings]
            self.column.addWidget(lines_card(self.tr("Before you send"), warned, ""))
        self.pages = [self._page(number, one) for number, one in enumerate(report.pages, 1)]

    def save(self, *, then_open: bool) -> None:
        """Ask where to keep the report; `then_open` shows it afterwards."""

        def kept(path: Path) -> None:
            try:
                # First: what left the desk is in its history, also where saving then fails.
                self._view.desk.note("Saved the quarterly summary as a file")
                keep_file(path, self._report.content)
            except UserError as error:
                self._view.banner.tell_error(error)
                return
            self._saved = path
            self._view.say(self.tr("Saved as {}").format(path.name), True)
            if then_open:
                _open(path)

        title = self.tr("Save the report")
        choose_new_readable_file(self, title, Path.home() / self._name, kept)

    def _on_open(self) -> None:
        # Nothing of a desk is put in a file that the person has not named.
        if self._saved is not None and self._saved.exists():
            _open(self._saved)
        else:
            self.save(then_open=True)

    def _page(self, number: int, page: PageImage) -> ImageView:
        def draw(painter: QPainter, box: QRectF) -> None:
            painter.drawImage(box, page.image)

        name = self.tr("Page {} of {}").format(number, len(self._report.pages))
        size = page.image.size()
        image = ImageView(name, (_PAGE_WIDTH, _PAGE_WIDTH * size.height() / size.width()), draw)
        image.setAccessibleDescription(page.text)
        image.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        frame = QFrame()
        frame.setProperty("kind", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(image)
        self.column.addWidget(frame)
        return image


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
