"""Processes with a window: how long until it is painted, and what it holds."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter

from tests.bench.desks import BUILD, PASSPHRASE, fresh_desk

ROUNDS = 5
_ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a process said: milliseconds from its start to the painted window, and from the press.

    `memory` is in MB; where nothing was pressed or weighed it is 0.
    """

    started: float
    pressed: float = 0
    memory: float = 0


def bare() -> Shown:
    """Show a window of nothing but PySide6."""
    started, (held,) = _told("tests.bench.bare")
    return Shown(started, memory=held)


def ours(goal: str, data: Path) -> Shown:
    """Go through the program up to a goal of `hands`."""
    started, said = _told("tests.bench.hands", goal, str(data))
    return Shown(started, *said)


def against_bare(goal: str, data: Path) -> tuple[list[Shown], list[Shown]]:
    """Show both in turn, so that a busy neighbour meets both; the first round is not counted."""
    rounds = [(bare(), ours(goal, data)) for _ in range(ROUNDS + 1)][1:]
    return [floor for floor, _ in rounds], [taken for _, taken in rounds]


def _told(module: str, *words: str) -> tuple[float, list[float]]:
    begun = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env=_ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # Qt says what an offscreen window cannot do
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(PASSPHRASE + "\n")
        child.stdin.close()
        line = child.stdout.readline()
        taken = (perf_counter() - begun) * 1000
    if child.returncode:
        raise RuntimeError(f"{module} {' '.join(words)} came to no end")
    return taken, [float(number) for number in line.split()]


@contextmanager
def copy_of(data: Path) -> Iterator[Path]:
    """Give a copy of a data folder: a desk is open in one place only, and others measure too."""
    BUILD.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(dir=BUILD))
    yield shutil.copytree(data, folder / "data")
    shutil.rmtree(folder)


@contextmanager
def data_folder() -> Iterator[Path]:
    """Give a data folder with one empty desk."""
    with fresh_desk() as desk, TemporaryDirectory() as folder:
        shutil.copytree(desk.folder, Path(folder) / "desks" / "Bench")
        with copy_of(Path(folder)) as data:
            yield data
