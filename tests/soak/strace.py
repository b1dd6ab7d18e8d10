"""What a program did to the files below a folder, in order, as strace tells it."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_KNOWN = (
    "openat,close,write,pwrite64,ftruncate,sendfile,fsync,fdatasync,lseek,"
    "rename,unlink,unlinkat,mkdir,rmdir"
)
_UNKNOWN = ("copy_file_range", "writev", "pwritev", "fallocate", "renameat", "renameat2", "link")
_TRACED = ",".join((_KNOWN, *_UNKNOWN))
_LONGEST = 4_000_000
_SAYS = 2
"""The descriptor on which the traced program says what is durable: its standard error."""

_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done. `path` is of a file or, for `synced`, also of a folder.

    `made`: a name was given to a new file, `folder`: to a new folder. `written`: `content` at `at`.
    `copied`: `size` bytes at `of` in the file `to` came to `at`. `cut`: to `at` bytes. `moved`: the
    name went to `to`. `gone`: the name was taken away. `said`: `content` is what.
    """

    what: Literal["made", "folder", "written", "copied", "cut", "moved", "gone", "synced", "said"]
    path: str = ""
    at: int = 0
    content: bytes = b""
    to: str = ""
    of: int = 0
    size: int = 0


@cache
def why_not() -> str:
    """Say why nothing can be traced here; "" where it can."""
    tool = shutil.which("strace")
    if tool is None:
        return "strace is not installed here"
    tried = subprocess.run(
        [tool, "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False
    )
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else ""


def trace(command: Sequence[str], below: Path, log: Path) -> list[Step]:
    """Run a program to its end and give what it did to the files below a folder."""
    tool = [str(shutil.which("strace")), "-qq", "-xx", "-s", str(_LONGEST), "-o", str(log)]
    done = subprocess.run(
        [*tool, "-e", f"trace={_TRACED}", *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the traced program failed: {done.stderr[-2000:]}")
    with log.open(encoding="ascii") as lines:
        return [
            step
            for step in _Reader().steps(lines)
            if step.what == "said" or Path(step.path).is_relative_to(below)
        ]


class _Reader:
    """Keeps which descriptor is which file, and where in it the next write goes."""

    def __init__(self) -> None:
        self.open: dict[int, str] = {}
        self.next: dict[int, int] = {}

    def steps(self, lines: Iterator[str] | Sequence[str]) -> Iterator[Step]:
        for line in lines:
            found = _CALL.match(line)
            if found is None or found[3].startswith("-"):
                continue
            call, given, result = found[1], found[2], int(found[3])
            texts = [bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(given)]
            yield from self._step(call, given, texts, result)

    def _step(self, call: str, given: str, texts: list[bytes], result: int) -> Iterator[Step]:
        paths = [self._whole(given, one.decode(errors="replace")) for one in texts]
        first = re.match(r"\d+", given)
        if call == "openat":
            yield from self._opened(paths[0], given, result)
        elif call == "rename":
            yield Step("moved", paths[0], to=paths[1])
        elif call in ("unlink", "unlinkat", "rmdir"):
            yield Step("gone", paths[0])
        elif call == "mkdir":
            yield Step("folder", paths[0])
        elif first is not None:
            yield from self._on_a_file(call, int(first[0]), given, texts, result)
        elif call in _UNKNOWN:
            raise RuntimeError(f"the replay does not know {call} of {paths}")

    def _whole(self, given: str, path: str) -> str:
        """Give a path whole that is below a folder which is open."""
        folder = re.match(r"\d+", given)
        return f"{self.open.get(int(folder[0]), '')}/{path}" if folder else path

    def _on_a_file(
        self, call: str, descriptor: int, given: str, texts: list[bytes], result: int
    ) -> Iterator[Step]:
        path = self.open.get(descriptor, "")
        if call == "close":
            self.open.pop(descriptor, None)
        elif call == "lseek":
            self.next[descriptor] = result
        elif call == "write" and descriptor == _SAYS:
            yield Step("said", content=texts[0])
        elif call == "write" and path:
            at = self.next[descriptor]
            self.next[descriptor] = at + result
            yield Step("written", path, at, texts[0][:result])
        elif call == "pwrite64" and path:
            yield Step("written", path, int(given.rpartition(",")[2]), texts[0][:result])
        elif call == "sendfile" and path:
            source, of = re.findall(r"\d+", given)[1:3]
            at = self.next[descriptor]
            self.next[descriptor] = at + result
            copied = self.open.get(int(source), "")
            yield Step("copied", path, at, to=copied, of=int(of), size=result)
        elif call == "ftruncate" and path:
            yield Step("cut", path, int(given.rpartition(",")[2]))
        elif call in ("fsync", "fdatasync") and path:
            yield Step("synced", path)
        elif call in _UNKNOWN and path:
            raise RuntimeError(f"the replay does not know {call} on {path}")

    def _opened(self, path: str, given: str, descriptor: int) -> Iterator[Step]:
        self.open[descriptor] = path
        self.next[descriptor] = 0
        if "O_CREAT" in given:
            yield Step("made", path)
        if "O_TRUNC" in given:
            yield Step("cut", path, 0)
