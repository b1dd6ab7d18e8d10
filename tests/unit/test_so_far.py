"""A quarter that still goes on is measured by the weeks and months of it that have ended."""

from datetime import date
from pathlib import Path

import pytest

from desktop import clock
from desktop.formlib.amounts import Known, Share
from desktop.returns.periods import quarter
from desktop.returns.so_far import SoFar, so_far
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    DOGS,
    FORMS,
    LATER,
    VISITS,
    Office,
    kennel_visit,
    kennels,
    slot,
    suites,
    visit,
)


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    office = Office(desk, tmp_path)
    office.take(
        *suites("Keyham Lane"),
        slot("one", "Keyham Lane", "2025-01-06"),
        slot("two", "Keyham Lane", "2025-01-13"),
        slot("three", "Keyham Lane", "2025-01-20"),
        visit("Keyham Lane", "2025-01-07", slot="one"),
        visit("Keyham Lane", "2025-01-21", slot="three"),
        *kennels(),
        kennel_visit("2025-01-08"),
    )
    return office


def found(office: Office, on: date) -> dict[tuple[str, str], SoFar]:
    with clock.fixed(LATER), office.desk.read() as session:
        return so_far(session, FORMS, quarter("2024-25-Q4"), on)


@pytest.mark.parametrize(
    ("on", "slots", "weeks", "months"),
    [
        (date(2025, 1, 5), (0, 0), (0, 0), (0, 0)),
        (date(2025, 1, 13), (1, 1), (1, 2), (0, 0)),
        (date(2025, 1, 26), (1, 2), (1, 3), (0, 0)),
        (date(2025, 1, 27), (2, 3), (2, 4), (0, 0)),
        (date(2025, 2, 1), (2, 3), (2, 4), (1, 1)),
        (date(2025, 6, 1), (2, 3), (2, 13), (1, 3)),
    ],
)
def test_only_what_has_ended_is_measured(
    office: Office,
    on: date,
    slots: tuple[int, int],
    weeks: tuple[int, int],
    months: tuple[int, int],
) -> None:
    measured = found(office, on)
    assert {
        (VISITS, "scheduled_met"): slots,
        (VISITS, "weeks_covered"): weeks,
        (DOGS, "months_covered"): months,
        (DOGS, "scheduled_met"): (0, 0),
    } == {
        key: (one.share.numerator.value, one.share.denominator.value)
        for key, one in measured.items()
        if isinstance(one.share.numerator, Known) and isinstance(one.share.denominator, Known)
    }
    assert measured[DOGS, "months_covered"].every == "month"
    assert measured[VISITS, "weeks_covered"] == SoFar(Share(*map(Known, weeks)), "week")


def test_at_the_end_it_is_what_the_return_says(office: Office) -> None:
    compiled = office.compiled()
    for (form, figure), one in found(office, date(2025, 4, 20)).items():
        result = compiled.figure(form, figure).result
        if isinstance(result.value, Known):
            assert (one.share.numerator, one.share.denominator) == (result.value, result.of)
