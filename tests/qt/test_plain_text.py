"""What people typed is shown as it stands, and never read as markup: it could fetch a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QSettings, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPushButton,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop import clock
from desktop.errors import UserError
from desktop.records.people import people
from desktop.records.places import change_place, places
from desktop.records.slots import plan
from desktop.store import models
from desktop.store.desk import Desk
from desktop.store.settings import set_setting
from desktop.ui.desk_window import DeskWindow
from desktop.ui.fields.kinds import make_field
from desktop.ui.fields.question import Option, Question
from desktop.ui.look.look import Look
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.parts.banner import Banner, Tone
from desktop.ui.parts.dialogs import ask, tell
from desktop.ui.parts.disclosure import Disclosure
from desktop.ui.parts.error_summary import ErrorSummary, Problem
from desktop.ui.parts.labels import tip
from desktop.ui.parts.models import Column, RowsModel
from desktop.ui.parts.status_line import StatusLine
from desktop.ui.parts.table import Table
from tests.qt.desks import forms
from tests.qt.gallery import QUESTIONS
from tests.qt.registers import show_view
from tests.qt.stage import Stage, settle
from tests.qt.test_page_office_looks import PAGES, REGISTERS
from tests.qt.typist import checking, editor, quiet_visit, reading

HOSTILE = "<b>x</b><img src=file:///etc/passwd> & co"
TIPS = (
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
)
TYPED: Mapping[type, tuple[str, ...]] = {
    models.Scheme: ("name",),
    models.Place: ("name", "notes"),
    models.Person: ("name", "notes"),
    models.Meeting: ("name", "theme", "chosen_how", "population"),
    models.Slot: ("note",),
    models.Target: ("agreed_by",),
    models.Issue: ("what", "location", "response", "public_summary"),
    models.Recommendation: ("text", "made_to", "reply_text", "evidence"),
    models.Event: ("title", "note"),
    models.News: ("text",),
    models.Promise: ("what", "asked_by", "answer"),
    models.Paragraph: ("text", "author"),
    models.EnteredTotal: ("source", "note"),
    models.Opening: ("what", "source"),
    models.Dog: ("name", "notes"),
}


def as_markup(window: QWidget) -> list[str]:
    """Give where Qt would read what was typed as markup, or swallow its ampersand."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        what = type(widget).__name__
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"{what}: {widget.text()}")
        if isinstance(widget, QLabel) and widget.buddy() is not None and "> & " in widget.text():
            found.append(f"ampersand of {what}: {widget.text()}")
        if isinstance(widget, QPushButton) and "> & " in widget.text():
            found.append(f"ampersand of {what}: {widget.text()}")
        if isinstance(widget, QTextEdit) and "<img" in widget.toHtml():
            found.append(f"{what}: {widget.toPlainText()}")
        tips = [widget.toolTip(), widget.statusTip(), widget.whatsThis()]
        if isinstance(widget, QAbstractItemView):
            tips += [str(cell.data(role) or "") for cell in cells(widget) for role in TIPS]
        found += [f"tip of {what}: {one}" for one in tips if "<img" in one or "<b>" in one]
    return found


def cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model, root = view.model(), view.rootIndex()
    for row in range(min(model.rowCount(root), 30)):
        # A plain list has one column, and keeps to itself how many.
        for column in range(model.columnCount(root) if isinstance(view, QTableView) else 1):
            yield model.index(row, column)


def says(window: QWidget) -> int:
    """Count where what was typed can be seen."""
    labels = [one.text() for one in window.findChildren(QLabel)]
    listed = [
        str(cell.data()) for view in window.findChildren(QAbstractItemView) for cell in cells(view)
    ]
    named = [one.accessibleName() for one in window.findChildren(QWidget)]
    return sum("<img src=file:///etc/passwd>" in text for text in (*labels, *listed, *named))


def shown(qtbot: QtBot, *parts: QWidget) -> None:
    for part in parts:
        qtbot.addWidget(part)
        part.show()
        assert says(part), type(part).__name__
        assert as_markup(part) == []


def test_a_tool_tip_is_read_back_as_it_was_typed() -> None:
    typed = f"{HOSTILE}\nsecond line"
    document = QTextDocument()
    document.setHtml(tip(typed))
    assert document.toPlainText().replace("\N{LINE SEPARATOR}", "\n") == typed
    assert "<img" not in document.toHtml()
    assert tip("") == ""


def test_a_table_says_what_was_typed_in_its_cells_and_tips(qtbot: QtBot, look: Look) -> None:
    columns = [Column[str]("Said", str, sort="said")]
    table = Table(HOSTILE, RowsModel(columns, [HOSTILE]))
    shown(qtbot, table)
    assert table.model().index(0, 0).data() == HOSTILE
    assert table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == tip(HOSTILE)


def hostile(question: Question) -> Question:
    return replace(
        question,
        ask=HOSTILE,
        hint=HOSTILE,
        why=HOSTILE,
        unit=HOSTILE if question.unit else "",
        one=HOSTILE,
        options=tuple(Option(one.code, HOSTILE, HOSTILE) for one in question.options),
        unknowns=tuple(Option(one.code, HOSTILE, HOSTILE) for one in question.unknowns),
        rows=tuple(hostile(one) for one in question.rows),
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: f"{one.type}-{one.id}")
def test_a_question_of_an_office_is_shown_as_it_stands(
    qtbot: QtBot, look: Look, question: Question
) -> None:
    field = make_field(hostile(question))
    field.set_problem(HOSTILE)
    if question.type == "rows":
        field.set_value([{"id": "one"}])
    shown(qtbot, field)


def test_a_planned_visit_names_its_place_as_it_stands(desk_window: DeskWindow, desk: Desk) -> None:
    with desk.write("Prepared a test") as session:
        suite, both = places(session)[0], [one.id for one in people(session)]
        change_place(session, suite.id, name=HOSTILE)
        plan(session, suite.scheme, suite.id, clock.today(), both)
    desk_window.show_page("home")
    assert as_markup(desk_window) == []
    desk_window.show_page("new")
    assert as_markup(desk_window) == []
    texts = [one.text() for one in desk_window.page("new").findChildren(QPushButton)]
    assert any(HOSTILE.replace("&", "&&") in text for text in texts)


def test_messages_quote_what_was_typed_as_it_stands(qtbot: QtBot, look: Look) -> None:
    banner, status, summary = Banner(), StatusLine(), ErrorSummary()
    banner.tell_error(UserError(HOSTILE, HOSTILE))
    shown(qtbot, banner)
    banner.tell(Tone.INFO, HOSTILE, HOSTILE)
    status.put(HOSTILE)
    summary.put([Problem(HOSTILE, lambda: None)])
    shown(qtbot, banner, status, summary, Disclosure(HOSTILE, HOSTILE))
    for dialog in (
        tell(None, HOSTILE, HOSTILE),
        ask(None, HOSTILE, HOSTILE, yes="Yes", no="No", then=lambda _: None),
    ):
        shown(qtbot, dialog)
        dialog.close()


@pytest.fixture
def window(office: Stage, look: Look, settings: QSettings) -> DeskWindow:
    """The coordinator's window; all that people typed into registers is hostile."""
    with office.desk.write("Prepared a test") as session:
        for kind, columns in TYPED.items():
            rows: Sequence[object] = session.scalars(select(kind)).all()
            for number, row in enumerate(rows):
                for column in columns:
                    setattr(row, column, f"{HOSTILE} {number}")
        for key in ("office", "office_name", "force_name", "panel_name"):
            set_setting(session, key, HOSTILE, valid_from=None, source=HOSTILE)
    made = DeskWindow(office.desk, forms(), look, settings)
    office.qtbot.addWidget(made)
    made.show()
    settle()
    return made


def test_the_pages_of_the_office_show_what_was_typed_as_it_stands(window: DeskWindow) -> None:
    seen = {}
    for key in PAGES:
        window.show_page(key)
        settle()
        seen[key] = says(window.page(key))
        assert as_markup(window) == [], key
    for key in ("records", "meetings", "recommendations", "places", "people"):
        assert seen[key], key


def test_an_entry_of_a_register_shows_what_was_typed_as_it_stands(window: DeskWindow) -> None:
    for key in REGISTERS:
        window.show_page(key)
        settle()
        page = window.page(key)
        assert isinstance(page, RegisterPage)
        for title, _ in page.now.register.views:
            if page.now.list.views is not None:
                show_view(page, str(title))
            table = page.now.list.table
            if table.current() is not None:
                table.opened.emit(table.current())
                settle()
                assert as_markup(window) == [], (key, title)
                page.arrive("", "")
                settle()


def test_a_record_shows_what_was_typed_as_it_stands(desk_window: DeskWindow) -> None:
    quiet_visit(desk_window, asleep=0, done_well=HOSTILE, private_note=HOSTILE, building=["light"])
    page = editor(desk_window)
    (card,) = page.body.row_cards("to_put_right")
    for name, value in (("what", HOSTILE), ("told_role", "inspector"), ("sorted", "no")):
        card.fields[name].set_value(value)
        card.fields[name].changed.emit()
    page.check()
    assert as_markup(desk_window) == []
    check = checking(desk_window)
    assert says(check)
    for explain in check.explains.values():
        explain.put(HOSTILE)
    check.finish()
    assert says(reading(desk_window))
    assert as_markup(desk_window) == []


def test_the_application_has_no_rich_text_of_its_own_but_the_help(desk_window: DeskWindow) -> None:
    for key in ("home", "new", "mine", "send"):
        desk_window.show_page(key)
        assert not desk_window.page(key).findChildren(QTextEdit), key
    assert as_markup(desk_window) == []
