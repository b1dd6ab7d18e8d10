"""A stored moment in words, on this computer's wall clock."""

from datetime import datetime

from desktop.formlib.typed import say_date


def say_moment(moment: datetime) -> str:
    """Write an aware moment as "3 March 2025, 14:05" local time."""
    local = moment.astimezone()
    return f"{say_date(local.date().isoformat())}, {local:%H:%M}"
