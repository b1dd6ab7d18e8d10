"""Two faults of ReportLab that a PDF/UA or PDF/A validator finds, mended by `mend()`.

Both mends hold for the whole process and are harmless to other users of it. This
package also relies on names that ReportLab keeps to itself, so a version that nobody has tried
is refused: try the tests with it, then name it here.
"""

from collections.abc import Sequence
from functools import cache

import reportlab
from reportlab import rl_config
from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream

TRIED = "5.1."

_END = b"endstream\n"
_format_stream = PDFStream.format


def _with_end_of_line(self: PDFStream, document: PDFDocument) -> bytes:
    """Write the end of line before `endstream` that PDF/A asks for (ISO 19005-3, 6.1.7.1)."""
    return _format_stream(self, document).removesuffix(_END) + b"\r\n" + _END


def _to_unicode(fontname: str, subset: Sequence[int]) -> str:
    """Write a CMap without the codes that no glyph uses.

    ReportLab maps them to U+0000, which PDF/UA forbids (ISO 14289-1, 7.21.7). Characters beyond
    U+FFFF are written in UTF-16 and blocks kept to 100 lines, as the CMap format asks.
    """
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{fontname} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *("\n".join([f"{len(b)} beginbfchar", *b, "endbfchar"]) for b in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@cache
def mend() -> None:
    """Put both mends in place, once; raises ImportError for a version that was not tried."""
    if not reportlab.__version__.startswith(TRIED):
        raise ImportError(f"ReportLab {reportlab.__version__} has not been tried; {TRIED}x has")
    rl_config.useA85 = 0  # bytes as they are: a fifth smaller than as text, and sooner written
    PDFStream.format = _with_end_of_line  # type: ignore[method-assign]
    ttfonts.makeToUnicodeCMap = _to_unicode
