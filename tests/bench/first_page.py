"""From the press of "Open" to the first of 100,000 records being painted.

The key itself costs a millisecond here: that a passphrase is slow to try is meant.
"""

from statistics import median

from tests.bench.desks import large_data
from tests.bench.line import Line
from tests.bench.windows import against_bare, copy_of


def measure() -> Line:
    """Unlock a large desk and go to its records."""
    with copy_of(large_data()) as data:
        bare, ours = against_bare("records", data)
    floor, taken = median(s.started for s in bare), median(s.pressed for s in ours)
    return Line("key open, first page of records painted", "bare PySide6 window", floor, taken, 2)
