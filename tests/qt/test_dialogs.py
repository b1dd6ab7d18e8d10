import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop import ui
from desktop.ui.parts.dialogs import (
    Dialog,
    ask,
    choose_file,
    choose_folder,
    choose_new_file,
    tell,
)
from tests.qt.accessible import description, name
from tests.qt.gallery import GalleryPage

MODAL = {"QDialog", "QMessageBox", "QFileDialog", "QInputDialog", "QProgressDialog"}


def button(dialog: Dialog, text: str) -> QPushButton:
    return next(found for found in dialog.findChildren(QPushButton) if found.text() == text)


def question(page: GalleryPage, answers: list[bool], *, danger: bool = False) -> Dialog:
    return ask(
        page,
        "Throw this draft away?",
        "It cannot be brought back.",
        yes="Throw it away",
        no="Keep it",
        then=answers.append,
        danger=danger,
    )


@pytest.mark.parametrize(("pressed", "answer"), [("Throw it away", True), ("Keep it", False)])
def test_an_answer_comes_to_the_function_handed_over(
    page: GalleryPage,
    pressed: str,
    answer: bool,  # noqa: FBT001 - a case of the table
) -> None:
    answers: list[bool] = []
    button(question(page, answers), pressed).click()
    assert answers == [answer]


def test_esc_means_no(page: GalleryPage) -> None:
    answers: list[bool] = []
    QTest.keyClick(question(page, answers), Qt.Key.Key_Escape)
    assert answers == [False]


@pytest.mark.parametrize("danger", [False, True])
def test_enter_means_yes_except_where_something_is_lost(
    page: GalleryPage,
    danger: bool,  # noqa: FBT001 - a case of the table
) -> None:
    answers: list[bool] = []
    QTest.keyClick(question(page, answers, danger=danger), Qt.Key.Key_Return)
    assert answers == [not danger]


def test_a_dialog_is_modal_and_read_out(page: GalleryPage) -> None:
    dialog = tell(page, "The desk is open elsewhere", "Close it there, then try again.")
    assert dialog.isModal()
    assert name(dialog) == "The desk is open elsewhere"
    assert description(dialog) == "Close it there, then try again."
    button(dialog, "Close").click()


def test_a_dialog_leaves_the_parts_of_its_page_as_they_are(page: GalleryPage) -> None:
    # Once they were native windows each, the keys went to one of them and were lost.
    dialog = tell(page, "The desk is open elsewhere", "Close it there, then try again.")
    native = [part for part in page.findChildren(QWidget) if part.windowHandle() is not None]
    button(dialog, "Close").click()
    assert native == [dialog]


def test_files_are_chosen_without_blocking(page: GalleryPage, tmp_path: Path) -> None:
    chosen: list[Path] = []
    there = tmp_path / "visits.desk"
    there.touch()
    for dialog in (
        choose_file(page, "Receive records", "Records (*.desk)", chosen.append),
        choose_folder(page, "Choose a folder", chosen.append),
        choose_new_file(page, "Save the report", tmp_path / "report.pdf", chosen.append),
    ):
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(there))
        dialog.reject()
    assert chosen == [there] * 3


def test_dialogs_are_made_in_one_file_only() -> None:
    folder = Path(str(ui.__file__)).parent
    users = {
        path.name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and MODAL & {alias.name for alias in node.names}
    }
    assert users == {"dialogs.py"}
