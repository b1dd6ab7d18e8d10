"""The search of the stolen laptop's check finds what is there: without this it proves nothing."""

import gzip
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.needles import found

TEXT = "The light in cell 7 – LC/26/004711"
KEY = bytes(range(232, 200, -1))
NEEDLES: dict[str, str | bytes] = {"the sentence": TEXT, "the key": KEY}
AROUND = bytes(range(256)) * 40


def zipped(content: bytes) -> bytes:
    folder = Path.cwd() / "one.zip"
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a name.txt", content)
    data = folder.read_bytes()
    folder.unlink()
    return data


PLANTED: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda one: one,
    "as hexadecimal": lambda one: one.hex().encode(),
    "as hexadecimal in capitals": lambda one: one.hex().upper().encode(),
    "as base64": b64encode,
    "as base64 after one byte": lambda one: b64encode(b"x" + one),
    "as base64 after two bytes": lambda one: b64encode(b"xy" + one + b"z"),
    "as base64 of addresses": lambda one: urlsafe_b64encode(b"\xff" + one),
    "packed": zlib.compress,
    "packed as gzip": gzip.compress,
    "packed as zip": zipped,
}


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("needle", [TEXT.encode(), KEY], ids=["sentence", "key"])
def test_a_planted_needle_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needle: bytes, plant: Callable[[bytes], bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data" / "desks"
    folder.mkdir(parents=True)
    (folder / "desk.db").write_bytes(AROUND)
    assert found([tmp_path], NEEDLES) == []
    (folder / "desk.db-wal").write_bytes(AROUND + plant(needle) + AROUND)
    assert found([tmp_path], NEEDLES)


@pytest.mark.parametrize("how", ["utf-16-le", "utf-16-be", "utf-16"])
def test_a_text_is_found_in_other_letters_and_in_capitals(tmp_path: Path, how: str) -> None:
    (tmp_path / "log.txt").write_bytes(b"x" + TEXT.upper().encode(how))
    assert len(found([tmp_path], NEEDLES)) == 1


def test_a_text_is_found_in_a_name(tmp_path: Path) -> None:
    (tmp_path / "Keyham Lane.pdf").touch()
    assert found([tmp_path], {"the place": "keyham lane"})
