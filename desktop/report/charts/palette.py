"""Colours of the charts: those of the Government Analysis Function, for paper and for screens.

Text has a contrast of 4.5 to 1 or more with the paper, everything else that carries meaning 3 to
1; and no meaning hangs on colour alone, because each kind of thing has a pattern of its own.
"""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one surface."""

    ink: Color
    muted: Color  # text of second rank, and lines that carry meaning
    line: Color  # lines that carry none
    paper: Color  # what the chart lies on
    solid: Color
    on_solid: Color  # text on it
    stripes: Color
    crosshatch: Color


_BLUE, _TURQUOISE, _PINK = HexColor("#12436D"), HexColor("#28A197"), HexColor("#801650")
_WHITE = HexColor("#FFFFFF")

PAPER = Palette(
    ink=HexColor("#0B0C0C"),
    muted=HexColor("#3D3D3D"),
    line=HexColor("#B1B4B6"),
    paper=_WHITE,
    solid=_BLUE,
    on_solid=_WHITE,
    stripes=_TURQUOISE,
    crosshatch=_PINK,
)
LIGHT = Palette(
    ink=HexColor("#1B2628"),
    muted=HexColor("#4F5F63"),
    line=HexColor("#D9DEDC"),
    paper=_WHITE,
    solid=_BLUE,
    on_solid=_WHITE,
    stripes=_TURQUOISE,
    crosshatch=_PINK,
)
DARK = Palette(
    ink=HexColor("#E8EDEC"),
    muted=HexColor("#A9B6B8"),
    line=HexColor("#343E41"),
    paper=HexColor("#1D2426"),
    solid=HexColor("#8DB9E8"),
    on_solid=HexColor("#0B1A26"),
    stripes=HexColor("#3CC4B9"),
    crosshatch=HexColor("#F08BC0"),
)
