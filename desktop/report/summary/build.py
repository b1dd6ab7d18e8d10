"""The quarterly summary as PDF: at most eight pages, valid as PDF/UA-1 and PDF/A-3a."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Literal, TypeAlias

from reportlab.platypus import Flowable, KeepTogether, PageBreak

from desktop.report.csv import figures_csv
from desktop.report.summary.about import about_page, words_page
from desktop.report.summary.asked import asked_page
from desktop.report.summary.brief import brief, pictured
from desktop.report.summary.cover import cover, kind, title
from desktop.report.summary.section import section_parts
from desktop.report.summary.tracker import ratings, tracker
from desktop.report.tagged import About, Attached, Built, build
from desktop.report.tagged.layout import PageMark
from desktop.returns.compiled import Compiled
from desktop.returns.dates_text import range_text

Edition: TypeAlias = Literal["panel"]

MOST_PAGES = 8
_ASKED = "What was asked last time"
_FEWER_ROWS = (20, 12, 8, 4)  # of a table, tried in turn where the report would be longer


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report; `warnings` are sentences for the person who made it."""

    content: bytes
    pages: int
    warnings: tuple[str, ...] = ()


def summary_pdf(compiled: Compiled, *, edition: Edition = "panel") -> Made:
    """Make the report of a return.

    Where it would be longer than eight pages, tables keep their first rows and say how many are
    left out, if that helps. What people wrote is never cut: a warning says what runs over.
    """
    del edition
    about = _about(compiled)
    built, begins = _built(compiled, None, about)
    for rows in _FEWER_ROWS if built.pages > MOST_PAGES else ():
        shorter, places = _built(compiled, rows, about)
        if shorter.pages <= MOST_PAGES:
            built, begins = shorter, places
            break
    return Made(built.pdf, built.pages, (*_too_long(built, begins), *built.warnings))


def _built(compiled: Compiled, rows: int | None, about: About) -> tuple[Built, dict[str, int]]:
    begins: dict[str, int] = {}

    def add(name: str, *pieces: list[Flowable]) -> None:
        start: list[Flowable] = [PageMark(name, begins)]
        for piece in filter(None, pieces):
            # A single paragraph may be as long as a book and begins where there is room.
            story.extend([*start, *piece] if len(piece) == 1 else [KeepTogether([*start, *piece])])
            start = []

    on_first = pictured(compiled)
    story: list[Flowable] = [*cover(compiled), *brief(compiled), PageBreak()]
    story += [PageMark(_ASKED, begins), *asked_page(compiled), PageBreak()]
    for section in compiled.sections:
        parts = section_parts(section, compiled, rows=rows, pictured=section is on_first)
        add(section.title, *parts)
    add("Recommendations and learning", tracker(compiled))
    add("Ratings", ratings(compiled))
    add("About these figures", about_page(compiled, rows))
    add("Words we use", words_page(compiled))
    return build(story, about), begins


def _about(compiled: Compiled) -> About:
    cover = compiled.cover
    day = cover.report_on or cover.data_as_at
    figures = Attached(
        "figures.csv", figures_csv(compiled), "Every figure of this report, with its definition"
    )
    return About(
        f"{kind(compiled)}, {compiled.period.label}",
        datetime.combine(day, time(12), UTC),
        author=", ".join(filter(None, [cover.author_role, cover.office])),
        subject=f"{title(compiled)}, {compiled.period.title}",
        marking=cover.marking,
        period=range_text(compiled.period.start, compiled.period.end),
        strip=cover.strip,
        keywords=tuple(section.title for section in compiled.sections),
        attached=(figures,),
    )


def _too_long(built: Built, begins: dict[str, int]) -> list[str]:
    """Say what runs over: page 1, and the parts of a whole that is longer than it may be."""
    warnings = []
    if begins[_ASKED] > 2:
        warnings.append("Page 1 runs over. Shorten the story or what is asked of the panel.")
    if built.pages <= MOST_PAGES:
        return warnings
    starts = [*begins.items(), ("", built.pages + 1)]
    over = [
        f"{name} (pages {page} to {max(after - 1, page)})"
        for (name, page), (_, after) in pairwise(starts)
        if after - page > 1
    ]
    said = f"The report has {built.pages} pages, and {MOST_PAGES} is the limit."
    if over:
        said += f" These parts are longer than a page: {', '.join(over)}. Shorten their text."
    return [*warnings, said]
