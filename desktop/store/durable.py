"""Files that are on the disk whole or not at all, whenever the power goes."""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def sync_file(path: Path) -> None:
    """Return when what was written to `path` is on the disk. OSError when it cannot be."""
    # Windows flushes only what is open for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Return when the names in folder `path` are on the disk; Windows does so by itself."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network folders know no such thing
                raise
        finally:
            os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are not there; return when their names are on the disk.

    Otherwise all that is synced in it may be gone after a power cut, because nothing leads there.
    """
    lacking = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in lacking:
        sync_folder(folder.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`; see `write_whole`."""
    write_whole(path, (content,))


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Put what the parts give in the place of `path`, readable by its owner only.

    A reader at any moment, also after a power cut, finds the old content or the new. Where it fails
    with an OSError, nothing of it is left.
    """
    part = path.with_name(path.name + ".part")
    # What an interruption left goes, also where it is a link: nothing is written through one.
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
