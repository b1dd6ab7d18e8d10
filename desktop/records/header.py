"""What stands beside a record's answers so that SQL can find it: header, dates, words.

A visit made for a slot of the rota counts in the week of the slot. Which quarter a week belongs to
is a dated setting that may change, so `counted_on` holds the Monday of the slot's week, with
`counted_by` "slot", and whoever counts turns it into the day that decides (see `sources`). A case
of a panel counts on the day of its meeting ("meeting"), all else by its own date ("date").
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.types import Setting, show
from desktop.store import models
from desktop.store.models import RecordDate, RecordText, Row
from desktop.store.trail import run_apart

# Put together once, from the tables: they run at every keystroke's save.
_dates, _texts = (Row.metadata.tables[one.__tablename__].c for one in (RecordDate, RecordText))
_DATES_OF = select(_dates.field, _dates.on).where(_dates.record_id == bindparam("record"))
_PUT_TEXT = (
    update(_texts.text.table)
    .where(_texts.record_id == bindparam("record"))
    .values(text=bindparam("new_text"))
)
_TEXT_OF = select(_texts.text).where(_texts.record_id == bindparam("record"))

_WRITTEN = ("text", "long_text")
_NAMED = ("place", "person", "people", "register")


def fill_header(
    session: Session, form: Form, row: models.Record, values: Mapping[str, object]
) -> None:
    """Write a record's header from its settled answers. `values` hold no identifiers."""
    header = form.header
    row.reference = _text(values.get(header.reference))
    row.people = [person for name in header.people for person in _ids(values.get(name)) if person]
    place = values.get(header.place)
    if place != row.place_id:
        # A draft may name a place that another desk keeps; the answer stays, the reference cannot.
        known = isinstance(place, str) and session.get(models.Place, place) is not None
        row.place_id = str(place) if known else None
    row.on_date = day(values.get(header.date_field))
    place_in_time(session, row)
    if form.counts == "when_heard" and row.case_ref != (row.reference or None):
        row.case_ref = row.reference or None
        row.hearing_no = _hearings_before(session, row) + 1


def place_in_time(session: Session, row: models.Record) -> None:
    """Work out anew on which day a record counts: after its date, slot or meeting changed."""
    meeting = session.get(models.Meeting, row.meeting_id) if row.meeting_id else None
    slot = session.get(models.Slot, row.slot_id) if row.slot_id else None
    if meeting is not None:
        row.on_date = row.on_date or meeting.on_date
        row.counted_on, row.counted_by = meeting.on_date, "meeting"
    elif slot is not None and row.on_date is not None:
        row.counted_on, row.counted_by = slot.week_start, "slot"
    else:
        row.counted_on = row.on_date
        row.counted_by = "date" if row.on_date is not None else None


def _hearings_before(session: Session, row: models.Record) -> int:
    """Count a case's hearings at earlier meetings by the number of the last one."""
    if not row.case_ref or row.counted_on is None:
        return 0
    query = (
        select(func.max(models.Record.hearing_no))
        .join(models.Meeting, models.Meeting.id == models.Record.meeting_id)
        .where(
            models.Record.form == row.form,
            models.Record.case_ref == row.case_ref,
            models.Record.status != "binned",
            models.Meeting.on_date < row.counted_on,
        )
    )
    return session.scalar(query) or 0


def keep_dates(
    session: Session, form: Form, row: models.Record, values: Mapping[str, object]
) -> None:
    """Store every date that was answered or worked out, so that a period can be selected by it."""
    wanted = set(_dates_in(form, values))
    found = session.connection().execute(_DATES_OF, {"record": row.id})
    there = {(field, on) for field, on in found}
    if gone := there - wanted:
        fields = {field for field, _ in gone}
        session.execute(
            delete(RecordDate).where(RecordDate.record_id == row.id, RecordDate.field.in_(fields))
        )
        there = {(field, on) for field, on in there if field not in fields}
    if new := wanted - there:
        session.execute(
            insert(RecordDate),
            [
                {"record_id": row.id, "form": form.id, "field": field, "on": on}
                for field, on in sorted(new)
            ],
        )


def keep_text(
    session: Session, form: Form, row: models.Record, values: Mapping[str, object], office: Office
) -> None:
    """Store the words of a record for searching: what people wrote, and the names they chose."""
    found = [row.reference, *_words(form, values, office)]
    text = "\n".join(dict.fromkeys(filter(None, found))).casefold()
    there = session.connection().execute(_TEXT_OF, {"record": row.id}).scalar()
    if there is None:
        session.execute(insert(RecordText), {"record_id": row.id, "text": text})
    elif there != text:
        run_apart(session, _PUT_TEXT, {"record": row.id, "new_text": text})


def day(value: object) -> date | None:
    """Read a stored date; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _dates_in(form: Form, values: Mapping[str, object]) -> Iterator[tuple[str, date]]:
    for name, value in values.items():
        field = form.fields.get(name)
        # What is worked out has no type: it is a date when it looks like one.
        if (field is None or field.type == "date") and (on := day(value)) is not None:
            yield name, on
    for group in form.rows.values():
        dated = [field.id for field in group.fields if field.type == "date"]
        for one in _rows(values, group.id):
            for name in dated:
                if (on := day(one.get(name))) is not None:
                    yield f"{group.id}.{name}", on


def _words(form: Form, values: Mapping[str, object], office: Office) -> Iterator[str]:
    for field in form.fields.values():
        yield from _words_of(form, field, values.get(field.id), office)
    for group in form.rows.values():
        for one in _rows(values, group.id):
            for field in group.fields:
                yield from _words_of(form, field, one.get(field.id), office)


def _words_of(form: Form, field: Field, value: object, office: Office) -> Iterator[str]:
    if field.identifier or value is None or value == [] or isinstance(value, dict):
        return
    if field.type in _WRITTEN:
        yield str(value)
    elif field.type == "topics":
        yield show(value, Setting(form, field, office))
    elif field.type in _NAMED:
        yield from (office.names[id_] for id_ in _ids(value) if id_ in office.names)


def _rows(values: Mapping[str, object], group: str) -> list[dict[str, object]]:
    rows = values.get(group)
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _ids(value: object) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]
