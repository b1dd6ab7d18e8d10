"""Writing a record as somebody without a mouse does: Tab, letters, arrows and the space bar."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.ui.desk_window import DeskWindow
from desktop.ui.fields.choice import ScaleField
from desktop.ui.pages.check_answers import CheckPage
from desktop.ui.pages.editor.page import EditorPage
from desktop.ui.pages.new import NewPage
from desktop.ui.pages.reading import ReadingPage
from tests.qt import desks
from tests.qt.hands import focused, press, type_text

MOST_TABS = 90

QUIET: Mapping[str, object] = {
    "arrived": "19:30",
    "let_in": "19:38",
    "went_ahead": "yes",
    "briefed_by": "custody_sergeant",
    "in_custody": 11,
    "children": 1,
    "women": 0,
    "spoke_to": 6,
    "spoke_children": 1,
    "said_no": 1,
    "asleep": 4,
    "refused": "no",
    "private": "yes",
    "rights": [],
    "health": [],
    "care": [],
    "looked_at": ["cells"],
    "building": [],
    "safety": "no",
    "staff": "helpful",
    "told_role": "custody_sergeant",
    "left": "20:50",
}


def editor(window: DeskWindow) -> EditorPage:
    found = window.page("record")
    assert isinstance(found, EditorPage)
    return found


def checking(window: DeskWindow) -> CheckPage:
    found = window.page("check")
    assert isinstance(found, CheckPage)
    return found


def reading(window: DeskWindow) -> ReadingPage:
    found = window.page("reading")
    assert isinstance(found, ReadingPage)
    return found


def begin(window: DeskWindow, form: str, purpose: str = "real") -> EditorPage:
    """Begin a record and be on its page, the focus on its first question."""
    new = window.page("new")
    assert isinstance(new, NewPage)
    new.begin(new.forms[form], purpose=purpose)
    assert window.key == "record"
    return editor(window)


def tab_to(target: QWidget) -> int:
    """Press Tab until the focus is in `target`; give how often."""
    for count in range(MOST_TABS):
        if target is focused() or target.isAncestorOf(focused()):
            return count
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {target.accessibleName()}")


class Typist:
    """Answers the questions of a page in their order."""

    def __init__(self, page: EditorPage) -> None:
        self.page = page

    def go(self, question: str) -> QWidget:
        field = self.page.body.asked[question].field
        tab_to(field)
        return field

    def text(self, question: str, text: str) -> None:
        self.go(question)
        focused_line = focused()
        QTest.keyClick(focused_line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(text)

    def pick(self, question: str, place: int) -> None:
        """Choose the entry at `place`, 1 the first, of a list that opens."""
        self.go(question)
        for _ in range(place):
            press(Qt.Key.Key_Down)

    def radio(self, question: str, place: int = 1) -> None:
        """Choose the radio button or segment at `place`."""
        beside = isinstance(self.go(question), ScaleField)
        press(Qt.Key.Key_Space)
        for _ in range(place - 1):
            press(Qt.Key.Key_Right if beside else Qt.Key.Key_Down)

    def tick(self, question: str, place: int = 1) -> None:
        """Tick the box at `place`."""
        self.go(question)
        for _ in range(place - 1):
            press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Space)


def fill_quiet_visit(page: EditorPage) -> None:
    """Fill a custody visit on which nothing was wrong, from the first question to the last."""
    typist = Typist(page)
    typist.pick("suite", 2)
    typist.pick("visitors", 1)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    typist.text("arrived", "1930")
    typist.text("let_in", "7.38pm")
    typist.radio("went_ahead", 1)
    typist.radio("briefed_by", 1)
    typist.text("in_custody", "11")
    typist.text("children", "1")
    typist.text("women", "0")
    typist.text("spoke_to", "6")
    typist.text("spoke_children", "1")
    typist.text("said_no", "1")
    typist.text("asleep", "4")
    typist.radio("refused", 2)
    typist.radio("private", 1)
    for question in ("rights", "health", "care"):
        typist.tick(question)  # "No problem" is the first
    typist.tick("looked_at")
    typist.tick("building")
    typist.radio("safety", 2)
    typist.radio("staff", 1)
    typist.radio("told_role", 1)
    typist.text("left", "20:50")


def finish(window: DeskWindow) -> None:
    """Check, and finish, by keys alone."""
    tab_to(editor(window).finish_button)
    press(Qt.Key.Key_Return)
    assert window.key == "check", editor(window).summary.accessibleName()
    tab_to(checking(window).finish_button)
    press(Qt.Key.Key_Return)


def put(page: EditorPage, answers: Mapping[str, object]) -> None:
    """Answer questions as their widgets do, without the keys."""
    for question, value in answers.items():
        field = page.body.asked[question].field
        field.set_value(value)
        field.changed.emit()
    page.settle()


def quiet_visit(window: DeskWindow, **changes: object) -> EditorPage:
    """Begin a custody visit on which nothing was wrong but for `changes`."""
    page = begin(window, desks.VISIT)
    place = page.body.asked["suite"].field.question.options[0].code
    people = [option.code for option in page.body.asked["visitors"].field.question.options]
    put(page, {"suite": place, "visitors": people[:2], **QUIET, **changes})
    return page
