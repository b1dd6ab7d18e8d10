"""The bundled face: the same on every computer, and the same on paper."""

import logging
from functools import cache

from PySide6.QtGui import QFontDatabase

from desktop import paths

_log = logging.getLogger(__name__)

_FACE = "AtkinsonHyperlegibleNext"
_STYLES = ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")


@cache
def family() -> str:
    """Load the face once and give its family name; "" (the system's face) if it is missing."""
    found = ""
    for style in _STYLES:
        number = QFontDatabase.addApplicationFont(str(paths.resource(f"fonts/{_FACE}_{style}.ttf")))
        names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if not names:
            _log.warning("The font %s could not be loaded.", style)
        found = found or next(iter(names), "")
    return found
