"""A desk set up by the office's invitation, in three steps."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.envelope import new_identity, seal
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.own_keys import own_keys
from desktop.exchange.sealed.signed import read_signed, sign
from desktop.exchange.sealed.words import fingerprint
from desktop.records.places import places
from desktop.records.roles import whose_desk
from desktop.store.desk import open_desk
from desktop.store.keyfile import office_slot_of
from desktop.store.layout import KEYS, desk_folder
from desktop.ui import opening
from desktop.ui.door import Door
from desktop.ui.look.look import Colours, Look
from desktop.ui.opening import Opened
from desktop.ui.pages.begin import BeginPage
from desktop.ui.pages.invitation import InvitationPage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.hands import press, type_text
from tests.qt.offices import JANE, OFFICE, drop, office_in
from tests.qt.test_large_text import clipped, settle
from tests.unit.conftest import Around
from tests.unit.sealed_desks import CUSTODY, Known, invite

pytestmark = pytest.mark.usefixtures("cheap_passphrase")

Office = tuple[Around, Known]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_in(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture(scope="module")
def invitation(office: Office) -> bytes:
    around, known = office
    return invite(around, known.jane)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def door(qtbot: QtBot, look: Look, data: Path) -> Iterator[Door]:
    made = Door("Scrutiny Desk", data, look)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.open_invitation()
    yield made
    made.close()


@pytest.fixture
def opened(door: Door) -> Iterator[list[Opened]]:
    seen: list[Opened] = []
    door.opened.connect(seen.append)
    yield seen
    for one in seen:
        one.desk.close()


def page_of(door: Door) -> InvitationPage:
    assert isinstance(door.page, InvitationPage)
    return door.page


def idle(qtbot: QtBot, page: InvitationPage) -> None:
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)


def box(page: InvitationPage) -> QPlainTextEdit:
    found = page.field.text.findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


def paste(qtbot: QtBot, page: InvitationPage, text: str) -> None:
    box(page).setPlainText(text)
    page.field.use_text.click()
    idle(qtbot, page)


def give(qtbot: QtBot, page: InvitationPage, content: bytes, folder: Path) -> None:
    path = folder / "given.invitation"
    path.write_bytes(content)
    page.field.take_files([path])
    idle(qtbot, page)


def said(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def answer(page: InvitationPage, code: str) -> None:
    assert page.words is not None
    page.words.answer.set_value(code)
    page.go_on.click()


def enter_passphrase(qtbot: QtBot, page: InvitationPage) -> None:
    for _ in range(2):
        type_text(desks.PASSPHRASE)
        press(Qt.Key.Key_Return)
    idle(qtbot, page)


def passphrase(qtbot: QtBot, page: InvitationPage) -> None:
    enter_passphrase(qtbot, page)
    qtbot.waitUntil(lambda: page.recovery is not None, timeout=20_000)


def tab_to(wanted: QWidget) -> None:
    for _ in range(40):
        if hands.focused() is wanted or wanted.isAncestorOf(hands.focused()):
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError("Tab does not reach it")


def signed_anew(office: Office, body: dict[str, Any]) -> bytes:
    with office[0].desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    return sign("invitation", keys.signing_seed, body)


def words_of(office: Office) -> tuple[str, ...]:
    with office[0].desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    return fingerprint(keys.verify_key)


def test_a_desk_is_set_up_by_keyboard_alone_in_three_steps(
    qtbot: QtBot, door: Door, opened: list[Opened], data: Path, invitation: bytes, office: Office
) -> None:
    page = page_of(door)
    assert "Step 1 of 3" in said(page)
    tab_to(box(page))
    QApplication.clipboard().setText(to_text(invitation))
    box(page).paste()
    tab_to(page.field.use_text)
    press(Qt.Key.Key_Return)
    idle(qtbot, page)

    seen = said(page)
    assert OFFICE in seen
    assert f"This invitation is for {JANE}." in seen
    assert "You visit custody suites or police kennels." in seen
    words = words_of(office)
    shown = [one for one in page.findChildren(QLabel) if one.property("kind") == "figure"]
    assert tuple(one.text() for one in shown) == words
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    assert all(one.textInteractionFlags() & selectable for one in shown)
    assert page.words is not None
    assert page.words.answer.isAncestorOf(hands.focused())
    press(Qt.Key.Key_Space)  # "Yes, they match"
    tab_to(page.go_on)
    press(Qt.Key.Key_Return)

    assert "Step 2 of 3" in said(page)
    assert page.name.typed() == JANE
    assert not desk_folder(data, JANE).exists()
    passphrase(qtbot, page)

    assert "Step 3 of 3" in said(page)
    assert f"Your office, {OFFICE}, can let you back in if you forget both." in said(page)
    groups = [o.text() for o in page.findChildren(QLabel) if o.property("kind") == "figure"]
    press(Qt.Key.Key_Return)  # "I have it on paper"
    assert page.recovery is not None
    for wanted in page.recovery.wanted:
        type_text(groups[wanted - 1])
        press(Qt.Key.Key_Return)

    (one,) = opened
    assert one.desk.folder == desk_folder(data, JANE)
    with one.desk.read() as session:
        found, me = office_of(session), whose_desk(session)
        assert {place.name for place in places(session)} == {"Keyham Lane", "Euston Street"}
    assert found is not None
    assert (found.name, found.confirmed) == (OFFICE, True)
    assert me is not None
    assert (me.role, me.schemes, me.person_id) == ("visitor", (CUSTODY,), office[1].jane)
    slot = office_slot_of(one.desk.folder / KEYS)
    assert slot is not None
    assert slot.name == OFFICE
    one.desk.close()
    open_desk(one.desk.folder, recovery_code="-".join(groups)).close()
    open_desk(one.desk.folder, desks.PASSPHRASE).close()
    assert [path.name for path in one.desk.folder.parent.iterdir()] == [JANE]


def test_who_cannot_ring_now_begins_and_the_office_stays_unconfirmed(
    qtbot: QtBot, door: Door, data: Path, invitation: bytes, tmp_path: Path
) -> None:
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    answer(page, "later")
    passphrase(qtbot, page)
    door.close()
    with open_desk(desk_folder(data, JANE), desks.PASSPHRASE) as desk, desk.read() as session:
        found = office_of(session)
    assert found is not None
    assert not found.confirmed


def test_words_that_differ_set_nothing_up_and_say_what_to_do(
    qtbot: QtBot, door: Door, data: Path, invitation: bytes, tmp_path: Path
) -> None:
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    answer(page, "differ")
    assert "Nothing was set up" in said(page)
    assert any("ask for a new one" in one for one in said(page))
    assert opening.names_in(data) == ()
    hands.button(page, "Back to the beginning").click()
    assert isinstance(door.page, BeginPage)


def test_an_answer_is_wanted_before_going_on(
    qtbot: QtBot, door: Door, invitation: bytes, tmp_path: Path
) -> None:
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    page.go_on.click()
    assert page.words is not None
    assert page.words.answer.problem() == "Choose an answer"


def test_a_file_dropped_anywhere_on_the_window_is_opened(
    qtbot: QtBot, door: Door, invitation: bytes, tmp_path: Path
) -> None:
    page = page_of(door)
    path = tmp_path / "Jane’s.invitation"
    path.write_bytes(invitation)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert not box(page).acceptDrops()
    assert not box(page).viewport().acceptDrops()
    assert drop(page.viewport(), mime)
    idle(qtbot, page)
    assert page.offer is not None
    assert page.offer.person == JANE


def test_words_that_are_dropped_are_left_alone(door: Door) -> None:
    mime = QMimeData()
    mime.setText("no file")
    assert not drop(page_of(door).viewport(), mime)


def receipt(_: bytes) -> bytes:
    return sign("receipt", b"s" * 32, {"id": "x"})


def sealed(_: bytes) -> bytes:
    return seal("receipt", {"id": "x"}, signing_seed=b"s" * 32, recipients=[new_identity()[1]])


def altered(good: bytes) -> bytes:
    return good.replace(JANE.encode(), b"Jane Smitt")


def newer(good: bytes) -> bytes:
    return good.replace(b"SCRUTINY-DESK 1\n", b"SCRUTINY-DESK 2\n")


def by_another_key(good: bytes) -> bytes:
    return sign("invitation", b"x" * 32, read_signed("invitation", good, most=8 << 20).body)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda _: b"\x89PNG\r\n\x1a\n\0\0\0", "not a file that Scrutiny Desk has made"),
        (lambda _: b"", "There is no text of a Scrutiny Desk file in this"),
        (lambda _: b"Dear Jane, see you on Monday", "There is no text of a Scrutiny Desk file"),
        (lambda good: good[:40], "The file is cut off"),
        (lambda good: to_text(good).encode()[:-200], "The text is cut off"),
        (altered, "was changed after it was made"),
        (newer, "made with a newer version of Scrutiny Desk"),
        (receipt, "This is an office's answer"),
        (sealed, "This file is not an invitation: it is sealed"),
        (by_another_key, "another key has signed it"),
        (lambda good: good + b" " * (9 << 20), "larger than any that Scrutiny Desk makes"),
    ],
    ids=[
        "picture",
        "empty",
        "letter",
        "file cut",
        "text cut",
        "altered",
        "newer",
        "answer",
        "sealed",
        "other key",
        "large",
    ],
)
def test_what_is_no_good_is_refused_at_the_field_in_its_own_words(
    qtbot: QtBot,
    door: Door,
    data: Path,
    invitation: bytes,
    tmp_path: Path,
    harm: Callable[[bytes], bytes],
    sentence: str,
) -> None:
    page = page_of(door)
    give(qtbot, page, harm(invitation), tmp_path)
    assert sentence.replace("'", "’") in page.field.text.problem().replace("'", "’")
    assert page.field.text.isAncestorOf(hands.focused())
    assert door.banner.isHidden()
    assert page.offer is None
    assert not data.exists() or list(data.iterdir()) == []


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (["a", "b"], "Only one file"),
        (["."], "This is a folder"),
        (["not there"], "The file cannot be read"),
    ],
)
def test_files_that_cannot_be_read_are_said(
    qtbot: QtBot, door: Door, tmp_path: Path, files: list[str], sentence: str
) -> None:
    page = page_of(door)
    page.field.take_files([tmp_path / name for name in files])
    idle(qtbot, page)
    assert sentence in page.field.text.problem()


def test_nothing_given_is_said(door: Door) -> None:
    page = page_of(door)
    page.field.use_text.click()
    assert page.field.text.problem().startswith("Choose the file, or paste")


def test_a_form_that_is_newer_at_the_office_is_said_once_the_desk_is_made(
    qtbot: QtBot, door: Door, invitation: bytes, office: Office, tmp_path: Path
) -> None:
    body = read_signed("invitation", invitation, most=8 << 20).body
    for form in body["forms"].values():
        form["version"] += 1
    page = page_of(door)
    give(qtbot, page, signed_anew(office, body), tmp_path)
    answer(page, "match")
    assert door.banner.isHidden()
    passphrase(qtbot, page)
    assert "The office uses a newer edition of the form" in name(door.banner)


def test_a_name_that_is_taken_is_said_at_the_name(
    qtbot: QtBot, door: Door, data: Path, invitation: bytes, tmp_path: Path
) -> None:
    desks.new_desk(desk_folder(data, JANE)).close()
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    answer(page, "match")
    page.make.click()
    assert "There is a desk of this name" in page.name.problem()
    page.name.set_value("Jane the second")
    page.passphrase.first.focus_first()
    passphrase(qtbot, page)
    assert opening.names_in(data) == (JANE, "Jane the second")


def test_something_in_the_folder_of_the_name_is_left_alone(
    qtbot: QtBot, door: Door, data: Path, invitation: bytes, tmp_path: Path
) -> None:
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    answer(page, "match")
    (data / "desks" / JANE).mkdir(parents=True)
    (data / "desks" / JANE / "letter.txt").write_text("mine")
    enter_passphrase(qtbot, page)
    assert "Choose another name" in page.name.problem()
    assert opening.names_in(data) == ()
    assert [one.name for one in (data / "desks").iterdir()] == [JANE]


def test_where_the_invitation_cannot_be_taken_in_there_is_no_desk(
    qtbot: QtBot, door: Door, data: Path, invitation: bytes, office: Office, tmp_path: Path
) -> None:
    body = read_signed("invitation", invitation, most=8 << 20).body
    [slot] = [line for line in body["lines"] if line["type"] == "slot"]
    slot["place"] = "0190aaaa-0000-7000-8000-000000000000"
    page = page_of(door)
    give(qtbot, page, signed_anew(office, body), tmp_path)
    answer(page, "match")
    enter_passphrase(qtbot, page)
    assert "does not hold what it should" in name(door.banner)
    assert page.recovery is None
    assert list((data / "desks").iterdir()) == []


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_clipped_in_any_step(
    qtbot: QtBot, door: Door, look: Look, invitation: bytes, tmp_path: Path, percent: int
) -> None:
    look.choose_percent(percent)
    page = page_of(door)
    paste(qtbot, page, "nothing of ours")
    settle()
    assert clipped(door) == []
    give(qtbot, page, invitation, tmp_path)
    page.go_on.click()
    settle()
    assert clipped(door) == []
    answer(page, "later")
    page.make.click()
    settle()
    assert clipped(door) == []
    page.passphrase.first.focus_first()
    passphrase(qtbot, page)
    settle()
    assert clipped(door) == []
    assert page.recovery is not None
    page.recovery.ask()
    settle()
    assert clipped(door) == []


def test_the_words_are_painted_in_the_colours_chosen(
    qtbot: QtBot, door: Door, look: Look, invitation: bytes, tmp_path: Path
) -> None:
    look.choose_colours(Colours.DARK)
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    settle()
    image = door.grab().toImage()
    assert image.pixelColor(4, 300).name().upper() == look.tokens().bg.upper()


def test_tab_stops_at_the_words_and_they_are_read_out_in_one(
    qtbot: QtBot, door: Door, invitation: bytes, tmp_path: Path
) -> None:
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    assert page.offer is not None
    press(Qt.Key.Key_Backtab)
    assert name(hands.focused()) == f"The office’s eight words: {', '.join(page.offer.words)}"


def test_a_passphrase_that_is_too_short_is_refused_where_it_is_typed(
    qtbot: QtBot, door: Door, invitation: bytes, tmp_path: Path
) -> None:
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    answer(page, "match")
    first = page.passphrase.first
    type_text("short")
    press(Qt.Key.Key_Return)
    assert first.problem() == "Too short: use 8 letters or more."
    assert first.isAncestorOf(hands.focused())
    type_text(desks.PASSPHRASE)
    press(Qt.Key.Key_Return)
    assert first.problem() == ""
    assert page.passphrase.again.isAncestorOf(hands.focused())


def test_tab_stops_at_the_recovery_code_and_it_is_spelt(
    qtbot: QtBot, door: Door, invitation: bytes, tmp_path: Path, opened: list[Opened]
) -> None:
    page = page_of(door)
    give(qtbot, page, invitation, tmp_path)
    answer(page, "match")
    passphrase(qtbot, page)
    press(Qt.Key.Key_Backtab)
    assert re.fullmatch(r"Your recovery code: (\w \w \w \w \w(, )?){8}", name(hands.focused()))
    assert opened == []
