"""Returns in desk files: one that says it was signed is taken in only as it was frozen."""

from collections.abc import Mapping

from desktop.exchange.lines import Wrong
from desktop.returns.as_json import figures_json
from desktop.returns.freezing import compiled_from, hash_of

_SIGNED = ("signed_on", "frozen", "hash")
# What later returns read of the figures of a signed one.
_READ = ("form", "id", "amount", "of", "value", "denominator", "cells", "record_count")


def check_return(row: Mapping[str, object]) -> None:
    """Check the columns of a return. Raises Wrong where it was signed and is not whole.

    Earlier figures are read from signed returns ever after, so one that was changed on the way, or
    stands for another period than it was signed for, is not taken in.
    """
    given = [row.get(name) is not None for name in _SIGNED]
    if not any(given):
        return
    if not all(given):
        raise Wrong("a signed return has the day of its signature, “frozen” and “hash”")
    frozen = row["frozen"]
    if not isinstance(frozen, dict) or row["hash"] != hash_of(frozen):
        raise Wrong("the signed return is not what was signed")
    try:
        compiled = compiled_from(frozen)
        said = _figures(figures_json(compiled).get("figures"))
    except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError, RecursionError):
        # Reading takes the types of what was frozen as given, and somebody may have written any.
        raise Wrong("the signed return cannot be read by this version of the program") from None
    if (compiled.period.start, compiled.period.end) != (row.get("start"), row.get("end")):
        raise Wrong("the return was signed for another period")
    if _figures(frozen.get("figures")) != said or not _is_written(frozen.get("written", [])):
        raise Wrong("the signed return is not what was signed")


def _figures(value: object) -> list[tuple[object, ...]] | None:
    """Give what is read of frozen figures; None where they are none."""
    if not isinstance(value, list) or not all(isinstance(line, dict) for line in value):
        return None
    return [tuple(line.get(name) for name in _READ) for line in value]


def _is_written(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(name), str) for name in ("where", "text"))
        for one in value
    )
