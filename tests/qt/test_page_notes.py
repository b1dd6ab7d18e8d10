from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from sqlalchemy import select

from desktop.records.events import events, news
from desktop.records.meetings import meetings
from desktop.records.paragraphs import paragraphs
from desktop.records.promises import promises
from desktop.records.ratings import ratings
from desktop.records.totals import Part, Where, enter_total, total_for
from desktop.store.ids import new_id
from desktop.store.models import EnteredTotal
from desktop.ui.fields.choice import ListField
from desktop.ui.pages.notes.page import NotesPage
from desktop.ui.parts.dialogs import Dialog
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
from tests.qt.stage import SCHEME, Stage, settle

VISIT = "custody_visit"
QUARTER = (date(2025, 1, 1), date(2025, 3, 31))


def shown(stage: Stage, register: str, subject: str = "") -> NotesPage:
    page = stage.show(NotesPage, subject, register)
    assert isinstance(page, NotesPage)
    return page


@pytest.mark.parametrize(
    ("register", "add"),
    [
        ("Totals", "Enter a total"),
        ("Words", "Write a paragraph"),
        ("News", "Add news"),
        ("Events", "Add an event"),
        ("Promises", "Add what was asked"),
        ("Balances", "Enter a balance"),
    ],
)
def test_each_register_is_read_and_offers_what_can_be_added_to_it(
    office: Stage, register: str, add: str
) -> None:
    page = shown(office, register)
    assert cells(page)
    assert offered(page) == [add]


def test_a_total_is_entered_with_its_source_and_taken_back(office: Stage) -> None:
    page = shown(office, "Totals")
    press(page, "Enter a total")
    fill(page, {"figure": f"{VISIT}/requests_done", "when": "2024-25-Q4", "value": 5, "of": 3})
    press(page, "Save")
    assert "Where is it from?" in complaints(page)
    fill(page, {"source": "Minutes of April"})
    press(page, "Save")
    assert "5 of 3 cannot be." in complaints(page)
    fill(page, {"of": 9})
    press(page, "Save")
    where = Where(VISIT, "requests_done", *QUARTER)
    with office.desk.read() as session:
        [kept] = total_for(session, where)
    assert (kept.numerator, kept.denominator, kept.source) == (5, 9, "Minutes of April")
    open_entry(page, "5 of 9")
    do(page, "Correct it", {"value": {"unknown": "not_known"}})
    assert "not known" in words(page)
    press(page, "Remove it")
    answer(page, "Remove it")
    with office.desk.read() as session:
        assert total_for(session, where) == ()


def answer(page: NotesPage, text: str) -> None:
    """Press a button of the dialog that asks."""
    [dialog] = page.findChildren(Dialog)
    next(one for one in dialog.findChildren(QPushButton) if one.text() == text).click()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()


def test_a_total_of_a_meeting_has_parts(office: Stage) -> None:
    page = shown(office, "Totals")
    form = next(f for f in office.view.forms.values() if f.scheme == "out_of_court_resolutions")
    with office.desk.read() as session:
        [meeting] = meetings(session, form.scheme)
        [other] = meetings(session, "custody_record_review")
    press(page, "Enter a total")
    total = {"figure": f"{form.id}/verdicts", "value": 15, "source": "Minutes"}
    fill(page, {**total, "when": f"meeting:{other.id}"})
    press(page, "Save")
    assert "That meeting looked at other cases." in complaints(page)
    fill(page, {"when": f"meeting:{meeting.id}"})
    press(page, "Save")
    open_entry(page, "Meeting of 13 March 2025")
    rows = [{"id": "a", "part": "inappropriate", "value": 4}, {"id": "b", "part": "appropriate"}]
    do(page, "Enter its parts", {"parts": rows})
    with office.desk.read() as session:
        kept = total_for(session, Where(form.id, "verdicts", meeting_id=meeting.id))
    assert {(one.cell, one.numerator) for one in kept} == {
        ("", 15),
        ("inappropriate", 4),
        ("appropriate", None),
    }


def test_words_for_a_quarter_are_written_changed_and_removed(office: Stage) -> None:
    page = shown(office, "Words")
    new = {"when": "2024-25-Q4", "slot": "commentary", "scheme": SCHEME}
    do(page, "Write a paragraph", {**new, "text": "A quiet quarter."})
    open_entry(page, "A quiet quarter.")
    do(page, "Change it", {"text": "A quiet quarter, with one exception."})
    with office.desk.read() as session:
        [kept] = paragraphs(session, *QUARTER, scheme=SCHEME, slot="commentary")
    assert (kept.text, kept.author, kept.typed) == (
        "A quiet quarter, with one exception.",
        "Sample",
        True,
    )
    press(page, "Remove it")
    answer(page, "Leave it as it is")
    assert "with one exception" in words(page)
    press(page, "Remove it")
    answer(page, "Remove it")
    with office.desk.read() as session:
        assert paragraphs(session, *QUARTER, scheme=SCHEME, slot="commentary") == ()


def test_news_and_events_are_added_and_an_event_is_answered(office: Stage) -> None:
    page = shown(office, "News")
    do(page, "Add news", {"scheme": SCHEME, "on": "2025-02-01", "text": "A new suite opens."})
    page.show_register("Events")
    page.refresh()
    settle()
    do(page, "Add an event", {"scheme": SCHEME, "on": "2025-06-01", "text": "Open evening"})
    open_entry(page, "Open evening")
    do(page, "Did it take place?", {"happened": "yes"})
    with office.desk.read() as session:
        assert "A new suite opens." in [one.text for one in news(session, *QUARTER)]
        [event] = events(session, date(2025, 6, 1), date(2025, 6, 1))
    assert event.happened == "yes"


def test_what_a_panel_asked_is_answered(office: Stage) -> None:
    with office.desk.read() as session:
        [asked] = promises(session, open_only=True)
    page = shown(office, "Promises", asked.id)
    press(page, "Enter the answer")
    fill(page, {"status": "answered"})
    press(page, "Save")
    assert "Write the answer." in complaints(page)
    fill(page, {"text": "Two letters were sent."})
    press(page, "Save")
    with office.desk.read() as session:
        assert promises(session, open_only=True) == ()
    press(page, "Back to the list")
    show_view(page, "Open")
    assert cells(page) == []


def test_a_balance_may_be_not_known(office: Stage) -> None:
    page = shown(office, "Balances")
    assert cells(page) == [["Complaint reviews", "1 January 2025", "not known"]]
    open_entry(page, "not known")
    do(page, "Correct it", {"value": 12, "source": "Case system"})
    press(page, "Back to the list")
    assert cells(page)[0][2] == "12"


def test_a_scheme_is_rated_with_its_reasons_and_the_last_rating_beside(office: Stage) -> None:
    page = shown(office, "Ratings")
    assert {row[0] for row in cells(page)} == {"January to March 2025"}
    assert [row[2] for row in cells(page) if row[1].startswith("Animal")] == ["no rating yet"]
    show_view(page, "All")
    open_entry_of(page, "April to June 2025", "Independent custody visiting")
    assert "On track (January to March 2025): All 26 scheduled visits were made" in words(page)
    press(page, "Rate it")
    fill(page, {"wording": "At risk", "reason": "One week had no visit.", "green": "No such week."})
    press(page, "Save")
    assert "What is the evidence?: Answer this question" in complaints(page)
    fill(page, {"evidence": "12 of 13 suite-weeks"})
    press(page, "Save")
    assert "One week had no visit." in words(page)
    with office.desk.read() as session:
        [kept] = [one for one in ratings(session) if one.start == date(2025, 4, 1)]
    assert (kept.scheme, kept.wording, kept.evidence) == (SCHEME, "At risk", "12 of 13 suite-weeks")
    do(page, "Change it", {"wording": "Not rated", "reason": "The figures are not there yet."})
    assert "Not rated" in words(page)
    press(page, "Remove it")
    answer(page, "Remove it")
    assert "no rating yet" in words(page)


def open_entry_of(page: NotesPage, *texts: str) -> None:
    """Open the row that has all of these texts."""
    row = next(row for row, found in enumerate(cells(page)) if set(texts) <= set(found))
    table = page.now.list.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle()


def test_the_registers_are_chosen_from_a_list(office: Stage) -> None:
    page = shown(office, "Totals")
    [choice] = [one for one in page.findChildren(ListField) if one.question.ask == "Show"]
    combo = choice.findChildren(QComboBox)[0]
    combo.setCurrentIndex(combo.findText("News"))
    combo.activated.emit(combo.currentIndex())
    settle()
    assert offered(page) == ["Add news"]
    combo.setCurrentIndex(0)  # "Choose…"
    combo.activated.emit(0)
    assert choice.value() == "News"


def test_a_total_entered_before_stands_beside_the_one_that_is_used(office: Stage) -> None:
    where = Where(VISIT, "requests_done", *QUARTER)
    with office.desk.write("Prepared a test") as session:
        enter_total(session, where, (Part("", 5),), source="Minutes", who="Ann")
        one = session.scalars(select(EnteredTotal).where(EnteredTotal.source == "Minutes")).one()
        one.entered_at = datetime(2025, 4, 1, tzinfo=UTC)
        more = {"form": VISIT, "figure": "requests_done", "start": QUARTER[0], "end": QUARTER[1]}
        session.add(EnteredTotal(id=new_id(), numerator=7, source="A letter", **more))
    page = shown(office, "Totals")
    open_entry(page, "7")
    assert "Entered before, not used\n5 (Minutes)" in words(page)
    do(page, "Correct it", {"value": 6})
    with office.desk.read() as session:
        assert [row.numerator for row in total_for(session, where)] == [6]
