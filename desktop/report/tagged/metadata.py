"""What a file says of itself: title and date, standards, colours, and the files inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from typing import Any, Literal, TypeAlias

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import (
    XMP,
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObject,
    PDFStream,
    PDFStreamFilterZCompress,
    PDFString,
)

from desktop.report.tagged.text import clean

Document: TypeAlias = Any  # ReportLab's PDFDocument, of which most is not typed


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to travel inside the PDF, such as the figures of a chart as CSV."""

    name: str
    data: bytes
    description: str
    mime: str = "text/csv"


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself, and what stands at the top and bottom of its pages.

    `date` is the report's own date with its zone: it takes the clock's place, so that the same
    report has the same bytes. `marking` ("OFFICIAL"), `period` and `footer` stand on every page,
    `strip` ("Sample data: …") in a band below. `narrow` margins are for forms to write on.
    `archive` is the part of PDF/A (level A) that the file also meets beside PDF/UA-1; only part 3
    may hold files.
    """

    title: str
    date: datetime
    author: str = ""
    subject: str = ""
    marking: str = ""
    period: str = ""
    strip: str = ""
    footer: str = ""
    narrow: bool = False
    keywords: tuple[str, ...] = ()
    lang: str = "en-GB"
    archive: Literal[2, 3] = 3
    attached: tuple[Attached, ...] = ()
    creator: str = "Scrutiny Desk"

    @property
    def all_keywords(self) -> str:
        """Give the marking and the keywords as one line."""
        return ", ".join(word for word in (self.marking, *self.keywords) if word)

    @property
    def utc(self) -> datetime:
        """Give the date in UTC."""
        if self.date.tzinfo is None:
            raise ValueError("the report's date needs its time zone")
        return self.date.astimezone(UTC)


class EmbeddedFile(PDFObject):
    """An `Attached` in one document: a file specification with its stream."""

    def __init__(self, attached: Attached, when: datetime) -> None:
        """Take the file and the report's date in UTC."""
        self.attached, self._when = attached, when

    def format(self, document: Document) -> bytes:
        """Give the file specification as PDF."""
        file = self.attached
        body = PDFStream(
            PDFDictionary(
                {
                    "Type": PDFName("EmbeddedFile"),
                    "Subtype": "/" + file.mime.replace("/", "#2F"),
                    "Params": PDFDictionary(
                        {
                            "ModDate": self._when.strftime("(D:%Y%m%d%H%M%SZ)"),
                            "Size": len(file.data),
                        }
                    ),
                }
            ),
            file.data,
            [PDFStreamFilterZCompress()],
        )
        stream = document.Reference(body)
        return PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(clean(file.name)),
                "UF": PDFString(clean(file.name)),
                "Desc": PDFString(clean(file.description)),
                "AFRelationship": PDFName("Data"),
                "EF": PDFDictionary({"F": stream, "UF": stream}),
            }
        ).format(document)


@cache
def _srgb() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # its date: 1 January 2000
    profile[84:100] = bytes(16)  # its id: not computed
    return bytes(profile)


def _output_intent(document: Document) -> PDFDictionary:
    """Say that colours are meant as sRGB, which PDF/A asks for."""
    profile = PDFStream(PDFDictionary({"N": 3}), _srgb(), [PDFStreamFilterZCompress()])
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": document.Reference(profile),
        }
    )


# PDF/A wants every schema that it does not know described: here that of PDF/UA.
_UA_SCHEMA = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<xmp:MetadataDate>{when}</xmp:MetadataDate><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
{schema}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def xmp(about: About, producer: str) -> bytes:
    """Give the XMP packet: the same facts as the information dictionary, and the standards met."""

    def said(text: str) -> str:
        return escape(clean(text))

    return _XMP.format(
        lang=said(about.lang),
        title=said(about.title),
        subject=said(about.subject),
        author=said(about.author),
        when=about.utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        creator=said(about.creator),
        producer=said(producer),
        keywords=said(about.all_keywords),
        part=about.archive,
        schema=_UA_SCHEMA,
    ).encode()


def describe(document: Document, about: About, files: Sequence[EmbeddedFile]) -> None:
    """Write all of it, and the files, into the document; call it when the rest is there."""
    document.setTitle(clean(about.title))
    document.setAuthor(clean(about.author))
    document.setSubject(clean(about.subject))
    document.setKeywords(clean(about.all_keywords))
    document.setCreator(clean(about.creator))
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    catalog.Metadata = XMP(creator=lambda _: xmp(about, document.info.producer))
    catalog.OutputIntents = PDFArray([_output_intent(document)])
    if not files:
        return
    if about.archive != 3:
        raise ValueError("only PDF/A-3 may hold files")
    by_name = {file.attached.name: document.Reference(file) for file in files}
    if len(by_name) != len(files):
        raise ValueError("two attached files have one name")
    catalog.AF = PDFArray(list(by_name.values()))
    names = [item for name, ref in sorted(by_name.items()) for item in (PDFString(name), ref)]
    catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray(names)})})
