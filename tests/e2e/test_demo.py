"""The whole program without a screen: the demo with its pictures, and the self-test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

SCREENS = ("home", "records", "returns", "scheme", "report", "editor", "errors", "check")

pytestmark = pytest.mark.slow


def program(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        env={**kept, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def colours(picture: QImage) -> int:
    """Count the colours of some hundred points: nothing but a ground has one or two."""
    across, down = range(0, picture.width(), 20), range(0, picture.height(), 9)
    return len({picture.pixel(x, y) for x in across for y in down})


def test_demo_paints_the_main_screens_light_and_dark(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    ended = program(tmp_path, "demo", "--out", str(out))
    assert (ended.returncode, ended.stderr) == (0, "")
    last = ended.stdout.splitlines()[-1]
    assert last == f"16 pictures of the window are in {out / 'screens'}."
    pictures = {path.stem: QImage(str(path)) for path in (out / "screens").iterdir()}
    assert pictures.keys() == {f"{name}_{look}" for name in SCREENS for look in ("light", "dark")}
    for name, picture in pictures.items():
        assert (picture.width(), picture.height()) == (1180, 860), name
        assert colours(picture) > 10, name
    for name in SCREENS:
        corner = (1100, 850)
        light, dark = (pictures[f"{name}_{look}"].pixelColor(*corner) for look in ("light", "dark"))
        assert light.lightness() > dark.lightness() + 150, name


def test_self_test_paints_the_window_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ended = program(tmp_path, "--self-test")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1] == "The window was painted 8 times."
    assert list(tmp_path.rglob("*")) == []
