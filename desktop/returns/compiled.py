"""A return, compiled: everything the report, the screens and the command line print, as plain data.

Nothing here looks anything up. Whoever holds a `Compiled` can print it without a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from desktop.formlib.amounts import Amount, AtLeast, NotKnown
from desktop.formlib.model import Entry, Figure
from desktop.formlib.result import Result
from desktop.returns.checks import Finding
from desktop.returns.compare import Comparison
from desktop.returns.coverage import Coverage
from desktop.returns.periods import Period

Source = Literal["records", "entered", "built_in"]
State = Literal["overdue", "no_reply", "evidence_awaited", "closed", "came_back"]


def state_of(amount: Amount) -> Literal["known", "at_least", "not_known"]:
    """Say how much of an amount is known; "at least 0" says nothing."""
    if isinstance(amount, NotKnown) or (isinstance(amount, AtLeast) and amount.value <= 0):
        return "not_known"
    return "at_least" if isinstance(amount, AtLeast) else "known"


@dataclass(frozen=True, slots=True)
class Entered:
    """A total the office entered because records do not exist (yet), and where it is from."""

    result: Result
    source: str
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """Opening + came - left = closing, for what is still there when a period ends.

    Of cases: open at the start, received, closed, open at the end. Of people: on the list. Each
    may be not known. `disagreement` is a sentence where records and a stated opening differ.
    """

    opening: Amount
    came: Amount
    left: Amount
    closing: Amount
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure of a form for the period: the value used, where it is from, and its past.

    `entered` is a total the office entered, used or not: `source` says which. `disagreement` says
    in a sentence where records and a total, or a stated opening, differ. `ledger` shows how a
    balance comes about. `history` holds the eight periods before, oldest first; None where no
    figure is held. `previous_of` and `same_last_year_of` are the bases of a share. `entries` are
    those of the list that a breakdown is made by, in the list's order: the cells' short names and
    fills are among their attributes. `mark` is printed beside the figure: what a sample made up.
    """

    form: str
    figure: Figure
    result: Result
    source: Source
    from_records: Result | None = None
    entered: Entered | None = None
    disagreement: str = ""
    previous: Amount | None = None
    previous_of: Amount | None = None
    same_last_year: Amount | None = None
    same_last_year_of: Amount | None = None
    entries: tuple[Entry, ...] = ()
    history: tuple[tuple[str, Amount | None], ...] = ()
    comparison: Comparison | None = None
    ledger: Ledger | None = None
    mark: str = ""

    @property
    def id(self) -> str:
        """Give the figure's id, unique in its form."""
        return self.figure.id

    @property
    def state(self) -> Literal["known", "at_least", "not_known"]:
        """Say how much of the value is known; "at least 0" says nothing."""
        return state_of(self.result.value)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A panel sitting as the report names it; `attendance` says who sat, by role."""

    on_date: date
    name: str
    theme: str
    chosen_how: str
    attendance: str
    complete: bool


@dataclass(frozen=True, slots=True)
class SchemeSection:
    """One scheme's part of the return: its figures and its sentences, ready to print.

    `remarks` are notes that belong under the table: visits that count elsewhere than their date,
    totals that were entered, reports still to follow. `stubs` is how many of these there are.
    `past_mark` is printed with what was before the period.
    """

    scheme: str
    form: str
    title: str
    order: int
    figures: Mapping[str, FigureValue]
    headline: str
    table: tuple[str, ...]
    chart: Mapping[str, object]
    chart_title: str
    brief: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    meetings: tuple[MeetingLine, ...] = ()
    news: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    changes: str = ""
    commentary: str = ""
    coverage: Coverage | None = None
    remarks: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    stubs: int = 0
    past_mark: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a panel asked for, the answer and how it stands."""

    asked_by: str
    asked_on: date
    what: str
    answer: str
    status: str


@dataclass(frozen=True, slots=True)
class ComingUp:
    """An event to come, or one whose day has passed: `happened` is yes, no or unknown."""

    on_date: date
    title: str
    scheme: str
    happened: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """A recommendation or a piece of learning in the tracker; `count` of them where unstated.

    `mark` is printed beside its day.
    """

    ref: str
    kind: str
    scheme: str
    text: str | None
    made_to: str
    made_on: date
    count: int
    due: date | None
    reply: str
    evidence: str
    state: State
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A scheme's rating with its reason and what would make it green; the last one beside it."""

    scheme: str
    title: str
    wording: str
    reason: str
    evidence: str
    would_be_green: str
    previous: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover strip and on every page."""

    office: str
    force: str
    area: str
    panel: str
    author_role: str
    marking: str
    report_on: date | None
    meeting_on: date | None
    data_as_at: date
    strip: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed a return, in what role, how ("by e-mail") and when."""

    by: str
    role: str
    how: str
    on: date


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong in the return as it was signed before, and when that was put right."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """A return of one period; `sign_off` is None while it is a draft."""

    period: Period
    cover: Cover
    sections: tuple[SchemeSection, ...]
    asked: tuple[Asked, ...] = ()
    asks: tuple[str, ...] = ()
    story: str = ""
    coming_up: tuple[ComingUp, ...] = ()
    tracked: tuple[Tracked, ...] = ()
    ratings: tuple[RatingLine, ...] = ()
    themes: tuple[str, ...] = ()
    paragraphs: tuple[tuple[int, str], ...] = ()
    week_rule: str = ""
    entered_list: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    sign_off: SignOff | None = None
    corrections: tuple[Correction, ...] = ()

    def figure(self, form: str, id: str) -> FigureValue:
        """Find one figure. Raises KeyError."""
        section = next(s for s in self.sections if s.form == form)
        return section.figures[id]
