"""What a page is made of: paragraphs, headings, lists and figures, each under its tag."""

from collections.abc import Sequence
from typing import Any

from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from desktop.report.tagged.canvas import TaggedCanvas
from desktop.report.tagged.metadata import Attached
from desktop.report.tagged.structure import SEALED, Node, TaggingError
from desktop.report.tagged.styles import BODY, BULLET, HEADINGS
from desktop.report.tagged.text import Content, headline, markup, plain
from desktop.report.tagged.textobject import TaggedText


class P(Paragraph):
    """A paragraph of plain text, or of text with `Bold` and `Link`.

    It stands under its own tag; alone in a cell or list item it is that one's own content. A new
    line in the text is a new line on paper.
    """

    canv: TaggedCanvas

    def __init__(
        self,
        content: Content,
        style: ParagraphStyle = BODY,
        bulletText: str | None = None,
        frags: list[Any] | None = None,
        *,
        tag: str = "P",
        parent: Node | None = None,
        lang: str = "",
        node: Node | None = None,
    ) -> None:
        """Set `tag` for another role ("Caption", "BlockQuote"), `lang` for another language.

        `bulletText` and `frags` are there for ReportLab, which splits a paragraph with them.
        """
        if frags is None:
            super().__init__(markup(content), style, bulletText)
        else:
            super().__init__("", style, bulletText, frags)
        self.node = node or Node(tag, parent, lang=lang)
        self.words = "" if frags is not None else plain(content)
        self._later = False  # not the first part of its paragraph
        self._broken_at = -1.0  # the width that its lines were last broken at

    def wrap(self, aW: float, aH: float, /) -> tuple[float, float]:
        """Give its size; ReportLab asks three or four times before it draws.

        Neither words nor style change once it is made, so at the same width the lines stay as
        they are: breaking them again and again was a third of the time of a quarterly summary.
        """
        if self._broken_at != aW or not hasattr(self, "blPara"):
            super().wrap(aW, aH)
            self._broken_at = aW
        return self.width, self.height

    def split(self, aW: float, aH: float, /) -> list[Flowable]:
        """Split into parts that fit; all belong to one node."""
        parts: list[Any] = super().split(aW, aH)
        for number, part in enumerate(parts):
            self._hand_on(part)
            part._later = self._later or number > 0  # noqa: SLF001 - its own kind
        return parts

    def _hand_on(self, part: "P") -> None:
        part.node, part.words = self.node, self.words

    def beginText(self, x: float, y: float) -> TaggedText:
        """Begin the words of the paragraph (not its bullet)."""
        text = self.canv.beginText(x, y)
        text.whole = self.node
        return text

    def draw(self) -> None:
        """Draw it under its tag; without words it is only room."""
        if not self.words:
            return
        if not self._later:
            self.node.unsaid = self.words
        host, own = self.canv.host, self.node
        if host is SEALED or (host and host.direct and _is_plain(own)):
            super().draw()
        else:
            self.canv.element(own, host)
            with self.canv.inside(own):
                super().draw()


_LONGEST = 300  # characters


def _is_plain(node: Node) -> bool:
    return node.tag == "P" and node.parent is None and not node.lang


class H(P):
    """A heading with its bookmark; a link reaches it as "#key".

    It is never split, and so one that somebody typed is cut where it would not be a heading.
    """

    def __init__(
        self, level: int, words: str, *, key: str = "", style: ParagraphStyle | None = None
    ) -> None:
        """Levels begin at 1 and none may be left out on the way down.

        `style` is for a heading that does not look like the others of its level.
        """
        super().__init__(headline(words, _LONGEST), style or HEADINGS[level], tag=f"H{level}")
        self.level, self.key = level, key

    def split(self, aW: float, aH: float, /) -> list[Flowable]:
        """Move on whole."""
        del aW, aH
        return []

    def draw(self) -> None:
        """Draw it and set its bookmark."""
        if self.words:
            self.canv.heading(self.level, self.words, self.key, self.height)
        super().draw()


class LI(P):
    """An item of a list: its bullet is the label, its words are the body."""

    def __init__(
        self,
        content: Content,
        style: ParagraphStyle = BULLET,
        bulletText: str | None = None,
        frags: list[Any] | None = None,
        *,
        parent: Node | None = None,
    ) -> None:
        """`parent` is the list."""
        item = Node("LI", parent)
        super().__init__(content, style, bulletText, frags, node=Node("Lbl", item))
        self.body = Node("LBody", item)

    def _hand_on(self, part: P) -> None:
        super()._hand_on(part)
        if isinstance(part, LI):
            part.body = self.body

    def beginText(self, x: float, y: float) -> TaggedText:
        """Begin the words of the item; ReportLab draws the bullet another way."""
        text = super().beginText(x, y)
        text.node = self.body
        return text


def bullets(items: Sequence[Content], *, numbered: bool = False) -> list[Flowable]:
    """Give a list, with bullets or numbers from 1."""
    kind = "Decimal" if numbered else "Disc"
    whole = Node("L", attributes=f"<</O/List/ListNumbering/{kind}>>")
    return [
        LI(item, bulletText=f"{number}." if numbered else "•", parent=whole)
        for number, item in enumerate(items, 1)
    ]


def together(parts: Sequence[Flowable]) -> list[Flowable]:
    """Give flowables that stay on one page, and with a heading before them, if they can."""
    for part in parts[:-1]:
        part.keepWithNext = 1
    return list(parts)


_HIGHEST = 600.0  # points: a figure must fit on a page


class Figure(Flowable):
    """A drawing with its text alternative and the files that hold its data."""

    canv: TaggedCanvas

    def __init__(
        self, drawing: Drawing | Flowable, alt: str, *, files: Sequence[Attached] = ()
    ) -> None:
        """`alt` says the message first, then the numbers.

        What is larger than its place or than a page is drawn smaller.
        """
        super().__init__()
        if not alt.strip():
            raise TaggingError("a figure needs its text alternative")
        self.drawing: Any = drawing
        self._scale = 1.0
        self.node = Node("Figure", alt=alt, files=files)
        self.hAlign = "LEFT"
        self.spaceBefore, self.spaceAfter = 6, 12

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Give the size that the drawing will have."""
        wide, high = self.drawing.wrap(aW, aH)
        self._scale = min(1.0, aW / wide, _HIGHEST / high)
        self.width, self.height = wide * self._scale, high * self._scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw all of it as one piece of content."""
        canvas, host = self.canv, self.canv.host
        canvas.scale(self._scale, self._scale)
        if host is SEALED:
            self.drawing.drawOn(canvas, 0, 0)
            return
        size = (self.width / self._scale, self.height / self._scale)
        box = (*canvas.absolutePosition(0, 0), *canvas.absolutePosition(*size))
        element = canvas.element(self.node, host)
        sides = " ".join(f"{side:.2f}" for side in box)
        element.attributes = f"<</O/Layout/Placement/Block/BBox[{sides}]>>"
        with canvas.figure(self.node):
            self.drawing.drawOn(canvas, 0, 0)
