"""What a figure was counted from is found again, whatever register it stands in."""

from datetime import date

from desktop.records import (
    dogs,
    events,
    issues,
    meetings,
    paragraphs,
    people,
    promises,
    ratings,
    recommendations,
)
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


def test_what_people_wrote_for_a_return_is_found_too(desk: Desk) -> None:
    days = date(2025, 1, 1), date(2025, 3, 31)
    text = paragraphs.Paragraph("", VISIT.scheme, *days, "ask", None, "Note it.", "", typed=True)
    said = ratings.Rating("", VISIT.scheme, *days, "On track", "Because.", "A paper.", "No gap.")
    with desk.write("Wrote one of each") as session:
        promise = promises.add_promise(session, "Panel", DAY, "A table").id
        paragraph = paragraphs.write_paragraph(session, text).id
        news = events.add_news(session, VISIT.scheme, DAY, "A suite opens.").id
        rating = ratings.rate(session, said).id
    with desk.read() as session:
        found = behind(session, [promise, paragraph, news, rating])
    assert found == (
        Behind(promise, "promise", DAY, "A table", status="open"),
        Behind(paragraph, "paragraph", days[0], "Note it."),
        Behind(news, "news", DAY, "A suite opens."),
        Behind(rating, "rating", days[0], "On track"),
    )
