"""One form's figures for one period: everything is read once, and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.formlib.counted import Item
from desktop.formlib.load_figures import REGISTERS
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.result import Result
from desktop.records import sources
from desktop.records.registers import registers_for
from desktop.returns.built_in import BALANCES, Asking, coverage_of, days_needed
from desktop.returns.compiled import FigureValue
from desktop.returns.counting import Counting
from desktop.returns.coverage import Coverage
from desktop.returns.grounds import grounds_of
from desktop.returns.open_cases import Cases
from desktop.returns.periods import Period
from desktop.returns.standing import Standing, anchor_of
from desktop.returns.weeks import Moved, days_to_select, moved

_DAY = timedelta(days=1)


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


def values_of(
    session: Session, form: Form, period: Period, office: Office, standing: Standing
) -> Values:
    """Work out every figure of a form for a period, reading its records once."""
    read = _read(session, form, period, office, standing)
    items = read["records"]
    grounds = grounds_of(session, form, period, office, items, standing)
    coverage = coverage_of(period, grounds)
    cases = Cases(
        form,
        _cases(session, form, period, office, items, standing),
        standing.totals,
        standing.complete_from,
    )
    asking = Asking(form, period, grounds, read, cases, office, coverage)
    here = [item for item in items if item.counted_on is not None and item.counted_on in period]
    return Values(
        Counting(asking).figures(),
        read,
        coverage,
        _moved(session, form, period, items),
        sum(item.stub for item in here),
    )


def _read(
    session: Session, form: Form, period: Period, office: Office, standing: Standing
) -> dict[str, Sequence[Item]]:
    """Read the records that may matter for a period, and the registers that figures count."""
    first, last = days_to_select(period, standing.weeks)
    fields = set(sources.dated_by(form))
    if _has_balance(form):
        fields |= {form.header.opened, form.header.closed}
    anchor = anchor_of(standing.weeks)
    records = sources.records_for(
        session, form, first, last, office=office, anchor=anchor, date_fields=fields
    )
    counted = {figure.over for figure in form.figures.values() if figure.over in REGISTERS}
    if any(figure.what == "dogs_due" for figure in form.figures.values()):
        counted.add("dogs")
    registers = registers_for(session, form, period.start, period.end, sorted(counted))
    return {"records": records, **registers}


def _has_balance(form: Form) -> bool:
    return any(figure.what in BALANCES for figure in form.figures.values())


def _cases(
    session: Session,
    form: Form,
    period: Period,
    office: Office,
    read: Sequence[Item],
    standing: Standing,
) -> Sequence[Item]:
    """Give the cases of a balance: those of the period, and those open on the mornings it needs.

    What came and left in between changes no balance, so the cost does not grow with the years.
    """
    if not _has_balance(form):
        return ()
    found = {item.record: item for item in read}
    anchor = anchor_of(standing.weeks)
    for day in days_needed(standing, period):
        open_then = sources.open_at(session, form, day - _DAY, office=office, anchor=anchor)
        found.update((item.record, item) for item in open_then)
    return tuple(found.values())


def _moved(
    session: Session, form: Form, period: Period, items: Sequence[Item]
) -> tuple[Moved, ...]:
    """Find the visits that count in another period than the one they were made in."""
    if form.counts != "when_finished":
        return ()
    notes = [
        moved(date.fromisoformat(on), item.counted_on, period)
        for item in items
        if item.slot
        and item.counted_on is not None
        and isinstance(on := item.values.get(form.header.on), str)
    ]
    elsewhere = sources.made_for_other_weeks(session, form, period.start, period.end)
    notes += [Moved(on, into=False) for on in elsewhere]
    return tuple(note for note in notes if note is not None)
