"""The sample quarter: January to March 2025 as published, in a desk of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop import clock, paths
from desktop.exchange.importing import import_desk_file
from desktop.formlib.load import load_forms
from desktop.store.desk import Desk, create_desk
from desktop.store.keyfile import Cost
from desktop.store.layout import desk_folder

PASSPHRASE = "sample data, no secret"  # noqa: S105  # it guards published figures only
MOMENT = datetime(2025, 6, 9, 9, 0, tzinfo=UTC)
QUARTER = "2024-25-Q4"
LAST_DAY = datetime(2025, 3, 31, 16, 0, tzinfo=UTC)
"""When the quarter is whole and still the one that Home adds up."""
# Sample figures need no protection, and a demo should not wait for any.
COST = Cost(memory=8 * 1024 * 1024, passes=1)


@contextmanager
def sample_desk(folder: Path | None = None) -> Iterator[Desk]:
    """Open a desk with the sample quarter in it; without a folder it is gone afterwards."""
    with TemporaryDirectory() as temporary:
        place = folder or desk_folder(Path(temporary), "sample")
        desk, _ = create_desk(place, PASSPHRASE, who="Sample", cost=COST)
        with desk, clock.fixed(MOMENT):
            with desk.write("Took the sample quarter in") as session:
                import_desk_file(
                    session, paths.resource("sample/quarter.jsonl"), load_forms(paths.forms())
                )
            yield desk
