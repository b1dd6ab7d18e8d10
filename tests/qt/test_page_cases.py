"""Cases between the office and a reviewer, by the same pages; and a visit that was noted before."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.armour import from_text
from desktop.records.office import office_on
from desktop.records.stubs import VisitMade, add_stub, stubs
from desktop.ui.look.look import Look
from desktop.ui.pages.exchange.cases_card import Cases
from desktop.ui.pages.exchange.laptop_page import send_page
from desktop.ui.pages.exchange.office_page import ExchangePage
from desktop.ui.pages.exchange.two_versions import TwoVersions
from tests.qt.mail import Mail, mail, stage_for
from tests.qt.pressing import links, press, words
from tests.qt.stage import Stage, settle
from tests.unit.conftest import Around
from tests.unit.sealed_desks import REVIEWS
from tests.unit.sealed_posts import (
    REVIEW,
    VISIT,
    change,
    join,
    of,
    review_answers,
    send,
    take,
    visit,
    write,
)


@pytest.fixture
def post(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    with mail(tmp_path, qtbot, look) as made:
        yield made


@pytest.fixture
def reviewer(post: Mail) -> tuple[Around, str]:
    made = post.fresh("reviewer")
    return made, join(post.post.office, made, post.post.known.ravi, "reviewer", (REVIEWS,))


def stage(post: Mail, desk: Around) -> Stage:
    return stage_for(desk.desk, post.office.qtbot, post.office.view.look)


def copied() -> bytes:
    return from_text(QApplication.clipboard().text())


def test_a_case_goes_to_a_reviewer_and_comes_back(
    post: Mail, reviewer: tuple[Around, str], tmp_path: Path
) -> None:
    desk, _ = reviewer
    id_ = write(post.post.office, review_answers(), form=REVIEW.id)
    page = post.office.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    press(page, "Ravi Patel: 1 can go")
    press(page, "Copy the text")
    assert "No case is ticked." in post.office.view.banner.accessibleName()
    [cases] = page.findChildren(Cases)
    cases.which.set_value([id_])
    press(page, "Copy the text")
    theirs = stage(post, desk)
    there = theirs.show(send_page)
    (tmp_path / "cases.desk").write_bytes(copied())
    there.intake.take_files([tmp_path / "cases.desk"])  # type: ignore[attr-defined]
    settle()
    assert "1 record from OPCC for Somewhere: 1 new." in words(there)
    press(there, links(there)[0])
    assert theirs.gone == [("record", id_, "")]
    change(desk, id_, papers_asked_on="2026-11-10")
    theirs.arrive(there)
    [cases] = there.findChildren(Cases)
    assert cases.which.value() == [id_]
    press(there, "Copy the text")
    report = take(post.post.office, copied())
    assert report.count("correction") == 1
    assert of(post.post.office, id_).answers["papers_asked_on"] == "2026-11-10"


def test_what_both_changed_is_shown_to_the_reviewer_too(
    post: Mail, reviewer: tuple[Around, str]
) -> None:
    desk, peer = reviewer
    id_ = write(post.post.office, review_answers(), form=REVIEW.id)
    take(desk, send(post.post.office, [id_], to=peer))
    change(desk, id_, papers_asked_on="2026-11-10")
    change(post.post.office, id_, papers_asked_on="2026-11-11")
    take(desk, send(post.post.office, [id_], to=peer))
    theirs = stage(post, desk)
    there = theirs.show(send_page)
    assert "Changed on both sides" in words(there)
    press(there, next(one for one in links(there) if "CR-2026-001" in one))
    [pane] = there.findChildren(TwoVersions)
    press(pane, "All as it came")
    press(pane, "Keep this choice")
    settle()
    assert of(desk, id_).answers["papers_asked_on"] == "2026-11-11"
    assert "Changed on both sides" not in words(there)


@pytest.mark.parametrize("one_visit", [True, False])
def test_a_visit_noted_before_meets_its_report(post: Mail, *, one_visit: bool) -> None:
    office, known = post.post.office, post.post.known
    with office.desk.write("Noted a visit") as session:
        noted = VisitMade(known.keyham, date(2026, 11, 20), source="a text message")
        known_here = office_on(session, date(2026, 11, 20), [VISIT])
        add_stub(session, VISIT, noted, office=known_here, who="Somebody")
    id_ = visit(post.post.laptop, known)
    take(office, send(post.post.laptop, [id_]))
    page = post.office.show(ExchangePage)
    assert "A visit noted before: Keyham Lane, Friday 20 November 2026" in words(page)
    assert "It was known from: a text message." in words(page)
    press(page, "Yes, the same visit" if one_visit else "No, these are two visits")
    settle()
    assert "A visit noted before" not in words(page)
    with office.desk.read() as session:
        assert len(stubs(session)) == (0 if one_visit else 1)
