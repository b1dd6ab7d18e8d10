"""The look of the one application: which colours, how large the text, and changing both."""

import sys
from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from desktop.ui.look import fonts
from desktop.ui.look.palette import palette
from desktop.ui.look.sheet import style_sheet
from desktop.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens, show

# As an argument of the application it costs nothing; set later, Qt makes a Python object of the
# style with all its lists of names. An application that was begun so has the property STYLED.
STYLE = ("-style", "Fusion")
STYLED = "styled"

SCALES = (100, 125, 150, 175, 200)  # text size in per cent

# macOS counts 72 points to the inch of its screen, the others 96.
_POINTS = 15.3 if sys.platform == "darwin" else 11.5


class Colours(StrEnum):
    """What a person may choose; `system` follows the computer's own setting."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


_TOKENS = {
    Colours.LIGHT: LIGHT,
    Colours.DARK: DARK,
    Colours.HIGH_CONTRAST: HIGH_CONTRAST,
}


def tokens_for(chosen: Colours, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> Tokens:
    """Give the colours for a choice on a computer that prefers this scheme and contrast."""
    if chosen is not Colours.SYSTEM:
        return _TOKENS[chosen]
    if contrast == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


class Look(QObject):
    """Applies colours and text size to the application and remembers the choice in `settings`."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: QSettings) -> None:
        """Read the choice and apply it; `settings` holds nothing but the state of windows."""
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._colours = _one_of(settings.value("look/colours"))
        self._percent = _nearest(settings.value("look/text_percent"))
        if not app.property(STYLED):
            app.setStyle(STYLE[1])
            app.setProperty(STYLED, True)
        self._hints = app.styleHints()
        # The wrapper of the hints is kept: Qt's own object goes with it otherwise.
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def colours(self) -> Colours:
        """What the person chose."""
        return self._colours

    @property
    def percent(self) -> int:
        """The text size in per cent, one of `SCALES`."""
        return self._percent

    def tokens(self) -> Tokens:
        """Give the colours that the choice comes to on this computer now."""
        scheme, contrast = self._hints.colorScheme(), self._accessibility.contrastPreference()
        return tokens_for(self._colours, scheme, contrast)

    def choose_colours(self, colours: Colours) -> None:
        """Show these colours from now on."""
        self._colours = colours
        self._settings.setValue("look/colours", str(colours))
        self._apply()

    def choose_percent(self, percent: int) -> None:
        """Show text at the size of `SCALES` nearest to `percent` from now on."""
        self._percent = _nearest(percent)
        self._settings.setValue("look/text_percent", self._percent)
        self._apply()

    def larger(self) -> None:
        """Go to the next larger text size, if there is one."""
        self.choose_percent(next((s for s in SCALES if s > self._percent), SCALES[-1]))

    def smaller(self) -> None:
        """Go to the next smaller text size, if there is one."""
        self.choose_percent(next((s for s in reversed(SCALES) if s < self._percent), SCALES[0]))

    def _apply(self) -> None:
        tokens = self.tokens()
        if self._colours is Colours.SYSTEM:
            self._hints.unsetColorScheme()
        else:
            # The window's own title bar follows as well.
            light = self._colours is Colours.LIGHT
            self._hints.setColorScheme(Qt.ColorScheme.Light if light else Qt.ColorScheme.Dark)
        points = _POINTS * self._percent / 100
        font = QFont(fonts.family())
        font.setPointSizeF(points)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        show(tokens, self._percent)
        self._app.setFont(font)
        self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(style_sheet(tokens, points, self._percent))
        self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._colours is Colours.SYSTEM:
            self._apply()


def _one_of(stored: object) -> Colours:
    return next((c for c in Colours if c == stored), Colours.SYSTEM)


def _nearest(stored: object) -> int:
    try:
        wanted = int(str(stored))
    except ValueError:
        return SCALES[0]
    return min(SCALES, key=lambda scale: abs(scale - wanted))
