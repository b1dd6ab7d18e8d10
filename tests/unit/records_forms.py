"""What tests of records write: small forms of their own, and records of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.formlib.load import load_forms
from desktop.formlib.office import Office
from desktop.formlib.types import UNKNOWNS
from desktop.records.drafts import new_draft, save_draft
from desktop.records.finishing import finish
from desktop.records.office import names
from desktop.records.people import add_person
from desktop.records.places import add_place
from desktop.records.record import Record, record

_FORMS = load_forms(Path(__file__).parents[1] / "fixtures" / "small_forms")
VISIT, CASE, REVIEW = _FORMS["visit"], _FORMS["case"], _FORMS["review"]
TODAY = date(2025, 3, 31)
OFFICE = Office(TODAY, settings={"review_window_days": 28})
NOT_KNOWN = {"unknown": next(iter(UNKNOWNS))}


def suite(session: Session, name: str = "Keyham Lane") -> str:
    """Give the id of a custody suite that is there from 2020 on."""
    return add_place(session, VISIT.scheme, name, open_from=date(2020, 1, 1)).id


def pair(session: Session) -> list[str]:
    """Give the ids of two visitors."""
    return [add_person(session, name, "volunteer").id for name in ("Ann Archer", "Ben Brook")]


def typed(session: Session, draft: Record, answers: dict[str, object]) -> Record:
    """Type answers over those of a draft and save it."""
    form = _FORMS[draft.form]
    kept = {**draft.answers, **answers}
    office = replace(OFFICE, names=names(session))
    save_draft(session, form, draft.id, kept, {}, office=office, version=draft.version)
    return record(session, draft.id, reveal=form)


def visit(session: Session, place: str, on: str, **answers: object) -> Record:
    """Write a whole visit, unfinished."""
    draft = new_draft(session, VISIT, office=OFFICE, who="Ann", place=place)
    whole = {"on": on, "who": ["p1"], "went": "yes", "seen": 4}
    return typed(session, draft, {**whole, **answers})


def finished_visit(session: Session, place: str, on: str, **answers: object) -> Record:
    """Write a visit and finish it."""
    office = replace(OFFICE, names=names(session))
    return finish(session, VISIT, visit(session, place, on, **answers).id, office)
