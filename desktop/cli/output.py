"""What goes out: words to the terminal or a pipe, and files."""

import io
import os
import sys
from pathlib import Path

from desktop.errors import UserError
from desktop.store.durable import make_folder, replace_file


def speak_any_language() -> None:
    """Let names and quotation marks out, whatever this computer's old code page may be.

    Files and pipes get UTF-8; a terminal keeps its own encoding and shows what it lacks as "?".
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without a console has neither
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def refuse(error: UserError) -> int:
    """Say why something is not done, and give the exit code for that."""
    speak_any_language()
    print(error, file=sys.stderr)
    return 1


def fall_silent() -> None:
    """Write no more: whoever read our output has seen enough, and Python would complain of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, making its folder. Raises UserError."""
    try:
        make_folder(path.parent)
        replace_file(path, content)
    except OSError as error:
        raise UserError(
            f"{path} could not be written ({error.strerror}).", "Choose another place for it."
        ) from None
