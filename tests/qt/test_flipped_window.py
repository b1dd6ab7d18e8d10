"""The file that keeps the window's place and colours, with one bit flipped."""

import random
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.look.look import SCALES, Colours, Look
from desktop.ui.parts.page import Page
from desktop.ui.shell import PageSpec, Shell


def window(app: QApplication, qtbot: QtBot, file: Path) -> tuple[Look, Shell]:
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    look = Look(app, settings)
    specs = [PageSpec("home", "Home", "house", lambda: Page("Home"), frozenset({"visitor"}))]
    shell = Shell("Scrutiny Desk", specs, "visitor", look, settings)
    qtbot.addWidget(shell)
    return look, shell


def test_a_flipped_bit_costs_the_window_its_place_at_most(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    look, shell = window(qapp, qtbot, tmp_path / "window.ini")
    look.choose_colours(Colours.DARK)
    look.choose_percent(150)
    shell.resize(900, 700)
    shell.close()
    look._settings.sync()  # noqa: SLF001 - as Qt does when the program ends
    whole = (tmp_path / "window.ini").read_bytes()
    chance = random.Random(25)

    kept = 0
    for number in range(40):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        # Qt keeps what it has read of a file in memory, so each has a name of its own.
        file = tmp_path / f"window {number}.ini"
        file.write_bytes(changed)

        look, shell = window(qapp, qtbot, file)
        shell.show()

        assert look.percent in SCALES
        screen = shell.screen().availableGeometry()
        assert screen.intersects(shell.frameGeometry())
        assert shell.width() >= shell.minimumSizeHint().width()
        kept += look.colours is Colours.DARK
        shell.close()
        look.setParent(None)
    assert kept > 20
