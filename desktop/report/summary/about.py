"""About the figures: words, rules, sources, and what was left out to keep the report short."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from desktop.report.summary.look import LEAN, heading
from desktop.report.summary.tables import main_ids
from desktop.report.tagged import WIDTH, Bold, Content, H, P
from desktop.report.tagged.layout import Column, beside
from desktop.returns.compiled import Compiled
from desktop.returns.dates_text import day_text

_MOST_WORDS = 10


def words_page(compiled: Compiled) -> list[Flowable]:
    """Give the words that the report uses and a reader may not know, ten at most."""
    said = " ".join(_said(compiled)).casefold()
    used = [(word, text) for word, text in compiled.words.items() if word.casefold() in said]
    if not used:
        return []
    lines = _run_in(used[:_MOST_WORDS])
    half = (len(lines) + 1) // 2
    columns = [Column(lines[:half]), Column(lines[half:])]
    return [*heading("Words we use"), *beside(columns, WIDTH)]


def _said(compiled: Compiled) -> Iterator[str]:
    """Give what the report says, as far as words may be used in it."""
    for section in compiled.sections:
        for lines in (section.brief, section.due, section.done, section.found, section.next):
            yield from lines
        yield from section.not_known
        yield from (section.figures[id_].figure.label for id_ in section.table)
        yield from (section.title, section.commentary, section.changes)
    yield from compiled.asks
    yield compiled.story


def about_page(compiled: Compiled, rows: int | None) -> list[Flowable]:
    """Give what a reader may ask of the figures; `rows` is how many a table was allowed."""
    cut = "No table was shortened" if rows is None else f"Tables have {rows} rows at most"
    notes = [
        ("Sign-off", signed(compiled)),
        *((f"Corrected on {day_text(one.on)}", one.text) for one in compiled.corrections),
        ("Weeks", compiled.week_rule or "No scheme counts weeks."),
        (
            "Numbers",
            (
                "A percentage is rounded to a whole number, halves up, and stands beside the "
                "numbers it comes from. “Not known” and “not stated” are never nought; a total "
                "with gaps reads “at least”. “No figure held”: the office has none for that "
                "time. A change that chance would explain is called that. Practice and training "
                "visits, and visits by staff, never count."
            ),
        ),
        (
            "Length",
            (
                f"Meant for eight pages at most. {cut}. Every figure and its definition is in the "
                "file figures.csv, which is attached to this document."
            ),
        ),
    ]
    if compiled.themes:
        notes.insert(0, ("Themes we suggest for the panel", " ".join(compiled.themes)))
    parts: list[Flowable] = [
        *heading("About these figures"),
        *_run_in(notes),
        H(3, "What the main figures mean"),
        *(P(line, LEAN) for line in _definitions(compiled, short=rows is not None)),
    ]
    entered = compiled.entered_list
    parts.append(H(3, "Entered as totals, without a full set of records"))
    if entered:
        parts += [P(line, LEAN) for line in entered]
    else:
        parts.append(P("None: every figure is counted from records.", LEAN))
    return parts


def signed(compiled: Compiled) -> str:
    """Say who signed the return, how and when; or that nobody has."""
    sign_off = compiled.sign_off
    if sign_off is None:
        return "This is a draft: nobody has signed it off yet."
    return f"{sign_off.by}, {sign_off.role}, {sign_off.how}, {day_text(sign_off.on)}."


def _run_in(pairs: Sequence[tuple[str, str]]) -> list[Flowable]:
    return [P([Bold(f"{name}. "), text], LEAN) for name, text in pairs]


def _definitions(compiled: Compiled, *, short: bool) -> Iterator[Content]:
    """Define each scheme's headline figure and, unless it is to be short, the charted ones."""
    for section in compiled.sections:
        parts: list[str | Bold] = []
        for id_ in main_ids(section)[: 1 if short else None]:
            figure = section.figures[id_].figure
            if figure.definition:
                parts += [Bold(f"{figure.label}. "), f"{figure.definition} "]
        if parts:
            yield [f"{section.title}: ", *parts]
