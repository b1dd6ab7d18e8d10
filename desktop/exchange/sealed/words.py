"""A key as eight words, to be compared by telephone."""

import hashlib
from functools import cache

from desktop import paths

WORDS = 8


def fingerprint(public_key: bytes) -> tuple[str, ...]:
    """Give the eight words (64 bits) that stand for a public key of 32 bytes."""
    digest = hashlib.blake2b(public_key, digest_size=WORDS, person=b"desk-fingerprint").digest()
    words = word_list()
    return tuple(words[byte] for byte in digest)


@cache
def word_list() -> tuple[str, ...]:
    """Give the 256 words, one for each byte. They never change: people compare across versions."""
    return tuple(paths.resource("words/fingerprint.txt").read_text("utf-8").split())
