"""What unit tests share: a fresh desk of their own, encrypted as a real one is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop import paths
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.keyfile import Cost
from desktop.store.layout import desk_folder

PASSPHRASE = "correct horse battery staple"

CHEAP = Cost(memory=64 << 10, passes=1)
"""Unlocking in a millisecond: the desks of tests guard nothing."""


@dataclass(frozen=True, slots=True)
class Around:
    """A data folder with a desk in it: an office's or a laptop's."""

    data: Path
    desk: Desk

    @property
    def own_forms(self) -> Path:
        """Where the own forms of all desks of its computer are, if it has any."""
        return paths.own_forms(self.data)

    @property
    def desk_forms(self) -> Path:
        """Where the forms are that came to its desk by invitation, if any did."""
        return paths.desk_forms(self.desk.folder)


Laptops = Callable[[str], Around]
"""Gives a fresh desk for somebody, by name."""


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one closed desk to copy: a tenth of the time of making one for every test."""
    folder = tmp_path_factory.mktemp("desks") / "new"
    create_desk(folder, PASSPHRASE, who="Tester", cost=CHEAP)[0].close()
    return folder


@pytest.fixture
def desk(new_desk: Path, tmp_path: Path) -> Iterator[Desk]:
    """Give a new desk in a folder that goes away with the test."""
    folder = desk_folder(tmp_path, "test")
    shutil.copytree(new_desk, folder)
    with open_desk(folder, PASSPHRASE, who="Tester") as desk:
        yield desk


@pytest.fixture
def fresh(new_desk: Path, tmp_path: Path) -> Iterator[Laptops]:
    """Give new desks by name, each in a data folder of its own."""
    with ExitStack() as stack:

        def make(name: str) -> Around:
            folder = desk_folder(tmp_path / name, "desk")
            shutil.copytree(new_desk, folder)
            desk = stack.enter_context(open_desk(folder, PASSPHRASE, who=name))
            return Around(tmp_path / name, desk)

        yield make


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 3 MB; only root can make one."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    place = tmp_path / "small"
    place.mkdir()
    made = (
        mount is not None and umount is not None and sys.platform != "win32" and os.geteuid() == 0
    )
    made = made and (
        subprocess.run(
            [str(mount), "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    if not made:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run([str(umount), "-l", str(place)], check=True)
