"""Entered totals: numbers with their source, where there are no records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.records import meetings, totals
from desktop.records.totals import Part, Total, Where
from desktop.returns.periods import any_dates, last_eight, parse_period, quarter_of
from desktop.store.desk import Desk
from desktop.ui.fields.question import Option, Question
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, day_said
from desktop.ui.pages.register.spec import WAIT_MS, Action, Register, writing
from desktop.ui.parts.models import RIGHT, Column

_MEETING = "meeting:"  # before the id of one, in the list of what a total may be for


@dataclass(frozen=True, slots=True)
class Entry:
    """A total with all its parts, and the words for what it is of."""

    rows: tuple[Total, ...]
    figure: str
    scheme: str
    when: str
    parts: tuple[Option, ...]

    @property
    def whole(self) -> Total:
        """The line of the figure itself that is used, the last one entered of several.

        A part where the figure itself is not stated.
        """
        return max((row for row in self.rows if not row.cell), key=_entered, default=self.rows[0])

    @property
    def others(self) -> tuple[Total, ...]:
        """The lines of the figure itself that were entered before, and are not used."""
        found = [row for row in self.rows if not row.cell and row.id != self.whole.id]
        return tuple(sorted(found, key=_entered))

    @property
    def value(self) -> str:
        """The number, as people read it."""
        return "not known" if self.whole.cell else _number(self.whole)

    @property
    def where(self) -> Where:
        """What it is a total of."""
        one = self.rows[0]
        return Where(one.form, one.figure, one.start, one.end, one.meeting_id)


def _entered(row: Total) -> tuple[datetime, str]:
    return row.entered_at, row.id


def _number(row: Total) -> str:
    if row.numerator is None:
        return "not known"
    return f"{row.numerator} of {row.denominator}" if row.denominator else str(row.numerator)


def _read(desk: Desk, around: Around, forms: Mapping[str, Form]) -> Sequence[Entry]:
    with desk.read() as session:
        rows = totals.totals(session)
    grouped: dict[Where, list[Total]] = {}
    for row in rows:
        where = Where(row.form, row.figure, row.start, row.end, row.meeting_id)
        grouped.setdefault(where, []).append(row)
    entries = [_entry(where, lines, around, forms) for where, lines in grouped.items()]
    return sorted(entries, key=lambda entry: entry.where.start or date.max, reverse=True)


def _entry(where: Where, rows: Sequence[Total], around: Around, forms: Mapping[str, Form]) -> Entry:
    form = forms.get(where.form)
    figure = form.figures.get(where.figure) if form else None
    item = form.fields.get(figure.by) if form and figure else None
    parts = around.office.options(form, item).entries if form and item else ()
    meeting = next((one for one in around.meetings if one.id == where.meeting_id), None)
    when = f"Meeting of {day_said(meeting.on_date)}" if meeting else ""
    if where.start and where.end:
        when = any_dates(where.start, where.end).label
    return Entry(
        tuple(rows),
        figure.label if figure else where.figure,
        around.scheme(form.scheme) if form else where.form,
        when,
        tuple(Option(one.code, one.label) for one in parts),
    )


def _facts(_around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    one, words = entry.whole, {part.code: part.label for part in entry.parts}
    several = len({row.source for row in entry.rows}) > 1
    parts = [
        (
            words.get(row.cell, row.cell),
            f"{_number(row)} ({row.source})" if several else _number(row),
        )
        for row in sorted(entry.rows, key=_entered)
        if row.cell
    ]
    return [
        ("Figure", entry.figure),
        ("Scheme", entry.scheme),
        ("For", entry.when),
        ("Total", entry.value),
        *(
            ("Entered before, not used", f"{_number(row)} ({row.source or 'source not stated'})")
            for row in entry.others
        ),
        *parts,
        ("Source", one.source),
        ("Entered by", one.entered_by),
        ("Entered on", day_said(one.entered_at.date())),
        ("Note", one.note),
    ]


def _times(around: Around) -> tuple[Option, ...]:
    """Give the last quarters and the meetings, which a total may be for."""
    now = quarter_of(clock.today())
    quarters = [Option(one.code, one.title) for one in (now, *reversed(last_eight(now)))]
    sittings = [
        Option(f"{_MEETING}{one.id}", f"{day_said(one.on_date)}: {one.name or 'meeting'}")
        for one in reversed(around.meetings)
    ]
    return (*quarters, *sittings)


def _figures(forms: Mapping[str, Form]) -> tuple[Option, ...]:
    """Give the figures that stand in the report, with their scheme."""
    ordered = sorted(forms.values(), key=lambda form: form.report.order)
    return tuple(
        Option(f"{form.id}/{id_}", f"{form.report.title or form.title}: {form.figures[id_].label}")
        for form in ordered
        for id_ in form.report.table
        if id_ in form.figures
    )


def _number_asks(one: Total | None) -> tuple[Asked, ...]:
    known = asking.NOT_KNOWN if one and one.numerator is None else one.numerator if one else None
    return (
        asking.number("value", "The number", known, or_not_known=True),
        asking.number(
            "of",
            "Of how many?",
            one.denominator if one else None,
            hint="Only for a figure that is so many of so many.",
            optional=True,
        ),
        asking.text("source", "Where is it from?", one.source if one else "", hint="The paper."),
        asking.text("note", "Note", one.note if one else "", optional=True),
    )


def _keep(desk: Desk, where: Where, parts: Sequence[Part], answers: Answers) -> None:
    with desk.write("Entered a total", wait_ms=WAIT_MS) as session:
        totals.enter_total(
            session,
            where,
            parts,
            source=asking.said(answers, "source"),
            who=desk.who,
            note=asking.said(answers, "note"),
        )


def _whole(answers: Answers) -> Part:
    return Part("", asking.number_of(answers, "value"), asking.number_of(answers, "of"))


def _add(desk: Desk, answers: Answers, forms: Mapping[str, Form]) -> None:
    form, _, figure = asking.said(answers, "figure").partition("/")
    when = asking.said(answers, "when")
    if when.startswith(_MEETING):
        where = Where(form, figure, meeting_id=when.removeprefix(_MEETING))
        with desk.read() as session:
            meeting = meetings.meeting(session, where.meeting_id or "")
        if meeting.scheme != forms[form].scheme:
            raise UserError(
                "That meeting looked at other cases.", "Choose a meeting of the same scheme."
            )
    else:
        period = parse_period(when)
        where = Where(form, figure, period.start, period.end)
    _keep(desk, where, (_whole(answers),), answers)


def _correct(desk: Desk, entry: Entry, answers: Answers) -> None:
    parts = [Part(row.cell, row.numerator, row.denominator) for row in entry.rows if row.cell]
    _keep(desk, entry.where, (_whole(answers), *parts), answers)


def _parts_asks(_around: Around, entry: Entry) -> Sequence[Asked]:
    rows = (
        asking.choice("part", "Which part?", entry.parts).question,
        asking.number("value", "The number", or_not_known=True).question,
    )
    question = Question(
        "parts",
        "rows",
        "The parts",
        "A part that is left out is not stated.",
        optional=True,
        rows=rows,
        one="part",
    )
    there = [
        {
            "id": question.new_id(),
            "part": row.cell,
            "value": asking.NOT_KNOWN if row.numerator is None else row.numerator,
        }
        for row in entry.rows
        if row.cell
    ]
    return (Asked(question, there or None),)


def _keep_parts(desk: Desk, entry: Entry, answers: Answers) -> None:
    rows = answers.get("parts")
    found = {
        str(row["part"]): Part(str(row["part"]), asking.number_of(row, "value"))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("part")
    }
    one = entry.whole
    whole = [] if one.cell else [Part("", one.numerator, one.denominator)]
    kept = {"source": one.source, "note": one.note}
    _keep(desk, entry.where, (*whole, *found.values()), kept)


def totals_for(forms: Mapping[str, Form]) -> Register[Entry]:
    """Give the register of the totals of these forms' figures."""
    return Register[Entry](
        name="Totals",
        read=lambda desk, around: _read(desk, around, forms),
        columns=(
            Column[Entry]("Figure", lambda e: e.figure, sort="figure", characters=26),
            Column[Entry]("Scheme", lambda e: e.scheme, sort="scheme", characters=18),
            Column[Entry]("For", lambda e: e.when, sort="when", characters=20),
            Column[Entry]("Total", lambda e: e.value, RIGHT, characters=10),
        ),
        id=lambda e: f"{e.where.form}/{e.where.figure}/{e.where.start}/{e.where.meeting_id}",
        title=lambda entry: f"{entry.figure}, {entry.when}",
        facts=_facts,
        empty=(
            "No totals yet",
            "A figure with its source, where there are no records of it (yet).",
        ),
        adds=(
            Action[None](
                "Enter a total",
                lambda desk, _none, answers: _add(desk, answers, forms),
                lambda around, _none: (
                    asking.choice("figure", "Which figure?", _figures(forms)),
                    asking.choice("when", "For which quarter or meeting?", _times(around)),
                    *_number_asks(None),
                ),
            ),
        ),
        actions=(
            Action[Entry]("Correct it", _correct, lambda _around, entry: _number_asks(entry.whole)),
            Action[Entry](
                "Enter its parts", _keep_parts, _parts_asks, lambda entry: bool(entry.parts)
            ),
            Action[Entry](
                "Remove it",
                writing(
                    "Removed a total",
                    lambda session, entry, _a: totals.remove_total(session, entry.where),
                ),
                sure="Remove this total?",
            ),
        ),
        icon="chart-column",
    )
