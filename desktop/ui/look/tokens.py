"""The colours by what they are for, and the size of the text.

Widgets that paint themselves ask `shown()` and `scaled()` as they paint, so a change of look
reaches them without being told.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours ("#RRGGBB"). `x_soft` is the ground that text in `x` may stand on."""

    bg: str
    surface: str
    field: str
    hover: str
    text: str
    muted: str
    line: str  # decoration only: too faint to carry meaning
    control: str
    accent: str
    on_accent: str
    accent_soft: str
    danger: str
    danger_soft: str
    ok: str
    ok_soft: str
    warning: str
    warning_soft: str
    focus: str
    sidebar: str
    side_text: str
    side_muted: str
    side_selected: str


LIGHT = Tokens(
    bg="#F5F6F4",
    surface="#FFFFFF",
    field="#FFFFFF",
    hover="#EDF1F0",
    text="#1B2628",
    muted="#4F5F63",
    line="#D9DEDC",
    control="#6F7E81",
    accent="#0B6470",
    on_accent="#FFFFFF",
    accent_soft="#E0EEEF",
    danger="#B3261E",
    danger_soft="#FCEEEC",
    ok="#1F6B3A",
    ok_soft="#E7F3EA",
    warning="#8A4B00",
    warning_soft="#FDF1DF",
    focus="#B25E00",
    sidebar="#17363D",
    side_text="#F2F6F6",
    side_muted="#B5C7CA",
    side_selected="#25505A",
)

DARK = Tokens(
    bg="#14191B",
    surface="#1D2426",
    field="#171D1F",
    hover="#283134",
    text="#E8EDEC",
    muted="#A9B6B8",
    line="#343E41",
    control="#7F8E92",
    accent="#6CC5CF",
    on_accent="#06262B",
    accent_soft="#173A40",
    danger="#FF9C92",
    danger_soft="#3B1F1D",
    ok="#7FD09A",
    ok_soft="#1A3323",
    warning="#FFC069",
    warning_soft="#3A2A12",
    focus="#FFB454",
    sidebar="#101517",
    side_text="#E8EDEC",
    side_muted="#A9B6B8",
    side_selected="#1E3A40",
)

HIGH_CONTRAST = Tokens(
    bg="#000000",
    surface="#000000",
    field="#000000",
    hover="#2B2B2B",
    text="#FFFFFF",
    muted="#E6E6E6",
    line="#9A9A9A",
    control="#FFFFFF",
    accent="#FFE14D",
    on_accent="#000000",
    accent_soft="#2E2A00",
    danger="#FFB3AA",
    danger_soft="#330500",
    ok="#9CF2AE",
    ok_soft="#002B0C",
    warning="#FFD58A",
    warning_soft="#2E2000",
    focus="#4DE1FF",
    sidebar="#000000",
    side_text="#FFFFFF",
    side_muted="#E6E6E6",
    side_selected="#2B2B2B",
)


class _Screen:
    """What the one application shows now; a process has one palette, so it has one of these."""

    tokens = LIGHT
    percent = 100


def shown() -> Tokens:
    """Give the colours on screen now."""
    return _Screen.tokens


def scaled(pixels: float) -> int:
    """Give what so many pixels at 100 % text are at the text size on screen now."""
    return round(pixels * _Screen.percent / 100)


def show(tokens: Tokens, percent: int) -> None:
    """Make these the colours and the text size on screen; only `Look` calls this."""
    _Screen.tokens = tokens
    _Screen.percent = percent
