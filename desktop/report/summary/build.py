"""The quarterly summary as PDF: at most eight pages, valid as PDF/UA-1 and PDF/A-3a."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Literal, TypeAlias

from reportlab.platypus import Flowable, KeepTogether, PageBreak

from desktop.report.csv import figures_csv
from desktop.report.summary.about import about_page, words_page
from desktop.report.summary.asked import asked_page
from desktop.report.summary.brief import brief, pictured
from desktop.report.summary.cover import cover, kind, title
from desktop.report.summary.picture import again_of
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
_TRACKED, _RATED = "Recommendations and learning", "Ratings"
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
    left out, as far as that saves a page. What people wrote is never cut: a warning says where it
    can be shorter.
    """
    del edition
    about, parts = _about(compiled), _Parts(compiled)
    story, places = parts.story(None)
    fewest = pages_of(story, about)
    for rows in _FEWER_ROWS:
        if fewest <= MOST_PAGES:
            break
        shorter, its_places = parts.story(rows)
        if (pages := pages_of(shorter, about)) < fewest:
            story, places, fewest = shorter, its_places, pages
    built = build(story, about)
    too_long = _too_long(built, places, _written_in(compiled))
    return Made(built.pdf, built.pages, (*too_long, *built.warnings))


@dataclass(frozen=True, slots=True)
class _Places:
    """On which pages the parts of a report begin and end, by name; known once it is built."""

    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)


class _Parts:
    """What the report is made of; what is the same however long the tables are is made once."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._front = [*cover(compiled), *brief(compiled)]
        self._asked = asked_page(compiled)
        on_first = self._on_first = pictured(compiled)
        self._sections = [
            (section, section_parts(section, compiled, pictured=section is on_first))
            for section in compiled.sections
        ]
        self._again = again_of(on_first, compiled.period) if on_first is not None else []
        self._tracker, self._ratings = tracker(compiled), ratings(compiled)
        self._words = words_page(compiled)
        self._tables: dict[tuple[str, int], list[Flowable]] = {}

    def story(self, rows: int | None) -> tuple[list[Flowable], _Places]:
        """Give the report with tables of so many rows, and what notes where its parts are."""
        compiled, places = self._compiled, _Places()

        def add(name: str, *pieces: list[Flowable]) -> None:
            start: list[Flowable] = [PageMark(name, places.begins)]
            for piece in filter(None, pieces):
                # A single paragraph may be as long as a book and begins where there is room.
                whole = [*start, *piece]
                story.extend(whole if len(piece) == 1 else [KeepTogether(whole)])
                start = []
            if not start:
                story.append(PageMark(name, places.ends, end=True))

        story: list[Flowable] = [*self._front, PageBreak(), PageMark(_ASKED, places.begins)]
        story += [*self._asked, PageMark(_ASKED, places.ends, end=True), PageBreak()]
        for section, (five_lines, *pieces) in self._sections:
            # What page 1 shows is drawn again only where there is room.
            roomy = rows is None or rows == max(_FEWER_ROWS)
            again = self._again if section is self._on_first and roomy else []
            add(section.title, five_lines, again, *pieces, self._table(section, rows))
        add(_TRACKED, self._tracker)
        add(_RATED, self._ratings)
        add("About these figures", about_page(compiled, rows))
        add("Words we use", self._words)
        return story, places

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


def _written_in(compiled: Compiled) -> list[str]:
    """Give the names of the parts after page 1 that hold what people wrote."""
    changed = any(one.changes or one.news for one in compiled.sections)
    names = [_ASKED] if compiled.asked or compiled.coming_up or changed else []
    for section in compiled.sections:
        meetings = (text for m in section.meetings for text in (m.theme, m.chosen_how))
        if section.commentary.strip() or any(meetings):
            names.append(section.title)
    names += [_TRACKED] if compiled.tracked else []
    return [*names, *([_RATED] if compiled.ratings else [])]


def _too_long(built: Built, places: _Places, written: Sequence[str]) -> list[str]:
    """Say what runs over: page 1, and of a whole that is too long the parts to shorten.

    These are the parts that people wrote in: those on more than one page, or else all of them.
    """
    warnings = []
    if places.begins[_ASKED] > 2:
        warnings.append("Page 1 runs over. Shorten the story or what is asked of the panel.")
    if built.pages <= MOST_PAGES:
        return warnings
    said = f"The report has {built.pages} pages, and {MOST_PAGES} is the limit."
    pages = {name: (places.begins[name], places.ends[name]) for name in written}
    long = {name: (first, last) for name, (first, last) in pages.items() if last > first}
    named = ", ".join(f"{name} ({_pages(*where)})" for name, where in (long or pages).items())
    if long:
        said += f" These parts stand on more than one page: {named}. Shorten their text."
    elif named:
        said += f" Shorten what is written in these parts: {named}."
    return [*warnings, said]


def _pages(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first} to {last}"
