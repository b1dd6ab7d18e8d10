"""Themes for the panel: only where two cases or more stand behind one."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.report.summary.build import summary_pdf
from desktop.store.desk import Desk
from tests.unit.pdfcheck import read_back
from tests.unit.quarterdesk import PANEL, Line, Office, line, meeting
from tests.unit.samplequarter import compiled

MET = "2025-03-13"


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def case(number: int, theme: str, on: str = MET) -> Line:
    answers = {"case_ref": f"{on}-{number}", "cohort": "youth", "theme_for_panel": "yes"}
    return line("record", form=PANEL, meeting=on, answers={**answers, "theme": theme})


def issue(id: str, topic: str, on: str = "2025-02-04", scheme: str = "custody_visiting") -> Line:
    return line(
        "issue", id=id, scheme=scheme, raised_on=on, topic=topic, what="Seen", sorted="not_known"
    )


def recommended(id: str, on: str, text: str, **more: object) -> Line:
    return line(
        "recommendation",
        id=id,
        scheme="custody_record_review",
        made_on=on,
        text=text,
        **more,
    )


def test_a_theme_that_two_cases_name_is_suggested_and_one_that_one_names_is_not(
    office: Office,
) -> None:
    office.take(
        meeting(MET),
        meeting("2025-02-06"),
        meeting("2024-12-12"),
        case(1, "delay in asking victims"),
        case(2, " Delay in  asking victims "),
        case(1, "Delay in asking victims", "2025-02-06"),
        case(3, "Knives"),
        case(1, "Knives", "2024-12-12"),
    )
    assert office.compiled().themes == (
        "Delay in asking victims: 3 cases (Out-of-court resolutions), last seen on 13 March 2025.",
    )


def test_a_theme_that_was_taken_back_or_only_planned_is_not_suggested(office: Office) -> None:
    off = case(2, "Knives")
    assert isinstance(off["answers"], dict)
    office.take(
        meeting(MET),
        {**meeting("2025-03-20"), "status": "planned"},
        case(1, "Knives"),
        {**off, "answers": {**off["answers"], "theme_for_panel": "no"}},
        case(1, "Knives", "2025-03-20"),
    )
    assert office.compiled().themes == ()


def test_issues_about_one_topic_make_a_theme_where_several_schemes_saw_them(
    office: Office,
) -> None:
    own = line("list_edit", list="dog_topic", code="clean", label="clean")
    office.take(
        {**own, "attributes": {"issue_class": "kennels"}},
        *(issue(id_, "clean") for id_ in "ab"),
        issue("c", "something_else"),
        issue("d", "something_else", scheme="animal_welfare"),
    )
    assert office.compiled().themes == ()
    office.take(issue("e", "clean", "2025-03-30", "animal_welfare"))
    assert office.compiled().themes == (
        "Clean: 3 cases (Custody visiting and Animal welfare), last seen on 30 March 2025.",
    )


def test_a_recommendation_made_again_is_a_theme_with_the_number_of_times(office: Office) -> None:
    text = "Give every child an appropriate adult within the hour."
    office.take(
        recommended("one", "2024-06-01", text, status="came_back"),
        recommended("two", "2024-11-01", "As in June.", status="came_back", repeat_of="one"),
        recommended("three", "2025-02-18", text, repeat_of="two"),
        recommended("other", "2025-02-18", "Dim the lights."),
    )
    assert office.compiled().themes == (
        (
            "Give every child an appropriate adult within the hour: recommended 3 times "
            "(Custody records), last on 18 February 2025."
        ),
    )
    assert office.compiled("2024-25-Q3").themes == (
        "As in June: recommended 2 times (Custody records), last on 1 November 2024.",
    )
    assert office.compiled("2025-26-Q1").themes == ()


def test_the_report_prints_its_themes_and_no_heading_without_one(
    office: Office, tmp_path: Path
) -> None:
    heading = "Themes we suggest for the panel"

    def printed() -> str:
        path = tmp_path / "summary.pdf"
        path.write_bytes(summary_pdf(office.compiled()).content)
        return " ".join(words for _, words in read_back(path))

    office.take(meeting(MET), case(1, "Knives"))
    assert heading not in printed()
    office.take(case(2, "Knives"))
    assert heading in printed()
    assert "Knives: 2 cases (Out-of-court resolutions), last seen on 13 March 2025." in printed()


def test_the_sample_quarter_has_room_for_its_themes_on_eight_pages() -> None:
    themes = (
        "Delay in asking victims: 3 cases (Out-of-court resolutions), last seen on 13 March 2025.",
        "Clean: 3 cases (Custody visiting and Animal welfare), last seen on 30 March 2025.",
    )
    made = summary_pdf(replace(compiled(), themes=themes))
    assert (made.pages, made.warnings) == (8, ())
