"""A chart for the screen, as SVG with the names that Qt has for the fonts."""

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing

from desktop.report.fonts import BOLD, FAMILY, SEMIBOLD

_FONTS = {
    SEMIBOLD: {"family": FAMILY, "weight": "600"},
    BOLD: {"family": FAMILY, "weight": "700"},
}


def svg(drawing: Drawing, alt: str = "") -> bytes:
    """Give the drawing as SVG; `alt` goes into it for browsers."""
    # fontHacks is ReportLab's name; useClip keeps ids out of it, of which a page may have one.
    canvas = renderSVG.SVGCanvas((drawing.width, drawing.height), fontHacks=_FONTS, useClip=True)
    renderSVG.draw(drawing, canvas, 0, 0)  # type: ignore[arg-type] # its own kind of canvas
    for name in ("title", "desc"):  # each says "..." and would be shown as a tip
        for element in canvas.svg.getElementsByTagName(name):
            canvas.svg.removeChild(element)
    canvas.groupTree.removeAttribute("id")
    canvas.svg.setAttribute("role", "img")
    if alt:
        canvas.svg.setAttribute("aria-label", alt)
    return bytes(canvas.doc.toxml(encoding="utf-8"))
