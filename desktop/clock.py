"""The only source of now.

What the app did is UTC; what people saw is wall-clock local (a date and "HH:MM").
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """Give the present moment in UTC."""
    return _fixed.get() or datetime.now(UTC)


def local_now() -> datetime:
    """Give the present moment on this computer's wall clock, with its offset."""
    return now().astimezone()


def today() -> date:
    """Give today's date on this computer's wall clock."""
    return local_now().date()


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (with its zone) for this context: for tests and the sample."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
