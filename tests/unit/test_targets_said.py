"""What was due is said as the targets in force say it."""

from pathlib import Path

import pytest

from desktop.store.desk import Desk
from tests.unit.quarterdesk import DOGS, VISITS, Line, Office, kennels, line, suites

DUE = "Each operational custody suite is due at least"


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def target(count: int, start: str, **more: object) -> Line:
    return line(
        "target",
        **{"scheme": "custody_visiting", "count": count, "every": "week", "start": start, **more},
    )


def due(office: Office, form: str = VISITS) -> tuple[str, ...]:
    return next(one.due for one in office.compiled().sections if one.form == form)


def test_the_target_in_force_is_said_and_who_set_it(office: Office) -> None:
    office.take(target(2, "2020-01-01", national_or_local="local"))
    assert due(office) == (f"{DUE} two visits a week (local target).",)


def test_a_place_with_a_target_of_its_own_is_named(office: Office) -> None:
    office.take(
        *suites("Keyham Lane", "Euston Street"),
        target(2, "2024-01-01", place="Keyham Lane", every="month"),
    )
    assert due(office) == (
        f"{DUE} one visit a week.",
        "Keyham Lane is due at least two visits a month.",
    )


def test_a_target_that_changed_in_the_quarter_is_said_with_its_days(office: Office) -> None:
    office.take(
        target(3, "2019-01-01", end="2019-12-31"),
        target(1, "2020-01-01"),
        target(2, "2025-02-15", end="2025-03-20"),
    )
    [said] = due(office)
    assert said == (
        f"{DUE} one visit a week until 14 February 2025 and two visits a week from "
        "15 February 2025 until 20 March 2025."
    )


def test_without_a_target_nothing_is_said_to_be_due(office: Office) -> None:
    assert due(office) == ()
    office.take(target(1, "2025-04-01"))
    assert due(office) == ()


def test_the_kennels_are_due_what_their_target_says(office: Office) -> None:
    office.take(*kennels())
    assert due(office, DOGS) == ("The Dog Unit kennels are due at least one visit a month.",)
