"""Slots of the rota, visits that meet them, and stubs that give way to reports."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.records import places, slots, stubs
from desktop.records.drafts import new_draft, put_in_bin
from desktop.records.finishing import finish, reopen
from desktop.records.people import add_person
from desktop.records.record import record
from desktop.records.slots import Slot
from desktop.records.stubs import Stub, VisitIsHere, VisitMade
from desktop.store.desk import Desk
from desktop.store.ids import new_id
from tests.unit.records_forms import OFFICE, VISIT, finished_visit, pair, suite, typed, visit

MONDAY = date(2025, 3, 24)


def one_slot(session: Session, place: str, people: list[str], week: date = MONDAY) -> Slot:
    [slot] = slots.plan(session, VISIT.scheme, place, week, people)
    return slot


def stub(session: Session, place: str, on: str, *people: str, **more: object) -> Stub:
    made = VisitMade(
        place, date.fromisoformat(on), people, "text message", str(more["slot"]) if more else None
    )
    return stubs.add_stub(session, VISIT, made, office=OFFICE, who="Office")


@given(st.dates())
def test_a_week_begins_on_its_monday(day: date) -> None:
    begun = slots.monday(day)
    assert begun.weekday() == 0
    assert 0 <= (day - begun).days <= 6


def test_a_slot_names_a_week_and_never_a_day(desk: Desk) -> None:
    with desk.write("plan") as session:
        place = suite(session)
        made = slots.plan(session, VISIT.scheme, place, date(2025, 3, 27), ["p"], count=2)
    assert [one.week_start for one in made] == [MONDAY, MONDAY]
    assert made[0].pair == ("p",)
    assert made[0].id != made[1].id


def test_a_visit_counts_in_the_week_of_its_slot(desk: Desk) -> None:
    with desk.write("visit") as session:
        place = suite(session)
        slot = one_slot(session, place, [])
        late = finished_visit(session, place, "2025-03-31")
        slots.meet(session, slot.id, late.id)
        met = record(session, late.id)
        [planned] = slots.planned(session, VISIT.scheme, MONDAY, MONDAY)
        slots.meet(session, None, late.id)
        free = record(session, late.id)
    assert (met.counted_on, met.counted_by, met.on_date) == (MONDAY, "slot", date(2025, 3, 31))
    assert planned.records == (late.id,)
    assert (free.counted_on, free.counted_by) == (date(2025, 3, 31), "date")


def test_a_visit_meets_the_slot_it_was_plainly_made_for(desk: Desk) -> None:
    with desk.write("visit") as session:
        place, two = suite(session), pair(session)
        theirs, ours = one_slot(session, place, ["x", "y"]), one_slot(session, place, two)
        first = finished_visit(session, place, "2025-03-26", who=[two[1], "guest"])
        second = finished_visit(session, place, "2025-03-27", who=two)
        others = finished_visit(session, place, "2025-03-26", who=["z"])
    assert first.slot_id == ours.id
    assert second.slot_id is None  # the slot is met
    assert others.slot_id is None
    assert theirs.id != ours.id


def test_a_visit_turned_away_leaves_the_slot_to_the_next(desk: Desk) -> None:
    with desk.write("visit") as session:
        place, two = suite(session), pair(session)
        slot = one_slot(session, place, two)
        away = finished_visit(session, place, "2025-03-25", who=two, went="no")
        made = finished_visit(session, place, "2025-03-27", who=two)
    assert away.slot_id == slot.id
    assert made.slot_id == slot.id


def test_practice_and_another_place_meet_no_slot(desk: Desk) -> None:
    with desk.write("visit") as session:
        place, two = suite(session), pair(session)
        slot = one_slot(session, place, two)
        draft = new_draft(session, VISIT, office=OFFICE, who="A", place=place, purpose="practice")
        typed(session, draft, {"on": "2025-03-25", "who": two, "went": "yes", "seen": 1})
        practice = finish(session, VISIT, draft.id, OFFICE)
        elsewhere = finished_visit(session, suite(session, "Other"), "2025-03-25", who=two)
        with pytest.raises(UserError, match="another place"):
            slots.meet(session, slot.id, elsewhere.id)
    assert practice.slot_id is None


def test_a_moved_slot_takes_its_visit_along(desk: Desk) -> None:
    with desk.write("move") as session:
        place, two = suite(session), pair(session)
        slot = one_slot(session, place, two)
        done = finished_visit(session, place, "2025-03-26", who=two)
        slots.move(session, slot.id, date(2025, 4, 3))
        assert record(session, done.id).counted_on == date(2025, 3, 31)


def test_a_cancelled_slot_says_why_and_a_met_one_stays(desk: Desk) -> None:
    with desk.write("cancel") as session:
        place, two = suite(session), pair(session)
        met, free = one_slot(session, place, two), one_slot(session, place, [])
        finished_visit(session, place, "2025-03-26", who=two)
        with pytest.raises(UserError, match="was made"):
            slots.cancel(session, met.id, "snow")
        with pytest.raises(UserError, match="Say why"):
            slots.cancel(session, free.id, " ")
        gone = slots.cancel(session, free.id, "snow")
        assert (gone.state, gone.note) == ("cancelled", "snow")
        assert slots.uncancel(session, free.id).state == "planned"
        assert slots.assign(session, free.id, two).pair == tuple(two)


def test_people_are_told_their_next_slots(desk: Desk) -> None:
    with desk.write("plan") as session:
        place, two = suite(session), pair(session)
        weeks = [date(2025, 3, 17), MONDAY, date(2025, 3, 31), date(2025, 4, 7)]
        made = [one_slot(session, place, two, week) for week in weeks]
        slots.cancel(session, made[3].id, "bank holiday")
        finished_visit(session, place, "2025-03-26", who=two)
        coming = slots.next_for(session, two[0], date(2025, 3, 28))
    assert [one.id for one in coming] == [made[2].id]


def test_a_stub_counts_until_the_report_comes_and_then_once(desk: Desk) -> None:
    with desk.write("stub") as session:
        place, two = suite(session), pair(session)
        noted = stub(session, place, "2025-03-30", *two)
        assert [one.id for one in stubs.stubs(session)] == [noted.id]
        known = record(session, noted.id)
        done = finished_visit(session, place, "2025-03-30", who=two)
        assert stubs.stubs(session) == ()
        assert record(session, noted.id).status == "binned"
    assert known.answers["went"] == "yes"
    assert (known.counted_on, known.people) == (date(2025, 3, 30), tuple(two))
    assert done.status == "finished"


def test_the_stub_of_a_slot_gives_way_though_the_date_was_wrong(desk: Desk) -> None:
    with desk.write("stub") as session:
        place, two = suite(session), pair(session)
        slot = one_slot(session, place, two)
        noted = stub(session, place, "2025-03-30", slot=slot.id)
        draft = new_draft(session, VISIT, office=OFFICE, who="A", slot=slot.id)
        typed(session, draft, {"on": "2025-03-29", "went": "yes", "seen": 1})
        finish(session, VISIT, draft.id, OFFICE)
        assert record(session, noted.id).status == "binned"


def test_the_report_takes_over_the_slot_of_its_stub(desk: Desk) -> None:
    with desk.write("stub") as session:
        place = suite(session)
        slot = one_slot(session, place, ["x", "y"])
        stub(session, place, "2025-03-30", slot=slot.id)
        done = finished_visit(session, place, "2025-03-30", who=["z"])
    assert (done.slot_id, done.counted_on) == (slot.id, MONDAY)


def test_of_two_stubs_of_a_day_the_one_with_the_same_people_gives_way(desk: Desk) -> None:
    with desk.write("stub") as session:
        place = suite(session)
        one = stub(session, place, "2025-03-30", "a", "b")
        other = stub(session, place, "2025-03-30", "c", "d")
        with pytest.raises(VisitIsHere):
            stub(session, place, "2025-03-30", "c", "e")
        done = finished_visit(session, place, "2025-03-30", who=["c", "e"])
        assert [left.id for left in stubs.stubs(session)] == [one.id]
        assert record(session, other.id).status == "binned"
        # Finished again after a correction, the report takes no second stub.
        reopen(session, VISIT, done.id, "Ann", "a slip")
        finish(session, VISIT, done.id, OFFICE)
        assert [left.id for left in stubs.stubs(session)] == [one.id]


def test_another_pair_made_another_visit(desk: Desk) -> None:
    with desk.write("stub") as session:
        place = suite(session)
        noted = stub(session, place, "2025-03-30", "a", "b")
        finished_visit(session, place, "2025-03-30", who=["c", "d"])
        assert stubs.stubs(session) == (noted,)
        made = VisitMade(place, date(2025, 3, 30), (), "call")
        with pytest.raises(VisitIsHere):
            stubs.add_stub(session, VISIT, made, office=OFFICE, who="Office")
        stubs.add_stub(session, VISIT, made, office=OFFICE, who="Office", another=True)
        assert len(stubs.stubs(session)) == 2


def test_other_days_places_and_practice_leave_a_stub_alone(desk: Desk) -> None:
    with desk.write("stub") as session:
        place, elsewhere = suite(session), suite(session, "Other")
        stub(session, place, "2025-03-30")
        finished_visit(session, place, "2025-03-29")
        finished_visit(session, elsewhere, "2025-03-30")
        visit(session, place, "2025-03-30")  # not finished yet
        assert len(stubs.stubs(session, VISIT.scheme)) == 1
        assert stubs.stubs(session, "another scheme") == ()


def test_no_stub_is_added_beside_its_report(desk: Desk) -> None:
    with desk.write("stub") as session:
        place = suite(session)
        done = finished_visit(session, place, "2025-03-30")
        with pytest.raises(VisitIsHere, match="already"):
            stub(session, place, "2025-03-30")
        put_in_bin(session, done.id)
        noted = stub(session, place, "2025-03-30")
        stubs.remove_stub(session, noted.id)
        assert stubs.stubs(session) == ()


def test_two_reports_of_one_visit_are_named_and_two_visits_of_a_day_are_not(desk: Desk) -> None:
    start, end = date(2025, 3, 1), date(2025, 3, 31)
    with desk.write("visits") as session:
        place, other = suite(session), suite(session, "Euston Street")
        first = finished_visit(session, place, "2025-03-30", who=["a", "b"])
        second = finished_visit(session, place, "2025-03-30", who=["b"])
        for where, on, who in (
            (place, "2025-03-29", "a"),  # another day
            (other, "2025-03-30", "a"),  # another place
            (place, "2025-03-30", "c"),  # other people
            (other, "2025-02-28", "a"),  # these two before the first day
            (other, "2025-02-28", "a"),
        ):
            finished_visit(session, where, on, who=[who])
        [found] = stubs.reported_twice(session, VISIT, start, end)
        assert found.record_id in (first.id, second.id)
        assert (found.place_id, found.on_date) == (place, date(2025, 3, 30))
        put_in_bin(session, second.id)
        assert stubs.reported_twice(session, VISIT, start, end) == ()


def test_places_know_what_they_were_on_a_day(desk: Desk) -> None:
    with desk.write("places") as session:
        place = suite(session)
        places.set_status(session, place, "closed", date(2025, 1, 20), reason="building work")
        places.set_status(session, place, "reserve", date(2025, 1, 10))
        found = places.set_status(session, place, "operational", date(2025, 3, 1))
    said = [
        found.status_on(date.fromisoformat(day))
        for day in ("2019-12-31", "2025-01-09", "2025-01-10", "2025-01-19", "2025-01-20")
    ]
    assert said == ["closed", "operational", "reserve", "reserve", "closed"]
    assert found.status_on(date(2025, 2, 28)) == "closed"
    assert found.status_on(date(2030, 1, 1)) == "operational"
    assert [one.end for one in found.periods][-1] is None


days = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(places.STATES), days), min_size=1, max_size=6))
def test_the_periods_of_a_place_never_overlap(desk: Desk, changes: list[tuple[str, date]]) -> None:
    with desk.write("places") as session:
        place = places.add_place(session, "visiting", f"Suite {new_id()}")
        for status, start in changes:
            place = places.set_status(session, place.id, status, start)
    said = {start: status for status, start in changes}
    assert [(one.start, one.status) for one in place.periods] == sorted(said.items())
    for one, following in pairwise(place.periods):
        assert one.end is not None
        assert (following.start - one.end).days == 1


def test_a_name_is_given_to_one_place_of_a_scheme(desk: Desk) -> None:
    with desk.write("places") as session:
        place = suite(session, "Keyham  Lane")
        with pytest.raises(places.NameTaken):
            suite(session, "keyham lane")
        assert places.add_place(session, "kennels", "Keyham Lane").periods == ()
        changed = places.change_place(session, place, name="Keyham Lane", kind="suite")
        assert (changed.name, changed.kind) == ("Keyham Lane", "suite")
        assert [one.name for one in places.places(session, VISIT.scheme)] == ["Keyham Lane"]


def test_a_new_target_ends_the_one_before(desk: Desk) -> None:
    first = places.Target(
        "", "visiting", None, 1, "week", "Board", date(2024, 3, 1), "local", date(2024, 4, 1), None
    )
    with desk.write("targets") as session:
        place = suite(session)
        places.set_target(session, first)
        second = places.Target(
            "", "visiting", None, 2, "week", "Board", None, "local", date(2025, 4, 1), None
        )
        places.set_target(session, second)
        places.set_target(
            session,
            places.Target("", "visiting", place, 3, "week", "", None, "", date(2025, 5, 1), None),
        )
        found = places.targets(session, "visiting")
        with pytest.raises(UserError, match="before it begins"):
            places.set_target(
                session,
                places.Target(
                    "",
                    "visiting",
                    None,
                    1,
                    "week",
                    "",
                    None,
                    "",
                    date(2025, 4, 1),
                    date(2025, 3, 1),
                ),
            )
    assert [(one.count, one.end) for one in found] == [(1, date(2025, 3, 31)), (2, None), (3, None)]


def test_a_scheme_is_named_once(desk: Desk) -> None:
    with desk.write("scheme") as session:
        places.name_scheme(session, "visiting", name="Custody visiting")
        places.name_scheme(
            session, "visiting", name="Custody visits", complete_from=date(2025, 4, 1)
        )
        [found] = places.schemes(session)
        add_person(session, "Ann", "staff")
    assert (found.name, found.complete_from) == ("Custody visits", date(2025, 4, 1))
