"""A figure beside its past: what is compared, what is not and why, and what the run is called."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.formlib.amounts import Known
from desktop.formlib.model import Figure
from desktop.returns.beside import nature_of
from desktop.returns.compare import Comparison
from desktop.returns.compiling import compile_return
from desktop.returns.periods import quarter
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    DOGS,
    FORMS,
    PANEL,
    REVIEWS,
    VISITS,
    Office,
    cases,
    line,
    meeting,
    review,
    suites,
    total,
    visit,
)


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def beside(office: Office, form: str, id: str, period: str = "2024-25-Q4") -> Comparison:
    found = office.figure(form, id, period).comparison
    assert found is not None
    return found


def test_the_run_before_a_quarter_is_of_quarters_and_before_a_year_of_years(office: Office) -> None:
    office.take(
        total(REVIEWS, "received", 37, start="2024-10-01", end="2024-12-31"),
        total(REVIEWS, "received", 130, start="2023-04-01", end="2024-03-31"),
    )
    assert beside(office, REVIEWS, "received").run == "37 in 1 of the 8 quarters before"
    assert beside(office, REVIEWS, "received", "2024-25").run == "130 in 1 of the 8 years before"


def test_a_quarter_counted_from_records_stands_beside_the_next(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        visit("Keyham Lane", "2024-11-06", in_custody=4),
        visit("Keyham Lane", "2025-01-08", in_custody=6),
    )
    value = office.figure(VISITS, "in_custody")
    assert value.previous == Known(4)
    assert value.same_last_year is None
    assert [held for _, held in value.history][-2:] == [None, Known(4)]


def test_panels_with_different_themes_are_not_compared_and_why_is_said(office: Office) -> None:
    office.take(
        meeting("2024-11-14", theme="Hate crime"),
        meeting("2025-03-13", theme="Shoplifting"),
        *cases("2024-11-14", ["appropriate"] * 20),
        *cases("2025-03-13", ["inappropriate"] * 20),
    )
    found = beside(office, PANEL, "inappropriate")
    assert found.previous.text == (
        "not compared with October to December 2024: its theme was Hate crime, and now it is "
        "Shoplifting"
    )
    assert found.previous.arrow == ""
    assert found.run == "none of the quarters before compares"
    heard = beside(office, PANEL, "heard").previous
    assert heard.text == "the same as in October to December 2024 (20)"


def test_panels_with_the_same_theme_or_none_are_compared(office: Office) -> None:
    office.take(
        meeting("2024-11-14"),
        meeting("2025-03-13"),
        *cases("2024-11-14", ["appropriate"] * 20),
        *cases("2025-03-13", ["inappropriate"] * 20),
    )
    found = beside(office, PANEL, "inappropriate").previous
    assert found.text.startswith("100 percentage points higher than in October to December 2024")


def test_a_theme_beside_a_quarter_without_a_meeting_of_ours_is_not_compared(
    office: Office,
) -> None:
    office.take(
        meeting("2025-03-13", theme="Shoplifting"),
        *cases("2025-03-13", ["inappropriate"] * 20),
        total(PANEL, "inappropriate", 3, 20, start="2024-10-01", end="2024-12-31"),
    )
    assert beside(office, PANEL, "inappropriate").previous.text == (
        "not compared with October to December 2024: its theme is not known"
    )


@pytest.mark.parametrize(
    ("form", "id", "nature"),
    [
        (VISITS, "visits", "count"),
        (VISITS, "issues", "count"),
        (VISITS, "in_custody", "measure"),
        (VISITS, "hours", "measure"),
        (VISITS, "wait_median", "measure"),
        (VISITS, "open_issues", "exact"),
        (VISITS, "visitors_active", "exact"),
        (VISITS, "visitors_joined", "count"),
        (REVIEWS, "open_at_end", "exact"),
        (REVIEWS, "oldest_open", "exact"),
        (REVIEWS, "categories", "measure"),
        (REVIEWS, "accepted", "measure"),
        (DOGS, "different_dogs", "measure"),
    ],
)
def test_what_a_change_means_goes_by_what_is_counted(form: str, id: str, nature: str) -> None:
    assert nature_of(FORMS[form].figures[id]) == nature


def test_a_person_in_two_schemes_counts_once_where_a_figure_is_over_both(office: Office) -> None:
    form = FORMS[DOGS]
    both = Figure(
        id="all_volunteers",
        label="Volunteers of both schemes",
        how="built_in",
        what="people",
        arguments={"status": ["active"], "schemes": ["animal_welfare", "custody_visiting"]},
    )
    forms = {DOGS: replace(form, figures={**form.figures, both.id: both})}
    places = [
        {"scheme": scheme, "status": "active", "start": "2024-01-01"}
        for scheme in ("animal_welfare", "custody_visiting")
    ]
    person = line("person", name="Ann", kind="volunteer")
    office.take(
        {**person, "memberships": places},
        {**person, "name": "Ben", "memberships": places[:1]},
        {**person, "name": "Cat", "memberships": [{**places[1], "status": "interest"}]},
    )
    with office.desk.read() as session:
        compiled = compile_return(session, forms, quarter("2024-25-Q4"))
    assert compiled.figure(DOGS, "all_volunteers").result.value == Known(2)
    assert compiled.figure(DOGS, "active").result.value == Known(2)


def test_a_review_counted_in_a_quarter_that_was_never_signed_is_its_past(office: Office) -> None:
    office.take(review("A", "2024-11-05"), review("B", "2025-01-05"), review("C", "2025-01-06"))
    assert beside(office, REVIEWS, "received").previous.text == (
        "1 more than in October to December 2024 (1), too few to tell"
    )
