"""What is measured against a target while its period is still going on.

A week that has not ended cannot have been missed: only weeks, or months, that have ended count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.formlib.amounts import Share
from desktop.formlib.model import Figure, Form
from desktop.records.office import office_on
from desktop.records.sources import records_for
from desktop.returns.coverage import Every, months_covered, slots_met, weeks_covered
from desktop.returns.grounds import Grounds, grounds_of
from desktop.returns.periods import Period
from desktop.returns.standing import anchor_of, standing_of
from desktop.returns.weeks import days_to_select

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SoFar:
    """Met of due in the weeks, or the months, of a period that have ended."""

    share: Share
    every: Every


def so_far(
    session: Session, forms: Mapping[str, Form], period: Period, on: date
) -> dict[tuple[str, str], SoFar]:
    """Give what is measured by the week or the month, by form and figure, as at the start of `on`.

    The records of each form with such a figure are read once.
    """
    found: dict[tuple[str, str], SoFar] = {}
    office = office_on(session, min(on, period.end), forms.values())
    measured = [form for form in forms.values() if _measured(form)]
    standing = standing_of(session, measured, office)
    for form in measured:
        kept = standing[form.id]
        first, last = days_to_select(period, kept.weeks)
        items = records_for(session, form, first, last, office=office, anchor=anchor_of(kept.weeks))
        grounds = grounds_of(session, form, period, office, items, kept)
        for figure in _measured(form):
            every, measure = _MEASURES[str(figure.what)]
            found[form.id, figure.id] = SoFar(measure(period, grounds, on - _DAY), every)
    return found


def _measured(form: Form) -> Sequence[Figure]:
    return [figure for figure in form.figures.values() if figure.what in _MEASURES]


def _slots(period: Period, grounds: Grounds, until: date) -> Share:
    weeks = grounds.standing.weeks
    return slots_met(period, grounds.slots, grounds.visits, weeks, until=until).share


def _weeks(period: Period, grounds: Grounds, until: date) -> Share:
    kept = grounds.standing
    return weeks_covered(
        period, kept.places, kept.targets, grounds.visits, kept.weeks, until=until
    ).share


def _months(period: Period, grounds: Grounds, until: date) -> Share:
    kept = grounds.standing
    return months_covered(period, kept.places, kept.targets, grounds.visits, until=until).share


_MEASURES: Mapping[str, tuple[Every, Callable[[Period, Grounds, date], Share]]] = {
    "slots_met": ("week", _slots),
    "weeks_covered": ("week", _weeks),
    "months_covered": ("month", _months),
}
