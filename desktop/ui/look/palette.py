"""The colours as a QPalette, for everything that Qt paints itself."""

from PySide6.QtGui import QColor, QPalette

from desktop.ui.look.tokens import Tokens

_Role = QPalette.ColorRole

_ROLES = {
    _Role.Window: "bg",
    _Role.WindowText: "text",
    _Role.Base: "field",
    _Role.AlternateBase: "bg",
    _Role.Text: "text",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "on_accent",
    _Role.Accent: "accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.PlaceholderText: "muted",
    _Role.ToolTipBase: "text",
    _Role.ToolTipText: "surface",
    _Role.BrightText: "danger",
    _Role.Light: "surface",
    _Role.Midlight: "line",
    _Role.Mid: "control",
    _Role.Dark: "control",
    _Role.Shadow: "line",
}


def palette(tokens: Tokens) -> QPalette:
    """Give the palette of these colours; disabled text is muted, and still reaches 4.5 to 1."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(getattr(tokens, name)))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return made
