"""What may be on a disk after the power went: any write that was not synced may be missing.

A file's content and the names in a folder are kept apart, as a disk keeps them: a synced file has
its content, and its name only once its folder was synced, too. What was not synced yet may have
come to the disk, or not, or in part, in any order.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.soak.strace import Step

_SECTOR = 512
_WHOLE = 0.7  # of the unsynced writes that came to the disk


@dataclass
class _File:
    """What is on the disk of a file, and what is on its way there."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[Step] = field(default_factory=list)

    def copy(self) -> "_File":
        return _File(bytearray(self.content), list(self.waiting))

    def apply(self, step: Step, length: int | None = None) -> None:
        if step.what == "cut":
            self.content[step.at :] = bytes(max(step.at - len(self.content), 0))
            return
        content = step.content[:length]
        self.content.extend(bytes(max(step.at - len(self.content), 0)))
        self.content[step.at : step.at + len(content)] = content

    def sync(self) -> None:
        for step in self.waiting:
            self.apply(step)
        self.waiting.clear()


@dataclass
class _Names:
    """One change of names in a folder, which comes to the disk whole: None for a name that goes."""

    folder: str
    changes: dict[str, _File | None]


class Disk:
    """A folder's files as the program sees them, and as the disk may have them."""

    def __init__(self, folder: Path) -> None:
        """Begin with what is there, which counts as synced."""
        self.folder = folder
        self.durable: dict[str, _File] = {
            str(file): _File(bytearray(file.read_bytes()))
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        self.seen = dict(self.durable)
        self.waiting: list[_Names] = []

    def do(self, step: Step) -> None:
        """Take one step of the program."""
        path = step.path
        if path.endswith("-shm"):
            return  # it is memory that happens to have a name
        if step.what == "made" and path not in self.seen:
            self._rename({path: _File()})
        elif step.what in ("written", "cut"):
            self.seen[path].waiting.append(step)
        elif step.what == "moved":
            self._rename({step.to: self.seen[path], path: None})
        elif step.what == "gone" and path in self.seen:
            self._rename({path: None})
        elif step.what == "synced" and path in self.seen:
            self.seen[path].sync()
        elif step.what == "synced":
            self._sync_folder(path)

    def _rename(self, changes: dict[str, _File | None]) -> None:
        self.waiting.append(_Names(str(Path(next(iter(changes))).parent), changes))
        _put(self.seen, changes)

    def _sync_folder(self, folder: str) -> None:
        for names in self.waiting:
            if names.folder == folder:
                _put(self.durable, names.changes)
        self.waiting = [names for names in self.waiting if names.folder != folder]

    def after_the_power_went(self, chance: random.Random, place: Path) -> None:
        """Write to the new folder `place` what chance has left."""
        names = dict(self.durable)
        copies: dict[int, _File] = {}
        came = chance.random()
        for waiting in self.waiting:
            if chance.random() < came:
                _put(names, waiting.changes)
        for path, file in names.items():
            copy = copies.setdefault(id(file), file.copy())
            target = place / Path(path).relative_to(self.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_left(copy, chance))


def _left(file: _File, chance: random.Random) -> bytes:
    came = chance.random()
    for step in file.waiting:
        if chance.random() < came:
            torn = step.what == "written" and chance.random() > _WHOLE
            sectors = len(step.content) // _SECTOR
            file.apply(step, _SECTOR * chance.randrange(sectors + 1) if torn else None)
    file.waiting.clear()
    return bytes(file.content)


def _put(names: dict[str, _File], changes: dict[str, _File | None]) -> None:
    for name, file in changes.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def moments(steps: Sequence[Step], count: int, chance: random.Random) -> list[int]:
    """Choose so many moments between two steps, in order; one may be chosen more than once.

    As many between any two sayings: what takes many writes does not draw all power cuts.
    """
    sayings = [at for at, step in enumerate(steps, 1) if step.what == "said"]
    spans = [span for span in pairwise([0, *sayings, len(steps)]) if span[1] > span[0] + 1]
    return sorted(chance.randint(*chance.choice(spans)) for _ in range(count))
