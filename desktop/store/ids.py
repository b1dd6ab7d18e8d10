"""Ids made on the laptop: UUIDv7 (RFC 9562) as text, so they sort by the time they were made."""

import secrets
import threading
import uuid

from desktop import clock

_RANDOM_BITS = 74
_LOW_BITS = 62
_STEP_BITS = 32
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Give a new id of 36 characters, greater than every id this process gave before.

    Within one millisecond, and when the computer's clock goes back, the random part counts
    up from the last id by a random step instead of being drawn anew.
    """
    global _last  # noqa: PLW0603 - monotonic needs a memory
    milliseconds = int(clock.now().timestamp() * 1000)
    with _lock:
        drawn = milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        _last = drawn if drawn > _last else _last + 1 + secrets.randbits(_STEP_BITS)
        number = _last
    low = number & (1 << _LOW_BITS) - 1
    middle = number >> _LOW_BITS & 0xFFF
    high = number >> _RANDOM_BITS
    return str(uuid.UUID(int=high << 80 | _VERSION | middle << 64 | _VARIANT | low))
