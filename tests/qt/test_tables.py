from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.ui.look.look import Look
from desktop.ui.pages.tables import RoomyTable, WholeTable
from desktop.ui.parts.models import PAGE, RIGHT, Column, PagedModel, RowsModel
from desktop.ui.parts.table import Table

Ascending = Qt.SortOrder.AscendingOrder
Descending = Qt.SortOrder.DescendingOrder


@dataclass(frozen=True, slots=True)
class Visit:
    place: str
    seen: int


class Shelf:
    """Visits in order, counting what is taken off it."""

    def __init__(self, count: int) -> None:
        self.visits = [Visit(f"Suite {number:05}", number % 7) for number in range(count)]
        self.fetched: list[int] = []

    def fetch(self, offset: int, count: int) -> list[Visit]:
        self.fetched.append(offset)
        return self.visits[offset : offset + count]

    def sort(self, name: str, descending: bool) -> None:  # noqa: FBT001 - the model's signature
        self.visits.sort(key=lambda visit: str(getattr(visit, name)), reverse=descending)

    def model(self) -> PagedModel[Visit]:
        return PagedModel(COLUMNS, lambda: len(self.visits), self.fetch, self.sort)


COLUMNS = (
    Column[Visit]("Custody suite", lambda visit: visit.place, sort="place"),
    Column[Visit]("Seen", lambda visit: str(visit.seen), align=RIGHT, sort="seen"),
    Column[Visit]("Note", lambda _: "", characters=4),
)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(100_000)


@pytest.fixture
def table(qtbot: QtBot, look: Look, shelf: Shelf) -> Table:
    """A table between two lines, so that Tab has somewhere to go."""
    window = QWidget()
    column = QVBoxLayout(window)
    made = Table("Visits", shelf.model())
    column.addWidget(QLineEdit())
    column.addWidget(made)
    column.addWidget(QLineEdit())
    qtbot.addWidget(window)
    window.resize(800, 500)
    window.show()
    qtbot.waitExposed(window)
    made.setFocus()
    made.window_kept = window  # type: ignore[attr-defined] # the table lives as long as its window
    return made


def texts(model: PagedModel[Visit] | RowsModel[Visit], column: int, rows: int) -> list[object]:
    return [model.index(row, column).data() for row in range(rows)]


def test_both_models_keep_to_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(Shelf(450).model(), force_py=True)  # type: ignore[no-untyped-call]
    qtmodeltester.check(RowsModel(COLUMNS, Shelf(5).visits), force_py=True)  # type: ignore[no-untyped-call]


def test_a_hundred_thousand_rows_are_counted_and_only_those_in_sight_are_fetched(
    table: Table, shelf: Shelf
) -> None:
    assert table.model().rowCount() == 100_000
    assert shelf.fetched == [0]
    table.scrollToBottom()
    table.grab()
    assert shelf.fetched == [0, 100_000 - PAGE]


def test_a_page_is_fetched_once_while_it_is_in_use(shelf: Shelf) -> None:
    model = shelf.model()
    for number in range(0, 100_000, PAGE):
        assert model.row(number) == shelf.visits[number]
        model.row(0)
    assert shelf.fetched.count(0) == 1


def test_rows_that_went_meanwhile_are_blank_and_no_fault(shelf: Shelf) -> None:
    model = shelf.model()
    del shelf.visits[10:]
    assert model.index(50, 0).data() is None
    model.reload()
    assert model.rowCount() == 10


def test_rows_that_cannot_be_fetched_are_blank_and_the_page_is_told_once(
    shelf: Shelf, qtbot: QtBot
) -> None:
    def fail(offset: int, count: int) -> list[Visit]:
        raise UserError("The desk is being repaired.", "Wait a minute.")

    model = PagedModel(COLUMNS, lambda: 50, fail)
    with qtbot.waitSignal(model.failed) as failed:
        assert texts(model, 0, 50) == [None] * 50
    assert str(failed.args[0]) == "The desk is being repaired. Wait a minute."


def test_a_press_on_a_header_sorts_and_another_turns_it_round(table: Table) -> None:
    model = table.model()
    assert isinstance(model, PagedModel)
    table.sort_by(1)
    assert set(texts(model, 1, 50)) == {"0"}
    table.sort_by(1)
    assert set(texts(model, 1, 50)) == {"6"}
    table.sort_by(2)
    assert model.sorted_by(1) == Descending
    assert model.sorted_by(2) is None


def test_a_header_says_that_it_is_sorted(table: Table) -> None:
    table.sort_by(1)
    found = QAccessible.queryAccessibleInterface(table)
    names = [found.child(n).text(QAccessible.Text.Name) for n in range(1, 4)]
    assert names == ["Custody suite", "Seen, sorted, first to last", "Note"]


def test_s_sorts_by_the_column_one_is_in(table: Table) -> None:
    model = table.model()
    assert isinstance(model, PagedModel)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_S)
    assert model.sorted_by(1) == Ascending
    assert table.currentIndex().row() == 0


def test_enter_and_a_double_click_open_the_row(table: Table, shelf: Shelf) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [shelf.visits[1], shelf.visits[2]]
    assert table.current() == shelf.visits[2]


def test_home_and_end_go_to_the_first_and_last_row(table: Table) -> None:
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 99_999
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_tab_leaves_the_table_in_both_directions(table: Table) -> None:
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Backtab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_rows_grow_with_the_text(table: Table, look: Look) -> None:
    before = table.rowHeight(0)
    look.choose_percent(200)
    assert table.rowHeight(0) == 2 * before
    assert table.rowHeight(0) > table.fontMetrics().height()


def test_a_short_list_sorts_by_its_order_and_keeps_it(look: Look) -> None:
    columns = (Column[Visit]("Seen", lambda v: str(v.seen), sort="seen", order=lambda v: v.seen),)
    model = RowsModel(columns, [Visit("a", 10), Visit("b", 9)])
    assert texts(model, 0, 2) == ["10", "9"]
    model.sort(0, Ascending)
    assert texts(model, 0, 2) == ["9", "10"]
    model.put([Visit("c", 100), Visit("d", 20)])
    assert texts(model, 0, 2) == ["20", "100"]


WIDE = tuple(
    Column[Visit](title, lambda visit: f"{visit.place}, {visit.place}", characters=width)
    for title, width in (("Custody suite", 24), ("Seen", 16), ("When", 18), ("Note", 16))
)


def wide_table(qtbot: QtBot, width: int) -> Table:
    made = RoomyTable("Visits", RowsModel(WIDE, Shelf(3).visits), wide=1)
    qtbot.addWidget(made)
    made.resize(width, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def lies(table: Table) -> tuple[int, bool, int, bool]:
    """Give the width of the columns, whether texts wrap, a row's height, and if it scrolls."""
    scrolls = table.horizontalScrollBar().maximum() > 0
    return table.horizontalHeader().length(), table.wordWrap(), table.rowHeight(0), scrolls


def test_columns_fill_a_wide_table_and_keep_to_one_line(qtbot: QtBot, look: Look) -> None:
    table = wide_table(qtbot, 1000)
    assert lies(table) == (table.viewport().width(), False, 44, False)


def test_columns_of_a_narrow_table_wrap_and_none_is_cut(qtbot: QtBot, look: Look) -> None:
    table = wide_table(qtbot, 480)
    length, *rest = lies(table)
    assert rest == [True, 64, False]
    assert table.minimumSizeHint().height() == 44 + 3 * 64  # room for three rows all the same
    assert length <= table.viewport().width()
    table.resize(1000, 500)
    assert lies(table) == (table.viewport().width(), False, 44, False)


def test_a_table_too_narrow_to_wrap_scrolls_sideways_by_key(qtbot: QtBot, look: Look) -> None:
    look.choose_percent(200)
    table = wide_table(qtbot, 480)
    assert lies(table)[1:] == (True, 128, True)
    table.setFocus()
    for _ in WIDE[1:]:
        QTest.keyClick(table, Qt.Key.Key_Right)
    seen = table.visualRect(table.currentIndex())
    assert table.currentIndex().column() == len(WIDE) - 1
    assert table.viewport().rect().contains(seen.topRight())


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [300, 480, 1000])
def test_no_title_of_a_column_is_cut(qtbot: QtBot, look: Look, percent: int, width: int) -> None:
    look.choose_percent(percent)
    table = wide_table(qtbot, width)
    header = table.horizontalHeader()
    font = header.font()
    font.setWeight(QFont.Weight.DemiBold)
    for number, column in enumerate(WIDE):
        need = QFontMetrics(font).horizontalAdvance(column.title) + 26  # its padding
        assert header.sectionSize(number) >= need, column.title


def test_a_table_shown_whole_is_as_high_as_its_wrapped_rows(qtbot: QtBot, look: Look) -> None:
    made = WholeTable("Visits", RowsModel(WIDE, Shelf(3).visits))
    qtbot.addWidget(made)
    made.resize(480, 200)
    made.show()
    qtbot.waitExposed(made)
    assert made.sizeHint().height() >= made.horizontalHeader().height() + 3 * 64


def test_a_width_that_was_drawn_stays(qtbot: QtBot, look: Look) -> None:
    table = wide_table(qtbot, 1000)
    table.setColumnWidth(0, 333)
    table.resize(1010, 510)
    assert table.columnWidth(0) == 333
