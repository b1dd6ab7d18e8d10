"""A ReportLab canvas that writes the structure tree while it draws.

All text of ReportLab goes through `drawText`: text outside every tag and every declared artifact
is an error, never a silent loss, and so is a picture. Lines and fills outside every tag are
decoration.
"""

# ruff: noqa: SLF001 - ReportLab calls these by its own names and shares its insides

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from hashlib import md5
from typing import IO, Any, Literal

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFPage, PDFString
from reportlab.pdfgen.canvas import Canvas

from desktop.report.fonts import REGULAR
from desktop.report.tagged.mend import mend
from desktop.report.tagged.metadata import About, Attached, EmbeddedFile, describe
from desktop.report.tagged.pagecode import Marked, with_artifacts
from desktop.report.tagged.structure import SEALED, Element, Node, Root, TaggingError
from desktop.report.tagged.textobject import Span, TaggedText

_SHOWS_TEXT = ("Tj", "TJ", "T*")


class TaggedCanvas(Canvas):
    """Canvas of one document. Its stack holds the nodes that text now drawn belongs to."""

    _code: list[str]
    _doc: Any  # ReportLab's document; its types leave out much of what is used here
    _absRect: Any
    _addAnnotation: Any
    _annotationCount: int
    _bookmarkReference: Any

    def __init__(self, filename: IO[bytes], about: About, **options: Any) -> None:  # noqa: ANN401
        """Begin a document; `options` are ReportLab's own."""
        mend()
        options.update(lang=about.lang, pdfVersion=(1, 7), initialFontName=REGULAR)
        super().__init__(filename, **options)
        self.about = about
        self.missing: dict[int, str] = {}  # first page: the characters that the fonts lack
        self._top = Node("Document")
        self._elements: dict[Node, Element] = {}
        self._files: dict[Attached, EmbeddedFile] = {}
        self._stack: list[Node] = []
        self._marks: list[Element] = []  # of this page, by MCID
        self._parents: dict[int, Element | list[Element]] = {}  # the ParentTree
        self._page_key, self._next_key = 0, 1
        self._links: list[tuple[PDFDictionary, str]] = []  # areas whose text is still to come
        self._level = self._headings = 0
        self._set_date()

    def _set_date(self) -> None:
        """Put the report's date in the clock's place; the file's id comes from what is in it."""
        self._doc.signature = md5(usedforsecurity=False)
        stamp, when = self._doc._timeStamp, self.about.utc
        stamp.t, stamp.lt = when.timestamp(), when.utctimetuple()
        stamp.YMDhms, stamp.dhh, stamp.dmm, stamp.tzname = tuple(stamp.lt)[:6], 0, 0, "UTC"

    # ---- marks

    @property
    def host(self) -> Node | None:
        """Give the node that what is now drawn belongs to, SEALED, or None outside all."""
        return self._stack[-1] if self._stack else None

    def element(self, node: Node, within: Node | None = None) -> Element:
        """Give this canvas's element for a node, made with its parents at its first drawing."""
        found = self._elements.get(node)
        if found is None:
            up = node.parent or within or self._top
            found = Element(node, None if node is self._top else self.element(up))
            found.files = [self._embed(file) for file in node.files]
            self._elements[node] = found
        return found

    def _embed(self, file: Attached) -> EmbeddedFile:
        return self._files.setdefault(file, EmbeddedFile(file, self.about.utc))

    def _mark(self, node: Node) -> str:
        element, mcid = self.element(node), len(self._marks)
        self._marks.append(element)
        element.add_mark(self._doc.thisPageName(), mcid)
        return f"/{node.tag} <</MCID {mcid}>> BDC"

    @contextmanager
    def inside(self, node: Node) -> Iterator[None]:
        """Text drawn meanwhile belongs to `node`."""
        self._stack.append(node)
        try:
            yield
        finally:
            self._stack.pop()

    @contextmanager
    def _sealed(self, begin: str) -> Iterator[None]:
        self._code.append(Marked(begin))
        with self.inside(SEALED):
            yield
        self._code.append(Marked("EMC"))

    def artifact(self, kind: Literal["Header", "Footer"]) -> AbstractContextManager[None]:
        """Leave what is drawn meanwhile out of what is read: it stands on every page."""
        if self.host is SEALED:
            return nullcontext()
        return self._sealed(f"/Artifact <</Type/Pagination/Subtype/{kind}>> BDC")

    def figure(self, node: Node) -> AbstractContextManager[None]:
        """Everything drawn meanwhile is one piece of content of `node`."""
        return self._sealed(self._mark(node))

    def beginForm(self, *args: Any, **kw: Any) -> None:  # noqa: ANN401
        """Begin a drawing to be used by name, which is always inside an artifact."""
        super().beginForm(*args, **kw)
        self._stack.append(SEALED)

    def endForm(self, **kw: Any) -> None:  # noqa: ANN401
        """End it."""
        self._stack.pop()
        super().endForm(**kw)

    def note_missing(self, characters: str) -> None:
        """Remember the characters that are printed as a mark, by the first page of each."""
        seen = "".join(self.missing.values())
        new = "".join(c for c in characters if c not in seen)
        if new:
            page = self.getPageNumber()
            self.missing[page] = self.missing.get(page, "") + new

    # ---- text

    def beginText(self, x: float = 0, y: float = 0, direction: object = None) -> TaggedText:
        """Begin a text object; the direction is always from left to right."""
        del direction
        return TaggedText(self, x, y)

    def drawText(self, aTextObject: TaggedText) -> None:  # type: ignore[override]
        """Draw a text object under the node that it belongs to."""
        text = aTextObject
        node = text.node or self.host
        links, self._links = self._links, []
        if node is None:
            raise TaggingError(f"text outside every tag: {text.said() or text.getCode()!r}")
        if node is SEALED:
            if links:
                raise TaggingError("a link inside an artifact or a figure cannot be reached")
            self._code.append(Marked(text.getCode()))
        elif not links:
            self._code.append(Marked(f"{self._mark(node)} {text.getCode()} EMC"))
        else:
            self._draw_linked(text, node, links)

    def _draw_linked(
        self, text: TaggedText, node: Node, links: list[tuple[PDFDictionary, str]]
    ) -> None:
        """Draw text that holds links: each under a Link of its own, however many lines it takes."""
        code = text._code
        # ReportLab says nothing of the spans of a paragraph that is one link and nothing else.
        spans = text.spans or [Span(None, 1, len(code))] * len(links)
        if len(spans) != len(links):
            raise TaggingError("link areas and link texts differ in number")
        nodes: dict[object, Node] = {}
        out, at = [code[0]], 1
        for span, (annotation, name) in zip(spans, links, strict=True):
            link = nodes.setdefault(span.key, Node("Link", node))
            if span.end > at:
                self._piece(out, node, code[at : span.start])
                self._piece(out, link, code[span.start : span.end])
                at = span.end
            element = self.element(link)
            element.add_object(self._doc.thisPageName(), name)
            self._parents[annotation["StructParent"]] = element
            annotation["Contents"] = PDFString(text.said(span.start, span.end))
        self._piece(out, node, code[at:])
        text._code = out
        self._code.append(Marked(text.getCode()))

    def _piece(self, out: list[str], node: Node, code: list[str]) -> None:
        if any(c.rstrip().endswith(_SHOWS_TEXT) for c in code):
            out += [self._mark(node), *code, "EMC"]
        else:
            out += code

    # ---- links

    def _link(self, rect: object, relative: object, **kw: object) -> None:
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "F": 4,
                "Rect": PDFArray(self._absRect(rect, relative)),
                "Border": "[0 0 0]",
                "StructParent": self._next_key,
                **kw,
            }
        )
        self._next_key += 1
        self._addAnnotation(annotation)
        name = self._doc.annotationName(f"NUMBER{self._annotationCount}")
        self._links.append((annotation, name))

    def linkURL(  # type: ignore[override]
        self, url: str, rect: object, relative: object = 0, **_: object
    ) -> None:
        """Make an area of the page lead to an address."""
        action = PDFDictionary({"S": PDFName("URI"), "URI": PDFString(url)})
        self._link(rect, relative, A=action)

    def linkRect(  # type: ignore[override]
        self,
        contents: object,
        destinationname: str,
        Rect: object = None,
        addtopage: object = 1,
        name: object = None,
        relative: object = 1,
        **_: object,
    ) -> None:
        """Make an area of the page lead to a heading's key."""
        del contents, addtopage, name
        self._link(Rect, relative, Dest=self._bookmarkReference(destinationname))

    # ---- pages and file

    def _setAnnotations(self, thing: Any) -> None:  # noqa: ANN401
        super()._setAnnotations(thing)  # type: ignore[misc]
        if isinstance(thing, PDFPage):
            page: Any = thing
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.Tabs, page.Trans = PDFName("S"), None
            if self._marks:
                page.StructParents = self._page_key
                self._parents[self._page_key] = self._marks
            self._marks, self._page_key = [], self._next_key
            self._next_key += 1

    def showPage(self) -> None:
        """End a page; what paints outside every mark becomes decoration."""
        if self._stack:
            raise TaggingError("a tag is still open at the end of a page")
        self._code[:] = with_artifacts(self._code)
        self._doc.updateSignature("\n".join(self._code))
        super().showPage()

    def heading(self, level: int, text: str, key: str, height: float) -> None:
        """Set a bookmark here; a level deeper than the last by more than one is an error."""
        if level > self._level + 1:
            raise TaggingError(f"heading level {level} after {self._level}: {text!r}")
        self._level, self._headings = level, self._headings + 1
        key = key or f"heading {self._headings}"
        self.bookmarkHorizontal(key, 0, height)
        self.addOutlineEntry(text, key, level - 1)

    def save(self) -> None:
        """Write the file with its tree, metadata and attached files."""
        if len(self._code):
            self.showPage()
        for file in self.about.attached:
            self._embed(file)
        self.setViewerPreference("DisplayDocTitle", "true")
        top = self.element(self._top)
        self._doc.Catalog.StructTreeRoot = Root(top, self._parents, self._next_key)
        describe(self._doc, self.about, list(self._files.values()))
        super().save()
