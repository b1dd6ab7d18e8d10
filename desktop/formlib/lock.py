"""The lock: ids, types and choice codes that records already use may be added to, never changed.

`fields.lock` holds one line for each: `form.field type`, `form.group.field type`, `list.code`.
A form of an office's own is not locked.
"""

from collections.abc import Mapping
from pathlib import Path

from desktop.formlib.model import Form


def lock_lines(forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Give the lines that the shipped forms and their lists stand for, sorted."""
    lines: set[str] = set()
    for form in forms.values():
        fields = [*form.fields.values(), *(f for g in form.rows.values() for f in g.fields)]
        for item in fields:
            place = f"{form.id}.{item.group}" if item.group else form.id
            lines.add(f"{place}.{item.id} {item.type}")
            own = "." in item.list or item.list == item.id
            for entry in form.options(item).entries:
                name = f"{place}.{item.id}" if own else f"list {item.list}"
                lines.add(f"{name}.{entry.code}")
        lines.update(f"{form.id} = {calculate.id}" for calculate in form.calculates)
        lines.update(f"{form.id} # {figure}" for figure in form.figures)
    return tuple(sorted(lines))


def broken(forms: Mapping[str, Form], lock: Path) -> tuple[str, ...]:
    """Give the locked lines that the forms no longer keep."""
    kept = set(lock_lines(forms))
    locked = lock.read_text("utf-8").splitlines() if lock.exists() else []
    return tuple(line for line in locked if line and line not in kept)


def write(forms: Mapping[str, Form], lock: Path) -> int:
    """Add what is new to the lock and give how many lines that were. Nothing is taken out."""
    locked = set(lock.read_text("utf-8").splitlines()) if lock.exists() else set()
    lines = locked | set(lock_lines(forms))
    lock.write_text("".join(f"{line}\n" for line in sorted(lines) if line), "utf-8")
    return len(lines) - len(locked)
