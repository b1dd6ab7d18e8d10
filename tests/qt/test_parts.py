import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.ui.fields.dates import DateField
from desktop.ui.look.look import Look
from desktop.ui.parts.banner import Banner, Tone
from desktop.ui.parts.cards import EmptyState, FigureCard
from desktop.ui.parts.combo import Combo
from desktop.ui.parts.disclosure import Disclosure
from desktop.ui.parts.error_summary import Problem
from desktop.ui.parts.focus_ring import FocusRing
from desktop.ui.shell import Shell
from tests.qt.accessible import description, name, role
from tests.qt.gallery import GalleryPage

no_keyboard_grab = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)

DISK_FULL = UserError("This visit could not be saved: the disk is full.", "Free some space.")


@pytest.fixture
def banner(qtbot: QtBot, look: Look) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    return made


def words(banner: Banner) -> str:
    return " ".join(part.text() for part in banner.findChildren(QLabel) if not part.isHidden())


def button(banner: Banner, text: str) -> QPushButton:
    return next(b for b in banner.findChildren(QPushButton) if b.text() == text)


def test_a_banner_says_its_kind_in_words(banner: Banner) -> None:
    banner.tell(Tone.WARNING, "Two visits have not been sent.", "Send them before Friday.")
    assert banner.isVisible()
    said = "Take care: Two visits have not been sent. Send them before Friday."
    assert name(banner) == said


def test_a_banner_can_be_closed(banner: Banner) -> None:
    banner.tell(Tone.INFO, "The office has sent a message.")
    button(banner, "Close").click()
    assert not banner.isVisible()


def test_a_failed_save_stays_until_it_is_saved(banner: Banner) -> None:
    tries: list[str] = []
    banner.tell_error(DISK_FULL, retry=lambda: tries.append("again"))
    assert button(banner, "Close").isHidden()
    banner.tell(Tone.SUCCESS, "The visit was sent.")
    assert words(banner) == "This visit could not be saved: the disk is full. Free some space."
    button(banner, "Try again").click()
    assert tries == ["again"]
    assert banner.isVisible()
    banner.clear()
    banner.tell(Tone.SUCCESS, "The visit was sent.")
    assert words(banner) == "The visit was sent."


def in_sight(page: GalleryPage, widget: QWidget) -> bool:
    return page.viewport().rect().contains(widget.mapTo(page.viewport(), QPoint(0, 0)))


def test_the_error_summary_takes_the_focus_and_leads_to_each_field(page: GalleryPage) -> None:
    page.check_button.setFocus()
    page.ensureWidgetVisible(page.check_button)
    page.check_button.click()
    QTest.qWait(30)
    assert page.summary.hasFocus()
    assert in_sight(page, page.summary)
    assert name(page.summary).startswith("There are ")
    links = page.summary.findChildren(QPushButton)
    assert len(links) == sum(bool(field.problem()) for field in page.fields.values())
    link = next(found for found in links if name(found).startswith("Were the cells clean?"))
    assert role(link) == QAccessible.Role.Button
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.fields["clean"].isAncestorOf(focused)
    assert in_sight(page, focused)


def test_one_problem_is_said_as_one_and_none_not_at_all(page: GalleryPage) -> None:
    page.summary.put([Problem("Date of visit: enter a date", page.fields["on"].focus_first)])
    assert name(page.summary) == "There is 1 thing to put right"
    page.summary.put([])
    assert page.summary.isHidden()


def test_why_we_ask_opens_and_closes(qtbot: QtBot, look: Look) -> None:
    why = Disclosure("Why we ask", "A long wait is put to the force.")
    qtbot.addWidget(why)
    assert not why.is_open()
    QTest.keyClick(why.link, Qt.Key.Key_Return)
    assert why.is_open()
    assert "A long wait is put to the force." in description(why.link)
    QTest.keyClick(why.link, Qt.Key.Key_Space)
    assert not why.is_open()


def test_a_figure_card_says_all_of_itself_and_opens_its_records(qtbot: QtBot, look: Look) -> None:
    card = FigureCard("Weeks with a visit", "12 of 13", "Keyham Lane missed one week.")
    qtbot.addWidget(card)
    card.show()
    assert name(card) == "Weeks with a visit: 12 of 13"
    assert description(card) == "Keyham Lane missed one week. Opens the records."
    with qtbot.waitSignal(card.clicked):
        QTest.keyClick(card, Qt.Key.Key_Return)
    with qtbot.waitSignal(card.clicked):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    card.put("Weeks with a visit", "13 of 13")
    assert name(card) == "Weeks with a visit: 13 of 13"
    assert description(card) == "Opens the records."


def test_an_empty_page_offers_the_first_thing_to_do(qtbot: QtBot, look: Look) -> None:
    empty = EmptyState("clipboard-list", "No visits yet", "Visits you write up are listed here.")
    qtbot.addWidget(empty)
    action = empty.put_action("Write up a visit", "plus")
    empty.show()
    with qtbot.waitSignal(action.clicked):
        QTest.keyClick(action, Qt.Key.Key_Return)


def wheel(widget: Combo) -> bool:
    """Turn the wheel over a widget, and say whether the page got it."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.accept()
    widget.wheelEvent(event)
    return not event.isAccepted()


def test_the_wheel_scrolls_the_page_and_changes_no_answer(page: GalleryPage) -> None:
    for combo in page.findChildren(Combo):
        combo.setFocus()
        assert wheel(combo)
        assert combo.currentIndex() == 0


def ring(shell: Shell) -> FocusRing:
    found = shell.findChild(FocusRing)
    assert isinstance(found, FocusRing)
    return found


def gallery(shell: Shell) -> GalleryPage:
    page = shell.page("new")
    assert isinstance(page, GalleryPage)
    return page


def press_a_key(shell: Shell) -> None:
    QTest.keyClick(shell.windowHandle(), Qt.Key.Key_Shift)
    QTest.qWait(10)


def test_the_ring_shows_after_a_key_and_goes_at_a_click(shell: Shell) -> None:
    page = gallery(shell)
    page.fields["wait"].focus_first()
    assert ring(shell).target() is None
    press_a_key(shell)
    assert ring(shell).target() is QApplication.focusWidget()
    page.fields["clean"].focus_first()
    assert ring(shell).target() is QApplication.focusWidget()
    QTest.mouseClick(shell.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(500, 20))
    assert ring(shell).target() is None


def test_the_ring_is_drawn_round_what_has_the_focus(shell: Shell, look: Look) -> None:
    gallery(shell).fields["place"].focus_first()
    press_a_key(shell)
    target = ring(shell).target()
    assert target is not None
    edge = target.mapTo(shell, QPoint(target.width() // 2, -3))
    colour = shell.grab().toImage().pixelColor(edge).name().upper()
    assert colour == look.tokens().focus


def test_the_ring_follows_what_it_is_round(shell: Shell) -> None:
    page = gallery(shell)
    page.fields["place"].focus_first()
    press_a_key(shell)
    before = ring(shell).y()
    page.verticalScrollBar().setValue(page.verticalScrollBar().value() + 40)
    QTest.qWait(10)
    assert ring(shell).y() == before - 40
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    QTest.qWait(10)
    assert ring(shell).target() is None  # out of sight


def test_in_the_menu_the_ring_is_round_the_page_chosen(shell: Shell) -> None:
    menu = shell.side_bar.menu
    menu.setFocus()
    places = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(shell.windowHandle(), key)
        QTest.qWait(10)
        places.append(ring(shell).y())
    assert places[1] - places[0] == menu.visualItemRect(menu.item(0)).height()


def test_the_ring_lets_go_of_what_is_deleted(shell: Shell) -> None:
    page = gallery(shell)
    rows = page.fields["to_fix"]
    rows.set_value([{"id": "r1"}])
    press_a_key(shell)
    rows.focus_first()
    rows.set_value(None)
    QTest.qWait(20)
    page.fields["place"].focus_first()
    QTest.qWait(10)
    assert ring(shell).target() is QApplication.focusWidget()


@no_keyboard_grab
def test_a_day_is_chosen_in_the_calendar_with_the_keyboard(page: GalleryPage) -> None:
    field = page.fields["on"]
    assert isinstance(field, DateField)
    field.set_value("2026-11-21")
    changes: list[object] = []
    field.changed.connect(lambda: changes.append(field.value()))
    popup = field.open_calendar()
    view = popup.calendar.focusProxy() or popup.calendar
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert field.value() == "2026-11-20"
    assert field.echo() == "Friday 20 November 2026"
    assert changes[-1] == "2026-11-20"


@no_keyboard_grab
def test_alt_down_opens_the_calendar_and_esc_closes_it(page: GalleryPage) -> None:
    field = page.fields["on"]
    field.focus_first()
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert name(popup) == "Date of visit"
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert field.value() is None
