from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from sqlalchemy.orm import Session

from desktop import clock
from desktop.formlib.amounts import Known, Share
from desktop.formlib.result import Result
from desktop.records import events, issues, meetings, people, slots
from desktop.records.finding import Filter, count
from desktop.records.finding import page as find
from desktop.records.places import places
from desktop.records.recommendations import tracker
from desktop.records.slots import plan
from desktop.returns.compiled import FigureValue
from desktop.returns.so_far import SoFar
from desktop.store.models import Record
from desktop.ui.desk_view import DeskPage
from desktop.ui.pages.home.ended import ended_said
from desktop.ui.pages.home.page import HomePage
from desktop.ui.pages.home.reading import Quarter, read_quarter
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.cards import FigureCard
from tests.qt.hands import button
from tests.qt.stage import SCHEME, VISITOR, Stage, seen_issue


def links(page: DeskPage) -> list[str]:
    return [one.accessibleName() for one in page.findChildren(Link) if not one.isHidden()]


def made(session: Session, form: str, scheme: str, day: date) -> None:
    """Keep a visit that was made on a day, at the first place of its scheme."""
    site = {"custody_visit": "suite", "animal_welfare_visit": "site"}[form]
    place = places(session, scheme)[0].id
    session.add(
        Record(
            form=form,
            form_version=1,
            scheme=scheme,
            status="filed",
            place_id=place,
            on_date=day,
            counted_on=day,
            counted_by="date",
            answers={site: place, "visit_on": day.isoformat(), "went_ahead": "yes"},
        )
    )


def quarter_of_home(office: Stage) -> Quarter:
    return read_quarter(office.desk, office.view.forms)


def known(value: FigureValue, base: str) -> FigureValue:
    result = Result(Known(0), of=Known(26))
    return replace(value, figure=replace(value.figure, base=base), result=result)


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def press(page: DeskPage, link: str) -> None:
    found = next(one for one in page.findChildren(Link) if one.accessibleName() == link)
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Return)


def test_the_office_sees_what_waits_and_each_line_leads_to_its_page(office: Stage) -> None:
    with office.desk.read() as session:
        writing = count(session, Filter(statuses=("open",)))
        silent = sum(one.count for one in tracker(session) if one.reply == "none")
    page = office.show(HomePage)
    expected = (
        f"{writing} records are not finished",
        f"{silent} recommendations have no reply yet",
    )
    assert set(expected) < set(links(page))
    assert "1 meeting was held and its records are not all here yet" in links(page)
    for link in expected:
        press(page, link)
    assert office.gone == [("records", "open", ""), ("recommendations", "", "")]


def test_what_waits_longest_is_said_with_its_day(office: Stage) -> None:
    with office.desk.write("Prepared a test") as session:
        place = places(session, SCHEME)[0]
        raised = issues.Raised(SCHEME, date(2025, 3, 1), "Light very bright", place_id=place.id)
        one = issues.raise_issue(session, raised)
        issues.classify(session, one.id, "cells", 1, due=date(2025, 4, 1))
        member = people.members(session, SCHEME, clock.today())[0].membership
        assert member.person_id is not None
        people.set_status(
            session,
            member.person_id,
            SCHEME,
            "active",
            date(2025, 5, 1),
            term_end=date(2025, 11, 1),
        )
        plan(session, SCHEME, place.id, date(2025, 6, 16))
        events.add_event(session, SCHEME, date(2025, 5, 20), "Training")
    page = office.show(HomePage)
    said = words(page)
    assert "1 issue has no answer yet, past the day" in links(page)
    assert "The oldest was due on 1 April 2025." in said
    assert "1 term ends within six months" in links(page)
    assert "Sample visitor 1 on 1 November 2025" in said
    assert "1 planned visit has nobody to make it yet" in links(page)
    assert "Did it take place? Training" in links(page)


def test_this_quarter_stands_beside_its_targets_and_leads_to_the_return(office: Stage) -> None:
    with office.desk.write("Prepared a test") as session:
        for day in (date(2025, 5, 6), date(2025, 6, 4), clock.today()):
            made(session, "custody_visit", SCHEME, day)
            made(session, "animal_welfare_visit", "animal_welfare", day)
    page = office.show(HomePage)
    cards = {card.accessibleName(): card for card in page.findChildren(FigureCard)}
    weeks = cards["Suite-weeks in which the weekly target was met: 2 of 20"]
    months = cards["Months in which the monthly target was met: 1 of 2"]
    assert "suite-weeks that have ended; 26 in the quarter" in words(weeks)
    assert "months that have ended; 3 in the quarter" in words(months)
    months.click()
    [(page_key, period, figure)] = office.gone
    assert (page_key, period) == ("returns", "2025-26-Q1")
    assert figure.endswith("/months_covered")


def test_what_is_coming_up_stands_below_with_its_day_and_scheme(office: Stage) -> None:
    with office.desk.write("Prepared a test") as session:
        meetings.plan_meeting(session, SCHEME, date(2025, 7, 1), meetings.About("Summer meeting"))
    page = office.show(HomePage)
    said = words(page)
    assert "Tuesday 10 June 2025 · Animal welfare" in said
    assert "Summer meeting" in said


def test_the_page_is_not_built_anew_while_nothing_has_changed(office: Stage) -> None:
    page = office.show(HomePage)
    before = page.findChildren(Link)
    office.arrive(page)
    assert page.findChildren(Link) == before


def test_a_visitor_sees_their_next_visit_and_their_own_alone(visitor: Stage) -> None:
    with visitor.desk.write("Prepared a test") as session:
        me = next(one.id for one in people.people(session) if one.name == VISITOR)
        place = places(session, SCHEME)[0]
        slots.plan(session, SCHEME, place.id, date(2025, 6, 16), [me])
        found = find(session, Filter(statuses=("open",))).lines
    assert found, "there are unfinished records of other schemes"
    page = visitor.show(HomePage)
    said = words(page)
    assert links(page) == [place.name]
    assert "The week of 16 June 2025" in said
    assert "Nothing has come back yet." in said
    assert "Waiting for you" not in said
    assert not page.findChildren(FigureCard)
    button(page, "Write up a visit").click()
    assert visitor.gone == [("new", "", "")]


def test_a_visitor_sees_what_came_of_what_they_raised(visitor: Stage) -> None:
    with visitor.desk.write("Prepared a test") as session:
        seen = seen_issue(session, "Call bell not answered")
        issues.respond(session, seen, "The bulb was changed.", date(2025, 2, 6))
    page = visitor.show(HomePage)
    said = words(page)
    assert "Keyham Lane: Call bell not answered" in said
    assert "The bulb was changed." in said


def test_before_the_first_week_has_ended_nothing_is_called_missed(office: Stage) -> None:
    value = next(one for one in quarter_of_home(office).figures if one.id == "weeks_covered")
    none, week, slots = (
        ended_said(known(value, base), SoFar(Share(Known(0), Known(due)), "week"))
        for base, due in (("suite-weeks", 0), ("suite-weeks", 2), ("scheduled visits", 2))
    )
    assert none == ("none due yet", "suite-weeks; 26 in the quarter")
    assert week == ("0 of 2", "suite-weeks that have ended; 26 in the quarter")
    assert slots == ("0 of 2", "scheduled visits in weeks that have ended; 26 in the quarter")
