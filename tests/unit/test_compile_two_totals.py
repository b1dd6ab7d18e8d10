"""Totals that contradict each other: both are said with their sources, and which one is used."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.formlib.amounts import Known
from desktop.returns.checks import Finding
from desktop.returns.compiled import Compiled
from desktop.store import models
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    PANEL,
    VISITS,
    Office,
    complete_from,
    meeting,
    suites,
    total,
    visit,
)


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def found(compiled: Compiled, check: str) -> list[Finding]:
    return [finding for finding in compiled.findings if finding.check == check]


def test_two_totals_for_the_same_are_both_said_with_which_one_is_used_and_why(
    office: Office,
) -> None:
    office.take(total(VISITS, "visits", 26, id="z", source="The annual report"))
    with office.desk.write("Entered long ago") as session:
        session.get_one(models.EnteredTotal, "z").entered_at = datetime(2025, 4, 1, tzinfo=UTC)
    office.take(total(VISITS, "visits", 24, id="a", entered_by="Ann"))
    compiled = office.compiled()
    [finding] = found(compiled, "two totals")
    assert finding.where == "Custody visiting: Visits made"
    assert finding.sentence == (
        "Visits made, January to March 2025: the totals entered differ, 26 (The annual report) and "
        "24 (The minutes, entered by Ann). Used is 24, because it was entered last."
    )
    assert finding.figure == f"{VISITS}/visits"
    assert not finding.blocks
    section = next(one for one in compiled.sections if one.form == VISITS)
    assert section.figures["visits"].result.value == Known(24)
    entered = section.figures["visits"].entered
    assert entered is not None
    assert entered.source == "The minutes"
    assert finding.sentence in section.remarks


def test_of_two_totals_that_came_together_none_is_called_the_later_one(office: Office) -> None:
    office.take(total(VISITS, "visits", 26, source="A"), total(VISITS, "visits", 24, source="B"))
    compiled = office.compiled()
    [finding] = found(compiled, "two totals")
    value = compiled.figure(VISITS, "visits").result.value
    assert isinstance(value, Known)
    assert f"Used is {value.value}, but they came together" in finding.sentence


def test_two_totals_that_say_the_same_are_no_contradiction(office: Office) -> None:
    office.take(total(VISITS, "visits", 26, source="A"), total(VISITS, "visits", 26, source="B"))
    assert found(office.compiled(), "two totals") == []


def test_of_contradicting_totals_that_gave_way_to_records_none_is_used(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        complete_from("custody_visiting", "2025-01-01"),
        visit("Keyham Lane", "2025-01-08"),
        total(VISITS, "visits", 26, source="A"),
        total(VISITS, "visits", 24, source="B"),
    )
    [finding] = found(office.compiled(), "two totals")
    assert finding.sentence.endswith("None is used: the figure is counted from its records.")


def test_parts_of_a_breakdown_that_contradict_each_other_are_named(office: Office) -> None:
    on = "2025-03-13"
    office.take(
        meeting(on),
        total(PANEL, "verdicts", 6, meeting=on, cell="inappropriate", source="A"),
        total(PANEL, "verdicts", 4, meeting=on, cell="inappropriate", source="B"),
    )
    [finding] = found(office.compiled(), "two totals")
    assert "at the meeting" not in finding.sentence
    assert "the meeting of 13 March 2025: the totals entered differ" in finding.sentence


def test_totals_of_meetings_that_come_to_more_than_that_of_the_quarter_are_said(
    office: Office,
) -> None:
    office.take(
        meeting("2025-02-13"),
        meeting("2025-03-13"),
        total(PANEL, "heard", 15, source="The report"),
        total(PANEL, "heard", 9, meeting="2025-02-13", source="A"),
        total(PANEL, "heard", 8, meeting="2025-03-13", source="B"),
    )
    compiled = office.compiled()
    [finding] = found(compiled, "two totals")
    assert finding.sentence == (
        "Cases looked at: the total entered is 15 (The report), and its parts come to 17: 9 at the "
        "meeting of 13 February 2025 (A) and 8 at the meeting of 13 March 2025 (B). Used is 15, "
        "because it is the total of the whole time."
    )
    assert compiled.figure(PANEL, "heard").result.value == Known(15)


def test_of_totals_for_a_month_that_differ_none_is_used_where_the_quarter_has_one(
    office: Office,
) -> None:
    first, last = "2025-02-01", "2025-02-28"
    office.take(
        total(VISITS, "visits", 26),
        total(VISITS, "visits", 8, source="A", start=first, end=last),
        total(VISITS, "visits", 9, source="B", start=first, end=last),
    )
    [finding] = found(office.compiled(), "two totals")
    assert finding.sentence.endswith("None is used: a total of a longer time stands for it.")
