"""A story becomes a PDF: UA-1 for people with a screen reader, A-3a for the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from threading import Lock
from typing import Any, Literal

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Table,
)

from desktop.report.fonts import REGULAR
from desktop.report.tagged import page
from desktop.report.tagged.canvas import TaggedCanvas
from desktop.report.tagged.flowables import H
from desktop.report.tagged.metadata import About

# A font's own reading place is shared, so one document is written at a time.
_one_at_a_time = Lock()

_LONG = 150.0  # points: a paragraph or table higher than this may be split after its heading
_BEGUN = 90.0  # how much room there must be to begin it


@dataclass(frozen=True, slots=True)
class Built:
    """A finished PDF. `warnings` are sentences for the person who made it."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...]


class _Kept(KeepTogether):
    """A heading and what must not leave it, as far as that serves the reader.

    ReportLab moves the whole on to a new page if it does not fit. Where the last of it is long
    and can be split, such as a long note, this one begins it below the heading.
    """

    _content: list[Flowable]
    _H: float

    def split(self, aW: float, aH: float, /) -> list[Flowable]:
        parts: list[Flowable] = list(self._content)
        last = parts[-1]
        if isinstance(last, Paragraph | Table) and not isinstance(last, H):
            high = last.wrapOn(self.canv, aW, aH)[1]
            if high > _LONG and self._H - high + _BEGUN <= aH < self._H:
                return parts
        return super().split(aW, aH)


class _Unseen(Frame):
    """Finds room for what it is given and draws none of it."""

    def add(self, flowable: Flowable, canv: Canvas, trySplit: int = 0) -> Literal[0, 1]:
        part: Any = flowable
        part.drawOn = _draw_nothing
        try:
            return super().add(flowable, canv, trySplit)
        finally:
            del part.drawOn


def _draw_nothing(*_where: object, **_room: object) -> None:
    pass


class _Template(BaseDocTemplate):
    canv: TaggedCanvas

    def _endBuild(self) -> None:
        page.draw_page_count(self.canv, self.page)
        super()._endBuild()  # type: ignore[misc]


def build(story: Sequence[Flowable], about: About) -> Built:
    """Lay the story out on A4 and give the PDF; the same story and date give the same bytes.

    Text with characters that the fonts lack does not stop it: a box stands in their place, the
    characters themselves stay for screen readers, and a warning names page and characters.
    Raises TaggingError where the result would not be readable by a machine.
    """
    target = BytesIO()
    frame = Frame(*page.frame(about), 0, 0, 0, 0)
    template = _Template(target, pagesize=A4, initialFontName=REGULAR, keepTogetherClass=_Kept)
    template.addPageTemplates(PageTemplate(frames=[frame], onPage=_on_page))
    with _one_at_a_time:
        template.build(list(story), canvasmaker=partial(TaggedCanvas, about=about))
    return Built(target.getvalue(), template.page, _warnings(template.canv.missing))


def pages_of(story: Sequence[Flowable], about: About) -> int:
    """Say how many pages a story takes; nothing is drawn, and it can be built afterwards.

    Half of the time of building it, and what was measured need not be measured again then.
    """
    template = BaseDocTemplate(
        BytesIO(), pagesize=A4, initialFontName=REGULAR, keepTogetherClass=_Kept
    )
    template.addPageTemplates(PageTemplate(frames=[_Unseen(*page.frame(about), 0, 0, 0, 0)]))
    # As ReportLab does where it builds a story several times: its notes on the parts go again.
    noted: list[tuple[Any, ...]] = []
    whole: Any = template
    whole._multiBuildEdits, whole._doSave = noted.append, 0  # noqa: SLF001 - no file is wanted
    with _one_at_a_time:
        template.build(list(story))
    for undo, *what in noted:
        undo(*what)
    return template.page


def _on_page(canvas: Any, template: BaseDocTemplate) -> None:  # noqa: ANN401
    page.draw_edges(canvas, template.page)


def _warnings(missing: dict[int, str]) -> tuple[str, ...]:
    return tuple(
        f"Page {number}: the report's font cannot print {' '.join(characters)}. A box stands "
        "in each place; a screen reader still finds what was typed."
        for number, characters in sorted(missing.items())
    )
