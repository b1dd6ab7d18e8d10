"""The program: the command line, or the window with its log, its look and its pages."""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, QObject, QSettings
from PySide6.QtWidgets import QApplication

from desktop import __version__, log, paths
from desktop.arguments import parse
from desktop.errors import UserError
from desktop.store.undumped import leave_no_dump
from desktop.ui.collector import Collector
from desktop.ui.crash import CrashReporter
from desktop.ui.door import Door
from desktop.ui.file_opened import FileOpened
from desktop.ui.look.icons import icon
from desktop.ui.look.look import STYLE, STYLED, Look
from desktop.ui.opening import Opened

if TYPE_CHECKING:
    from desktop.ui.shell import Shell

PROGRAM = "Scrutiny Desk"
_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says, or open the window; gives the exit code."""
    leave_no_dump()
    try:
        arguments = parse(sys.argv[1:] if argv is None else argv)
    except UserError as error:
        from desktop import cli

        return cli.refuse(error)
    if arguments.command or arguments.self_test:
        from desktop import cli

        code = cli.run(arguments)
        if code == 0 and arguments.command == "demo":
            folder = arguments.out / "screens"
            sys.stdout.write(f"{_pictures(folder)} pictures of the window are in {folder}.\n")
        elif code == 0 and arguments.self_test:
            from tempfile import TemporaryDirectory

            with TemporaryDirectory() as gone:
                count = _pictures(Path(gone), ["light"])
            sys.stdout.write(f"The window was painted {count} times.\n")
        return code
    return _window(arguments.data or paths.default_data(), arguments.desk or "", arguments.file)


def _window(data: Path, desk: str, file: Path | None) -> int:
    # Qt calls us hundreds of times to paint one page and waits its turn each time: at Python's
    # 5 ms a page would stand still while figures are added up behind it.
    sys.setswitchinterval(0.0005)
    log.start(data / "log")
    _log.info("%s %s, Python %s, %s", PROGRAM, __version__, sys.version.split()[0], sys.platform)
    app = _application()
    reporter = CrashReporter(app)
    reporter.install()
    collector = Collector(app)
    program = Program(app, data, desk, file=file)
    program.begin()
    code = app.exec()
    program.end()
    collector.end()
    reporter.remove()
    _log.info("closed")
    log.stop()
    return code


def _pictures(folder: Path, colours: Sequence[str] = ("light", "dark")) -> int:
    """Go through the program with the sample in it, unseen; write pictures and give how many."""
    from desktop import clock, sample
    from desktop.ui.screens import take

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = _application()
    QLoggingCategory.setFilterRules("default.warning=false")  # what that screen cannot do
    try:
        with sample.sample_desk() as desk, clock.fixed(sample.MOMENT):
            return len(take(app, desk, folder, colours))
    finally:
        QLoggingCategory.setFilterRules("")


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([*sys.argv[:1], *STYLE])
        app.setProperty(STYLED, "yes")
    app.setApplicationName(PROGRAM)
    app.setApplicationVersion(__version__)
    return app


class Program(QObject):
    """The windows, one at a time: the door, and behind it a desk."""

    def __init__(
        self, app: QApplication, data: Path, desk: str, *, file: Path | None = None
    ) -> None:
        """Keep where the desks are and which one is meant; `begin` shows the first window.

        `file` is taken to the page that receives files once a desk is open.
        """
        super().__init__(app)
        self._file = file.absolute() if file is not None else None
        if sys.platform == "darwin":
            FileOpened(app).handed.connect(self.take_file)
        # The state of windows only; nothing that was written down.
        self._settings = QSettings(str(data / "window.ini"), QSettings.Format.IniFormat)
        self._look = Look(app, self._settings)
        app.setWindowIcon(icon("shield-check", "accent"))
        self._data = data
        self._desk = desk
        self.window: Door | Shell | None = None

    def begin(self, *, locked: bool = False) -> None:
        """Show the door."""
        door = Door(PROGRAM, self._data, self._look, desk=self._desk)
        door.opened.connect(self._on_opened)
        door.begin(locked=locked)  # before it is shown: it is then laid out once
        self._show(door)

    def take_file(self, file: Path) -> None:
        """Take a file to the page that receives files, now or when a desk is open."""
        self._file = file.absolute()
        self._pass_file_on()

    def end(self) -> None:
        """Let the last window go before the application does."""
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    def _on_opened(self, opened: Opened) -> None:
        # Heavy, and imported behind the door while the passphrase was typed.
        from desktop.ui.desk_window import DeskWindow

        self._desk = opened.desk.who
        window = DeskWindow(opened.desk, opened.forms, self._look, self._settings)
        window.locked.connect(self._on_locked)
        self._show(window)
        window.tell_found(opened.trouble)

        self._pass_file_on()

    def _pass_file_on(self) -> None:
        file, window = self._file, self.window
        # Only the window of an open desk has such a page.
        take = getattr(window, "take_file", None)
        if file is not None and take is not None:
            self._file = None
            take(file)

    def _on_locked(self) -> None:
        self.begin(locked=True)

    def _show(self, window: "Door | Shell") -> None:
        """Show a window, then close the one before: so there is never none, which would quit."""
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()
