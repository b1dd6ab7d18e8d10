"""Say what this computer still lacks before the program can be set up or its window can open.

    python3 packaging/syscheck.py [--tests] [--install]

Runs with the system's own Python before anything is installed. Gives 0 when nothing is
lacking; otherwise prints the command that helps and gives 1. With --install, as root on
Debian or Ubuntu, it runs that command itself.

Each library is loaded by name because Qt's own message misleads: without libxcb-icccm4 it
asks for xcb-cursor0 and aborts.
"""

import argparse
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping

OLDEST_PYTHON = (3, 11)

# Library -> Debian's package. Every Qt program needs these, with a screen or without.
ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
# A window on an X11 screen needs these as well.
ON_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}
# Program -> Debian's package, for `make check test`.
FOR_TESTS = {
    "make": "make",
    "pdftotext": "poppler-utils",
    "age": "age",
    "strace": "strace",
    "dbus-daemon": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
}
# Python module -> Debian's package; Debian takes it out of the standard library.
MODULES = {"ensurepip": "python3-venv"}


def libraries(platform: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Give the libraries Qt needs here, each with the package that holds it."""
    if not platform.startswith("linux"):
        return {}  # Qt brings all it needs to Windows and macOS
    return ALWAYS | (ON_X11 if environ.get("DISPLAY") else {})


def lacking_libraries(wanted: Mapping[str, str]) -> list[str]:
    """Give the packages of those libraries that cannot be loaded."""
    lacking = []
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            lacking.append(package)
    return lacking


def lacking_programs(wanted: Mapping[str, str]) -> list[str]:
    """Give the packages of those programs that are not on the PATH."""
    return [package for program, package in wanted.items() if shutil.which(program) is None]


def lacking_modules(wanted: Mapping[str, str]) -> list[str]:
    """Give the packages of those Python modules that cannot be found."""
    return [
        package for module, package in wanted.items() if importlib.util.find_spec(module) is None
    ]


def lacking(*, tests: bool) -> list[str]:
    """Give every package this computer lacks, for the tests as well if asked."""
    return [
        *lacking_libraries(libraries(sys.platform, os.environ)),
        *lacking_modules(MODULES),
        *(lacking_programs(FOR_TESTS) if tests else []),
    ]


def command(packages: Iterable[str]) -> list[str]:
    """Give the command that installs these packages."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def install(packages: Iterable[str]) -> None:
    """Install these packages, after fetching the present list of what there is."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "--quiet"], check=True, env=environ)
    subprocess.run(command(packages), check=True, env=environ)


def advice(packages: Iterable[str]) -> str:
    """Say what is lacking and which command helps."""
    return (
        "This computer lacks something that Scrutiny Desk needs. On Debian or Ubuntu, run:\n\n"
        f"    sudo apt-get update && sudo {' '.join(command(packages))}\n\n"
        "On another system, install what holds the same and try again."
    )


def old_python(version: tuple[int, ...]) -> str:
    """Say that this Python is too old, or nothing."""
    if version >= OLDEST_PYTHON:
        return ""
    oldest, present = (".".join(map(str, each[:2])) for each in (OLDEST_PYTHON, version))
    return f"Scrutiny Desk needs Python {oldest} or newer; this one is {present}."


def main(arguments: list[str]) -> int:
    """Check, install if asked and allowed, check again, and say what is left to do."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tests", action="store_true", help="also what make check test needs")
    parser.add_argument("--install", action="store_true", help="as root: install what is lacking")
    chosen = parser.parse_args(arguments)
    if complaint := old_python(sys.version_info[:3]):
        print(complaint, file=sys.stderr)
        return 1
    packages = lacking(tests=chosen.tests)
    if packages and chosen.install and os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
        packages = lacking(tests=chosen.tests)
    if packages:
        print(advice(packages), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
