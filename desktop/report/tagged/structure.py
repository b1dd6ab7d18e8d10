"""The tree that a screen reader reads: structure elements and the root that finds them.

A `Node` is what the story knows; an `Element` is a Node as one canvas has drawn it, which is
written into the file. Elements are formatted by hand: a long table has thousands.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFObject, PDFString

from desktop.report.tagged.metadata import Attached, Document, EmbeddedFile
from desktop.report.tagged.text import clean

# A paragraph that stands alone within one of these needs no tag of its own.
_DIRECT = frozenset({"TH", "TD", "LBody", "Caption"})


class TaggingError(ValueError):
    """The story would not be readable by a machine; the fault is in our code, not in the data."""


class Node:
    """A structure element as the story knows it; the parts of a split flowable share one.

    `attributes` is PDF syntax (the value of /A). `direct` says that a paragraph within it is
    its own content.
    """

    __slots__ = ("alt", "attributes", "direct", "files", "lang", "parent", "tag", "unsaid")

    def __init__(
        self,
        tag: str,
        parent: "Node | None" = None,
        *,
        alt: str = "",
        lang: str = "",
        attributes: str = "",
        files: Sequence[Attached] = (),
    ) -> None:
        """Make a node; without `parent` it hangs where it is drawn."""
        self.tag, self.parent, self.lang, self.attributes = tag, parent, lang, attributes
        self.alt = clean(alt)
        self.files = tuple(files)
        self.direct = tag in _DIRECT
        self.unsaid = ""  # the part of its paragraph's words that is still to be drawn


# On the canvas's stack: inside an artifact or a figure, where nothing more is marked.
SEALED: Final = Node("Artifact")

Mark: TypeAlias = tuple[str, int]  # a piece of a page's content: page, MCID
Object: TypeAlias = tuple[str, str]  # a link on a page: page, name of the annotation


def _number(document: Document, name: str) -> bytes:
    return b"%d 0 R" % document.idToObjectNumberAndVersion[name][0]


def reference(document: Document, thing: PDFObject) -> bytes:
    """Give the PDF reference to an object, which is written if it was not yet."""
    return _number(document, document.Reference(thing).name)


class Element(PDFObject):
    """A Node on one canvas, with its pieces of content in the order of reading."""

    def __init__(self, node: Node, parent: "Element | None") -> None:
        """Hang a new element into the tree."""
        self.node = node
        self.parent: Element | Root | None = parent
        self.kids: list[Element | Mark | Object] = []
        self.page = ""
        self.attributes = node.attributes
        self.files: list[EmbeddedFile] = []
        if parent is not None:
            parent.kids.append(self)

    def add_mark(self, page: str, mcid: int) -> None:
        """Add a piece of a page's content."""
        self.page = self.page or page
        self.kids.append((page, mcid))

    def add_object(self, page: str, name: str) -> None:
        """Add an annotation of a page."""
        self.kids.append((page, name))

    def _kid(self, document: Document, kid: "Element | Mark | Object") -> bytes:
        if isinstance(kid, Element):
            return reference(document, kid)
        page, what = kid
        at = _number(document, page)
        if isinstance(what, str):
            return b"<</Type/OBJR/Pg %s/Obj %s>>" % (at, _number(document, what))
        if page == self.page:
            return b"%d" % what
        return b"<</Type/MCR/Pg %s/MCID %d>>" % (at, what)

    def format(self, document: Document) -> bytes:
        """Give the element as PDF."""
        node = self.node
        parts = [b"<</Type/StructElem/S/%s/P %s" % (node.tag.encode(), self._up(document))]
        if self.page:
            parts.append(b"/Pg " + _number(document, self.page))
        if self.kids:
            kids = [self._kid(document, kid) for kid in self.kids]
            parts.append(b"/K " + (kids[0] if len(kids) == 1 else b"[%s]" % b" ".join(kids)))
        for key, value in ((b"/Alt ", node.alt), (b"/Lang ", node.lang)):
            if value:
                parts.append(key + PDFString(value).format(document))
        if self.attributes:
            parts.append(b"/A " + self.attributes.encode("ascii"))
        if self.files:
            parts.append(b"/AF[%s]" % b" ".join(reference(document, f) for f in self.files))
        return b"".join(parts) + b">>"

    def _up(self, document: Document) -> bytes:
        if self.parent is None:
            raise TaggingError(f"{self.node.tag} hangs in no tree")
        return reference(document, self.parent)


class Root(PDFObject):
    """The StructTreeRoot: the tree, and for each page or link the way back to its elements."""

    def __init__(
        self, top: Element, parents: Mapping[int, Element | list[Element]], next_key: int
    ) -> None:
        """Put the tree under this root."""
        self._top, self._parents, self._next_key = top, parents, next_key
        top.parent = self

    def format(self, document: Document) -> bytes:
        """Give the root as PDF."""
        numbers = []
        for key, value in sorted(self._parents.items()):
            if isinstance(value, Element):
                where = reference(document, value)
            else:
                where = b"[%s]" % b" ".join(reference(document, e) for e in value)
            numbers.append(b"%d %s" % (key, where))
        return b"<</Type/StructTreeRoot/K %s/ParentTreeNextKey %d/ParentTree<</Nums[%s]>>>>" % (
            reference(document, self._top),
            self._next_key,
            b"\n".join(numbers),
        )
