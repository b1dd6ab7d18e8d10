"""Inviting people, seeing what became of it, letting somebody back in, and deputies' keys."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QPushButton

from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.enrolling import confirm, enrolment, laptops, meet
from desktop.exchange.sealed.envelope import new_identity
from desktop.exchange.sealed.invitation import read_invitation
from desktop.exchange.sealed.letting_in import request_text
from desktop.exchange.sealed.own_keys import deputies
from desktop.exchange.sealed.setting_up import set_up
from desktop.records.people import people
from desktop.store.desk import Desk, open_desk
from desktop.ui.pages.exchange.hand_over import HandOver
from desktop.ui.pages.exchange.invited import InvitedPage
from desktop.ui.pages.exchange.large_words import LargeWords
from desktop.ui.pages.people import PeoplePage
from desktop.ui.shell import focus_first
from tests.qt import desks
from tests.qt.hands import focused
from tests.qt.mail import bare_laptop, own_forms
from tests.qt.registers import cells, complaints, do, fill, offered, open_entry, press, words
from tests.qt.stage import SCHEME, VISITOR, Stage, settle
from tests.qt.typist import tab_to

SPOKE_TO = "Them, on the number in our list"


def shown(office: Stage, subject: str = "") -> InvitedPage:
    page = office.show(InvitedPage, subject)
    assert isinstance(page, InvitedPage)
    return page


def person(office: Stage) -> str:
    with office.desk.read() as session:
        return next(one.id for one in people(session) if one.name == VISITOR)


def invite(office: Stage, page: InvitedPage) -> str:
    """Invite the sample's first visitor by the page's form; give the text of the invitation."""
    answers = {"person": person(office), "role": "visitor", "schemes": [SCHEME]}
    do(page, "Invite somebody", answers)
    press(page, "Copy the text")
    return QApplication.clipboard().text()


def meets(office: Stage, laptop: Desk) -> str:
    """Let the office meet a laptop, as its first file would; give its id there."""
    with laptop.read() as session:
        said = enrolment(session)
    with office.desk.write("Opened a file") as session:
        return meet(session, bytes.fromhex(said.verify_key), said).id


@pytest.fixture
def laptop(office: Stage, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The laptop of the sample's first visitor, set up by an invitation made on the page."""
    text = invite(office, shown(office))
    made = bare_laptop(tmp_path_factory.mktemp("laptop"))
    set_up(made, desks.forms(), read_invitation(text.encode()), own_forms(made), words_match=True)
    return made


def test_an_invitation_is_made_and_says_what_to_do_by_phone(office: Stage) -> None:
    page = shown(office)
    text = invite(office, page)
    opened = read_invitation(text.encode())
    assert opened.invitation.person.name == VISITOR
    assert f"Then ring {VISITOR} on the number you have" in words(page)
    [large] = page.result.findChildren(LargeWords)
    assert large.accessibleName().count(", ") == 7
    assert page.result.findChildren(HandOver)
    assert cells(page)[0][0] == VISITOR
    assert cells(page)[0][2] == "Invited, no answer yet"
    press(page, "Put this away")
    assert page.result.findChildren(QFrame) == []


def test_nobody_is_invited_to_a_scheme_in_which_the_role_writes_nothing(office: Stage) -> None:
    page = shown(office)
    press(page, "Invite somebody")
    fill(page, {"person": person(office), "role": "reviewer", "schemes": [SCHEME]})
    press(page, "Save")
    assert "Choose only schemes" in complaints(page)
    press(page, "Cancel")


def test_somebody_on_the_list_of_people_is_invited_from_there(office: Stage) -> None:
    listed = office.show(PeoplePage)
    assert isinstance(listed, PeoplePage)
    open_entry(listed, VISITOR)
    press(listed, "Invitation and laptop")
    assert office.gone == [("invited", person(office), "")]
    page = shown(office, person(office))
    form = page.now.pane.form
    assert form is not None
    assert form.answers()["person"] == person(office)


def test_whoever_was_invited_is_found_by_the_way_from_people(office: Stage, laptop: Desk) -> None:
    meets(office, laptop)
    page = shown(office, person(office))
    assert "Its eight words" in words(page)
    assert "Waiting for the words" in words(page)
    assert "Compare the words" in offered(page)
    laptop.close()


def test_a_laptop_is_withdrawn_with_a_reason(office: Stage, laptop: Desk) -> None:
    meets(office, laptop)
    page = shown(office)
    assert cells(page)[0][2] == "Waiting for the words"
    open_entry(page, VISITOR)
    press(page, "Withdraw this laptop")
    press(page, "Save")
    assert "Answer this question" in complaints(page)
    fill(page, {"why": "It was lost on a bus"})
    press(page, "Save")
    assert "It was lost on a bus" in words(page)
    assert "Withdraw this laptop" not in offered(page)
    with office.desk.read() as session:
        assert [one.state for one in laptops(session)] == ["withdrawn"]
    laptop.close()


def test_a_code_is_read_out_after_saying_to_whom_and_goes_with_the_page(
    office: Stage, laptop: Desk
) -> None:
    id_ = meets(office, laptop)
    with office.desk.write("Compared the words") as session:
        confirm(session, id_)
    folder = laptop.folder
    laptop.close()
    page = shown(office)
    open_entry(page, VISITOR)
    press(page, "Let them back in")
    press(page, "Save")
    assert "Answer this question" in complaints(page)
    fill(page, {"spoke_to": SPOKE_TO})
    press(page, "Save")
    [large] = page.result.findChildren(LargeWords)
    code = large.accessibleName().partition(": ")[2].replace(", ", "-")
    with open_desk(folder, recovery_code=code, who="Somebody") as opened:
        assert opened.opened_by == "office"
    assert page.leave()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.result.findChildren(LargeWords) == []
    assert page.made is None


def test_the_text_of_a_locked_laptop_is_pasted_and_answered(office: Stage, laptop: Desk) -> None:
    text = request_text(laptop.folder)
    laptop.close()
    page = shown(office)
    press(page, "Somebody is locked out")
    fill(page, {"text": text[: len(text) // 2], "spoke_to": SPOKE_TO})
    press(page, "Save")
    assert "cut off" in complaints(page)
    fill(page, {"text": f"> {text}"})
    press(page, "Save")
    assert f"The code for {VISITOR}" in words(page)


def test_somebody_on_the_telephone_is_let_in_without_a_text(office: Stage, laptop: Desk) -> None:
    id_ = meets(office, laptop)
    text = request_text(laptop.folder)
    laptop.close()
    page = shown(office)
    press(page, "Somebody is locked out")
    fill(page, {"spoke_to": SPOKE_TO, "laptop": "text"})
    press(page, "Save")
    assert "Paste the text that the locked laptop shows" in complaints(page)
    fill(page, {"laptop": id_, "text": text})
    press(page, "Save")
    assert "Leave this empty" in complaints(page)
    fill(page, {"text": ""})
    press(page, "Save")
    assert f"The code for {VISITOR}" in words(page)


def test_keys_of_deputies_are_added_and_removed(office: Stage) -> None:
    page = shown(office)
    page.show_register("Keys that open what is sent")
    page.refresh()
    settle()
    _, key = new_identity()
    press(page, "Add a key")
    fill(page, {"name": "A deputy", "key": "not a key"})
    press(page, "Save")
    assert "This is no receiving key" in complaints(page)
    fill(page, {"key": key})
    press(page, "Save")
    with office.desk.read() as session:
        assert [one.recipient for one in deputies(session)] == [key]


def test_an_invitation_is_made_with_keys_alone(office: Stage) -> None:
    page = shown(office)
    focus_first(page)
    found = page.findChildren(QPushButton)
    tab_to(next(one for one in found if one.text() == "Invite somebody"))
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert page.now.pane.form is not None
    assert page.now.pane.form.isAncestorOf(focused())


def test_a_sealed_text_is_no_answer_to_nobody(office: Stage) -> None:
    page = shown(office)
    press(page, "Somebody is locked out")
    fill(page, {"text": to_text(b"age-encryption.org/v1\n" + b"x" * 60), "spoke_to": SPOKE_TO})
    press(page, "Save")
    assert "lets nobody in" in complaints(page)
    press(page, "Cancel")
