from datetime import date

import pytest

from desktop.store.settings import history, settings_on
from desktop.ui.look.look import Colours, Look
from desktop.ui.pages.help import HelpPage
from desktop.ui.pages.look_card import LookCard
from desktop.ui.pages.settings import SettingsPage
from tests.qt import accessible
from tests.qt.registers import cells, complaints, do, fill, form, open_entry, press, words
from tests.qt.stage import Stage


@pytest.fixture
def page(office: Stage) -> SettingsPage:
    made = office.show(SettingsPage)
    assert isinstance(made, SettingsPage)
    return made


def look_card(page: SettingsPage | HelpPage) -> LookCard:
    found = page.findChild(LookCard)
    assert isinstance(found, LookCard)
    return found


def test_text_and_colours_change_at_once_and_follow_a_key(page: SettingsPage, look: Look) -> None:
    card = look_card(page)
    card.text_size.set_value("150")
    card.text_size.changed.emit()
    card.colours.set_value("dark")
    card.colours.changed.emit()
    assert (look.percent, look.colours) == (150, Colours.DARK)
    look.larger()
    assert card.text_size.value() == "175"


def test_a_value_is_changed_from_a_day_on_and_the_old_one_stays(
    page: SettingsPage, office: Stage
) -> None:
    open_entry(page, "Wait limit minutes")
    assert look_card(page).isHidden()
    do(page, "Change it", {"value": 15, "from": "2025-07-01", "source": "Decision of 9 June"})
    with office.desk.read() as session:
        assert settings_on(session, date(2025, 6, 30))["wait_limit_minutes"] == 10
        assert settings_on(session, date(2025, 7, 1))["wait_limit_minutes"] == 15
    assert "15 (Decision of 9 June)" in words(page)


def test_yes_and_no_text_and_days_stay_what_they_are(page: SettingsPage, office: Stage) -> None:
    changes: tuple[tuple[str, object], ...] = (
        ("Custody person details", "yes"),
        ("Office", "Office of the Commissioner for Northshire"),
        ("Data as at", "2025-06-10"),
    )
    for name, value in changes:
        open_entry(page, name)
        do(page, "Change it", {"value": value, "source": "Test"})
        press(page, "Back to the list")
    with office.desk.read() as session:
        now = settings_on(session, date(2025, 6, 9))
    assert now["custody_person_details"] is True
    assert now["office"] == "Office of the Commissioner for Northshire"
    assert now["data_as_at"] == "2025-06-10"


def test_days_in_a_list_are_read_as_people_write_them(page: SettingsPage, office: Stage) -> None:
    open_entry(page, "Bank holidays")
    press(page, "Change it")
    fill(page, {"value": "1 January 2029\n30/2/2029", "source": "Proclamation"})
    press(page, "Save")
    assert "“30/2/2029” is no date." in complaints(page)
    fill(page, {"value": "1 January 2029\n26/12/2029"})
    press(page, "Save")
    with office.desk.read() as session:
        latest = history(session, "bank_holidays")[-1]
    assert latest.value == ["2029-01-01", "2029-12-26"]


def test_the_programs_own_notes_are_not_among_the_offices_data(page: SettingsPage) -> None:
    names = [row[0] for row in cells(page)]
    assert "Office" in names
    assert "My role" not in names


def test_help_has_a_topic_for_each_page_and_a_visitor_only_their_own(
    office: Stage, visitor: Stage
) -> None:
    theirs, ours = visitor.show(HelpPage), office.show(HelpPage)
    assert isinstance(theirs, HelpPage)
    assert isinstance(ours, HelpPage)
    topics = [theirs.topic.itemText(row) for row in range(theirs.topic.count())]
    begin = ["Where to begin", "Getting into your desk", "Keys", "Writing up a visit", "Sending"]
    assert topics[:5] == begin
    assert not {"Records", "Returns", "People", "Settings"} & set(topics)
    assert ours.topic.count() > 10
    for row in range(ours.topic.count()):
        ours.topic.setCurrentIndex(row)
        assert len(ours.text.toPlainText()) > 80, ours.topic.itemText(row)
        assert accessible.name(ours.text) == ours.topic.itemText(row)


def test_help_about_a_page_is_found_by_its_key(office: Stage) -> None:
    page = office.show(HelpPage, "notes")
    assert isinstance(page, HelpPage)
    assert page.topic.currentText() == "Returns"
    assert "Before you send" in page.text.toPlainText()


def test_a_value_that_cannot_be_is_refused_at_its_field_and_nothing_is_saved(
    page: SettingsPage, office: Stage
) -> None:
    changes: tuple[tuple[str, object, object, str], ...] = (
        ("Wait limit minutes", 9000, 20, "Enter a whole number from 0 to 1440."),
        ("Marking", "x" * 6000, "OFFICIAL", "Enter a text of up to 5000 characters."),
        ("Rating wordings", " \n", "Green\nRed", "Enter a list of texts"),
        ("Data as at", "1850-01-01", "2025-06-10", "Enter a date such as"),
    )
    for name, wrong, right, sentence in changes:
        with office.desk.read() as session:
            before = settings_on(session, date(2025, 6, 9))
        open_entry(page, name)
        press(page, "Change it")
        fill(page, {"value": wrong, "source": "Test"})
        press(page, "Save")
        assert sentence in complaints(page), name
        assert form(page).fields["value"].problem().startswith(sentence), name
        with office.desk.read() as session:
            assert settings_on(session, date(2025, 6, 9)) == before, name
        fill(page, {"value": right})
        assert form(page).fields["value"].problem() == ""
        press(page, "Save")
        press(page, "Back to the list")
    with office.desk.read() as session:
        now = settings_on(session, date(2025, 6, 9))
    assert (now["wait_limit_minutes"], now["rating_wordings"]) == (20, ["Green", "Red"])


def test_a_setting_of_some_words_offers_them(page: SettingsPage, office: Stage) -> None:
    open_entry(page, "Week anchor")
    do(page, "Change it", {"value": "monday", "from": "2026-04-01", "source": "Test"})
    with office.desk.read() as session:
        assert settings_on(session, date(2026, 4, 1))["week_anchor"] == "monday"


def test_what_is_not_set_yet_can_be_set(page: SettingsPage, office: Stage) -> None:
    assert ["New cautions from", "not set", "", ""] in cells(page)
    open_entry(page, "New cautions from")
    do(page, "Change it", {"value": "2026-01-05", "source": "The law's commencement order"})
    with office.desk.read() as session:
        assert settings_on(session, date(2025, 6, 9))["new_cautions_from"] == "2026-01-05"
