"""Radio buttons and tick boxes that wrap their text, and the joined buttons of a scale.

They are real radio buttons and tick boxes to the keyboard and to a screen reader; only the
painting is ours, because Qt's own cannot wrap and clip at large text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.ui.look import icons
from desktop.ui.look.tokens import scaled, shown
from desktop.ui.parts.labels import tip

_MARK = 22  # the round or square mark, at 100 % text
_GAP = 10
_LEAST = 32  # height of one option
_WRAP = Qt.TextFlag.TextWordWrap

ARROWS: Mapping[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Left: -1,
}
"""How many segments on each of them goes."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The text beside a mark, and a fainter second line that explains it."""

    text: str
    hint: str

    def height(self, metrics: QFontMetrics, width: int) -> int:
        """Give the height of both at a width of text."""
        parts = [part for part in (self.text, self.hint) if part]
        tall = [_wrapped(metrics, part, width).height() for part in parts]
        return max(sum(tall) + scaled(8), scaled(_LEAST))

    def width(self, metrics: QFontMetrics) -> int:
        """Give the width of the longer one in one line."""
        return max(metrics.horizontalAdvance(self.text), metrics.horizontalAdvance(self.hint)) + 2


class Radio(QRadioButton):
    """One of several answers."""

    def __init__(self, text: str, hint: str = "", parent: QWidget | None = None) -> None:
        """Make the radio button; `hint` is shown below the text and read out with it."""
        super().__init__(parent)
        self._words = _Words(text, hint)
        _prepare(self, self._words)

    def sizeHint(self) -> QSize:
        """Give the size in one line."""
        return _size(self, self._words)

    def minimumSizeHint(self) -> QSize:
        """Give the size of a narrow page, where the text wraps."""
        return _least(self, self._words)

    def heightForWidth(self, width: int) -> int:
        """Give the height when the text wraps."""
        return self._words.height(self.fontMetrics(), _text_width(width))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the option."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle, filled when chosen, and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = _mark()
        _outline(painter, self, filled=False)
        painter.drawEllipse(mark)
        if self.isChecked():
            ring = scaled(6)
            painter.setPen(QPen(_colour("accent"), ring))
            painter.drawEllipse(mark.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2))
        _write(painter, self, self._words)


class Tick(QCheckBox):
    """An answer that may be ticked beside others."""

    def __init__(self, text: str, hint: str = "", parent: QWidget | None = None) -> None:
        """Make the tick box; `hint` is shown below the text and read out with it."""
        super().__init__(parent)
        self._words = _Words(text, hint)
        _prepare(self, self._words)

    def sizeHint(self) -> QSize:
        """Give the size in one line."""
        return _size(self, self._words)

    def minimumSizeHint(self) -> QSize:
        """Give the size of a narrow page, where the text wraps."""
        return _least(self, self._words)

    def heightForWidth(self, width: int) -> int:
        """Give the height when the text wraps."""
        return self._words.height(self.fontMetrics(), _text_width(width))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the option."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, with a tick when ticked, and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = _mark()
        _outline(painter, self, filled=self.isChecked())
        painter.drawRoundedRect(mark, 4, 4)
        if self.isChecked():
            inset = mark.width() / 8
            icons.paint(painter, "check", mark.adjusted(inset, inset, -inset, -inset), "on_accent")
        _write(painter, self, self._words)


class Place(Enum):
    """Where a segment stands in its scale, for its corners: (left, top, right, bottom) rounded."""

    ALONE = (True, True, True, True)
    LEFT = (True, False, False, False)
    TOP = (False, True, False, False)
    RIGHT = (False, False, True, False)
    BOTTOM = (False, False, False, True)
    MIDDLE = (False, False, False, False)


class Segment(QRadioButton):
    """One answer of a short scale, joined to its neighbours."""

    def __init__(self, text: str, hint: str = "", parent: QWidget | None = None) -> None:
        """Make the segment; `hint` is a tool tip and is read out with the text."""
        super().__init__(parent)
        self._words = _Words(text, "")
        self._place = Place.ALONE
        _prepare(self, _Words(text, hint))
        self.setToolTip(tip(hint))

    def put(self, place: Place) -> None:
        """Say where the segment stands now."""
        if place is not self._place:
            self._place = place
            self.update()

    def sizeHint(self) -> QSize:
        """Give the size in one line."""
        width = self._words.width(QFontMetrics(_bold(self))) + scaled(50)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Give the size of a narrow page, where the text wraps."""
        return QSize(min(self.sizeHint().width(), scaled(160)), scaled(38))

    def heightForWidth(self, width: int) -> int:
        """Give the height when the text wraps."""
        metrics = QFontMetrics(_bold(self))
        return max(scaled(38), self._words.height(metrics, width - scaled(48)) + scaled(6))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the segment."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the scale: Qt would go by what lies where, and pass some over."""
        if event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button with the corners of its place."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        _outline(painter, self, filled=chosen)
        if self.underMouse() and self.isEnabled() and not chosen:
            painter.setBrush(_colour("hover"))
        painter.drawPath(_cornered(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._place))
        painter.setFont(_bold(self))
        tone = "text" if self.isEnabled() else "muted"
        painter.setPen(_colour("on_accent" if chosen else tone))
        inside = self.rect().adjusted(scaled(12), 0, -scaled(12), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | _WRAP, self._words.text)


def _prepare(button: QAbstractButton, words: _Words) -> None:
    button.setAccessibleName(words.text)
    button.setAccessibleDescription(words.hint)
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)


def _text_width(width: int) -> int:
    return max(width - scaled(_MARK + _GAP) - 2, 1)


def _size(button: QAbstractButton, words: _Words) -> QSize:
    width = words.width(button.fontMetrics()) + scaled(_MARK + _GAP) + 2
    return QSize(width, button.heightForWidth(width))


def _least(button: QAbstractButton, words: _Words) -> QSize:
    return QSize(min(_size(button, words).width(), scaled(200)), scaled(_LEAST))


def _mark() -> QRectF:
    side = scaled(_MARK)
    top = (scaled(_LEAST) - side) / 2
    return QRectF(1, top, side - 2, side - 2)


def _outline(painter: QPainter, button: QAbstractButton, *, filled: bool) -> None:
    enabled = button.isEnabled()
    edge = "accent" if filled or (button.underMouse() and enabled) else "control"
    painter.setPen(QPen(_colour(edge if enabled else "line"), 1))
    painter.setBrush(_colour("accent" if filled else "field"))


def _write(painter: QPainter, button: QAbstractButton, words: _Words) -> None:
    metrics = button.fontMetrics()
    left = scaled(_MARK + _GAP)
    width = _text_width(button.width())
    tall = _wrapped(metrics, words.text, width).height()
    top = max((scaled(_LEAST) - metrics.height()) // 2, 0)
    painter.setPen(_colour("text" if button.isEnabled() else "muted"))
    painter.drawText(QRect(left, top, width, tall + 1), _WRAP, words.text)
    if words.hint:
        painter.setPen(_colour("muted"))
        painter.drawText(QRect(left, top + tall, width, button.height()), _WRAP, words.hint)


def _wrapped(metrics: QFontMetrics, text: str, width: int) -> QRect:
    return metrics.boundingRect(QRect(0, 0, width, 100_000), _WRAP, text)


def _bold(button: QAbstractButton) -> QFont:
    font = QFont(button.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _colour(tone: str) -> QColor:
    return QColor(getattr(shown(), tone))


def _cornered(box: QRectF, place: Place) -> QPainterPath:
    """Give the outline with rounded corners where the segment ends the row or the column."""
    left, top, right, bottom = place.value
    path = QPainterPath()
    path.addRoundedRect(box, 6, 6)
    # A square laid over each corner that meets a neighbour straightens it.
    corner = box.width() / 2, box.height() / 2
    for square, at in (
        (not (left or top), box.topLeft()),
        (not (right or top), QPointF(box.right() - corner[0], box.top())),
        (not (left or bottom), QPointF(box.left(), box.bottom() - corner[1])),
        (not (right or bottom), QPointF(box.right() - corner[0], box.bottom() - corner[1])),
    ):
        if square:
            part = QPainterPath()
            part.addRect(QRectF(at.x(), at.y(), *corner))
            path = path.united(part)
    return path
