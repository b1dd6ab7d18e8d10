"""A file is on the disk whole, for its owner only, or not there at all."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store.durable import replace_file, write_whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_on_the_computer_reads_it(tmp_path: Path) -> None:
    replace_file(tmp_path / "report.pdf", b"figures")
    assert stat.S_IMODE((tmp_path / "report.pdf").stat().st_mode) == 0o600


def test_of_a_file_that_could_not_be_written_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    replace_file(path, b"before")

    def parts() -> Iterator[bytes]:
        yield b"half of it"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_whole(path, parts())
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]
    assert path.read_bytes() == b"before"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"theirs")
    (tmp_path / "report.pdf.part").symlink_to(other)
    replace_file(tmp_path / "report.pdf", b"ours")
    assert other.read_bytes() == b"theirs"
