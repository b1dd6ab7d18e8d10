"""The rules of the house, read from the source: see docs/architecture.md.

A rule takes the path of a file below the checkout and its source, and gives a sentence for
each fault. Each rule is shown to find its fault in a planted source.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

CHECKOUT = Path(__file__).parents[2]
FORMS = sorted(path.stem for path in (CHECKOUT / "forms").glob("*.toml"))
SOURCES = sorted(
    PurePosixPath(path.relative_to(CHECKOUT).as_posix())
    for path in (CHECKOUT / "desktop").rglob("*.py")
)

Rule = Callable[[PurePosixPath, str], list[str]]

LEAVES = {"errors", "clock", "log", "paths"}
LOWER = {"formlib", "store", "records", "returns", "exchange", "report"}
# Each room: the rooms it knows besides itself, and the libraries it uses.
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "formlib": ({"errors", "paths"}, set()),  # its check finds the shipped forms by paths
    "store": ({"formlib", *LEAVES}, {"sqlalchemy", "alembic", "sqlcipher3", "nacl", "keyring"}),
    "records": ({"formlib", "store", *LEAVES}, {"sqlalchemy"}),
    "returns": ({"formlib", "store", "records", *LEAVES}, {"sqlalchemy"}),
    "exchange": (
        {"formlib", "store", "records", "returns", *LEAVES},
        {"sqlalchemy", "nacl", "pyrage", "openpyxl"},
    ),
    "report": (
        {"formlib", "records", "returns", *LEAVES},
        {"reportlab", "PIL", "docx", "openpyxl", "pypdfium2"},
    ),
    "ui": ({*LOWER, *LEAVES, "sample"}, {"PySide6", "shiboken6", "pypdfium2"}),
    "sample": ({"formlib", "store", "exchange", *LEAVES}, set()),
    "arguments": ({"errors"}, set()),
    "cli": ({*LOWER, *LEAVES, "arguments", "sample"}, set()),
    "app": ({*LOWER, *LEAVES, "ui", "cli", "arguments", "sample"}, {"PySide6"}),
    "__main__": ({"app"}, set()),
    "__init__": (set(), set()),
    "errors": (set(), set()),
    "clock": (set(), set()),
    "log": (set(), set()),
    "paths": (set(), {"platformdirs"}),
}
NO_NAMES_FOR_A_MODULE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
    "PySide6.QtCore.QDate.currentDate",
    "PySide6.QtCore.QTime.currentTime",
    "PySide6.QtCore.QDateTime.currentDateTime",
    "PySide6.QtCore.QDateTime.currentDateTimeUtc",
}


def imports(path: PurePosixPath, source: str) -> Iterator[tuple[str, str]]:
    """Give each imported thing with the name it has in the file; relative ones in full."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for name in node.names:
                here = name.asname or name.name.partition(".")[0]
                yield here, name.name if name.asname else here
                yield "", name.name
        elif isinstance(node, ast.ImportFrom):
            above = path.parent.parts[: len(path.parent.parts) + 1 - node.level]
            start = ".".join([*(above if node.level else ()), *filter(None, [node.module])])
            for name in node.names:
                yield name.asname or name.name, f"{start}.{name.name}"


def room_of(path: PurePosixPath) -> str:
    return path.with_suffix("").parts[1]


def knows_only_the_rooms_above(path: PurePosixPath, source: str) -> list[str]:
    known = {room_of(path), *ROOMS[room_of(path)][0]}
    met = {name.split(".")[1] for _, name in imports(path, source) if name.startswith("desktop.")}
    # `from desktop import __version__` names no room.
    return [f"knows {room}" for room in sorted(met - known) if room in ROOMS]


def uses_only_its_libraries(path: PurePosixPath, source: str) -> list[str]:
    own = {"desktop", *ROOMS[room_of(path)][1], *sys.stdlib_module_names}
    met = {name.partition(".")[0] for _, name in imports(path, source)}
    return [f"uses {library}" for library in sorted(met - own)]


def never_opens_a_plain_database(path: PurePosixPath, source: str) -> list[str]:
    met = {name.partition(".")[0] for _, name in imports(path, source)}
    return ["imports sqlite3, which would write in plain text"] if "sqlite3" in met else []


def names_none_of(forms: list[str]) -> Rule:
    def names_no_form(path: PurePosixPath, source: str) -> list[str]:
        del path
        return [f"names {form}" for form in forms if re.search(rf"\b{form}\b", source)]

    return names_no_form


def fits_on_a_few_screens(path: PurePosixPath, source: str) -> list[str]:
    del path
    lines = len(source.splitlines())
    return [f"has {lines} lines; 400 are too many already"] if lines > 400 else []


def is_named_after_its_subject(path: PurePosixPath, source: str) -> list[str]:
    del source
    names = NO_NAMES_FOR_A_MODULE & {part.lower() for part in path.with_suffix("").parts}
    return [f"is named {name}" for name in sorted(names)]


def asks_only_the_clock(path: PurePosixPath, source: str) -> list[str]:
    if path == PurePosixPath("desktop/clock.py"):
        return []
    origins = dict(imports(path, source))
    met = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Name):
            first, dot, rest = ast.unparse(node).partition(".")
            met.add(origins.get(first, first) + dot + rest)
    return [f"asks {clock}" for clock in sorted(CLOCKS & met)]


def is_finished(path: PurePosixPath, source: str) -> list[str]:
    del path
    words = re.findall(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b", source)
    return [f"says {word}" for word in words]


RULES: tuple[Rule, ...] = (
    knows_only_the_rooms_above,
    uses_only_its_libraries,
    never_opens_a_plain_database,
    names_none_of(FORMS),
    fits_on_a_few_screens,
    is_named_after_its_subject,
    asks_only_the_clock,
    is_finished,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_of_the_program(rule: Rule) -> None:
    faults = [
        f"{path} {fault}"
        for path in SOURCES
        for fault in rule(path, (CHECKOUT / path).read_text("utf-8"))
    ]
    assert faults == []


def test_every_file_and_folder_of_the_program_has_its_place() -> None:
    assert {room_of(path) for path in SOURCES} <= ROOMS.keys()
    assert len(SOURCES) > len(LEAVES)


def test_the_shipped_forms_are_known_to_the_rule() -> None:
    assert "complaint_review" in FORMS


@pytest.mark.parametrize(
    ("rule", "path", "source", "fault"),
    [
        (knows_only_the_rooms_above, "formlib/x", "import desktop.store.desk", "knows store"),
        (knows_only_the_rooms_above, "formlib/x", "from desktop import clock", "knows clock"),
        (knows_only_the_rooms_above, "store/a/x", "from ...records import y", "knows records"),
        (knows_only_the_rooms_above, "store/x", "from desktop import app", "knows app"),
        (knows_only_the_rooms_above, "records/x", "from desktop.returns import y", "knows returns"),
        (knows_only_the_rooms_above, "returns/x", "import desktop.exchange", "knows exchange"),
        (knows_only_the_rooms_above, "exchange/x", "from .. import report", "knows report"),
        (knows_only_the_rooms_above, "report/x", "from desktop.store import y", "knows store"),
        (knows_only_the_rooms_above, "ui/x", "def f():\n from desktop import cli", "knows cli"),
        (knows_only_the_rooms_above, "cli", "from desktop.ui import window", "knows ui"),
        (knows_only_the_rooms_above, "clock", "from desktop.errors import y", "knows errors"),
        (uses_only_its_libraries, "formlib/x", "import sqlalchemy.orm", "uses sqlalchemy"),
        (uses_only_its_libraries, "formlib/x", "import platformdirs", "uses platformdirs"),
        (uses_only_its_libraries, "report/x", "from sqlalchemy import select", "uses sqlalchemy"),
        (uses_only_its_libraries, "report/x", "from PySide6 import QtSvg", "uses PySide6"),
        (uses_only_its_libraries, "records/x", "import PySide6.QtCore as q", "uses PySide6"),
        (uses_only_its_libraries, "ui/a/x", "import sqlalchemy", "uses sqlalchemy"),
        (uses_only_its_libraries, "ui/x", "from reportlab import graphics", "uses reportlab"),
        (uses_only_its_libraries, "app", "import reportlab", "uses reportlab"),
        (uses_only_its_libraries, "cli", "from PySide6 import QtCore", "uses PySide6"),
        (never_opens_a_plain_database, "store/x", "import sqlite3", "imports sqlite3"),
        (never_opens_a_plain_database, "store/x", "from sqlite3 import dbapi2", "imports sqlite3"),
        (
            names_none_of(["custody_visit"]),
            "records/x",
            "if form == 'custody_visit': ...",
            "names custody_visit",
        ),
        (
            names_none_of(["complaint_review"]),
            "ui/x",
            "PAGES = {'complaint_review': 1}",
            "names complaint_review",
        ),
        (fits_on_a_few_screens, "ui/x", "pass\n" * 401, "has 401 lines"),
        (is_named_after_its_subject, "ui/utils", "", "is named utils"),
        (is_named_after_its_subject, "common/forms", "", "is named common"),
        (asks_only_the_clock, "ui/x", "import datetime as d\nd.date.today()", "asks datetime.date"),
        (asks_only_the_clock, "ui/x", "from datetime import date\ndate.today()", "asks datetime."),
        (asks_only_the_clock, "store/x", "import datetime\nf(datetime.datetime.now)", "asks dat"),
        (asks_only_the_clock, "store/x", "from time import time as t\nt()", "asks time.time"),
        (
            asks_only_the_clock,
            "ui/x",
            "from PySide6.QtCore import QDate\nQDate.currentDate()",
            "asks",
        ),
        (is_finished, "store/x", "def f():\n    raise NotImplementedError", "says NotImpl"),
        (is_finished, "store/x", "x = 1  # TODO: more", "says TODO"),
    ],
)
def test_fault_is_found_in_a_planted_source(rule: Rule, path: str, source: str, fault: str) -> None:
    [found] = rule(PurePosixPath("desktop", f"{path}.py"), source)
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (knows_only_the_rooms_above, "store/models/x", "from ..ids import new_id"),
        (knows_only_the_rooms_above, "cli", "from desktop import __version__, clock"),
        (uses_only_its_libraries, "report/x", "import json, reportlab\nfrom . import charts"),
        (
            names_none_of(["custody_visit"]),
            "ui/x",
            "scheme = 'custody_visiting'; custody_visits = 2",
        ),
        (fits_on_a_few_screens, "ui/x", "pass\n" * 400),
        (asks_only_the_clock, "ui/x", "from desktop import clock\nclock.now(); clock.today()"),
        (asks_only_the_clock, "ui/x", "import time\nfrom datetime import date\ntime.monotonic()"),
        (asks_only_the_clock, "clock", "from datetime import datetime\ndatetime.now()"),
    ],
)
def test_sound_source_passes(rule: Rule, path: str, source: str) -> None:
    assert rule(PurePosixPath("desktop", f"{path}.py"), source) == []


def test_unit_tests_need_no_qt() -> None:
    for path in sorted((CHECKOUT / "tests" / "unit").rglob("*.py")):
        used = {
            name.partition(".")[0]
            for _, name in imports(PurePosixPath(path), path.read_text("utf-8"))
        }
        assert not used & {"PySide6", "pytestqt"}, path
