"""What leaves the desk goes where its person said, after a word of warning, and nowhere else."""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desktop import ui
from desktop.store.audit import AUDIT
from desktop.ui.pages.files_card import FilesCard
from desktop.ui.pages.returns.page import ReturnsPage
from desktop.ui.parts.dialogs import Dialog, choose_file, choose_new_file, choose_new_readable_file
from tests.qt.gallery import GalleryPage
from tests.qt.hands import button, dialogs, place_asked_for
from tests.qt.stage import Stage, settle

# Files that may be chosen without a warning: nobody can read what was written in them, or what
# they hold is nobody's; a recovery sheet has a warning of its own.
UNREADABLE = {"dialogs.py", "new.py", "hand_over.py", "send.py", "recovery.py"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Written:
    """The files that Python opens for writing, while `on`. A hook cannot be taken away again."""

    def __init__(self) -> None:
        self.on = False
        self.paths: set[Path] = set()

    def __call__(self, event: str, details: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event == "open" and isinstance(details[2], int) and details[2] & _WRITES:
            if isinstance(details[0], str):
                self.paths.add(Path(details[0]).absolute())
        elif event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
            self.paths.add(Path(str(details[0])))


_hook = Written()
sys.addaudithook(_hook)


@pytest.fixture
def written() -> Iterator[set[Path]]:
    _hook.paths.clear()
    _hook.on = True
    yield _hook.paths
    _hook.on = False


def save_as(place: Path) -> None:
    chooser = place_asked_for()
    chooser.fileSelected.emit(str(place))
    chooser.close()
    settle()


def test_previews_reports_and_desk_files_are_written_nowhere_else(
    office: Stage, tmp_path: Path, written: set[Path]
) -> None:
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    page = office.show(ReturnsPage)
    assert isinstance(page, ReturnsPage)
    page.preview()
    settle()
    outside = {path for path in written if not path.is_relative_to(office.desk.folder)}
    assert outside == set(), "a preview is a picture, not a file"
    button(page, "Save as…").click()
    save_as(chosen / "summary.pdf")
    card = FilesCard(office.view)
    office.qtbot.addWidget(card)
    button(card, "Write everything to a file").click()
    save_as(chosen / "desk.jsonl")
    assert {path.name for path in chosen.iterdir()} == {"summary.pdf", "desk.jsonl"}
    outside = {path for path in written if not path.is_relative_to(office.desk.folder)}
    assert outside
    assert {path for path in outside if path.parent != chosen} == set()


def test_what_was_saved_is_in_the_history(office: Stage, tmp_path: Path) -> None:
    page = office.show(ReturnsPage)
    assert isinstance(page, ReturnsPage)
    page.preview()
    settle()
    button(page, "Save as…").click()
    save_as(tmp_path / "summary.pdf")
    with office.desk.read() as session:
        whys = session.connection().execute(AUDIT.select()).mappings().all()
    assert whys[-1]["why"] == "Saved the quarterly summary as a file"


def test_what_was_copied_is_in_the_history(office: Stage) -> None:
    page = office.show(ReturnsPage)
    assert isinstance(page, ReturnsPage)
    page.copy_paragraphs()
    settle()
    with office.desk.read() as session:
        whys = session.connection().execute(AUDIT.select()).mappings().all()
    assert whys[-1]["why"] == "Copied the numbered paragraphs"


def test_whoever_saves_what_can_be_read_is_warned_first(page: GalleryPage, tmp_path: Path) -> None:
    chosen: list[Path] = []
    warning = choose_new_readable_file(page, "Save it", tmp_path / "a.pdf", chosen.append)
    assert isinstance(warning, Dialog)
    assert warning.accessibleDescription().startswith("Whoever gets this file can read it")
    button(warning, "Cancel").click()
    assert dialogs() == []
    choose_new_readable_file(page, "Save it", tmp_path / "a.pdf", chosen.append)
    chooser = place_asked_for()
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "b.pdf"))
    chooser.reject()
    assert chosen == [tmp_path / "b.pdf"]


def test_only_what_nobody_can_read_is_saved_without_a_warning() -> None:
    folder = Path(str(ui.__file__)).parent
    users = {
        path.name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name) and node.id == "choose_new_file"
    }
    assert users <= UNREADABLE


def test_the_folders_that_were_gone_to_are_not_written_down(
    page: GalleryPage, tmp_path: Path
) -> None:
    def kept() -> list[object]:
        settings = QSettings(QSettings.Scope.UserScope, "QtProject")
        settings.sync()
        return [settings.value(f"FileDialog/{key}") for key in ("lastVisited", "history")]

    before = kept()
    private = tmp_path / "Quexbrindle"
    private.mkdir()
    for dialog in (
        choose_new_file(page, "Save", private / "a.pdf", print),
        choose_file(page, "Open", "Files (*.x)", print),
    ):
        dialog.setDirectory(str(private))
        dialog.reject()
    QTest.qWait(400)
    assert kept() == before
    assert "Quexbrindle" not in str(kept())
