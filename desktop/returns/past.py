"""What a form's figures were in earlier periods: signed, else entered, else counted now.

Panels look at one theme at a time, and what they find of one says nothing about another. So where
the themes of two periods' meetings differ, their results are held but not compared, and why is
said. How many cases were looked at is compared all the same.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Amount, from_json
from desktop.formlib.model import Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Result, not_known
from desktop.returns.combining import put_together
from desktop.returns.compare import Held
from desktop.returns.entered import Stated
from desktop.returns.gaps import NOTHING_KEPT
from desktop.returns.periods import Period, last_eight, previous, same_last_year
from desktop.returns.signed import Lines
from desktop.returns.standing import Standing
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
        return found or Held(period.label, None, days=period.days)


def periods_before(period: Period) -> tuple[Period, ...]:
    """Give the periods that one is compared with: the eight before, and last year's."""
    return tuple(dict.fromkeys((*last_eight(period), previous(period), same_last_year(period))))


def past_of(
    session: Session,
    form: Form,
    period: Period,
    office: Office,
    standing: Standing,
    signed: Mapping[Period, Lines],
) -> Past:
    """Read the earlier values of a form's figures.

    `signed` are the lines of the returns signed of `periods_before`; what was signed does not move.
    """
    since = standing.since
    held: dict[Period, Mapping[str, Held]] = {}
    for earlier in periods_before(period):
        found = _signed(form, earlier, signed.get(earlier, ()))
        if found is None and since is not None and since <= earlier.end:
            found = _counted(session, form, earlier, office, standing)
        held[earlier] = _entered(form, standing.totals, earlier) if found is None else found
    return Past(period, _apart(session, form, period, held))


def _signed(form: Form, period: Period, lines: Lines) -> Mapping[str, Held] | None:
    """Give a form's figures of a signed return; None where it was signed without the form.

    Of a line that cannot be read no figure is held: what was signed is not counted anew.
    """
    of_form = [line for line in lines if line.get("form") == form.id]
    found: dict[str, Held] = {}
    for line in of_form:
        with suppress(KeyError, ValueError):
            found[str(line["id"])] = Held(
                period.label,
                _amount(line["amount"]),
                None if line.get("of") is None else _amount(line["of"]),
                int(str(line.get("record_count", 0))),
                period.days,
            )
    return found if of_form else None


def _amount(kept: object) -> Amount:
    return from_json(kept if isinstance(kept, dict) else {})


def _counted(
    session: Session, form: Form, period: Period, office: Office, standing: Standing
) -> Mapping[str, Held]:
    """Count a period that was never signed; where it has no records, nought means nothing."""
    values = values_of(session, form, period, office, standing)
    everything = values.any_records(period)
    return {
        id_: _of(period, value.result)
        for id_, value in values.figures.items()
        if everything or value.source == "entered"
    }


def _entered(form: Form, totals: Iterable[Stated], period: Period) -> dict[str, Held]:
    """Give what was entered for a period of which nothing else is kept."""
    nothing = not_known(NOTHING_KEPT)
    own: dict[str, list[Stated]] = {}
    for one in totals:
        own.setdefault(one.figure, []).append(one)
    found: dict[str, Held] = {}
    for id_, its_totals in own.items():
        if (figure := form.figures.get(id_)) is not None:
            used = put_together(
                figure, nothing, its_totals, period, {"records": ()}, lambda *_: nothing
            )
            if used.is_entered:
                found[id_] = _of(period, used.result)
    return found


def _of(period: Period, result: Result) -> Held:
    return Held(period.label, result.value, result.of, len(result.records), period.days)


def _apart(
    session: Session, form: Form, period: Period, held: Mapping[Period, Mapping[str, Held]]
) -> Mapping[Period, Mapping[str, Held]]:
    """Say of which periods a panel's results are not compared, because its theme was another."""
    if form.counts != "when_heard":
        return held
    now = _themes(session, form.scheme, period)
    found: dict[Period, Mapping[str, Held]] = {}
    for earlier, values in held.items():
        why = _other_theme(_themes(session, form.scheme, earlier), now)
        found[earlier] = {
            id_: replace(value, why_not=why) if why and _is_finding(form, id_) else value
            for id_, value in values.items()
        }
    return found


def _themes(session: Session, scheme: str, period: Period) -> dict[str, str] | None:
    """Give the themes of a period's meetings, by their small letters; None without a meeting."""
    query = (
        select(models.Meeting.theme)
        .where(models.Meeting.scheme == scheme, models.Meeting.status == "held")
        .where(models.Meeting.on_date.between(period.start, period.end))
        .order_by(models.Meeting.on_date)
    )
    found = session.scalars(query).all()
    return {theme.strip().casefold(): theme.strip() for theme in found} if found else None


def _other_theme(then: dict[str, str] | None, now: dict[str, str] | None) -> str:
    """Say why two periods are not compared, or nothing where their themes are the same."""
    now = now or {}
    if then is None:
        return "its theme is not known" if any(now) else ""
    if then.keys() == now.keys() or not (any(then) or any(now)):
        return ""
    was, is_ = (", ".join(filter(None, themes.values())) for themes in (then, now))
    return f"its theme was {was or 'none'}, and now it is {is_ or 'none'}"


def _is_finding(form: Form, id: str) -> bool:
    """Say whether a figure is about what was found, and not how many cases were looked at."""
    figure: Figure | None = form.figures.get(id)
    if figure is None or figure.over not in ("records", *form.rows) or figure.how == "built_in":
        return False
    return figure.how != "count" or figure.where is not None or bool(figure.by)
