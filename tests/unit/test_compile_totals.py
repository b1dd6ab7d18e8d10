"""Entered totals beside records: which is used, what is said, and what nobody knows."""

import json
import re
from pathlib import Path

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.returns.as_json import figures_json
from desktop.returns.wholes import NO_MEETING_YET, NOTHING_YET
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    DOGS,
    PANEL,
    RECORDS,
    REVIEWS,
    VISITS,
    Line,
    Office,
    cases,
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

INAPPROPRIATE = (
    "Inappropriate and inconsistent with police policies and/or the CPS Code for Crown Prosecutors"
)
NOTHING = NotKnown("no records are kept here of that time")
VERDICTS = ["with_observations"] * 6 + ["inappropriate"] * 4 + [""] * 5
QUARTERS = (
    ("2024-04-01", "2024-06-30"),
    ("2024-07-01", "2024-09-30"),
    ("2024-10-01", "2024-12-31"),
    ("2025-01-01", "2025-03-31"),
)


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def of_panel(office: Office, figure: str, period: str = "2024-25-Q4") -> object:
    return office.value(PANEL, figure, period)


def test_fifteen_cases_of_which_five_are_not_recorded_say_nothing_of_five_appropriate(
    office: Office,
) -> None:
    office.take(meeting("2025-03-13", complete=True), *cases("2025-03-13", VERDICTS))
    compiled = office.compiled()
    verdicts = compiled.figure(PANEL, "verdicts").result
    assert verdicts.cell("not_recorded") == Known(5)
    assert isinstance(verdicts.cell("appropriate"), NotKnown)
    assert isinstance(of_panel(office, "appropriate"), NotKnown)
    assert not re.search(
        r"\b5 (?:were )?(?:found )?appropriate|Appropriate: 5",
        said(compiled) + json.dumps(figures_json(compiled)),
    )


def entered(on: str = "2025-03-13") -> list[Line]:
    return [
        total(PANEL, "heard", 15, meeting=on),
        total(PANEL, "verdicts", 15, meeting=on),
        total(PANEL, "verdicts", 6, meeting=on, cell="with_observations"),
        total(PANEL, "verdicts", 4, meeting=on, cell="inappropriate"),
        total(PANEL, "verdicts", 5, meeting=on, cell="not_recorded"),
    ]


def test_a_meetings_total_stands_until_its_records_are_declared_complete(office: Office) -> None:
    office.take(meeting("2025-03-13"), *entered(), *cases("2025-03-13", VERDICTS[:12]))
    value = office.figure(PANEL, "heard")
    assert (value.source, value.result.value) == ("entered", Known(15))
    assert value.from_records is not None
    assert value.from_records.value == Known(12)
    assert value.disagreement == (
        "Cases looked at: the records give 12, the entered total is 15 (The minutes)."
    )


def test_when_they_are_complete_the_records_are_used_and_the_total_is_still_beside_them(
    office: Office,
) -> None:
    office.take(
        meeting("2025-03-13", complete=True), *entered(), *cases("2025-03-13", VERDICTS[:14])
    )
    value = office.figure(PANEL, "heard")
    assert (value.source, value.result.value) == ("records", Known(14))
    assert value.entered is not None
    assert value.entered.result.value == Known(15)
    assert "the records give 14, the entered total is 15" in value.disagreement


def test_a_total_without_any_record_disagrees_with_nothing(office: Office) -> None:
    office.take(meeting("2025-03-13"), *entered())
    value = office.figure(PANEL, "verdicts")
    assert value.disagreement == ""
    assert [(cell.label, cell.value) for cell in value.result.cells] == [
        ("Appropriate with observations", Known(6)),
        (INAPPROPRIATE, Known(4)),
        ("Not recorded", Known(5)),
    ]


def test_of_two_meetings_one_is_entered_and_one_has_records(office: Office) -> None:
    office.take(
        meeting("2025-01-16"),
        meeting("2025-03-13"),
        *entered(),
        *cases("2025-01-16", ["appropriate", "inappropriate"]),
    )
    value = office.figure(PANEL, "verdicts")
    assert value.result.value == Known(17)
    assert value.result.cell("inappropriate") == Known(5)
    assert isinstance(value.result.cell("appropriate"), NotKnown)  # the minutes do not say
    assert value.disagreement == ""
    assert of_panel(office, "heard") == Known(17)


def test_parts_that_differ_are_said_where_the_whole_agrees(office: Office) -> None:
    other = ["with_observations"] * 7 + ["inappropriate"] * 3 + [""] * 5
    office.take(meeting("2025-03-13"), *entered(), *cases("2025-03-13", other))
    assert office.figure(PANEL, "heard").disagreement == ""
    assert office.figure(PANEL, "verdicts").disagreement == (
        "The panel's verdict, Appropriate with observations: the records give 7, the entered "
        "total is 6 (The minutes)."
    )


def test_a_quarters_total_gives_way_when_the_schemes_records_are_complete(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"), visit("Keyham Lane", "2025-01-08"), total(VISITS, "visits", 26)
    )
    assert office.value(VISITS, "visits") == Known(26)
    office.take(complete_from("custody_visiting", "2025-01-01"))
    value = office.figure(VISITS, "visits")
    assert (value.source, value.result.value) == ("records", Known(1))
    assert "the records give 1, the entered total is 26" in value.disagreement


def test_where_a_total_shows_that_records_are_missing_the_others_are_at_least(
    office: Office,
) -> None:
    office.take(
        *suites("Keyham Lane"),
        visit("Keyham Lane", "2025-01-08", in_custody=7, spoke_to=3),
        visit("Keyham Lane", "2025-01-15", in_custody=5, spoke_to=2),
        total(VISITS, "visits", 26),
    )
    compiled = office.compiled()
    why = NotKnown("24 records are not here")
    values = {
        name: compiled.figure(VISITS, name).result.value
        for name in ("in_custody", "safety", "serious", "access_rate", "wait_median")
    }
    assert values == {
        "in_custody": AtLeast(12, 24),
        "safety": why,
        "serious": why,
        "access_rate": why,
        "wait_median": why,
    }
    assert compiled.figure(VISITS, "weeks_covered").result.value == AtLeast(2, 24)
    assert "No serious issues" not in said(compiled)


def test_a_total_alone_lets_nobody_say_that_nothing_was_found(office: Office) -> None:
    office.take(total(VISITS, "visits", 26), total(RECORDS, "reviewed", 20, meeting="2025-02-18"),
        meeting("2025-02-18", "custody_record_review"))  # fmt: skip
    compiled = office.compiled()
    assert "serious" not in said(compiled).lower().replace("serious issues of note", "")
    assert compiled.figure(VISITS, "serious").result.value == NOTHING
    assert compiled.figure(RECORDS, "urgent").result.value == NotKnown("20 records are not here")
    assert compiled.figure(RECORDS, "meetings").result.value == Known(1)


def test_four_quarters_of_totals_make_a_year(office: Office) -> None:
    for number, (start, end) in enumerate(QUARTERS):
        office.take(
            total(REVIEWS, "received", 30 + number, start=start, end=end),
            total(REVIEWS, "days_taken", 20, start=start, end=end),
            total(REVIEWS, "upheld", 2, 10, start=start, end=end),
        )
    compiled = office.compiled("2024-25")
    assert compiled.figure(REVIEWS, "received").result.value == Known(30 + 31 + 32 + 33)
    upheld = compiled.figure(REVIEWS, "upheld").result
    assert (upheld.value, upheld.of) == (Known(8), Known(40))
    assert compiled.figure(REVIEWS, "days_taken").result.value == NotKnown(
        "entered as a total for a part of the period only"
    )


def test_three_quarters_of_totals_and_one_of_records_make_a_year(office: Office) -> None:
    office.take(
        *(total(DOGS, "visits", 3, start=start, end=end) for start, end in QUARTERS[:3]),
        *kennels(),
        kennel_visit("2025-01-09"),
        kennel_visit("2025-02-09"),
    )
    assert office.value(DOGS, "visits", "2024-25") == Known(11)
    assert office.value(DOGS, "visits", "2024-25-to-Q3") == Known(9)


def test_a_year_with_a_quarter_of_which_nothing_is_kept_is_not_known(office: Office) -> None:
    first, second = QUARTERS[0], QUARTERS[2]
    office.take(
        *(total(DOGS, "visits", 3, start=start, end=end) for start, end in (first, second)),
        *kennels(),
        kennel_visit("2025-01-09"),
    )
    assert office.value(DOGS, "visits", "2024-25") == NOTHING


def test_what_is_open_at_the_end_of_the_last_quarter_is_open_at_the_end_of_the_year(
    office: Office,
) -> None:
    office.take(
        *(
            total(REVIEWS, "open_at_end", 4 + number, start=start, end=end)
            for number, (start, end) in enumerate(QUARTERS)
        )
    )
    assert office.value(REVIEWS, "open_at_end", "2024-25") == Known(7)


def test_a_total_over_the_edge_of_a_quarter_says_nothing_about_it(office: Office) -> None:
    office.take(
        *kennels(),
        kennel_visit("2025-01-09"),
        total(DOGS, "visits", 12, start="2024-12-01", end="2025-02-28"),
    )
    assert office.value(DOGS, "visits") == Known(1)


def test_an_empty_desk_knows_nothing_of_2014(office: Office) -> None:
    compiled = office.compiled("2014-04-01..2014-06-30")
    values = [value for section in compiled.sections for value in section.figures.values()]
    assert {value.state for value in values} == {"not_known"}
    assert not re.search(r"\b\d+ (?:visit|case|record|review|meeting)s?\b", said(compiled))


def test_a_scheme_in_use_may_say_nought(office: Office) -> None:
    office.take(review("A", "2024-11-05", "2024-12-01"))
    assert office.value(REVIEWS, "received") == NotKnown(NOTHING_YET)
    assert office.value(REVIEWS, "received", "2024-25-Q2") == NOTHING
    office.take(complete_from("complaint_reviews", "2024-04-01"))
    assert office.value(REVIEWS, "received") == Known(0)
    assert office.value(REVIEWS, "received", "2024-25-Q2") == Known(0)


def test_a_year_in_which_visits_were_not_counted_says_so(office: Office) -> None:
    office.take(
        line("meeting", scheme="out_of_court_resolutions", on_date="2025-05-01", status="held")
    )
    assert of_panel(office, "meetings") == NOTHING
    assert "did not meet" not in said(office.compiled())
    assert of_panel(office, "meetings", "2025-26-Q2") == NotKnown(NO_MEETING_YET)
