"""What tests ask of a PDF: is it valid, and does a machine read back what was put in?

No validator notices words glued together, a table left out of the tree or a heading tagged as a
paragraph; reading back does.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import page

_TAG = re.compile(r"([A-Z][A-Za-z0-9]*)(?: \(\w+\))?:?")
_WITHIN = ("Link",)  # its words belong to the paragraph around it
_CELLS = ("TH", "TD")
_ROWS = 100_000  # the validator's own limit is 1,024 rows of a table


def failures(path: Path, profile: str) -> list[str]:
    """Give the rules of a profile ("ua1", "3a") that the file breaks, by `page`."""
    limits = page.SafetyLimits(max_table_grid_rows=_ROWS, max_table_grid_cells=10 * _ROWS)
    report = page.validate_pdf(str(path), profile=profile, limits=limits)
    return [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]


def assert_page_valid(path: Path, archive: str = "3a") -> None:
    """Fail unless the file meets PDF/UA-1 and a level of PDF/A, by `page` (fast, no Java)."""
    assert failures(path, "ua1") + failures(path, archive) == []


def vera(paths: Sequence[Path], flavours: Sequence[str] = ("ua1", "3a")) -> dict[str, list[str]]:
    """Give what veraPDF finds in each file, by name; an empty list is a pass.

    Java runs in a process of its own: it uses signals that Python's fault handler takes for
    crashes. It takes two seconds to start, so hand it all files at once.
    """
    script = Path(__file__).with_name("verapdf.py")
    ran = subprocess.run(
        [sys.executable, str(script), ",".join(flavours), *map(str, paths)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


def read_back(path: Path) -> list[tuple[str, str]]:
    """Give every structure element with its own words, in the order of reading (by poppler).

    The words of a link belong to the paragraph around it, those of a paragraph in a cell to the
    cell. Runs of white space are one space.
    """
    ran = subprocess.run(  # the system's own tool, from poppler-utils
        ["pdfinfo", "-struct-text", str(path)],  # noqa: S607
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    found: list[list[str]] = []
    open_: list[tuple[int, list[str]]] = []
    for line in ran.stdout.splitlines():
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        tag = _TAG.fullmatch(text)
        if not text.startswith('"') and tag is None:
            continue  # attributes and objects
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        if tag is None:
            open_[-1][1][1] += text[1:-1]
        elif tag[1] in _WITHIN:
            open_.append((depth, open_[-1][1]))
        elif tag[1] == "P" and open_ and open_[-1][1][0] in _CELLS:
            open_[-1][1][1] += " "
            open_.append((depth, open_[-1][1]))
        else:
            element = [tag[1], ""]
            found.append(element)
            open_.append((depth, element))
    return [(tag, " ".join(words.split())) for tag, words in found]
