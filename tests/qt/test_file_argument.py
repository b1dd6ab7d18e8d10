"""A file that is handed to the program: by the command line, or by a double click."""

import configparser
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.arguments import parse
from desktop.errors import UserError
from desktop.ui.desk_window import DeskWindow
from desktop.ui.door import Door
from desktop.ui.file_opened import FileOpened
from tests.qt import desks
from tests.qt.test_program import unlock

LINUX = Path(__file__).parents[2] / "packaging" / "linux"


@pytest.mark.parametrize(
    ("words", "file", "command"),
    [
        ([], None, None),
        (["jane.desk"], "jane.desk", None),
        (["--data", "there", "jane.desk"], "jane.desk", None),
        (["--data=there.d", "a b.desk"], "a b.desk", None),
        (["--desk", "jane.ling", "verify"], None, "verify"),
        (["import", "jane.jsonl"], None, "import"),
    ],
)
def test_a_file_is_told_from_a_command(
    words: list[str], file: str | None, command: str | None
) -> None:
    found = parse(words)
    assert (str(found.file) if found.file else None, found.command) == (file, command)


def test_a_slip_in_a_command_is_no_file() -> None:
    with pytest.raises(UserError, match="verfy"):
        parse(["verfy"])


@pytest.mark.usefixtures("cheap_passphrase", "look")
@pytest.mark.parametrize(("role", "key"), [("visitor", "send"), ("coordinator", "exchange")])
def test_the_file_waits_for_the_desk_and_goes_to_its_page(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    key: str,
) -> None:
    gone: list[tuple[str, str]] = []

    def go(_window: DeskWindow, page: str, subject: str = "", _part: str = "") -> bool:
        gone.append((page, subject))
        return True

    monkeypatch.setattr(DeskWindow, "go", go)
    desks.new_desk(tmp_path / "desks" / desks.NAME, role).close()
    program = Program(qapp, tmp_path, "", file=tmp_path / "first.desk")
    program.begin()
    assert isinstance(program.window, Door)
    window = unlock(qtbot, program)
    assert gone == [(key, str(tmp_path / "first.desk"))]
    opened = FileOpened(qapp)
    opened.handed.connect(program.take_file)
    event = QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "second.desk")))
    QApplication.sendEvent(qapp, event)
    qapp.removeEventFilter(opened)
    assert gone[1:] == [(key, str(tmp_path / "second.desk"))]
    window.close()
    program.end()


def test_what_linux_needs_fits_together() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(LINUX / "scrutiny-desk.desktop", "utf-8")
    said = entry["Desktop Entry"]
    assert said["Exec"] == "scrutiny-desk %f"
    root = ET.parse(LINUX / "scrutiny-desk.xml").getroot()  # noqa: S314 - our own file
    [kind] = root.findall("{*}mime-type")
    assert said["MimeType"] == f"{kind.get('type')};"
    assert [glob.get("pattern") for glob in kind.findall("{*}glob")] == ["*.desk"]
