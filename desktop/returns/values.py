"""One form's figures for one period: everything is read once, and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.formlib.counted import Item
from desktop.formlib.load_figures import REGISTERS
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.result import Result
from desktop.records import sources
from desktop.records.registers import registers_for
from desktop.returns.built_in import Asking, coverage_of, days_needed
from desktop.returns.compiled import FigureValue
from desktop.returns.counting import Counting, labelled
from desktop.returns.coverage import Coverage
from desktop.returns.entered import complete_from, stated_totals
from desktop.returns.gaps import kept_since
from desktop.returns.grounds import BALANCES, Grounds, anchor_of, grounds_of, week_settings
from desktop.returns.open_cases import Cases
from desktop.returns.periods import Period
from desktop.returns.weeks import Moved, WeekSetting, days_to_select, moved

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


def values_of(session: Session, form: Form, period: Period, office: Office) -> Values:
    """Work out every figure of a form for a period, reading its records once."""
    weeks = week_settings(session)
    read = _read(session, form, period, office, weeks)
    grounds = grounds_of(session, form, period, office, read["records"], weeks)
    whole_from = complete_from(session, form.scheme)
    totals = tuple(
        replace(one, result=labelled(form, form.figures[one.figure], one.result, office))
        for one in stated_totals(session, form.id, whole_from)
        if one.figure in form.figures
    )
    items = _cases(session, form, period, office, read["records"], grounds)
    cases = Cases(form, items, totals, whole_from)
    counting = Counting(
        Asking(form, period, grounds, read, cases, office),
        totals,
        kept_since(session, form, whole_from, anchor_of(weeks)),
    )
    here = [i for i in read["records"] if i.counted_on is not None and i.counted_on in period]
    return Values(
        counting.figures(),
        read,
        coverage_of(period, grounds) if grounds.targets else None,
        _moved(session, form, period, read["records"]),
        sum(item.stub for item in here),
    )


def _read(
    session: Session, form: Form, period: Period, office: Office, weeks: Sequence[WeekSetting]
) -> dict[str, Sequence[Item]]:
    """Read the records that may matter for a period, and the registers."""
    first, last = days_to_select(period, weeks)
    fields = set(sources.dated_by(form))
    if _has_balance(form):
        fields |= {form.header.opened, form.header.closed}
    found: dict[str, Sequence[Item]] = {
        "records": sources.records_for(
            session, form, first, last, office=office, anchor=anchor_of(weeks), date_fields=fields
        )
    }
    counted = {figure.over for figure in form.figures.values() if figure.over in REGISTERS}
    if any(figure.what == "dogs_due" for figure in form.figures.values()):
        counted.add("dogs")
    found.update(registers_for(session, form, period.start, period.end, sorted(counted)))
    return found


def _has_balance(form: Form) -> bool:
    return any(figure.what in BALANCES for figure in form.figures.values())


def _cases(
    session: Session,
    form: Form,
    period: Period,
    office: Office,
    read: Sequence[Item],
    grounds: Grounds,
) -> Sequence[Item]:
    """Give the cases of a balance: those of the period, and those open on the mornings it needs.

    What came and left in between changes no balance, so the cost does not grow with the years.
    """
    if not _has_balance(form):
        return ()
    found = {item.record: item for item in read}
    for day in days_needed(grounds, period):
        open_then = sources.open_at(
            session, form, day - _DAY, office=office, anchor=anchor_of(grounds.weeks)
        )
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
