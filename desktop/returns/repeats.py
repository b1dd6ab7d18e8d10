"""What was carried forward without being read: tables and paragraphs of earlier returns, old news.

Tables are compared with those of signed returns, because only these were sent; paragraphs with all
that people typed for earlier periods.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Number
from desktop.returns.as_json import figure_json
from desktop.returns.checks import (
    Finding,
    Paragraph,
    TableCell,
    TableNumbers,
    passed_future,
    repeated_paragraph,
    repeated_table,
)
from desktop.returns.compiled import Compiled, SchemeSection
from desktop.returns.periods import Period, last_eight
from desktop.returns.signed import Before, Earlier
from desktop.store import models

_SLOTS = {
    "commentary": "commentary",
    "changes": "what changed",
    "ask": "what we ask",
    "story": "you said, they did",
    "free": "other paragraphs",
}


def repeats(session: Session, compiled: Compiled, signed: Earlier) -> Iterator[Finding]:
    """Find tables and paragraphs that repeat earlier ones, and sentences whose date has passed."""
    earlier = signed.before
    written = written_for(session, compiled)
    yield from _repeated_tables(compiled, earlier)
    yield from _repeated_paragraphs(session, compiled, written, earlier)
    for text in (*written, *_other_texts(session, compiled)):
        yield from passed_future(text, compiled.period.end, read_on(compiled))


def read_on(compiled: Compiled) -> date:
    """Give the day on which the return is read: its own date, or that of its data if later."""
    cover = compiled.cover
    return max(cover.report_on or date.min, cover.data_as_at)


def written_for(session: Session, compiled: Compiled) -> tuple[Paragraph, ...]:
    """Give what people typed for a return."""
    return tuple(_typed(session, compiled, compiled.period))


def _repeated_tables(compiled: Compiled, earlier: Sequence[Before]) -> Iterator[Finding]:
    for section in compiled.sections:
        lines = [figure_json(section.figures[id_]) for id_ in section.table]
        before = [
            _numbers(section, one.label, [f for f in one.figures if f["form"] == section.form])
            for one in earlier
        ]
        found = repeated_table(_numbers(section, compiled.period.label, lines), before)
        if found is not None:
            yield replace(found, figure=f"{section.form}/")


def _numbers(
    section: SchemeSection, period: str, lines: Iterable[Mapping[str, object]]
) -> TableNumbers:
    """Give the numbers of a section's table from the lines of a return's figures."""
    cells: list[TableCell] = []
    for line in lines:
        id_ = str(line["id"])
        if id_ not in section.table or line.get("state") != "known":
            continue
        planned = section.figures[id_].figure.how == "built_in"
        cells.append(TableCell(id_, _number(line.get("value"))))
        cells.append(TableCell(f"{id_} of", _number(line.get("denominator")), fixed=planned))
        parts = line.get("cells")
        cells += [
            TableCell(f"{id_} / {cell['code']}", _number(cell["value"]))
            for cell in (parts if isinstance(parts, list) else [])
        ]
    return TableNumbers(section.form, section.title, period, tuple(cells))


def _number(value: object) -> Number | None:
    if isinstance(value, int):
        return value
    return Decimal(value) if isinstance(value, str) else None


def _typed(session: Session, compiled: Compiled, period: Period) -> Iterator[Paragraph]:
    titles = {section.scheme: section.title for section in compiled.sections}
    query = (
        select(models.Paragraph)
        .where(models.Paragraph.period_start == period.start)
        .where(models.Paragraph.period_end == period.end)
        .where(models.Paragraph.typed.is_(True))
        .order_by(models.Paragraph.number, models.Paragraph.id)
    )
    for row in session.scalars(query):
        slot = _SLOTS.get(row.slot, row.slot)
        where = f"{titles[row.scheme]}, {slot}" if row.scheme in titles else slot.capitalize()
        number = f" {row.number}" if row.number is not None else ""
        yield Paragraph(f"{where}{number}", period.label, row.text, row.id)


def _repeated_paragraphs(
    session: Session, compiled: Compiled, written: Sequence[Paragraph], earlier: Sequence[Before]
) -> Iterator[Finding]:
    before = [paragraph for one in earlier for paragraph in one.written]
    for period in reversed(last_eight(compiled.period)):
        before += _typed(session, compiled, period)
    for paragraph in written:
        if (found := repeated_paragraph(paragraph, before)) is not None:
            yield found


def _other_texts(session: Session, compiled: Compiled) -> Iterator[Paragraph]:
    """Give what else people wrote that may have grown old: news, and answers that are awaited."""
    label = compiled.period.label
    days = models.News.on_date.between(compiled.period.start, compiled.period.end)
    of_period = session.scalars(select(models.News).where(days))
    news = {(row.scheme, row.text): row.id for row in of_period}
    for section in compiled.sections:
        for text in section.news:
            id_ = news.get((section.scheme, text), "")
            yield Paragraph(f"{section.title}, news", label, text, id_)
    open_ = select(models.Promise).where(models.Promise.status != "answered")
    promises = {(row.asked_by, row.asked_on, row.what): row.id for row in session.scalars(open_)}
    for asked in compiled.asked:
        if asked.status != "answered":
            id_ = promises.get((asked.asked_by, asked.asked_on, asked.what), "")
            yield Paragraph(f"Answer to the {asked.asked_by}", label, asked.answer, id_)
