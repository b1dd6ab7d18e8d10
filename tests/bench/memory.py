"""What the program holds with the window open on the sample quarter's records, at rest."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from desktop import sample
from desktop.store.keyfile import Cost
from desktop.store.layout import desk_folder
from tests.bench.desks import NAME, PASSPHRASE
from tests.bench.line import Line
from tests.bench.windows import against_bare


def measure() -> Line:
    """Unlock, look at the records, and wait until nothing goes on in the background."""
    with TemporaryDirectory() as folder:
        with sample.sample_desk(desk_folder(Path(folder), NAME)) as desk:
            desk.change_passphrase(PASSPHRASE, cost=Cost(64 << 10, 1))
        bare, ours = against_bare("records", Path(folder))
    floor, held = median(s.memory for s in bare), median(s.memory for s in ours)
    return Line("memory, window open", "bare PySide6 window", floor, held, 3, unit="MB")
