"""Processes with a window: how long until it is painted, and what it holds."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter

from tests.bench.desks import BUILD, PASSPHRASE, fresh_desk

_ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def told(module: str, *words: str) -> tuple[float, list[float]]:
    """Run a module until it says its line: milliseconds from the start, and the numbers said."""
    begun = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env=_ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(PASSPHRASE + "\n")
        child.stdin.close()
        line = child.stdout.readline()
        taken = (perf_counter() - begun) * 1000
    return taken, [float(number) for number in line.split()]


def bare() -> tuple[float, float]:
    """Show a window of nothing but PySide6: milliseconds from the start, and MB held."""
    taken, (held,) = told("tests.bench.bare")
    return taken, held


def ours(goal: str, data: Path) -> tuple[float, Sequence[float]]:
    """Go through the program up to a goal of `hands`."""
    return told("tests.bench.hands", goal, str(data))


@contextmanager
def data_folder() -> Iterator[Path]:
    """Give a data folder with one empty desk."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with fresh_desk() as desk:
        data = Path(mkdtemp(dir=BUILD))
        shutil.copytree(desk.folder, data / "desks" / "Bench")
    yield data
    shutil.rmtree(data)
