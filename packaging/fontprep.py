"""Prepare the report's fonts: `python packaging/fontprep.py` (needs fontTools, nothing else does).

ReportLab reads a font's glyphs and widths and none of its OpenType features, so what the
report needs is settled here once, from resources/fonts/*.ttf into resources/fonts/report/:

* figures of one width, so that columns of numbers line up: the glyphs of `tnum` take the
  places of the digits and of the signs between them;
* a box with a cross at U+FFFD, printed where the font lacks a character that somebody typed;
* the hyphen also at U+2011, where word processors keep it from breaking;
* no layout tables, which only cost reading time.

The fonts are under the SIL Open Font Licence 1.1. Its copyright line reserves no font name, so
a changed copy may keep its name; the licence must stay with every copy, so it is copied too.
The version string says that the copy was changed. The same input gives the same bytes.
"""

import shutil
import sys
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-not-found, unused-ignore]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-not-found, unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found, unused-ignore]

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
LICENCE = "LICENSE_FONT.AtkinsonHyperlegibleNext"
WEIGHTS = {
    "AtkinsonHyperlegibleNext_400Regular.ttf": "Regular.ttf",
    "AtkinsonHyperlegibleNext_400Regular_Italic.ttf": "Italic.ttf",
    "AtkinsonHyperlegibleNext_600SemiBold.ttf": "SemiBold.ttf",
    "AtkinsonHyperlegibleNext_700Bold.ttf": "Bold.ttf",
}
SIDE, STROKE = 60, 50  # of the box, in thousandths of the font's size


def tabular(font: TTFont) -> dict[str, str]:
    """Give the font's own table from proportional figures to figures of one width."""
    swap: dict[str, str] = {}
    features = font["GSUB"].table
    for record in features.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in features.LookupList.Lookup[index].SubTable:
                    swap.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    return swap


def _quad(pen: TTGlyphPen, points: list[tuple[int, int]]) -> None:
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def box(height: int, width: int) -> object:
    """Draw the box with a cross, as high as a capital."""
    pen = TTGlyphPen(None)
    low, left, high, right = 0, SIDE, height, width - SIDE
    inner = (low + STROKE, left + STROKE, high - STROKE, right - STROKE)
    _quad(pen, [(left, low), (left, high), (right, high), (right, low)])
    _quad(
        pen,
        [(inner[1], inner[0]), (inner[3], inner[0]), (inner[3], inner[2]), (inner[1], inner[2])],
    )
    half = STROKE // 2 + 10
    for a, b in (((left, low), (right, high)), ((left, high), (right, low))):
        up = half if b[1] > a[1] else -half
        _quad(pen, [(a[0], a[1]), (a[0], a[1] + up), (b[0], b[1]), (b[0], b[1] - up)])
    return pen.glyph()


def add(font: TTFont, code: int, name: str, glyph: object, width: int) -> None:
    """Give the font a glyph for a character that it lacks."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    font["hmtx"][name] = (width, SIDE)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def set_figures(font: TTFont) -> int:
    """Put the figures of one width in the digits' places and give that width."""
    swap = tabular(font)
    for table in font["cmap"].tables:
        for code, glyph in list(table.cmap.items()):
            table.cmap[code] = swap.get(glyph, glyph)
    names = font.getBestCmap()
    widths = {font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}
    if len(widths) != 1:
        sys.exit(f"the digits are {sorted(widths)} wide, not one width")
    return int(widths.pop())


def add_signs(font: TTFont, width: int) -> None:
    """Add the box, and the hyphen that does not break."""
    bounds = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[font.getBestCmap()[ord("H")]].draw(bounds)
    add(font, 0xFFFD, "replacement", box(round(bounds.bounds[3]), width), width)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x2011] = table.cmap[ord("-")]


def prepare(source: Path, target: Path) -> None:
    """Write the prepared copy of one font."""
    font = TTFont(source, recalcTimestamp=False)
    add_signs(font, set_figures(font))
    for record in font["name"].names:
        if record.nameID == 5:
            record.string = f"{record.toUnicode()}; figures of one width"
    for tag in ("GSUB", "GPOS", "GDEF", "DSIG"):
        if tag in font:
            del font[tag]
    font.save(target)


def main() -> None:
    """Prepare all weights and put the licence beside them."""
    target = FONTS / "report"
    target.mkdir(exist_ok=True)
    for source, name in WEIGHTS.items():
        prepare(FONTS / source, target / name)
        print(f"{name}: {(target / name).stat().st_size:,} bytes")
    shutil.copyfile(FONTS / LICENCE, target / LICENCE)


if __name__ == "__main__":
    main()
