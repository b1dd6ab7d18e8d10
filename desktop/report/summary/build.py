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
from desktop.report.summary.tables import figures_table, rows_of
from desktop.report.summary.tracker import ratings, tracker
from desktop.report.tagged import About, Attached, Built, build, pages_of
from desktop.report.tagged.layout import PageMark
from desktop.returns.compiled import Compiled, SchemeSection
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
    about, parts = _about(compiled), _Parts(compiled)
    story, begins = parts.story(None)
    for rows in _FEWER_ROWS if pages_of(story, about) > MOST_PAGES else ():
        shorter, places = parts.story(rows)
        if pages_of(shorter, about) <= MOST_PAGES:
            story, begins = shorter, places
            break
    built = build(story, about)
    return Made(built.pdf, built.pages, (*_too_long(built, begins), *built.warnings))


class _Parts:
    """What the report is made of; what is the same however long the tables are is made once."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._front = [*cover(compiled), *brief(compiled)]
        self._asked = asked_page(compiled)
        on_first = pictured(compiled)
        self._sections = [
            (section, section_parts(section, compiled, pictured=section is on_first))
            for section in compiled.sections
        ]
        self._tracker, self._ratings = tracker(compiled), ratings(compiled)
        self._words = words_page(compiled)
        self._tables: dict[tuple[str, int], list[Flowable]] = {}

    def story(self, rows: int | None) -> tuple[list[Flowable], dict[str, int]]:
        """Give the report with tables of so many rows, and what notes where its parts begin."""
        compiled = self._compiled
        begins: dict[str, int] = {}

        def add(name: str, *pieces: list[Flowable]) -> None:
            start: list[Flowable] = [PageMark(name, begins)]
            for piece in filter(None, pieces):
                # A single paragraph may be as long as a book and begins where there is room.
                whole = [*start, *piece]
                story.extend(whole if len(piece) == 1 else [KeepTogether(whole)])
                start = []

        story: list[Flowable] = [*self._front, PageBreak()]
        story += [PageMark(_ASKED, begins), *self._asked, PageBreak()]
        for section, pieces in self._sections:
            add(section.title, *pieces, self._table(section, rows))
        add("Recommendations and learning", self._tracker)
        add("Ratings", self._ratings)
        add("About these figures", about_page(compiled, rows))
        add("Words we use", self._words)
        return story, begins

    def _table(self, section: SchemeSection, rows: int | None) -> list[Flowable]:
        """Give a section's table; most are short enough for every try."""
        held = len(rows_of(section))
        key = section.form, held if rows is None else min(rows, held)
        if key not in self._tables:
            self._tables[key] = figures_table(section, self._compiled, rows)
        return self._tables[key]


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
