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


@dataclass(eq=False)
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


@dataclass(eq=False)
class _Folder:
    """The names in a folder: those on the disk, and those that the program sees."""

    durable: "dict[str, _Node]" = field(default_factory=dict)
    seen: "dict[str, _Node]" = field(default_factory=dict)


_Node = _File | _Folder
_Entry = tuple[_Folder, str, _Node | None]


class Disk:
    """A folder as the program sees it, and as the disk may have it.

    A name that moves leaves one place and comes to the other in one, as on any disk with a journal.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with what is there, which counts as synced."""
        self.folder = folder
        self.root = _there(folder)
        self.waiting: list[tuple[_Entry, ...]] = []

    def do(self, step: Step) -> None:
        """Take one step of the program."""
        if step.path.endswith("-shm"):
            return  # it is memory that happens to have a name
        if step.what in ("made", "folder", "moved", "gone"):
            self._names(step)
        elif step.what == "synced":
            self._sync(self._find(step.path))
        else:
            file = self._find(step.path)
            assert isinstance(file, _File)
            file.waiting.append(self._with_content(step) if step.what == "copied" else step)

    def _names(self, step: Step) -> None:
        folder, name = self._place(step.path)
        if step.what == "made" and name not in folder.seen:
            self._change((folder, name, _File()))
        elif step.what == "folder":
            self._change((folder, name, _Folder()))
        elif step.what == "gone" and name in folder.seen:
            self._change((folder, name, None))
        elif step.what == "moved":
            self._change((*self._place(step.to), folder.seen[name]), (folder, name, None))

    def _change(self, *entries: _Entry) -> None:
        self.waiting.append(entries)
        for folder, name, node in entries:
            _put(folder.seen, name, node)

    def _place(self, path: str) -> tuple[_Folder, str]:
        parent = self._find(str(Path(path).parent))
        assert isinstance(parent, _Folder)
        return parent, Path(path).name

    def _find(self, path: str) -> _Node:
        node: _Node = self.root
        for name in Path(path).relative_to(self.folder).parts:
            assert isinstance(node, _Folder)
            node = node.seen[name]
        return node

    def _with_content(self, step: Step) -> Step:
        source = self._find(step.to)
        assert isinstance(source, _File)
        whole = source.copy()
        whole.sync()
        content = bytes(whole.content[step.of : step.of + step.size])
        return Step("written", step.path, step.at, content)

    def _sync(self, node: _Node) -> None:
        if isinstance(node, _File):
            node.sync()
            return
        on_disk = [one for one in self.waiting if any(folder is node for folder, _, _ in one)]
        self.waiting = [one for one in self.waiting if one not in on_disk]
        for entries in on_disk:
            for folder, name, what in entries:
                _put(folder.durable, name, what)

    def after_the_power_went(self, chance: random.Random, place: Path) -> None:
        """Write to the folder `place` what chance has left."""
        names: dict[int, dict[str, _Node]] = {}
        came = chance.random()
        for entries in self.waiting:
            if chance.random() < came:
                for folder, name, node in entries:
                    _put(names.setdefault(id(folder), dict(folder.durable)), name, node)
        self._write(self.root, names, chance, place, {})

    def _write(
        self,
        folder: _Folder,
        names: dict[int, dict[str, _Node]],
        chance: random.Random,
        place: Path,
        files: dict[int, bytes],
    ) -> None:
        place.mkdir(parents=True, exist_ok=True)
        for name, node in names.get(id(folder), folder.durable).items():
            if isinstance(node, _Folder):
                self._write(node, names, chance, place / name, files)
            else:
                if id(node) not in files:
                    files[id(node)] = _left(node.copy(), chance)
                (place / name).write_bytes(files[id(node)])


def _there(folder: Path) -> _Folder:
    names: dict[str, _Node] = {
        one.name: _there(one) if one.is_dir() else _File(bytearray(one.read_bytes()))
        for one in sorted(folder.iterdir())
    }
    return _Folder(dict(names), names)


def _left(file: _File, chance: random.Random) -> bytes:
    came = chance.random()
    for step in file.waiting:
        if chance.random() < came:
            torn = step.what == "written" and chance.random() > _WHOLE
            sectors = len(step.content) // _SECTOR
            file.apply(step, _SECTOR * chance.randrange(sectors + 1) if torn else None)
    return bytes(file.content)


def _put(names: dict[str, _Node], name: str, node: _Node | None) -> None:
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node


def moments(steps: Sequence[Step], count: int, chance: random.Random) -> list[int]:
    """Choose so many moments between two steps, in order; one may be chosen more than once.

    As many between any two sayings: what takes many writes does not draw all power cuts.
    """
    sayings = [at for at, step in enumerate(steps, 1) if step.what == "said"]
    spans = [span for span in pairwise([0, *sayings, len(steps)]) if span[1] > span[0] + 1]
    return sorted(chance.randint(*spans[number % len(spans)]) for number in range(count))
