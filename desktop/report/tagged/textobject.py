"""ReportLab's text object, which remembers what was said and where links begin and end."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.textobject import PDFTextObject

from desktop.report.fonts import ReportFont
from desktop.report.tagged.structure import Node, TaggingError
from desktop.report.tagged.text import clean

if TYPE_CHECKING:
    from desktop.report.tagged.canvas import TaggedCanvas


@dataclass(slots=True)
class Span:
    """A link within one text object: pieces `start` to `end` of its code."""

    key: object
    start: int
    end: int


class TaggedText(PDFTextObject):
    """Knows which node its words belong to, and gives a line's end back its space.

    ReportLab drops the space at the end of a line, and so the last word of a line and the first
    of the next would be read as one.
    """

    _canvas: "TaggedCanvas"
    _code: list[str]
    _fontname: str

    def __init__(self, canvas: "TaggedCanvas", x: float = 0, y: float = 0) -> None:
        """Begin at x, y in points."""
        super().__init__(canvas, x, y)
        self.node: Node | None = None  # where its words belong, if not where the canvas is
        self.whole: Node | None = None  # the node that keeps what its paragraph has still to say
        self.spans: list[Span] = []
        self._open: dict[object, Span] = {}
        self._said: list[tuple[int, str]] = []

    def said(self, start: int = 0, end: int | None = None) -> str:
        """Give the words between two pieces of its code."""
        stop = len(self._code) if end is None else end
        return "".join(text for at, text in self._said if start <= at < stop).strip()

    def _formatText(self, text: str) -> str:
        if not (text.isascii() and text.isprintable()):
            text = clean(text).replace("\n", " ")
        font = pdfmetrics.getFont(self._fontname)
        if not isinstance(font, ReportFont):
            raise TaggingError(f"{self._fontname} is not a font of the report: {text!r}")
        lost = "" if text.isascii() else font.missing(text)
        if lost:
            font.stand_in(lost)
            self._canvas.note_missing(lost)
        return str(super()._formatText(text))  # type: ignore[misc]

    def _textOut(self, text: str, TStar: int = 0) -> None:
        if self.whole is not None:
            left = self._left_to_say(self.whole, text)
            last = text or (self._said[-1][1] if self._said else "")
            if TStar and left.startswith(" ") and not last.endswith((" ", "\xa0")):
                text += " "
        self._said.append((len(self._code), text))
        super()._textOut(text, TStar)  # type: ignore[misc]

    @staticmethod
    def _left_to_say(whole: Node, text: str) -> str:
        """Take these words off what their paragraph has still to say and give the rest."""
        said, left = text.replace("\xa0", " ").strip(), whole.unsaid.lstrip()
        if said and left.startswith(said):
            whole.unsaid = left[len(said) :]
        return whole.unsaid

    def _linkRecord(self, key: object, what: str) -> None:
        """Note where a link starts and ends; ReportLab starts it after its first piece."""
        if what == "start":
            self._open[key] = span = Span(key, len(self._code) - 1, len(self._code))
            self.spans.append(span)
        else:
            self._open.pop(key).end = len(self._code)
