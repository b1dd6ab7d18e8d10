"""Visits, weeks and months, from records to sentences: each trap that real quarters have set."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.sentences import words_for
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    DOGS,
    REVIEWS,
    VISITS,
    Line,
    Office,
    complete_from,
    kennel_visit,
    kennels,
    line,
    said,
    slot,
    suites,
    visit,
)

Q3, Q1 = "2024-25-Q3", "2025-26-Q1"


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def mondays(first: str, weeks: int) -> list[date]:
    return [date.fromisoformat(first) + timedelta(weeks=week) for week in range(weeks)]


def test_three_kennel_visits_in_january_are_3_visits_and_1_of_3_months(office: Office) -> None:
    office.take(*kennels(), *(kennel_visit(f"2025-01-{day}") for day in ("08", "15", "22")))
    compiled = office.compiled()
    assert compiled.figure(DOGS, "visits").result.value == Known(3)
    covered = compiled.figure(DOGS, "months_covered").result
    assert (covered.value, covered.of) == (Known(1), Known(3))
    assert "the target was met in 1 of 3 months" in said(compiled)


def test_a_visit_counts_in_the_quarter_of_its_rota_week_and_the_note_says_so(
    office: Office,
) -> None:
    office.take(
        *suites("Keyham Lane"),
        slot("last", "Keyham Lane", "2025-03-31"),
        slot("first", "Keyham Lane", "2024-12-30"),
        visit("Keyham Lane", "2025-03-31", slot="last"),
        visit("Keyham Lane", "2024-12-30", slot="first"),
    )
    now, before, after = (office.compiled(period) for period in ("2024-25-Q4", Q3, Q1))
    assert now.figure(VISITS, "visits").result.value == Known(1)
    assert after.figure(VISITS, "visits").result.value == Known(1)
    [remark] = now.sections[0].remarks
    assert remark == (
        "1 visit counts here although it was made on 30 December 2024: its rota week belongs to "
        "January to March 2025. 1 visit does not count here although it was made on 31 March "
        "2025: its rota week does not belong to January to March 2025."
    )
    assert "was made on 31 March 2025" in after.sections[0].remarks[0]
    assert before.figure(VISITS, "visits").result.value == NotKnown(
        "no records are kept here of that time"
    )


def test_without_a_slot_the_same_two_visits_count_by_their_dates(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        visit("Keyham Lane", "2025-03-31"),
        visit("Keyham Lane", "2024-12-30"),
    )
    assert office.value(VISITS, "visits") == Known(1)
    assert office.value(VISITS, "visits", Q3) == Known(1)
    assert office.compiled().sections[0].remarks == ()


def test_october_to_december_2026_has_28_suite_weeks_by_most_days_and_26_by_monday(
    office: Office,
) -> None:
    office.take(*suites("Keyham Lane", "Euston"), complete_from("custody_visiting", "2026-01-01"))
    compiled = office.compiled("2026-27-Q3")
    assert compiled.figure(VISITS, "weeks_covered").result.of == Known(28)
    assert "the quarter that holds most of its days. That gives 14 weeks" in compiled.week_rule
    assert "14 weeks x 2 suites" in said(compiled)
    office.take(line("setting", key="week_anchor", value="monday", valid_from="2026-04-01"))
    compiled = office.compiled("2026-27-Q3")
    assert compiled.figure(VISITS, "weeks_covered").result.of == Known(26)
    assert "the quarter its Monday lies in. That gives 13 weeks" in compiled.week_rule


def test_two_visits_in_one_week_do_not_cover_two_weeks(office: Office) -> None:
    made = [
        visit(suite, (monday + timedelta(days=2)).isoformat())
        for suite in ("Keyham Lane", "Euston")
        for monday in mondays("2024-12-30", 13)
    ]
    missed = made.pop()
    assert missed["answers"] is not None
    office.take(*suites("Keyham Lane", "Euston"), *made, visit("Euston", "2025-03-20"))
    compiled = office.compiled()
    covered = compiled.figure(VISITS, "weeks_covered")
    assert compiled.figure(VISITS, "visits").result.value == Known(26)
    assert (covered.result.value, covered.result.of) == (Known(25), Known(26))
    assert words_for(covered.figure, covered.result, part="pct") == "96.2%"
    assert "25 of 26 suite-weeks (96.2%)" in said(compiled)


def test_a_suite_closed_for_part_of_the_quarter_changes_what_was_due(office: Office) -> None:
    office.take(
        *suites("Keyham Lane", "Euston", closed={"Euston": "2025-02-10"}),
        visit("Keyham Lane", "2025-01-08"),
    )
    covered = office.figure(VISITS, "weeks_covered").result
    assert (covered.value, covered.of) == (Known(1), Known(13 + 6))
    assert "Suite-weeks due: 19" in said(office.compiled())


def test_a_stub_and_its_later_report_count_once(office: Office) -> None:
    stub = line("stub", form=VISITS, source="A text message", answers={
        "suite": "Keyham Lane", "visit_on": "2025-03-30", "went_ahead": "yes",
    })  # fmt: skip
    office.take(*suites("Keyham Lane"), stub)
    before = office.compiled()
    assert before.figure(VISITS, "visits").result.value == Known(1)
    assert before.sections[0].stubs == 1
    assert before.sections[0].remarks == ("1 custody visit counted here has its report to follow.",)
    assert before.figure(VISITS, "in_custody").result.value == AtLeast(0, 1)
    office.take(visit("Keyham Lane", "2025-03-30", in_custody=4))
    after = office.compiled()
    assert after.figure(VISITS, "visits").result.value == Known(1)
    assert after.figure(VISITS, "in_custody").result.value == Known(4)
    assert after.sections[0].remarks == ()


@pytest.mark.parametrize("purpose", ["practice", "training", "official"])
def test_practice_and_official_visits_never_count(office: Office, purpose: str) -> None:
    office.take(
        *suites("Keyham Lane"),
        slot("week", "Keyham Lane", "2025-01-06"),
        visit("Keyham Lane", "2025-01-15"),
        visit("Keyham Lane", "2025-01-08", slot="week", purpose=purpose),
    )
    compiled = office.compiled()
    assert compiled.figure(VISITS, "visits").result.value == Known(1)
    assert compiled.figure(VISITS, "weeks_covered").result.value == Known(1)
    assert compiled.figure(VISITS, "scheduled_met").result.value == Known(0)


def test_a_slot_is_met_by_its_first_visit(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        slot("week", "Keyham Lane", "2025-01-06"),
        visit("Keyham Lane", "2025-01-07", slot="week", id="first"),
        visit("Keyham Lane", "2025-01-09", slot="week", id="second"),
    )
    value = office.figure(VISITS, "scheduled_met").result
    assert (value.value, value.of, value.records) == (Known(1), Known(1), ("first",))


def test_a_visit_turned_away_meets_no_slot_and_covers_no_week(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        slot("week", "Keyham Lane", "2025-01-06"),
        visit("Keyham Lane", "2025-01-07", slot="week", went_ahead="turned_away"),
    )
    compiled = office.compiled()
    assert compiled.figure(VISITS, "attempted").result.value == Known(1)
    assert compiled.figure(VISITS, "visits").result.value == Known(0)
    assert compiled.figure(VISITS, "scheduled_met").result.value == Known(0)
    assert compiled.figure(VISITS, "weeks_covered").result.value == Known(0)


def test_an_arrival_nobody_wrote_down_may_be_one_time_of_day_more(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        visit("Keyham Lane", "2025-01-07", arrived="19:00"),
        visit("Keyham Lane", "2025-01-14", arrived="20:00"),  # the same weekday and time of day
        visit("Keyham Lane", "2025-01-21", arrived="09:59"),
        line("stub", form=VISITS, answers={
            "suite": "Keyham Lane", "visit_on": "2025-01-30", "went_ahead": "yes",
        }),
    )  # fmt: skip
    value = office.figure(VISITS, "time_slots").result
    assert (value.value, value.of) == (AtLeast(2, 1), Known(35))


DOG: Line = {"type": "dog", "kind": "general purpose"}


def test_dogs_due_are_those_working_at_the_end_and_not_seen_within_the_offices_time(
    office: Office,
) -> None:
    office.take(
        *kennels(),
        {**DOG, "id": "rex", "name": "Rex", "status": "working"},
        {**DOG, "id": "jet", "name": "Jet", "status": "working"},
        {**DOG, "id": "new", "name": "New", "status": "working", "status_on": "2025-05-01"},
        line(
            "record",
            form=DOGS,
            answers={
                "site": "Kennels",
                "visit_on": "2024-10-02",
                "on_site": 2,
                "seen": 1,
                "dogs": ["rex"],
            },
        ),
        line(
            "record",
            form=DOGS,
            answers={
                "site": "Kennels",
                "visit_on": "2024-09-02",
                "on_site": 2,
                "seen": 1,
                "dogs": ["jet"],
            },
        ),
    )
    value = office.figure(DOGS, "dogs_due").result
    assert value.value == NotKnown(
        "the office has set no time within which every dog is to be seen"
    )
    office.take(line("setting", key="dogs_seen_months", value=6))
    value = office.figure(DOGS, "dogs_due").result
    assert (value.value, value.of) == (Known(1), Known(2))
    office.take({**DOG, "id": "old", "name": "Old", "status": "retired", "status_on": "2025-04-09"})
    value = office.figure(DOGS, "dogs_due").result
    assert (value.value, value.of) == (AtLeast(1, 1), AtLeast(2, 1))


def member(status: str, start: str, count: int = 1) -> Line:
    return line("membership", scheme="animal_welfare", status=status, start=start, count=count)


def test_seven_who_are_interested_are_on_the_list_and_not_active(office: Office) -> None:
    office.take(member("active", "2023-04-01", 4), member("interest", "2025-03-01", 7))
    compiled = office.compiled()
    values = {
        name: compiled.figure(DOGS, name).result.value
        for name in ("on_list", "active", "interested", "to_be_trained", "joined", "left")
    }
    assert values == {
        "on_list": Known(11),
        "active": Known(4),
        "interested": Known(7),
        "to_be_trained": Known(7),
        "joined": Known(7),
        "left": Known(0),
    }
    ledger = compiled.figure(DOGS, "on_list").ledger
    assert ledger is not None
    assert (ledger.opening, ledger.came, ledger.left, ledger.closing) == (
        Known(4),
        Known(7),
        Known(0),
        Known(11),
    )


def test_who_is_put_on_the_list_on_its_first_day_has_not_joined(office: Office) -> None:
    office.take(member("active", "2025-01-06", 4))
    begins = NotKnown("the list of people begins on 6 January 2025")
    assert office.value(DOGS, "on_list") == Known(4)
    assert office.value(DOGS, "joined") == begins
    assert office.value(DOGS, "on_list", Q3) == begins
    assert office.value(DOGS, "joined", Q1) == Known(0)


def test_an_issue_closed_on_a_day_nobody_wrote_down_is_not_open_for_certain(
    office: Office,
) -> None:
    issue = line("issue", scheme="custody_visiting", raised_on="2025-02-03", what="A light")
    office.take(
        *suites("Keyham Lane"),
        visit("Keyham Lane", "2025-02-03"),
        {**issue, "status": "open"},
        {**issue, "status": "closed"},
        {**issue, "status": "closed", "closed_on": "2025-02-10"},
    )
    assert office.value(VISITS, "issues") == Known(3)
    assert office.value(VISITS, "open_issues") == AtLeast(1, 1)
    assert office.value(VISITS, "closed_issues") == Known(1)


def test_a_reply_that_came_on_a_day_nobody_wrote_down_is_not_overdue_for_certain(
    office: Office,
) -> None:
    asked = line(
        "recommendation",
        scheme="complaint_reviews",
        made_on="2025-01-10",
        due="2025-02-10",
        made_to="The force",
    )
    office.take({**asked, "reply": "accepted"})
    assert office.value(REVIEWS, "overdue") == AtLeast(0, 1)
    office.take(asked)
    assert office.value(REVIEWS, "overdue") == AtLeast(1, 1)
