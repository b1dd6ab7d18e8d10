from datetime import date

import pytest

from desktop.records.recommendations import Recommendation, tracker
from desktop.ui.pages.recommendations import RecommendationsPage
from tests.qt.registers import (
    cells,
    complaints,
    do,
    fill,
    offered,
    open_entry,
    press,
    show_view,
    words,
)
from tests.qt.stage import Stage

PANEL = "custody_record_review"
NEW = {"scheme": PANEL, "to": "Custody Inspector", "on": "2025-06-01", "count": 1}


@pytest.fixture
def page(office: Stage) -> RecommendationsPage:
    made = office.show(RecommendationsPage)
    assert isinstance(made, RecommendationsPage)
    return made


def stored(stage: Stage, text: str) -> Recommendation:
    with stage.desk.read() as session:
        lines = tracker(session, statuses=("open", "closed", "came_back"))
    return next(one for one in lines if one.text == text)


def test_what_is_not_stated_is_said_and_never_filled_in(page: RecommendationsPage) -> None:
    assert ["18 February 2025", "7 of them, text not stated", "Custody Inspector"] in [
        row[:3] for row in cells(page)
    ]
    open_entry(page, "7 of them, text not stated")
    assert "Not stated" in words(page)


def test_a_recommendation_goes_from_its_reply_to_its_evidence(
    page: RecommendationsPage, office: Stage
) -> None:
    do(
        page,
        "Add a recommendation",
        {**NEW, "text": "Dim the lights at night", "due": "2025-06-05"},
    )
    show_view(page, "Past their day")
    assert [row[1] for row in cells(page)] == ["Dim the lights at night"]
    open_entry(page, "Dim the lights at night")
    do(page, "Enter the reply", {"reply": "accepted", "on": "2025-06-08", "text": "In July."})
    press(page, "Close it")
    banner = office.view.banner.accessibleName()
    assert "It was accepted, but nothing shows yet that it was done." in banner
    do(page, "Enter evidence", {"text": "Seen on the visit of 8 June", "on": "2025-06-08"})
    do(page, "It was reported", {"on": "2025-06-09"})
    press(page, "Close it")
    now = stored(office, "Dim the lights at night")
    assert (now.status, now.reply, now.reported_on) == ("closed", "accepted", date(2025, 6, 9))
    assert "Open it again" in offered(page)


def test_one_line_stands_for_several_only_without_a_text(page: RecommendationsPage) -> None:
    press(page, "Add a recommendation")
    fill(page, {**NEW, "text": "Dim the lights", "count": 3})
    press(page, "Save")
    assert "Each recommendation has a line of its own." in complaints(page)
    press(page, "Cancel")


def test_a_later_one_says_again_what_an_earlier_one_said(
    page: RecommendationsPage, office: Stage
) -> None:
    do(page, "Add a recommendation", {**NEW, "text": "Dim the lights"})
    again = {**NEW, "text": "Dim the lights, as before", "on": "2025-06-08"}
    do(page, "Add a recommendation", again)
    earlier = stored(office, "Dim the lights")
    open_entry(page, "Dim the lights, as before")
    do(page, "It says again what an earlier one said", {"earlier": earlier.id})
    assert stored(office, "Dim the lights").status == "came_back"
    show_view(page, "All")
    press(page, "Back to the list")
    assert "Came back" in next(row for row in cells(page) if row[1] == "Dim the lights")


def test_a_line_leads_to_its_meeting_and_to_its_record(
    page: RecommendationsPage, office: Stage
) -> None:
    open_entry(page, "7 of them, text not stated")
    press(page, "Open the meeting")
    press(page, "Back to the list")
    open_entry(page, "The published report does not give the text.")
    press(page, "Open the record")
    assert [key for key, _, _ in office.gone] == ["meetings", "reading"]
