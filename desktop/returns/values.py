"""One form's figures for one period: records, built-ins and entered totals together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.formlib.amounts import add
from desktop.formlib.counted import Item
from desktop.formlib.figures import evaluate
from desktop.formlib.model import Condition, Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Cell, Result
from desktop.records import sources
from desktop.records.registers import registers_for
from desktop.returns.built_in import BALANCES, Asking, built_in, coverage_of
from desktop.returns.compiled import Entered, FigureValue
from desktop.returns.coverage import Coverage
from desktop.returns.entered import Total, combined, complete_from, entered_for, totals_of
from desktop.returns.grounds import anchor_of, grounds_of, week_settings
from desktop.returns.periods import Period
from desktop.returns.weeks import Moved, WeekSetting, days_to_select, moved


@dataclass(frozen=True, slots=True)
class Values:
    """A form's figures for a period, with what they were read from."""

    figures: Mapping[str, FigureValue]
    sources: Mapping[str, Sequence[Item]]
    coverage: Coverage | None
    moved: tuple[Moved, ...]
    stubs: int

    def any_records(self, period: Period) -> bool:
        """Say whether any record counts in the period; without one, nought means nothing."""
        days = (item.counted_on for item in self.sources["records"])
        return any(day is not None and day in period for day in days)

    @property
    def results(self) -> dict[str, Result]:
        """Give the results used, by figure."""
        return {id_: value.result for id_, value in self.figures.items()}


def values_of(session: Session, form: Form, period: Period, office: Office) -> Values:
    """Work out every figure of a form for a period, reading its records once."""
    weeks = week_settings(session)
    read = _read(session, form, period, office, weeks)
    grounds = grounds_of(session, form, period, read["records"], weeks)
    opened = [opening.as_at for opening in grounds.openings.values()]
    cases = _cases(session, form, period, office, opened)
    start = complete_from(session, form)
    complete = start is not None and start <= period.start
    asking = Asking(form, period, grounds, read, cases, office, complete)
    found = _evaluate(asking)
    totals = totals_of(session, form.id)
    figures = {
        id_: _value(form, figure, found[id_], _Both(read, totals, period, office, complete))
        for id_, figure in form.figures.items()
    }
    records = [i for i in read["records"] if i.counted_on is not None and i.counted_on in period]
    return Values(
        figures,
        read,
        coverage_of(period, grounds) if grounds.targets else None,
        _moved(session, form, period, weeks),
        sum(item.stub for item in records),
    )


def _read(
    session: Session, form: Form, period: Period, office: Office, weeks: Sequence[WeekSetting]
) -> dict[str, Sequence[Item]]:
    """Read the records that may matter for a period, and the registers."""
    first, last = days_to_select(period, weeks)
    found: dict[str, Sequence[Item]] = {
        "records": sources.records_for(
            session, form, first, last, office=office, anchor=anchor_of(weeks)
        )
    }
    found.update(registers_for(session, form, period.start, period.end))
    return found


def _cases(
    session: Session, form: Form, period: Period, office: Office, openings: Iterable[date]
) -> list[Item]:
    """Read the cases that a balance of the period is made of, from the opening's day on."""
    names = {figure.what for figure in form.figures.values() if figure.how == "built_in"}
    if not names & BALANCES:
        return []
    first = min([period.start, *openings])
    rule = anchor_of(week_settings(session))
    fields = (form.header.opened, form.header.closed)
    found = sources.open_at(
        session, form, first - timedelta(days=1), office=office, anchor=rule
    ) + sources.records_for(
        session, form, first, period.end, office=office, anchor=rule, date_fields=fields
    )
    return list({item.record: item for item in found}.values())


def _evaluate(asking: Asking) -> dict[str, Result]:
    form, period = asking.form, asking.period
    found = evaluate(form, asking.sources, (period.start, period.end), asking.office)
    for figure in form.figures.values():
        if figure.how == "built_in":
            found[figure.id] = built_in(figure, asking)
    return found


@dataclass(frozen=True, slots=True)
class _Both:
    """What is needed to put an entered total beside the records."""

    read: Mapping[str, Sequence[Item]]
    totals: Sequence[Total]
    period: Period
    office: Office
    complete: bool


def _value(form: Form, figure: Figure, result: Result, both: _Both) -> FigureValue:
    entered = entered_for(figure, both.totals, both.period)
    if entered is not None:
        entered = replace(entered, result=_labelled(form, figure, entered.result, both.office))
    used, is_entered, differ = combined(figure, result, entered, complete=both.complete)
    if is_entered and entered is not None and entered.meetings:
        used = _with_other_meetings(form, figure, entered, both)
    kept = "built_in" if figure.how == "built_in" else "records"
    return FigureValue(
        form.id,
        figure,
        used,
        "entered" if is_entered else kept,  # type: ignore[arg-type]  # both are Sources
        from_records=result if is_entered else None,
        entered=entered,
        disagreement=differ,
    )


def _with_other_meetings(form: Form, figure: Figure, entered: Entered, both: _Both) -> Result:
    """Add what the records of the period's other meetings give to the totals of some."""
    if figure.how == "built_in":
        return entered.result
    others = {
        source: [item for item in items if item.meeting not in entered.meetings]
        for source, items in both.read.items()
    }
    rest = evaluate(
        form, others, (both.period.start, both.period.end), both.office, only=(figure.id,)
    )[figure.id]
    if not rest.records:
        return entered.result
    mine = entered.result
    codes = dict.fromkeys(cell.code for cell in (*mine.cells, *rest.cells))
    labels = {cell.code: cell.label for cell in (*rest.cells, *mine.cells)}
    return Result(
        add([mine.value, rest.value]),
        of=add([mine.of, rest.of]) if mine.of is not None and rest.of is not None else None,
        cells=tuple(Cell(c, labels[c], add([mine.cell(c), rest.cell(c)])) for c in codes),
        unknown=mine.unknown + rest.unknown,
        records=rest.records,
    )


def _labelled(form: Form, figure: Figure, result: Result, office: Office) -> Result:
    """Put the words of the list in place of the codes of entered cells."""
    field = form.fields.get(figure.by)
    if field is None and isinstance(figure.what, Condition):
        return result
    labels = {} if field is None else {e.code: e.label for e in office.options(form, field).entries}
    cells = tuple(replace(cell, label=labels.get(cell.code, cell.label)) for cell in result.cells)
    return replace(result, cells=cells)


def _moved(
    session: Session, form: Form, period: Period, weeks: Sequence[WeekSetting]
) -> tuple[Moved, ...]:
    """Find the visits that count in another period than the one they were made in."""
    visits = sources.visits_for(session, form, period.start, period.end, anchor=anchor_of(weeks))
    notes = (moved(v.on_date, v.counted_on, period) for v in visits if v.on_date is not None)
    return tuple(note for note in notes if note is not None)
