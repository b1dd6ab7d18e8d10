import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import lockcheck
import pytest
import syscheck

CHECKOUT = Path(__file__).parents[2]
IGNORED = shutil.ignore_patterns("__pycache__")


def test_library_that_cannot_be_loaded_is_named_by_its_package() -> None:
    wanted = {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}
    assert syscheck.lacking_libraries(wanted) == ["libnowhere9"]


def test_program_not_on_the_path_is_named_by_its_package() -> None:
    assert syscheck.lacking_programs({"sh": "dash", "no-such-program": "nothing"}) == ["nothing"]


def test_python_without_a_module_is_told_which_package_holds_it() -> None:
    wanted = {"json": "python3", "no_such_module": "python3-venv"}
    assert syscheck.lacking_modules(wanted) == ["python3-venv"]
    assert syscheck.MODULES == {"ensurepip": "python3-venv"}


def test_libraries_of_a_window_are_wanted_only_where_there_is_a_screen() -> None:
    without = syscheck.libraries("linux", {})
    with_screen = syscheck.libraries("linux", {"DISPLAY": ":0"})
    assert "libGL.so.1" in without
    assert "libxcb-cursor.so.0" not in without
    assert with_screen.items() > without.items()
    assert with_screen["libxcb-icccm.so.4"] == "libxcb-icccm4"
    assert syscheck.libraries("darwin", {"DISPLAY": ":0"}) == {}


def test_advice_is_a_command_that_can_be_pasted() -> None:
    assert (
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends libgl1 libegl1\n"
    ) in syscheck.advice(["libgl1", "libegl1"])


def test_old_python_is_named_with_the_one_that_is_needed() -> None:
    assert syscheck.old_python((3, 11, 0)) == ""
    assert syscheck.old_python((3, 10, 12)) == (
        "Scrutiny Desk needs Python 3.11 or newer; this one is 3.10."
    )


def test_install_asks_apt_for_the_present_list_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text('#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> "$0.said"\n', "utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    syscheck.install(["libgl1"])
    assert (tmp_path / "apt-get.said").read_text("utf-8").splitlines() == [
        "noninteractive update --quiet",
        "noninteractive install --yes --no-install-recommends libgl1",
    ]


def test_syscheck_runs_before_anything_is_installed_and_prints_the_command(tmp_path: Path) -> None:
    script = CHECKOUT / "packaging" / "syscheck.py"
    ended = subprocess.run(
        [sys.executable, "-I", "-S", script, "--tests"],
        env={"PATH": str(tmp_path)},  # where there is no pdftotext
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "sudo apt-get install --yes --no-install-recommends" in ended.stderr
    assert "poppler-utils" in ended.stderr


def test_both_locks_fit_the_project() -> None:
    assert lockcheck.faults(CHECKOUT) == []


LOCK = "alembic==1.20.1 \\\n    --hash=sha256:00\n    # via scrutiny-desk\n"


@pytest.mark.parametrize(
    ("lock", "fault"),
    [
        ("--index-url https://example.org/simple\n" + LOCK, "holds an address"),
        ("-f x\n# http://example.org\n" + LOCK, "holds an address"),
        (LOCK + "mako==1.4.3\n    # via alembic\n", "has no hash for mako"),
    ],
)
def test_lock_with_an_address_or_without_a_hash_is_refused(lock: str, fault: str) -> None:
    assert lockcheck.faults_of_lock(LOCK) == []
    [found] = lockcheck.faults_of_lock(lock)
    assert found.startswith(fault)


def test_lock_that_is_behind_is_refused() -> None:
    assert lockcheck.faults_of_pins(["Alembic>=1.20,<2"], LOCK) == []
    assert lockcheck.faults_of_pins(["alembic>=1.21", "PyNaCl"], LOCK) == [
        "pins alembic 1.20.1; wanted is >=1.21",
        "does not pin PyNaCl",
    ]
    assert lockcheck.faults_between(LOCK, LOCK.replace("1.20.1", "1.20.0")) == [
        "has alembic 1.20.0, but people run 1.20.1"
    ]


def test_wheel_holds_the_program_with_its_forms_and_resources(tmp_path: Path) -> None:
    source, out, installed = tmp_path / "source", tmp_path / "out", tmp_path / "installed"
    source.mkdir()
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source)
    for name in ("desktop", "forms", "resources"):
        shutil.copytree(CHECKOUT / name, source / name, ignore=IGNORED)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel"]
    choices = [
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(out),
        str(source),
    ]
    subprocess.run([*pip, *choices], check=True)
    [wheel] = out.iterdir()
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(installed)

    def files(folder: Path) -> set[Path]:
        return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}

    in_wheel = files(installed / "desktop")
    assert files(source / "desktop") <= in_wheel
    for name in ("forms", "resources"):
        assert {Path(name) / path for path in files(CHECKOUT / name)} <= in_wheel

    told = subprocess.run(
        [sys.executable, "-c", "from desktop import paths; print(paths.resource('fonts'))"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(told.stdout.strip()) == installed / "desktop" / "resources" / "fonts"
