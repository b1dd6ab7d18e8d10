from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop import clock
from desktop.records.drafts import new_draft, save_draft
from desktop.records.finding import Filter, page
from desktop.records.finishing import finish
from desktop.records.office import office_on
from desktop.records.record import record
from desktop.records.roles import Me, set_whose_desk
from desktop.ui.pages.exchange.office_page import ExchangePage
from desktop.ui.pages.files_card import FilesCard
from desktop.ui.pages.send import SendPage
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.dialogs import Dialog
from desktop.ui.parts.folded import Folded
from tests.qt.hands import place_asked_for
from tests.qt.stage import SCHEME, Stage, settle


@pytest.fixture
def finished(visitor: Stage) -> str:
    """A visit that was finished and not sent: the newest one, written once more."""
    form = next(f for f in visitor.view.forms.values() if f.scheme == SCHEME)
    with visitor.desk.write("Prepared a test") as session:
        [newest] = page(session, Filter(form=form.id), limit=1).lines
        answers = record(session, newest.id, reveal=form).answers
        known = office_on(session, clock.today(), [form])
        draft = new_draft(session, form, office=known, who="Sample")
        save_draft(session, form, draft.id, answers, {}, office=known, version=draft.version)
        return finish(session, form, draft.id, known).id


def statuses(stage: Stage, id: str) -> str:
    with stage.desk.read() as session:
        return record(session, id).status


def links(shown: QWidget) -> list[str]:
    return [one.accessibleName() for one in shown.findChildren(Link) if one.isVisibleTo(shown)]


def press(shown: QWidget, text: str) -> None:
    found = [one for one in shown.findChildren(QPushButton) if one.isVisibleTo(shown)]
    next(one for one in found if text in (one.text(), one.accessibleName())).click()
    settle()


def answer(shown: QWidget, text: str) -> None:
    [dialog] = shown.findChildren(Dialog)
    press(dialog, text)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()


def test_a_visit_handed_in_on_paper_goes_from_ready_to_the_office(
    visitor: Stage, finished: str
) -> None:
    shown = visitor.show(SendPage)
    assert links(shown) == ["Custody visit, Keyham Lane"]
    press(shown, "I handed them in on paper")
    answer(shown, "Not yet")
    assert statuses(visitor, finished) == "finished"
    press(shown, "I handed them in on paper")
    answer(shown, "I handed them in on paper")
    assert statuses(visitor, finished) == "sent"
    press(shown, "The office has them")
    answer(shown, "The office has them")
    assert statuses(visitor, finished) == "filed"
    assert links(shown) == []


def whole(office: Stage) -> QWidget:
    """Show the office's page with what is folded at its foot."""
    shown = office.show(ExchangePage)
    [fold] = [one for one in shown.findChildren(Folded) if one.findChildren(FilesCard)]
    fold.open()
    return shown


def test_a_visitor_is_offered_no_open_file(visitor: Stage, office: Stage) -> None:
    theirs, ours = visitor.show(SendPage), whole(office)
    named = [one.text() for one in theirs.findChildren(QPushButton) if one.isVisibleTo(theirs)]
    assert "Write everything to a file" not in named
    named = [one.text() for one in ours.findChildren(QPushButton) if one.isVisibleTo(ours)]
    assert "Write everything to a file" in named


def choose(path: Path) -> None:
    dialog = place_asked_for()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    settle()


def test_a_whole_desk_goes_out_and_comes_in_and_changes_nothing(
    office: Stage, tmp_path: Path
) -> None:
    shown = whole(office)
    place = tmp_path / "desk.jsonl"
    press(shown, "Write everything to a file")
    choose(place)
    assert place.stat().st_size > 10_000
    assert office.said[-1].endswith("lines are written to desk.jsonl.")
    press(shown, "Take a file in")
    choose(place)
    said = office.view.banner.accessibleName()
    assert "0 lines of desk.jsonl were added" in said


def test_a_file_that_is_not_ours_is_refused_with_its_line(office: Stage, tmp_path: Path) -> None:
    shown = whole(office)
    place = tmp_path / "other.jsonl"
    place.write_text('{"type": "nonsense"}\n', "utf-8")
    press(shown, "Take a file in")
    choose(place)
    said = office.view.banner.accessibleName()
    assert said.startswith("Error:")
    assert "1" in said


def test_a_visitor_saves_a_file_for_the_office_and_is_told_what_to_do_next(
    visitor: Stage, office: Stage, finished: str, tmp_path: Path
) -> None:
    shown = visitor.show(SendPage)
    assert "anyone who gets it can read it" in words(shown)
    press(shown, "Save the file for the office…")
    place = tmp_path / "visits.jsonl"
    choose(place)
    assert statuses(visitor, finished) == "sent"
    said = visitor.view.banner.accessibleName()
    assert "1 record is in visits.jsonl." in said
    assert "press “The office has them”" in said
    with office.desk.write("Said whose desk this is") as session:
        set_whose_desk(session, Me("coordinator"))
    theirs = whole(office)
    press(theirs, "Take a file in")
    choose(place)
    assert "1 record" in links(theirs)
    assert "What visits.jsonl brought" in words(theirs)
    press(theirs, "1 record")
    assert office.gone == [("records", "", "")]
    with office.desk.read() as session:
        assert record(session, finished).status == "filed"
    press(theirs, "Take a file in")
    choose(place)
    assert "Nothing new: all of it was here already." in words(theirs)


def test_a_file_that_was_lost_is_saved_again(visitor: Stage, finished: str, tmp_path: Path) -> None:
    shown = visitor.show(SendPage)
    press(shown, "Save the file for the office…")
    choose(tmp_path / "first.jsonl")
    press(shown, "Save the file again…")
    choose(tmp_path / "second.jsonl")
    assert (tmp_path / "second.jsonl").stat().st_size > 200
    assert statuses(visitor, finished) == "sent"


def test_where_the_file_cannot_be_written_nothing_counts_as_sent(
    visitor: Stage, finished: str, tmp_path: Path
) -> None:
    shown = visitor.show(SendPage)
    press(shown, "Save the file for the office…")
    choose(tmp_path / "no such folder" / "visits.jsonl")
    assert statuses(visitor, finished) == "finished"
    assert visitor.view.banner.accessibleName().startswith("Error:")
    assert links(shown) == ["Custody visit, Keyham Lane"]


def words(shown: QWidget) -> str:
    return "\n".join(one.text() for one in shown.findChildren(QLabel) if one.isVisibleTo(shown))


def test_a_file_handed_to_a_desk_of_no_office_leads_to_where_invitations_are_opened(
    visitor: Stage, tmp_path: Path
) -> None:
    visitor.show(SendPage, str(tmp_path / "invitation.desk"))
    assert "belongs to no office yet" in visitor.view.banner.accessibleName()
    press(visitor.view.banner, "Your office")
    assert visitor.gone == [("office", "", "")]
