"""Every kind of record: the five that ship, and one that nobody who wrote this page has seen."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop import clock, paths
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.records.drafts import new_draft
from desktop.records.hearings import add_case
from desktop.records.meetings import About, plan_meeting
from desktop.records.office import office_on
from desktop.records.places import add_place
from desktop.records.record import record
from desktop.store.desk import Desk
from desktop.store.models import Record
from desktop.store.settings import set_setting
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Look
from desktop.ui.pages.editor.page import EditorPage
from tests.qt import desks, hands
from tests.qt.typist import begin, checking, editor, put

NOW = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
CASE = "out_of_court_resolution_review"


@pytest.fixture(autouse=True)
def _evening() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def office_desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.new_desk(tmp_path / "desks" / "Office", role="coordinator") as made:
        yield made


@pytest.fixture
def window(
    qtbot: QtBot,
    look: Look,
    settings: QSettings,
    office_desk: Desk,
    forms: Mapping[str, Form],
) -> DeskWindow:
    made = DeskWindow(office_desk, forms, look, settings)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def begin_any(desk: Desk, window: DeskWindow, form: Form) -> EditorPage:
    """Begin a record of any form; a case of a panel on the list of a meeting."""
    with desk.write("Began") as session:
        office = office_on(session, clock.today(), [form])
        if form.counts == "when_heard":
            meeting = plan_meeting(session, form.scheme, date(2026, 11, 21), About(name="Panel"))
            begun = add_case(session, form, meeting.id, {}, office=office, who="Test")
        else:
            begun = new_draft(session, form, office=office, who="Test")
    assert window.go("record", begun.id)
    return editor(window)


@pytest.mark.parametrize("form_id", sorted(desks.forms()))
def test_every_shipped_form_is_asked_saved_and_read_again(
    window: DeskWindow, office_desk: Desk, forms: Mapping[str, Form], form_id: str
) -> None:
    page = begin_any(office_desk, window, forms[form_id])
    shown = [name for name, one in page.body.asked.items() if one.isVisible()]
    assert len(shown) >= 5
    for one in page.body.asked.values():
        assert one.field.question.ask  # also of the questions that do not apply yet
    last = page.body.asked[shown[-1]].field
    last.changed.emit()
    page.save_now()
    window.show_page("home")
    window.go("record", page.draft.kept.id)
    assert [n for n, one in editor(window).body.asked.items() if one.isVisible()] == shown


def test_what_is_hidden_until_the_verdict_comes_with_the_verdict(
    window: DeskWindow, office_desk: Desk, forms: Mapping[str, Form]
) -> None:
    form = forms[CASE]
    page = begin_any(office_desk, window, form)
    with office_desk.write("Prepared") as session:
        session.get_one(Record, page.draft.kept.id).sitting = 2
        set_setting(
            session, "out_of_court_person_answers", value=True, valid_from=None, source="Test"
        )
    window.go("record", page.draft.kept.id)
    asked = editor(window).body.asked
    assert not asked["ethnicity"].isVisible()
    asked["verdict"].field.focus_first()
    QTest.keyClick(hands.focused(), Qt.Key.Key_1)
    assert asked["verdict"].field.value() is not None
    assert asked["ethnicity"].isVisible()
    QTest.keyClick(hands.focused(), Qt.Key.Key_Delete)
    assert asked["verdict"].field.value() is None
    assert not asked["ethnicity"].isVisible()


@pytest.fixture
def with_sixth() -> Mapping[str, Form]:
    return load_forms(paths.forms(), Path(__file__).parents[1] / "fixtures" / "forms")


def test_a_form_of_the_offices_own_is_written_and_finished(
    qtbot: QtBot,
    look: Look,
    settings: QSettings,
    office_desk: Desk,
    with_sixth: Mapping[str, Form],
) -> None:
    with office_desk.write("Prepared") as session:
        court = add_place(session, "court_observing", "Northgate")
    window = DeskWindow(office_desk, with_sixth, look, settings)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    page = begin(window, "court_observation")
    put(
        page,
        {
            "court": court.id,
            "due_at": "10:00",
            "began_at": "10:40",
            "delay_reason": "van",
            "cases": 5,
            "by_video": 1,
            "in_person": 3,
            "plain": "yes",
            "barriers": ["hearing"],
        },
    )
    assert page.body.asked["began_at"].note() == "Late by 40 minutes"
    said = "5 cases, 1 by video, 3 in the room, 0 without the person"
    assert page.body.asked["absent"].live() == said
    (card,) = page.body.row_cards("met")
    assert card.accessibleName() == "Could not hear"
    for cell, value in (
        ("what", "The fan"),
        ("told_role", "usher"),
        ("sorted", {"unknown": "not_known"}),
    ):
        card.fields[cell].set_value(value)
        card.fields[cell].changed.emit()
    page.check()
    assert window.key == "check", page.summary.accessibleName()
    checking(window).explains["all_cases"].put("A case was put off while we were there")
    checking(window).finish_button.click()
    assert window.key == "reading"
    with office_desk.read() as session:
        kept = record(session, page.draft.kept.id)
    assert kept.status == "filed"  # the office has it: this is the office
    assert kept.answers["delay"] == 40


KENNELS = "animal_welfare_visit"


def test_an_answer_that_calls_for_a_row_opens_it_below_its_question(
    window: DeskWindow, office_desk: Desk
) -> None:
    page = begin(window, KENNELS)
    asked = page.body.asked
    put(page, {"water": "needs_attention"})
    (card,) = page.body.row_cards("to_put_right")
    assert card.accessibleName() == "Water"
    assert asked["water"].isAncestorOf(card)
    hands.type_into(card.fields["what"], "Bowls empty")
    put(page, {"water": "all_right"})
    assert page.body.row_cards("to_put_right") == []
    put(page, {"water": "needs_attention"})
    (card,) = page.body.row_cards("to_put_right")
    assert card.fields["what"].value() == "Bowls empty"
    window.show_page("home")
    window.go("record", page.draft.kept.id)
    (again,) = editor(window).body.row_cards("to_put_right")
    assert editor(window).body.asked["water"].isAncestorOf(again)
    assert again.value()["topic"] == "water"
    hands.button(again, "Remove water").click()
    assert editor(window).body.asked["water"].field.value() is None


def test_the_row_of_a_question_that_goes_away_goes_with_it_and_comes_back(
    window: DeskWindow,
) -> None:
    page = begin(window, KENNELS)
    put(page, {"training": "yes", "equipment": "yes"})
    (card,) = page.body.row_cards("to_put_right")
    hands.type_into(card.fields["what"], "A prong collar")
    put(page, {"training": "no"})
    assert page.draft.answers.get("to_put_right") is None
    put(page, {"training": "yes"})
    (card,) = page.body.row_cards("to_put_right")
    assert card.isVisible()
    rows = page.draft.answers["to_put_right"]
    assert isinstance(rows, list)
    assert rows[0]["what"] == "A prong collar"


def test_a_row_asks_only_what_applies_to_its_topic(window: DeskWindow) -> None:
    page = begin(window, KENNELS)
    put(page, {"water": "needs_attention", "unwell": "yes"})
    water, unwell = page.body.row_cards("to_put_right")
    assert not water.fields["vet"].isVisible()
    assert unwell.fields["vet"].isVisible()
