"""What may stand on the command line. Light, so that opening the window waits for nothing else."""

import argparse
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NoReturn

from desktop import __version__
from desktop.errors import UserError

_WITH_A_VALUE = ("--data", "--desk", "--passphrase-file")
_NAME = "scrutiny-desk"
# What argparse says of a command line, and what people are told instead.
_SAID = (
    (r"the following arguments are required: (.+)", "This is missing: {}."),
    # Of options only the names are repeated: what follows them may be a passphrase.
    (r"unrecognized arguments: (?:.* )?(--?[^\s=]+)(?:[ =].*)?", "There is no {} here."),
    (r"unrecognized arguments: (.+)", "This does not belong here: {}."),
    (r"argument (\S+): expected one argument", "After {} something is missing."),
    (r"argument (\S+): ignored explicit argument .*", "Nothing may follow {}."),
)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read a command line; `file` is one to be opened in the window, as a double click gives it.

    argparse would take it for a command that it does not know. Raises UserError.
    """
    words = list(argv)
    top, commands = _grammar()
    at = _first_bare(words)
    file = None
    if at is not None and words[at] not in commands:
        before = words[at - 1].partition("=")[0] if at else ""
        if before.startswith("-") and before not in (*_WITH_A_VALUE, "--self-test"):
            top.error(f"unrecognized arguments: {before}")
        if not Path(words[at]).suffix and not Path(words[at]).is_file():
            raise UserError(
                f"There is no command “{words[at]}”, and no file of that name.",
                f"The commands are: {', '.join(commands)}.",
            )
        file = Path(words.pop(at))
    found = top.parse_args(words)
    found.file = file
    return found


class _Parser(argparse.ArgumentParser):
    """Refuses in a sentence with a next step, as everything else does. Raises UserError."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in our words; in general ones where argparse's are not known."""
        found = ((re.fullmatch(said, message), ours) for said, ours in _SAID)
        sentence = next((ours.format(match[1]) for match, ours in found if match), "")
        raise UserError(
            sentence or "These words do not go together.",
            f"“{self.prog} --help” says what may stand here.",
        )


def _first_bare(words: Sequence[str]) -> int | None:
    """Give the place of the first word that is neither an option nor an option's value."""
    value = False
    for at, word in enumerate(words):
        if not value and not word.startswith("-"):
            return at
        value = not value and word in _WITH_A_VALUE
    return None


def parser() -> argparse.ArgumentParser:
    """Give the command line's grammar. What does not fit it raises UserError."""
    return _grammar()[0]


def _grammar() -> tuple[argparse.ArgumentParser, Collection[str]]:
    """Give the grammar and the names of the commands."""
    top = _Parser(
        prog=_NAME,
        usage="%(prog)s [FILE] [options] [COMMAND ...]",
        description="Independent scrutiny: visits, panels, reviews, returns.",
        epilog="FILE, such as one that came from a laptop, is opened in the window.",
        allow_abbrev=False,  # "--passphrase secret" must not pass for the name of a file
    )
    top.add_argument("--version", action="version", version=__version__)
    top.add_argument("--data", type=Path, default=None, help="folder that holds the desks")
    top.add_argument("--desk", default=None, help="whose desk, where there are several")
    top.add_argument(
        "--passphrase-file", type=Path, default=None, help="text file with the passphrase"
    )
    top.add_argument("--self-test", action="store_true", help="check that this program works here")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", prog=_NAME)

    demo = commands.add_parser("demo", help="make everything from the sample quarter")
    demo.add_argument("--out", type=Path, default=Path("build/demo"))

    take_in = commands.add_parser("import", help="take in desk files, and what was sent sealed")
    take_in.add_argument("files", nargs="+", type=Path, metavar="FILE")

    export = commands.add_parser("export", help="write everything to a desk file")
    export.add_argument(
        "--hand-over", action="store_true", help="with custody numbers and the like"
    )
    export.add_argument(
        "--to-office", action="store_true", help="only what is ready for the office, sealed for it"
    )
    export.add_argument("--out", type=Path, required=True)

    figures = commands.add_parser("figures", help="print the figures of a period")
    _add_period(figures)
    figures.add_argument("--json", action="store_true")

    report = commands.add_parser("report", help="make the quarterly summary")
    _add_period(report)
    report.add_argument("--edition", default="panel", help="for whom: panel")
    report.add_argument("--out", type=Path, required=True)

    blank = commands.add_parser(
        "blank", help="make a blank paper form, a desk's own where one is named"
    )
    blank.add_argument("form", metavar="FORM", help="its name; any other word lists them")
    blank.add_argument("--out", type=Path, required=True)

    backup = commands.add_parser("backup", help="make a backup")
    backup.add_argument("--to", type=Path, default=None, help="folder, such as a memory stick's")
    restore = commands.add_parser("restore", help="put a backup in the place of the desk")
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="the backup's own folder")
    verify = commands.add_parser("verify", help="check the desk, its history and its newest backup")
    verify.add_argument(
        "--backup", type=Path, default=None, help="check this backup instead, or all in a folder"
    )
    return top, commands.choices


def _add_period(command: argparse.ArgumentParser) -> None:
    command.add_argument("--quarter", help="such as 2024-25-Q4")
    command.add_argument("--period", help="such as 2024-04-01..2024-06-30; instead of --quarter")
