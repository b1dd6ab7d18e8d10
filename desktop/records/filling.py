"""What a new draft holds before anything is typed: defaults, what is known already, a reference."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.records.roles import whose_desk
from desktop.store import models

_PART = re.compile(r"\{(year|number|letters)(?::0?([1-9]))?\}")
_SHAPES = {"number": "([0-9]+)", "letters": "[0-9A-Z]+"}
# Crockford's letters: none is read for another one.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a record before it is begun: who writes it, and where it belongs."""

    who: str = ""
    place: str | None = None
    slot: models.Slot | None = None
    meeting: models.Meeting | None = None


def first_answers(
    session: Session, form: Form, office: Office, known: Known, record_id: str
) -> dict[str, object]:
    """Give the answers that a new record of a form begins with."""
    answers: dict[str, object] = {}
    wants_last = {f.id for f in form.fields.values() if f.fill == "last" and not f.identifier}
    last = _last(session, form) if wants_last else {}
    for field in form.fields.values():
        value = _known(session, form, field, office, known)
        if value is None and field.id in wants_last:
            value = last.get(field.id)
        if value is None and field.id == form.header.reference and field.make:
            value = make_reference(session, form, field.make, office.on.year, record_id)
        if value is None:
            value = field.default
        if value is not None:
            answers[field.id] = value
    return answers


def make_reference(session: Session, form: Form, pattern: str, year: int, record_id: str) -> str:
    """Make a reference after `pattern`: {year}, {number} ({number:03} with noughts), {letters}.

    The number follows the greatest that this desk gave to the form in that year, whatever became
    of the record. Two desks without a network cannot agree on numbers: a form that is filled in
    on several laptops uses {letters}, drawn from the record's own id.
    """
    shape = re.compile(
        "".join(
            re.escape(text) if match is None else _SHAPES.get(match[1], str(year))
            for text, match in _parts(pattern)
        )
    )
    query = select(models.Record.reference).where(
        models.Record.form == form.id, models.Record.reference != ""
    )
    matches = (shape.fullmatch(reference) for reference in session.scalars(query))
    number = 1 + max((int(m[1]) for m in matches if m is not None and shape.groups), default=0)
    made = []
    for text, match in _parts(pattern):
        width = int(match[2] or 0) if match is not None else 0
        if match is None:
            made.append(text)
        elif match[1] == "letters":
            made.append(_letters(record_id, width or 4))
        else:
            made.append(f"{year if match[1] == 'year' else number:0{width}}")
    return "".join(made)


def _parts(pattern: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    end = 0
    for match in _PART.finditer(pattern):
        yield pattern[end : match.start()], None
        yield "", match
        end = match.end()
    yield pattern[end:], None


def _letters(record_id: str, count: int) -> str:
    number = int(record_id.replace("-", "")[-16:], 16)
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(count))


def _known(
    session: Session, form: Form, field: Field, office: Office, known: Known
) -> object | None:
    slot, meeting = known.slot, known.meeting
    if field.id == form.header.place:
        return known.place or (slot.place_id if slot is not None else None)
    if meeting is not None and (field.id == form.header.on or field.fill == "meeting"):
        return _of_meeting(form, field, office, meeting)
    if field.fill == "rota" and slot is not None:
        return list(slot.pair) if field.type == "people" else None
    if field.fill == "me":
        return _me(session, field, known.who)
    if field.fill == "today":
        return {
            "date": office.on.isoformat(),
            "month": office.on.isoformat()[:7],
            "time": f"{clock.local_now():%H:%M}",
        }.get(field.type)
    return None


def _of_meeting(form: Form, field: Field, office: Office, meeting: models.Meeting) -> object | None:
    if field.type == "date":
        return meeting.on_date.isoformat()
    entries = office.options(form, field).entries
    if not entries:
        return meeting.theme or None
    theme = meeting.theme.casefold()
    return next((e.code for e in entries if theme in (e.code, e.label.casefold())), None)


def _me(session: Session, field: Field, who: str) -> object | None:
    if field.type == "text":
        return who or None
    owner = whose_desk(session)
    people = [owner.person_id] if owner is not None and owner.person_id else []
    if not people:
        people = list(session.scalars(select(models.Person.id).where(models.Person.name == who)))
    if len(people) != 1:
        return None
    return people if field.type == "people" else people[0]


def _last(session: Session, form: Form) -> Mapping[str, object]:
    """Give the answers of the record of this form that was begun last."""
    query = (
        select(models.Record.answers)
        .where(
            models.Record.form == form.id,
            models.Record.status.not_in(("stub", "binned")),
            models.Record.purpose == "real",
        )
        .order_by(models.Record.id.desc())
        .limit(1)
    )
    return session.scalars(query).first() or {}
