"""From the start of the program to the page that asks for the passphrase."""

from statistics import median

from tests.bench.line import Line
from tests.bench.windows import against_bare, data_folder


def measure() -> Line:
    """Start both in new processes; the files are in the disk's cache."""
    with data_folder() as data:
        bare, ours = against_bare("door", data)
    floor, taken = median(s.started for s in bare), median(s.started for s in ours)
    return Line("unlock page painted, from cold", "bare PySide6 window", floor, taken, 2)
