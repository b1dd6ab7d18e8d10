"""A search through files for things that must not be readable in them, however they are written.

What is looked for is found as it is in capitals or small letters, as UTF-16, as hexadecimal, as
base64 wherever it begins, and all of that also in what is packed: zlib, gzip and zip.
"""

import re
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_MOST = 32 << 20  # bytes of one packed thing
_SHORTEST = 8  # signs of base64: fewer are in any random file
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]", re.DOTALL)
_GZIP = re.compile(rb"\x1f\x8b\x08", re.DOTALL)
_ZIP = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_BARE, _WRAPPED = -zlib.MAX_WBITS, zlib.MAX_WBITS | 32


def found(roots: Sequence[Path], needles: Mapping[str, str | bytes]) -> list[str]:
    """Say which needle is in which file or file's name below some folders, and written how."""
    shapes = [
        (name, how, shape) for name, one in needles.items() for how, shape in _shapes(one).items()
    ]
    return [
        f"{name}, {how}, in {path}"
        for root in roots
        for path in sorted(root.rglob("*"))
        for content in _contents(root, path)
        for name, how, shape in shapes
        if shape in content
    ]


def _contents(root: Path, path: Path) -> Iterator[bytes]:
    """Give what there is to search, as it is and in small letters: its name, and what is in it."""
    whole = [str(path.relative_to(root)).encode()]
    if path.is_file():
        data = path.read_bytes()
        whole += [data, *_unpacked(data)]
    for one in whole:
        yield one
        yield one.lower()


def _unpacked(data: bytes) -> Iterator[bytes]:
    starts = [(match.start(), _WRAPPED) for match in (*_ZLIB.finditer(data), *_GZIP.finditer(data))]
    for match in _ZIP.finditer(data):
        named, more = (int.from_bytes(length, "little") for length in match.groups())
        starts.append((match.end() + named + more, _BARE))
    for start, kind in starts:
        try:
            yield zlib.decompressobj(kind).decompress(memoryview(data)[start:], _MOST)
        except zlib.error:
            continue  # two bytes that look like a beginning


def _shapes(needle: str | bytes) -> dict[str, bytes]:
    """Give the ways in which it may be written. A text's own ways are in small letters."""
    if isinstance(needle, bytes):
        plain = {"as it is": needle}
    else:
        small = needle.lower()
        plain = {"as it is": small.encode(), "as UTF-16": small.encode("utf-16-le")}
        plain["as UTF-16, the other way round"] = small.encode("utf-16-be")
    coded = needle if isinstance(needle, bytes) else needle.encode()
    return plain | {"as hexadecimal": coded.hex().encode()} | _as_base64(coded)


def _as_base64(needle: bytes) -> dict[str, bytes]:
    """Give it as base64, of both alphabets, after 0, 1 and 2 other bytes; without the ends."""
    made: dict[str, bytes] = {}
    for before, begun in ((0, 0), (1, 2), (2, 3)):
        whole = b64encode(bytes(before) + needle)
        signs = whole[begun : (before + len(needle)) // 3 * 4]
        if len(signs) >= _SHORTEST:
            made[f"as base64 after {before}"] = signs
            made[f"as base64 of addresses after {before}"] = signs.translate(
                bytes.maketrans(b"+/", b"-_")
            )
    return made
