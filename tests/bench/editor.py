"""From the press of "Begin a custody visit" to its questions being painted."""

from statistics import median

from tests.bench.line import Line
from tests.bench.windows import against_bare, data_folder


def measure() -> Line:
    """Begin a record in the open program, as the first thing after unlocking."""
    with data_folder() as data:
        bare, ours = against_bare("editor", data)
    floor, taken = median(s.started for s in bare), median(s.pressed for s in ours)
    return Line("editor painted, form open", "bare PySide6 window", floor, taken, 3)
