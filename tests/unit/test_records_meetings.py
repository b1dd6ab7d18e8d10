"""Meetings, the cases on their lists, and cases heard again."""

from datetime import date

import pytest

from desktop.errors import UserError
from desktop.records import hearings, meetings
from desktop.records.drafts import new_draft, put_in_bin
from desktop.records.meetings import About, Attendance, MinutesNotReady
from desktop.records.record import record
from desktop.store.desk import Desk
from tests.unit.records_forms import CASE, OFFICE, typed

MARCH, JUNE = date(2025, 3, 13), date(2025, 6, 12)


def test_a_meeting_is_planned_held_and_complete(desk: Desk) -> None:
    about = About(name="Panel", theme="Knives", chosen_how="By lot", population=140)
    with desk.write("meeting") as session:
        planned = meetings.plan_meeting(session, "panel", MARCH, about)
        with pytest.raises(UserError, match="was held"):
            meetings.declare_complete(session, planned.id)
        came = [Attendance("Magistrate", 2), Attendance("Police", None)]
        held = meetings.hold(session, planned.id, came)
        assert meetings.declare_complete(session, held.id).complete
        assert not meetings.declare_complete(session, held.id, complete=False).complete
        assert meetings.meeting(session, held.id) == held
    assert planned.status == "planned"
    assert (held.status, held.attendance, held.population) == ("held", tuple(came), 140)


def test_meetings_are_listed_by_scheme_and_day(desk: Desk) -> None:
    with desk.write("meetings") as session:
        for scheme, on in (("panel", JUNE), ("panel", MARCH), ("other", MARCH)):
            meetings.plan_meeting(session, scheme, on)
        found = meetings.meetings(session, "panel")
        assert [one.on_date for one in found] == [MARCH, JUNE]
        assert len(meetings.meetings(session)) == 3
        assert [one.on_date for one in meetings.meetings(session, "panel", MARCH, MARCH)] == [MARCH]


def test_a_cancelled_meeting_says_why(desk: Desk) -> None:
    with desk.write("meeting") as session:
        one = meetings.plan_meeting(session, "panel", MARCH, About(notes="Room 2"))
        with pytest.raises(UserError, match="Say why"):
            meetings.cancel(session, one.id, "")
        gone = meetings.cancel(session, one.id, "No room")
    assert (gone.status, gone.notes) == ("cancelled", "Room 2\nNo room")


def test_a_case_takes_theme_reference_and_day_from_its_meeting(desk: Desk) -> None:
    with desk.write("case") as session:
        one = meetings.plan_meeting(session, "panel", MARCH, About(theme="Knives"))
        case = hearings.add_case(session, CASE, one.id, {"cohort": "c"}, office=OFFICE, who="S")
        own = {"ref": "OWN-1"}
        named = hearings.add_case(session, CASE, one.id, own, office=OFFICE, who="S")
        listed = hearings.cases(session, one.id, CASE)
    assert (case.answers["theme"], case.answers["cohort"]) == ("Knives", "c")
    assert case.answers["ref"] == case.case_ref == case.reference
    assert (case.on_date, case.counted_by, case.hearing_no) == (MARCH, "meeting", 1)
    assert [one.case_ref for one in listed] == sorted([str(case.case_ref), "OWN-1"])
    assert named.status == "open"


def test_a_case_is_on_a_list_once(desk: Desk) -> None:
    own = {"ref": "OWN-1"}
    with desk.write("case") as session:
        one = meetings.plan_meeting(session, "panel", MARCH)
        first = hearings.add_case(session, CASE, one.id, own, office=OFFICE, who="S")
        put_in_bin(session, first.id)
        hearings.add_case(session, CASE, one.id, own, office=OFFICE, who="S")
    with pytest.raises(hearings.OnTheListAlready, match="OWN-1"), desk.write("case") as session:
        hearings.add_case(session, CASE, one.id, own, office=OFFICE, who="S")
    with desk.read() as session:
        assert len(hearings.cases(session, one.id)) == 1


def test_a_case_carried_over_brings_its_facts_and_no_verdict(desk: Desk) -> None:
    with desk.write("case") as session:
        first, second = (meetings.plan_meeting(session, "panel", on) for on in (MARCH, JUNE))
        case = hearings.add_case(session, CASE, first.id, {"cohort": "c"}, office=OFFICE, who="S")
        typed(session, case, {"verdict": "4", "observation": "more is needed"})
        again = hearings.carry_over(session, CASE, case.id, second.id, office=OFFICE, who="S")
        with pytest.raises(UserError, match="later meeting"):
            hearings.carry_over(session, CASE, again.id, first.id, office=OFFICE, who="S")
        all_ = hearings.hearings(session, CASE, str(case.case_ref))
    assert again.answers["cohort"] == "c"
    assert "verdict" not in again.answers
    assert "observation" not in again.answers
    assert (again.case_ref, again.hearing_no, again.on_date) == (case.case_ref, 2, JUNE)
    assert [(one.id, one.hearing_no) for one in all_] == [(case.id, 1), (again.id, 2)]


def test_the_number_of_a_hearing_follows_from_the_case_and_the_day(desk: Desk) -> None:
    with desk.write("case") as session:
        first, second = (meetings.plan_meeting(session, "panel", on).id for on in (MARCH, JUNE))
        numbers = []
        for meeting in (second, first):
            draft = new_draft(session, CASE, office=OFFICE, who="S", meeting=meeting)
            numbers.append(typed(session, draft, {"ref": "P-1"}).hearing_no)
        third = meetings.plan_meeting(session, "panel", date(2025, 9, 1)).id
        draft = new_draft(session, CASE, office=OFFICE, who="S", meeting=third)
        again = typed(session, draft, {"ref": "P-1"})
        same = typed(session, again, {"cohort": "c"})
    assert numbers == [1, 1]
    assert (again.hearing_no, same.hearing_no) == (2, 2)


def test_a_meeting_that_moves_takes_its_cases_along(desk: Desk) -> None:
    with desk.write("case") as session:
        one = meetings.plan_meeting(session, "panel", MARCH)
        case = hearings.add_case(session, CASE, one.id, {}, office=OFFICE, who="S")
        meetings.change_meeting(session, one.id, JUNE, About(name="Panel"))
        moved = record(session, case.id)
    assert (moved.on_date, moved.counted_on) == (JUNE, JUNE)


def test_what_the_minutes_need_is_asked_for_at_their_approval(desk: Desk) -> None:
    with desk.write("case") as session:
        one = meetings.plan_meeting(session, "panel", MARCH)
        case = hearings.add_case(session, CASE, one.id, {}, office=OFFICE, who="S")
        case = typed(session, case, {"verdict": "3"})
        with pytest.raises(UserError, match="was not held"):
            meetings.approve_minutes(session, CASE, one.id, JUNE, OFFICE)
        meetings.hold(session, one.id)
        with pytest.raises(MinutesNotReady, match="Write an observation") as caught:
            meetings.approve_minutes(session, CASE, one.id, JUNE, OFFICE)
        assert caught.value.problems.keys() == {case.id}
        typed(session, case, {"observation": "Too harsh"})
        done = meetings.approve_minutes(session, CASE, one.id, JUNE, OFFICE)
    assert done.minutes_approved_on == JUNE
