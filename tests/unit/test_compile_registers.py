"""What the registers feed a return: issues and recommendations carried over, made again, told."""

from pathlib import Path

import pytest

from desktop.formlib.amounts import Amount, AtLeast, Known
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    PANEL,
    RECORDS,
    VISITS,
    Line,
    Office,
    cases,
    line,
    meeting,
    suites,
)
from tests.unit.quarterdesk import said as everything

KEYHAM = {"scheme": "custody_visiting", "place": "Keyham Lane", "topic": "light", "what": "Dark"}


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def issue(id: str, raised_on: str, **more: object) -> Line:
    return line("issue", **{**KEYHAM, "id": id, "raised_on": raised_on, **more})


def asked(id: str, made_on: str, **more: object) -> Line:
    return line("recommendation", scheme=RECORDS, id=id, made_on=made_on, **more)


def test_issues_carried_over_and_raised_before_are_counted_and_said(office: Office) -> None:
    office.take(
        *suites("Keyham Lane", "Euston"),
        issue("a", "2023-06-01", status="closed", closed_on="2023-07-01", place="Euston"),
        issue("b", "2024-11-01"),
        issue("c", "2024-12-01", status="closed", closed_on="2025-01-20", topic="heat"),
        issue("d", "2024-12-05", status="closed", closed_on="2025-04-20", topic="air"),
        issue("e", "2025-02-01"),
        issue("f", "2025-03-01", topic="heat"),
        issue("g", "2025-03-02", topic="cctv"),
    )
    found = {
        id: office.value(VISITS, id)
        for id in ("issues", "open_issues", "carried_over_issues", "repeat_issues")
    }
    assert found == {
        "issues": Known(3),
        "open_issues": Known(5),
        "carried_over_issues": Known(2),
        "repeat_issues": Known(2),
    }
    sentences = everything(office.compiled())
    assert "Carried over from before: 2 issues." in sentences
    assert "Raised before at the same suite within a year: 2 issues." in sentences


def test_in_the_first_year_repeats_are_at_least_so_many(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        issue("a", "2025-01-10"),
        issue("b", "2025-02-10"),
        issue("c", "2025-02-12", topic="heat"),
    )
    assert office.value(VISITS, "repeat_issues") == AtLeast(1, 2)


@pytest.mark.parametrize(
    ("figure", "value"),
    [("recommended", Known(4)), ("carried_over", Known(4)), ("reported", Known(5))],
)
def test_recommendations_carried_over_and_reported_are_counted(
    office: Office, figure: str, value: Amount
) -> None:
    office.take(
        asked("a", "2024-05-01", count=3, reported_on="2025-02-20"),
        asked("b", "2024-05-01", status="closed", reply="rejected", reply_on="2024-06-01"),
        asked("c", "2024-05-01", status="closed", reply="accepted", evidence_on="2025-02-01"),
        asked("d", "2024-05-01", status="closed", reply="accepted", evidence_on="2025-05-01"),
        asked("e", "2025-02-18", count=2, reported_on="2025-03-20"),
        asked("f", "2025-02-18", count=2, reported_on="2025-04-20"),
    )
    assert office.value(RECORDS, figure) == value


def test_a_recommendation_made_again_is_counted(office: Office) -> None:
    office.take(
        asked("old", "2024-05-01", status="came_back"),
        asked("new", "2025-02-18", repeat_of="old"),
        asked("other", "2025-02-18"),
    )
    assert office.value(RECORDS, "repeated") == Known(1)
    assert office.value(RECORDS, "carried_over") == Known(1)


def test_a_case_that_came_back_is_carried_in(office: Office) -> None:
    first, second = "2025-01-16", "2025-03-13"
    again = {"case_ref": f"{first}-2", "cohort": "youth", "verdict": "appropriate"}
    office.take(
        meeting(first),
        meeting(second),
        *cases(first, ["appropriate", "no_conclusion"]),
        *cases(second, ["appropriate"]),
        line("record", form=PANEL, meeting=second, answers=again),
    )
    assert office.value(PANEL, "heard") == Known(3)
    assert office.value(PANEL, "carried_in") == Known(1)


def test_people_being_vetted_and_trained_are_counted_apart(office: Office) -> None:
    for number, status in enumerate(("vetting", "training", "training", "active")):
        member = {"scheme": "custody_visiting", "status": status, "start": "2024-05-01"}
        office.take(line("person", name=f"P{number}", kind="volunteer", memberships=[member]))
    assert office.value(VISITS, "visitors_in_vetting") == Known(1)
    assert office.value(VISITS, "visitors_in_training") == Known(2)
