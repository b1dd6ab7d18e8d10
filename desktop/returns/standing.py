"""What is kept of a form whatever the period: read once for all forms and all periods compared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.amounts import Known, NotKnown
from desktop.formlib.counted import Counted
from desktop.formlib.model import Figure, Form
from desktop.formlib.office import Office
from desktop.formlib.result import Result
from desktop.formlib.types import UNKNOWNS
from desktop.returns.balance import Membership, Opening
from desktop.returns.coverage import Every, Place, Span, Target
from desktop.returns.entered import Stated, stated_totals
from desktop.returns.gaps import kept_since
from desktop.returns.weeks import Anchor, WeekSetting, week_of
from desktop.store import models
from desktop.store.settings import history

WEEK_SETTING = "week_anchor"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of one form's scheme whatever the period, and of all people.

    `openings` are by what they count, the earliest first; `totals` are what was entered of the
    form's figures. From `complete_from` on every visit, case and meeting has a record, and so has
    every case that leaves; it says nothing about cases open on that day, whose number is an
    opening, stated or not known. `since` is the first day of which anything is kept.
    """

    weeks: tuple[WeekSetting, ...] = ()
    places: tuple[Place, ...] = ()
    targets: tuple[Target, ...] = ()
    memberships: tuple[Membership, ...] = ()
    openings: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)
    totals: tuple[Stated, ...] = ()
    complete_from: date | None = None
    since: date | None = None


def standing_of(session: Session, forms: Iterable[Form], office: Office) -> dict[str, Standing]:
    """Read what is kept of each form whatever the period, by the form's id."""
    forms = tuple(forms)
    weeks = week_settings(session)
    anchor = anchor_of(weeks)
    places, targets = _places(session), _targets(session)
    openings, memberships = _openings(session), _memberships(session)
    schemes = select(models.Scheme.id, models.Scheme.complete_from)
    complete = {row.id: row.complete_from for row in session.execute(schemes)}
    totals = stated_totals(session, {form.id: complete.get(form.scheme) for form in forms})
    return {
        form.id: Standing(
            weeks,
            tuple(places.get(form.scheme, ())),
            tuple(targets.get(form.scheme, ())),
            memberships,
            openings.get(form.scheme, {}),
            _labelled(form, totals.get(form.id, ()), office),
            complete.get(form.scheme),
            kept_since(session, form, complete.get(form.scheme), anchor),
        )
        for form in forms
    }


def week_settings(session: Session) -> tuple[WeekSetting, ...]:
    """Give the office's choices of the day that decides a week's quarter."""
    return tuple(
        WeekSetting(Anchor(str(found.value)), found.valid_from)
        for found in history(session, WEEK_SETTING)
        if found.value in set(Anchor)
    )


def anchor_of(weeks: Sequence[WeekSetting]) -> Callable[[date], date]:
    """Give the rule that turns a week's Monday into the day that decides its quarter."""
    return cache(lambda monday: week_of(monday, weeks).anchor)


def _places(session: Session) -> Mapping[str, Sequence[Place]]:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    periods = (
        select(models.PlacePeriod)
        .where(models.PlacePeriod.status == "operational")
        .order_by(models.PlacePeriod.start)
    )
    for period in session.scalars(periods):
        spans[period.place_id].append(Span(period.start, period.end))
    query = select(models.Place.scheme, models.Place.id, models.Place.name)
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for scheme, id_, name in session.execute(query.order_by(models.Place.name)):
        found[scheme].append(Place(id_, name, tuple(spans[id_])))
    return found


def _targets(session: Session) -> Mapping[str, Sequence[Target]]:
    found: defaultdict[str, list[Target]] = defaultdict(list)
    for row in session.scalars(select(models.Target)):
        every: Every = "month" if row.every == "month" else "week"
        span = Span(row.start, row.end)
        found[row.scheme].append(Target(row.place_id, row.count, every, span))
    return found


def _memberships(session: Session) -> tuple[Membership, ...]:
    query = select(models.Membership).order_by(models.Membership.start, models.Membership.id)
    return tuple(
        Membership(row.id, row.person_id, row.scheme, row.status, row.start, row.end, row.count)
        for row in session.scalars(query)
    )


def _openings(session: Session) -> Mapping[str, Mapping[str, tuple[Opening, ...]]]:
    query = select(models.Opening).order_by(models.Opening.on_date, models.Opening.id)
    found: dict[str, dict[str, tuple[Opening, ...]]] = {}
    for row in session.scalars(query):
        value = NotKnown("not stated") if row.value is None else Known(row.value)
        of_scheme = found.setdefault(row.scheme, {})
        of_scheme[row.what] = (*of_scheme.get(row.what, ()), Opening(value, row.on_date))
    return found


def _labelled(form: Form, totals: Iterable[Stated], office: Office) -> tuple[Stated, ...]:
    """Leave out totals of figures that the form does not have, and name the parts of the others."""
    return tuple(
        replace(one, result=_with_words(form, form.figures[one.figure], one.result, office))
        for one in totals
        if one.figure in form.figures
    )


def _with_words(form: Form, figure: Figure, result: Result, office: Office) -> Result:
    """Put words in place of the codes of entered cells, and the cells in the list's order."""
    if not result.cells:
        return result
    parts = Counted(form, {}, (office.on, office.on), office).parts(figure)
    words = {**{entry.code: entry.label for entry in parts}, **office.names, **UNKNOWNS}
    order = {code: number for number, code in enumerate(words)}
    cells = [replace(cell, label=words.get(cell.code, cell.code)) for cell in result.cells]
    cells.sort(key=lambda cell: (order.get(cell.code, len(order)), cell.code))
    return replace(result, cells=tuple(cells))
