"""What the first page says, read from the desk: plain data, no widgets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop import clock
from desktop.formlib.amounts import Known
from desktop.formlib.model import Form
from desktop.formlib.typed import say_date
from desktop.records import (
    events,
    issues,
    meetings,
    people,
    places,
    promises,
    recommendations,
    slots,
    stubs,
)
from desktop.records.finding import Filter, RecordLine, count, page
from desktop.records.office import names
from desktop.records.roles import Me
from desktop.returns.compiled import FigureValue
from desktop.returns.periods import Period, quarter_of
from desktop.store.copies import copy_is_old, last_copy_elsewhere
from desktop.store.desk import Desk
from desktop.store.moment import say_moment
from desktop.ui.wording import say_week

if TYPE_CHECKING:
    from desktop.returns.so_far import SoFar

_TERMS_AHEAD = timedelta(days=183)
_AHEAD = timedelta(days=120)
_ROTA_AHEAD = timedelta(weeks=4)
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be done: what, more about it, and the page (and its subject) to do it on."""

    text: str
    more: str
    page: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day and what is on it."""

    on: date
    text: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Office:
    """What the office's first page shows."""

    waiting: tuple[Waiting, ...]
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """This quarter's figures beside their targets."""

    period: Period
    figures: tuple[FigureValue, ...]
    ended: Mapping[tuple[str, str], "SoFar"]

    def so_far(self, value: FigureValue) -> "SoFar | None":
        """Give what a figure is in the weeks or months that have ended, where that is its way."""
        found = self.ended.get((value.form, value.id))
        counted = value.source == "built_in" and isinstance(value.result.value, Known)
        return found if counted else None


@dataclass(frozen=True, slots=True)
class CameBack:
    """Something the visitors raised, and what came of it."""

    text: str
    more: str


@dataclass(frozen=True, slots=True)
class Own:
    """What a visitor's first page shows. `planned` are place and week."""

    planned: tuple[tuple[str, str], ...]
    unfinished: tuple[RecordLine, ...]
    to_send: int
    came_back: tuple[CameBack, ...]
    to_copy: tuple[Waiting, ...]


def read_own(desk: Desk, me: Me, forms: Sequence[Form]) -> Own:
    """Read a visitor's first page: of the forms that they write, and of nothing else."""
    schemes = {form.scheme for form in forms}
    unfinished: list[RecordLine] = []
    to_copy = _copy_waiting(desk)
    with desk.read() as session:
        called = names(session)
        planned = slots.next_for(session, me.person_id, clock.today()) if me.person_id else ()
        for form in forms:
            begun = Filter(form=form.id, statuses=("open",))
            unfinished += page(session, begun, sort="changed", limit=_SHOWN).lines
        to_send = sum(
            count(session, Filter(form=form.id, statuses=("finished",))) for form in forms
        )
        heard = [
            one
            for one in issues.issues(session, statuses=issues.STATUSES)
            if one.scheme in schemes and one.record_id and (one.response or one.fed_back_on)
        ]
        return Own(
            tuple(
                (called.get(one.place_id, ""), say_week(one.week_start.isoformat()))
                for one in planned[:_SHOWN]
            ),
            tuple(unfinished[:_SHOWN]),
            to_send,
            tuple(_came_back(one, called) for one in heard[:_SHOWN]),
            to_copy,
        )


def _copy_waiting(desk: Desk) -> tuple[Waiting, ...]:
    with desk.read() as session:
        is_old, last = copy_is_old(session), last_copy_elsewhere(session)
    if not is_old:
        return ()
    more = f"The last is of {say_moment(last.at)}." if last else "There is none yet."
    return (Waiting("Make a backup on a memory stick", more, "copies"),)


def _came_back(one: issues.Issue, called: Mapping[str, str]) -> CameBack:
    place = called.get(one.place_id or "", "")
    said = [one.response]
    if one.resolved_on is not None:
        said.append(f"Put right on {_day(one.resolved_on)}.")
    return CameBack(": ".join(filter(None, (place, one.what))), " ".join(filter(None, said)))


def read_office(desk: Desk, pages: Collection[str]) -> Office:
    """Read what waits for somebody who has these pages, and what is coming up."""
    today = clock.today()
    found = [
        *_records_waiting(desk),
        *_issues_waiting(desk, today),
        *_tracker_waiting(desk, today),
        *_people_waiting(desk, today),
        *_diary_waiting(desk, today),
        *_copy_waiting(desk),
    ]
    return Office(tuple(one for one in found if one.page in pages), _coming(desk, today))


def read_quarter(desk: Desk, forms: Mapping[str, Form]) -> Quarter:
    """Add up this quarter so far: each scheme's headline, and what is measured against a target."""
    from desktop.returns.compiling import compile_return  # on the other thread, with the work
    from desktop.returns.so_far import so_far

    today = clock.today()
    period = quarter_of(today)
    with desk.read() as session:
        compiled = compile_return(session, forms, period, on=today)
        ended = so_far(session, forms, period, today)
    found: list[FigureValue] = []
    for section in compiled.sections:
        wanted = [section.headline]
        of = section.chart.get("of")
        if section.chart.get("kind") == "target" and isinstance(of, list):
            wanted += of
        found += [section.figures[id_] for id_ in dict.fromkeys(wanted) if id_ in section.figures]
    return Quarter(period, tuple(found), ended)


def many(number: int, one: str, more: str) -> str:
    """Say a number of things: "1 issue", "3 issues"."""
    return f"{number} {one if number == 1 else more}"


def _records_waiting(desk: Desk) -> Iterable[Waiting]:
    with desk.read() as session:
        to_come = stubs.stubs(session)
        called = names(session)
        writing = count(session, Filter(statuses=("open",)))
    if to_come:
        said = f"{many(len(to_come), 'report is', 'reports are')} still to come"
        where = [f"{called.get(s.place_id or '', '')}, {_day(s.on_date)}" for s in to_come[:3]]
        yield Waiting(said, "; ".join(where), "records", "stub")
    if writing:
        said = f"{many(writing, 'record is', 'records are')} not finished"
        yield Waiting(said, "", "records", "open")


def _issues_waiting(desk: Desk, today: date) -> Iterable[Waiting]:
    with desk.read() as session:
        still = issues.issues(session, statuses=("open", "resolved"))
        late = issues.overdue(session, today)
    new = [one for one in still if not one.class_code or one.severity is None]
    if late:
        said = f"{many(len(late), 'issue has', 'issues have')} no answer yet, past the day"
        yield Waiting(said, f"The oldest was due on {_day(late[0].due)}.", "issues")
    if new:
        said = f"{many(len(new), 'issue waits', 'issues wait')} for a class and a grade"
        yield Waiting(said, "", "issues")
    if still and not new and not late:
        said = f"{many(len(still), 'issue is', 'issues are')} not closed yet"
        yield Waiting(said, "", "issues")


def _tracker_waiting(desk: Desk, today: date) -> Iterable[Waiting]:
    with desk.read() as session:
        late = recommendations.awaiting_reply(session, today)
        still = recommendations.tracker(session)
    overdue = sum(one.count for one in late)
    silent = sum(one.count for one in still if one.reply == "none") - overdue
    unseen = sum(one.count for one in still if one.reply in ("accepted", "partly"))
    where = "recommendations"
    if overdue:
        said = many(overdue, "recommendation has", "recommendations have")
        yield Waiting(
            f"{said} no reply yet, past the day",
            f"The oldest was due on {_day(late[0].due)}.",
            where,
        )
    if silent:
        said = many(silent, "recommendation has", "recommendations have")
        yield Waiting(f"{said} no reply yet", "", where)
    if unseen:
        said = many(unseen, "recommendation was", "recommendations were")
        yield Waiting(f"{said} accepted, and nothing shows yet that it was done", "", where)


def _people_waiting(desk: Desk, today: date) -> Iterable[Waiting]:
    with desk.read() as session:
        ending = people.terms_ending(session, today, today + _TERMS_AHEAD)
        schemes = {place.scheme for place in places.places(session)}
        soon = [
            planned
            for scheme in schemes
            for planned in slots.planned(
                session, scheme, slots.monday(today), slots.monday(today + _ROTA_AHEAD)
            )
        ]
    if ending:
        said = many(len(ending), "term ends", "terms end")
        who = ", ".join(f"{one.name} on {_day(one.membership.term_end)}" for one in ending[:3])
        yield Waiting(f"{said} within six months", who, "people")
    free = sum(not one.slot.pair and one.slot.state == "planned" for one in soon)
    if free:
        said = many(free, "planned visit has", "planned visits have")
        yield Waiting(f"{said} nobody to make it yet", "In the next four weeks.", "rota")


def _diary_waiting(desk: Desk, today: date) -> Iterable[Waiting]:
    with desk.read() as session:
        past = events.to_answer(session, today)
        asked = promises.promises(session, open_only=True)
        held = meetings.meetings(session, end=today)
    for one in past[:_SHOWN]:
        yield Waiting(f"Did it take place? {one.title}", _day(one.on_date), "notes", one.id)
    for promise in asked[:_SHOWN]:
        due = f"Due on {_day(promise.due)}." if promise.due else "Without a date."
        yield Waiting(f"{promise.asked_by} asked: {promise.what}", due, "notes", promise.id)
    planned = [one for one in held if one.status == "planned"]
    for sitting in planned[:_SHOWN]:
        said = f"Was the meeting of {_day(sitting.on_date)} held?"
        yield Waiting(said, sitting.name or sitting.theme, "meetings", sitting.id)
    still = [one for one in held if one.status == "held" and not one.complete]
    if still:
        said = many(len(still), "meeting was held and its", "meetings were held and their")
        when = ", ".join(_day(one.on_date) for one in still[:3])
        only = still[0].id if len(still) == 1 else ""
        yield Waiting(f"{said} records are not all here yet", when, "meetings", only)


def _coming(desk: Desk, today: date) -> tuple[Coming, ...]:
    with desk.read() as session:
        ahead = events.events(session, today, today + _AHEAD)
        sittings = meetings.meetings(session, start=today, end=today + _AHEAD)
    found = [Coming(one.on_date, one.title, one.scheme) for one in ahead if one.happened != "no"]
    found += [
        Coming(sitting.on_date, sitting.name or "Meeting", sitting.scheme)
        for sitting in sittings
        if sitting.status == "planned"
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.text)))


def _day(day: date | None) -> str:
    return say_date(day.isoformat()) if day else "a day not known"
