"""What the page does on another thread: compile a return, draw its charts, make its PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from PySide6.QtGui import QImage

from desktop import clock
from desktop.formlib.model import Form
from desktop.records.behind import Behind, behind
from desktop.returns.compiled import Compiled
from desktop.returns.periods import Period
from desktop.store.desk import Desk
from desktop.ui.pages.home.post import counted_twice, to_settle
from desktop.ui.pages.home.reading import Waiting
from desktop.ui.pages.returns.charts import Chart, charts_for

_PAGE_WIDTH = 1200  # pixels of a page's picture: sharp at 150 % text

_FORMATS = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBX8888}
_one_at_a_time = Lock()  # the PDF library knows no threads


@dataclass(frozen=True, slots=True)
class Ready:
    """A return, the charts of its schemes by form, and what came in and is to be settled first."""

    compiled: Compiled
    charts: Mapping[str, tuple[Chart, ...]]
    to_settle: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a PDF: its picture, and its text for those who do not see it."""

    image: QImage
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A PDF as it will be sent, its pages, and what its maker should know."""

    content: bytes
    pages: tuple[PageImage, ...]
    warnings: tuple[str, ...]


def compile_period(desk: Desk, forms: Mapping[str, Form], period: Period) -> Ready:
    """Give a period as it was signed, or as it adds up now, with its charts drawn."""
    from desktop.returns.signing import current_return

    with desk.read() as session:
        compiled = current_return(session, forms, period, on=clock.today())
    charts = {section.form: charts_for(section, period) for section in compiled.sections}
    if compiled.sign_off:
        return Ready(compiled, charts, ())
    first = (*to_settle(desk, forms, period), *counted_twice(desk, forms, period))
    return Ready(compiled, charts, first)


def read_behind(desk: Desk, ids: tuple[str, ...]) -> tuple[Behind, ...]:
    """Read what stands behind a figure."""
    with desk.read() as session:
        return behind(session, ids)


def make_report(compiled: Compiled) -> Report:
    """Make the PDF and a picture of each page."""
    from desktop.report.summary.build import summary_pdf

    made = summary_pdf(compiled)
    return Report(made.content, page_images(made.content), made.warnings)


def page_images(content: bytes) -> tuple[PageImage, ...]:
    """Draw the pages of a PDF."""
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(content)
        try:
            return tuple(_page_image(document[number]) for number in range(len(document)))
        finally:
            document.close()


def _page_image(page: Any) -> PageImage:  # noqa: ANN401 - the library has no types
    bitmap = page.render(scale=_PAGE_WIDTH / page.get_width(), rev_byteorder=True)
    image = QImage(
        bytes(bitmap.buffer),
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        _FORMATS[bitmap.n_channels],
    )
    # The picture keeps its own copy: the buffer goes with the page.
    return PageImage(image.copy(), page.get_textpage().get_text_range())
