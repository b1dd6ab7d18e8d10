"""The recovery code: 160 random bits a person can print, read out and type."""

import hashlib
import secrets

from desktop.errors import UserError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_READ_AS = str.maketrans("OIL", "011")
_SECRET_BYTES = 20
_CHECK_BYTES = 5
_GROUPS = 8
_GROUP = 5
_LENGTH = _GROUPS * _GROUP
_PURPOSE = b"scrutiny-desk-recovery-1"


class RecoveryCodeMistyped(UserError):
    """What was typed cannot be any recovery code: its check does not fit."""


def new_code() -> str:
    """Give a new code: eight groups of five letters and digits."""
    secret = secrets.token_bytes(_SECRET_BYTES)
    number = int.from_bytes(secret + _check(secret), "big")
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def read_code(typed: str) -> bytes:
    """Give the 20 secret bytes of a code, however it is spaced and whether O or 0 was typed.

    RecoveryCodeMistyped when it is too short or long, or a letter is wrong.
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_READ_AS)
    if len(letters) != _LENGTH:
        raise RecoveryCodeMistyped(
            f"A recovery code has {_GROUPS} groups of {_GROUP} letters and digits, "
            f"{_LENGTH} in all; {len(letters)} were typed.",
            "Compare it with your copy group by group and type it again.",
        )
    number = 0
    for letter in letters:
        # An unknown letter counts as 0: the check then finds the slip.
        number = number << 5 | max(_ALPHABET.find(letter), 0)
    whole = number.to_bytes(_SECRET_BYTES + _CHECK_BYTES, "big")
    secret, check = whole[:_SECRET_BYTES], whole[_SECRET_BYTES:]
    if _check(secret) != check or any(letter not in _ALPHABET for letter in letters):
        raise RecoveryCodeMistyped(
            "There is a typing slip in the recovery code.",
            "Compare it with your copy group by group and type it again.",
        )
    return secret


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(_PURPOSE + secret).digest()[:_CHECK_BYTES]
