"""The program's commands, by the way that the command line itself goes in."""

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from desktop import app


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered: its exit code and its words on both streams."""

    code: int
    out: str
    error: str


def command(data: Path, passphrase: str, *words: str | Path) -> Said:
    """Run a command on a data folder and give what it says."""
    secret = data / "passphrase.txt"
    secret.write_text(passphrase, "utf-8")
    given = ["--data", data, "--passphrase-file", secret, *words]
    out, error = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(error):
        code = app.main([str(word) for word in given])
    secret.unlink()
    return Said(code, out.getvalue(), error.getvalue())


def done(data: Path, passphrase: str, *words: str | Path) -> str:
    """Run a command that must go well, without a word of complaint; give what it says."""
    said = command(data, passphrase, *words)
    assert (said.code, said.error) == (0, "")
    return said.out
