from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from sqlalchemy import insert

from desktop import clock
from desktop.formlib.model import Form
from desktop.records.finding import Filter, count
from desktop.records.office import office_on
from desktop.records.places import places
from desktop.records.stubs import VisitMade, add_stub
from desktop.store import models
from desktop.store.ids import new_id
from desktop.ui.pages.record_rows import RecordRows
from desktop.ui.pages.records import RecordsPage
from desktop.ui.parts.dialogs import Dialog
from desktop.ui.parts.models import PAGE
from tests.qt import accessible
from tests.qt.hands import button, focused, type_text
from tests.qt.stage import SCHEME, Stage, settle

NAME = QAccessible.Text.Name


def shown(stage: Stage) -> RecordsPage:
    page = stage.show(RecordsPage)
    assert isinstance(page, RecordsPage)
    return page


def column(page: RecordsPage, title: str) -> list[str]:
    model = page.table.model()
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    number = titles.index(title)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def choose(page: RecordsPage, name: str, entry: str) -> None:
    combos = {
        "Kind": page.filter.form_combo,
        "Status": page.filter.status_combo,
        "Place": page.filter.place_combo,
        "When": page.filter.period_combo,
        "Order": page.filter.order_combo,
    }
    combo = combos[name]
    row = combo.findText(entry)
    assert row >= 0, [combo.itemText(n) for n in range(combo.count())]
    combo.setCurrentIndex(row)
    combo.activated.emit(row)
    settle()


def visit_form(stage: Stage) -> Form:
    return next(form for form in stage.view.forms.values() if form.scheme == SCHEME)


def test_the_office_lists_every_kind_and_says_how_many(office: Stage) -> None:
    with office.desk.read() as session:
        there = count(session, Filter())
    page = shown(office)
    assert page.count() == f"{there} records"
    assert len(set(column(page, "Kind"))) >= 3
    choose(page, "Kind", "Custody visit")
    assert page.count() == "26 records"


def test_a_form_brings_its_own_columns(office: Stage) -> None:
    page = shown(office)
    choose(page, "Kind", "Custody visit")
    assert set(column(page, "Suite")) == {"Keyham Lane", "Second suite (name not published)"}
    assert column(page, "Date")[0] == "27 March 2025"
    assert set(column(page, "Went ahead")) == {"Yes"}
    choose(page, "Kind", "All kinds")
    assert "Custody visit" in column(page, "Kind")


def test_words_are_looked_for_while_they_are_typed(office: Stage) -> None:
    page = shown(office)
    page.filter.line.setFocus()
    type_text("bright")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert page.count() == "1 record"
    page.filter.line.setText("no such word anywhere")
    QTest.keyClick(page.filter.line, Qt.Key.Key_Return)
    assert page.count() == "0 records"
    assert page.table.isHidden()


def test_place_period_and_status_narrow_the_list(office: Stage) -> None:
    page = shown(office)
    choose(page, "Place", "Keyham Lane")
    assert page.count() == "13 records"
    choose(page, "When", "January to March 2025")
    assert page.count() == "13 records"
    choose(page, "When", "October to December 2024")
    assert page.count() == "0 records"
    choose(page, "When", "At any time")
    choose(page, "Status", "Report to follow")
    assert page.count() == "0 records"


def test_a_stub_stands_in_the_list_and_home_leads_to_it(office: Stage) -> None:
    form = visit_form(office)
    with office.desk.write("Prepared a test") as session:
        place = places(session, SCHEME)[0].id
        known = office_on(session, clock.today(), [form])
        visit = VisitMade(place, date(2025, 6, 8), source="Text message")
        add_stub(session, form, visit, office=known, who="Sample")
    page = office.show(RecordsPage, "stub")
    assert isinstance(page, RecordsPage)
    assert page.count() == "1 record"
    assert column(page, "Status") == ["report to follow"]
    for reply, left in (("Go on waiting", "1 record"), ("It was not made", "0 records")):
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        [dialog] = page.findChildren(Dialog)
        button(dialog, reply).click()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert page.count() == left


def test_a_visit_made_is_noted_once_and_counts_until_its_report_comes(office: Stage) -> None:
    page = shown(office)
    assert page.leave()
    button(page, "A visit was made").click()
    assert page.form is not None
    with office.desk.read() as session:
        place = places(session, SCHEME)[0].id
    answers = {"place": place, "on": "2025-06-08", "source": "Text message"}
    for name, value in answers.items():
        page.form.fields[name].set_value(value)
    assert not page.leave()
    button(page, "Save").click()
    assert office.said == ["Saved. Its report is to follow."]
    choose(page, "Status", "Report to follow")
    assert column(page, "Date") == ["8 June 2025"]
    button(page, "A visit was made").click()
    for name, value in answers.items():
        page.form.fields[name].set_value(value)
    button(page, "Save").click()
    said = " ".join(one.text(NAME) for one in accessible.walk(page.form.summary))
    assert "A visit to this place on this day is here already." in said
    page.form.fields["another"].set_value("yes")
    button(page, "Save").click()
    assert page.count() == "2 records"


def test_the_order_goes_by_the_list_and_by_the_header_alike(office: Stage) -> None:
    page = shown(office)
    choose(page, "Kind", "Custody visit")
    choose(page, "Order", "Oldest first")
    assert column(page, "Date")[0] == "3 January 2025"
    page.table.sort_by(0)
    assert page.filter.sort() == "newest"
    assert column(page, "Date")[0] == "27 March 2025"
    page.table.sort_by(0)
    assert page.filter.sort() == "oldest"
    found = page.table.model().headerData(
        0, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
    )
    assert found == "Date, sorted, first to last"


def test_enter_opens_what_is_finished_to_read_and_what_is_not_to_write(office: Stage) -> None:
    page = shown(office)
    choose(page, "Status", "Filed")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    choose(page, "Status", "Being written")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert [key for key, _, _ in office.gone] == ["reading", "record"]


def test_coming_back_leaves_the_cursor_where_it_was(office: Stage) -> None:
    page = shown(office)
    page.table.setCurrentIndex(page.table.model().index(7, 0))
    office.arrive(page)
    assert page.table.currentIndex().row() == 7


def test_a_visitor_reads_their_own_words_and_no_other_kind(visitor: Stage) -> None:
    page = shown(visitor)
    assert page.accessibleName() == "My visits"
    assert page.count() == "26 records"
    assert set(column(page, "Status")) == {"office has it"}
    assert page.filter.form_combo.isHidden() or not page.filter.form_combo.isVisible()
    statuses = page.filter.status_combo
    offered = [statuses.itemText(row) for row in range(statuses.count())]
    assert offered[:5] == [
        "All but the bin",
        "Not finished",
        "Not sent",
        "Sent",
        "Office has it",
    ]
    button(page, "New visit").click()
    assert visitor.gone == [("new", "", "")]


def test_every_filter_has_its_name(office: Stage) -> None:
    page = shown(office)
    assert accessible.name(page.filter.line) == "Look for"
    for combo, name in (
        (page.filter.form_combo, "Kind"),
        (page.filter.period_combo, "When"),
        (page.filter.order_combo, "Order"),
    ):
        # Linux reads out the chosen entry as the name, so the name is said in the description.
        assert name in (accessible.name(combo), accessible.description(combo))


@pytest.fixture
def many(office: Stage) -> Stage:
    """The same desk with 1,500 more records; two of three have a date."""
    form = visit_form(office)
    days = [date(2020, 1, 1 + n % 28) if n % 3 else None for n in range(1_500)]
    rows = [
        {
            "id": new_id(),
            "form": form.id,
            "form_version": 1,
            "scheme": form.scheme,
            "status": "filed",
            "on_date": day,
            "counted_on": day,
        }
        for day in days
    ]
    with office.desk.write("Prepared a test") as session:
        session.execute(insert(models.Record), rows)
    return office


@pytest.mark.parametrize("sort", ["newest", "oldest", "changed"])
def test_any_page_of_a_long_list_is_the_same_whichever_way_it_is_reached(
    many: Stage, sort: str
) -> None:
    def rows() -> RecordRows:
        made = RecordRows(many.desk)
        made.want(Filter(), sort)  # type: ignore[arg-type] # one of its own words
        return made

    onwards = rows()
    total = onwards.count()
    whole = [
        listed.line.id for start in range(0, total, PAGE) for listed in onwards.fetch(start, PAGE)
    ]
    assert len(whole) == len(set(whole)) == total
    for start in (total // PAGE * PAGE, total // PAGE // 2 * PAGE, PAGE, 0):
        jumped = rows()
        jumped.count()
        found = [listed.line.id for listed in jumped.fetch(start, PAGE)]
        assert found == whole[start : start + PAGE]


def test_the_end_of_a_long_list_is_one_key_away(many: Stage) -> None:
    page = shown(many)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_End)
    model = page.table.model()
    assert page.table.currentIndex().row() == model.rowCount() - 1
    assert model.index(model.rowCount() - 1, 0).data() == "no date yet"
