"""Reading JSON and packed bytes that others made: bounded in size, parts, depth and numbers.

A sealed file may be signed by a laptop that somebody else has got hold of, so what is in it is
trusted no further than a file found in the street.
"""

import json
import math
import re
import zlib
from typing import Any, NoReturn

from desktop.exchange.sealed.refusals import Damaged, TooLarge, WrongContent

MOST_PARTS = 1_000_000
"""Of one file: each part costs up to about a hundred bytes of memory once it is read."""
MOST_DEPTH = 20
_MOST_NUMBER = 2**53
"""Whole numbers beyond this are not the same in every program that reads JSON."""
_LONGEST_NUMBER = 40
_HALF_SIGN = re.compile(r"\\u[dD][89a-fA-F]")


def unpack(packed: bytes, most: int) -> bytes:
    """Give the bytes that zlib packed. Damaged, or TooLarge if they are more than `most`."""
    packer = zlib.decompressobj()
    try:
        plain = packer.decompress(packed, most + 1)
    except zlib.error:
        raise Damaged from None
    if len(plain) > most:
        raise TooLarge
    if not packer.eof or packer.unused_data:
        raise Damaged
    return plain


def read_object(data: bytes | memoryview) -> dict[str, Any]:
    """Read one JSON object. TooLarge, or WrongContent if it is anything else or not clear."""
    try:
        text = str(data, "utf-8")
        # Counted before any of them is made: an upper bound, as texts hold these signs too.
        if sum(text.count(sign) for sign in ",[{") > MOST_PARTS:
            raise TooLarge
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_refuse,
        )
    except RecursionError:
        raise WrongContent("nested too deeply") from None
    except ValueError as error:
        raise WrongContent(str(error)[:200]) from None
    if not isinstance(value, dict):
        raise WrongContent("not an object")
    _walk(value, halves=_HALF_SIGN.search(text) is not None)
    return value


def _walk(value: object, *, halves: bool) -> None:
    """Refuse what is nested too deeply, and texts that no file can hold if there may be some."""
    level = [value]
    for _ in range(MOST_DEPTH):
        if halves:
            for one in level:
                _refuse_halves(one)
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    raise WrongContent("nested too deeply")


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _refuse_halves(value: object) -> None:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise WrongContent("half of a sign, which no text can hold") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER or abs(number := int(text)) > _MOST_NUMBER:
        raise ValueError("a whole number is too large")
    return number


def _finite(text: str) -> float:
    if len(text) > _LONGEST_NUMBER or not math.isfinite(number := float(text)):
        raise ValueError("a number is too large")
    return number


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
