"""A question on paper: its words, and the place to write or tick. Lengths are in points.

Boxes and lines are decoration for a screen reader; every word is tagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from desktop.report.fonts import REGULAR, width
from desktop.report.tagged import Content, P
from desktop.report.tagged.page import NARROW
from desktop.report.tagged.styles import BODY, GREY, HEADINGS, INK, LINE
from desktop.report.tagged.text import clean, plain

GAP = 14.0  # between columns
_BETWEEN = 4.0  # words and the place for the answer
_START = 0.36  # of the width: where lines begin at the earliest, under each other
_ANY = 10_000.0


@dataclass(frozen=True, slots=True)
class Type:
    """The size of the form's words, and what follows from it."""

    size: float
    ask: ParagraphStyle = field(init=False)
    tick: ParagraphStyle = field(init=False)
    small: ParagraphStyle = field(init=False)
    aside: ParagraphStyle = field(init=False)  # small, at the right of a heading
    title: ParagraphStyle = field(init=False)
    heading: ParagraphStyle = field(init=False)

    def __post_init__(self) -> None:
        for name, size in (("ask", self.size), ("tick", self.size), ("small", self.size - 0.75)):
            style = ParagraphStyle(
                name,
                BODY,
                fontSize=size,
                leading=size * 1.25,
                spaceAfter=0,
                textColor=GREY if name == "small" else INK,
            )
            object.__setattr__(self, name, style)
        aside = ParagraphStyle("aside", self.small, alignment=TA_RIGHT, spaceBefore=self.size * 0.4)
        object.__setattr__(self, "aside", aside)
        for name, level, size in (("title", 1, self.size + 7), ("heading", 2, self.size + 1.5)):
            style = ParagraphStyle(
                name,
                HEADINGS[level],
                fontSize=size,
                leading=size * 1.2,
                spaceBefore=self.size * 0.7,
                spaceAfter=self.size * 0.25,
            )
            object.__setattr__(self, name, style)

    @property
    def high(self) -> float:
        """Give the height of a box to write in."""
        return self.size * 1.75

    @property
    def line(self) -> float:
        """Give the distance of lines to write on."""
        return self.size * 2.1


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes beside the words: one for a number, three for a date. Widths in figures to write."""

    figures: tuple[int, ...]
    unit: str = ""

    def wide(self, kind: Type) -> float:
        """Give the width of all."""
        boxes = sum(_box(kind, figures) for figures in self.figures)
        unit = width(clean(self.unit), REGULAR, kind.size) + _BETWEEN if self.unit else 0.0
        return boxes + 3 * (len(self.figures) - 1) + unit


def _box(kind: Type, figures: int) -> float:
    return kind.size * (0.85 * figures + 0.6)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to write on: beside the words where there is room for one, else below."""

    count: int = 1
    across: int = 1  # places on one line, such as one for each visitor


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick, each with its words."""

    labels: tuple[str, ...]

    def wide(self, kind: Type) -> float:
        """Give the width of all on one line."""
        return sum(_tick(kind, label) for label in self.labels)


def _tick(kind: Type, label: str) -> float:
    return kind.size * 2.6 + width(clean(label), REGULAR, kind.size)


Answer = Boxes | Lines | Ticks | None


class Question(Flowable):
    """One question in a column of its own."""

    def __init__(self, words: Content, answer: Answer, room: float, kind: Type) -> None:
        """Lay it out at once: `room` is the width of its column."""
        super().__init__()
        self._kind, self._answer, self._words = kind, answer, P(words, kind.ask)
        self.width = room
        said = width(plain(words), REGULAR, kind.size) * 1.04  # some of it is bold
        beside = self._needed()
        self._beside = beside if beside and said + beside + GAP <= room else 0.0
        if isinstance(answer, Boxes):
            self._beside = answer.wide(kind)
        rest = room - self._beside - (_BETWEEN if self._beside else 0)
        self._said = self._words.wrap(rest, _ANY)[1]
        self._below = 0.0 if self._beside else self._high()
        least = kind.high if isinstance(answer, Boxes) else 0.0
        self.height = max(self._said + self._below, least) + kind.size * 0.3

    @property
    def one_line(self) -> bool:
        """Say whether words and answer fit beside each other."""
        return bool(self._beside)

    def _needed(self) -> float:
        """Give the width that the answer needs beside the words."""
        match self._answer:
            case Ticks():
                return self._answer.wide(self._kind)
            case Lines(count=1, across=1):
                return self._kind.size * 12
            case _:
                return 0.0

    def _high(self) -> float:
        """Give the height of the answer below the words."""
        match self._answer:
            case Lines(count=count):
                return count * self._kind.line
            case Ticks():
                return len(self._rows()) * self._kind.size * 1.5 + 1
            case _:
                return 0.0

    def _rows(self) -> list[list[str]]:
        """Put the ticks into rows."""
        rows: list[list[str]] = [[]]
        used = 0.0
        for label in self._answer.labels if isinstance(self._answer, Ticks) else ():
            wide = _tick(self._kind, label)
            if rows[-1] and used + wide > self.width:
                rows.append([])
                used = 0.0
            rows[-1].append(label)
            used += wide
        return rows

    def draw(self) -> None:
        """Draw words and places to answer."""
        self._words.drawOn(self.canv, 0, self.height - self._said)
        match self._answer:
            case Boxes():
                self._draw_boxes(self._answer)
            case Lines():
                self._draw_lines(self._answer)
            case Ticks():
                self._draw_ticks()
            case _:
                pass

    def _draw_boxes(self, answer: Boxes) -> None:
        kind, x = self._kind, self.width - self._beside
        y = self.height - kind.high
        for figures in answer.figures:
            wide = _box(kind, figures)
            _rectangle(self, x, y, wide, kind.high)
            x += wide + 3
        if answer.unit:
            unit = P(answer.unit, kind.tick)
            high = unit.wrap(self.width, _ANY)[1]
            unit.drawOn(self.canv, x, y + (kind.high - high) / 2)

    def _draw_lines(self, answer: Lines) -> None:
        if self._beside:
            wide = width(self._words.words, REGULAR, self._kind.size) * 1.04 + GAP
            _rule(self, max(wide, self.width * _START), self.width, self.height - self._said)
            return
        part = (self.width + GAP) / answer.across
        for number in range(answer.count):
            y = self.height - self._said - (number + 1) * self._kind.line + 2
            for place in range(answer.across):
                _rule(self, place * part, place * part + part - GAP, y)

    def _draw_ticks(self) -> None:
        step = self._kind.size * 1.5
        rows = self._rows()
        y = self.height - self._said - step
        if self._beside:
            rows = [[label for row in rows for label in row]]
            y = self.height - self._kind.size * 1.25
        for row in rows:
            x = self.width - self._beside if self._beside else 0.0
            for label in row:
                self._draw_tick(label, x, y)
                x += _tick(self._kind, label)
            y -= step

    def _draw_tick(self, label: str, x: float, y: float) -> None:
        size = self._kind.size
        _rectangle(self, x, y + size * 0.1, size, size)
        words = P(label, self._kind.tick)
        words.wrap(self.width, _ANY)
        words.drawOn(self.canv, x + size * 1.4, y)


def _rectangle(at: Flowable, x: float, y: float, wide: float, high: float) -> None:
    at.canv.saveState()
    at.canv.setStrokeColor(INK)
    at.canv.setLineWidth(0.7)
    at.canv.rect(x, y, wide, high, stroke=1, fill=0)
    at.canv.restoreState()


def _rule(at: Flowable, start: float, end: float, y: float) -> None:
    at.canv.saveState()
    at.canv.setStrokeColor(GREY)
    at.canv.setLineWidth(0.5)
    at.canv.line(start, y, end, y)
    at.canv.restoreState()


class Row(Flowable):
    """Questions beside each other, over a hairline."""

    def __init__(self, questions: Sequence[Question], starts: Sequence[float]) -> None:
        """Make it; `starts` says how far from the left each begins."""
        super().__init__()
        self._pairs = list(zip(questions, starts, strict=True))
        self.width = NARROW.width
        self.height = max(question.height for question in questions) + 2
        self.spaceBefore = self.spaceAfter = 1.5

    def draw(self) -> None:
        """Draw them from left to right."""
        for question, start in self._pairs:
            question.drawOn(self.canv, start, self.height - question.height)
        self.canv.saveState()
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.3)
        self.canv.line(0, 0, self.width, 0)
        self.canv.restoreState()
