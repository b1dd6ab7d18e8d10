"""The program's commands, each in a process of its own."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.person import ROOT


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
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "desktop", *map(str, given)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    secret.unlink()
    return Said(ran.returncode, ran.stdout, ran.stderr)


def done(data: Path, passphrase: str, *words: str | Path) -> str:
    """Run a command that must go well, without a word of complaint; give what it says."""
    said = command(data, passphrase, *words)
    assert (said.code, said.error) == (0, "")
    return said.out
