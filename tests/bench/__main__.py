"""Measure everything, or what is named, and print the table."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator, Sequence

from tests import bench
from tests.bench.line import Line

HEAD = ("what", "floor", "floor is", "ours", "ratio", "budget", "met")


def measured(names: Sequence[str]) -> Iterator[Line]:
    """Measure with the modules named or with all."""
    for found in pkgutil.iter_modules(bench.__path__):
        if not names or found.name in names:
            module = importlib.import_module(f"{bench.__name__}.{found.name}")
            if hasattr(module, "measure"):
                yield module.measure()


def cells(line: Line) -> tuple[str, ...]:
    """Give a line as the texts of its cells."""
    return (
        line.what,
        f"{line.floor:.1f} {line.unit}",
        line.floor_is,
        f"{line.ours:.1f} {line.unit}",
        f"{line.ratio:.2f}",
        f"{line.budget:.1f}",
        "yes" if line.met else "no",
    )


def main(names: Sequence[str]) -> None:
    """Print the table."""
    rows = [HEAD, *(cells(line) for line in measured(names))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


if __name__ == "__main__":
    main(sys.argv[1:])
