"""What is found before a return is sent: in a real desk, by the sentence a person reads."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.returns.checks import Finding
from desktop.returns.compiled import Compiled
from desktop.store import models
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    PANEL,
    RECORDS,
    REVIEWS,
    VISITS,
    Line,
    Office,
    cases,
    line,
    meeting,
    opening,
    review,
    suites,
    total,
    visit,
)

SAID = (
    "Visitors were let in quickly on almost every visit this quarter, and staff were helpful and "
    "friendly throughout."
)


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def paragraph(
    text: str, start: str = "2025-01-01", end: str = "2025-03-31", **more: object
) -> Line:
    return line(
        "paragraph",
        **{
            "scheme": "custody_visiting",
            "period_start": start,
            "period_end": end,
            "slot": "commentary",
            "text": text,
            **more,
        },
    )


def found(compiled: Compiled, check: str) -> list[Finding]:
    return [finding for finding in compiled.findings if finding.check == check]


def sentences(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.where}: {finding.sentence}" for finding in findings]


def test_a_quarter_without_anything_to_say_has_nothing_found(office: Office) -> None:
    assert office.compiled().findings == ()


def test_parts_that_are_fewer_than_the_whole_stop_sign_off_until_the_rest_is_stated(
    office: Office,
) -> None:
    on = "2025-03-13"
    office.take(
        meeting(on),
        total(PANEL, "heard", 15, meeting=on),
        total(PANEL, "verdicts", 15, meeting=on),
        total(PANEL, "verdicts", 6, meeting=on, cell="with_observations"),
        total(PANEL, "verdicts", 4, meeting=on, cell="inappropriate"),
    )
    [finding] = found(office.compiled(), "sums")
    assert finding.blocks
    assert finding.sentence == (
        "The parts come to 10 and the total is 15. Say what the other 5 are, even if that is not "
        "recorded."
    )
    office.take(total(PANEL, "verdicts", 5, meeting=on, cell="not_recorded"))
    assert found(office.compiled(), "sums") == []


def test_a_part_or_a_share_cannot_be_more_than_its_whole(office: Office) -> None:
    office.take(
        total(VISITS, "visits", 26),
        total(VISITS, "cut_short", 30),
        total(VISITS, "scheduled_met", 26, 26),
    )
    with office.desk.write("Entered by hand, since no file may say so") as session:
        table = models.EnteredTotal
        session.scalars(select(table).where(table.figure == "scheduled_met")).one().numerator = 28
    assert sentences(found(office.compiled(), "sums")) == [
        (
            "Custody visiting: Of the visits made, cut short of Visits made: The parts come to 30 "
            "and the total is 26. Check the parts and the total."
        ),
        (
            "Custody visiting: Scheduled visits completed: The parts come to 28 and the total is "
            "26. Check the parts and the total."
        ),
    ]


def test_a_breakdown_of_the_very_same_things_must_come_to_as_much(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"),
        total(VISITS, "visits", 26),
        total(VISITS, "visits_by_suite", 24),
        total(VISITS, "visits_by_suite", 24, cell="Keyham Lane"),
    )
    [finding] = found(office.compiled(), "sums")
    assert "Say what the other 2 are" in finding.sentence


def test_parts_that_may_overlap_are_held_against_the_whole_one_by_one(office: Office) -> None:
    reasons = ["R01", "R02", "R06"]
    office.take(
        meeting("2025-03-13", complete=True),
        *(
            {**case, "answers": {**case["answers"], "reasons": reasons}}  # type: ignore[dict-item]
            for case in cases("2025-03-13", ["inappropriate"] * 3)
        ),
    )
    assert found(office.compiled(), "sums") == []


def test_a_balance_that_was_entered_must_come_out(office: Office) -> None:
    office.take(
        opening(12, "2025-01-01"),
        total(REVIEWS, "received", 40),
        total(REVIEWS, "closed", 35),
        total(REVIEWS, "open_at_end", 5),
    )
    [finding] = found(office.compiled(), "sums")
    assert finding.where == "Complaint reviews: Open at the end"
    assert "The parts come to 40 and the total is 52" in finding.sentence


def test_a_paragraph_copied_from_last_quarter_stops_sign_off(office: Office) -> None:
    office.take(
        paragraph(SAID, "2024-10-01", "2024-12-31"),
        paragraph(SAID.replace("this quarter", "this  Quarter,")),
        paragraph("Nothing to report this quarter.", "2024-10-01", "2024-12-31", slot="changes"),
        paragraph("Nothing to report this quarter.", slot="changes"),
    )
    [finding] = found(office.compiled(), "repeated paragraph")
    assert finding.blocks
    assert finding.leads
    assert finding.where == "Custody visiting, commentary"
    assert "what was said for October to December 2024" in finding.sentence


def test_a_paragraph_the_program_wrote_may_repeat_itself(office: Office) -> None:
    office.take(paragraph(SAID, "2024-10-01", "2024-12-31"), paragraph(SAID, typed=False))
    assert found(office.compiled(), "repeated paragraph") == []


@pytest.mark.parametrize(
    "written",
    [
        paragraph("A new area of work will start in the New Year."),
        line(
            "news",
            scheme="custody_visiting",
            on_date="2025-02-01",
            text="A new area of work will start in the New Year.",
        ),
    ],
)
def test_will_start_in_the_new_year_is_caught_in_a_march_report(
    office: Office, written: Line
) -> None:
    office.take(written)
    [finding] = found(office.compiled(), "date has passed")
    assert "will start in the New Year" in finding.sentence
    assert "31 January 2025" in finding.sentence
    assert not finding.blocks


def test_an_open_promise_is_brought_up_and_an_answered_one_is_not(office: Office) -> None:
    promise = line(
        "promise",
        asked_by="Ethics and Transparency Panel",
        asked_on="2025-01-20",
        what="Bring the correct table.",
        due="2025-04-01",
    )
    office.take(
        promise, {**promise, "what": "Done.", "status": "answered", "answer": "It was brought."}
    )
    assert sentences(found(office.compiled(), "promise")) == [
        (
            "Asked by the Ethics and Transparency Panel: Promised for 1 April 2025: Bring the "
            "correct table. Say if it was done."
        )
    ]
    assert found(office.compiled(on=date(2025, 4, 1)), "promise") == []


def test_what_was_coming_up_is_asked_about_in_the_next_quarter(office: Office) -> None:
    office.take(
        line("event", scheme="animal_welfare", on_date="2025-06-10", title="Training of visitors")
    )
    assert found(office.compiled(), "promise") == []
    [finding] = found(office.compiled("2025-26-Q1", on=date(2025, 7, 15)), "promise")
    assert finding.sentence == (
        "Promised for 10 June 2025: Training of visitors. Say if it was done."
    )


def test_a_rating_without_what_would_make_it_green_is_named_and_not_printed(
    office: Office,
) -> None:
    rating = line(
        "rating",
        scheme="custody_visiting",
        start="2025-01-01",
        end="2025-03-31",
        wording="Amber",
        reason="Two weeks were missed.",
        evidence="",
    )
    office.take(rating)
    compiled = office.compiled()
    assert compiled.ratings == ()
    [finding] = found(compiled, "rating")
    assert finding.sentence == (
        "The rating “Amber” is not printed: write the evidence and what would make it green."
    )


def test_records_and_totals_that_differ_are_listed(office: Office) -> None:
    office.take(
        meeting("2025-02-18", "custody_record_review"),
        total(RECORDS, "reviewed", 20, meeting="2025-02-18"),
        line("record", form=RECORDS, meeting="2025-02-18", answers={"record_ref": "A"}),
    )
    [finding] = found(office.compiled(), "disagreement")
    assert "the records give 1, the entered total is 20" in finding.sentence
    assert not finding.blocks


def test_reports_to_follow_and_visits_not_finished_are_listed(office: Office) -> None:
    stub: Line = {"suite": "Keyham Lane", "visit_on": "2025-03-30", "went_ahead": "yes"}
    office.take(
        *suites("Keyham Lane"),
        line("stub", form=VISITS, answers=stub),
        visit("Keyham Lane", "2025-03-12", status="draft"),
        visit("Keyham Lane", "2025-03-13", status="open"),
        visit("Keyham Lane", "2025-04-02", status="open"),
        review("A", "2025-03-04"),
    )
    compiled = office.compiled()
    assert sentences(found(compiled, "reports to follow")) == [
        "Custody visiting: 1 report has not come yet. Its visit counts; what was seen does not."
    ]
    assert sentences(found(compiled, "not finished")) == [
        (
            "Custody visiting: 2 records of the kind “Custody visit” of this period are not "
            "finished and do not count."
        )
    ]


def test_a_meeting_of_which_nobody_said_whether_it_was_held_is_named(office: Office) -> None:
    office.take({**meeting("2025-02-18"), "status": "planned"})
    assert sentences(found(office.compiled(), "meeting")) == [
        (
            "Out-of-court resolutions: The meeting of 18 February 2025 is planned still. Say if it "
            "was held."
        )
    ]


def test_small_numbers_of_people_are_named_for_the_public_edition(office: Office) -> None:
    office.take(
        *suites("Keyham Lane"), visit("Keyham Lane", "2025-01-08", in_custody=9, children=2)
    )
    [finding] = found(office.compiled(), "small numbers")
    assert finding.sentence.startswith("Numbers of people under 5 stay out of the public edition: ")
    assert "Children in custody when visitors came" in finding.sentence
    assert finding.figure == f"{VISITS}/"


def test_dates_left_from_the_last_report_are_named(office: Office) -> None:
    office.take(
        line("setting", key="report_on", value="2025-01-20"),
        line("setting", key="meeting_on", value="2025-06-09"),
    )
    assert [one.sentence for one in found(office.compiled(), "cover")] == [
        "The report's date, 20 January 2025, lies before the end of the period. Check it."
    ]


def test_a_quarter_that_is_not_over_says_up_to_when_its_data_go(office: Office) -> None:
    [finding] = found(office.compiled(on=date(2025, 2, 20)), "cover")
    assert finding.sentence == (
        "The day up to which the data go, 20 February 2025, lies before the end of the period. "
        "Check it."
    )


def test_each_finding_leads_to_what_it_was_found_in(office: Office) -> None:
    stub: Line = {"suite": "Keyham Lane", "visit_on": "2025-03-30", "went_ahead": "yes"}
    office.take(
        *suites("Keyham Lane"),
        line("stub", id="a-stub", form=VISITS, answers=stub),
        visit("Keyham Lane", "2025-03-12", status="draft", id="a-draft"),
        visit("Keyham Lane", "2025-01-08"),
        {**meeting("2025-02-18"), "status": "planned", "id": "a-meeting"},
        line("setting", key="report_on", value="2025-01-20"),
        {
            **line("event", scheme="animal_welfare", on_date="2025-02-10", title="Training"),
            "id": "an-event",
        },
        line("promise", id="a-promise", asked_by="Panel", asked_on="2025-01-20", what="A table"),
        {**paragraph("It will start in the New Year."), "id": "a-paragraph"},
        total(VISITS, "visits", 9),
        total(VISITS, "cut_short", 30),
    )
    leads = {(one.check, one.behind, one.figure, one.setting) for one in office.compiled().findings}
    assert leads == {
        ("sums", (), f"{VISITS}/cut_short", ""),
        ("reports to follow", ("a-stub",), "", ""),
        ("not finished", ("a-draft",), "", ""),
        ("meeting", ("a-meeting",), "", ""),
        ("cover", (), "", "report_on"),
        ("promise", ("an-event",), "", ""),
        ("promise", ("a-promise",), "", ""),
        ("date has passed", ("a-paragraph",), "", ""),
        ("disagreement", (), f"{VISITS}/visits", ""),
        ("disagreement", (), f"{VISITS}/cut_short", ""),
    }


def test_news_that_has_grown_old_leads_to_its_line(office: Office) -> None:
    text = "A new area of work will start in the New Year."
    office.take(
        line("news", id="n", scheme="custody_visiting", on_date="2025-02-01", text=text),
        line(
            "promise",
            id="p",
            asked_by="Panel",
            asked_on="2025-01-20",
            what="A table",
            status="not_stated",
            answer="It will come in the New Year.",
        ),
    )
    assert {one.behind for one in found(office.compiled(), "date has passed")} == {("n",), ("p",)}
