"""The write-ahead log after a sudden end: is all of it as it was written?

SQLite reads a log up to the first frame that is damaged and says nothing of those behind it, which
may hold changes that were said to be saved. So the log is looked through before SQLite does. It is
there only where the program ended without closing the desk.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_HEADER_BYTES = 32
_FRAME_BYTES = 24
_BIG_ENDIAN, _LITTLE_ENDIAN = 0x377F0683, 0x377F0682
_PAGE_SIZES = {1 << power for power in range(9, 17)}
_MASK = 0xFFFFFFFF

Sum = tuple[int, int]


def is_damaged(log: Path) -> bool:
    """Say whether a log holds a frame of its own that cannot be read; False where there is none.

    What was being written when the program was killed is no damage; when the power was cut, it
    may look like some.
    """
    try:
        with log.open("rb") as file:
            return _is_damaged(file)
    except FileNotFoundError:
        return False


def _is_damaged(file: BinaryIO) -> bool:
    header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES:
        return False  # nothing was committed yet
    magic, _, page_size, _, *salts, sum_1, sum_2 = struct.unpack(">8I", header)
    if magic not in (_BIG_ENDIAN, _LITTLE_ENDIAN) or page_size not in _PAGE_SIZES:
        return True
    order = ">" if magic == _BIG_ENDIAN else "<"
    running = _summed(order, header[:24], (0, 0))
    if running != (sum_1, sum_2):
        return True
    for frame in _frames(file, page_size):
        _, _, *own, sum_1, sum_2 = struct.unpack(">6I", frame[:_FRAME_BYTES])
        if own != salts:
            # A frame of an earlier round differs in both; one of ours that was damaged, in one.
            return own[0] == salts[0] or own[1] == salts[1] or _goes_on(file, page_size, salts)
        running = _summed(order, frame[:8] + frame[_FRAME_BYTES:], running)
        if running != (sum_1, sum_2):
            return True
    return False


def _goes_on(file: BinaryIO, page_size: int, salts: list[int]) -> bool:
    """Say whether frames of ours follow one that is not."""
    frames = _frames(file, page_size)
    return any([*struct.unpack(">2I", frame[8:16])] == salts for frame in frames)


def _frames(file: BinaryIO, page_size: int) -> Iterator[bytes]:
    while len(frame := file.read(_FRAME_BYTES + page_size)) == _FRAME_BYTES + page_size:
        yield frame


def _summed(order: str, content: bytes, before: Sum) -> Sum:
    """Go on with the checksum that SQLite's file format describes."""
    one, two = before
    words = iter(struct.unpack(f"{order}{len(content) // 4}I", content))
    for first, second in zip(words, words, strict=True):
        one = (one + first + two) & _MASK
        two = (two + second + one) & _MASK
    return one, two
