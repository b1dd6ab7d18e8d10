"""Icons: one-colour drawings from resources/icons, painted in the colours on screen now.

They are drawn anew at each paint, so they are sharp at any scale and follow a change of look.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop import paths
from desktop.ui.look.tokens import shown


def icon(name: str, tone: str = "text") -> QIcon:
    """Give the icon `name` (a file in resources/icons) in a tone, the name of a colour token."""
    return QIcon(_Drawing(name, tone))


def paint(painter: QPainter, name: str, box: QRectF, tone: str) -> None:
    """Draw the icon `name` into `box` in a tone: for widgets that paint themselves."""
    _renderer(name, getattr(shown(), tone)).render(painter, box)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = paths.resource(f"icons/{name}.svg").read_text("utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))


class _Drawing(QIconEngine):
    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        # Drawn square at the left: a wider icon size then is the gap before the text.
        box = QRectF(rect.x(), rect.y(), rect.height(), rect.height())
        tone = "muted" if mode == QIcon.Mode.Disabled else self._tone
        paint(painter, self._name, box, tone)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Drawing(self._name, self._tone)
