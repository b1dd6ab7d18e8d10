"""The office as forms see it on one day: settings, holidays, its own lists, names behind ids."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.model import ChoiceList, Form
from desktop.formlib.office import Office
from desktop.records.lists import edited
from desktop.store.models import Dog, Person, Place
from desktop.store.settings import history, settings_on

HOLIDAYS = "bank_holidays"
"""The setting that holds days that are no working days; one value for each year or so."""


def office_on(session: Session, on: date, forms: Iterable[Form] = ()) -> Office:
    """Give the office as it stood on a day.

    The lists that `forms` use are given with the office's edits in them. Holidays are those of all
    years, because days are counted across the end of one.
    """
    shipped: dict[str, ChoiceList] = {}
    for form in forms:
        shipped.update(form.lists)
    return Office(
        on=on,
        settings=settings_on(session, on),
        holidays=_holidays(session),
        lists=edited(session, shipped, on),
        names=names(session),
    )


def names(session: Session) -> Mapping[str, str]:
    """Give the names behind the ids of places, people and dogs."""
    found: dict[str, str] = {}
    for model in (Place, Person, Dog):
        found.update((id_, name) for id_, name in session.execute(select(model.id, model.name)))
    return found


def _holidays(session: Session) -> frozenset[date]:
    return frozenset(
        date.fromisoformat(day)
        for held in history(session, HOLIDAYS)
        for day in (held.value if isinstance(held.value, list) else [])
    )
