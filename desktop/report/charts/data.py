"""What a chart shows, as plain data. None stands for "not known" wherever a number may stand.

Each says itself in words too: `alt` gives the message and then the counts, for people who do
not see the chart. The title is the message ("4 of 15 cases were not appropriate"), the subtitle
what, where and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from desktop.report.tagged.text import plain

Value: TypeAlias = float | Decimal

MOST_POINTS = 8  # of a run chart: more cannot be read
MOST_ICONS = 100  # of a pictogram: more cannot be counted
NOT_KNOWN = "not known"


class Fill(Enum):
    """How a kind of thing is drawn; told apart without colour."""

    SOLID = "solid"
    STRIPES = "stripes"
    CROSSHATCH = "crosshatch"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class Symbol(Enum):
    """The sign in an icon."""

    NONE = "none"
    TICK = "tick"
    PLUS = "plus"
    CROSS = "cross"
    DASH = "dash"
    QUESTION = "question"


_SYMBOLS = {
    Fill.SOLID: Symbol.TICK,
    Fill.STRIPES: Symbol.PLUS,
    Fill.CROSSHATCH: Symbol.CROSS,
    Fill.EMPTY: Symbol.DASH,
    Fill.UNKNOWN: Symbol.QUESTION,
}


class Week(Enum):
    """How a place stood in a week; the value is what the key says."""

    MET = "visited as planned"
    PART = "fewer visits than planned"
    MISSED = "no visit"
    NOT_DUE = "no visit was due"
    NOT_KNOWN = "not known"


def number(value: Value | None, unit: str = "") -> str:
    """Give a number as it is printed: 1,234 or 21.5 or "not known"; `unit` follows at once."""
    if value is None:
        return NOT_KNOWN
    shown = f"{value:,.1f}".removesuffix(".0") if isinstance(value, float) else f"{value:,}"
    return shown + unit


def _said(*sentences: str) -> str:
    """Give sentences as one text, each with its full stop."""
    words = (plain(sentence) for sentence in sentences)
    return " ".join(w if w.endswith((".", "!", "?")) else f"{w}." for w in words if w)


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{label}: {value}" for label, value in pairs)


@dataclass(frozen=True, slots=True)
class Point:
    """A bar or a point. With `at_least` the value may be more."""

    label: str
    value: Value | None
    at_least: bool = False

    def shown(self, unit: str) -> str:
        """Give the value in words."""
        words = number(self.value, unit)
        return f"at least {words}" if self.at_least and self.value is not None else words


@dataclass(frozen=True, slots=True)
class Series:
    """One line of points, such as a place over eight quarters."""

    label: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        if len(self.points) > MOST_POINTS:
            raise ValueError(f"{len(self.points)} points; a run chart has {MOST_POINTS} at most")


@dataclass(frozen=True, slots=True)
class Columns:
    """Bars, or points in time, and what they are to reach. `unit` is such as "%" or " days"."""

    title: str
    subtitle: str
    points: tuple[Point, ...]
    target: Value | None = None
    unit: str = ""

    @property
    def alt(self) -> str:
        """Give the chart in words."""
        values = _listed((point.label, point.shown(self.unit)) for point in self.points)
        target = "" if self.target is None else f"Target: {number(self.target, self.unit)}"
        return _said(self.title, self.subtitle, values, target)


@dataclass(frozen=True, slots=True)
class Multiples:
    """Several run charts on one scale."""

    title: str
    subtitle: str
    series: tuple[Series, ...]
    unit: str = ""

    @property
    def alt(self) -> str:
        """Give the charts in words."""
        lines = (
            f"{each.label} – {_listed((p.label, p.shown(self.unit)) for p in each.points)}"
            for each in self.series
        )
        return _said(self.title, self.subtitle, *lines)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing to be counted: its name and how it is drawn."""

    label: str
    fill: Fill
    symbol: Symbol | None = None  # None: the one that goes with the fill

    @property
    def sign(self) -> Symbol:
        """Give the sign of its icon."""
        return _SYMBOLS[self.fill] if self.symbol is None else self.symbol


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of parts, in the order of the kinds."""

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Stacked:
    """Bars made of parts, such as the verdicts of several meetings."""

    title: str
    subtitle: str
    kinds: tuple[Kind, ...]
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        if any(len(bar.counts) != len(self.kinds) for bar in self.bars):
            raise ValueError("each bar has one count for each kind")

    @property
    def alt(self) -> str:
        """Give the chart in words."""
        lines = []
        for bar in self.bars:
            counts = _listed(
                (kind.label, number(count))
                for kind, count in zip(self.kinds, bar.counts, strict=True)
            )
            lines.append(f"{bar.label} – {counts}" if bar.label else counts)
        return _said(self.title, self.subtitle, *lines)


@dataclass(frozen=True, slots=True)
class Pictogram:
    """One icon for each case, kind by kind."""

    title: str
    subtitle: str
    kinds: tuple[Kind, ...]
    counts: tuple[int | None, ...]

    def __post_init__(self) -> None:
        if len(self.counts) != len(self.kinds):
            raise ValueError("one count for each kind")

    @property
    def alt(self) -> str:
        """Give the chart in words."""
        pairs = zip(self.kinds, self.counts, strict=True)
        counts = _listed((kind.label, number(count)) for kind, count in pairs)
        return _said(self.title, self.subtitle, counts)


@dataclass(frozen=True, slots=True)
class Progress:
    """So many done of so many due; `what` names them ("scheduled visits")."""

    title: str
    subtitle: str
    done: int | None
    due: int | None
    what: str = ""

    @property
    def words(self) -> str:
        """Give the two numbers in words."""
        of_due = "" if self.due is None else f"of {number(self.due)}"
        if self.done is None:
            return " ".join(f"Not known how many {of_due} {self.what} were done".split())
        if self.due is None or self.done > self.due:
            said = f"{number(self.done)} {self.what}".strip()
            due = "how many were due is not known" if self.due is None else f"{self.due} were due"
            return f"{said}; {due}"
        return f"{number(self.done)} {of_due} {self.what}".strip()

    @property
    def alt(self) -> str:
        """Give the chart in words."""
        return _said(self.title, self.subtitle, self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """A place and how it stood in each week."""

    label: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Places by weeks: no days and no times, so that nobody learns when to expect a visit."""

    title: str
    subtitle: str
    weeks: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(len(row.weeks) != len(self.weeks) for row in self.rows):
            raise ValueError("each row has one cell for each week")

    @property
    def alt(self) -> str:
        """Give the grid in words: how many weeks of each kind, and which were not as planned."""
        return _said(self.title, self.subtitle, *(self._row(row) for row in self.rows))

    def _row(self, row: Row) -> str:
        parts = []
        for kind in Week:
            weeks = [week for week, how in zip(self.weeks, row.weeks, strict=True) if how is kind]
            if weeks:
                which = "" if kind in (Week.MET, Week.NOT_DUE) else f" ({', '.join(weeks)})"
                count = f"{len(weeks)} week" + ("s" if len(weeks) > 1 else "")
                parts.append((kind.value, count + which))
        return f"{row.label} – {_listed(parts)}"
