"""Entered totals and schemes in desk files: what cannot be is refused, what clashes is said."""

from pathlib import Path

import pytest

from desktop.exchange.lines import DeskFileError
from desktop.store.desk import Desk
from tests.unit.quarterdesk import VISITS, Office

Line = dict[str, object]
REVIEWS = "complaint_review"
TOTAL: Line = {
    "type": "entered_total",
    "form": VISITS,
    "figure": "scheduled_met",
    "start": "2025-01-01",
    "end": "2025-03-31",
    "numerator": 24,
    "denominator": 26,
    "source": "Board",
}


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"numerator": -5}, "“numerator” is not less than 0"),
        ({"numerator": None, "denominator": -1}, "“denominator” is not less than 0"),
        ({"numerator": 50}, "“numerator” is 50, more than its “denominator” 26"),
        ({"figure": "nope"}, "has no figure “nope”"),
    ],
)
def test_a_total_that_cannot_be_is_refused(office: Office, change: Line, reason: str) -> None:
    with pytest.raises(DeskFileError, match=reason):
        office.take({**TOTAL, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"numerator": 26},
        {"numerator": 0, "denominator": 0},
        {"numerator": None, "denominator": None},
        {"form": REVIEWS, "figure": "days_mean", "numerator": 300, "denominator": 10},
        {"form": "of_another_office", "figure": "visits", "denominator": None},
    ],
)
def test_a_total_that_can_be_is_taken_in(office: Office, change: Line) -> None:
    report = office.take({**TOTAL, **change})
    assert report.added == {"entered_total": 1}
    assert report.remarks == ()


def test_two_totals_for_one_thing_in_a_file_are_said(office: Office) -> None:
    report = office.take({**TOTAL, "id": "a"}, {**TOTAL, "id": "b", "numerator": 25})
    assert report.added == {"entered_total": 2}
    what = "“scheduled_met” from 2025-01-01 to 2025-03-31"
    assert report.remarks == (
        f"Line 1 (entered_total): {what} is 24 of 26, and another total says 25 of 26.",
        f"Line 2 (entered_total): {what} is 25 of 26, and another total says 24 of 26.",
    )


def test_a_total_that_differs_from_the_desks_own_is_said(office: Office) -> None:
    office.take({**TOTAL, "id": "a"})
    (remark,) = office.take({**TOTAL, "id": "b", "numerator": None}).remarks
    assert remark.endswith("is not known of 26, and another total says 24 of 26.")


@pytest.mark.parametrize(
    "change",
    [
        {"numerator": 24},
        {"numerator": 25, "end": "2025-06-30"},
        {"numerator": 25, "cell": "early"},
        {"numerator": 25, "figure": "weeks_covered"},
    ],
)
def test_totals_that_agree_or_are_for_different_things_need_no_remark(
    office: Office, change: Line
) -> None:
    office.take({**TOTAL, "id": "a"})
    assert office.take({**TOTAL, "id": "b", **change}).remarks == ()


PLACE: Line = {"type": "place", "scheme": "river_patrols", "name": "Quay"}
PERSON: Line = {"type": "person", "name": "Ann", "kind": "volunteer"}
MEMBER = {"scheme": "river_patrols", "status": "active", "start": "2024-01-01"}


@pytest.mark.parametrize(
    "line",
    [
        PLACE,
        {"type": "news", "scheme": "river_patrols", "on_date": "2025-03-01", "text": "x"},
        {**PERSON, "memberships": [MEMBER]},
    ],
)
def test_a_scheme_that_nobody_knows_is_refused(office: Office, line: Line) -> None:
    with pytest.raises(DeskFileError, match="there is no scheme “river_patrols”"):
        office.take(line)


def test_a_scheme_of_the_file_or_the_desk_is_known(office: Office) -> None:
    office.take(PLACE, {"type": "scheme", "id": "river_patrols", "name": "River patrols"})
    assert office.take({**PLACE, "name": "Lock"}).added == {"place": 1}
