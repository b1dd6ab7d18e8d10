"""A scheme's own part: five lines, its picture, what the office adds, and its figures."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from desktop.report.summary.breakdown import balance_line, breakdowns
from desktop.report.summary.look import heading, labelled
from desktop.report.summary.picture import charts_of
from desktop.report.summary.saying import NOT_STATED, capital, is_known
from desktop.report.summary.tables import tabled
from desktop.report.tagged import Content, H, P
from desktop.returns.compiled import Compiled, MeetingLine, SchemeSection
from desktop.returns.dates_text import day_text

_LABEL = 70.0


def section_parts(
    section: SchemeSection, compiled: Compiled, *, pictured: bool = False
) -> list[list[Flowable]]:
    """Give the part of one scheme down to its table, in pieces of which each stays together.

    `pictured` says that its picture stands on page 1.
    """
    first: list[Flowable] = [*heading(section.title), *labelled(_five(section), _LABEL)]
    if not pictured:
        first += charts_of(section, compiled.period)
    return [
        [*first, *balance_line(section)],
        *([part] for part in _commentary(section)),
        *breakdowns(section, compiled),
    ]


def _five(section: SchemeSection) -> Sequence[tuple[str, Content]]:
    """Give the same five lines for every scheme: silence is said, too."""
    gaps = [*section.not_known, *_not_stated(section.meetings)]
    return [
        ("Due", _said(section.due)),
        ("Done", _said([*section.done, *_stated(section.meetings)])),
        ("Found", _said(section.found)),
        ("Next", _said(section.next)),
        ("Not known", " ".join(gaps) or _gaps(section)),
    ]


def _said(sentences: Sequence[str]) -> str:
    return " ".join(sentences) or f"{capital(NOT_STATED)}."


def _stated(meetings: Sequence[MeetingLine]) -> Iterator[str]:
    """Say what is known of each meeting: theme, how its cases were chosen, who sat."""
    for meeting in meetings:
        facts = (
            ("theme", meeting.theme),
            ("how the cases were chosen", meeting.chosen_how),
            ("who sat", meeting.attendance),
        )
        said = "; ".join(f"{name}: {fact}" for name, fact in facts if fact)
        if said:
            yield f"Meeting of {day_text(meeting.on_date)}: {said}."


def _not_stated(meetings: Sequence[MeetingLine]) -> Iterator[str]:
    """Say what a reader would ask of the meetings and nobody wrote down."""
    if any(not meeting.chosen_how for meeting in meetings):
        yield "How the cases were chosen."
    if any(not meeting.attendance for meeting in meetings):
        yield "Who sat."


def _gaps(section: SchemeSection) -> str:
    """Name the figures of the table that are not known; say so where there is none."""
    gaps = [v.figure.label for v in tabled(section) if not is_known(v.result.value)]
    if not gaps:
        return "Every figure below is known."
    return f"{'; '.join(gaps)}."


def _commentary(section: SchemeSection) -> list[Flowable]:
    if not section.commentary.strip():
        return []
    texts = [text for text in section.commentary.split("\n\n") if text.strip()]
    return [H(3, "What the office adds"), *(P(text) for text in texts)]
