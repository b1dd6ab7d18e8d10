"""Settings in desk files: only those that travel, with values that the program can use."""

from collections.abc import Mapping

from desktop.exchange.lines import Wrong
from desktop.store.settings import kinds, setting_fault


def travels(key: str, value: object) -> bool:
    """Say whether a setting is written to a desk file."""
    return not stays(key) and not setting_fault(key, value)


def stays(key: object) -> bool:
    """Say whether a setting belongs to a desk's owner and computer, and is not taken over."""
    known = kinds().get(key) if isinstance(key, str) else None
    return known is not None and known.stays


def check_setting(row: Mapping[str, object]) -> None:
    """Check the columns of a setting. Raises Wrong for a value that it cannot have."""
    key = str(row["key"])
    if fault := setting_fault(key, row.get("value")):
        raise Wrong(f"the setting “{key[:40]}” {fault}")
