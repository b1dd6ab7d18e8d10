"""A scheme's charts as the report draws them, for the screen."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.returns.compiled import SchemeSection
from desktop.returns.periods import Period
from desktop.ui.pages.returns.image import ImageView

_SCREEN = 1.6  # pixels a point at 100 % text: the words of a chart are near the size of the page's


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (SVG), and the same in words."""

    drawing: bytes
    alt: str


def charts_for(section: SchemeSection, period: Period) -> tuple[Chart, ...]:
    """Draw the charts of a scheme. Call it on another thread: it loads the drawing library."""
    from desktop.report.charts import svg
    from desktop.report.summary.picture import charts_of
    from desktop.report.tagged import Figure

    drawn = (one for one in charts_of(section, period) if isinstance(one, Figure))
    return tuple(Chart(svg(one.drawing), str(one.node.alt)) for one in drawn)


class ChartView(QFrame):
    """A chart on a card of its own."""

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        """Show `chart`; its name is what it says in words."""
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._drawing = QSvgRenderer(QByteArray(chart.drawing))
        size = self._drawing.defaultSize()
        self.image = ImageView(
            chart.alt, (size.width() * _SCREEN, size.height() * _SCREEN), self._paint
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.addWidget(self.image)

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box, QColor("white"))
        self._drawing.render(painter, box)
