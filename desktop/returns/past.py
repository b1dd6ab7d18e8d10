"""What a form's figures were in earlier periods: signed, else entered, else counted now."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import from_json
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.result import Result
from desktop.returns.compare import Held
from desktop.returns.entered import Total, entered_for, totals_of
from desktop.returns.periods import Period, last_eight, previous, same_last_year
from desktop.returns.values import values_of
from desktop.store import models


@dataclass(frozen=True, slots=True)
class Past:
    """Earlier values by period and figure; periods of which nothing is held are empty."""

    period: Period
    held: Mapping[Period, Mapping[str, Held]]

    def previous(self, figure: str) -> Held:
        """Give the value of the period before."""
        return self._held(previous(self.period), figure)

    def same_last_year(self, figure: str) -> Held:
        """Give the value of the same period a year earlier."""
        return self._held(same_last_year(self.period), figure)

    def run(self, figure: str) -> tuple[Held, ...]:
        """Give the eight periods before, oldest first."""
        return tuple(self._held(period, figure) for period in last_eight(self.period))

    def _held(self, period: Period, figure: str) -> Held:
        found = self.held.get(period, {}).get(figure)
        return found or Held(period.label, None, days=_days(period))


def past_of(session: Session, form: Form, period: Period, office: Office) -> Past:
    """Read the earlier values of a form's figures: the eight periods before, and last year's."""
    totals = totals_of(session, form.id)
    began = session.scalar(
        select(func.min(models.Record.counted_on)).where(
            models.Record.form == form.id, models.Record.purpose == "real"
        )
    )
    wanted = {*last_eight(period), previous(period), same_last_year(period)}
    held: dict[Period, Mapping[str, Held]] = {}
    for earlier in wanted:
        found = _signed(session, form, earlier)
        if found is None:
            found = _entered(form, totals, earlier)
            if began is not None and began <= earlier.end:
                live = values_of(session, form, earlier, office)
                if live.any_records(earlier):
                    found = {**{id_: _of(earlier, r) for id_, r in live.results.items()}, **found}
        held[earlier] = found
    return Past(period, held)


def _signed(session: Session, form: Form, period: Period) -> Mapping[str, Held] | None:
    """Give the figures of the latest signed return of a period; what was signed does not move."""
    row = session.scalars(
        select(models.QuarterReturn)
        .where(models.QuarterReturn.start == period.start, models.QuarterReturn.end == period.end)
        .where(models.QuarterReturn.signed_on.is_not(None))
        .order_by(models.QuarterReturn.signed_at.desc())
    ).first()
    frozen = (row.frozen or {}).get("figures") if row is not None else None
    if not isinstance(frozen, list):
        return None
    found: dict[str, Held] = {}
    for line in frozen:
        if line.get("form") == form.id:
            of = line.get("of")
            found[line["id"]] = Held(
                period.label,
                from_json(line["amount"]),
                None if of is None else from_json(of),
                int(line.get("record_count", 0)),
                _days(period),
            )
    return found


def _entered(form: Form, totals: tuple[Total, ...], period: Period) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for figure in form.figures.values():
        entered = entered_for(figure, totals, period)
        if entered is not None:
            found[figure.id] = _of(period, entered.result)
    return found


def _of(period: Period, result: Result) -> Held:
    return Held(period.label, result.value, result.of, len(result.records), _days(period))


def _days(period: Period) -> int:
    return (period.end - period.start).days + 1
