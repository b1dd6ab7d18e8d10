"""Panel sittings: planned, held or cancelled, who came, and when their records are complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.problems import Problem, problems
from desktop.formlib.settle import settle
from desktop.records.header import place_in_time
from desktop.records.rows import data, kept
from desktop.store import models
from desktop.store.ids import new_id


class MinutesNotReady(UserError):
    """Something is to be written before the minutes can be approved; `problems` by record id."""

    def __init__(self, found: Mapping[str, Sequence[Problem]]) -> None:
        """Say how many cases there are to look at."""
        many = f"{len(found)} cases need" if len(found) > 1 else "One case needs"
        first = next(iter(found.values()))[0]
        super().__init__(f"{many} something before the minutes can be approved.", first.say)
        self.problems = {record: tuple(those) for record, those in found.items()}


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many people came in one role; None: not known."""

    role: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting. `population`: how many cases there were to choose from.

    `complete`: every record of it is here, so an entered total of it stands back.
    """

    id: str
    scheme: str
    on_date: date
    name: str
    status: str
    theme: str
    chosen_how: str
    population: int | None
    attendance: tuple[Attendance, ...]
    complete: bool
    minutes_approved_on: date | None
    notes: str


@dataclass(frozen=True, slots=True)
class About:
    """What is said about a meeting when it is planned or prepared."""

    name: str = ""
    theme: str = ""
    chosen_how: str = ""
    population: int | None = None
    notes: str = ""


def plan_meeting(
    session: Session, scheme: str, on: date, about: About = About(), *, held: bool = False
) -> Meeting:
    """Put a meeting in the diary, or note one that was held."""
    row = models.Meeting(
        id=new_id(), scheme=scheme, on_date=on, status="held" if held else "planned"
    )
    _say(row, about)
    session.add(row)
    session.flush()
    return _data(row)


def change_meeting(session: Session, id: str, on: date, about: About) -> Meeting:
    """Change a meeting's day and what is said about it; its cases move with it. Raises NotHere."""
    row = _row(session, id)
    before, row.on_date = row.on_date, on
    _say(row, about)
    session.flush()
    for record in session.scalars(select(models.Record).where(models.Record.meeting_id == id)):
        if record.on_date == before:
            record.on_date = None  # it had no date of its own
        place_in_time(session, record)
    session.flush()
    return _data(row)


def hold(session: Session, id: str, attendance: Sequence[Attendance] = ()) -> Meeting:
    """Say that a meeting was held and how many came, by role, without names. Raises NotHere."""
    row = _row(session, id)
    row.status = "held"
    row.attendance = [{"role": one.role, "count": one.count} for one in attendance]
    session.flush()
    return _data(row)


def cancel(session: Session, id: str, why: str) -> Meeting:
    """Say that a meeting did not take place; its cases wait to be carried over.

    Raises NotHere, UserError without a reason.
    """
    row = _row(session, id)
    if not why.strip():
        raise UserError("Say why the meeting is cancelled.", "The reason is kept with it.")
    row.status, row.notes = "cancelled", "\n".join(filter(None, [row.notes, why.strip()]))
    row.complete = False
    session.flush()
    return _data(row)


def declare_complete(session: Session, id: str, *, complete: bool = True) -> Meeting:
    """Say that every record of a held meeting is here, or that it is not so after all."""
    row = _row(session, id)
    if complete and row.status != "held":
        raise UserError(
            "Only a meeting that was held has records.", "Say first that the meeting was held."
        )
    row.complete = complete
    session.flush()
    return _data(row)


def approve_minutes(session: Session, form: Form, id: str, on: date, office: Office) -> Meeting:
    """Note that the minutes of a meeting were approved.

    What a form asks for before that (rules of level "approval") is asked for here and never in
    the room. Raises MinutesNotReady, NotHere, UserError.
    """
    row = _row(session, id)
    if row.status != "held":
        raise UserError("This meeting was not held.", "Say first that the meeting was held.")
    if found := to_approve(session, form, id, office):
        raise MinutesNotReady(found)
    row.minutes_approved_on = on
    session.flush()
    return _data(row)


def to_approve(
    session: Session, form: Form, id: str, office: Office
) -> dict[str, tuple[Problem, ...]]:
    """Give what is to be written before the minutes can be approved, by record id."""
    query = (
        select(models.Record.id, models.Record.answers)
        .where(
            models.Record.meeting_id == id,
            models.Record.form == form.id,
            models.Record.status != "binned",
        )
        .order_by(models.Record.reference, models.Record.id)
    )
    found = {}
    for record, answers in session.execute(query):
        said = problems(form, settle(form, answers, office), {}, office)
        if wanted := tuple(one for one in said if one.kind == "approval"):
            found[record] = wanted
    return found


def meeting(session: Session, id: str) -> Meeting:
    """Give one meeting. Raises NotHere."""
    return _data(_row(session, id))


def meetings(
    session: Session,
    scheme: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> tuple[Meeting, ...]:
    """Give the meetings of a scheme or of all, between two days, earliest first."""
    query = select(models.Meeting).order_by(models.Meeting.on_date, models.Meeting.id)
    if scheme is not None:
        query = query.where(models.Meeting.scheme == scheme)
    if start is not None:
        query = query.where(models.Meeting.on_date >= start)
    if end is not None:
        query = query.where(models.Meeting.on_date <= end)
    return tuple(_data(row) for row in session.scalars(query))


def _row(session: Session, id: str) -> models.Meeting:
    return kept(session, models.Meeting, id, "meeting")


def _say(row: models.Meeting, about: About) -> None:
    row.name, row.theme, row.chosen_how = about.name, about.theme, about.chosen_how
    row.population, row.notes = about.population, about.notes


def _data(row: models.Meeting) -> Meeting:
    came = tuple(
        Attendance(str(one.get("role", "")), count if isinstance(count, int) else None)
        for one in row.attendance or []
        for count in [one.get("count")]
    )
    return data(Meeting, row, attendance=came)
