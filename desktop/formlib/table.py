"""Reading one table of a form's data key by key, so that every refusal names its place."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import TypeVar

from desktop.errors import UserError
from desktop.formlib.conditions import PERIOD_NAMES, number, read_condition
from desktop.formlib.model import Condition, Line

T = TypeVar("T")


class FormError(UserError):
    """A form or a list that cannot be used: which file, where in it, and why."""

    def __init__(self, file: str, where: str, reason: str) -> None:
        """Word the refusal for the person who wrote the file."""
        place = f"{file}, {where}" if where else file
        super().__init__(f"The form file {place}: {reason}.", "Correct the file and try again.")
        self.file = file
        self.where = where
        self.reason = reason


class Table:
    """One table of a file. Each key is taken once; what is left over at the end is refused."""

    def __init__(self, data: object, file: str, where: str) -> None:
        """Wrap a table read from TOML."""
        if not isinstance(data, dict):
            raise FormError(file, where, "a table is needed here")
        self._left = dict(data)
        self.file = file
        self.where = where

    def refuse(self, reason: str, key: str = "") -> FormError:
        """Make the refusal for this table, or for one key of it."""
        where = ".".join(part for part in (self.where, key) if part)
        return FormError(self.file, where, reason)

    def take(self, key: str, default: object = None) -> object:
        """Take a key of any type."""
        return self._left.pop(key, default)

    def has(self, key: str) -> bool:
        """Say whether the key is there and not taken yet."""
        return key in self._left

    def keys_left(self) -> tuple[str, ...]:
        """Give the keys not taken yet."""
        return tuple(self._left)

    def _typed(self, key: str, kind: type[T], words: str, default: T | None) -> T:
        value = self._left.pop(key, default)
        if value is None:
            raise self.refuse(f"“{key}” is missing")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.refuse(f"is {value!r}, but {words} is needed", key)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text; without a default it must be there."""
        return self._typed(key, str, "a text", default)

    def whole(self, key: str, default: int | None = None) -> int:
        """Take a whole number."""
        return self._typed(key, int, "a whole number", default)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Take true or false."""
        return self._typed(key, bool, "true or false", default)

    def day(self, key: str) -> date | None:
        """Take a date; None where there is none."""
        value = self._left.pop(key, None)
        if value is not None and type(value) is not date:
            raise self.refuse(f"is {value!r}, but a date such as 2025-04-01 is needed", key)
        return value

    def limit(self, key: str) -> str:
        """Take a number as text; empty where there is none."""
        value = self._left.pop(key, None)
        if value is None:
            return ""
        found = number(value) if isinstance(value, int | float) else None
        if found is None:
            raise self.refuse("a number is needed", key)
        return f"{found:f}"

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; one text alone is a list of one."""
        value = self._left.pop(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.refuse("a list of texts is needed", key)
        return tuple(items)

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Take one of some words."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.refuse(f"is “{value}”; there are: {', '.join(filter(None, allowed))}", key)
        return value

    def condition(self, key: str) -> Condition | None:
        """Take a condition."""
        try:
            return read_condition(self._left.pop(key, None))
        except ValueError as error:
            raise self.refuse(str(error), key) from None

    def tables(self, key: str) -> tuple["Table", ...]:
        """Take a list of tables."""
        value = self._left.pop(key, [])
        if not isinstance(value, list):
            raise self.refuse("a list of tables is needed", key)
        return tuple(self._named(f"{key}[{n}]", item) for n, item in enumerate(value, 1))

    def children(self, key: str) -> dict[str, "Table"]:
        """Take a table of tables, by their keys."""
        value = self._left.pop(key, {})
        if not isinstance(value, dict):
            raise self.refuse("a table is needed", key)
        return {name: self._named(f"{key}.{name}", item) for name, item in value.items()}

    def child(self, key: str) -> "Table":
        """Take one table; empty where there is none."""
        return self._named(key, self._left.pop(key, {}))

    def _named(self, name: str, data: object) -> "Table":
        label = name
        if isinstance(data, dict) and isinstance(data.get("id"), str):
            label = f"{name.split('[', maxsplit=1)[0]} “{data['id']}”"
        return Table(data, self.file, f"{self.where}, {label}" if self.where else label)

    def mapping(self, key: str) -> Mapping[str, object]:
        """Take a table as it is."""
        value = self._left.pop(key, {})
        if not isinstance(value, dict):
            raise self.refuse("a table is needed", key)
        return value

    def lines(self, key: str) -> tuple[Line, ...]:
        """Take the sentences of a report: texts, or tables with `say` and `when` or `of`."""
        value = self._left.pop(key, [])
        items = value if isinstance(value, list) else [value]
        lines = []
        for n, item in enumerate(items, 1):
            table = self._named(f"{key}[{n}]", {"say": item} if isinstance(item, str) else item)
            lines.append(Line(table.text("say"), table.condition("when"), table.text("of", "")))
            table.done()
        return tuple(lines)

    def refuse_unknown(self, names: Iterable[str], known: Collection[str], where: str) -> None:
        """Refuse a name that is no known one, nor an attribute of one. Raises FormError."""
        for name in names:
            if name.startswith("setting:") or name in PERIOD_NAMES:
                continue
            if name not in known and name.partition(".")[0] not in known:
                raise self.refuse(f"there is no earlier field “{name}”", where)

    def done(self) -> None:
        """Refuse what nobody took: a word the language does not have."""
        if self._left:
            raise self.refuse(f"the language has no key “{next(iter(self._left))}” here")

    def checked(self, key: str, read: Callable[[], T]) -> T:
        """Run a reading step whose ValueError is a refusal of this key."""
        try:
            return read()
        except ValueError as error:
            raise self.refuse(str(error), key) from None
