"""Passphrase and keys, backups and checks: for every role, with real keys and real backups."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import clock, sample
from desktop.app import Program
from desktop.exchange.sealed.keys import new_keys
from desktop.exchange.sealed.own_keys import add_deputy, make_own_keys
from desktop.store import copies, keyfile
from desktop.store.backup import backups, make_backup
from desktop.store.desk import open_desk
from desktop.store.keyfile import WrongPassphrase, WrongRecoveryCode
from desktop.store.layout import BACKUPS, DATABASE, KEYS
from desktop.store.models import Parcel
from desktop.store.unconfirmed import CODE_UNCONFIRMED
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Look
from desktop.ui.pages.help import HelpPage
from desktop.ui.pages.home.page import HomePage
from desktop.ui.pages.safety.copies import CopiesPage
from desktop.ui.pages.safety.keys import KeysPage
from desktop.ui.pages.settings import SettingsPage
from tests.qt import desks, hands
from tests.qt.accessible import name
from tests.qt.stage import Stage, settle
from tests.qt.test_large_text import clipped
from tests.qt.test_large_text import settle as settle_texts
from tests.qt.test_program import program, unlock

__all__ = ["program"]  # a fixture

pytestmark = pytest.mark.usefixtures("cheap_passphrase")

NEW = "kettle meadow violin anchor"


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def press(page: QWidget, text: str) -> None:
    found = [one for one in page.findChildren(QPushButton) if one.isVisibleTo(page)]
    next(one for one in found if text in (one.text(), one.accessibleName())).click()
    settle()


def keys_page(stage: Stage) -> KeysPage:
    page = stage.show(KeysPage)
    assert isinstance(page, KeysPage)
    return page


def type_present(page: KeysPage, passphrase: str) -> None:
    assert page.deed is not None
    page.deed.present.set_value(passphrase)


def confirm(page: KeysPage) -> str:
    """Type the groups that are asked for, and give the code."""
    assert page.code is not None
    code = page.code._code  # noqa: SLF001 - a person reads it from the screen
    page.code.ask()
    for field, number in zip(page.code.fields, page.code.wanted, strict=True):
        field.set_value(code.split("-")[number - 1])
    page.code.check()
    settle()
    return code


def close_and(stage: Stage) -> Path:
    stage.desk.close()
    return stage.desk.folder


def test_the_passphrase_is_changed_by_who_knows_the_present_one(visitor: Stage) -> None:
    page = keys_page(visitor)
    press(page, "Change the passphrase")
    assert page.deed is not None
    press(page, "Change it")
    assert page.deed.present.problem() == "Enter your passphrase"
    lines = page.deed.lines  # type: ignore[attr-defined] # it asks for the new one as well
    type_present(page, "not the passphrase")
    lines.first.set_value(NEW)
    lines.again.set_value(NEW)
    press(page, "Change it")
    assert "not the passphrase of this desk" in page.deed.present.problem()
    type_present(page, sample.PASSPHRASE)
    press(page, "Change it")
    assert name(visitor.view.banner) == "Done: Your passphrase is changed."
    assert "Your recovery code" in words(page)
    folder = close_and(visitor)
    with pytest.raises(WrongPassphrase):
        open_desk(folder, sample.PASSPHRASE)
    open_desk(folder, NEW).close()


def test_there_are_no_rules_for_a_passphrase_but_its_length(visitor: Stage) -> None:
    page = keys_page(visitor)
    press(page, "Change the passphrase")
    assert page.deed is not None
    lines = page.deed.lines  # type: ignore[attr-defined] # it asks for the new one as well
    type_present(page, sample.PASSPHRASE)
    lines.first.set_value("short")
    press(page, "Change it")
    assert "8 letters or more" in lines.first.problem()
    lines.first.set_value("onlysmallletters")
    lines.again.set_value("onlysmallletters")
    press(page, "Change it")
    assert page.deed is None


def test_the_focus_goes_to_the_new_code_and_back_to_the_changes(visitor: Stage) -> None:
    page = keys_page(visitor)
    first = hands.button(page, "Change the passphrase")
    press(page, "Make a new recovery code")
    press(page, "Leave it as it is")
    assert page.focusWidget() is first
    press(page, "Make a new recovery code")
    type_present(page, sample.PASSPHRASE)
    press(page, "Make it")
    assert page.code is not None
    assert page.focusWidget() is page.code.go_on
    confirm(page)
    assert page.focusWidget() is first


def test_a_new_recovery_code_voids_the_old_one(visitor: Stage) -> None:
    old = visitor.desk.change_recovery_code()
    page = keys_page(visitor)
    press(page, "Make a new recovery code")
    type_present(page, sample.PASSPHRASE)
    press(page, "Make it")
    new = confirm(page)
    assert "opens this desk" in name(visitor.view.banner)
    assert "Your passphrase" in words(page)
    folder = close_and(visitor)
    with pytest.raises(WrongRecoveryCode):
        open_desk(folder, recovery_code=old)
    open_desk(folder, recovery_code=new).close()


def test_who_leaves_before_the_new_code_is_on_paper_is_told(visitor: Stage) -> None:
    page = keys_page(visitor)
    press(page, "Make a new recovery code")
    type_present(page, sample.PASSPHRASE)
    press(page, "Make it")
    assert page.leave()
    assert "opens nothing any more" in name(visitor.view.banner)
    assert page.code is None


@pytest.mark.parametrize(
    ("deed", "button"),
    [("Make a new recovery code", "Make it"), ("Make a new key for the desk", "Make a new key")],
)
def test_a_desk_locked_while_a_new_code_is_shown_says_so_until_a_code_is_confirmed(
    qtbot: QtBot, program: Program, tmp_path: Path, deed: str, button: str
) -> None:
    def lock_and_open() -> DeskWindow:
        window = program.window
        assert isinstance(window, DeskWindow)
        window.lock()
        return unlock(qtbot, program)

    def ask_on(window: DeskWindow, deed: str, button: str) -> KeysPage:
        window.go("passphrase")
        settle()
        page = window.page("passphrase")
        assert isinstance(page, KeysPage)
        press(page, deed)
        type_present(page, desks.PASSPHRASE)
        press(page, button)
        assert page.code is not None
        return page

    window = unlock(qtbot, program)
    assert window.banner.isHidden()
    ask_on(window, deed, button)
    for _again in range(2):
        window = lock_and_open()
        assert CODE_UNCONFIRMED in name(window.banner)
    code = confirm(ask_on(window, "Make a new recovery code", "Make it"))
    window = lock_and_open()
    assert CODE_UNCONFIRMED not in name(window.banner)
    window.lock()
    open_desk(tmp_path / "desks" / desks.NAME, recovery_code=code).close()


def test_who_opens_the_desk_with_the_new_code_has_it(visitor: Stage) -> None:
    page = keys_page(visitor)
    press(page, "Make a new recovery code")
    type_present(page, sample.PASSPHRASE)
    press(page, "Make it")
    assert page.code is not None
    code = page.code._code  # noqa: SLF001 - a person reads it from the screen
    folder = close_and(visitor)
    with open_desk(folder, sample.PASSPHRASE) as desk:
        assert desk.notice == CODE_UNCONFIRMED
    for opened in ({"recovery_code": code}, {"passphrase": sample.PASSPHRASE}):
        with open_desk(folder, **opened) as desk:
            assert desk.notice == ""


def test_a_new_key_leaves_the_passphrase_and_the_data(visitor: Stage) -> None:
    before = visitor.desk.key
    page = keys_page(visitor)
    press(page, "Make a new key for the desk")
    type_present(page, sample.PASSPHRASE)
    press(page, "Make a new key")
    code = confirm(page)
    assert visitor.desk.key != before
    folder = close_and(visitor)
    open_desk(folder, recovery_code=code).close()
    open_desk(folder, sample.PASSPHRASE).close()


def test_leaving_while_the_key_is_made_waits_for_it(visitor: Stage) -> None:
    before = visitor.desk.key
    page = keys_page(visitor)
    press(page, "Make a new key for the desk")
    type_present(page, sample.PASSPHRASE)
    hands.button(page, "Make a new key").click()
    assert page.leave()
    assert visitor.desk.key != before


def test_the_office_that_can_let_its_owner_in_is_named(visitor: Stage) -> None:
    page = keys_page(visitor)
    assert "No office can let you back in" in words(page)
    code = visitor.desk.change_recovery_code()
    keyfile.set_office_slot(
        visitor.desk.folder / KEYS,
        visitor.desk.key,
        code=code,
        name="The office of Northshire",
        fingerprint="lamp river stone cup",
        sealed="",
    )
    visitor.arrive(page)
    assert "The office of Northshire can let you back in" in words(page)
    assert "The words of its key: lamp river stone cup" in words(page)


def test_the_office_writes_its_receiving_key_down(office: Stage, tmp_path: Path) -> None:
    page = keys_page(office)
    assert "This office has no keys yet" in words(page)
    with office.desk.write("Made keys") as session:
        keys = make_own_keys(session)
        add_deputy(session, "Deputy of Northshire", new_keys().recipient)
    office.arrive(page)
    assert "Deputy of Northshire" in words(page)
    press(page, "Write the receiving key down…")
    [warning] = hands.dialogs()
    assert "Whoever has this key can read all" in warning.accessibleDescription()
    chooser = hands.place_asked_for()
    chooser.fileSelected.emit(str(tmp_path / "key.txt"))
    chooser.close()
    settle()
    assert keys.age_identity in (tmp_path / "key.txt").read_text()
    assert "put the paper in a safe" in office.said[-1]


def test_a_visitor_sees_no_keys_of_an_office(visitor: Stage) -> None:
    assert "receiving key" not in words(keys_page(visitor))


def copies_page(stage: Stage) -> CopiesPage:
    page = stage.show(CopiesPage)
    assert isinstance(page, CopiesPage)
    return page


def choose_folder(place: Path) -> None:
    [chooser] = [one for one in hands.dialogs() if isinstance(one, QFileDialog)]
    chooser.fileSelected.emit(str(place))
    chooser.close()
    settle()


def test_a_backup_on_a_memory_stick_is_remembered(
    visitor: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = copies_page(visitor)
    assert "No copy of this desk is anywhere else yet." in words(page)
    stick = tmp_path / "stick"
    stick.mkdir()
    press(page, "Make a backup on a memory stick…")
    choose_folder(stick)
    assert "on the same disk" in name(visitor.view.banner)
    monkeypatch.setattr(copies, "is_elsewhere", lambda *_: True)  # a second disk is not at hand
    press(page, "Make a backup on a memory stick…")
    choose_folder(stick)
    assert "Keep it apart" in name(visitor.view.banner)
    assert "The last copy on another disk is of 9 June 2025" in words(page)
    assert len(backups(stick)) == 2


def test_a_backup_is_checked_with_its_passphrase(visitor: Stage, tmp_path: Path) -> None:
    made = make_backup(visitor.desk.folder, visitor.desk.key, tmp_path / "stick")
    page = copies_page(visitor)
    press(page, "Check a backup…")
    choose_folder(tmp_path / "stick")
    press(page, "Check it")
    assert page.passphrase.problem() == "Enter the passphrase of the backup"
    page.passphrase.set_value(sample.PASSPHRASE)
    press(page, "Check it")
    assert "All is in order" in words(page)
    assert "It belongs to this desk." in words(page)
    assert page.passphrase.typed() == ""
    broken = bytearray((made.folder / DATABASE).read_bytes())
    broken[5000] ^= 1
    (made.folder / DATABASE).write_bytes(broken)
    press(page, "Check a backup…")
    choose_folder(made.folder)
    page.passphrase.set_value(sample.PASSPHRASE)
    press(page, "Check it")
    assert "This is not in order" in words(page)
    assert "is damaged" in words(page)


def test_the_desk_is_checked_in_sentences(visitor: Stage) -> None:
    page = copies_page(visitor)
    press(page, "Check this desk")
    assert "This is not in order" in words(page)
    assert "There is no backup of this desk." in words(page)
    press(page, "Make a backup here")
    assert len(backups(visitor.desk.folder / BACKUPS)) == 1
    press(page, "Check this desk")
    assert "All is in order" in words(page)
    assert "The audit is whole" in words(page)


def test_a_history_that_others_saw_otherwise_is_told(office: Stage) -> None:
    with office.desk.write("Prepared a test") as session:
        seen = [[1, "0" * 64]]
        session.add(Parcel(direction="in", kind="records", at=clock.now(), contents={"seen": seen}))
    page = copies_page(office)
    press(page, "Check this desk")
    assert "This is not in order" in words(page)
    assert "the audit was made anew" in words(page)


def test_home_reminds_of_a_copy_when_the_last_is_old(visitor: Stage, office: Stage) -> None:
    later = clock.now() + timedelta(days=31)
    for stage, other in ((visitor, "Nothing has come back"), (office, "Coming up")):
        with stage.desk.write("Prepared a test") as session:
            copies.note_copy_elsewhere(session, "disk")
        page = stage.show(HomePage)
        assert "Make a backup on a memory stick" not in page_links(page)
        with clock.fixed(later):
            stage.arrive(page)
            assert "Make a backup on a memory stick" in page_links(page)
            press(page, "Make a backup on a memory stick")
        assert stage.gone[-1][0] == "copies"
        assert other in words(page)


def page_links(page: QWidget) -> list[str]:
    return [one.accessibleName() for one in page.findChildren(QPushButton) if one.isVisibleTo(page)]


def test_every_role_finds_the_way(visitor: Stage, office: Stage) -> None:
    for stage, kind in ((visitor, HelpPage), (office, HelpPage), (office, SettingsPage)):
        page = stage.show(kind)
        press(page, "Passphrase and keys")
        press(page, "Backups and checks")
        assert [gone[0] for gone in stage.gone[-2:]] == ["passphrase", "copies"]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_clipped(office: Stage, look: Look, qtbot: QtBot, percent: int) -> None:
    del qtbot
    with office.desk.write("Made keys") as session:
        make_own_keys(session)
    look.choose_percent(percent)
    keys, safe = keys_page(office), copies_page(office)
    settle_texts()
    assert clipped(keys) == []
    for ask in (keys.ask_passphrase, keys.ask_code, keys.ask_key):
        ask()
        settle_texts()
        assert clipped(keys) == []
    press(safe, "Check this desk")
    settle_texts()
    assert clipped(safe) == []
    for page in (keys, safe):
        assert page.ground.minimumSizeHint().width() <= page.viewport().width()
