"""What unit tests share: a fresh desk of their own, encrypted as a real one is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store.desk import Desk, create_desk
from desktop.store.keyfile import Cost

PASSPHRASE = "correct horse battery staple"

CHEAP = Cost(memory=64 << 10, passes=1)
"""Unlocking in a millisecond: the desks of tests guard nothing."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a new desk in a folder that goes away with the test."""
    desk, _ = create_desk(tmp_path / "desks" / "test", PASSPHRASE, who="Tester", cost=CHEAP)
    with desk:
        yield desk
