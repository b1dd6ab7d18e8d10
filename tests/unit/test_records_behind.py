"""What a figure was counted from is found again, whatever register it stands in."""

from datetime import date

from desktop.records import dogs, events, issues, meetings, people, recommendations
from desktop.records.behind import Behind, behind
from desktop.store.desk import Desk
from tests.unit.records_forms import VISIT, suite, visit

DAY = date(2025, 2, 5)


def test_each_kind_is_found_and_stands_in_the_order_asked_for(desk: Desk) -> None:
    with desk.write("Wrote one of each") as session:
        place = suite(session)
        record = visit(session, place, "2025-02-05").id
        raised = issues.Raised(VISIT.scheme, DAY, "Light very bright", place_id=place)
        issue = issues.raise_issue(session, raised).id
        made = recommendations.Made(VISIT.scheme, DAY, "Dim the lights")
        line = recommendations.add(session, made).id
        meeting = meetings.plan_meeting(session, VISIT.scheme, DAY, meetings.About("Panel")).id
        event = events.add_event(session, VISIT.scheme, DAY, "Training").id
        member = people.add_unnamed(session, VISIT.scheme, "interest", 7, DAY, source="Report").id
        dog = dogs.add_dog(session, "Bess", "working", status_on=DAY).id
    ids = [dog, member, event, meeting, line, issue, record, "gone", record]
    with desk.read() as session:
        found = behind(session, ids)
    assert found == (
        Behind(dog, "dog", DAY, "Bess", status="working"),
        Behind(member, "member", DAY, "7 without names", status="interest"),
        Behind(event, "event", DAY, "Training"),
        Behind(meeting, "meeting", DAY, "Panel", status="planned"),
        Behind(line, "recommendation", DAY, "Dim the lights", status="open"),
        Behind(issue, "issue", DAY, "Light very bright", "Keyham Lane", status="open"),
        Behind(record, "record", DAY, "", "Keyham Lane", VISIT.id, "open"),
        Behind("gone", "gone"),
    )


def test_thousands_are_found_too(desk: Desk) -> None:
    with desk.write("Wrote many") as session:
        ids = [events.add_event(session, VISIT.scheme, DAY, f"Day {n}").id for n in range(1_200)]
    with desk.read() as session:
        assert [one.id for one in behind(session, ids)] == ids
