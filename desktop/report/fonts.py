"""The report's fonts, known to ReportLab by the names Qt has for them; import and they are there.

They are the prepared copies of packaging/fontprep.py: figures of one width and a box with a
cross for a character that the font lacks.
"""

from bisect import bisect_right

from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop import paths

FAMILY = "Atkinson Hyperlegible Next"
REGULAR = FAMILY
ITALIC = f"{FAMILY} Italic"
SEMIBOLD = f"{FAMILY} SemiBold"
BOLD = f"{FAMILY} Bold"

MARK = "\N{REPLACEMENT CHARACTER}"


class ReportFont(TTFont):
    """One weight. A character it lacks is printed as MARK, but a reader still finds the character.

    A screen reader and copy-and-paste get what was typed, because only the shape is replaced.
    """

    def __init__(self, name: str, file: str) -> None:
        """Read resources/fonts/report/`file` and call it `name`."""
        super().__init__(
            name, str(paths.resource(f"fonts/report/{file}")), asciiReadable=0, shapable=False
        )
        self._own = frozenset(map(chr, self.face.charToGlyph))
        self._mark = self.face.charToGlyph[ord(MARK)]
        # What ReportLab takes for the width of a character that the font lacks.
        self.face.defaultWidth = self.face.charWidths[ord(MARK)]

    def missing(self, text: str) -> str:
        """Give the characters of `text` that the font lacks, each once, in their order."""
        return "".join(dict.fromkeys(c for c in text if c not in self._own))

    def stand_in(self, characters: str) -> None:
        """Print MARK for these characters from now on."""
        self.face.charToGlyph.update((ord(c), self._mark) for c in characters)


def width(text: str, font: str, size: float) -> float:
    """Give the width of a line of text in points."""
    return pdfmetrics.stringWidth(text, font, size)


def fit(text: str, font: str, size: float, room: float) -> str:
    """Give `text`, or as much of it as fits into `room` points, ending in "…"."""
    if width(text, font, size) <= room:
        return text
    kept = bisect_right(range(len(text)), room, key=lambda n: width(f"{text[:n]}…", font, size))
    return f"{text[: max(kept - 1, 0)].rstrip()}…"


def _register() -> None:
    for name, file in (
        (REGULAR, "Regular.ttf"),
        (ITALIC, "Italic.ttf"),
        (SEMIBOLD, "SemiBold.ttf"),
        (BOLD, "Bold.ttf"),
    ):
        pdfmetrics.registerFont(ReportFont(name, file))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD)
    pdfmetrics.registerFontFamily(SEMIBOLD, SEMIBOLD, BOLD, ITALIC, BOLD)
    # Every Drawing names this font, whether it writes or not, and Helvetica is not embedded.
    STATE_DEFAULTS["fontName"] = REGULAR


_register()
