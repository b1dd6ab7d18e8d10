"""A scheme's charts as the report draws them, for the screen."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.returns.compiled import SchemeSection
from desktop.returns.periods import Period
from desktop.ui.look.tokens import shown
from desktop.ui.pages.returns.image import ImageView

_WIDTH = 480.0  # points, as wide as a chart is drawn for a page of paper
_SCREEN = 1.6  # pixels a point at 100 % text: the words of a chart are near the size of the page's


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (SVG) for a light and for a dark card, and the same in words."""

    light: bytes
    dark: bytes
    alt: str


def charts_for(section: SchemeSection, period: Period) -> tuple[Chart, ...]:
    """Draw the charts of a scheme. Call it on another thread: it loads the drawing library."""
    from desktop.report.charts import DARK, LIGHT, svg
    from desktop.report.summary.picture import pictures_of

    return tuple(
        Chart(svg(one.draw(LIGHT, _WIDTH)), svg(one.draw(DARK, _WIDTH)), one.alt)
        for one in pictures_of(section, period)
    )


class ChartView(QFrame):
    """A chart on a card of its own."""

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        """Show `chart`; its name is what it says in words."""
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._light = QSvgRenderer(QByteArray(chart.light))
        self._dark = QSvgRenderer(QByteArray(chart.dark))
        size = self._light.defaultSize()
        self.image = ImageView(
            chart.alt, (size.width() * _SCREEN, size.height() * _SCREEN), self._paint
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.addWidget(self.image)

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        on_dark = QColor(shown().surface).lightness() < QColor(shown().text).lightness()
        (self._dark if on_dark else self._light).render(painter, box)
