"""The folder that needs no Python: what goes into it, and how it is tried."""

import ast
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import trial

CHECKOUT = Path(__file__).parents[2]
SPEC = CHECKOUT / "packaging" / "scrutiny-desk.spec"


@pytest.fixture(scope="module")
def given() -> dict[str, Any]:
    """Run the spec as PyInstaller does, and keep what it asks for."""
    asked: dict[str, Any] = {}

    def analysis(scripts: list[str], **choices: Any) -> SimpleNamespace:  # noqa: ANN401
        asked.update(choices, scripts=scripts)
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

    def nothing(*_parts: object, **choices: object) -> None:
        asked.setdefault("upx", []).append(choices.get("upx"))

    names = {"Analysis": analysis, "PYZ": list, "EXE": nothing, "COLLECT": nothing}
    runpy.run_path(str(SPEC), {**names, "SPECPATH": str(SPEC.parent)})
    return asked


def test_what_the_program_opens_by_path_lies_where_it_looks(given: dict[str, Any]) -> None:
    assert given["scripts"] == [str(CHECKOUT / "desktop" / "__main__.py")]
    places = {Path(source).relative_to(CHECKOUT): Path(place) for source, place in given["datas"]}
    assert places[Path("forms")] == Path("forms")
    assert places[Path("resources")] == Path("resources")
    migrations = CHECKOUT / "desktop" / "store" / "migrations"
    scripts = {path.relative_to(CHECKOUT) for path in migrations.rglob("*.py")}
    assert len(scripts) > 2
    assert {path: path.parent for path in scripts}.items() <= places.items()


def test_nothing_is_packed(given: dict[str, Any]) -> None:
    assert given["upx"] == [False, False]


def test_nothing_that_the_program_imports_is_left_out(given: dict[str, Any]) -> None:
    imported = set()
    for path in (CHECKOUT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    assert "PySide6.QtWidgets" in imported
    assert imported & set(given["excludes"]) == set()


def made(folder: Path, lines: str) -> Path:
    """Make a folder like PyInstaller's, its program a script."""
    program = folder / "dist" / "some-desk" / "some-desk"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    program.chmod(0o755)
    return program.parent


def test_trial_gives_the_exit_code_of_the_self_test(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = made(tmp_path, 'echo "$1 $QT_QPA_PLATFORM"; test "$HOME" = "$PWD" && exit 3')
    assert trial.main(folder) == 3
    said = capfd.readouterr().out
    assert "--self-test offscreen" in said
    assert "0 MB, self-test" in said


def test_trial_gives_nothing_of_this_session_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    folder = made(tmp_path, 'test -z "$PYTHONPATH"')
    assert trial.main(folder) == 0


def test_trial_does_not_accept_files_left_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made(tmp_path, "touch left.txt")
    assert trial.main(folder) == 1
    assert capsys.readouterr().err == "The self-test left files behind: left.txt.\n"
