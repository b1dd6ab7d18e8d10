from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.records.drafts import new_draft, save_draft
from desktop.records.office import office_on
from desktop.records.paragraphs import Paragraph, write_paragraph
from desktop.records.places import places
from desktop.records.promises import add_promise
from desktop.records.slots import plan
from desktop.returns.compiled import FigureValue
from desktop.store import models
from desktop.store.ids import new_id
from desktop.store.settings import set_setting
from desktop.ui.look.look import Colours, Look
from desktop.ui.pages.register.entry import FactsGrid
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.returns.charts import ChartView
from desktop.ui.pages.returns.page import ReturnsPage
from desktop.ui.pages.returns.preview import PreviewPane
from desktop.ui.pages.tables import WholeTable
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.cards import FigureCard
from desktop.ui.parts.table import Table
from tests.qt import accessible
from tests.qt.hands import button, focused, place_asked_for, type_into
from tests.qt.stage import SCHEME, Stage, settle


@pytest.fixture
def page(office: Stage) -> ReturnsPage:
    made = office.show(ReturnsPage)
    assert isinstance(made, ReturnsPage)
    assert made.ready is not None
    return made


def words(page: QWidget) -> str:
    texts = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
    links = [one.accessibleName() for one in page.findChildren(Link) if one.isVisibleTo(page)]
    return "\n".join([*texts, *links])


def card(page: ReturnsPage, title: str) -> FigureCard:
    cards = [one for one in page.findChildren(FigureCard) if one.isVisibleTo(page)]
    return next(one for one in cards if one.accessibleName().startswith(title))


def table(page: ReturnsPage, name: str) -> Table:
    found = [one for one in page.findChildren(Table) if one.isVisibleTo(page)]
    return next(one for one in found if one.accessibleName() == name)


def column(shown: Table, number: int) -> list[str]:
    model = shown.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def value(page: ReturnsPage, id: str) -> FigureValue:
    assert page.ready is not None
    section = next(s for s in page.ready.compiled.sections if s.scheme == SCHEME)
    return section.figures[id]


def test_the_quarter_that_ended_last_is_compiled_first(page: ReturnsPage) -> None:
    assert page.choice.period().label == "January to March 2025"
    shown = card(page, "Scheduled visits completed")
    assert shown.accessibleName() == "Scheduled visits completed: 26 of 26"
    assert "Scheduled visits, 100%." in shown.accessibleDescription()
    assert "The same as in October to December 2024" in shown.accessibleDescription()


def test_another_quarter_is_chosen_and_added_up(page: ReturnsPage) -> None:
    page.choice.combo.setCurrentIndex(0)
    page.choice.combo.activated.emit(0)
    settle()
    name = "Suite-weeks in which the weekly target was met"
    assert card(page, name).accessibleName() == f"{name}: not known"


def test_while_another_quarter_is_added_up_nothing_of_the_one_before_is_to_be_had(
    page: ReturnsPage,
) -> None:
    page.arrive("2024-25-Q3", "")
    assert page.ready is None
    assert not page.panes.isVisible()
    assert not button(page, "Preview the report").isEnabled()
    settle()
    assert page.panes.isVisible()
    assert button(page, "Preview the report").isEnabled()


def test_any_dates_can_be_added_up(page: ReturnsPage) -> None:
    last = page.choice.combo.count() - 1
    page.choice.combo.setCurrentIndex(last)
    page.choice.combo.activated.emit(last)
    type_into(page.choice.first, "1/2/2025")
    type_into(page.choice.last, "31/1/2025")
    show = button(page, "Show these dates")
    show.click()
    assert page.choice.last.problem() == "The period ends before it starts."
    page.choice.last.set_value(None)
    type_into(page.choice.last, "28/2/2025")
    show.click()
    settle()
    assert page.choice.period().label == "February 2025"
    assert card(page, "Visits made").accessibleName() == "Visits made: 8"


def test_enter_on_a_figure_lists_its_records_and_says_what_it_means(
    page: ReturnsPage, office: Stage
) -> None:
    shown = card(page, "Suite-weeks in which")
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Return)
    settle()
    assert "A suite-week is one operational suite in one week." in words(page)
    behind = table(page, "What is behind it")
    assert behind.model().rowCount() == 26
    assert set(column(behind, 1)) == {"Custody visit"}
    assert column(table(page, "Its parts"), 1) == ["13", "13"]
    behind.setFocus()
    QTest.keyClick(behind, Qt.Key.Key_Down)
    QTest.keyClick(behind, Qt.Key.Key_Return)
    ids = value(page, "weeks_covered").result.records
    assert office.gone == [("reading", ids[1], "")]


def test_the_way_back_returns_to_the_figure_one_came_from(page: ReturnsPage) -> None:
    shown = card(page, "Visits made")
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Space)
    settle()
    assert accessible.name(focused()) == "Back to January to March 2025"
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert focused() is shown


def test_coming_back_to_the_page_leaves_a_figure_open(page: ReturnsPage, office: Stage) -> None:
    card(page, "Visits made").click()
    settle()
    office.arrive(page)
    assert table(page, "What is behind it").model().rowCount() == 26
    with office.desk.write("Prepared a test") as session:
        plan(session, SCHEME, places(session, SCHEME)[0].id, date(2025, 3, 3))
    office.arrive(page)
    assert card(page, "Scheduled").accessibleName() == "Scheduled visits completed: 26 of 27"


def test_a_link_opens_the_figure_it_names(office: Stage) -> None:
    form = next(f for f in office.view.forms.values() if f.scheme == SCHEME)
    page = office.show(ReturnsPage, "2024-25-Q4", f"{form.id}/weeks_covered")
    settle()
    assert isinstance(page, ReturnsPage)
    assert table(page, "What is behind it").model().rowCount() == 26


def test_an_issue_behind_a_figure_opens_in_its_register(page: ReturnsPage, office: Stage) -> None:
    assert page.ready is not None
    section = next(s for s in page.ready.compiled.sections if s.scheme == SCHEME)
    figures = section.figures.values()
    counted = next(v for v in figures if v.figure.over == "issues" and v.result.records)
    page.show_figure(counted)
    settle()
    behind = table(page, "What is behind it")
    assert column(behind, 1) == ["Issue"]
    behind.setFocus()
    QTest.keyClick(behind, Qt.Key.Key_Return)
    assert office.gone == [("issues", counted.result.records[0], "")]


def test_what_was_entered_is_marked_and_stands_among_what_to_look_at(page: ReturnsPage) -> None:
    said = words(page)
    assert "Before you send" in said
    assert said.count("the records give 3, the entered total is 20") == 1
    assert "Entered as a total." in card(page, "Custody records read").accessibleDescription()


def test_a_scheme_shows_its_table_beside_the_past_and_no_nought_for_what_is_not_held(
    page: ReturnsPage,
) -> None:
    button(page, "All figures and charts of Custody visiting").click()
    shown = table(page, "In the report")
    row = column(shown, 0).index("Scheduled visits completed")
    assert [column(shown, n)[row] for n in range(5)] == [
        "Scheduled visits completed",
        "26 of 26 (100%)",
        "26",
        "25",
        "Records",
    ]
    assert "no figure held" in column(shown, 2)
    assert "0" not in column(shown, 2)
    more = next(b for b in page.findChildren(QWidget) if "more figures" in accessible.name(b))
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert isinstance(focused(), WholeTable)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle()
    assert page.findChildren(FactsGrid)


def test_a_chart_is_a_picture_that_says_its_message(page: ReturnsPage) -> None:
    button(page, "All figures and charts of Custody visiting").click()
    settle()
    [chart] = page.findChildren(ChartView)
    assert accessible.role(chart.image) == QAccessible.Role.Graphic
    assert accessible.name(chart.image).startswith("26 of 26 scheduled visits were made.")
    drawn = chart.image.grab().toImage()
    colours = {
        drawn.pixelColor(x, y).name()
        for x in range(0, drawn.width(), 7)
        for y in range(0, drawn.height(), 7)
    }
    assert len(colours) > 3


def test_the_report_is_shown_page_by_page_with_its_words(page: ReturnsPage) -> None:
    button(page, "Preview the report").click()
    settle()
    pane = page.findChild(PreviewPane)
    assert isinstance(pane, PreviewPane)
    count = len(pane.pages)
    assert count >= 4
    first = pane.pages[0]
    assert accessible.name(first) == f"Page 1 of {count}"
    assert accessible.role(first) == QAccessible.Role.Graphic
    assert "In brief" in accessible.description(first)
    image = first.grab().toImage()
    shades = {image.pixelColor(image.width() // 2, y).lightness() for y in range(image.height())}
    assert len(shades) > 5
    pane.pages[1].setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert page.verticalScrollBar().value() > 0


class Opener(QObject):
    """Stands where the computer's own PDF program would be."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url)


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    QDesktopServices.setUrlHandler("file", made, "open")  # type: ignore[arg-type] # it is text
    yield made
    QDesktopServices.unsetUrlHandler("file")


def choose(path: Path) -> None:
    """Answer the dialog that asks where to save."""
    dialog = place_asked_for()
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_the_report_is_saved_where_one_says_and_only_then_opened(
    page: ReturnsPage, office: Stage, opener: Opener, tmp_path: Path
) -> None:
    page.preview()
    settle()
    place = tmp_path / "summary.pdf"
    button(page, "Open in my PDF program").click()
    assert opener.opened == []
    choose(place)
    assert place.read_bytes().startswith(b"%PDF-")
    assert [url.toLocalFile() for url in opener.opened] == [str(place)]
    assert office.said[-1] == "Saved as summary.pdf"
    button(page, "Open in my PDF program").click()
    assert len(opener.opened) == 2


def test_a_report_that_cannot_be_saved_says_so(
    page: ReturnsPage, office: Stage, tmp_path: Path
) -> None:
    page.preview()
    settle()
    button(page, "Save as…").click()
    choose(tmp_path / "no such folder" / "summary.pdf")
    assert "could not be saved" in accessible.name(office.view.banner)


def test_the_paragraphs_are_copied_with_their_numbers(page: ReturnsPage, office: Stage) -> None:
    button(page, "Copy the paragraphs").click()
    assert "51. There is a locally agreed target" in QGuiApplication.clipboard().text()
    assert office.said[-1] == "The numbered paragraphs are copied."


def test_charts_are_drawn_in_the_dark_too(page: ReturnsPage, look: Look) -> None:
    look.choose_colours(Colours.DARK)
    button(page, "All figures and charts of Custody visiting").click()
    settle()
    [chart] = page.findChildren(ChartView)
    assert not chart.image.grab().isNull()


def answer(page: ReturnsPage, answers: dict[str, object]) -> None:
    form = next(one for one in page.findChildren(FormCard) if one.isVisibleTo(page))
    for name, given in answers.items():
        form.fields[name].set_value(given)


def test_a_return_is_signed_then_it_stands_and_is_only_corrected(
    page: ReturnsPage, office: Stage
) -> None:
    assert "A draft." in words(page)
    button(page, "Sign this return").click()
    button(page, "Sign").click()
    assert page.leave()
    answer(page, {"by": "Ann Archer", "how": "By e-mail"})
    assert not page.leave()
    button(page, "Sign").click()
    settle()
    assert "Signed by Ann Archer, Scheme coordinator, on 9 June 2025 (By e-mail)." in words(page)
    with office.desk.write("Prepared a test") as session:
        plan(session, SCHEME, places(session, SCHEME)[0].id, date(2025, 3, 3))
    office.arrive(page)
    assert card(page, "Scheduled").accessibleName() == "Scheduled visits completed: 26 of 26"
    button(page, "Write a correction").click()
    answer(page, {"text": "One visit more was planned.", "by": "Ann Archer", "how": "By e-mail"})
    button(page, "Sign").click()
    settle()
    assert card(page, "Scheduled").accessibleName() == "Scheduled visits completed: 26 of 27"
    assert "Corrected on 9 June 2025: One visit more was planned." in words(page)


def test_a_period_that_has_not_ended_is_not_signed(page: ReturnsPage) -> None:
    page.choice.combo.setCurrentIndex(0)
    page.choice.combo.activated.emit(0)
    settle()
    button(page, "Sign this return").click()
    answer(page, {"how": "By e-mail"})
    button(page, "Sign").click()
    form = next(one for one in page.findChildren(FormCard) if one.isVisibleTo(page))
    said = " ".join(one.text(QAccessible.Text.Name) for one in accessible.walk(form.summary))
    assert "This period has not ended yet." in said
    button(page, "Cancel").click()
    assert "A draft." in words(page)


def test_what_repeats_an_earlier_return_is_explained(page: ReturnsPage, office: Stage) -> None:
    text = "Visitors were welcomed in both suites and could see everybody whom they asked to see."
    with office.desk.write("Prepared a test") as session:
        for start, end in (("2024-10-01", "2024-12-31"), ("2025-01-01", "2025-03-31")):
            days = date.fromisoformat(start), date.fromisoformat(end)
            made = Paragraph("", SCHEME, *days, "commentary", None, text, "Sample", typed=True)
            write_paragraph(session, made)
    office.arrive(page)
    [repeated] = [one for one in page.findChildren(Link) if "paragraph" in one.accessibleName()]
    assert "this stops sign-off" in repeated.accessibleDescription()
    repeated.click()
    answer(page, {"why": "Nothing else was seen."})
    button(page, "Save").click()
    settle()
    assert "Explained: Nothing else was seen." in words(page)


def press_line(page: ReturnsPage, start: str) -> None:
    """Press the line of a card that begins so."""
    found = [one for one in page.findChildren(Link) if one.isVisibleTo(page)]
    next(one for one in found if one.accessibleName().startswith(start)).click()
    settle()


def test_a_line_of_what_to_look_at_leads_to_what_it_is_about(
    page: ReturnsPage, office: Stage
) -> None:
    form = next(one for one in office.view.forms.values() if one.scheme == SCHEME)
    with office.desk.write("Prepared a test") as session:
        place = places(session, SCHEME)[0].id
        answers = {form.header.place: place, form.header.date_field: "2025-03-30"}
        known = office_on(session, date(2025, 6, 9), [form])
        drafts = [new_draft(session, form, office=known, who="Sample") for _ in range(2)]
        for one in drafts:
            save_draft(session, form, one.id, answers, {}, office=known, version=one.version)
        asked = add_promise(session, "Panel", date(2025, 2, 1), "Bring the table")
        set_setting(session, "report_on", "2025-01-20", valid_from=None, source="Test")
    office.arrive(page)
    press_line(page, "Promised without a date: Bring the table")
    press_line(page, "The report's date, 20 January 2025")
    assert office.gone == [("notes", asked.id, "Promises"), ("settings", "report_on", "")]
    press_line(page, "2 records of the kind")
    behind = table(page, "What is behind it")
    assert column(behind, 4) == ["being written", "being written"]
    behind.setFocus()
    QTest.keyClick(behind, Qt.Key.Key_Return)
    assert office.gone[-1] in [("record", one.id, "") for one in drafts]


def test_a_total_that_differs_from_its_records_leads_to_the_figure_and_on_to_the_totals(
    page: ReturnsPage, office: Stage
) -> None:
    press_line(page, "Custody records read: the records give 3")
    assert "Entered as a total" in words(page)
    button(page, "The totals that were entered").click()
    assert office.gone == [("notes", "", "Totals")]


def test_every_line_of_what_to_look_at_leads_somewhere(page: ReturnsPage) -> None:
    assert page.ready is not None
    assert [one.sentence for one in page.ready.compiled.findings if not one.leads] == []


def test_ratings_stand_with_their_reasons_and_lead_to_where_they_are_written(
    page: ReturnsPage, office: Stage
) -> None:
    assert "All 26 scheduled visits were made and no serious issue was seen." in words(page)
    press_line(page, "Animal welfare: no rating yet")
    assert office.gone == [("notes", "animal_welfare/2025-01-01/2025-03-31", "Ratings")]


def test_two_totals_that_differ_are_said_where_the_figure_is_shown(
    page: ReturnsPage, office: Stage
) -> None:
    form = next(one for one in office.view.forms.values() if one.scheme == "complaint_reviews")
    with office.desk.write("Prepared a test") as session:
        for value, source in ((41, "The letter"), (42, "The website")):
            two = models.EnteredTotal(
                id=new_id(),
                form=form.id,
                figure="received",
                start=date(2025, 1, 1),
                end=date(2025, 3, 31),
                numerator=value,
                source=source,
            )
            session.add(two)
    office.arrive(page)
    press_line(page, f"{form.figures['received'].label}, January to March 2025: the totals")
    said = words(page)
    assert "41 (The letter)" in said
    assert "42 (The website)" in said
    assert "Used is" in said
