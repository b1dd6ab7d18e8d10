"""What is a part of something that is not whole is at least what is here, and never nought."""

from pathlib import Path
from typing import Any

import pytest

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown
from desktop.returns.wholes import NO_MEETING_YET, NOTHING_YET
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    DOGS,
    FORMS,
    PANEL,
    RECORDS,
    REVIEWS,
    VISITS,
    Office,
    complete_from,
    kennel_visit,
    kennels,
    line,
    meeting,
    review,
    said,
    suites,
    total,
    visit,
)

QUARTER: dict[str, Any] = {"start": "2025-01-01", "end": "2025-03-31"}
ISSUES = NotKnown("Issues raised: not stated in the source")
LIGHT: dict[str, Any] = {
    "scheme": "custody_visiting",
    "place": "Keyham Lane",
    "topic": "light",
    "what": "Dark",
}


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    found = Office(desk, tmp_path)
    found.take(*suites("Keyham Lane"), visit("Keyham Lane", "2025-02-05"))
    return found


@pytest.mark.parametrize(
    "figure", ["issues_by_topic", "serious", "ungraded", "closed_issues", "overdue_issues"]
)
def test_where_the_number_of_issues_is_not_stated_none_of_any_kind_is_said(
    office: Office, figure: str
) -> None:
    assert office.value(VISITS, figure) == Known(0)
    office.take(total(VISITS, "issues", None, **QUARTER))
    assert office.value(VISITS, figure) == ISSUES
    assert "No serious issues" not in said(office.compiled())


def test_the_issues_that_are_here_are_the_least_there_are(office: Office) -> None:
    office.take(line("issue", raised_on="2025-02-05", severity=1, **LIGHT))
    office.take(total(VISITS, "issues", None, **QUARTER))
    found = office.figure(VISITS, "issues_by_topic").result
    assert (found.value, found.cell("light")) == (AtLeast(1, 0), AtLeast(1, 0))
    assert found.cell("heat") == ISSUES
    assert office.value(VISITS, "serious") == ISSUES
    assert office.value(VISITS, "visits") == Known(1)


def test_a_nought_that_was_entered_stands(office: Office) -> None:
    office.take(total(VISITS, "issues", None, **QUARTER), total(VISITS, "serious", 0, **QUARTER))
    assert office.value(VISITS, "serious") == Known(0)


def test_more_issues_entered_than_are_here_leave_no_nought(office: Office) -> None:
    office.take(line("issue", raised_on="2025-02-05", severity=1, **LIGHT))
    office.take(total(VISITS, "issues", 3, **QUARTER))
    assert office.value(VISITS, "issues") == Known(3)
    assert office.value(VISITS, "serious") == NotKnown("2 records are not here")
    assert office.figure(VISITS, "issues_by_topic").result.cell("light") == AtLeast(1, 2)


def test_a_part_of_what_is_not_known_is_no_nought(office: Office) -> None:
    office.take(total(VISITS, "open_issues", None, **QUARTER))
    whole = "Issues open at the end: not stated in the source"
    assert office.value(VISITS, "overdue_issues") == NotKnown(whole)
    assert office.value(VISITS, "issues") == Known(0)


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("received", Known(2)),
        ("closed", NotKnown("not stated in the source")),
        ("decided", Known(1)),
        ("learning_sent", NotKnown("Closed, whenever received: not stated in the source")),
    ],
)
def test_closings_not_stated_put_no_doubt_on_what_came_in(
    office: Office, figure: str, value: Amount
) -> None:
    office.take(review("A", "2025-01-05", "2025-02-01"), review("B", "2025-02-05"))
    office.take(total(REVIEWS, "closed", None, **QUARTER))
    assert office.value(REVIEWS, figure) == value


def test_recommendations_not_stated_leave_no_reply_at_nought(office: Office) -> None:
    office.take(review("A", "2025-01-05", "2025-02-01"))
    assert office.value(REVIEWS, "accepted") == Known(0)
    office.take(total(REVIEWS, "recommended", None, **QUARTER))
    why = "Recommendations to the force: not stated in the source"
    assert office.value(REVIEWS, "accepted") == NotKnown(why)


def test_a_quarter_without_a_visit_yet_has_not_had_none(office: Office) -> None:
    later = "2025-26-Q1"
    for figure in ("visits", "weeks_covered", "in_custody", "issues"):
        assert office.value(VISITS, figure, later) == NotKnown(NOTHING_YET)
    office.take(line("issue", raised_on="2025-05-05", **LIGHT))
    assert office.value(VISITS, "issues", later) == Known(1)
    office.take(complete_from("custody_visiting", "2025-04-01"))
    assert office.value(VISITS, "visits", later) == Known(0)


def test_no_visit_is_said_only_of_a_quarter_that_is_whole(office: Office) -> None:
    office.take(*kennels(), kennel_visit("2024-12-01"))
    assert office.value(DOGS, "visits") == NotKnown(NOTHING_YET)
    assert "0 visits" not in said(office.compiled())
    office.take(total(DOGS, "visits", 0, **QUARTER))
    assert office.value(DOGS, "visits") == Known(0)


def test_a_panel_that_met_without_a_case_on_its_list_looked_at_some(office: Office) -> None:
    office.take(meeting("2024-12-12"))
    assert office.value(PANEL, "heard") == NotKnown(NO_MEETING_YET)
    office.take(meeting("2025-03-13"))
    assert office.value(PANEL, "meetings") == Known(1)
    assert office.value(PANEL, "heard") == NotKnown(NOTHING_YET)


PANELS = [
    (PANEL, "out_of_court_resolutions", "heard"),
    (RECORDS, "custody_record_review", "reviewed"),
]


@pytest.mark.parametrize(("form", "scheme", "cases"), PANELS)
@pytest.mark.parametrize("status", ["none", "planned", "cancelled"])
def test_a_panel_of_which_no_meeting_is_entered_may_have_met(
    office: Office, form: str, scheme: str, cases: str, status: str
) -> None:
    office.take(meeting("2024-12-12", scheme))
    if status != "none":
        office.take({**meeting("2025-02-12", scheme), "status": status})
    for figure in filter(
        lambda id_: id_ in FORMS[form].figures, ("meetings", cases, "recommended")
    ):
        assert office.value(form, figure) == NotKnown(NO_MEETING_YET)
    assert "did not meet" not in said(office.compiled())
    assert "Whether the panel met." in said(office.compiled())


@pytest.mark.parametrize(("form", "scheme", "cases"), PANELS)
def test_a_panel_did_not_meet_where_its_meetings_are_complete_or_0_is_entered(
    office: Office, form: str, scheme: str, cases: str
) -> None:
    office.take(meeting("2024-12-12", scheme), total(form, "meetings", 0, **QUARTER))
    assert office.value(form, "meetings") == office.value(form, cases) == Known(0)
    assert "The panel did not meet." in said(office.compiled())
    later = "2025-26-Q1"
    assert office.value(form, "meetings", later) == NotKnown(NO_MEETING_YET)
    office.take(complete_from(scheme, "2025-04-01"))
    assert office.value(form, "meetings", later) == office.value(form, cases, later) == Known(0)
    assert "The panel did not meet." in said(office.compiled(later))


def test_0_meetings_of_a_month_are_none_of_the_quarter(office: Office) -> None:
    office.take(meeting("2024-12-12"))
    office.take(total(PANEL, "meetings", 0, start="2025-01-01", end="2025-01-31"))
    assert office.value(PANEL, "meetings") == NotKnown(NO_MEETING_YET)
    assert office.value(PANEL, "heard") == NotKnown(NO_MEETING_YET)


def test_meetings_entered_as_a_total_looked_at_some_cases(office: Office) -> None:
    office.take(meeting("2024-12-12"), total(PANEL, "meetings", 2, **QUARTER))
    assert office.value(PANEL, "meetings") == Known(2)
    assert office.value(PANEL, "heard") == NotKnown(NOTHING_YET)


def test_of_a_number_not_stated_what_is_here_is_the_least(office: Office) -> None:
    office.take(line("issue", raised_on="2025-02-05", severity=1, **LIGHT))
    office.take(total(VISITS, "issues", None, **QUARTER))
    for figure in ("issues", "issues_by_topic", "issues_by_severity", "issues_by_suite"):
        assert office.value(VISITS, figure) == AtLeast(1, 0)
    assert "How many lesser issues there were." in said(office.compiled())


def test_dogs_that_are_on_no_register_have_not_all_stayed(office: Office) -> None:
    office.take(*kennels(), kennel_visit("2025-01-08"))
    assert office.value(DOGS, "retired") == NotKnown("no register of this kind is kept")
    dog = {"id": "rex", "name": "Rex", "status": "working", "status_on": "2024-01-01"}
    office.take(line("dog", **dog))
    assert office.value(DOGS, "retired") == Known(0)
