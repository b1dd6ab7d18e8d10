"""How hard a passphrase is to guess, in words. There are no rules about signs and figures."""

import math
import re
from dataclasses import dataclass
from typing import Literal

FEWEST = 8

# What is tried first by anybody who guesses.
_WELL_KNOWN = (
    "password",
    "passwort",
    "passphrase",
    "letmein",
    "welcome",
    "qwerty",
    "asdfgh",
    "abc123",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "liverpool",
    "chelsea",
    "arsenal",
    "leicester",
    "custody",
    "visitor",
    "scrutiny",
    "correcthorsebatterystaple",
)
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")

Step = Literal["none", "short", "weak", "fair", "good", "strong"]


@dataclass(frozen=True, slots=True)
class Strength:
    """A step and the sentence to show; `enough` says whether it may be used."""

    step: Step
    sentence: str

    @property
    def enough(self) -> bool:
        """Say whether a desk may be locked with it."""
        return self.step not in ("none", "short")


def strength(passphrase: str, name: str = "") -> Strength:
    """Judge a passphrase; `name` is its owner's, which everybody guesses."""
    if not passphrase.strip():
        return Strength("none", "Four words that do not belong together are easy to keep in mind.")
    if len(passphrase.strip()) < FEWEST:
        return Strength("short", f"Too short: use {FEWEST} letters or more.")
    bits = _bits(passphrase, name)
    if bits < 28:
        return Strength("weak", "Weak: somebody could guess it. Add another word.")
    if bits < 40:
        return Strength("fair", "Fair: a patient person could find it. Another word helps.")
    if bits < 56:
        return Strength("good", "Good: hard to guess.")
    return Strength("strong", "Strong: nobody will guess it.")


def _bits(passphrase: str, name: str) -> float:
    """Estimate how many doublings of guesses it takes."""
    left = passphrase.casefold()
    known = [*_WELL_KNOWN, *(part for part in name.casefold().split() if len(part) > 2)]
    found = 0
    for word in known:
        if word in left:
            left = left.replace(word, " ")
            found += 1
    for run in _RUNS:
        for way in (run, run[::-1]):
            for start in range(len(way) - 3):
                left = left.replace(way[start : start + 4], " ")
    left = re.sub(r"(.+?)\1{2,}", r"\1", left)  # "aaaa", "123123123"
    words = dict.fromkeys(re.findall(r"[^\W\d_]+", left))
    others = re.findall(r"[\d\W_]", left.replace(" ", ""))
    # A word of a language is one of some thousands; the longer, the rarer.
    bits = sum(min(12.0, 3.0 * len(word)) if len(word) < 9 else 14.0 for word in words)
    bits += 2.5 * len(set(others))
    capitals = sum(sign.isupper() for sign in passphrase[1:])
    return bits + 2.0 * found + math.log2(1 + capitals)
