"""Loose ends of a return: nothing that stops it, but somebody should know before it is sent."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Known
from desktop.formlib.model import Form
from desktop.returns.checks import Finding, Promise, promises_to_settle
from desktop.returns.compiled import Compiled
from desktop.returns.dates_text import day_text
from desktop.returns.periods import Period, previous
from desktop.returns.repeats import read_on
from desktop.returns.two_totals import contradictions
from desktop.store import models
from desktop.store.settings import setting


def loose_ends(
    session: Session, forms: Mapping[str, Form], compiled: Compiled
) -> Iterator[Finding]:
    """Give what is open, unfinished, contradictory or not printed."""
    period, on = compiled.period, read_on(compiled)
    yield from promises_to_settle(_promised(session, period, on), on)
    yield from _ratings(session, compiled)
    yield from _disagreements(compiled)
    yield from _two_totals(session, forms, compiled)
    yield from _stubs(session, compiled)
    yield from _unfinished(session, forms, period)
    yield from _meetings(session, forms, period, on)
    yield from _small_numbers(session, compiled)
    yield from _cover(compiled)


def _promised(session: Session, period: Period, on: date) -> Iterator[Promise]:
    """Give what was promised to panels, and what was announced as coming up."""
    asked = select(models.Promise).where(models.Promise.asked_on <= on)
    for row in session.scalars(asked.order_by(models.Promise.asked_on, models.Promise.id)):
        where = f"Asked by the {row.asked_by}" if row.asked_by else "Asked"
        yield Promise(where, row.what.rstrip("."), row.due, row.status != "open", row.id)
    coming = (
        select(models.Event)
        .where(models.Event.on_date.between(previous(period).start, on))
        .order_by(models.Event.on_date, models.Event.id)
    )
    for event in session.scalars(coming):
        told = event.happened != "unknown"
        yield Promise("Coming up", event.title.rstrip("."), event.on_date, told, event.id)


def _ratings(session: Session, compiled: Compiled) -> Iterator[Finding]:
    """Find ratings that are not printed, because they say too little."""
    titles = {section.scheme: section.title for section in compiled.sections}
    period = compiled.period
    query = select(models.Rating).where(
        models.Rating.start == period.start, models.Rating.end == period.end
    )
    for row in session.scalars(query.order_by(models.Rating.id)):
        parts = {
            "its reason": row.reason,
            "the evidence": row.evidence,
            "what would make it green": row.would_be_green,
        }
        if missing := [name for name, text in parts.items() if not text.strip()]:
            title = titles.get(row.scheme, row.scheme)
            yield Finding(
                "rating",
                title,
                f"The rating “{row.wording}” is not printed: write {' and '.join(missing)}.",
                behind=(row.id,),
            )


def _disagreements(compiled: Compiled) -> Iterator[Finding]:
    for section in compiled.sections:
        for value in section.figures.values():
            if value.disagreement:
                where = f"{section.title}: {value.figure.label}"
                yield Finding(
                    "disagreement",
                    where,
                    value.disagreement,
                    figure=f"{section.form}/{value.id}",
                )


def _two_totals(
    session: Session, forms: Mapping[str, Form], compiled: Compiled
) -> Iterator[Finding]:
    """Find totals that contradict each other; each sentence says which is used, and why."""
    for section in compiled.sections:
        form = forms.get(section.form)
        if form is None:
            continue
        for id_, said in contradictions(session, form, section.figures, compiled.period):
            where = f"{section.title}: {section.figures[id_].figure.label}"
            yield Finding("two totals", where, said, figure=f"{section.form}/{id_}")


def _stubs(session: Session, compiled: Compiled) -> Iterator[Finding]:
    kept = set(session.scalars(select(models.Record.id).where(models.Record.status == "stub")))
    for section in compiled.sections:
        if section.stubs:
            counted = (id_ for value in section.figures.values() for id_ in value.result.records)
            one = section.stubs == 1
            yield Finding(
                "reports to follow",
                section.title,
                f"{section.stubs} {'report has' if one else 'reports have'} not come yet. "
                f"{'Its visit counts' if one else 'Their visits count'}; what was seen does not.",
                behind=tuple(dict.fromkeys(id_ for id_ in counted if id_ in kept)),
            )


def _unfinished(session: Session, forms: Mapping[str, Form], period: Period) -> Iterator[Finding]:
    """Find records of the period that were begun and do not count yet."""
    day = func.coalesce(models.Record.on_date, models.Record.counted_on)
    for form in forms.values():
        begun = ("draft", "open") if form.counts == "when_finished" else ("draft",)
        query = select(models.Record.id).where(
            models.Record.form == form.id,
            models.Record.status.in_(begun),
            models.Record.finished_at.is_(None),
            models.Record.purpose == "real",
            day.between(period.start, period.end),
        )
        ids = tuple(session.scalars(query.order_by(day, models.Record.id)))
        if count := len(ids):
            what = form.one if count == 1 else f"records of the kind “{form.title}”"
            verb = "does" if count == 1 else "do"
            yield Finding(
                "not finished",
                form.report.title or form.title,
                f"{count} {what} of this period {'is' if count == 1 else 'are'} not finished and "
                f"{verb} not count.",
                behind=ids,
            )


def _meetings(
    session: Session, forms: Mapping[str, Form], period: Period, on: date
) -> Iterator[Finding]:
    """Find meetings whose day has come and of which nobody said whether they were held."""
    titles = {form.scheme: form.report.title or form.title for form in forms.values()}
    query = (
        select(models.Meeting)
        .where(models.Meeting.status == "planned", models.Meeting.on_date < on)
        .where(models.Meeting.on_date.between(period.start, period.end))
        .order_by(models.Meeting.on_date)
    )
    for row in session.scalars(query):
        yield Finding(
            "meeting",
            titles.get(row.scheme, row.scheme),
            f"The meeting of {day_text(row.on_date)} is planned still. Say if it was held.",
            behind=(row.id,),
        )


def _small_numbers(session: Session, compiled: Compiled) -> Iterator[Finding]:
    """Name the breakdowns of people whose small numbers the public edition cannot print."""
    limit = setting(session, "small_number_threshold", compiled.period.end)
    if not isinstance(limit, int):
        return
    for section in compiled.sections:
        labels = [
            value.figure.label
            for value in section.figures.values()
            if value.figure.people
            and any(
                isinstance(amount, Known) and 0 < amount.value < limit
                for amount in (value.result.value, *(cell.value for cell in value.result.cells))
            )
        ]
        if labels:
            yield Finding(
                "small numbers",
                section.title,
                f"Numbers of people under {limit} stay out of the public edition: "
                f"{', '.join(labels)}.",
                figure=f"{section.form}/",
            )


def _cover(compiled: Compiled) -> Iterator[Finding]:
    """Find dates of the cover that were left from the report before."""
    cover, end = compiled.cover, compiled.period.end
    for name, day, key in (
        ("report's date", cover.report_on, "report_on"),
        ("date of the meeting", cover.meeting_on, "meeting_on"),
        ("day up to which the data go", cover.data_as_at, "data_as_at"),
    ):
        if day is not None and day < end:
            yield Finding(
                "cover",
                "Cover",
                f"The {name}, {day_text(day)}, lies before the end of the period. Check it.",
                setting=key,
            )
