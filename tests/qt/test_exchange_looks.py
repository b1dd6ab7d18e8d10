"""The pages that send and receive in the real window: text sizes, colours, names, and Tab."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from time import sleep

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Colours, Look
from desktop.ui.pages.exchange.handed import Handed
from desktop.ui.pages.exchange.invited import InvitedPage
from desktop.ui.pages.exchange.laptop_page import LaptopPage
from desktop.ui.pages.exchange.office_page import ExchangePage
from desktop.ui.pages.exchange.working import Working
from desktop.ui.parts.page import Page
from desktop.ui.shell import focus_first
from tests.qt.accessible import walk
from tests.qt.hands import focused
from tests.qt.hands import press as press_key
from tests.qt.mail import Mail, mail
from tests.qt.pressing import links, press, words
from tests.qt.registers import do
from tests.qt.stage import Stage, settle
from tests.qt.test_large_text import clipped
from tests.qt.test_large_text import settle as lay_out
from tests.unit.sealed_desks import CUSTODY, FORMS, invite, set_up_by
from tests.unit.sealed_posts import (
    Post,
    answer,
    correct,
    problem,
    send,
    take,
    visit,
)


@pytest.fixture
def post(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    with mail(tmp_path, qtbot, look) as made:
        yield made


class Windows:
    """Windows of desks, each closed at the end before its desk is."""

    def __init__(self, look: Look, settings: QSettings) -> None:
        self.made: list[DeskWindow] = []
        self._look, self._settings = look, settings

    def of(self, stage: Stage) -> DeskWindow:
        window = DeskWindow(stage.desk, FORMS, self._look, self._settings)
        self.made.append(window)
        window.resize(1024, 700)
        window.show()
        stage.qtbot.waitExposed(window)
        settle()
        return window


@pytest.fixture
def windows(post: Mail, look: Look, settings: QSettings) -> Iterator[Windows]:
    made = Windows(look, settings)
    yield made
    for window in made.made:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def both_changed(post: Post) -> None:
    id_ = visit(post.laptop, post.known, to_put_right=[problem("row")])
    take(post.office, send(post.laptop, [id_]))
    correct(post.office, id_, "The sergeant rang", at_office=True, arrived="18:55")
    correct(post.laptop, id_, "It was later", left="20:30")
    take(post.office, send(post.laptop, [id_]))


def full_office(post: Mail, windows: Windows, folder: Path) -> ExchangePage:
    """Give the office's page with all that it can show."""
    both_changed(post.post)
    other = post.fresh("ravi")
    set_up_by(other, invite(post.post.office, post.post.known.ravi))
    (folder / "new.desk").write_bytes(send(other, [visit(other, post.post.known)]).blob)
    (folder / "bad.desk").write_bytes(b"nothing of ours")
    page = windows.of(post.office).page("exchange")
    assert isinstance(page, ExchangePage)
    page.window().go("exchange")  # type: ignore[attr-defined]
    settle()
    page.intake.take_files([folder / "new.desk", folder / "bad.desk"])
    settle()
    for fold in ("Files in and out", "The whole desk in an open file", "Paste text"):
        press(page, fold)
    press(page, "Write to somebody")
    return page


def full_laptop(post: Mail, windows: Windows, folder: Path) -> LaptopPage:
    """Give a laptop's page with all that it can show."""
    laptop, office = post.post.laptop, post.post.office
    take(office, send(laptop, [visit(laptop, post.post.known)]))
    send(laptop, [visit(laptop, post.post.known)])
    visit(laptop, post.post.known)
    (folder / "answer.desk").write_bytes(answer(office, post.post.peer))
    window = windows.of(post.laptop)
    window.go("send")
    settle()
    page = window.page("send")
    assert isinstance(page, LaptopPage)
    page.intake.take_files([folder / "answer.desk"])
    settle()
    press(page, "Make the file again")
    return page


def fits(page: Page) -> None:
    lay_out()
    assert clipped(page.window()) == []
    assert page.ground.minimumSizeHint().width() <= page.viewport().width()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_the_office_s_page_is_clipped(
    post: Mail, windows: Windows, look: Look, tmp_path: Path, percent: int
) -> None:
    look.choose_percent(percent)
    page = full_office(post, windows, tmp_path)
    fits(page)
    press(page, "Cancel")
    press(page, next(one for one in links(page) if one.startswith("Custody visit")))
    fits(page)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_a_laptop_s_page_is_clipped(
    post: Mail, windows: Windows, look: Look, tmp_path: Path, percent: int
) -> None:
    look.choose_percent(percent)
    page = full_laptop(post, windows, tmp_path)
    fits(page)
    press(page, "On paper…")
    fits(page)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_the_invited_is_clipped(
    post: Mail, windows: Windows, look: Look, percent: int
) -> None:
    look.choose_percent(percent)
    window = windows.of(post.office)
    window.go("invited")
    settle()
    page = window.page("invited")
    assert isinstance(page, InvitedPage)
    answers = {"person": post.post.known.ravi, "role": "visitor", "schemes": [CUSTODY]}
    do(page, "Invite somebody", answers)
    fits(page)


@pytest.mark.parametrize("colours", [Colours.DARK, Colours.HIGH_CONTRAST])
def test_the_pages_are_painted_in_the_chosen_colours(
    post: Mail, windows: Windows, look: Look, tmp_path: Path, colours: Colours
) -> None:
    look.choose_colours(colours)
    page = full_office(post, windows, tmp_path)
    image = page.window().grab().toImage()
    assert image.pixelColor(image.width() - 24, 20).name().upper() == look.tokens().bg.upper()
    press(page, "Cancel")


def test_everything_that_takes_the_focus_has_a_name(
    post: Mail, windows: Windows, tmp_path: Path
) -> None:
    office, laptop = full_office(post, windows, tmp_path), None
    press(office, "Cancel")
    laptop = full_laptop(post, windows, tmp_path)
    for page in (office, laptop):
        for found in walk(page):
            if found.state().focusable and not found.state().invisible:
                kinds = (QAccessible.Text.Name, QAccessible.Text.Description)
                assert any(found.text(kind) for kind in kinds), found.object()


@pytest.mark.parametrize("full", [full_office, full_laptop], ids=["office", "laptop"])
def test_tab_goes_down_the_page(
    post: Mail,
    windows: Windows,
    tmp_path: Path,
    full: Callable[[Mail, Windows, Path], ExchangePage | LaptopPage],
) -> None:
    page = full(post, windows, tmp_path)
    if isinstance(page, ExchangePage):
        press(page, "Cancel")
    focus_first(page)
    heights: list[int] = []
    while page.isAncestorOf(at := focused()) and len(heights) < 40:
        heights.append(at.mapTo(page.ground, at.rect().center()).y())
        press_key(Qt.Key.Key_Tab)
    assert len(heights) > 9
    drops = [(before, after) for before, after in pairwise(heights) if after < before - 30]
    assert drops == []


def test_what_takes_longer_than_half_a_second_says_so(
    post: Mail, windows: Windows, tmp_path: Path
) -> None:
    window = windows.of(post.office)
    window.go("exchange")
    settle()
    page = window.page("exchange")
    assert isinstance(page, ExchangePage)
    [working] = page.intake.findChildren(Working)

    def slow() -> bytes:
        sleep(0.9)
        return b"nothing of ours"

    page.intake.came.emit([Handed("slow.desk", slow), Handed("next.desk", lambda: b"x")])
    QTest.qWait(100)
    assert working.isHidden()
    QTest.qWait(600)
    assert working.isVisible()
    assert "Opening slow.desk… (1 of 2)" in words(page)
    assert page.intake.choose.isEnabled()
    post.office.qtbot.waitUntil(lambda: "next.desk: nothing was taken in" in words(page))
    assert working.isHidden()
    assert "slow.desk: nothing was taken in" in words(page)
